"""The drills: the list of them, and a sitting with one."""

import secrets
from typing import Any

import gradio as gr
from typing_extensions import override

from practice.drill_records import DrillPlace, Rating
from practice.drills import DrillCare
from practice.room import PracticeRoom
from webui.begun_list import BegunList
from webui.delete_panel import question_words
from webui.markup import markup, stowed
from webui.present import day, shown
from webui.present_drills import (
    delete_sitting,
    drill_ask,
    drill_cards,
    drill_end,
    drill_head,
    drill_prompt,
    drill_tries,
    sittings_list,
)
from webui.present_session import care
from webui.toasts import EXPECTED, person_of, tell
from webui.views import View, Where


class DrillsPage(BegunList):
    """The choice of a drill, and the sittings so far."""

    def __init__(self, room: PracticeRoom) -> None:
        super().__init__(View.DRILLS, room.drills.delete)
        self._room = room

    @override
    def cards_of(self, person: str) -> str:
        """Give a card for each drill, then the sittings of this person."""
        catalog = self._room.catalog
        records = self._room.drills.history(person)
        sittings = [one for record in records for one in self._room.drills.sittings(person, record.drill)]
        return drill_cards(list(catalog.drills.values()), records, catalog.rubric) + sittings_list(sittings)

    @override
    def question(self, person: str, run: str) -> str:
        """Say which sitting is about to be deleted.

        Raises:
            LookupError: There is no such sitting of theirs.
        """
        place = self._room.drills.place(person, run)
        what = f"the sitting with “{shown(place.drill.title)}” of {day(place.run.started_at)}"
        return question_words(what, "what you wrote in it, with its grades,")


class DrillPage:
    """One sitting with one drill: it goes on where it was left."""

    def __init__(self, room: PracticeRoom, care_line: str) -> None:
        self._room = room
        self._care_line = care_line

    def place(self) -> None:
        """Put the components on the page."""
        self.run = stowed("Sitting", elem_id="drill-run")
        self.key = stowed("Key", elem_id="drill-key")
        self.head = markup("")
        self.care = markup(care(self._care_line), visible=False)
        with gr.Column() as self.room:
            self.prompt = markup("", elem_id="drill-prompt")
            with gr.Column() as self.writing:
                self.box = gr.Textbox(
                    label="Your words",
                    info="Enter sends, Shift+Enter starts a new line.",
                    lines=1,
                    max_lines=8,
                    max_length=8_000,
                    elem_id="drill-box",
                )
                self.send = gr.Button("Try it", variant="primary", elem_id="drill-send")
            self.ask = markup("", elem_id="drill-ask")
            with gr.Row(elem_classes=["controls"]) as self.rates:
                self.easy = gr.Button("Too easy", elem_id="too-easy", min_width=110)
                self.right = gr.Button("About right", elem_id="about-right", min_width=110)
                self.hard = gr.Button("Too hard", elem_id="too-hard", min_width=110)
                self.end = gr.Button("Stop here", elem_id="drill-end", min_width=110)
            self.tries = markup("", elem_id="drill-tries")
        self.foot = markup("")

    def wire(self, _where: Any) -> None:
        """Connect the box and the buttons."""
        one = {"trigger_mode": "once", "show_progress": "hidden", "api_visibility": "private"}
        for sends in (self.send.click, self.box.submit):
            sends(self.on_try, [self.run, self.key, self.box], self.outputs(), **one)
        for button, rate in ((self.easy, self.on_easy), (self.right, self.on_right), (self.hard, self.on_hard)):
            button.click(rate, [self.run], self.outputs(), **one)
        self.end.click(self.on_end, [self.run], self.outputs(), **one)

    def outputs(self) -> list[Any]:
        """Give the components that change."""
        return [
            self.run, self.key, self.head, self.care, self.room, self.prompt, self.writing, self.box, self.ask,
            self.tries, self.rates, self.easy, self.right, self.hard, self.foot,
        ]  # fmt: skip

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Go on with the sitting that the address names, else with one that is open, or begin one.

        Raises:
            LookupError: There is no such drill, or the sitting is not this person's.
        """
        if where.session:
            named = self._room.drills.place(person, where.session)
            if named.run.ended_at is None:
                return {**self._fill(named), self.box: ""}
        records = {record.drill: record for record in self._room.drills.history(person)}
        known = records.get(where.scenario)
        drills = self._room.drills
        open_now = known.unfinished if known else None
        place = drills.place(person, open_now) if open_now else drills.begin(person, where.scenario)
        return {**self._fill(place), self.box: ""}

    def on_try(self, run: str, key: str, text: str, request: gr.Request) -> dict[Any, Any]:
        """Try an answer: kept first, then graded."""
        try:
            person = person_of(request)
            told = self._room.drills.attempt(person, run, text, key)
            if isinstance(told, DrillCare):
                return {self.care: gr.update(visible=True), self.room: gr.update(visible=False), self.box: ""}
            return {**self._fill(self._room.drills.place(person, run)), self.box: ""}
        except EXPECTED as error:
            tell(error)
            return {self.box: gr.skip()}

    def on_easy(self, run: str, request: gr.Request) -> dict[Any, Any]:
        """Say that it was too easy."""
        return self._rated(run, Rating.TOO_EASY, request)

    def on_right(self, run: str, request: gr.Request) -> dict[Any, Any]:
        """Say that it was about right."""
        return self._rated(run, Rating.RIGHT, request)

    def on_hard(self, run: str, request: gr.Request) -> dict[Any, Any]:
        """Say that it was too hard."""
        return self._rated(run, Rating.TOO_HARD, request)

    def _rated(self, run: str, rating: Rating, request: gr.Request) -> dict[Any, Any]:
        try:
            person = person_of(request)
            number = self._room.drills.place(person, run).item.number
            return {**self._fill(self._room.drills.rate(person, run, number, rating)), self.box: ""}
        except EXPECTED as error:
            tell(error)
            return {self.box: gr.skip()}

    def on_end(self, run: str, request: gr.Request) -> dict[Any, Any]:
        """Stop for now."""
        try:
            return self._fill(self._room.drills.end(person_of(request), run))
        except EXPECTED as error:
            tell(error)
            return {self.box: gr.skip()}

    def _fill(self, place: DrillPlace) -> dict[Any, Any]:
        rubric, over = self._room.catalog.rubric, place.run.ended_at is not None
        return {
            self.run: place.run.id,
            self.key: f"{place.item.number}-{len(place.item.tries) + 1}-{secrets.token_hex(8)}",
            self.head: drill_head(place, rubric),
            self.care: gr.update(visible=False),
            self.room: gr.update(visible=True),
            self.prompt: drill_end(place) if over else drill_prompt(place),
            self.writing: gr.update(visible=not over and place.next_try is not None),
            self.ask: drill_ask(place),
            self.tries: drill_tries(place, rubric),
            self.rates: gr.update(visible=not over),
            self.easy: gr.update(interactive=place.may_rate),
            self.right: gr.update(interactive=place.may_rate),
            self.foot: delete_sitting(place),
        }
