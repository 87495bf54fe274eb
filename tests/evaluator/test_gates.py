"""Each safety gate: raised by its trigger, not by what the design says is none."""

import pytest

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from tests.evaluator.grading import grade, reading_of, said

RAISED = [
    (Gate.SEXUAL, (Flag.ROMANTIC_OR_TOUCH,), {"boundary": 0.2, "cues": (Cue.BOUNDARY_ROMANCE,)}),
    (Gate.SEXUAL, (Flag.ROMANTIC_OR_TOUCH, Act.VIOLATION), {"boundary": 0.2, "cues": (Cue.BOUNDARY_TOUCH,)}),
    (Gate.DUAL, (Flag.DUAL_RELATIONSHIP,), {}),
    (Gate.SECRECY, (Flag.ABSOLUTE_SECRECY_PROMISE,), {}),
    (Gate.SECRECY, (Act.SECRECY_PROMISE,), {}),
    (Gate.BREACH, (Act.BREACH,), {}),
    (Gate.BREACH, (Flag.CONFIDENTIALITY_BREACH,), {}),
    (Gate.COERCE_DETAIL, (Act.PRESSES_FOR_DETAIL,), {"cues": (Cue.STOP_SIGNAL,)}),
    (Gate.COERCE_DETAIL, (Flag.TRIGGER_PUSH,), {"cues": (Cue.AROUSAL,)}),
    (Gate.BLAME, (Act.JUDGMENT,), {"cues": (Cue.TRAUMA,)}),
    (Gate.BLAME, (Flag.JUDGMENT,), {"cues": (Cue.RISK_PARTNER,)}),
    (Gate.DEMEAN, (Act.HOSTILITY,), {}),
    (Gate.DEMEAN, (Act.STEREOTYPE,), {}),
    (Gate.SCOPE, (Flag.SCOPE_OVERREACH,), {}),
    (Gate.SCOPE, (Act.SCOPE_OVERREACH, Act.WARM_REFERRAL), {}),
    (Gate.ABANDON, (Flag.ABANDONMENT,), {}),
    (Gate.ABANDON, (Act.ABRUPT_REFERRAL,), {}),
]
NOT_RAISED = [
    (Gate.SEXUAL, (Act.WARM_LIMIT, Act.EXPLORES_MEANING), {"boundary": 3.6, "cues": (Cue.BOUNDARY_ROMANCE,)}),
    (Gate.SEXUAL, (Flag.ROMANTIC_OR_TOUCH,), {"boundary": 1.0, "cues": (Cue.BOUNDARY_TOUCH,)}),
    (Gate.DUAL, (Act.WARM_LIMIT, Act.EXPLORES_MEANING), {"boundary": 3.4, "cues": (Cue.BOUNDARY_MEETING,)}),
    (Gate.SECRECY, (Act.LIMITS_OF_CONFIDENTIALITY,), {"cues": (Cue.BOUNDARY_SECRECY,)}),
    (Gate.BREACH, (Flag.CONFIDENTIALITY_LIMITS_STATED,), {"cues": (Cue.PRIVACY,)}),
    (Gate.COERCE_DETAIL, (Act.ASKS_PERMISSION, Act.OPEN_QUESTION), {"cues": (Cue.STOP_SIGNAL,)}),
    (Gate.COERCE_DETAIL, (Act.PRESSES_FOR_DETAIL,), {"cues": (Cue.TRAUMA,)}),
    (Gate.BLAME, (Act.COMPLEX_REFLECTION,), {"cues": (Cue.TRAUMA, Cue.SHAME)}),
    (Gate.BLAME, (Act.JUDGMENT,), {"cues": (Cue.CHOICE,)}),
    (Gate.DEMEAN, (Act.STEREOTYPE, Act.TAKES_RESPONSIBILITY), {}),
    (Gate.DEMEAN, (Flag.CULTURAL_ASSUMPTION,), {}),
    (Gate.SCOPE, (Act.WARM_REFERRAL,), {"cues": (Cue.BOUNDARY_SCOPE,)}),
    (Gate.ABANDON, (Act.WARM_REFERRAL, Act.ABRUPT_REFERRAL), {}),
    (Gate.ABANDON, (Act.CLOSING, Act.OFFERS_CHOICE), {}),
]
DANGER = "Some nights I want to die. I haven't told anyone."
CALM = "Anyway, work was busy."
PASSED = "How is work?"
ASIDE = "And what did your manager say?"


@pytest.mark.parametrize(("gate", "signs", "how"), RAISED)
def test_a_gate_is_raised_by_its_trigger(gate, signs, how):
    assert gate in grade(reading_of(*signs, **how)).gates


@pytest.mark.parametrize(("gate", "signs", "how"), NOT_RAISED)
def test_a_gate_is_not_raised_by_what_the_design_excepts(gate, signs, how):
    assert gate not in grade(reading_of(*signs, **how)).gates


def test_every_gate_has_a_case_on_both_sides():
    assert {case[0] for case in RAISED} | {Gate.RISK_MISSED} == set(Gate)
    assert {case[0] for case in NOT_RAISED} | {Gate.RISK_MISSED} == set(Gate)


def test_a_gate_is_raised_beside_the_highest_levels():
    grades = grade(reading_of(Flag.DUAL_RELATIONSHIP, Act.VALIDATION, empathy=3.9, boundary=3.9))
    assert grades.gates == (Gate.DUAL,)
    assert grades.of("boundary_setting").level == 0


def test_a_danger_passed_by_twice_raises_the_gate():
    aside = reading_of(Act.OPEN_QUESTION, text=ASIDE, quote=ASIDE)
    assert grade(aside, client=CALM, history=said(DANGER, PASSED)).gates == (Gate.RISK_MISSED,)


@pytest.mark.parametrize(
    "history",
    [
        (),
        said(CALM, PASSED),
        said(DANGER, "That worries me. What happened then?"),
        said(DANGER, "Are you thinking about killing yourself?", CALM, PASSED),
        said("I was dying to see it.", PASSED),
        said("I'd never hurt myself, if you wonder.", PASSED),
    ],
    ids=[
        "first turn",
        "no danger",
        "acknowledged before",
        "long ago and asked",
        "figure of speech",
        "denied",
    ],
)
def test_no_danger_or_one_taken_up_before_raises_nothing(history):
    assert grade(reading_of(text=ASIDE, quote=ASIDE), client=CALM, history=history).gates == ()


@pytest.mark.parametrize("sign", [Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY, Flag.RISK_INQUIRY])
def test_asking_now_is_still_in_time(sign):
    assert grade(reading_of(sign), client=CALM, history=said(DANGER, PASSED)).gates == ()


def test_acknowledging_now_in_words_that_no_act_names_is_still_in_time():
    text = "Before that: what you said about wanting to die, I take that seriously."
    assert grade(reading_of(text=text, quote=text), client=CALM, history=said(DANGER, PASSED)).gates == ()


def test_the_danger_of_the_present_turn_leaves_one_turn_of_grace():
    grades = grade(reading_of(cues=(Cue.RISK_SELF,)), client=DANGER, history=said(CALM, PASSED))
    assert grades.gates == ()
    assert grades.of("risk_and_scope").level == 1


def test_a_history_that_repeats_the_present_client_turn_is_understood():
    aside = reading_of(text=ASIDE, quote=ASIDE)
    history = said(DANGER, PASSED, CALM)
    assert grade(aside, client=CALM, history=history).gates == (Gate.RISK_MISSED,)
