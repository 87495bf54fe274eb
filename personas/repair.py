"""How a rupture moves through the repair stages R0–R6, also after it closed. Source: clinical design 4.7.

What a turn does is read from its words; whether a plain question or a reflection is part of a repair follows from what
went before it. "What was that like?" right after the strain was named explores the strain.
"""

from typing import Self

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.record import Record
from personas.events import HARMFUL
from personas.persona import Persona
from personas.state import Rupture
from personas.trust_table import RepairRule, TrustTable

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
    """Trust given back, 0 or more; exempt from the caps, but never above where trust was before."""
    closed: bool

    @property
    def moved(self) -> bool:
        """Tell whether the turn took the repair a step on."""
        return self.points > 0 or self.after.stage > self.before.stage

    def up_to(self, trust: float) -> Self:
        """Give back no more than lifts trust, where the turn left it, to what it was before the rupture."""
        level = self.before.level
        return self if level is None else self.model_copy(update={"points": min(self.points, max(0.0, level - trust))})


SPOILS = (Act.DEFENSIVE, Act.OVER_APOLOGY, Act.HOSTILITY, Act.JUDGMENT)
"""Acts beside which nothing is repaired."""
KEPT = 6
"""The stage at which the agreement has been kept: R6, follow through."""


def repaired(rupture: Rupture, reading: Reading, persona: Persona, table: TrustTable, turn: int) -> RepairStep:
    """Move an open rupture by one trainee turn: stages count in order, a skipped one caps what comes back.

    Args:
        rupture: As it stands before the turn.
        reading: Of the turn.
        persona: The client.
        table: The numbers.
        turn: Which turn of the session it is; 1 is the first.
    """
    rule = table.repair
    now = frozenset[int]() if reading.has(*SPOILS) else _stages_in(rupture, reading, table, turn)
    if not now:
        return RepairStep(before=rupture, after=rupture, points=0.0, closed=False)
    done = now | set(rupture.done)
    reached = next(stage for stage in range(len(STAGES) + 1) if stage + 1 not in done)
    stage = min(reached, rupture.stage + rule.stages_a_turn)
    share = rule.share_at(stage)
    if stage >= 1 and max(done) > stage:
        share = max(share, min(rule.skipped_share, rule.share_at(max(done))))
    after = rupture.model_copy(update={"stage": stage, "done": tuple(sorted(done)), "moved_at": turn})
    step = _given_back(rupture, after, share * _own_times(persona), rule)
    return step.model_copy(update={"closed": stage >= rule.closes(rupture.severity)})


def followed(mending: Rupture, reading: Reading, persona: Persona, table: TrustTable, turn: int) -> RepairStep:
    """Let the rest come back after a rupture closed: with the new agreement, and then while it is kept.

    A turn that hurts again gives nothing back; the arguments are those of `repaired`.
    """
    rule = table.repair
    if reading.has(*SPOILS, *HARMFUL):
        return RepairStep(before=mending, after=mending, points=0.0, closed=False)
    renewed = len(STAGES)
    done = frozenset(mending.done)
    if mending.stage < renewed:
        done |= _stages_in(mending, reading, table, turn)
        stage = next(stage for stage in range(renewed + 1) if stage + 1 not in done)
        share = rule.share_at(stage) * _own_times(persona)
    else:
        stage, each = mending.stage, (1 - rule.share_at(renewed)) / rule.follow_turns
        share = mending.recovered / mending.lost + each if mending.lost else 1.0
    moved_at = turn if done != frozenset(mending.done) else mending.moved_at
    after = mending.model_copy(update={"stage": stage, "done": tuple(sorted(done)), "moved_at": moved_at})
    return _given_back(mending, after, share, rule)


def _stages_in(rupture: Rupture, reading: Reading, table: TrustTable, turn: int) -> frozenset[int]:
    """Give the stages that a turn completes, by its acts and by what it follows on."""
    rule = table.repair
    read = {spotted.act for spotted in reading.acts if spotted.chance >= rule.read_from}
    now = {stage for stage, acts in STAGES if acts & read}
    if 1 <= rupture.stage <= 2 and turn - rupture.moved_at <= rule.lately:
        if Act.OPEN_QUESTION in read:
            now.add(2)
        elif 2 in rupture.done and (reading.empathy.value >= table.empathy.skilled_from or Act.VALIDATION in read):
            now.add(3)
    return frozenset(now)


def _given_back(before: Rupture, after: Rupture, share: float, rule: RepairRule) -> RepairStep:
    """Give back what a share of the lost trust comes to, less what came back already; after a violation only half."""
    share = min(share, rule.severe_share if before.severity == 3 else 1.0)
    points = max(0.0, before.lost * share - before.recovered)
    recovered = min(before.lost, before.recovered + points)
    kept = after.stage >= len(STAGES) and recovered >= before.lost
    after = after.model_copy(update={"recovered": recovered, "stage": KEPT if kept else after.stage})
    return RepairStep(before=before, after=after, points=points, closed=False)


def _own_times(persona: Persona) -> float:
    """Give what a client's own readiness to take an apology multiplies the shares by."""
    own = (one.times for one in persona.overrides if one.act is Act.TAKES_RESPONSIBILITY and one.times)
    return next(own, 1.0)
