"""The components of the session view, and how they look where a session stands."""

from typing import Any

import gradio as gr

from practice.place import Place
from practice.sessions import Status
from webui import present, present_session
from webui.coach_panel import CoachPanel
from webui.markup import markup, stowed


class Parts:
    """Chat, box, controls, the veil of a pause, the plain words of care, the end."""

    def __init__(self, care_line: str) -> None:
        self._care_line = care_line

    def place(self, coach: CoachPanel) -> None:
        """Put the components on the page."""
        self.session = stowed("Session", elem_id="session-id")
        self.key = stowed("Turn", elem_id="turn-key")
        with gr.Column(visible=False, elem_classes=["care-view"]) as self.care:
            markup(present_session.care(self._care_line))
            with gr.Row(elem_classes=["controls"]):
                self.take_break = gr.Button("Take a break", variant="primary", elem_id="take-break")
                self.go_back = gr.Button("That was meant for the client: go back", elem_id="go-back")
        with gr.Column(elem_classes=["session"]) as self.room:
            self.head = markup("")
            with gr.Row(elem_classes=["controls"]) as self.controls:
                self.pause = gr.Button("Pause", elem_id="pause", min_width=90)
                self.soften = gr.Button("Soften", elem_id="soften", min_width=90)
                self.stop = gr.Button("Stop and leave", elem_id="stop", min_width=130)
                self.end = gr.Button("End session", elem_id="end", min_width=120)
            with gr.Row(elem_classes=["talk"], equal_height=False):
                with gr.Column(scale=7, min_width=320):
                    self._place_chat()
                coach.place()

    def _place_chat(self) -> None:
        with gr.Column(visible=False, elem_classes=["paused"]) as self.veil:
            markup(present_session.PAUSED)
            self.resume = gr.Button("Continue", variant="primary", elem_id="resume")
        self.chat = gr.Chatbot(
            label="The conversation",
            show_label=False,
            elem_id="chat",
            height="max(280px, calc(100vh - 486px))",
            render_markdown=False,
            sanitize_html=True,
            latex_delimiters=[],
            buttons=[],
            feedback_options=None,
            group_consecutive_messages=False,
            layout="bubble",
        )
        with gr.Column(elem_classes=["writing"]) as self.writing:
            self.box = gr.Textbox(
                label="Your words",
                info="Enter sends, Shift+Enter starts a new line.",
                lines=1,
                max_lines=8,
                max_length=8_000,
                elem_id="say",
                autofocus=False,
            )
            with gr.Row(elem_classes=["send-row"]):
                self.state = markup("", elem_id="state")
                self.send = gr.Button("Send", variant="primary", elem_id="send", scale=0, min_width=120)
        self.keep_draft = gr.Button("Keep the draft", elem_classes=["stowed"], elem_id="keep-draft")
        self.over = markup("", elem_id="over", visible=False)
        with gr.Accordion(present_session.RULES, open=False, elem_id="rules") as self.rules_fold:
            self.rules = markup("")

    def outputs(self) -> list[Any]:
        """Give the components that change."""
        return [
            self.session, self.key, self.care, self.room, self.head, self.controls, self.soften, self.veil, self.chat,
            self.writing, self.box, self.state, self.send, self.over, self.rules, self.rules_fold,
        ]  # fmt: skip

    def fill(self, place: Place, key: str) -> dict[Any, Any]:
        """Show where a session stands; the box keeps its words."""
        session = place.session
        active, paused = session.status is Status.ACTIVE, session.status is Status.PAUSED
        return {
            self.session: session.id,
            self.key: key,
            self.care: gr.update(visible=False),
            self.room: gr.update(visible=True),
            self.head: present_session.session_head(place),
            self.controls: gr.update(visible=active),
            self.soften: gr.update(interactive=session.softened_from is None),
            self.veil: gr.update(visible=paused),
            self.chat: gr.update(value=present.chat_messages(place), visible=not paused),
            self.writing: gr.update(visible=active),
            self.state: present.kept_line(place),
            self.send: gr.update(interactive=True),
            self.over: gr.update(
                value=present_session.over(place) if session.status.over else "", visible=session.status.over
            ),
        }

    def fill_rules(self, place: Place) -> dict[Any, Any]:
        """Show the goal and, where they are shown, the agency's rules."""
        label = present_session.RULES if place.bounds.contract_card else "Goal"
        return {self.rules: present_session.rules(place), self.rules_fold: gr.update(label=label)}

    def caring(self) -> dict[Any, Any]:
        """Show the plain words of care instead of everything else."""
        return {self.care: gr.update(visible=True), self.room: gr.update(visible=False)}
