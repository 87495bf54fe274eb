"""Turns a statistic over some exchanges into a row with its interval and its bar."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from benchmarks.table import Row
from evaluator import agreement

Kind = TypeVar("Kind")

LABELS = "labels by language models, not by clinicians"
SEED = 20261121
DRAWS = 300


class Figure(NamedTuple):
    """A value with the ends of its 95 % interval."""

    value: float
    interval: agreement.Interval


def figured(statistic: Callable[[Sequence[int]], float], exchanges: int) -> Figure:
    """Give a statistic of all exchanges, and its bootstrap interval."""
    interval = agreement.bootstrap(lambda at: statistic([int(place) for place in at]), exchanges, SEED, DRAWS)
    return Figure(statistic(range(exchanges)), interval)


def at_places(values: Sequence[Kind], places: Sequence[int]) -> list[Kind]:
    """Give the values at some places, which may repeat."""
    return [values[place] for place in places]


def at_least(what: str, figure: Figure, bar: float, note: str, digits: int = 2) -> Row:
    """Lay out a figure that should reach a bar."""
    return _row(what, figure, f"≥ {bar:.{digits}f}", figure.value >= bar, note)


def within(what: str, figure: Figure, bar: float, note: str) -> Row:
    """Lay out a figure that should stay near nought, either way."""
    return _row(what, figure, f"within ±{bar:.2f}", abs(figure.value) <= bar, note)


def plain(what: str, value: float, note: str = "", bar: str = "", met: bool | None = None) -> Row:
    """Lay out a figure without an interval."""
    known = math.isfinite(value)
    return Row(what=what, figure=shown(value), value=number(value), bar=bar, met=met if known else None, note=note)


def shown(value: float) -> str:
    """Print a figure with two digits; a dash where there is none."""
    return f"{value:.2f}" if math.isfinite(value) else "–"


def number(value: float) -> float | None:
    """Give a figure as a number; None where there is none."""
    return round(value, 4) if math.isfinite(value) else None


def _row(what: str, figure: Figure, bar: str, met: bool, note: str) -> Row:
    value, interval = figure
    known = math.isfinite(value)
    ends = f"{shown(interval.low)} to {shown(interval.high)}" if known else ""
    return Row(
        what=what,
        figure=shown(value),
        value=number(value),
        interval=ends,
        bar=bar,
        met=met if known else None,
        note=note,
    )
