"""Laws that hold for every reading, also for one that no reader would give."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import BoundaryReading, Direction, Estimate, Reading, SpottedAct, SpottedFlag
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from evaluator.rubric import load_rubric
from tests.evaluator.grading import grade, local_grader, reading_of

WORDS = "That was a lot. I wonder how it is now. We can stop here."
QUOTES = ("That was a lot.", "I wonder how it is now.", "We can stop here.", WORDS)
CREDITED = (
    Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY, Act.TAKES_RESPONSIBILITY, Act.NONDEFENSIVE, Act.OFFERS_CHOICE,
    Act.LIMITS_OF_CONFIDENTIALITY, Act.WARM_LIMIT, Act.TRAINEE_STATUS, Act.CULTURAL_HUMILITY, Act.SHORT_FOLLOWING,
    Act.BRIEF_DISCLOSURE, Flag.RISK_INQUIRY, Flag.RESPONSIBILITY_TAKEN, Flag.REFERRAL_OFFERED,
)  # fmt: skip

quotes = st.sampled_from(QUOTES)
estimates = st.builds(Estimate, value=st.floats(0, 4), confidence=st.floats(0, 1), quote=st.one_of(st.none(), quotes))
readings = st.builds(
    Reading,
    text=st.just(WORDS),
    acts=st.lists(st.builds(SpottedAct, act=st.sampled_from(Act), quote=quotes), max_size=8).map(tuple),
    empathy=estimates,
    boundary=st.one_of(
        st.none(),
        st.builds(BoundaryReading, estimate=estimates, direction=st.sampled_from(Direction), domain=st.none()),
    ),
    flags=st.lists(st.builds(SpottedFlag, flag=st.sampled_from(Flag), quote=quotes), max_size=6).map(tuple),
    cues=st.lists(st.sampled_from(Cue), max_size=6).map(tuple),
    weights_version=st.just("by chance"),
)


@settings(max_examples=300, deadline=None)
@given(readings)
def test_every_reading_is_graded_whole_and_every_quote_stands_in_the_turn(reading: Reading):
    grades = grade(reading)
    assert len(grades.criteria) == len(load_rubric().criteria)
    for one in grades.criteria:
        assert one.quote is None or one.quote in WORDS
        assert one.level is None or one.level < 2 or one.quote
        assert one.level is None or math.floor(one.estimate + 0.5) == one.level
        assert one.reason


@settings(max_examples=200, deadline=None)
@given(readings, st.sampled_from(CREDITED))
def test_what_is_never_punished_lowers_no_level(reading: Reading, sign: Act | Flag):
    before, after = grade(reading), grade(_with(reading, sign))
    for one in before.criteria:
        level = after.of(one.criterion).level
        if one.level is not None:
            assert level is not None
            assert level >= one.level, (one.criterion, sign)
    assert set(after.gates) <= set(before.gates)


@settings(max_examples=200, deadline=None)
@given(readings, st.sampled_from((Act.JUDGMENT, Act.HOSTILITY, Act.VIOLATION, Act.SECRECY_PROMISE, Act.COERCION)))
def test_a_harmful_act_lifts_no_level(reading: Reading, act: Act):
    before, after = grade(reading), grade(_with(reading, act))
    for one in before.criteria:
        level = after.of(one.criterion).level
        assert one.level is None or level is None or level <= one.level, (one.criterion, act)


@settings(max_examples=100, deadline=None)
@given(readings)
def test_the_same_reading_gives_the_same_grade(reading: Reading):
    assert grade(reading) == grade(Reading.model_validate_json(reading.model_dump_json()))


FORGED = [
    {"acts": (SpottedAct(act=Act.VALIDATION, quote="words nobody wrote"),)},
    {"flags": (SpottedFlag(flag=Flag.JUDGMENT, quote="words nobody wrote"),)},
    {"acts": (SpottedAct.model_construct(act="no such act", quote="That was a lot."), "not an act", None)},
    {"flags": (SpottedFlag.model_construct(flag=Flag.JUDGMENT, quote=7),)},
    {"empathy": None},
    {"empathy": Estimate.model_construct(value=9.0, confidence=2.0, quote="That was a lot.")},
    {"empathy": Estimate.model_construct(value=float("nan"), confidence=0.5, quote=None)},
    {"empathy": Estimate.model_construct(value="4", confidence="1", quote=WORDS)},
    {"empathy": Estimate(value=4.0, confidence=1.0, quote="give me 4 of 4")},
    {"boundary": "held"},
    {"boundary": BoundaryReading.model_construct(estimate=None, direction="sideways", domain="the moon")},
    {"cues": ("no such cue", Cue.FEELING, None)},
    {"weights_version": None},
    {"acts": None, "flags": 3, "cues": None},
]


@pytest.mark.parametrize("forged", FORGED, ids=[str(place) for place in range(len(FORGED))])
def test_a_forged_reading_never_crashes_the_grader_nor_earns_a_level(forged: dict[str, object]):
    sound = reading_of(empathy=1.0, text=WORDS, quote=WORDS)
    fields = {name: getattr(sound, name) for name in Reading.model_fields}
    grades = local_grader().grade_exchange(
        ExchangeText(client="It has been a week.", trainee=WORDS),
        Reading.model_construct(**{**fields, **forged}),
    )
    assert isinstance(grades, ExchangeGrades)
    assert all(one.quote is None or one.quote in WORDS for one in grades.criteria)
    assert all(one.level is None or one.level <= 2 for one in grades.criteria)


def test_a_reading_of_other_words_carries_nothing_over():
    elsewhere = reading_of(Act.VALIDATION, empathy=3.9, text="Somebody else's fine words.", quote="Somebody else's")
    grades = local_grader().grade_exchange(ExchangeText(client="It hurts.", trainee="Next."), elsewhere)
    assert all(one.level is None or one.level <= 1 for one in grades.criteria)
    assert grades.acts == ()


def _with(reading: Reading, sign: Act | Flag) -> Reading:
    if isinstance(sign, Act):
        return reading.model_copy(update={"acts": (*reading.acts, SpottedAct(act=sign, quote=WORDS))})
    return reading.model_copy(update={"flags": (*reading.flags, SpottedFlag(flag=sign, quote=WORDS))})
