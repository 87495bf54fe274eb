"""How trust moves in one exchange: arithmetic over events, no model, no clock, no chance.

The update rule, the caps and the repair stages are those of clinical design 4.3 to 4.8; every number is read from
`personas/trust_table.yaml`. `update_trust` is pure: the same state and reading always give the same change.
"""

from dialogue.acts import Act, Event
from dialogue.reading import Reading
from dialogue.record import Record
from personas.caps import TrustMove, Weighed, capped, weigh
from personas.events import RISK_ASKED, Happenings, happenings
from personas.gates import layers_open
from personas.ledger import after_turn
from personas.persona import Persona
from personas.repair import KEPT, RepairStep, followed, repaired
from personas.state import ClientState, Debt, Promise, Rupture, RuptureKind
from personas.stock import counts_after
from personas.trust_profile import Facet, Prior
from personas.trust_table import TrustTable


class TrustChange(Record):
    """What one trainee turn did to a client."""

    before: ClientState
    after: ClientState
    moves: tuple[TrustMove, ...]
    repair: RepairStep | None
    """How the repair of an open rupture moved, or of one that is mending; None where there is neither."""
    opened: Rupture | None
    """A rupture that opened in this turn."""
    triggers: tuple[str, ...]
    """Triggers that were touched."""

    @property
    def points(self) -> float:
        """Trust gained (above 0) or lost (below 0) in this turn."""
        return self.after.trust - self.before.trust


def update_trust(state: ClientState, reading: Reading, persona: Persona, table: TrustTable) -> TrustChange:
    """Work out what one trainee turn does to the client; nothing else is changed."""
    repair, happened = _repair(state, reading, persona, table), happenings(reading, state, persona, table)
    if repair is not None and repair.moved:
        happened = happened.without_habit()
    weighed = [weigh(event, state, persona, table) for event in happened.events]
    caps = capped(weighed, happened, state, persona, table, repair)
    repair = repair and repair.up_to(state.trust + sum(move.points for move in caps.moves))
    lost = sum(move.points for move in caps.moves if move.points < 0)
    opened = _opened(weighed, lost, state, persona, table)
    after = _moved(state, caps.moves, repair, table)
    after = _indebted(after, weighed)
    after = _ruptured(after, repair, opened, table)
    after = after.model_copy(
        update={
            "tally": caps.tally,
            "turn": state.turn + 1,
            "heard": (*state.heard, happened.digest),
            "good_kinds": _kinds_shown(state, weighed),
            **counts_after(state, happened.habit, table),
            "limits_explained": state.limits_explained or reading.has(Act.LIMITS_OF_CONFIDENTIALITY),
            "good_turns": state.good_turns + int(after.trust > state.trust),
            "gave_way": state.gave_way + int(reading.has(Act.CROSSING, Act.SECRECY_PROMISE, Act.VIOLATION)),
            "guard_turns": _guard(after, happened, table),
            "commitments": after_turn(state.commitments, reading, state.session, state.turn + 1),
            "limits_kept": state.limits_kept + int(reading.has(Act.WARM_LIMIT)),
            "arousal": _arousal(state, weighed, happened, table),
            "risk_asked_at": state.turn + 1 if reading.has(*RISK_ASKED) else state.risk_asked_at,
            "opened_early": _opened_early(state, reading, persona),
        }
    )
    gates = layers_open(after, persona, table)
    return TrustChange(
        before=state,
        after=after.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint}),
        moves=caps.moves,
        repair=repair,
        opened=opened,
        triggers=tuple(trigger.id for trigger in happened.triggers),
    )


def _within(value: float) -> float:
    return min(100.0, max(0.0, value))


def _repair(state: ClientState, reading: Reading, persona: Persona, table: TrustTable) -> RepairStep | None:
    """Move the open rupture, or else the one that is mending; None where there is neither."""
    if state.rupture:
        return repaired(state.rupture, reading, persona, table, state.turn + 1)
    return followed(state.mending, reading, persona, table, state.turn + 1) if state.mending else None


