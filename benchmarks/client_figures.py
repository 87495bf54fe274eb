"""How a figure of the clients is laid out beside its gate."""

import math
from collections.abc import Callable, Iterable, Sequence

from benchmarks.client_text import Labels
from benchmarks.table import Row

NOTHING = math.nan
"""A figure that cannot be measured."""


def gated(what: str, value: float, low: float, high: float, unit: str = "", note: str = "") -> Row:
    """Lay out a figure that should lie between two ends; an infinite end is none."""
    shown, bar = _shown(value, unit), _bar(low, high, unit)
    known = math.isfinite(value)
    met = low <= value <= high if known else None
    return Row(what=what, figure=shown, value=round(value, 4) if known else None, bar=bar, met=met, note=note)


def _shown(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:.1%}" if unit == "%" else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def _bar(low: float, high: float, unit: str) -> str:
    def end(value: float) -> str:
        return f"{100 * value:g} %" if unit == "%" else f"{value:g}"

    if math.isinf(low):
        return f"≤ {end(high)}"
    return f"≥ {end(low)}" if math.isinf(high) else f"{end(low)} to {end(high)}"


def mean(values: Iterable[float]) -> float:
    """Give the mean; NaN of nothing."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else NOTHING


def share(turns: Sequence[Labels], holds: Callable[[Labels], bool]) -> float:
    """Give the share of turns for which something holds."""
    return mean(float(holds(turn)) for turn in turns)
