"""Whether something moved: the first third of a row of figures beside its last third, if there are enough of them."""

from collections.abc import Sequence

from dialogue.record import Record

FEWEST_TURNS = 6
"""Graded turns before a trend within a session is named: two at each end; ours."""
FEWEST_SESSIONS = 4
"""Sessions before a trend over sessions is named: two at each end; ours."""
LEAST = 2
"""Figures at each end that are taken together at least; ours."""
STEADY = 0.4
"""Levels below which two ends count as the same; ours."""


class Shift(Record):
    """The mean of the first figures and of the last."""

    before: float
    after: float
    each: int
    """How many figures each of the two means is made of."""

    @property
    def change(self) -> float:
        """How much it moved; above 0 is upward."""
        return self.after - self.before

    @property
    def is_steady(self) -> bool:
        """Tell whether the two ends are too close to be told apart."""
        return abs(self.change) < STEADY


def shift(values: Sequence[float | None], fewest: int) -> Shift | None:
    """Hold the first third against the last; None where fewer than `fewest` figures are known."""
    known = [value for value in values if value is not None]
    if len(known) < max(fewest, 2 * LEAST):
        return None
    each = max(LEAST, len(known) // 3)
    return Shift(before=sum(known[:each]) / each, after=sum(known[-each:]) / each, each=each)


class Trend(Record):
    """How one headline moved; None where there is too little to say."""

    criterion: str
    name: str
    in_session: Shift | None
    graded: int
    """Turns of this session that gave an occasion."""
    over_sessions: Shift | None
    sessions: int
    """Sessions, up to this one, with enough occasions."""
