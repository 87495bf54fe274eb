"""The session: the chat, what is always at hand (pause, soften, stop), and the coach beside it."""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from practice.place import Place
from practice.room import PracticeRoom
from practice.sessions import Exchange, Mode, Status
from webui import present
from webui.coach_panel import CoachPanel
from webui.hearing import Done, hearing
from webui.practice_parts import Parts
from webui.toasts import EXPECTED, SECONDS, confirm, person_of, tell
from webui.views import View, Where, address

STEPS, BETWEEN = 5, 0.2
"""A reply is shown in so many pieces, so many seconds apart: five a second at most, about one second in all."""
NOT_SENT = "Not sent. Your words are still in the box."
MOVED = "The conversation went on in another window. It is shown here now; your words are still in the box."


class PracticePage:
    """One session with one client."""

    def __init__(self, room: PracticeRoom, care_line: str) -> None:
        self._room = room
        self._care_line = care_line

    def place(self) -> None:
        """Put the components on the page."""
        self.parts = parts = Parts(self._care_line)
        self.coach = CoachPanel(self._room)
        parts.place(self.coach)

    def wire(self, where: Any) -> None:
        """Connect the buttons."""
        parts, one = (
            self.parts,
            {"trigger_mode": "once", "show_progress": "hidden", "api_visibility": "private"},
        )
        filled, session = self.outputs(), parts.session
        for sends in (parts.send.click, parts.box.submit):
            sends(self.on_send, [parts.box, session, parts.key], filled, **one)
        for button, act in (
            (parts.pause, self.on_pause),
            (parts.resume, self.on_resume),
            (parts.go_back, self.on_resume),
            (parts.soften, self.on_soften),
            (parts.stop, self.on_stop),
        ):
            button.click(act, [session], filled, **one)
        parts.end.click(self.on_end, [session], [where], **one)
        parts.take_break.click(self.on_break, None, [where, parts.box], **one)
        parts.keep_draft.click(self.on_draft, [parts.box, session, parts.key], [parts.state], **one)
        self.coach.wire(session)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [*self.parts.outputs(), *self.coach.outputs()]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the page for a session, with what was half typed."""
        place = self._room.place(person, where.session)
        parts = self.parts
        return {
            **self._fill(place),
            **parts.fill_rules(place),
            parts.box: gr.update(
                value=place.session.draft, label=f"Your words to {_first_name(place)}", interactive=True
            ),
        }

    def on_send(self, text: str, session: str, key: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
        """Send the trainee's words: kept first, then answered, then shown word by word."""
        parts = self.parts
        try:
            person = person_of(request)
            place = self._room.place(person, session)
            if not _is_current(place, key):
                gr.Warning(MOVED, duration=SECONDS)
                yield {**self._fill(place), parts.state: present.state_line(NOT_SENT)}
                return
            yield {
                parts.chat: present.chat_while_sending(place, text) if text.strip() else gr.skip(),
                parts.state: present.state_line("Sending…"),
                parts.send: gr.update(interactive=False),
            }
            streamed, said = False, None
            for heard in hearing(lambda hear: self._room.tell(person, session, text, key, hear)):
                if isinstance(heard, Done):
                    said = heard.told
                else:
                    streamed = True
                    yield {parts.chat: present.chat_hearing(place, text, heard)}
            if not isinstance(said, Exchange):
                yield {**self._fill(self._room.place(person, session)), **parts.caring()}
                return
            steps = [] if streamed else present.growing(said.reply or "", STEPS)[:-1]
            told = place.model_copy(update={"exchanges": (*place.exchanges, said)})
            yield {
                parts.box: "",
                parts.state: present.kept_line(told),
                **({parts.chat: present.chat_partly(told, said, steps[0])} if steps else {}),
            }
            place = self._room.place(person, session)
            for words in steps[1:]:
                yield {parts.chat: present.chat_partly(place, said, words)}
                time.sleep(BETWEEN)
            yield self._fill(place)
        except EXPECTED as error:
            tell(error)
            yield self._refused(session, request, NOT_SENT if text.strip() else "Nothing to send: the box is empty.")

    def _refused(self, session: str, request: gr.Request, words: str) -> dict[Any, Any]:
        parts, said = self.parts, present.state_line(words)
        try:
            place = self._room.place(person_of(request), session)
        except EXPECTED:
            return {parts.state: said, parts.send: gr.update(interactive=True)}
        return {**self._fill(place), parts.state: said}

    def on_pause(self, session: str, request: gr.Request) -> dict[Any, Any]:
        """Freeze the session."""
        return self._after(self._room.pause, session, request)

    def on_resume(self, session: str, request: gr.Request) -> dict[Any, Any]:
        """Go on."""
        return self._after(self._room.resume, session, request)

    def on_stop(self, session: str, request: gr.Request) -> dict[Any, Any]:
        """Stop and leave."""
        return self._after(self._room.stop, session, request)

    def on_soften(self, session: str, request: gr.Request) -> dict[Any, Any]:
        """Let the client de-escalate."""
        filled = self._after(self._room.soften, session, request)
        if self.parts.session in filled:
            confirm("From your next turn on, the client tests nothing and confronts nothing.")
        return filled

    def _after(self, verb: Any, session: str, request: gr.Request) -> dict[Any, Any]:
        try:
            return self._fill(verb(person_of(request), session))
        except EXPECTED as error:
            tell(error)
            return {self.parts.state: gr.skip()}

    def on_end(self, session: str, request: gr.Request) -> Any:
        """End the session and ask how it went."""
        try:
            place = self._room.end(person_of(request), session)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        view = View.PREDICTION if place.exchanges else View.REPORT
        return address(Where(view=view, session=session))

    def on_break(self) -> tuple[str, str]:
        """Leave for now; the session stays paused and the words are gone."""
        return address(Where()), ""

    def on_draft(self, text: str, session: str, key: str, request: gr.Request) -> Any:
        """Keep what is half typed, unless the turn has been sent meanwhile."""
        try:
            person = person_of(request)
            place = self._room.place(person, session)
            if not _is_current(place, key) or place.session.status is not Status.ACTIVE:
                return gr.skip()
            self._room.save_draft(person, session, text, place.session.draft_number + 1)
        except EXPECTED:
            return gr.skip()
        return present.state_line("Draft kept.", kept=True) if text.strip() else gr.skip()

    def _fill(self, place: Place) -> dict[Any, Any]:
        """Show where a session stands; the box keeps its words."""
        newest = place.exchanges[-1] if place.exchanges else None
        coached = place.session.mode is Mode.COACHING
        return {**self.parts.fill(place, new_key(place)), **self.coach.fill(newest, place.rubric, shown=coached)}


def new_key(place: Place) -> str:
    """Make the key of the next turn: its number, and chance, so that two windows never share one."""
    return f"{len(place.exchanges) + 1}-{secrets.token_hex(8)}"


def _is_current(place: Place, key: str) -> bool:
    """Tell whether a key belongs to the next turn, or to one that it was already sent with."""
    return key.partition("-")[0] == str(len(place.exchanges) + 1) or any(e.key == key for e in place.exchanges)


def _first_name(place: Place) -> str:
    return place.offer.persona.card.name.split()[0]
