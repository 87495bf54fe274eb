"""How things stand between two sessions of a treatment, as far as the beginning of the next one depends on it."""

from dialogue.acts import Act
from personas.ledger import Standing, due
from personas.state import ClientState
from practice.place import Place
from practice.sessions import Exchange, Status
from scenarios.circumstances import Circumstance
from scenarios.scenario import Setting

OWING = (Act.CROSSING, Act.SECRECY_PROMISE, Act.RESCUE_PROMISE, Act.VIOLATION)
"""Acts that leave a debt."""
DEEP = 2
"""Layer from which something told counts as opening up; ours."""


def end_of(place: Place) -> ClientState:
    """Give the client's state at the end of a session; without an exchange it is the state at its start."""
    outcomes = [exchange.outcome for exchange in place.exchanges if exchange.outcome]
    return outcomes[-1].after if outcomes else place.session.start_state


def standing_at_start(state: ClientState) -> frozenset[Circumstance]:
    """Give how things stand before the first session."""
    return frozenset({Circumstance.RUPTURE_OPEN if state.rupture else Circumstance.NO_RUPTURE})


def circumstances(last: Place, now: ClientState) -> frozenset[Circumstance]:
    """Give how things stand before the next session.

    Args:
        last: The last session.
        now: The client's state as they come to the next one.
    """
    start, end = last.session.start_state, end_of(last)
    accounts = {one.standing for one in end.commitments if one.asked_in == start.session}
    repairs = [exchange.outcome.change.repair for exchange in last.exchanges if exchange.outcome]
    layers = {memory.id: memory.layer for memory in last.offer.persona.memories}
    so = {
        Circumstance.DEBT_DUE: bool(end.debts) and any(_gave_too_much(exchange) for exchange in last.exchanges),
        Circumstance.RUPTURE_OPEN: now.rupture is not None,
        Circumstance.NO_RUPTURE: now.rupture is None,
        Circumstance.REPAIRED: now.rupture is None and any(step and step.closed for step in repairs),
        Circumstance.PROMISE_TO_CHECK: due(now.commitments, now.session) is not None,
        Circumstance.PROMISE_KEPT: Standing.KEPT in accounts,
        Circumstance.PROMISE_BROKEN: bool({Standing.BROKEN, Standing.FORGOTTEN} & accounts),
        Circumstance.TRUST_HIGHER: now.trust > start.trust,
        Circumstance.TRUST_LOWER: now.trust < start.trust,
        Circumstance.GAVE_WAY: end.gave_way > start.gave_way,
        Circumstance.HELD_A_LIMIT: end.limits_kept > start.limits_kept,
        Circumstance.STOPPED: last.session.status is Status.STOPPED,
        Circumstance.SKIPPED: last.offer.scenario.setting is Setting.MESSAGES,
        Circumstance.OPENED_UP: any(layers.get(one, 0) >= DEEP for one in set(end.told) - set(start.told)),
    }
    return frozenset(one for one, holds in so.items() if holds)


def _gave_too_much(exchange: Exchange) -> bool:
    """Tell whether the grade, too, saw something given or promised that falls due: a story must not accuse wrongly."""
    reading = exchange.outcome.reading if exchange.outcome else None
    if reading is None or exchange.grades is None or not reading.has(*OWING):
        return False
    level = exchange.grades.of("boundary_setting").level
    return level is None or level <= 1
