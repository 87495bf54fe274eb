"""Which disclosure layers stand open, and how far a hint may reach. Source: clinical design 4.5."""

from dialogue.record import Record
from personas.memory import Memory
from personas.persona import Persona
from personas.state import ClientState
from personas.trust_profile import Facet
from personas.trust_table import LayerGate, TrustTable


class Layers(Record):
    """How deep a client may speak now."""

    open: int
    """0–4: the deepest layer that may be told."""
    hint: int
    """0–4: the deepest layer that may be hinted at."""


def layers_open(state: ClientState, persona: Persona, table: TrustTable) -> Layers:
    """Work out the open layer and the reach of a hint; a layer opens only above open ones."""
    opened = hint = 0
    for gate in table.gates:
        if opened == gate.layer - 1 and _passes(gate, state, persona, 0.0):
            opened = gate.layer
        if hint == gate.layer - 1 and _passes(gate, state, persona, table.hint_reach):
            hint = gate.layer
    return Layers(open=opened, hint=max(opened, hint))


def _passes(gate: LayerGate, state: ClientState, persona: Persona, reach: float) -> bool:
    own = next((extra for extra in persona.gates if extra.layer == gate.layer), None)
    return (
        state.trust >= gate.trust - reach
        and all(state.facets[facet] >= getattr(gate, facet) - reach for facet in Facet)
        and (state.limits_explained or not gate.limits_explained)
        and not (gate.no_rupture and state.rupture)
        and state.arousal < gate.arousal_below
        and state.session >= gate.sessions
        and state.good_turns >= gate.good_turns
        and (own is None or state.limits_kept >= own.limits_kept)
    )


def may_tell(memory: Memory, state: ClientState) -> bool:
    """Tell whether a memory may be told now: its layer is open and its own facets suffice, or it was opened early."""
    if memory.id in state.opened_early or memory.id in state.told:
        return True
    return memory.layer <= state.layer_open and all(
        state.facets[facet] >= least for facet, least in memory.needs.items()
    )
