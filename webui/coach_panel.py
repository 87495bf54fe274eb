"""The coach: grades and suggestions beside the chat or in the report, and the trainee's word against them."""

from typing import Any

import gradio as gr

from practice.room import PracticeRoom
from practice.sessions import Exchange
from webui.markup import markup, stowed
from webui.present_session import coach, disagree_choices
from webui.toasts import EXPECTED, confirm, person_of, tell


class CoachPanel:
    """What worked, one change, one of several alternatives; and Disagree."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        with gr.Column(scale=4, min_width=300, elem_classes=["coach-column"]) as self.column:
            self.says = markup("", elem_id="coach")
            self.turn = stowed("Turn of the feedback")
            with gr.Accordion(
                "Disagree with this feedback", open=False, visible=False, elem_id="disagree"
            ) as self.fold:
                self.which = gr.Dropdown([], label="With which part?", filterable=False)
                self.why = gr.Textbox(label="Why?", info="Kept with the session.", lines=3, max_length=4_000)
                self.keep = gr.Button("Keep my disagreement", size="md", elem_id="keep-disagreement")

    def wire(self, session: Any) -> None:
        """Connect the button."""
        self.keep.click(
            self.on_disagree,
            [session, self.turn, self.which, self.why],
            [self.why, self.fold],
            show_progress="hidden",
            trigger_mode="once",
            api_visibility="private",
        )

    def outputs(self) -> list[Any]:
        """Give the components that change."""
        return [self.column, self.says, self.turn, self.fold, self.which]

    def fill(self, exchange: Exchange | None, *, shown: bool) -> dict[Any, Any]:
        """Show what can be said about an exchange; in practice mode nothing is shown."""
        if not shown:
            return {self.column: gr.update(visible=False), self.says: "", self.turn: ""}
        rubric = self._room.catalog.rubric
        choices = disagree_choices(exchange, rubric)
        return {
            self.column: gr.update(visible=True),
            self.says: coach(exchange, rubric),
            self.turn: str(exchange.turn) if exchange else "",
            self.fold: gr.update(visible=bool(choices)),
            self.which: gr.update(choices=choices, value=choices[0][1] if choices else None),
        }

    def on_disagree(self, session: str, turn: str, criterion: str, why: str, request: gr.Request) -> Any:
        """Keep the trainee's word against one part of the feedback."""
        try:
            number = int(turn) if turn.isdecimal() else 0
            self._room.disagree(person_of(request), session, number, criterion or "", why)
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip()
        confirm("Your disagreement is kept with this turn.")
        return "", gr.update(open=False)
