"""What the client's next words may be: stance, depth, what is called for, what may be told.

The plan is made in code from the state; a voice, authored or model, only words it. What is locked is absent from it.
"""

from enum import StrEnum

from pydantic import Field

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.record import Record
from personas.events import RISK_ASKED
from personas.gates import may_tell
from personas.kinds import kinds_of
from personas.persona import BoundaryTest, Persona, RiskCue, Setting, Stance, TurnKind
from personas.state import ClientState, RuptureKind, expressed_warmth
from personas.trust import TrustChange
from personas.trust_table import TrustTable

OPEN_FROM, WARM_FROM = 52.0, 36.0
"""Warmth (0–100) from which the stance is open or warming; ours."""


class ScheduledTest(Record):
    """A boundary test that the scenario wants at a turn."""

    test: str
    turn: int = Field(ge=1)


class Moment(Record):
    """What surrounds this turn: the scenario's wishes and the seed."""

    seed: int
    tests: tuple[ScheduledTest, ...] = ()
    free_tests: bool = True
    """Whether the client may also test a boundary that the scenario does not schedule."""
    setting: Setting = Setting.OFFICE
    last: bool = False
    """The turn limit is reached: the client closes."""


class Calls(StrEnum):
    """What the moment calls for, beyond an answer."""

    ANSWER = "answer"
    TEST = "test"
    MARKER = "marker"
    TRIGGER = "trigger"
    RISK = "risk"
    SOFTENED = "softened"
    CLOSING = "closing"
    LEAVING = "leaving"


class ReplyPlan(Record):
    """Everything a voice may know of this turn."""

    persona: str
    turn: int
    seed: int
    words: str
    """The trainee's words that are answered."""
    listen: str
    """The part of them that wants an answer: the last question, or all of it."""
    asked: bool
    """The trainee asked a question."""
    kinds: tuple[TurnKind, ...]
    stance: Stance
    layer: int
    hint_layer: int
    tellable: tuple[str, ...]
    """Memories that may be told now."""
    told: tuple[str, ...]
    said: tuple[str, ...]
    """Lines already spoken; none comes twice."""
    topic: str
    calls: Calls
    test: str | None = None
    step: int = 1
    answered_test: str | None = None
    """The test that the trainee has just answered."""
    trigger: str | None = None
    risk: str | None = None
    rupture: RuptureKind | None = None
    setting: Setting = Setting.OFFICE


def stance_of(state: ClientState, persona: Persona, table: TrustTable) -> Stance:
    """Give the tone in which the client speaks; warmth that is only politeness never reaches `open`."""
    if state.arousal >= table.arousal.outside_from:
        return Stance.FLOODED
    if state.rupture and state.rupture.stage < 3:
        return Stance.RUPTURED
    if state.guard_turns or state.rupture:
        return Stance.GUARDED
    if state.trust >= OPEN_FROM and state.layer_open >= 2:
        return Stance.OPEN
    return Stance.WARMING if expressed_warmth(state, persona) >= WARM_FROM else Stance.GUARDED


def plan_reply(change: TrustChange, reading: Reading, persona: Persona, moment: Moment, table: TrustTable) -> ReplyPlan:
    """Plan the client's answer to one trainee turn; it reads no text but the trainee's."""
    state, kinds = change.after, kinds_of(reading)
    asked = reading.has(Act.OPEN_QUESTION, Act.CLOSED_QUESTION)
    plan = ReplyPlan(
        persona=persona.id,
        turn=state.turn,
        seed=moment.seed,
        words=reading.text,
        listen=(reading.quote_of(Act.OPEN_QUESTION, Act.CLOSED_QUESTION) if asked else None) or reading.text,
        asked=asked,
        kinds=kinds,
        stance=stance_of(state, persona, table),
        layer=state.layer_open,
        hint_layer=state.hint_layer,
        tellable=tuple(memory.id for memory in persona.memories if may_tell(memory, state)),
        told=state.told,
        said=state.said,
        topic=state.topic,
        calls=Calls.ANSWER,
        answered_test=change.before.open_test if _answers_test(reading) else None,
        rupture=state.rupture.kind if state.rupture else None,
        setting=moment.setting,
    )
    return plan.model_copy(update=_called_for(change, reading, persona, moment, table, plan))


