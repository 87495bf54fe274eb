"""How an open rupture moves through the repair stages R0–R6. Source: clinical design 4.7."""

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.record import Record
from personas.persona import Persona
from personas.state import Rupture
from personas.trust_table import RepairRule

STAGES: tuple[tuple[int, frozenset[Act]], ...] = (
    (1, frozenset({Act.NAMES_STRAIN, Act.NONDEFENSIVE, Act.TAKES_RESPONSIBILITY})),
    (2, frozenset({Act.EXPLORES_STRAIN})),
    (3, frozenset({Act.VALIDATES_STRAIN, Act.VALIDATES_DISTRUST})),
    (4, frozenset({Act.TAKES_RESPONSIBILITY})),
    (5, frozenset({Act.RENEGOTIATES})),
)
"""Which acts complete which stage. Taking responsibility also acknowledges."""


class RepairStep(Record):
    """How one turn moved a rupture."""

    before: Rupture
    after: Rupture
    points: float
    """Trust given back, 0 or more; exempt from the caps."""
    closed: bool


def repaired(rupture: Rupture, reading: Reading, persona: Persona, rule: RepairRule) -> RepairStep:
    """Move a rupture by one trainee turn: stages count in order, a skipped one caps what comes back."""
    if reading.has(Act.DEFENSIVE, Act.OVER_APOLOGY, Act.HOSTILITY, Act.JUDGMENT):
        return RepairStep(before=rupture, after=rupture, points=0.0, closed=False)
    now = {stage for stage, acts in STAGES if reading.has(*acts)}
    if not now:
        return RepairStep(before=rupture, after=rupture, points=0.0, closed=False)
    done = now | set(rupture.done)
    reached = next(stage for stage in range(len(STAGES) + 1) if stage + 1 not in done)
    stage = min(reached, rupture.stage + rule.stages_a_turn)
    share = rule.share_at(stage)
    if stage >= 1 and max(done) > stage:
        share = max(share, min(rule.skipped_share, rule.share_at(max(done))))
    share = min(share, rule.severe_share) if rupture.severity == 3 else share
    own = next(
        (
            override.times
            for override in persona.overrides
            if override.act is Act.TAKES_RESPONSIBILITY and override.times
        ),
        1.0,
    )
    points = max(0.0, min(rupture.lost, rupture.lost * share * own) - rupture.recovered)
    after = rupture.model_copy(
        update={"stage": stage, "done": tuple(sorted(done)), "recovered": rupture.recovered + points}
    )
    return RepairStep(before=rupture, after=after, points=points, closed=stage >= rule.closes(rupture.severity))
