"""What each piece of a transcript under review is drawn from: the session, the rubric, who reads it, on which clock."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from classroom.levels import Level
from classroom.review_records import ReviewedSession
from classroom.reviews import WHOLE_SESSION
from evaluator.rubric import Criterion, Rubric
from practice.report import Scores
from webui.present_feedback import HIGH
from webui.present_needs import turn_anchor
from webui.words import level_name, mean_words
from webui.zone_time import time_in

NOBODY = "Somebody whose account is gone"


@dataclass(frozen=True)
class Desk:
    """A session as it lies before an instructor."""

    read: ReviewedSession
    rubric: Rubric
    zone: str
    """In which moments are written."""
    me: str
    """Id of the instructor who reads."""
    here: str = ""
    """Address of the page that is shown, for links within it."""
    told: str = ""
    """What was done just now."""
    told_at: int = -1
    """The turn at which it was done, 0 is the session as a whole; below 0 is none."""

    @property
    def path(self) -> str:
        """Address of the transcript, from the site's start."""
        return f"transcript/{escape(self.read.session)}"

    @property
    def client(self) -> str:
        """The client's first name."""
        return self.read.report.place.offer.persona.card.name.split()[0]

    def at(self, turn: int) -> str:
        """Give the link to a turn on the transcript, from another page."""
        return f"{self.path}#{turn_anchor(turn)}"

    def who(self, person: str | None) -> str:
        """Name an instructor."""
        return "You" if person == self.me else self.read.names.get(person or "", NOBODY)

    def who_within(self, person: str | None) -> str:
        """Name an instructor within a sentence."""
        return "you" if person == self.me else self.who(person)

    def when(self, moment: datetime) -> str:
        """Write a moment."""
        return time_in(moment, self.zone)

    def level_words(self, level: float | None, turn: int = 1) -> str:
        """Write a level with its name: `3 Skilled`; of the session as a whole with a decimal."""
        if level is None:
            return "No level"
        figure = mean_words(level) if turn == WHOLE_SESSION else f"{level:g}"
        return f"{figure} {level_name(level, self.rubric.level_names)}"

    def sure_words(self, confidence: float) -> str:
        """Say how sure an automatic level is."""
        if confidence < self.rubric.unsure_below:
            return "Not sure: the trainee is told no level."
        return "Quite sure." if confidence >= HIGH else "Fairly sure."


def counting_scores(desk: Desk, criterion: Criterion) -> Scores:
    """Give a criterion over the turns with the levels that count: an instructor's before the automatic ones."""
    scores, levels = desk.read.report.of(criterion.id), desk.read.levels
    turns = [exchange.turn for exchange in desk.read.report.place.exchanges]
    found = [levels.of(turn, criterion.id) for turn in turns]
    given = [one.final for one in found if one.final is not None]
    return scores.model_copy(
        update={
            "levels": tuple(_whole(one) for one in found),
            "unsure": tuple(one.turn for one in found if one.turn in scores.unsure and one.override is None),
            "graded": len(given),
            "mean": sum(given) / len(given) if given else None,
            "enough": len(given) >= desk.rubric.fewest_for_session,
        }
    )


def _whole(level: Level) -> int | None:
    return None if level.final is None else int(level.final)
