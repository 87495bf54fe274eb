"""What an assignment came to for one person: where it stands, which attempt counts, and its figures."""

from collections.abc import Sequence
from enum import StrEnum

from classroom.assignments import WhichCounts
from classroom.levels import SessionLevels, mean
from classroom.practised import PractisedSession
from classroom.reviews import WHOLE_SESSION
from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.report import HEADLINES


class Came(StrEnum):
    """Where an assignment stands for one person."""

    NOT_GIVEN = "not given"
    EXCUSED = "excused"
    NOT_BEGUN = "not begun"
    MISSING = "missing"
    """It is due, and nothing was begun."""
    IN_PROGRESS = "in progress"
    FINISHED = "finished"
    """Handed in."""
    NAMELESS = "names hidden"
    """Something was begun; what came of it is not told beside a name before the feedback is released."""


class Figure(Record):
    """One criterion over an attempt."""

    criterion: str
    mean: float | None
    """Mean of the levels that count, 0–4; None, and never 0, where there is none."""
    graded: int
    """How many turns have a level."""
    enough: bool
    """Whether there were enough occasions for the mean to say something, or an instructor set it."""
    changed: bool
    """Whether an instructor changed a level of it."""
    conflicts: int
    """Levels that were graded otherwise since an instructor changed them."""


class CountedAttempt(Record):
    """One finished attempt with its figures."""

    number: int
    sessions: tuple[str, ...]
    figures: tuple[Figure, ...]
    """One for each criterion of the rubric."""
    gates: int
    """How many gates were raised."""
    late: bool
    reviewed: bool
    """Whether an instructor has looked every session of it through."""

    def of(self, criterion: str) -> Figure:
        """Find the figure of one criterion."""
        return next(one for one in self.figures if one.criterion == criterion)


def count_attempt(number: int, sessions: Sequence[PractisedSession], rubric: Rubric, *, late: bool) -> CountedAttempt:
    """Sum up a finished attempt from the levels that count."""
    levels = [one.levels(rubric) for one in sessions]
    return CountedAttempt(
        number=number,
        sessions=tuple(one.id for one in sessions),
        figures=tuple(figure_of(one.id, levels, rubric.fewest_for_session) for one in rubric.criteria),
        gates=sum(one.gates for one in sessions),
        late=late,
        reviewed=bool(sessions) and all(one.mark.done for one in sessions),
    )


def figure_of(criterion: str, sessions: Sequence[SessionLevels], fewest: int) -> Figure:
    """Sum up one criterion over the sessions of an attempt.

    Several sessions count by how many turns of each were graded; where an instructor set a whole session, that level
    stands for its turns.

    Args:
        criterion: Its id.
        sessions: The levels of each session.
        fewest: Turns with a level that a mean needs.
    """
    weighed: list[float] = []
    graded = 0
    for levels in sessions:
        final, turns = levels.of(WHOLE_SESSION, criterion).final, len(levels.given(criterion))
        weighed += [] if final is None else [final] * max(1, turns)
        graded += turns
    known = [one for levels in sessions for one in (*levels.whole, *levels.turns) if one.criterion == criterion]
    return Figure(
        criterion=criterion,
        mean=mean(weighed),
        graded=graded,
        enough=graded >= fewest or any(one.override and one.turn == WHOLE_SESSION for one in known),
        changed=any(one.override for one in known),
        conflicts=sum(one.conflict for one in known),
    )


def counting(attempts: Sequence[CountedAttempt], which: WhichCounts) -> CountedAttempt | None:
    """Give the attempt that counts; None without any.

    The best one has no gate, if any has none; then the higher mean of the headlines, then the later one. That order is
    our judgement: a gate stands outside every mean, and there is no single grade to be best in.
    """
    ordered = sorted(attempts, key=lambda one: one.number)
    if not ordered:
        return None
    if which is WhichCounts.BEST:
        return max(ordered, key=_how_good)
    return ordered[0] if which is WhichCounts.FIRST else ordered[-1]


def _how_good(attempt: CountedAttempt) -> tuple[bool, float, int]:
    means = [attempt.of(one).mean for one in HEADLINES]
    headline = mean([one for one in means if one is not None])
    return (attempt.gates == 0, -1.0 if headline is None else headline, attempt.number)
