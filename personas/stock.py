"""Words that could be said to anybody: kind, they comfort once; again and again they tell that nobody is listening.

A turn is stock where it brings no more than sympathy, a nod or nothing: no question, no reflection that adds something,
no act of its own. The count rises by one with such a turn and falls by one with every other.
"""

from dialogue.acts import Act
from dialogue.reading import Reading
from personas.state import ClientState
from personas.trust_table import StockRule, TrustTable

STOCK = frozenset({Act.ADEQUATE, Act.VALIDATION, Act.SHORT_FOLLOWING, Act.PLATITUDE})
"""Acts that a stock turn may have."""
WORK = frozenset(
    {
        Act.OPEN_QUESTION,
        Act.CLOSED_QUESTION,
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
"""Acts that no table row pays now and that are still more than a formula."""


def is_stock(reading: Reading, table: TrustTable) -> bool:
    """Tell whether the turn is kind at most and nothing else; a harm beside it changes nothing about that."""
    if reading.empathy.value >= table.empathy.skilled_from:
        return False
    sure = {spotted.act for spotted in reading.acts if spotted.chance >= table.stock.sure_from} - STOCK
    return not any(act in WORK or (act in table.acts and max(table.acts[act].now) > 0) for act in sure)


def stock_pays(state: ClientState, rule: StockRule) -> float:
    """Give the share that one more stock turn earns, 0.0 to 1.0."""
    return rule.pays[state.stock_turns] if state.stock_turns < len(rule.pays) else 0.0


def after_turn(state: ClientState, stock: bool) -> int:
    """Give the count after a turn."""
    return state.stock_turns + 1 if stock else max(0, state.stock_turns - 1)
