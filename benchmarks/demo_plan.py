"""The demonstration course as it is planned: who is in it, what they are given, and a clock that can be set back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from classroom.assignments import AssignedMode
from dialogue.content import load_content
from dialogue.record import Record


class Colleague(Record):
    """Somebody who teaches or manages."""

    name: str
    email: str
    sections: tuple[str, ...] = ()


class PlannedPath(Record):
    """The scripted trainees that a person practises like, over the course; the last one stays."""

    who: tuple[str, ...] = Field(min_length=1)
    share: int = Field(ge=1)
    """How many of so many people take it."""


class PlannedWork(Record):
    """An assignment, due so many weeks from now."""

    title: str
    content: str
    weeks: int
    mode: AssignedMode
    turns: int = Field(ge=1)
    released: bool
    anonymous: bool = False
    running: bool = False
    """Whether some are still at it."""


class Reasons(Record):
    """Why an instructor changes a level."""

    lower: tuple[str, ...]
    higher: tuple[str, ...]


class Plan(Record):
    """The whole course."""

    zone: str
    course: str
    teachers: tuple[Colleague, ...]
    administrator: Colleague
    names: tuple[str, ...]
    paths: tuple[PlannedPath, ...]
    assignments: tuple[PlannedWork, ...]
    reasons: Reasons
    comments: tuple[str, ...]
    disagreements: tuple[str, ...]
    reflections: tuple[str, ...]

    def path_of(self, person: int) -> tuple[str, ...]:
        """Give how somebody practises, by their number."""
        wheel = [path.who for path in self.paths for _ in range(path.share)]
        return wheel[(7 * person + 3) % len(wheel)]


def load_plan() -> Plan:
    """Load the plan that is shipped.

    Raises:
        ContentError: It is faulty.
    """
    return load_content(Path(str(files("benchmarks"))) / "demo_course.yaml", Plan)


class CourseClock:
    """Gives the moment to which it was set, a little later at each look; it is never set past the present."""

    def __init__(self) -> None:
        self.start = datetime.now(UTC)
        self._now = self.start

    def __call__(self) -> datetime:
        """Give the moment, UTC."""
        self._now = min(self._now + timedelta(milliseconds=7), datetime.now(UTC))
        return self._now

    def at(self, days: float) -> None:
        """Set the clock to so many days before (below 0) the start."""
        self._now = min(self.start + timedelta(days=days), self.start)

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


def pick(choices: Sequence[str], *numbers: int) -> str:
    """Take one of some texts; the same numbers take the same one."""
    mixed = 17
    for number in numbers:
        mixed = (mixed * 31 + number * 7 + 5) % 1_000_003
    return choices[mixed % len(choices)]


def chance(per_cent: int, *numbers: int) -> bool:
    """Tell whether something happens that happens in so many of a hundred cases; the same numbers tell the same."""
    mixed = 104_729
    for number in numbers:
        mixed = (mixed * 131 + (number + 1) * 2_654_435) % 2_147_483_647
    return mixed % 100 < per_cent
