"""How well do two raters agree? Kappa for levels, F1 for flags, leniency, and an interval for each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int64]
Counts = NDArray[np.float64]
Statistic = Callable[[NDArray[np.int64]], float]
"""A figure computed on some of the exchanges, given by their places."""


class Interval(NamedTuple):
    """The ends between which a figure would lie in 95 of 100 samples of exchanges like these."""

    low: float
    high: float


def quadratic_kappa(given: Sequence[int], expected: Sequence[int], levels: int = 5) -> float:
    """Give the weighted kappa of two raters on an ordered scale; a miss counts with the square of its distance.

    1.0 is full agreement, 0.0 is what two raters with these habits reach by chance, below 0.0 is worse than chance. 1.0
    as well where both gave one and the same level throughout, nan without exchanges.
    Source: kappa_cohen1968.

    Args:
        given: Levels 0 to `levels` - 1 by one rater.
        expected: Levels by the other, in the same order.
        levels: How many levels the scale has.

    Raises:
        ValueError: The two differ in length, or a level is off the scale.
    """
    first, second = _levels(given, levels), _levels(expected, levels)
    if len(first) != len(second):
        raise ValueError(f"{len(first)} levels against {len(second)}; give one of each for every exchange")
    if not len(first):
        return float("nan")
    return kappa_of_counts(_counts(first, second, levels))


def counts_of(given: Sequence[int], expected: Sequence[int], levels: int = 5) -> Counts:
    """Count how often each level by one rater met each by the other; shape (levels, levels).

    Raises:
        ValueError: A level is off the scale.
    """
    return _counts(_levels(given, levels), _levels(expected, levels), levels)


def _counts(given: Levels, expected: Levels, levels: int) -> Counts:
    observed = np.zeros((levels, levels))
    np.add.at(observed, (given, expected), 1.0)
    return observed


def kappa_of_counts(observed: Counts) -> float:
    """Give the weighted kappa of counts, which may be summed over several sets; as `quadratic_kappa`, nan without any.

    Args:
        observed: How often each level met each; shape (levels, levels).
    """
    if not observed.sum():
        return float("nan")
    by_chance = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    place = np.arange(len(observed))
    weights = (place[:, np.newaxis] - place[np.newaxis, :]) ** 2
    chance = float((weights * by_chance).sum())
    return 1.0 if chance == 0.0 else 1.0 - float((weights * observed).sum()) / chance


def plain_kappa(given: Sequence[str], expected: Sequence[str]) -> float:
    """Give the kappa of two raters on classes without an order: 1.0 is full agreement, 0.0 is chance; nan without any.

    Source: kappa_cohen1968.
    """
    if not given:
        return float("nan")
    classes = sorted({*given, *expected})
    agreed = float(np.mean([one == other for one, other in zip(given, expected, strict=True)]))
    chance = sum(list(given).count(one) * list(expected).count(one) for one in classes) / len(given) ** 2
    return 1.0 if chance == 1.0 else (agreed - chance) / (1.0 - chance)


def area(good: Sequence[bool], scores: Sequence[float]) -> float:
    """Give how often a good one scores above a bad one: 1.0 always, 0.5 by chance; nan unless there are both."""
    ranks, above = np.asarray(_ranks(scores)), np.asarray(good, dtype=bool)
    many, few = int(above.sum()), int((~above).sum())
    if not many or not few:
        return float("nan")
    return float((ranks[above].sum() - many * (many + 1) / 2) / (many * few))


def f1(given: Sequence[set[str]], expected: Sequence[set[str]]) -> float:
    """Give the micro-averaged F1 over marks of all kinds.

    1.0 is every mark found and none invented, 0.0 is none found; nan where neither rater marked anything.

    Args:
        given: The marks that were set, one set for each exchange.
        expected: The marks that should be, in the same order.
    """
    hits = sum(len(one & other) for one, other in zip(given, expected, strict=True))
    set_ = sum(len(one) for one in given)
    wanted = sum(len(other) for other in expected)
    return 2 * hits / (set_ + wanted) if set_ + wanted else float("nan")


def recall(given: Sequence[set[str]], expected: Sequence[set[str]]) -> float:
    """Give the share of expected marks that were found: 1.0 is all, 0.0 is none, nan where none was expected."""
    hits = sum(len(one & other) for one, other in zip(given, expected, strict=True))
    wanted = sum(len(other) for other in expected)
    return hits / wanted if wanted else float("nan")


def leniency(given: Sequence[float], expected: Sequence[float]) -> float:
    """Give the mean of given minus expected, in levels: above 0.0 is lenient, below is strict; nan without any."""
    differences = [one - other for one, other in zip(given, expected, strict=True)]
    return float(np.mean(differences)) if differences else float("nan")


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the rank correlation: 1.0 is the same order, -1.0 the reverse, 0.0 none; nan where one never varies."""
    return pearson(_ranks(one), _ranks(other))


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the linear correlation, from -1.0 to 1.0; nan where one never varies or there are fewer than two."""
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if len(first) < 2 or first.std() == 0.0 or second.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def partial_correlation(one: Sequence[float], other: Sequence[float], held: Sequence[float]) -> float:
    """Correlate two rows of numbers after what a third explains of each in a line is taken out; -1.0 to 1.0."""
    return pearson(_left_over(one, held), _left_over(other, held))


def bootstrap(statistic: Statistic, exchanges: int, seed: int = 0, draws: int = 1000) -> Interval:
    """Give the 95 % percentile interval of a figure under resampling of exchanges; nan draws are left out.

    Source: efron1979.

    Args:
        statistic: Computes the figure on the exchanges at these places, which may repeat.
        exchanges: How many there are.
        seed: The same seed gives the same interval.
        draws: How many samples are drawn.
    """
    chance = np.random.default_rng(seed)
    figures = np.array([statistic(chance.integers(0, exchanges, exchanges)) for _ in range(draws if exchanges else 0)])
    figures = figures[np.isfinite(figures)]
    if not len(figures):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(figures, [0.025, 0.975])
    return Interval(float(low), float(high))


def _levels(given: Sequence[int], levels: int) -> Levels:
    found = np.asarray(given, dtype=np.int64)
    if len(found) and not (found.min() >= 0 and found.max() < levels):
        raise ValueError(f"a level is off the scale 0 to {levels - 1}")
    return found


def _ranks(numbers: Sequence[float]) -> list[float]:
    """Rank from 1 up; equal numbers share the mean of their ranks."""
    found = np.asarray(numbers, dtype=float)
    _, which, counts = np.unique(found, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return [float(rank) for rank in ((last - counts + 1 + last) / 2)[which]]


def _left_over(numbers: Sequence[float], held: Sequence[float]) -> list[float]:
    found, by = np.asarray(numbers, dtype=float), np.asarray(held, dtype=float)
    sides = np.column_stack([np.ones(len(by)), by])
    line, *_ = np.linalg.lstsq(sides, found, rcond=None)
    return [float(rest) for rest in found - sides @ line]
