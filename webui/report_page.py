"""After the session: the trainee's own guess, then the report with reflection, export and deletion."""

from typing import Any

import gradio as gr

from practice.report import SessionReport
from practice.room import PracticeRoom
from practice.sessions import Prediction
from webui import present_report
from webui.markup import markup, stowed
from webui.present import state_line
from webui.present_feedback import disagree_choices
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.views import Elsewhere, View, Where, address

MOST_PROMPTS = 4


class PredictionPage:
    """How do you think it went?"""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        names = self._room.catalog.rubric.level_names
        self.session = stowed("Session", elem_id="predicted-session")
        with gr.Column(elem_classes=["narrow"]):
            markup(
                "<h1>How do you think it went?</h1><p>Before you see the report, make your own guess. Comparing the "
                "two is how judgement grows; only your first guess counts.</p>"
            )
            self.empathy = _slider("Empathy", "Mean over your turns", names)
            self.boundary = _slider("Boundary-setting", "Mean over the turns that asked for it", names)
            self.ready = gr.Button("See the report", variant="primary", elem_id="see-report")

    def wire(self, where: Any) -> None:
        """Connect the button."""
        self.ready.click(
            self.on_ready,
            [self.session, self.empathy, self.boundary],
            [where],
            trigger_mode="once",
            api_visibility="private",
        )

    def on_ready(self, session: str, empathy: float, boundary: float, request: gr.Request) -> Any:
        """Keep the guess and go to the report."""
        try:
            guess = Prediction(empathy=float(empathy or 0), boundary=float(boundary or 0))
            self._room.predict(person_of(request), session, guess)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        return address(Where(view=View.REPORT, session=session))

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Ask for the guess, unless it was made or the session goes on."""
        place = self._room.place(person, where.session)
        if not place.session.status.over:
            raise Elsewhere(Where(view=View.SESSION, session=where.session))
        if not place.guess_missing:
            raise Elsewhere(Where(view=View.REPORT, session=where.session))
        return {self.session: where.session, self.empathy: 2, self.boundary: 2}

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.session, self.empathy, self.boundary]


class ReportPage:
    """The report of one session."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        self.session = stowed("Session", elem_id="report-session")
        self.head = markup("")
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
            markup(
                '<h2>Reflection</h2><p class="quiet">For you, and for supervision if you take it there. '
                "Nothing is graded.</p>"
            )
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
        notes = [self.session, *self.notes]
        self.keep.click(self.on_keep, notes, [self.state], **quiet)
        for note in self.notes:
            note.blur(self.on_keep, notes, [self.state], **{**quiet, "trigger_mode": "always_last"})
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
        return [*own, self.reflection, *self.notes, self.state, self.export, self.delete_fold]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the report; without the trainee's own guess, ask for that first."""
        place = self._room.place(person, where.session)
        if not place.session.status.over:
            raise Elsewhere(Where(view=View.SESSION, session=where.session))
        if place.guess_missing:
            raise Elsewhere(Where(view=View.PREDICTION, session=where.session))
        return self._fill(self._room.report(person, where.session))

    def _fill(self, report: SessionReport) -> dict[Any, Any]:
        rubric, said = self._room.catalog.rubric, bool(report.place.exchanges)
        turns = [(f"Turn {exchange.turn}", exchange.turn) for exchange in report.place.exchanges]
        choices = disagree_choices(report.place.exchanges[0] if said else None, rubric)
        return {
            self.session: report.place.session.id,
            self.head: present_report.report_head(report),
            self.body: present_report.report_body(report, rubric),
            self.transcript: present_report.transcript(report, rubric) if said else "",
            self.fold: gr.update(visible=said, open=False),
            self.turn: gr.update(choices=turns, value=1 if said else None),
            self.which: gr.update(choices=choices, value=choices[0][1] if choices else None),
            self.why: "",
            self.reflection: gr.update(visible=said),
            **self._notes(report),
            self.state: "",
            self.export: present_report.export_links(report.place.session.id) if said else "",
            self.delete_fold: gr.update(open=False),
        }

    def _notes(self, report: SessionReport) -> dict[Any, Any]:
        prompts = report.place.offer.scenario.reflection
        return {
            note: gr.update(label=prompts[number], value=report.reflections.get(number, ""), visible=True)
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
        except EXPECTED as error:
            tell(error)
            return state_line("Not kept.")
        return state_line("Your notes are kept.", kept=True)

    def on_turn(self, session: str, turn: int, request: gr.Request) -> Any:
        """Show what can be disagreed with in a turn."""
        try:
            chosen = self._room.told_at(person_of(request), session, int(turn or 1))
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        choices = disagree_choices(chosen, self._room.catalog.rubric)
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
        return "", gr.update(open=False), present_report.transcript(report, self._room.catalog.rubric)

    def on_delete(self, session: str, request: gr.Request) -> Any:
        """Remove the session and go to the others."""
        try:
            self._room.delete(person_of(request), session)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        confirm("The session is deleted.")
        return address(Where(view=View.SESSIONS))


def _slider(name: str, over: str, names: tuple[str, ...]) -> Any:
    """Put a slider with the names of its whole levels under it."""
    slider = gr.Slider(0, 4, value=2, step=0.5, label=name, info=over, buttons=[])
    markup('<p class="ticks" aria-hidden="true">' + "".join(f"<span>{level}</span>" for level in names) + "</p>")
    return slider
