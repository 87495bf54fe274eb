"""What is kept of a drill, as the rest of the program sees it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from dialogue.record import Record
from evaluator.grades import ExchangeGrades, Feedback
from practice.trends import Shift
from scenarios.drill import TRIES, Difficulty, Drill, Stimulus


class Rating(StrEnum):
    """How hard the trainee found a stimulus."""

    TOO_EASY = "too_easy"
    RIGHT = "right"
    TOO_HARD = "too_hard"
    """Also for distress, or a blank mind; needs no try before it."""


class DrillRun(Record):
    """One sitting of a trainee with one drill."""

    id: str
    person: str
    drill: str
    seed: int
    started_at: datetime
    ended_at: datetime | None = None


class DrillTry(Record):
    """One try at a stimulus."""

    id: str
    number: int = Field(ge=1, le=TRIES)
    key: str
    client: str
    """The words that were shown."""
    trainee: str
    grades: ExchangeGrades | None = None
    """Of the drill's criterion, with gates and flags; None until it was graded."""
    feedback: Feedback | None = None
    created_at: datetime


class DrillItem(Record):
    """One stimulus of a sitting."""

    id: str
    number: int = Field(ge=1)
    """Its place in the sitting."""
    stimulus: str
    difficulty: Difficulty
    rating: Rating | None = None
    tries: tuple[DrillTry, ...] = ()


class DrillPlace(Record):
    """Where a trainee stands in a sitting."""

    run: DrillRun
    drill: Drill
    items: tuple[DrillItem, ...]

    @property
    def item(self) -> DrillItem:
        """The stimulus that is practised now."""
        return self.items[-1]

    @property
    def stimulus(self) -> Stimulus:
        """Its content."""
        return self.drill.stimulus(self.item.stimulus)

    @property
    def next_try(self) -> int | None:
        """Which try comes next; None when all three are made, or the sitting is over."""
        made = len(self.item.tries)
        return None if made >= TRIES or self.run.ended_at else made + 1

    @property
    def client(self) -> str:
        """The client's words that are answered now: their own twice, then the same thing in other words."""
        number = self.next_try or TRIES
        words = self.stimulus.paraphrases
        return self.stimulus.words if number < TRIES else words[(self.run.seed + self.item.number) % len(words)]

    @property
    def may_rate(self) -> bool:
        """Whether all ratings are open; "too hard" always is."""
        return len(self.item.tries) == TRIES and not self.run.ended_at

    @property
    def good_reply(self) -> str | None:
        """One of several good answers; None until the third try is made, so that it is not copied."""
        return self.stimulus.good_reply if len(self.item.tries) == TRIES else None

    @property
    def offers_break(self) -> bool:
        """Whether the page should offer a break: the last stimulus was too hard, and no try was made since."""
        before = self.items[-2] if len(self.items) > 1 else None
        return before is not None and before.rating is Rating.TOO_HARD and not self.item.tries


class DrillRecord(Record):
    """What a trainee has done with one drill; of the levels only the trend is told."""

    drill: str
    title: str
    skill: str
    sittings: int
    stimuli: int
    """How many were tried at least once."""
    difficulty: Difficulty
    """Where the next sitting begins."""
    trend: Shift | None
    """First tries at the level practised last, the oldest third beside the newest; None where there are too few."""
    unfinished: str | None
    """The sitting that is still open."""
    last_at: datetime
