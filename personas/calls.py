"""What the moment calls for beyond an answer: an ending, a marker, a trigger, a correction, a risk cue, a test."""

from enum import StrEnum

from pydantic import Field

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.record import Record
from personas.challenges import BoundaryTest, RiskCue
from personas.events import RISK_ASKED
from personas.heard import mistakes_in
from personas.line_kinds import Setting, Stance
from personas.manner import Manner, chance
from personas.persona import Persona
from personas.state import ClientState
from personas.trust import TrustChange
from personas.trust_table import TrustTable


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
    CORRECTION = "correction"
    RISK = "risk"
    SOFTENED = "softened"
    CLOSING = "closing"
    LEAVING = "leaving"


class Called(Record):
    """What is called for, and what of it."""

    calls: Calls = Calls.ANSWER
    test: str | None = None
    step: int = 1
    trigger: str | None = None
    risk: str | None = None
    corrects: str | None = None
    answers_too: bool = True
    """After a correction, whether the question is still there to be answered."""


class Turning(Record):
    """One turn as the choice of what is called for sees it."""

    change: TrustChange
    reading: Reading
    persona: Persona
    moment: Moment
    stance: Stance
    asked: bool
    listen: str
    """The part of the trainee's words that wants an answer."""


def called_for(turning: Turning, table: TrustTable, manner: Manner) -> Called:
    """Pick what the moment calls for, the gravest first."""
    return _at_once(turning, table) or _in_its_time(turning, manner)


def _at_once(turning: Turning, table: TrustTable) -> Called | None:
    """Pick what leaves room for nothing else, or None."""
    change, moment, state = turning.change, turning.moment, turning.change.after
    if _leaves(change, table):
        return Called(calls=Calls.LEAVING)
    if moment.last:
        return Called(calls=Calls.CLOSING)
    if state.softened and not state.soft_words_said:
        return Called(calls=Calls.SOFTENED)
    if change.triggers:
        return Called(calls=Calls.TRIGGER, trigger=change.triggers[0])
    if (change.opened or _marks_again(state, turning.asked, moment)) and not state.softened:
        return Called(calls=Calls.MARKER)
    return None


def _in_its_time(turning: Turning, manner: Manner) -> Called:
    """Pick a correction, a risk cue or a test, where the moment leaves room for it."""
    change, reading, persona, state = turning.change, turning.reading, turning.persona, turning.change.after
    if (fact := _wrong(state, reading.text, persona)) is not None:
        return Called(calls=Calls.CORRECTION, corrects=fact, answers_too=not _wrong(state, turning.listen, persona))
    if turning.stance in (Stance.FLOODED, Stance.RUPTURED) or reading.has(Act.CLOSING):
        return Called()
    if (risk := _risk_due(change, persona, reading)) is not None:
        return Called(calls=Calls.RISK, risk=risk.id)
    if (test := _test_due(turning, manner)) is not None:
        return Called(calls=Calls.TEST, test=test.id, step=state.tests_asked.get(test.id, 0) + 1)
    return Called()


def _wrong(state: ClientState, text: str, persona: Persona) -> str | None:
    """Find what the client sets right now; once in a treatment for each thing."""
    mistakes = mistakes_in(text, persona)
    return next((mistake.fact for mistake in mistakes if mistake.fact not in state.corrected), None)


def _marks_again(state: ClientState, asked: bool, moment: Moment) -> bool:
    """Tell whether an open rupture shows once more: now and then, not over a question, never twice running."""
    open_still = state.rupture is not None and state.rupture.stage == 0 and not asked
    return open_still and state.turn - state.marked_at > 1 and chance(moment.seed, state.turn, 3) == 0


def _leaves(change: TrustChange, table: TrustTable) -> bool:
    """Tell whether it is too much: not at a first lapse, which shows as a rupture and can be mended."""
    before, opened = change.before.rupture, change.opened
    severe = opened is not None and opened.severity == 3
    again = table.leaving.second_severe and severe and before is not None and before.severity == 3
    gone = change.points < 0 and change.after.trust < table.leaving.below
    return again or (gone and (before is not None or severe))


def _risk_due(change: TrustChange, persona: Persona, reading: Reading) -> RiskCue | None:
    state = change.after
    if reading.has(*RISK_ASKED):
        return None
    for risk in persona.risks:
        waiting = risk.id not in state.risks_shown and risk.memory not in state.told
        if waiting and state.turn >= risk.from_turn:
            return risk
    return None


def _test_due(turning: Turning, manner: Manner) -> BoundaryTest | None:
    state, moment = turning.change.after, turning.moment
    tests = {test.id: test for test in turning.persona.tests}
    if state.softened or turning.reading.has(*RISK_ASKED):
        return None
    answered = turning.reading.boundary is not None
    if state.open_test and not answered and state.tests_asked.get(state.open_test, 1) < 3:
        return tests[state.open_test]
    for scheduled in moment.tests:
        if state.turn >= scheduled.turn and scheduled.test not in state.tests_asked:
            return tests[scheduled.test]
    sides = max(1, round(manner.tests.sides - manner.tests.fewer_each_crossing * state.gave_way))
    if not moment.free_tests or chance(moment.seed, state.turn, sides):
        return None
    planned = {scheduled.test for scheduled in moment.tests}
    free = [
        test
        for test in turning.persona.tests
        if test.id not in state.tests_asked and test.id not in planned and state.turn >= test.from_turn
    ]
    return free[chance(moment.seed, state.turn + 97, len(free))] if free and not state.open_test else None