def _moved(
    state: ClientState, moves: tuple[TrustMove, ...], repair: RepairStep | None, table: TrustTable
) -> ClientState:
    """Move trust and its facets; what a repair gives back counts for all facets alike."""
    limits, given_back = table.limits, repair.points if repair else 0.0
    facets = {facet: value + given_back for facet, value in state.facets.items()}
    for move in moves:
        for facet in Facet:
            times = limits.named_facet if facet in move.facets else limits.other_facet
            facets[facet] += move.points * times
    trust = _within(state.trust + sum(move.points for move in moves) + given_back)
    return state.model_copy(update={"trust": trust, "facets": {f: _within(v) for f, v in facets.items()}})


def _indebted(state: ClientState, weighed: list[Weighed]) -> ClientState:
    """Note what falls due later: a debt each time, a promise once a session for each kind of act."""
    debts = tuple(Debt(reason=item.happening.event.value, points=item.debt) for item in weighed if item.debt < 0)
    noted = {promise.reason for promise in state.promises}
    promises = tuple(
        Promise(reason=item.happening.event.value, points=item.following)
        for item in weighed
        if item.following and item.happening.event.value not in noted
    )
    return state.model_copy(update={"debts": (*state.debts, *debts), "promises": (*state.promises, *promises)})


def _kinds_shown(state: ClientState, weighed: list[Weighed]) -> tuple[str, ...]:
    shown = [item.happening.event.value for item in weighed if item.raw > 0]
    return tuple(dict.fromkeys((*state.good_kinds, *shown)))


def _arousal(state: ClientState, weighed: list[Weighed], happened: Happenings, table: TrustTable) -> float:
    change = sum(item.arousal for item in weighed) + sum(trigger.arousal for trigger in happened.triggers)
    return _within(state.arousal + change + (0.0 if happened.triggers else table.arousal.decay))


def _opened(
    weighed: list[Weighed], lost: float, state: ClientState, persona: Persona, table: TrustTable
) -> Rupture | None:
    """Open a rupture where an act or the loss of this turn is hard enough; a heavier one absorbs a lighter."""
    severity = max((item.rupture for item in weighed), default=0)
    if severity == 0 and lost <= table.limits.rupture_from:
        severity = 1
    if severity == 0 or (state.rupture and state.rupture.severity > severity):
        return None
    against = persona.trust.mask < 0.5 or severity == 3
    against = against or (persona.trust.prior is Prior.DISTRUSTING and severity == 2)
    kind = RuptureKind.CONFRONTATION if against and not state.softened else RuptureKind.WITHDRAWAL
    still_lost = state.rupture.lost - state.rupture.recovered if state.rupture else 0.0
    level = state.trust if state.rupture is None else state.rupture.level
    return Rupture(kind=kind, severity=severity, lost=still_lost - lost, level=level)


def _ruptured(state: ClientState, repair: RepairStep | None, opened: Rupture | None, table: TrustTable) -> ClientState:
    """Put the rupture, what is mending and the guard where the turn left them; a new rupture ends the mending."""
    if opened is not None:
        return state.model_copy(update={"rupture": opened, "mending": None, "guard_turns": 0})
    guard, after = max(0, state.guard_turns - 1), repair.after if repair else None
    if repair is not None and repair.closed:
        return state.model_copy(update={"rupture": None, "mending": after, "guard_turns": table.repair.guard_turns})
    if state.rupture:
        return state.model_copy(update={"rupture": after, "guard_turns": guard})
    mending = after if after and after.stage < KEPT else None
    return state.model_copy(update={"mending": mending, "guard_turns": guard})


def _guard(after: ClientState, happened: Happenings, table: TrustTable) -> int:
    """Being seen too exactly too soon frightens: the guard goes up as after a rupture."""
    frightened = happened.brings(Event.EMPATHY_TOO_EARLY)
    return max(after.guard_turns, table.repair.guard_turns if frightened else 0)


def _opened_early(state: ClientState, reading: Reading, persona: Persona) -> tuple[str, ...]:
    """A direct and kind question about risk opens what is critical for safety. Source: clinical design 4.5."""
    asked = reading.has(Act.ASKS_ABOUT_SAFETY, Act.ASKS_ABOUT_SUICIDE)
    if not asked or reading.has(Act.JUDGMENT, Act.MINIMISING, Act.HOSTILITY):
        return state.opened_early
    critical = (memory.id for memory in persona.memories if memory.safety_critical)
    return tuple(dict.fromkeys((*state.opened_early, *critical)))
