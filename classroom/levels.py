"""Which level counts: the automatic one, unless an instructor said otherwise; both are kept, a conflict is shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

from classroom.reviews import WHOLE_SESSION, EventKind, GradeEvent
from dialogue.record import Record
from evaluator.grades import GraderStamp

SAME = 1e-9
"""Levels below which two means are the same."""


class EarlierLevel(Record):
    """What a grader once gave, before it was graded again."""

    level: int | None
    """0–4; None where there was no occasion or no judgement."""
    at: datetime
    stamp: GraderStamp
    """Who gave it, by which rubric."""


class AutomaticLevel(Record):
    """What a grader gave one criterion of one turn."""

    turn: int
    criterion: str
    level: int | None
    """0–4; None where there was no occasion or no judgement."""
    confidence: float = 0.0
    """0–1."""
    grade: str | None = None
    """Id of the newest automatic grade; None where the turn was not graded."""
    before: tuple[EarlierLevel, ...] = ()
    """Where it was graded again, what was given before, the first one first."""


class Level(Record):
    """One criterion of one turn, or of the whole session, with all that was ever said of it."""

    turn: int
    """1 is the first trainee turn; 0 is the session as a whole."""
    criterion: str
    automatic: float | None
    """0–4. Of the session as a whole: the mean of the levels that count of its turns."""
    confidence: float = 0.0
    """Of the automatic level, 0–1; 0 for the session as a whole."""
    grade: str | None = None
    """The newest automatic grade; what a form sends back beside the version."""
    before: tuple[EarlierLevel, ...] = ()
    """Where it was graded again, the automatic levels before, the first one first."""
    history: tuple[GradeEvent, ...] = ()
    """The instructors' words, oldest first."""

    @property
    def version(self) -> int:
        """How often an instructor has spoken; what a form sends back."""
        return self.history[-1].version if self.history else 0

    @property
    def override(self) -> GradeEvent | None:
        """The instructor's word that stands, if one does."""
        newest = self.history[-1] if self.history else None
        return newest if newest and newest.kind is EventKind.SET else None

    @property
    def final(self) -> float | None:
        """The level that counts, 0–4; None where there is none, or an instructor said that there is none."""
        return self.override.level if self.override else self.automatic

    @property
    def conflict(self) -> bool:
        """Whether it was graded otherwise since an instructor changed it; the instructor's level counts until then."""
        return self.override is not None and not same(self.override.automatic_level, self.automatic)


class SessionLevels(Record):
    """Every level of a session."""

    turns: tuple[Level, ...]
    whole: tuple[Level, ...]
    """One for each criterion."""

    def of(self, turn: int, criterion: str) -> Level:
        """Find one level; one that nobody has given is there without a level.

        Args:
            turn: 1 is the first trainee turn, 0 the session as a whole.
            criterion: Its id.
        """
        found = self._by_place.get((turn, criterion))
        return found or Level(turn=turn, criterion=criterion, automatic=None)

    @cached_property
    def _by_place(self) -> dict[tuple[int, str], Level]:
        return {(one.turn, one.criterion): one for one in (*self.whole, *self.turns)}

    @cached_property
    def _by_criterion(self) -> dict[str, list[Level]]:
        found: dict[str, list[Level]] = {}
        for one in self.turns:
            found.setdefault(one.criterion, []).append(one)
        return found

    def given(self, criterion: str) -> tuple[float, ...]:
        """Give the levels of a criterion that count, by turn; turns without one are left out."""
        finals = (one.final for one in self._by_criterion.get(criterion, ()))
        return tuple(level for level in finals if level is not None)

    @property
    def conflicts(self) -> tuple[Level, ...]:
        """The levels that were graded otherwise since an instructor changed them."""
        return tuple(one for one in (*self.whole, *self.turns) if one.conflict)


def same(one: float | None, other: float | None) -> bool:
    """Tell whether two levels are the same; none is the same as none only."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < SAME


def mean(levels: Sequence[float]) -> float | None:
    """Give the mean level; None, and never 0, without any."""
    return sum(levels) / len(levels) if levels else None


def levels_of(
    automatic: Iterable[AutomaticLevel], events: Iterable[GradeEvent], criteria: Sequence[str]
) -> SessionLevels:
    """Put what a grader and what instructors said of a session together.

    Args:
        automatic: The newest automatic level of each criterion of each turn.
        events: What instructors said, in any order.
        criteria: Ids of the criteria of the rubric, in its order.
    """
    said: dict[tuple[int, str], list[GradeEvent]] = {}
    for event in sorted(events, key=lambda one: one.version):
        said.setdefault((event.turn, event.criterion), []).append(event)
    graded = {(one.turn, one.criterion): one for one in automatic}
    turns = tuple(_level(key, graded.get(key), said.get(key, [])) for key in sorted({*graded, *said}) if key[0])
    levels = SessionLevels(turns=turns, whole=())
    whole = [
        Level(
            turn=WHOLE_SESSION,
            criterion=criterion,
            automatic=mean(levels.given(criterion)),
            history=tuple(said.get((WHOLE_SESSION, criterion), [])),
        )
        for criterion in criteria
    ]
    return SessionLevels(turns=turns, whole=tuple(whole))


def _level(key: tuple[int, str], automatic: AutomaticLevel | None, said: Sequence[GradeEvent]) -> Level:
    return Level(
        turn=key[0],
        criterion=key[1],
        automatic=automatic.level if automatic else None,
        confidence=automatic.confidence if automatic else 0.0,
        grade=automatic.grade if automatic else None,
        before=automatic.before if automatic else (),
        history=tuple(said),
    )
