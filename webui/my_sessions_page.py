"""All sessions of a trainee: what they came to, deleting one's own practice, and taking everything away."""

from typing import Any

import gradio as gr

from classroom.doing import Doing
from practice.room import PracticeRoom
from webui.delete_panel import DeletePanel, question_words
from webui.markup import markup
from webui.present import count, day, shown
from webui.present_history import history
from webui.toasts import EXPECTED, confirm, person_of, tell
from webui.views import View, Where

EVERYTHING = (
    "<p>Everything that Attune keeps about you, as one file: your sessions, what you wrote, your assignments, who "
    "looked at your work, and the grades that you may see by now. It holds what you wrote: keep it as you would keep a "
    'session note.</p><p class="row"><a class="button" href="mine/everything.json" download>Download as JSON</a></p>'
)
DELETE_ALL = (
    "<p>This removes every session that you practised by yourself, every treatment and every sitting with a drill, for "
    "good. It cannot be undone, and nobody is told. What you did for assignments stays.</p>"
)
STAYS = (
    "This session was done for an assignment, so it stays: your instructors read it and its grades. "
    "Only what you practise by yourself is yours to delete."
)


class SessionsPage:
    """All sessions of a trainee."""

    def __init__(self, room: PracticeRoom, doing: Doing | None = None) -> None:
        """Make the page; without accounts there is no `doing`, and nothing to take away."""
        self._room = room
        self._doing = doing
        self._deleting = DeletePanel(View.SESSIONS, self.question, doing.delete_session if doing else room.delete)

    def place(self) -> None:
        """Put the components on the page."""
        self._deleting.place()
        self.list = markup("", elem_id="sessions")
        if self._doing is None:
            return
        with gr.Accordion("Everything about me", open=False, elem_id="everything"):
            markup(EVERYTHING)
        with gr.Accordion("Delete all my own practice", open=False, elem_id="delete-all-fold") as self.fold:
            markup(DELETE_ALL)
            self.delete_all = gr.Button("Delete all for good", variant="stop", size="md", elem_id="delete-all")

    def wire(self, where: Any) -> None:
        """Connect the buttons; the rows are links."""
        self._deleting.wire(where)
        if self._doing is not None:
            quiet = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "once"}
            self.delete_all.click(self.on_delete_all, None, [self.list, self.fold], **quiet)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.list, *self._deleting.outputs()]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the list; where a session is named, ask whether it is to be deleted."""
        return {self.list: history(self._room.history(person)), **self._deleting.show(where, person)}

    def question(self, person: str, session: str) -> str:
        """Say what is about to be deleted.

        Raises:
            LookupError: There is no such session of theirs.
            ValueError: It was done for an assignment.
        """
        place = self._room.place(person, session)
        if place.bounds.assigned:
            raise ValueError(STAYS)
        turns = count(len(place.exchanges), "turn", "turns")
        what = f"“{shown(place.offer.scenario.title)}” of {day(place.session.started_at)}"
        return question_words(what, f"the conversation of {turns}, the grades and your notes")

    def on_delete_all(self, request: gr.Request) -> Any:
        """Delete all practice of one's own, and show what is left."""
        try:
            assert self._doing is not None  # noqa: S101  (without accounts there is no button)
            person = person_of(request)
            gone = self._doing.delete_own_practice(person)
        except EXPECTED as error:
            tell(error)
            return gr.skip(), gr.skip()
        confirm(f"Your own practice is deleted: {count(gone, 'session', 'sessions')}, with drills and treatments.")
        return history(self._room.history(person)), gr.update(open=False)
