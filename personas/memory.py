"""What a client knows of their own life: what they tell only as trust is earned, and what is simply so."""

from pydantic import Field

from dialogue.record import Record
from personas.trust_profile import Facet


class Memory(Record):
    """One thing the client knows and tells only as trust is earned."""

    id: str
    layer: int = Field(ge=0, le=4)
    topic: str
    fact: str
    """One plain sentence in the third person; the truth that no reply may contradict."""
    marks: tuple[str, ...] = Field(min_length=1)
    """Lower-case phrases that would give this memory away; no line below its layer may hold one."""
    needs: dict[Facet, int] = Field(default_factory=dict)
    """Facet levels needed beyond the layer's gate."""
    safety_critical: bool = False
    """May be opened early by a direct and kind question about risk."""


class Fact(Record):
    """One thing that is so in this person's life; every reply is held against it."""

    id: str
    says: str
    """The truth in one plain sentence, in the third person."""
    mistaken: tuple[str, ...] = ()
    """Lower-case phrases by which a trainee would take the wrong thing for granted ("your husband")."""
    never: tuple[str, ...] = ()
    """Lower-case phrases of the client's that would contradict it ("my husband")."""
