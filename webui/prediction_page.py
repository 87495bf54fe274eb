"""After the session, before the report: the trainee's own guess."""

from typing import Any

import gradio as gr

from practice.room import PracticeRoom
from practice.sessions import Prediction
from webui.markup import markup, stowed
from webui.present import shown
from webui.present_session import guess_head
from webui.toasts import EXPECTED, person_of, tell
from webui.views import Elsewhere, View, Where, address


class PredictionPage:
    """How do you think it went?"""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room

    def place(self) -> None:
        """Put the components on the page."""
        names = self._room.catalog.rubric.level_names
        self.session = stowed("Session", elem_id="predicted-session")
        with gr.Column(elem_classes=["narrow"]):
            self.head = markup("")
            self.empathy, self.under_empathy = _slider("Empathy", "Mean over your turns", names)
            asked = "Mean over the turns that asked for it"
            self.boundary, self.under_boundary = _slider("Boundary-setting", asked, names)
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
        return {
            self.session: where.session,
            self.under_empathy: _ticks(place.rubric.level_names),
            self.under_boundary: _ticks(place.rubric.level_names),
            self.head: guess_head(withheld=place.withheld),
            self.empathy: 2,
            self.boundary: 2,
            self.ready: "Keep my guess" if place.withheld else "See the report",
        }

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        own = [self.session, self.head, self.empathy, self.boundary, self.ready]
        return [*own, self.under_empathy, self.under_boundary]


def _slider(name: str, over: str, names: tuple[str, ...]) -> tuple[Any, Any]:
    """Put a slider, and the names of its whole levels under it."""
    slider = gr.Slider(0, 4, value=2, step=0.5, label=name, info=over, buttons=[])
    return slider, markup(_ticks(names))


def _ticks(names: tuple[str, ...]) -> str:
    return '<p class="ticks" aria-hidden="true">' + "".join(f"<span>{shown(level)}</span>" for level in names) + "</p>"
