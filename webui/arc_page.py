"""Treatments over several sessions: the list of them, and one with what comes next."""

from typing import Any

import gradio as gr
from typing_extensions import override

from practice.arcs import ArcPlace
from practice.room import PracticeRoom
from practice.sessions import Mode
from webui.begun_list import BegunList
from webui.delete_panel import question_words
from webui.home_page import MODE_CHOICES
from webui.markup import markup, stowed
from webui.present import count, day, shown
from webui.present_arcs import arc_cards, arc_coming, arc_foot, arc_head, arc_intro, arc_summary
from webui.toasts import EXPECTED, person_of, tell
from webui.views import View, Where, address


class TreatmentsPage(BegunList):
    """The choice of a treatment, and those that were begun."""

    def __init__(self, room: PracticeRoom) -> None:
        super().__init__(View.TREATMENTS, room.arcs.delete)
        self._room = room

    @override
    def cards_of(self, person: str) -> str:
        """Give a card for each treatment, with those that this person began."""
        catalog = self._room.catalog
        names = {persona.id: persona.card.name for persona in catalog.cast.values()}
        return arc_cards(list(catalog.arcs.values()), self._room.arcs.runs(person), names)

    @override
    def question(self, person: str, run: str) -> str:
        """Say which treatment is about to be deleted.

        Raises:
            LookupError: There is no such treatment of theirs.
        """
        place = self._room.arcs.place(person, run)
        sessions = count(len(place.places), "session", "sessions")
        what = f"the treatment “{shown(place.arc.title)}” of {day(place.run.started_at)}"
        return question_words(what, f"the whole of it, {sessions} with grades and notes,")


class TreatmentPage:
    """One treatment: before it begins, or where it stands."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        self.arc = stowed("Treatment to begin", elem_id="arc-id")
        self.run = stowed("Treatment", elem_id="arc-run")
        self.head = markup("")
        self.summary = markup("", elem_id="arc-summary")
        self.mode = gr.Radio(MODE_CHOICES, value=Mode.COACHING.value, label="How do you want to practise?")
        self.coming = markup("")
        self.begin = gr.Button("Begin the session", variant="primary", elem_id="arc-begin")
        self.foot = markup("")

    def wire(self, where: Any) -> None:
        """Connect the button."""
        self.begin.click(
            self.on_begin,
            [self.arc, self.run, self.mode],
            [where],
            concurrency_limit=8,
            trigger_mode="once",
            api_visibility="private",
        )

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.arc, self.run, self.head, self.mode, self.coming, self.begin, self.summary, self.foot]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Show a treatment that was begun, or what stands before one.

        Raises:
            LookupError: There is no such treatment, or no such run of this person's.
        """
        if where.session:
            return self._under_way(self._room.arcs.place(person, where.session), person)
        catalog = self._room.catalog
        if where.scenario not in catalog.arcs:
            raise LookupError("There is no such treatment; choose one of the list.")
        arc = catalog.arcs[where.scenario]
        return {
            self.arc: arc.id,
            self.run: "",
            self.head: arc_intro(arc, catalog.cast[arc.persona].card.name),
            self.mode: gr.update(visible=True, value=Mode.COACHING.value),
            self.coming: "",
            self.begin: gr.update(visible=True, value="Begin the first session"),
            self.summary: "",
            self.foot: "",
        }

    def _under_way(self, place: ArcPlace, person: str) -> dict[Any, Any]:
        name = self._room.catalog.cast[place.arc.persona].card.name
        return {
            self.arc: place.arc.id,
            self.run: place.run.id,
            self.head: arc_head(place, name),
            self.mode: gr.update(visible=False),
            self.coming: arc_coming(place),
            self.begin: gr.update(visible=place.coming is not None, value="Begin the next session"),
            self.summary: arc_summary(self._room.arcs.report(person, place.run.id)),
            self.foot: arc_foot(place),
        }

    def on_begin(self, arc: str, run: str, mode: str, request: gr.Request) -> Any:
        """Begin the treatment where it is new, then its next session, and go there."""
        try:
            person = person_of(request)
            kept = run or self._room.arcs.begin(person, arc, Mode(mode)).run.id
            place = self._room.arcs.begin_next(person, kept)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        return address(Where(view=View.SESSION, session=place.session.id))
