"""What an act is worth to this client, and the caps that one exchange and one session put on it.

Source: clinical design 4.3 and 4.4; every number is read from `personas/trust_table.yaml`.
"""

import math

from dialogue.acts import Act, Event
from dialogue.record import Record
from personas.events import HABITS, Happening, Happenings
from personas.persona import Persona
from personas.repair import RepairStep
from personas.state import ClientState, SessionTally
from personas.trust_profile import Facet, Override, Prior
from personas.trust_table import ActPoints, Row, TrustTable, of_family

REPAIR_ACTS = frozenset(
    {
        Act.NAMES_STRAIN,
        Act.EXPLORES_STRAIN,
        Act.VALIDATES_STRAIN,
        Act.TAKES_RESPONSIBILITY,
        Act.RENEGOTIATES,
        Act.NONDEFENSIVE,
        Act.VALIDATES_DISTRUST,
    }
)
"""Acts that count in full while a rupture is open."""
CALMING_ACTS = frozenset({Act.GROUNDING, Act.OFFERS_CHOICE, Act.ASKS_PERMISSION})
"""Acts that count in full while the client is outside the window."""
NOTHING = ActPoints(now=(0, 0, 0, 0), facets=())


class TrustMove(Record):
    """One event's part in the change. Points on 0–100, after every cap and multiplier."""

    event: Act | Event
    points: float
    quote: str | None = None
    facets: tuple[Facet, ...] = ()
    """The facets it names; they move more than the others."""


class Weighed(Record):
    """An event with its raw points and what else it brings, before the caps."""

    happening: Happening
    raw: float
    following: float
    """Points that come with the next session."""
    debt: float
    arousal: float
    facets: tuple[Facet, ...]
    rupture: int
    """Severity 1–3 of the rupture it opens; 0 opens none."""


class Capped(Record):
    """The moves that remain after the caps, and the session's tally with them."""

    moves: tuple[TrustMove, ...]
    tally: SessionTally


def weigh(happening: Happening, state: ClientState, persona: Persona, table: TrustTable) -> Weighed:
    """Give the raw points of one event for this client: the table's, or the client's own."""
    points = table.acts.get(happening.event, NOTHING)
    own = next((override for override in persona.overrides if override.act == happening.event), None)
    now = _now(points, own, happening.event, state, persona, table)
    sure = min(1.0, happening.chance / table.limits.sure_from) ** table.limits.doubt_power
    rupture = points.rupture - int(sure < table.limits.lighter_below) if points.rupture else 0
    return Weighed(
        happening=happening,
        raw=now * happening.times * (sure if now < 0 else min(1.0, happening.chance / table.limits.sure_from)),
        following=_own(own.next_session if own else None, points.next, persona),
        debt=_own(own.debt if own else None, points.debt, persona) * sure,
        arousal=_own(own.arousal if own else None, points.arousal, persona) * sure,
        facets=points.facets,
        rupture=rupture if now < 0 else 0,
    )


def _own(given: float | None, row: Row, persona: Persona) -> float:
    return given if given is not None else of_family(row, persona)


def _now(
    points: ActPoints,
    own: Override | None,
    event: Act | Event,
    state: ClientState,
    persona: Persona,
    table: TrustTable,
) -> float:
    now = _own(own.now if own else None, points.now, persona) * (own.times or 1.0 if own else 1.0)
    if now > 0 and event not in state.good_kinds:
        distrusting = persona.trust.prior is Prior.DISTRUSTING
        now *= of_family(points.first, persona) * (table.limits.uncorroborated if distrusting else 1.0)
    return now


def capped(
    weighed: list[Weighed],
    happened: Happenings,
    state: ClientState,
    persona: Persona,
    table: TrustTable,
    repair: RepairStep | None = None,
) -> Capped:
    """Apply the caps: losses first, then gains within what the exchange and the session leave.

    Args:
        weighed: What happened, with its raw points.
        happened: The same, before it was weighed.
        state: The client, before the turn.
        persona: The client.
        table: The numbers.
        repair: What the turn did to a rupture. Where it moved on, all that is good in the turn counts in full.
    """
    lost = _losses(weighed, happened, state, persona, table)
    if happened.repeated:
        return lost
    pays, mends = happened.habit.pays if happened.habit else 1.0, repair is not None and repair.moved
    trust = state.trust + sum(move.points for move in lost.moves)
    left = _left_in_session(state, trust, persona, table)
    gains = [(item, pays * left * _gain(item, state, persona, table, mends)) for item in weighed if item.raw > 0]
    cap = table.limits.session_gain[persona.trust.pace]
    most = min(table.limits.exchange_gain, cap * left, _left_by_rupture(state, trust, repair, table))
    total = sum(gain for _, gain in gains)
    share = min(1.0, most / total) if total else 0.0
    moves = tuple(_move(item, gain * share) for item, gain in gains)
    tally = lost.tally.model_copy(update={"gained": state.tally.gained + total * share})
    return Capped(moves=lost.moves + moves, tally=tally)


