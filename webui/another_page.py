"""A view after the session: another sentence at the same moment."""

from typing import Any

import gradio as gr

from practice.room import PracticeRoom
from webui import present_another
from webui.markup import markup, stowed
from webui.toasts import EXPECTED, person_of, tell
from webui.views import Elsewhere, View, Where


class AnotherPage:
    """Try another sentence at any turn; nothing is kept."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        self.session = stowed("Session", elem_id="another-session")
        self.head = markup("")
        self.turn = gr.Dropdown([], label="At which turn?", filterable=False, elem_id="another-turn")
        self.box = gr.Textbox(
            label="Another sentence",
            info="Enter tries it, Shift+Enter starts a new line.",
            lines=1,
            max_lines=8,
            max_length=8_000,
            elem_id="another-box",
        )
        self.run = gr.Button("See what it would have done", variant="primary", elem_id="try-it")
        self.result = markup("", elem_id="roads")

    def wire(self, _where: Any) -> None:
        """Connect the box and the button."""
        quiet = {"api_visibility": "private"}
        self.turn.input(
            self.on_turn,
            [self.session, self.turn],
            [self.head, self.result, self.box],
            show_progress="hidden",
            **quiet,
        )
        for tries in (self.run.click, self.box.submit):
            tries(self.on_try, [self.session, self.turn, self.box], [self.result], trigger_mode="once", **quiet)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.session, self.head, self.turn, self.box, self.result]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Show a turn of a session that is over."""
        place = self._room.place(person, where.session)
        if not place.session.status.over or not place.exchanges:
            raise Elsewhere(Where(view=View.REPORT, session=where.session))
        turn = min(max(1, where.turn), len(place.exchanges))
        choices = [(f"Turn {exchange.turn}: {_short(exchange.trainee)}", exchange.turn) for exchange in place.exchanges]
        return {
            self.session: where.session,
            self.head: self._head(person, where.session, turn),
            self.turn: gr.update(choices=choices, value=turn),
            self.box: "",
            self.result: "",
        }

    def _head(self, person: str, session: str, turn: int) -> str:
        place = self._room.place(person, session)
        if not 1 <= turn <= len(place.exchanges):
            raise ValueError(f"There is no turn {turn}.")
        name = place.offer.persona.card.name.split()[0]
        return present_another.another_head(place.exchanges[turn - 1], session, name)

    def on_turn(self, session: str, turn: int, request: gr.Request) -> Any:
        """Show another turn."""
        try:
            return self._head(person_of(request), session, int(turn or 1)), "", ""
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip(), gr.skip()

    def on_try(self, session: str, turn: int, text: str, request: gr.Request) -> Any:
        """Show what another sentence would have done."""
        try:
            person = person_of(request)
            found = self._room.try_another(person, session, int(turn or 1), text)
            place = self._room.place(person, session)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        name = place.offer.persona.card.name.split()[0]
        return present_another.side_by_side(found, place.rubric, name)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:9]) + (" …" if len(words) > 9 else "")
