"""Habits that show nobody is listening: words that could be said to anybody, and question upon question.

A turn is stock where it brings no more than sympathy, a nod or nothing: no question, no reflection that adds something,
no act of its own. It is a barrage where it asks and does nothing else: nothing of what was said is taken up. Either is
good once. Each has a count that rises by one with such a turn; a turn that takes something up lowers both. The
own count says what one more earns; the sum of both says what it costs, each time a little more.
"""

from typing import NamedTuple

from dialogue.acts import Act, Event
from dialogue.reading import Reading
from personas.state import ClientState
from personas.trust_table import TrustTable

STOCK = frozenset({Act.ADEQUATE, Act.VALIDATION, Act.SHORT_FOLLOWING, Act.PLATITUDE})
"""Acts that a stock turn may have."""
QUESTIONS = frozenset({Act.OPEN_QUESTION, Act.CLOSED_QUESTION})
WORK = frozenset(
    {
        Act.COMPLEX_REFLECTION,
        Act.NAMES_STRAIN,
        Act.EXPLORES_STRAIN,
        Act.VALIDATES_STRAIN,
        Act.TAKES_RESPONSIBILITY,
        Act.RENEGOTIATES,
        Act.MAKES_PROMISE,
        Act.LIMITS_OF_CONFIDENTIALITY,
    }
)
"""Acts that no table row pays now and that are still more than a habit."""


class Habit(NamedTuple):
    """A habit that this turn goes on with."""

    costs: Event
    """What it brings once it costs."""
    pays: float
    """Share of its gain that the turn earns, 0.0 to 1.0."""
    times: float
    """How many times the table's cost the turn has; 0.0 where it costs nothing yet."""


def is_stock(reading: Reading, table: TrustTable) -> bool:
    """Tell whether the turn is kind at most and nothing else; a harm beside it changes nothing about that."""
    return not QUESTIONS & _sure(reading, table) and _does_no_more(reading, table)


def is_barrage(reading: Reading, table: TrustTable) -> bool:
    """Tell whether the turn asks and does nothing else; a kind nod before the question makes it another."""
    heard = reading.empathy.value >= table.empathy.adequate_from
    asks = bool(QUESTIONS & _sure(reading, table))
    return asks and not heard and not reading.has(Act.VALIDATION) and _does_no_more(reading, table)


def habit_of(reading: Reading, state: ClientState, table: TrustTable) -> Habit | None:
    """Find the habit that a turn goes on with, or None."""
    rule = table.habits
    over = state.stock_turns + state.barrage_turns - rule.costs_from
    times = min(rule.most_times, 1 + rule.grows * over) if over >= 0 else 0.0
    if is_stock(reading, table):
        return Habit(Event.HOLLOW, _at(rule.stock.pays, state.stock_turns), times)
    if is_barrage(reading, table):
        return Habit(Event.BARRAGE, _at(rule.barrage.pays, state.barrage_turns), times)
    return None


def counts_after(state: ClientState, habit: Habit | None, table: TrustTable) -> dict[str, int]:
    """Give both counts after a turn, by the name of their field in the state."""
    stock, barrage = state.stock_turns, state.barrage_turns
    if habit is None:
        falls = table.habits.falls
        return {"stock_turns": max(0, stock - falls), "barrage_turns": max(0, barrage - falls)}
    hollow = habit.costs is Event.HOLLOW
    return {"stock_turns": stock + hollow, "barrage_turns": barrage + (not hollow)}


def _at(shares: tuple[float, ...], count: int) -> float:
    return shares[count] if count < len(shares) else 0.0


def _sure(reading: Reading, table: TrustTable) -> set[Act]:
    return {spotted.act for spotted in reading.acts if spotted.chance >= table.habits.sure_from}


def _does_no_more(reading: Reading, table: TrustTable) -> bool:
    """Tell whether, questions and kind words apart, nothing in the turn is meant for this one person."""
    if reading.empathy.value >= table.empathy.skilled_from:
        return False
    more = _sure(reading, table) - STOCK - QUESTIONS
    return not any(act in WORK or (act in table.acts and max(table.acts[act].now) > 0) for act in more)
