"""How a trainee's practice goes over the sessions, criterion by criterion."""

from typing import Any

from classroom.doing import Doing
from classroom.my_work import paths
from practice.room import PracticeRoom
from webui.markup import markup
from webui.progress_charts import progress
from webui.views import Where


class ProgressPage:
    """Each criterion over the sessions; without accounts too."""

    def __init__(self, room: PracticeRoom, doing: Doing | None = None) -> None:
        self._room = room
        self._doing = doing

    def place(self) -> None:
        """Put the components on the page."""
        self.body = markup("", elem_id="progress")

    def wire(self, _where: Any) -> None:
        """There is nothing to connect."""

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.body]

    def show(self, _where: Where, person: str) -> dict[Any, Any]:
        """Draw the charts for a person."""
        if self._doing is not None:
            return {self.body: progress(self._doing.progress(person))}
        return {self.body: progress(paths(self._room.places(person), self._room.catalog.rubric))}
