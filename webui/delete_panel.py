"""Asks once more before something is deleted: what it is, a button that does it, and one that keeps it."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from webui.markup import markup, stowed
from webui.present import link
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.views import View, Where, address

Delete = Callable[[str, str], None]
"""Removes what has this id for a person; raises where it is not theirs, or has to stay."""
Question = Callable[[str, str], str]
"""Says as markup what a person is about to delete, by its id; raises where it is not theirs, or has to stay."""


class DeletePanel:
    """The second step: it appears on a list when something on it is to be deleted."""

    def __init__(self, view: View, question: Question, delete: Delete) -> None:
        """Make the panel of a list.

        Args:
            view: The list; its address with an id in `session` asks.
            question: Says what is about to be deleted.
            delete: Removes it.
        """
        self._view = view
        self._question = question
        self._delete = delete

    def place(self) -> None:
        """Put the panel on the page."""
        name = self._view.value
        with gr.Column(visible=False, elem_classes=["ask"], elem_id=f"{name}-ask") as self.panel:
            self.one = stowed("To delete", elem_id=f"{name}-to-delete")
            self.says = markup("")
            with gr.Row(elem_classes=["controls"]):
                self.yes = gr.Button("Delete for good", variant="stop", elem_id=f"{name}-delete")
                markup(link(Where(view=self._view), "Keep it", "button"))

    def wire(self, where: Any) -> None:
        """Connect the buttons."""
        quiet = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "once"}
        self.yes.click(self.on_delete, [self.one], [where], **quiet)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.panel, self.one, self.says]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Ask about what the address names; where it may not be deleted, tell why instead."""
        if not where.session:
            return {self.panel: gr.update(visible=False), self.one: "", self.says: ""}
        try:
            says = self._question(person, where.session)
        except EXPECTED as error:
            tell(error)
            return {self.panel: gr.update(visible=False), self.one: "", self.says: ""}
        return {self.panel: gr.update(visible=True), self.one: where.session, self.says: says}

    def on_delete(self, one: str, request: gr.Request) -> Any:
        """Delete it, and show the list."""
        try:
            self._delete(person_of(request), one)
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        confirm("It is deleted.")
        return address(Where(view=self._view))


def question_words(what: str, gone: str) -> str:
    """Ask whether something is to be deleted; both are markup in which what somebody wrote has been escaped."""
    return (
        f'<section class="question" role="alertdialog" aria-label="Delete?"><h2>Delete {what}?</h2><p>This removes '
        f"{gone} for good. It cannot be undone, and nobody is told.</p></section>"
    )
