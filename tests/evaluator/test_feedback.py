"""Feedback: one strength, one change, one alternative, none of them against the grades."""

import re

from hypothesis import given, settings

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import Reading, SpottedAct
from evaluator.feedback_strength import strength_for
from evaluator.feedback_wording import UNSURE
from evaluator.rubric import load_rubric
from tests.evaluator.coaching import coach_of, exemplar_of, feedback_on
from tests.evaluator.grading import exchange_of, grade, local_grader, reading_of, said
from tests.evaluator.test_grading_laws import WORDS, readings
from tests.evaluator.wording import BLAME

LEVEL_NUMBER = re.compile(r"\blevel\b|\b[0-4]\s*(/|of|out of)\s*[0-4]\b", re.IGNORECASE)
PAINFUL = (Cue.FEELING, Cue.TRAUMA)


def split(*pairs: tuple[Act, str], **how: object) -> Reading:
    """Make a reading whose acts stand in different words."""
    text = " ".join(dict.fromkeys(quote for _, quote in pairs))
    plain = reading_of(text=text, quote=text, **how)
    return plain.model_copy(update={"acts": tuple(SpottedAct(act=act, quote=quote) for act, quote in pairs)})


def test_strength_and_change_each_name_their_own_words():
    mixed = split(
        (Act.VALIDATION, "Of course it hurt."),
        (Act.PRESSES_FOR_DETAIL, "Who was it?"),
        empathy=2.8,
        cues=PAINFUL,
    )
    feedback = feedback_on(mixed)
    assert (feedback.strength.criterion, feedback.strength.quote) == (
        "emotional_validation",
        "Of course it hurt.",
    )
    assert feedback.change.quote == "Who was it?"


def test_the_change_is_the_lowest_criterion_with_the_highest_weight():
    missed = reading_of(empathy=1.0, cues=(Cue.FEELING, Cue.CULTURE, Cue.LEDGER))
    assert feedback_on(missed).change.criterion == "empathy"
    low = reading_of(Act.VALIDATION, empathy=3.2, cues=(Cue.FEELING, Cue.CHOICE), boundary=1.0)
    assert feedback_on(low).change.criterion == "boundary_setting"


def test_a_danger_that_was_passed_by_comes_before_every_weighted_criterion():
    assert feedback_on(reading_of(empathy=1.0, cues=(Cue.FEELING, Cue.RISK_SELF))).change.criterion == "risk_and_scope"


def test_a_gate_is_the_change_and_nothing_is_praised_beside_it():
    warm = reading_of(Act.SECRECY_PROMISE, Act.VALIDATION, empathy=3.6, cues=(Cue.FEELING, Cue.PRIVACY))
    feedback = feedback_on(warm)
    assert feedback.strength is None
    assert feedback.change.criterion == "confidentiality"
    assert feedback.change.quote == "First I said this."
    assert feedback.change.text in load_rubric().gates[2].advice
    assert load_rubric().gates[2].gate in grade(warm).gates
    assert feedback.change.rule.endswith("Take it to your supervisor as well.")
    assert "will look" not in feedback.change.rule


def test_a_danger_passed_by_twice_is_told_without_a_quote():
    text = "And what did your manager say?"
    reading = reading_of(Act.OPEN_QUESTION, text=text, quote=text)
    exchange = exchange_of(reading, "Anyway, work.", said("Some nights I want to die.", "How is work?"))
    feedback = coach_of().feedback(exchange, local_grader().grade_exchange(exchange, reading), None)
    assert feedback.change.criterion == "risk_and_scope"
    assert feedback.change.quote is None
    assert feedback.strength is None


def test_nothing_is_praised_beside_a_harm():
    assert feedback_on(reading_of(Act.MINIMISING, Act.WARM_LIMIT, boundary=3.6, cues=(Cue.FEELING,))).strength is None


def test_what_is_adequate_is_named_modestly():
    fair = reading_of(Act.VALIDATION, empathy=2.0, cues=(Cue.FEELING, Cue.CULTURE))
    strength = feedback_on(fair).strength
    assert strength.text in {text for criterion in load_rubric().criteria for text in criterion.strength["middle"]}


def test_a_fully_skilled_turn_has_a_strength_and_no_change():
    skilled = reading_of(Act.VALIDATION, Act.COMPLEX_REFLECTION, empathy=3.2, cues=(Cue.FEELING,))
    feedback = feedback_on(skilled, exemplar_of("Good, another way."))
    assert feedback.strength.criterion == "empathy"
    assert feedback.change is None
    assert feedback.alternative is None


def test_low_confidence_says_so_and_gives_no_level():
    change = feedback_on(reading_of(empathy=1.0, sure=0.2)).change
    assert change.text.startswith(UNSURE)
    assert not [name for name in load_rubric().level_names if name in change.rule]