def _left_in_session(state: ClientState, trust: float, persona: Persona, table: TrustTable) -> float:
    """Give the share of the session's net gain that is still to be had, 0.0 to 1.0: one hour only carries so far.

    What was lost can be earned again, since it is the net gain that has a limit.
    """
    net = trust - state.tally.started_at
    return 1.0 - min(1.0, max(0.0, net / table.limits.session_gain[persona.trust.pace]))


def _left_by_rupture(state: ClientState, trust: float, repair: RepairStep | None, table: TrustTable) -> float:
    """Give the points that may be gained beside an open rupture: what nobody mended stays between them."""
    if state.rupture is None or state.rupture.level is None:
        return math.inf
    rupture = repair.after if repair else state.rupture
    held_back = table.repair.unhealed * (rupture.lost - rupture.recovered)
    return max(0.0, state.rupture.level - held_back - trust)


def _move(item: Weighed, points: float) -> TrustMove:
    return TrustMove(event=item.happening.event, points=points, quote=item.happening.quote, facets=item.facets)


def _losses(
    weighed: list[Weighed], happened: Happenings, state: ClientState, persona: Persona, table: TrustTable
) -> Capped:
    """Give the losses, the heaviest first: the same words cost once, however many faults are read in them."""
    limits = table.limits
    minor, serious, moves = state.tally.minor_lost, state.tally.serious_lost, list[TrustMove]()
    paid: dict[tuple[bool, str], float] = {}
    for item in sorted((one for one in weighed if _costs(one, of_habit=False)), key=lambda one: one.raw):
        light = item.raw > limits.serious_from
        if light:
            points = min(0.0, max(item.raw, limits.minor_session - minor))
        else:
            wanted = max(item.raw * limits.serious_times[persona.trust.prior], limits.event_floor)
            points = min(0.0, max(wanted, wanted if item.rupture == 3 else limits.serious_session - serious))
        if item.happening.quote is not None:
            before = paid.get((light, item.happening.quote), 0.0)
            paid[light, item.happening.quote] = min(before, points)
            points = min(0.0, points - before)
        minor, serious = (minor + points, serious) if light else (minor, serious + points)
        moves.append(_move(item, points))
    for trigger in happened.triggers:
        moves.append(TrustMove(event=Event.TRIGGER, points=trigger.trust, facets=(Facet.SAFETY,)))
        serious += trigger.trust
    habit = _habit_cost(weighed, sum(move.points for move in moves), state, table)
    lost = state.tally.habit_lost + sum(move.points for move in habit)
    tally = state.tally.model_copy(update={"minor_lost": minor, "serious_lost": serious, "habit_lost": lost})
    return Capped(moves=(*moves, *habit), tally=tally)


def _costs(item: Weighed, *, of_habit: bool) -> bool:
    return item.raw < 0 and (item.happening.event in HABITS) is of_habit


def _habit_cost(weighed: list[Weighed], beside: float, state: ClientState, table: TrustTable) -> list[TrustMove]:
    """Give what a habit costs beyond what the same turn cost already: it has a limit of its own for the session."""
    left = table.habits.session - state.tally.habit_lost
    own = (item for item in weighed if _costs(item, of_habit=True))
    return [_move(item, min(0.0, max(item.raw - beside, left))) for item in own]


def _gain(item: Weighed, state: ClientState, persona: Persona, table: TrustTable, mends: bool) -> float:
    limits, profile, event = table.limits, persona.trust, item.happening.event
    gain = item.raw * limits.pace[profile.pace] * max(0.0, 1 - state.trust / limits.saturation)
    if profile.prior is Prior.DISTRUSTING:
        gain *= limits.distrusting_gain
    if state.rupture and not mends and event not in REPAIR_ACTS:
        gain *= limits.rupture_gain
    if state.arousal >= table.arousal.outside_from and event not in CALMING_ACTS:
        gain *= limits.aroused_gain
    return gain
