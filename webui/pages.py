"""The trainee's pages, as a table of contents: one Blocks, its views, and the way from one to another."""

from importlib.resources import files
from typing import Any, Protocol

import gradio as gr

from classroom.accounts import Role
from classroom.open_school import School
from practice.room import PracticeRoom
from practice.sessions import Status
from webui.another_page import AnotherPage
from webui.arc_page import TreatmentPage, TreatmentsPage
from webui.drill_page import DrillPage, DrillsPage
from webui.home_page import HomePage, PrebriefPage
from webui.markup import markup, stowed
from webui.my_assignments_page import AssignmentPage, AssignmentsPage
from webui.my_sessions_page import SessionsPage
from webui.practice_page import PracticePage
from webui.prediction_page import PredictionPage
from webui.present_bar import Visit, bar
from webui.progress_page import ProgressPage
from webui.report_page import ReportPage
from webui.toasts import EXPECTED, person_of, tell
from webui.views import Elsewhere, View, Where, address, parse_address

OPENING = '<p class="opening" role="status">Opening…</p>'
ARRIVE = "(where) => window.attuneArrived && window.attuneArrived(where)"
"""Runs in the browser once a view is filled: address, title, focus."""


class Page(Protocol):
    """A view: it puts itself on the page, connects itself and fills itself."""

    def place(self) -> None:
        """Put the components on the page."""
        ...

    def wire(self, where: Any) -> None:
        """Connect the components; a handler that leads elsewhere writes the address into `where`."""
        ...

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        ...

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the view for a person.

        Raises:
            Elsewhere: Another view must be shown instead.
            LookupError: There is no such scenario or session of this person's.
        """
        ...


class TraineePages:
    """All views of a trainee."""

    def __init__(self, room: PracticeRoom, care_line: str, school: School | None = None) -> None:
        """Make the views.

        Args:
            room: Where trainees practise.
            care_line: What a trainee is shown who writes of their own wish to die.
            school: What they are given to do, and who teaches them; None for one local trainee.
        """
        self._room = room
        self._school = school
        self._doing = doing = school.work.doing if school else None
        reviewing = school.review.reviewing if school else None
        accounts = school is not None
        self._pages: dict[View, Page] = {
            View.HOME: HomePage(room, accounts=accounts),
            View.PREBRIEF: PrebriefPage(room, accounts=accounts),
            View.SESSION: PracticePage(room, care_line),
            View.PREDICTION: PredictionPage(room),
            View.REPORT: ReportPage(room, doing, reviewing, school.classroom.people if school else None),
            View.ANOTHER: AnotherPage(room),
            View.SESSIONS: SessionsPage(room, doing),
            View.PROGRESS: ProgressPage(room, doing),
            View.DRILLS: DrillsPage(room),
            View.DRILL: DrillPage(room, care_line),
            View.TREATMENTS: TreatmentsPage(room),
            View.TREATMENT: TreatmentPage(room),
        }
        if doing is not None:
            self._pages[View.ASSIGNMENTS] = AssignmentsPage(doing)
            self._pages[View.ASSIGNMENT] = AssignmentPage(doing)

    def build(self) -> gr.Blocks:
        """Give the Blocks with every view on it."""
        with gr.Blocks(title="Attune", analytics_enabled=False, fill_width=False) as blocks:
            plain = bar(Visit(accounts=self._school is not None))
            self._bar = markup(plain, elem_id="bar", elem_classes=["bar-holder"])
            self._where = stowed("View", elem_id="where")
            with gr.Column(elem_id="main"):
                self._opening = markup(OPENING)
                self._columns = {view: self._placed(view, page) for view, page in self._pages.items()}
            self._wire(blocks)
        return blocks

    def _placed(self, view: View, page: Page) -> Any:
        with gr.Column(visible=False, elem_classes=["view", f"view-{view.value}"]) as column:
            page.place()
        return column

    def _wire(self, blocks: gr.Blocks) -> None:
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        filled = [component for page in self._pages.values() for component in page.outputs()]
        everything = [self._where, self._opening, *self._columns.values(), *filled]
        for page in self._pages.values():
            page.wire(self._where)
        went = self._where.change(self.go, [self._where], everything, trigger_mode="always_last", **quiet)
        went.then(None, [self._where], None, js=ARRIVE, api_visibility="private")
        script = (files("webui") / "pages.js").read_text(encoding="utf-8")
        blocks.load(self.arrive, [self._where], [self._where, self._bar], js=script, **quiet)

    def arrive(self, asked: str, request: gr.Request) -> tuple[str, str]:
        """Choose the first view, and fill the bar for whoever looks."""
        person = person_of(request)
        where = parse_address(asked) or self._first(person)
        return address(where), bar(self._visit(person))

    def _first(self, person: str) -> Where:
        """Give what is shown first: a session that is open, else what is to do, else Home."""
        session = self._room.unfinished(person)
        if session is not None and session.status is Status.ACTIVE:
            return Where(view=View.SESSION, session=session.id)
        to_do = self._doing is not None and any(one.is_to_do for one in self._doing.mine(person))
        return Where(view=View.ASSIGNMENTS) if to_do else Where()

    def _visit(self, person: str) -> Visit:
        if self._school is None:
            return Visit()
        trains = self._school.classroom.people.me(person).role is Role.TRAINEE
        teaches = not trains or bool(self._school.classroom.teaching.taught_by(person))
        learns = trains or bool(self._school.work.doing.mine(person))
        return Visit(accounts=True, assignments=learns, teaches=teaches)

    def go(self, asked: str, request: gr.Request) -> dict[Any, Any]:
        """Fill and show a view; where that cannot be, say why and show Home."""
        where, filled = self._filled(parse_address(asked) or Where(), request)
        shown = {column: gr.update(visible=view is where.view) for view, column in self._columns.items()}
        moved = {} if where == parse_address(asked) else {self._where: address(where)}
        return {**shown, **filled, **moved, self._opening: gr.update(visible=False)}

    def _filled(self, where: Where, request: gr.Request) -> tuple[Where, dict[Any, Any]]:
        for _ in View:
            where = where if where.view in self._pages else Where()
            try:
                return where, self._pages[where.view].show(where, person_of(request))
            except Elsewhere as elsewhere:
                where = elsewhere.where
            except EXPECTED as error:
                tell(error)
                where = Where()
        return where, {}
