"""What happens to a client between two sessions: debts fall due, promises ripen, some hope returns.

Source: clinical design 4.3 (between sessions).
"""

from dialogue.acts import Event
from personas.gates import layers_open
from personas.persona import Facet, Persona
from personas.state import ClientState, SessionTally
from personas.trust_table import TrustTable


def next_session(state: ClientState, persona: Persona, table: TrustTable) -> ClientState:
    """Give the state in which the client comes to the next session."""
    rule, change = table.between, sum(promise.points for promise in state.promises)
    change += sum(debt.points for debt in state.debts)
    if state.trust > state.tally.started_at:
        change += rule.ended_higher
    if state.rupture:
        change += rule.open_rupture[state.rupture.severity - 1]
    elif state.trust < persona.trust.start:
        change += rule.hope * (persona.trust.start - state.trust)
    if state.arousal >= table.arousal.left_at:
        change += table.acts[Event.SESSION_LEFT_AROUSED].now[0]
    trust = min(100.0, max(0.0, state.trust + change))
    facets = {facet: min(100.0, max(0.0, state.facets[facet] + change)) for facet in Facet}
    fresh = ClientState(
        trust=trust,
        facets=facets,
        rupture=state.rupture,
        session=state.session + 1,
        tally=SessionTally(started_at=trust),
        limits_explained=state.limits_explained,
        limits_kept=state.limits_kept,
        good_kinds=state.good_kinds,
        told=state.told,
        opened_early=state.opened_early,
        said_before=tuple(dict.fromkeys((*state.said_before, *state.said))),
        corrected=state.corrected,
        gave_way=state.gave_way,
    )
    gates = layers_open(fresh, persona, table)
    return fresh.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint})
