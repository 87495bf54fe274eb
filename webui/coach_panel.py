"""The coach: grades and suggestions beside the chat, and the trainee's word against each of them."""

from typing import Any

import gradio as gr

from evaluator.rubric import Rubric
from practice.disagreements import Part
from practice.room import PracticeRoom
from practice.sessions import Exchange
from webui.markup import markup, stowed
from webui.present_feedback import card_of, disagree_choices, item_of, value_of
from webui.present_session import coach
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.words import KINDS


class CoachPanel:
    """What worked, one change, one of several alternatives; and Disagree at each."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        with gr.Column(scale=4, min_width=300, elem_classes=["coach-column"], elem_id="coach") as self.column:
            self.says = markup("")
            self.cards: dict[str, Any] = {}
            self.against: dict[str, Any] = {}
            for kind in KINDS:
                self.cards[kind] = markup("", visible=False)
                self.against[kind] = gr.Button(
                    "I see this differently",
                    size="sm",
                    visible=False,
                    elem_classes=["against"],
                    elem_id=f"against-{kind}",
                )
            self.turn = stowed("Turn of the feedback")
            with gr.Accordion(
                "Disagree with this feedback", open=False, visible=False, elem_id="disagree"
            ) as self.fold:
                self.which = gr.Dropdown([], label="With which part?", filterable=False)
                self.why = gr.Textbox(
                    label="Why?",
                    info="Kept with what was shown.",
                    lines=3,
                    max_length=4_000,
                )
                self.keep = gr.Button("Keep my disagreement", size="md", elem_id="keep-disagreement")

    def wire(self, session: Any) -> None:
        """Connect the buttons."""
        quiet = {"show_progress": "hidden", "trigger_mode": "once", "api_visibility": "private"}
        points = {Part.STRENGTH: self.on_strength, Part.CHANGE: self.on_change, Part.ALTERNATIVE: self.on_alternative}
        for part, act in points.items():
            self.against[part].click(act, [session, self.turn], [self.which, self.fold], **quiet)
        self.keep.click(self.on_disagree, [session, self.turn, self.which, self.why], [self.why, self.fold], **quiet)

    def outputs(self) -> list[Any]:
        """Give the components that change."""
        items = [*self.cards.values(), *self.against.values()]
        return [self.column, self.says, *items, self.turn, self.fold, self.which]

    def fill(self, exchange: Exchange | None, rubric: Rubric, *, shown: bool) -> dict[Any, Any]:
        """Show what can be said about an exchange by its session's rubric; in practice mode nothing is shown."""
        if not shown:
            return {self.column: gr.update(visible=False), self.says: "", self.turn: "", **self._items(None, rubric)}
        choices = disagree_choices(exchange, rubric)
        return {
            self.column: gr.update(visible=True),
            self.says: coach(exchange, rubric),
            **self._items(exchange, rubric),
            self.turn: str(exchange.turn) if exchange else "",
            self.fold: gr.update(visible=bool(choices), open=False),
            self.which: gr.update(choices=choices, value=choices[0][1] if choices else None),
        }

    def _items(self, exchange: Exchange | None, rubric: Rubric) -> dict[Any, Any]:
        feedback = exchange.feedback if exchange else None
        found = {kind: item_of(feedback, kind) for kind in KINDS}
        cards = {
            self.cards[kind]: gr.update(value=card_of(feedback, kind, rubric), visible=item is not None)
            for kind, item in found.items()
        }
        return cards | {self.against[kind]: gr.update(visible=item is not None) for kind, item in found.items()}

    def on_strength(self, session: str, turn: str, request: gr.Request) -> Any:
        """Open the box for a word against what was praised."""
        return self._point(Part.STRENGTH, session, turn, request)

    def on_change(self, session: str, turn: str, request: gr.Request) -> Any:
        """Open the box for a word against what is to change."""
        return self._point(Part.CHANGE, session, turn, request)

    def on_alternative(self, session: str, turn: str, request: gr.Request) -> Any:
        """Open the box for a word against the suggested answer."""
        return self._point(Part.ALTERNATIVE, session, turn, request)

    def _point(self, part: Part, session: str, turn: str, request: gr.Request) -> Any:
        try:
            exchange = self._room.told_at(person_of(request), session, int(turn) if turn.isdecimal() else 0)
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip()
        item = item_of(exchange.feedback, part)
        return (gr.update(value=value_of(item)) if item else gr.skip()), gr.update(open=True)

    def on_disagree(self, session: str, turn: str, which: str, why: str, request: gr.Request) -> Any:
        """Keep the trainee's word against one part of the feedback."""
        part, _, criterion = (which or "").partition(":")
        try:
            number = int(turn) if turn.isdecimal() else 0
            self._room.disagree(person_of(request), session, number, criterion, why, part)
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip()
        confirm("Your disagreement is kept with this turn.")
        return "", gr.update(open=False)
