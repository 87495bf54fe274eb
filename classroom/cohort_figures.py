"""The arithmetic of a class: how levels lie, how they move over sessions, and how far a scenario separates people.

A figure over fewer than five people is not given: it would tell of single ones.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from dialogue.record import Record
from evaluator.rubric import LEVELS

FEWEST_PEOPLE = 5
"""People below which no figure over several people is given; ours."""


class Distribution(Record):
    """How the levels of the turns of one criterion lie."""

    people: int
    turns: int
    counts: tuple[int, ...] | None
    """Turns at level 0, 1, 2, 3, 4. None where there are too few people."""


class TrendPoint(Record):
    """One criterion in everybody's first, second, … session that gave an occasion."""

    session: int
    """1 is everybody's first."""
    people: int
    """Whoever got so far: later points are of fewer people, and not of chosen ones."""
    mean: float
    """Of the people's means, 0–4."""
    low: float
    """A quarter of the people are at or below."""
    high: float
    """A quarter of the people are at or above."""


class Separation(Record):
    """How far people are apart in one criterion of one scenario."""

    people: int
    mean: float | None
    """Of the people's means, 0–4. None where there are too few people."""
    spread: float | None
    """Standard deviation of the people's means, in levels. None where there are too few people."""
    between: float | None
    """Share of the differences between turns that lies between people, 0–1: 1 is that who speaks decides everything,
    0 that people differ no more than their own turns do. None where there are too few people or turns."""


def distribution(levels: Mapping[str, Sequence[int]]) -> Distribution:
    """Count the turns at each level.

    Args:
        levels: By person, the levels of their turns.
    """
    given = {person: found for person, found in levels.items() if found}
    every = [level for found in given.values() for level in found]
    counts = tuple(every.count(level) for level in LEVELS) if len(given) >= FEWEST_PEOPLE else None
    return Distribution(people=len(given), turns=len(every), counts=counts)


def trend(means: Mapping[str, Sequence[float]]) -> tuple[TrendPoint, ...]:
    """Follow one criterion from everybody's first session on, as long as there are enough people.

    Args:
        means: By person, the mean of each session that gave an occasion, the oldest first.
    """
    points = []
    for place in range(max(map(len, means.values()), default=0)):
        here = [found[place] for found in means.values() if len(found) > place]
        if len(here) < FEWEST_PEOPLE:
            break
        low, high = np.quantile(here, [0.25, 0.75])
        points.append(
            TrendPoint(session=place + 1, people=len(here), mean=float(np.mean(here)), low=float(low), high=float(high))
        )
    return tuple(points)


def separation(levels: Mapping[str, Sequence[int]]) -> Separation:
    """Tell how far people are apart in a scenario.

    Args:
        levels: By person, the levels of their turns.
    """
    given = [list(found) for found in levels.values() if found]
    if len(given) < FEWEST_PEOPLE:
        return Separation(people=len(given), mean=None, spread=None, between=None)
    means = [float(np.mean(found)) for found in given]
    return Separation(
        people=len(given), mean=float(np.mean(means)), spread=float(np.std(means, ddof=1)), between=share_between(given)
    )


def share_between(groups: Sequence[Sequence[float]]) -> float | None:
    """Give the intraclass correlation of one-way groups of unequal size, ICC(1), not below 0.

    None where every group has one member, or nothing varies.
    Source: shrout_fleiss1979.

    Args:
        groups: The levels of each person; none is empty.
    """
    sizes = np.array([len(found) for found in groups], dtype=float)
    many, every = len(groups), np.concatenate([np.asarray(found, dtype=float) for found in groups])
    if many < 2 or len(every) <= many:
        return None
    means = np.array([float(np.mean(found)) for found in groups])
    between = float((sizes * (means - every.mean()) ** 2).sum()) / (many - 1)
    rest = sum(float(((np.asarray(found) - mean) ** 2).sum()) for found, mean in zip(groups, means, strict=True))
    within = rest / (len(every) - many)
    usual = (len(every) - float((sizes**2).sum()) / len(every)) / (many - 1)
    whole = between + (usual - 1) * within
    return None if whole <= 0.0 else min(1.0, max(0.0, (between - within) / whole))