def test_advice_differs_for_a_cue_passed_by_and_for_words_that_took_away():
    advice = load_rubric().criterion("respect_autonomy").advice
    texts = [
        feedback_on(reading_of(*signs, empathy=3.2, cues=(Cue.CHOICE,), sure=0.9)).change
        for signs in ((Act.PUSHES_TO_LEAVE,), (Act.OFFERS_CHOICE, Act.PUSHES_TO_LEAVE))
    ]
    assert texts[0].text in advice["low"]
    assert texts[1].text in advice["middle"]
    unmet = feedback_on(reading_of(empathy=2.6, cues=(Cue.PRIVACY,), sure=0.9)).change
    assert unmet.text in load_rubric().criterion("confidentiality").advice["missed"]


def test_the_authors_reply_is_the_alternative_if_our_grader_finds_it_good():
    plain = reading_of(empathy=1.0, cues=(Cue.FEELING,))
    alternative = feedback_on(plain, exemplar_of("Good too."), good_reply="Good, you are here.").alternative
    assert "Good, you are here." in alternative.text
    assert "One of several" in alternative.text
    assert alternative.quote is None


def test_a_reply_that_our_grader_does_not_find_good_is_never_shown():
    plain = reading_of(empathy=1.0, cues=(Cue.FEELING,))
    alternative = feedback_on(plain, exemplar_of("Good, from elsewhere."), good_reply="Plain words.").alternative
    assert "Plain words." not in alternative.text
    assert "Good, from elsewhere." in alternative.text
    assert "After another client, who said “I can't sleep.”" in alternative.text


def test_exemplars_that_our_grader_turns_down_are_passed_over():
    plain = reading_of(empathy=1.0, cues=(Cue.FEELING,))
    shelf = (
        exemplar_of("Harm one.", identity="X1"),
        exemplar_of("Plain.", identity="X2"),
        exemplar_of("Good.", identity="X3"),
    )
    assert "“Good.”" in feedback_on(plain, *shelf).alternative.text
    assert feedback_on(plain, *shelf[:2]).alternative is None


def test_the_trainees_own_words_are_no_alternative():
    own = reading_of(empathy=1.0, cues=(Cue.FEELING,), text="Good  WORDS.", quote="Good  WORDS.")
    assert feedback_on(own, exemplar_of("Good words."), good_reply="good words.").alternative is None


@settings(max_examples=150, deadline=None)
@given(readings)
def test_feedback_never_contradicts_the_grades(reading: Reading):
    grades = grade(reading)
    feedback = feedback_on(reading, exemplar_of("Good, one way."))
    given = [one for one in (feedback.strength, feedback.change, feedback.alternative) if one]
    assert [one.kind for one in given] == [k for k in ("strength", "change", "alternative") if getattr(feedback, k)]
    assert len({one.text for one in given}) == len(given)
    for one in given:
        assert one.quote is None or one.quote in WORDS
        assert not LEVEL_NUMBER.search(one.text), one.text
        assert not BLAME.search(one.text), one.text
    if feedback.strength:
        assert grades.of(feedback.strength.criterion).level >= 2
        assert not grades.gates
        assert not [one for one in grades.criteria if one.level == 0]
        assert not feedback.change or feedback.change.criterion != feedback.strength.criterion
    if feedback.change:
        assert grades.gates or grades.of(feedback.change.criterion).level <= 2
    else:
        assert not grades.gates
        skilled = (grades.of("empathy").level or 0) >= 3
        sure = [one for one in grades.criteria if one.confidence >= load_rubric().unsure_below or not skilled]
        assert all(one.level is None or one.level >= 3 for one in sure)
        assert all(one.level is None or one.level >= 2 for one in grades.criteria)
    assert not feedback.alternative or feedback.change


@settings(max_examples=60, deadline=None)
@given(readings)
def test_the_words_that_took_away_are_never_the_words_that_are_praised(reading: Reading):
    feedback = feedback_on(reading)
    strength, change = feedback.strength, feedback.change
    if strength and change and change.quote and grade(reading).of(change.criterion).level <= 1:
        assert change.quote not in strength.quote
        assert strength.quote not in change.quote


def test_a_flag_alone_brings_its_words_to_the_gate():
    text = "Add me on the app. It is late."
    flagged = reading_of(Flag.DUAL_RELATIONSHIP, boundary=0.4, text=text, quote="Add me on the app.")
    assert feedback_on(flagged).change.quote == "Add me on the app."


