"""Handing in: a button that appears once everything else is done, on the assignment and beside the report."""

import time
from typing import Any

import gradio as gr

from classroom.doing import Doing
from classroom.my_work import MyAssignment
from classroom.remaining import Remaining
from webui.markup import markup, stowed
from webui.present import link
from webui.present_my_assignment import hand_in_says
from webui.present_my_assignments import to_assignment
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.views import View, Where, address


def again(where: Where) -> str:
    """Give the address of a view in a form that shows it anew, also where it is shown already."""
    return f"{address(where)}&n={time.time_ns() // 1_000_000}"


class HandIn:
    """The button, and beside a report what is left before it."""

    def __init__(self, doing: Doing | None, name: str) -> None:
        """Make the button.

        Args:
            doing: The verbs of trainees; None where there are no assignments: then nothing is placed.
            name: Of the element, to find it by.
        """
        self._doing = doing
        self._name = name

    def place(self, *, says: bool) -> None:
        """Put it on the page; `says` is whether what is left stands before it."""
        if self._doing is None:
            return
        self.attempt = stowed("Attempt", elem_id=f"{self._name}-attempt")
        self.left = markup("", visible=says)
        self.button = gr.Button("Hand in", variant="primary", visible=False, elem_id=self._name)
        self._says = says

    def wire(self, where: Any) -> None:
        """Connect the button."""
        if self._doing is not None:
            self.button.click(
                self.on_hand_in,
                [self.attempt],
                [where],
                trigger_mode="once",
                show_progress="hidden",
                api_visibility="private",
            )

    def outputs(self) -> list[Any]:
        """Give the components that change."""
        return [] if self._doing is None else [self.attempt, self.left, self.button]

    def of_session(self, person: str, session: str) -> dict[Any, Any]:
        """Fill it for the assignment that a session was done for, or empty it."""
        return self.fill(self._doing.done_for(person, session)) if self._doing else {}

    def notes_kept(self, person: str, session: str) -> tuple[str, dict[Any, Any]]:
        """Say that notes are kept, and whether all is done by that; and fill it as `of_session` does."""
        mine = self._doing.done_for(person, session) if self._doing else None
        ready = mine is not None and mine.attempt is not None and mine.remaining == (Remaining.HAND_IN,)
        onward = f" {link(to_assignment(mine), 'Everything is done: hand in')}" if ready and mine else ""
        kept = f'<p class="state kept" role="status">Your notes are kept.{onward}</p>'
        return kept, self.fill(mine)

    def fill(self, mine: MyAssignment | None) -> dict[Any, Any]:
        """Show what is left of an assignment."""
        if self._doing is None:
            return {}
        ready = mine is not None and mine.attempt is not None and mine.remaining == (Remaining.HAND_IN,)
        return {
            self.attempt: mine.attempt or "" if mine else "",
            self.left: hand_in_says(mine) if self._says else "",
            self.button: gr.update(visible=ready and mine is not None and mine.is_to_do),
        }

    def on_hand_in(self, attempt: str, request: gr.Request) -> Any:
        """Hand in, and show the assignment."""
        try:
            assert self._doing is not None  # noqa: S101  (without assignments there is no button)
            done = self._doing.hand_in(person_of(request), attempt)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        confirm("It is handed in, and it came late." if done.late else "It is handed in.")
        return again(Where(view=View.ASSIGNMENT, session=done.assignment))
