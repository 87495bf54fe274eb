"""The trainee's pages, as a table of contents: one Blocks, eleven views, and the way from one to another."""

from importlib.resources import files
from typing import Any, Protocol

import gradio as gr

from practice.room import PracticeRoom
from practice.sessions import Status
from webui.arc_page import TreatmentPage, TreatmentsPage
from webui.drill_page import DrillPage, DrillsPage
from webui.home_page import HomePage, PrebriefPage
from webui.markup import markup, stowed
from webui.other_pages import AnotherPage, SessionsPage
from webui.practice_page import PracticePage
from webui.report_page import PredictionPage, ReportPage
from webui.toasts import EXPECTED, person_of, tell
from webui.views import Elsewhere, View, Where, address, parse_address

BAR = (
    '<a class="skip" href="#main">Skip to the page</a><header class="bar">'
    '<a class="brand" href="?view=home" data-go="?view=home">'
    '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M4 20c4 0 4-10 8-10s4 14 8 14 4-8 8-8"/></svg>Attune</a>'
    '<nav aria-label="Pages"><a href="?view=home" data-go="?view=home">Scenarios</a>'
    '<a href="?view=drills" data-go="?view=drills">Drills</a>'
    '<a href="?view=treatments" data-go="?view=treatments">Treatments</a>'
    '<a href="?view=sessions" data-go="?view=sessions">My sessions</a>{more}</nav></header>'
)
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

    def __init__(self, room: PracticeRoom, care_line: str, *, accounts: bool = False) -> None:
        """Make the views; with `accounts` there is a way to one's own account.

        Args:
            room: Where trainees practise.
            care_line: What a trainee is shown who writes of their own wish to die.
            accounts: Whether people sign in.
        """
        self._room = room
        self._bar = BAR.format(more='<a href="account">Account</a>' if accounts else "")
        self._pages: dict[View, Page] = {
            View.HOME: HomePage(room),
            View.PREBRIEF: PrebriefPage(room),
            View.SESSION: PracticePage(room, care_line),
            View.PREDICTION: PredictionPage(room),
            View.REPORT: ReportPage(room),
            View.ANOTHER: AnotherPage(room),
            View.SESSIONS: SessionsPage(room),
            View.DRILLS: DrillsPage(room),
            View.DRILL: DrillPage(room, care_line),
            View.TREATMENTS: TreatmentsPage(room),
            View.TREATMENT: TreatmentPage(room),
        }

    def build(self) -> gr.Blocks:
        """Give the Blocks with every view on it."""
        with gr.Blocks(title="Attune", analytics_enabled=False, fill_width=False) as blocks:
            markup(self._bar, elem_classes=["bar-holder"])
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
        blocks.load(self.arrive, [self._where], [self._where], js=script, **quiet)

    def arrive(self, asked: str, request: gr.Request) -> str:
        """Choose the first view: the one in the address, else an open session, else Home."""
        where = parse_address(asked)
        if where is None:
            session = self._room.unfinished(person_of(request))
            open_now = session is not None and session.status is Status.ACTIVE
            where = Where(view=View.SESSION, session=session.id) if session and open_now else Where()
        return address(where)

    def go(self, asked: str, request: gr.Request) -> dict[Any, Any]:
        """Fill and show a view; where that cannot be, say why and show Home."""
        where, filled = self._filled(parse_address(asked) or Where(), request)
        shown = {column: gr.update(visible=view is where.view) for view, column in self._columns.items()}
        moved = {} if where == parse_address(asked) else {self._where: address(where)}
        return {**shown, **filled, **moved, self._opening: gr.update(visible=False)}

    def _filled(self, where: Where, request: gr.Request) -> tuple[Where, dict[Any, Any]]:
        for _ in View:
            try:
                return where, self._pages[where.view].show(where, person_of(request))
            except Elsewhere as elsewhere:
                where = elsewhere.where
            except EXPECTED as error:
                tell(error)
                where = Where()
        return where, {}
