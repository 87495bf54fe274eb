"""How well do grader and instructors agree, criterion by criterion, with an interval; below ten pairs nothing is said.

Pairs come from the sessions that an instructor marked as looked through: every turn to which both gave a level, changed
or not. Changed levels alone would show disagreement only. Whoever looks sees the automatic level first, which makes two
agree more than two who judge apart; the figure is to be read so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classroom.account_store import AccountStore
from classroom.levels import Level
from classroom.practised import PractisedSession
from classroom.rights import Action, InSection, check
from classroom.section_work import SectionReader, SectionWork
from dialogue.record import Record
from evaluator.agreement import Interval, bootstrap, counts_of, kappa_of_counts, leniency
from evaluator.rubric import Criterion, Rubric

FEWEST_PAIRS = 10
"""Pairs below which no figure is given."""
FEWEST_SESSIONS = 5
"""Sessions below which no interval is given: turns of one session are alike, so sessions are drawn; ours."""
DRAWS = 500
"""How often sessions are drawn for an interval; ours, it moves by less than what is shown of it."""


class Pair(NamedTuple):
    """The automatic level of a turn and the instructor's, 0–4."""

    automatic: int
    instructor: int


class Figures(NamedTuple):
    """How two raters agree; see `CriterionAgreement` for what each means."""

    kappa: float
    interval: Interval | None
    exact: float
    lenient: float


class CriterionAgreement(Record):
    """How grader and instructors agree on one criterion."""

    criterion: str
    name: str
    pairs: int
    sessions: int
    """From how many sessions the pairs are."""
    changed: int
    """Pairs in which an instructor changed the level."""
    one_alone: int
    """Turns to which only one of both gave a level; they are no pairs."""
    kappa: float | None = None
    """Weighted with squares: 1.0 is full agreement, 0.0 is chance. None where there are too few pairs."""
    interval: Interval | None = None
    """Of the kappa, 95 %, by drawing sessions. None where there are too few pairs or sessions."""
    exact: float | None = None
    """Share of pairs with the same level, 0–1. None where there are too few pairs."""
    lenient: float | None = None
    """Mean of automatic minus instructor, in levels; above 0 the grader is the milder one. None with too few pairs."""

    @property
    def too_few(self) -> bool:
        """Tell whether there are too few pairs to say something."""
        return self.pairs < FEWEST_PAIRS


class Agreements:
    """The verb of agreement."""

    def __init__(self, accounts: AccountStore, reader: SectionReader, rubric: Rubric) -> None:
        self._accounts = accounts
        self._reader = reader
        self._rubric = rubric

    def agreement(self, person: str, section: str) -> tuple[CriterionAgreement, ...]:
        """Give how grader and instructors agree in a section, by criterion of the rubric.

        Raises:
            RecordNotFound: This person is not in the section.
            PermissionError: They do not teach it.
        """
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        return agreement_of(self._reader.read(section), self._rubric)


def agreement_of(work: SectionWork, rubric: Rubric) -> tuple[CriterionAgreement, ...]:
    """Hold grader and instructors against each other in the sessions that were looked through."""
    looked = [session for _, _, session in work.over if session.mark.done]
    levels = [list(_judged(session, rubric)) for session in looked]
    return tuple(_agreement(criterion, levels) for criterion in rubric.criteria)


def _judged(session: PractisedSession, rubric: Rubric) -> Iterator[Level]:
    """Give the turns' levels that an instructor judged: changed, or seen and let stand when they looked it through."""
    graded = {turn.newest.id: turn.newest.at for turn in session.turns if turn.newest}
    marked = session.mark.created_at
    for level in session.levels(rubric).turns:
        seen = level.grade is None or (marked is not None and graded[level.grade] <= marked)
        if seen or level.override:
            yield level


def _agreement(criterion: Criterion, sessions: Iterable[Sequence[Level]]) -> CriterionAgreement:
    by_session = [[one for one in levels if one.criterion == criterion.id] for levels in sessions]
    pairs = [[_pair(one) for one in levels] for levels in by_session]
    known = [[pair for pair in found if pair] for found in pairs]
    alone = [one for levels in by_session for one in levels if (one.automatic is None) != (one.final is None)]
    counts = CriterionAgreement(
        criterion=criterion.id,
        name=criterion.name,
        pairs=sum(map(len, known)),
        sessions=sum(map(bool, known)),
        changed=sum(pair.automatic != pair.instructor for found in known for pair in found),
        one_alone=len(alone),
    )
    if counts.too_few:
        return counts
    figures = agreement_figures([found for found in known if found])
    return counts.model_copy(update=figures._asdict())


def _pair(level: Level) -> Pair | None:
    if level.automatic is None or level.final is None:
        return None
    return Pair(int(level.automatic), int(level.final))


def agreement_figures(sessions: Sequence[Sequence[Pair]], draws: int = DRAWS) -> Figures:
    """Sum up pairs; none of the sessions is without one.

    Args:
        sessions: The pairs of each session; there is at least one.
        draws: How often sessions are drawn for the interval.
    """
    every = [pair for found in sessions for pair in found]
    counts = np.stack([counts_of([a for a, _ in found], [i for _, i in found]) for found in sessions])

    def drawn(places: NDArray[np.int64]) -> float:
        return kappa_of_counts(counts[places].sum(axis=0))

    enough = len(sessions) >= FEWEST_SESSIONS
    return Figures(
        kappa=kappa_of_counts(counts.sum(axis=0)),
        interval=bootstrap(drawn, len(sessions), draws=draws) if enough else None,
        exact=sum(one.automatic == one.instructor for one in every) / len(every),
        lenient=leniency([one.automatic for one in every], [one.instructor for one in every]),
    )