def _answers_test(reading: Reading) -> bool:
    return reading.boundary is not None


def _called_for(
    change: TrustChange, reading: Reading, persona: Persona, moment: Moment, table: TrustTable, plan: ReplyPlan
) -> dict[str, object]:
    """Pick what the moment calls for, the gravest first."""
    state = change.after
    if _leaves(change, table):
        return {"calls": Calls.LEAVING}
    if moment.last:
        return {"calls": Calls.CLOSING}
    if state.softened and not state.soft_words_said:
        return {"calls": Calls.SOFTENED}
    if change.triggers:
        return {"calls": Calls.TRIGGER, "trigger": change.triggers[0]}
    if (change.opened or _marks_again(state, plan, moment)) and not state.softened:
        return {"calls": Calls.MARKER}
    if plan.stance in (Stance.FLOODED, Stance.RUPTURED):
        return {}
    if (risk := _risk_due(change, persona, reading)) is not None:
        return {"calls": Calls.RISK, "risk": risk.id}
    if (test := _test_due(change, persona, moment, reading)) is not None:
        return {"calls": Calls.TEST, "test": test.id, "step": state.tests_asked.get(test.id, 0) + 1}
    return {}


def _marks_again(state: ClientState, plan: ReplyPlan, moment: Moment) -> bool:
    """Tell whether an open rupture shows once more: now and then, not over a question, never twice running."""
    open_still = state.rupture is not None and state.rupture.stage == 0 and not plan.asked
    return open_still and state.turn - state.marked_at > 1 and chance(moment.seed, state.turn, 3) == 0


def chance(seed: int, turn: int, sides: int) -> int:
    """Throw a fair die that falls alike for the same seed and turn: 0 to sides − 1."""
    mixed = (seed * 1_000_003 + turn * 7919 + 12345) & 0xFFFFFFFF
    mixed ^= mixed >> 16
    mixed = (mixed * 0x45D9F3B) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 16)) % sides


def _leaves(change: TrustChange, table: TrustTable) -> bool:
    again = bool(
        change.opened and change.opened.severity == 3 and change.before.rupture and change.before.rupture.severity == 3
    )
    return (change.points < 0 and change.after.trust < table.leaving.below) or (table.leaving.second_severe and again)


def _risk_due(change: TrustChange, persona: Persona, reading: Reading) -> RiskCue | None:
    state = change.after
    if reading.has(*RISK_ASKED):
        return None
    for risk in persona.risks:
        waiting = risk.id not in state.risks_shown and risk.memory not in state.told
        if waiting and state.turn >= risk.from_turn:
            return risk
    return None


def _test_due(change: TrustChange, persona: Persona, moment: Moment, reading: Reading) -> BoundaryTest | None:
    state, tests = change.after, {test.id: test for test in persona.tests}
    if state.softened or reading.has(*RISK_ASKED):
        return None
    if state.open_test and not _answers_test(reading) and state.tests_asked.get(state.open_test, 1) < 3:
        return tests[state.open_test]
    for scheduled in moment.tests:
        if state.turn >= scheduled.turn and scheduled.test not in state.tests_asked:
            return tests[scheduled.test]
    if not moment.free_tests or chance(moment.seed, state.turn, 4):
        return None
    planned = {scheduled.test for scheduled in moment.tests}
    free = [
        test
        for test in persona.tests
        if test.id not in state.tests_asked and test.id not in planned and state.turn >= test.from_turn
    ]
    return free[chance(moment.seed, state.turn + 97, len(free))] if free and not state.open_test else None
