"""After the session: the report with reflection, export and deletion, or that its feedback waits."""

from typing import Any

import gradio as gr

from classroom.doing import Doing
from classroom.people import People
from classroom.review import Reviewing
from classroom.review_records import Feedback
from practice.place import Place
from practice.report import SessionReport
from practice.room import PracticeRoom
from webui import present_report
from webui.hand_in import HandIn
from webui.markup import markup, stowed
from webui.present import state_line
from webui.present_feedback import disagree_choices
from webui.present_instructor import NOBODY
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.views import Elsewhere, View, Where, address

MOST_PROMPTS = 4


class ReportPage:
    """The report of one session."""

    def __init__(
        self,
        room: PracticeRoom,
        doing: Doing | None = None,
        reviewing: Reviewing | None = None,
        people: People | None = None,
    ) -> None:
        """Make the page; without accounts there is nothing to hand in, no instructor, and nobody has a time zone."""
        self._room = room
        self._reviewing = reviewing
        self._people = people
        self._hand_in = HandIn(doing, "hand-in")

    def place(self) -> None:
        """Put the components on the page."""
        self.session = stowed("Session", elem_id="report-session")
        self.head = markup("")
        self._hand_in.place(says=True)
        self.body = markup("", elem_id="report")
        self.transcript = markup("", elem_id="transcript")
        with gr.Accordion("Disagree with feedback or a grade", open=False, elem_id="disagree-later") as self.fold:
            self.turn = gr.Dropdown([], label="In which turn?", filterable=False)
            self.which = gr.Dropdown([], label="With which part?", filterable=False)
            self.why = gr.Textbox(
                label="Why?",
                info="Kept with what was shown, and in the export.",
                lines=3,
                max_length=4_000,
            )
            self.disagree = gr.Button("Keep my disagreement", size="md")
        with gr.Column(elem_classes=["reflection"]) as self.reflection:
            self.what_for = markup("")
            self.notes = [
                gr.Textbox(label="", lines=3, max_lines=12, max_length=4_000, visible=False, elem_id=f"note-{number}")
                for number in range(MOST_PROMPTS)
            ]
            with gr.Row(elem_classes=["send-row"]):
                self.state = markup("", elem_id="notes-state")
                self.keep = gr.Button("Keep my notes", elem_id="keep-notes", scale=0, min_width=160)
        self.export = markup("", elem_id="export")
        with gr.Accordion("Delete this session", open=False, elem_id="delete-fold") as self.delete_fold:
            markup(
                "<p>This removes the conversation, the grades and your notes for good. It cannot be undone, "
                "and nobody is told.</p>"
            )
            self.delete = gr.Button("Delete for good", variant="stop", elem_id="delete", size="md")

    def wire(self, where: Any) -> None:
        """Connect boxes and buttons."""
        quiet = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "once"}
        notes, told = [self.session, *self.notes], [self.state, *self._hand_in.outputs()]
        self._hand_in.wire(where)
        self.keep.click(self.on_keep, notes, told, **quiet)
        for note in self.notes:
            note.blur(self.on_keep, notes, told, **{**quiet, "trigger_mode": "always_last"})
        self.turn.input(self.on_turn, [self.session, self.turn], [self.which], **quiet)
        self.disagree.click(
            self.on_disagree,
            [self.session, self.turn, self.which, self.why],
            [self.why, self.fold, self.transcript],
            **quiet,
        )
        self.delete.click(self.on_delete, [self.session], [where], **quiet)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        own = [
            self.session,
            self.head,
            self.body,
            self.transcript,
            self.fold,
            self.turn,
            self.which,
            self.why,
        ]
        notes = [self.reflection, self.what_for, *self.notes, self.state]
        return [*own, *notes, self.export, self.delete_fold, *self._hand_in.outputs()]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the report; without the trainee's own guess, ask for that first."""
        place = self._room.place(person, where.session)
        if not place.session.status.over:
            raise Elsewhere(Where(view=View.SESSION, session=where.session))
        if place.guess_missing:
            raise Elsewhere(Where(view=View.PREDICTION, session=where.session))
        filled = self._waiting(place) if place.withheld else self._fill(self._room.report(person, where.session))
        return {**filled, **self._always(place), **self._hand_in.of_session(person, where.session)}

    def _said_of(self, place: Place) -> Feedback:
        """Give what instructors said of a session; nothing where it was done for no assignment."""
        if self._reviewing is None or not place.bounds.assigned:
            return NOBODY
        return self._reviewing.feedback(place.session.person, place.session.id)

    def _zone_of(self, person: str) -> str | None:
        return self._people.me(person).zone if self._people else None

    def _always(self, place: Place) -> dict[Any, Any]:
        """Fill what stands on the page whether the feedback is there or waits."""
        said, own = bool(place.exchanges), not place.bounds.assigned
        return {
            self.session: place.session.id,
            self.head: present_report.report_head(place, self._zone_of(place.session.person)),
            self.fold: gr.update(visible=said and not place.withheld, open=False),
            self.why: "",
            self.reflection: gr.update(visible=said),
            self.what_for: present_report.reflection_head(own=own),
            **self._notes(place),
            self.state: "",
            self.delete_fold: gr.update(visible=own, open=False),
        }

    def _waiting(self, place: Place) -> dict[Any, Any]:
        """Say that the feedback waits for its release."""
        return {
            self.body: present_report.waiting(place),
            self.transcript: "",
            self.turn: gr.update(choices=[], value=None),
            self.which: gr.update(choices=[], value=None),
            self.export: "",
        }

    def _fill(self, report: SessionReport) -> dict[Any, Any]:
        rubric, said = report.place.rubric, bool(report.place.exchanges)
        spoken = self._said_of(report.place)
        turns = [(f"Turn {exchange.turn}", exchange.turn) for exchange in report.place.exchanges]
        choices = disagree_choices(report.place.exchanges[0] if said else None, rubric)
        return {
            self.body: present_report.report_body(report, rubric, spoken),
            self.transcript: present_report.transcript(report, rubric, spoken) if said else "",
            self.turn: gr.update(choices=turns, value=1 if said else None),
            self.which: gr.update(choices=choices, value=choices[0][1] if choices else None),
            self.export: present_report.export_links(report.place.session.id) if said else "",
        }

    def _notes(self, place: Place) -> dict[Any, Any]:
        prompts = place.offer.scenario.reflection
        written = self._room.reflections(place.session.person, place.session.id)
        return {
            note: gr.update(label=prompts[number], value=written.get(number, ""), visible=True)
            if number < len(prompts)
            else gr.update(visible=False, value="")
            for number, note in enumerate(self.notes)
        }

    def on_keep(self, session: str, one: str, two: str, three: str, four: str, request: gr.Request) -> Any:
        """Keep what was written to the prompts."""
        try:
            person = person_of(request)
            prompts = self._room.place(person, session).offer.scenario.reflection
            for number, text in enumerate((one, two, three, four)[: len(prompts)]):
                self._room.reflect(person, session, number, text or "")
            kept, filled = self._hand_in.notes_kept(person, session)
            return {self.state: kept, **filled}
        except EXPECTED as error:
            tell(error)
            return {self.state: state_line("Not kept.")}

    def on_turn(self, session: str, turn: int, request: gr.Request) -> Any:
        """Show what can be disagreed with in a turn."""
        try:
            person = person_of(request)
            chosen = self._room.told_at(person, session, int(turn or 1))
            rubric = self._room.place(person, session).rubric
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        choices = disagree_choices(chosen, rubric)
        return gr.update(choices=choices, value=choices[0][1] if choices else None)

    def on_disagree(self, session: str, turn: int, which: str, why: str, request: gr.Request) -> Any:
        """Keep the trainee's word against one item of feedback or a grade, and show it in the transcript."""
        part, _, criterion = (which or "").partition(":")
        try:
            person = person_of(request)
            self._room.disagree(person, session, int(turn or 0), criterion, why, part)
            report = self._room.report(person, session)
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip(), gr.skip()
        confirm("Your disagreement is kept with this turn.")
        told = present_report.transcript(report, report.place.rubric, self._said_of(report.place))
        return "", gr.update(open=False), told

    def on_delete(self, session: str, request: gr.Request) -> Any:
        """Remove the session and go to the others."""
        try:
            self._room.delete(person_of(request), session)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        confirm("The session is deleted.")
        return address(Where(view=View.SESSIONS))
