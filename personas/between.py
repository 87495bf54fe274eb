"""What happens to a client between two sessions: debts fall due, promises ripen, some hope returns.

Source: clinical design 4.3 (between sessions) and 6.4 (sessions that are not shown).
"""

from pydantic import Field

from dialogue.acts import Event
from dialogue.record import Record
from personas.gates import layers_open
from personas.persona import Persona
from personas.state import ClientState, Rupture, RuptureKind, SessionTally
from personas.trust_profile import Facet, Prior
from personas.trust_table import TrustTable


class Life(Record):
    """What a story lets happen to a client between two sessions. Points on 0–100; nothing happens by default."""

    trust: float = Field(default=0, ge=-15, le=15)
    """Points of trust, whoever's doing it was."""
    arousal: float = Field(default=0, ge=0, le=100)
    """How the client comes in."""
    rupture: Rupture | None = None
    """A strain that arose; one that is open already and weighs as much stays instead."""
    told: tuple[str, ...] = ()
    """Memories that were told in sessions not shown."""


NOTHING = Life()


def next_session(
    state: ClientState, persona: Persona, table: TrustTable, unseen: int = 0, life: Life = NOTHING
) -> ClientState:
    """Give the state in which the client comes to the next session.

    Args:
        state: At the end of the last session.
        persona: The client.
        table: The numbers.
        unseen: Sessions in between that are not shown; each counts as a good one if the last one was.
        life: What else happened.
    """
    due = max(table.limits.event_floor, sum(debt.points for debt in state.debts))
    change = sum(promise.points for promise in state.promises) + due + _time_passed(state, persona, table)
    rupture = _heavier(life.rupture, _heavier(_from_debts(due, persona, table), state.rupture))
    rupture, mending = _taken_along(rupture), _taken_along(None if rupture else state.mending)
    rose = state.trust > state.tally.started_at
    change += life.trust + (unseen * table.between.unseen if rose and rupture is None else 0.0)
    trust = _within(state.trust + change)
    facets = {facet: _within(state.facets[facet] + change) for facet in Facet}
    fresh = ClientState(
        trust=trust,
        facets=facets,
        arousal=life.arousal,
        rupture=rupture,
        mending=mending,
        session=state.session + 1 + unseen,
        tally=SessionTally(started_at=trust),
        good_turns=state.good_turns,
        limits_explained=state.limits_explained,
        limits_kept=state.limits_kept,
        good_kinds=state.good_kinds,
        told=tuple(dict.fromkeys((*state.told, *life.told))),
        opened_early=state.opened_early,
        said_before=tuple(dict.fromkeys((*state.said_before, *state.said))),
        corrected=state.corrected,
        gave_way=state.gave_way,
        commitments=state.commitments,
    )
    gates = layers_open(fresh, persona, table)
    return fresh.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint})


def _within(value: float) -> float:
    return min(100.0, max(0.0, value))


def _time_passed(state: ClientState, persona: Persona, table: TrustTable) -> float:
    rule, change = table.between, 0.0
    if state.trust > state.tally.started_at:
        change += rule.ended_higher
    if state.rupture:
        change += rule.open_rupture[state.rupture.severity - 1]
    elif state.trust < persona.trust.start:
        change += rule.hope * (persona.trust.start - state.trust)
    if state.arousal >= table.arousal.left_at:
        change += table.acts[Event.SESSION_LEFT_AROUSED].now[0]
    return change


def _from_debts(due: float, persona: Persona, table: TrustTable) -> Rupture | None:
    """Open a rupture where what falls due is heavy: the client has had a week alone with it."""
    severity = sum(due <= least for least in table.between.debt_ruptures)
    if severity == 0:
        return None
    against = persona.trust.mask < 0.5 or (persona.trust.prior is Prior.DISTRUSTING and severity == 2)
    kind = RuptureKind.CONFRONTATION if against else RuptureKind.WITHDRAWAL
    return Rupture(kind=kind, severity=severity, lost=-due)


def _taken_along(rupture: Rupture | None) -> Rupture | None:
    """Count the turns of its repair anew: the first words of a session may still be about it."""
    return rupture.model_copy(update={"moved_at": 0}) if rupture else None


def _heavier(new: Rupture | None, old: Rupture | None) -> Rupture | None:
    """Let the heavier of two ruptures stand; it takes what is still lost to the other with it."""
    if new is None or old is None:
        return new or old
    heavy, light = (new, old) if new.severity > old.severity else (old, new)
    return heavy.model_copy(update={"lost": heavy.lost + max(0.0, light.lost - light.recovered)})