def test_the_same_advice_is_reworded_and_then_gives_way_to_the_next_thing():
    missed = reading_of(empathy=1.0, cues=(Cue.FEELING, Cue.CULTURE))
    exchange = exchange_of(missed)
    grades, told = grade(missed), ()
    for _ in range(9):
        told += (coach_of().feedback(exchange, grades, None, told),)
    assert len({one.change.text for one in told}) == 9
    first = [one.change.criterion for one in told[:4]]
    assert first == ["empathy", "empathy", "empathy", "emotional_validation"]
    assert {one.change.criterion for one in told} >= {"empathy", "emotional_validation", "cultural_competence"}


def test_when_all_was_said_an_earlier_turn_is_pointed_to_and_then_nothing_is_said():
    missed = reading_of(empathy=1.0)
    exchange = exchange_of(missed)
    grades, told = grade(missed), ()
    for _ in range(8):
        told += (coach_of().feedback(exchange, grades, None, told),)
    texts = [one.change.text if one.change else None for one in told]
    assert all("turn 1" in text for text in texts[3:6])
    assert len(set(texts[:6])) == 6
    assert texts[6:] == [None, None]


def test_a_gate_is_never_passed_over_however_often_it_is_raised():
    reading = reading_of(Act.SECRECY_PROMISE, empathy=2.0, cues=(Cue.PRIVACY,))
    exchange = exchange_of(reading)
    grades, told = grade(reading), ()
    for _ in range(10):
        told += (coach_of().feedback(exchange, grades, None, told),)
    assert all(one.change and one.change.criterion == "confidentiality" for one in told)


def test_skilled_turns_are_praised_anew_and_then_by_the_turn_that_they_are_like():
    skilled = reading_of(Act.VALIDATION, Act.COMPLEX_REFLECTION, empathy=3.2)
    exchange = exchange_of(skilled)
    grades, told = grade(skilled), ()
    for _ in range(6):
        told += (coach_of().feedback(exchange, grades, None, told),)
    assert len({one.strength.text for one in told}) == 6


def test_an_alternative_that_was_shown_is_not_shown_again():
    plain = reading_of(empathy=1.0, cues=(Cue.FEELING,))
    exchange = exchange_of(plain)
    coach = coach_of(exemplar_of("Good one.", identity="X1"), exemplar_of("Good two.", identity="X2"))
    grades, told = grade(plain), ()
    for _ in range(3):
        told += (coach.feedback(exchange, grades, None, told),)
    assert "“Good one.”" in told[0].alternative.text
    assert "“Good two.”" in told[1].alternative.text
    assert told[2].alternative is None


def test_words_that_can_grow_are_praised_and_the_change_goes_by_the_clients_words():
    fair = reading_of(Act.VALIDATION, empathy=2.0, cues=(Cue.FEELING,))
    feedback = feedback_on(fair, client="It has been a long week.")
    assert feedback.strength.quote == "First I said this."
    assert (feedback.change.quote, feedback.change.client_quote) == (None, "It has been a long week.")


def test_warm_words_around_a_frame_that_gave_way_are_not_praised():
    warm = reading_of(Act.CROSSING, empathy=3.4, boundary=0.8, cues=(Cue.BOUNDARY_TIME, Cue.FEELING))
    strength = feedback_on(warm).strength
    assert strength is None or strength.criterion != "empathy"


def test_a_skilled_turn_is_not_followed_by_a_mere_guess():
    skilled = reading_of(Act.COMPLEX_REFLECTION, empathy=3.4, cues=(Cue.CULTURE,), sure=0.9)
    assert [one for one in grade(skilled).criteria if one.level == 2 and one.confidence < 0.4]
    assert feedback_on(skilled).change is None


def test_modest_praise_needs_an_act_in_the_very_words_that_are_praised():
    asked = reading_of(Act.OPEN_QUESTION, empathy=2.0)
    assert feedback_on(asked).strength is None


def test_another_clients_danger_is_no_alternative_where_there_is_none():
    plain = reading_of(empathy=1.0, cues=(Cue.FEELING,))
    asks = exemplar_of("Good, are you safe?").model_copy(update={"cues": (Cue.RISK_PARTNER,)})
    assert feedback_on(plain, asks).alternative is None


def test_high_praise_of_a_pillar_needs_an_act_that_the_rubric_calls_skilled():
    rubric = load_rubric()
    for act, praised in ((Act.COMPLEX_REFLECTION, "high"), (Act.SIMPLE_REFLECTION, "middle")):
        grades = grade(reading_of(act, empathy=1.0, cues=(Cue.STORY,), pillars={"active_listening": 3.2}))
        strength = strength_for(grades, rubric, None)
        assert (grades.of("active_listening").level, strength.criterion) == (3, "active_listening")
        assert strength.text in rubric.criterion("active_listening").strength[praised]
