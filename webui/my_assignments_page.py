"""A trainee's assignments: the list of them, and one with what is left to do."""

from typing import Any

import gradio as gr

from classroom.doing import Doing
from classroom.my_work import MyAssignment
from classroom.stages import Stage
from practice.arcs import ArcPlace
from practice.drill_records import DrillPlace
from practice.place import Place
from webui.hand_in import HandIn
from webui.markup import markup, stowed
from webui.present_my_assignment import (
    assignment_body,
    assignment_head,
    assignment_state,
    attempts_list,
    who_reads,
)
from webui.present_my_assignments import assignments
from webui.toasts import EXPECTED, person_of, tell
from webui.views import View, Where, address


class AssignmentsPage:
    """All assignments of a trainee."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing

    def place(self) -> None:
        """Put the components on the page."""
        self.list = markup("", elem_id="assignments")

    def wire(self, _where: Any) -> None:
        """There is nothing to connect: the rows are links."""

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.list]

    def show(self, _where: Where, person: str) -> dict[Any, Any]:
        """Fill the list."""
        return {self.list: assignments(self._doing.mine(person))}


class AssignmentPage:
    """One assignment: read it, begin or go on, hand in."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self._hand_in = HandIn(doing, "hand-in-now")

    def place(self) -> None:
        """Put the components on the page."""
        self.assignment = stowed("Assignment", elem_id="assignment-id")
        self.head = markup("", elem_id="assignment-head")
        with gr.Row(elem_classes=["prebrief"]):
            with gr.Column(scale=4, min_width=300, elem_classes=["aside"]):
                self.state = markup("", elem_id="assignment-state")
                self.begin = gr.Button("Begin", variant="primary", elem_id="begin-assignment")
                self._hand_in.place(says=False)
                self.reads = markup("")
            with gr.Column(scale=7, min_width=320):
                self.attempts = markup("", elem_id="attempts")
                self.body = markup("", elem_id="assignment-body")

    def wire(self, where: Any) -> None:
        """Connect the buttons."""
        self._hand_in.wire(where)
        self.begin.click(
            self.on_begin,
            [self.assignment],
            [where],
            concurrency_limit=8,
            trigger_mode="once",
            api_visibility="private",
        )

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        own = [self.assignment, self.head, self.state, self.begin, self.reads, self.attempts, self.body]
        return [*own, *self._hand_in.outputs()]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the page for one assignment.

        Raises:
            LookupError: It was not given to this person.
        """
        mine, before = self._doing.one(person, where.session), self._doing.before(person, where.session)
        return {
            self.assignment: mine.id,
            self.head: assignment_head(mine, before),
            self.state: assignment_state(mine),
            self.begin: _begin_button(mine),
            self.reads: who_reads(mine),
            self.attempts: attempts_list(mine),
            self.body: assignment_body(mine, before),
            **self._hand_in.fill(mine),
        }

    def on_begin(self, assignment: str, request: gr.Request) -> Any:
        """Begin an attempt or go on with it, and go there."""
        try:
            begun = self._doing.begin(person_of(request), assignment)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        return address(leads_to(begun))


def leads_to(begun: Place | DrillPlace | ArcPlace) -> Where:
    """Give the view in which what was begun is practised."""
    if isinstance(begun, DrillPlace):
        return Where(view=View.DRILL, scenario=begun.drill.id, session=begun.run.id)
    if isinstance(begun, ArcPlace):
        return Where(view=View.TREATMENT, session=begun.run.id)
    return Where(view=View.SESSION, session=begun.session.id)


def _begin_button(mine: MyAssignment) -> Any:
    if mine.stage is Stage.IN_SESSION and mine.is_to_do:
        return gr.update(visible=True, value="Go on", variant="primary")
    again = bool(mine.attempts)
    words = "Begin another attempt" if again else "Begin"
    return gr.update(visible=mine.may_begin and mine.stage is not Stage.EXCUSED, value=words,
                     variant="secondary" if again else "primary")  # fmt: skip
