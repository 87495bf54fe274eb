"""The embedded grader on readings made by hand: every criterion, every level that the rules can reach."""

import pytest

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import Direction
from evaluator.rubric import load_rubric
from tests.evaluator.grading import grade, reading_of

CASES = [
    # criterion, level, signs, how
    ("empathy", 0, (), {"empathy": 0.3}),
    ("empathy", 1, (), {"empathy": 1.4}),
    ("empathy", 2, (), {"empathy": 1.5}),
    ("empathy", 3, (), {"empathy": 3.2}),
    ("empathy", 4, (), {"empathy": 3.5}),
    ("boundary_setting", 0, (), {"boundary": 0.1}),
    ("boundary_setting", 1, (), {"boundary": 1.0}),
    ("boundary_setting", 2, (Act.RIGID_LIMIT,), {"boundary": 2.8, "direction": Direction.RIGID}),
    ("boundary_setting", 3, (Act.WARM_LIMIT,), {"boundary": 2.2}),
    ("boundary_setting", 4, (Act.WARM_LIMIT,), {"boundary": 3.8}),
    ("rupture_repair", 0, (Act.COERCION,), {"cues": (Cue.WITHDRAWAL,)}),
    ("rupture_repair", 1, (Act.DEFENSIVE,), {"cues": (Cue.CONFRONTATION,)}),
    ("rupture_repair", 2, (Act.NAMES_STRAIN,), {"cues": (Cue.WITHDRAWAL,)}),
    ("rupture_repair", 3, (Act.TAKES_RESPONSIBILITY, Act.EXPLORES_STRAIN), {"cues": (Cue.CONFRONTATION,)}),
    (
        "rupture_repair", 4, (Act.TAKES_RESPONSIBILITY, Act.EXPLORES_STRAIN, Act.RENEGOTIATES),
        {"cues": (Cue.CONFRONTATION,)},
    ),
    ("emotional_validation", 0, (Act.MINIMISING,), {"cues": (Cue.FEELING,)}),
    ("emotional_validation", 1, (Act.SMALL_TALK,), {"cues": (Cue.FEELING,)}),
    ("emotional_validation", 2, (Act.VALIDATION,), {"cues": (Cue.FEELING,)}),
    ("emotional_validation", 3, (Act.VALIDATION,), {"cues": (Cue.FEELING,), "empathy": 2.8}),
    ("emotional_validation", 4, (Act.VALIDATION,), {"cues": (Cue.FEELING,), "empathy": 3.7}),
    ("trauma_sensitivity", 0, (Act.PRESSES_FOR_DETAIL,), {"cues": (Cue.TRAUMA, Cue.STOP_SIGNAL)}),
    ("trauma_sensitivity", 1, (Act.PRESSES_FOR_DETAIL,), {"cues": (Cue.TRAUMA,)}),
    ("trauma_sensitivity", 2, (Act.GROUNDING,), {"cues": (Cue.TRAUMA,)}),
    ("trauma_sensitivity", 3, (Act.OFFERS_CHOICE,), {"cues": (Cue.TRAUMA,)}),
    ("trauma_sensitivity", 4, (Act.OFFERS_CHOICE, Act.RENEGOTIATES), {"cues": (Cue.TRAUMA,), "empathy": 3.1}),
    ("cultural_competence", 0, (Act.STEREOTYPE,), {"cues": (Cue.CULTURE,)}),
    ("cultural_competence", 1, (Flag.CULTURAL_ASSUMPTION,), {}),
    ("cultural_competence", 2, (Act.CULTURAL_HUMILITY,), {"cues": (Cue.CULTURE,)}),
    ("cultural_competence", 3, (Act.CULTURAL_HUMILITY, Act.OPEN_QUESTION), {"cues": (Cue.CULTURE,)}),
    ("cultural_competence", 4, (Act.CULTURAL_HUMILITY, Act.OFFERS_CHOICE), {"cues": (Cue.CULTURE,), "empathy": 3.2}),
    ("confidentiality", 0, (Act.SECRECY_PROMISE,), {"cues": (Cue.PRIVACY,)}),
    ("confidentiality", 1, (), {"cues": (Cue.PRIVACY,)}),
    ("confidentiality", 2, (Act.LIMITS_OF_CONFIDENTIALITY,), {"cues": (Cue.PRIVACY,)}),
    ("confidentiality", 3, (Act.LIMITS_OF_CONFIDENTIALITY, Act.OFFERS_CHOICE), {"cues": (Cue.PRIVACY,)}),
    ("confidentiality", 4, (Act.LIMITS_OF_CONFIDENTIALITY, Act.OPEN_QUESTION), {"cues": (Cue.PRIVACY,), "empathy": 3}),
    ("respect_autonomy", 0, (Act.COERCION,), {"cues": (Cue.CHOICE,)}),
    ("respect_autonomy", 1, (Act.ADVICE,), {"cues": (Cue.CHOICE,)}),
    ("respect_autonomy", 2, (Act.OFFERS_CHOICE,), {"cues": (Cue.CHOICE,)}),
    ("respect_autonomy", 3, (Flag.AUTONOMY_SUPPORT, Act.OPEN_QUESTION), {"cues": (Cue.CHOICE,)}),
    ("respect_autonomy", 4, (Flag.AUTONOMY_SUPPORT, Act.REMEMBERS_DETAIL), {"cues": (Cue.CHOICE,), "empathy": 3.2}),
    ("active_listening", 0, (Act.DOUBTS_ATTRIBUTION,), {"cues": (Cue.STORY,)}),
    ("active_listening", 1, (Act.SMALL_TALK,), {"cues": (Cue.STORY,)}),
    ("active_listening", 2, (Act.SIMPLE_REFLECTION,), {"cues": (Cue.STORY,)}),
    ("active_listening", 3, (Act.COMPLEX_REFLECTION,), {"cues": (Cue.STORY,), "empathy": 2.8}),
    ("active_listening", 4, (Act.REMEMBERS_DETAIL, Act.COMPLEX_REFLECTION), {"cues": (Cue.STORY,), "empathy": 2.8}),
    ("non_judgmental", 0, (Act.JUDGMENT,), {}),
    ("non_judgmental", 1, (Flag.FALSE_CERTAINTY,), {"cues": (Cue.SHAME,)}),
    ("non_judgmental", 2, (Act.SHORT_FOLLOWING,), {"cues": (Cue.SHAME,)}),
    ("non_judgmental", 3, (Act.OPEN_QUESTION,), {"cues": (Cue.SHAME,), "empathy": 2.8}),
    ("non_judgmental", 4, (Act.VALIDATION,), {"cues": (Cue.SHAME,), "empathy": 3.7}),
    ("authenticity", 0, (Act.HOSTILITY,), {"cues": (Cue.REAL_QUESTION,)}),
    ("authenticity", 1, (Act.LONG_DISCLOSURE,), {}),
    ("authenticity", 2, (Act.NAMES_STRAIN,), {"cues": (Cue.REAL_QUESTION,)}),
    ("authenticity", 3, (Act.BRIEF_DISCLOSURE,), {}),
    ("authenticity", 4, (Act.NONDEFENSIVE, Act.OPEN_QUESTION), {"cues": (Cue.REAL_QUESTION,), "empathy": 3.2}),
    ("consistency", 0, (Act.HOSTILITY,), {"cues": (Cue.LEDGER,)}),
    ("consistency", 1, (Act.FORGETS_DETAIL,), {}),
    ("consistency", 2, (Act.NONDEFENSIVE,), {"cues": (Cue.LEDGER,)}),
    ("consistency", 3, (Act.REMEMBERS_DETAIL,), {}),
    ("consistency", 4, (Act.REMEMBERS_DETAIL, Act.MAKES_PROMISE), {"cues": (Cue.LEDGER,), "empathy": 3.2}),
    ("self_awareness", 0, (Act.JUDGMENT,), {"cues": (Cue.REACTION_NOTICED,)}),
    ("self_awareness", 1, (Act.OVER_APOLOGY,), {}),
    ("self_awareness", 2, (Act.NAMES_STRAIN,), {"cues": (Cue.REACTION_NOTICED,)}),
    ("self_awareness", 3, (Act.NONDEFENSIVE, Act.OPEN_QUESTION), {"cues": (Cue.REACTION_NOTICED,)}),
    ("self_awareness", 4, (Act.NONDEFENSIVE, Act.OFFERS_CHOICE), {"cues": (Cue.REACTION_NOTICED,), "empathy": 2.8}),
    ("risk_and_scope", 0, (Act.SCOPE_OVERREACH,), {}),
    ("risk_and_scope", 1, (), {"cues": (Cue.RISK_SELF,)}),
    ("risk_and_scope", 2, (Act.ASKS_ABOUT_SUICIDE,), {"cues": (Cue.RISK_SELF,)}),
    ("risk_and_scope", 3, (Act.ASKS_ABOUT_SAFETY,), {"cues": (Cue.RISK_PARTNER,), "empathy": 2.2}),
    ("risk_and_scope", 4, (Act.ASKS_ABOUT_SUICIDE, Act.TRAINEE_STATUS), {"cues": (Cue.RISK_SELF,), "empathy": 3.2}),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "level", "signs", "how"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_a_reading_reaches_its_level(criterion, level, signs, how):
    assert grade(reading_of(*signs, **how)).of(criterion).level == level


def test_the_cases_hold_every_level_of_every_criterion():
    wanted = {(criterion.id, level) for criterion in load_rubric().criteria for level in range(5)}
    assert {(case[0], case[1]) for case in CASES} == wanted


def test_every_criterion_of_the_rubric_is_graded_in_its_order():
    grades = grade(reading_of())
    assert [one.criterion for one in grades.criteria] == [one.id for one in load_rubric().criteria]


def test_without_an_occasion_there_is_no_level_but_a_reason():
    grades = grade(reading_of(cues=(Cue.FEELING,)))
    for criterion in (
        "boundary_setting",
        "rupture_repair",
        "confidentiality",
        "risk_and_scope",
        "consistency",
    ):
        assert grades.of(criterion).level is None
        assert "not applicable" in grades.of(criterion).reason.lower()


@pytest.mark.parametrize(
    ("criterion", "cue"),
    [
        ("boundary_setting", Cue.BOUNDARY_PHONE), ("rupture_repair", Cue.WITHDRAWAL),
        ("emotional_validation", Cue.FEELING_DOUBTED), ("trauma_sensitivity", Cue.AROUSAL),
        ("cultural_competence", Cue.CULTURE), ("confidentiality", Cue.BOUNDARY_SECRECY),
        ("respect_autonomy", Cue.CHOICE), ("active_listening", Cue.STORY), ("non_judgmental", Cue.SHAME),
        ("authenticity", Cue.REAL_QUESTION), ("consistency", Cue.LEDGER), ("self_awareness", Cue.REACTION_NOTICED),
        ("risk_and_scope", Cue.RISK_CHILD), ("risk_and_scope", Cue.BOUNDARY_SCOPE),
    ],
)  # fmt: skip
def test_a_cue_that_nothing_meets_is_missed_and_says_so(criterion, cue):
    missed = grade(reading_of(cues=(cue,))).of(criterion)
    assert missed.level == 1
    assert missed.quote is None
    assert "missed" in missed.reason.lower()


@pytest.mark.parametrize(("criterion", "cue"), [("confidentiality", Cue.PRIVACY), ("cultural_competence", Cue.CULTURE)])
def test_a_cue_that_is_openly_put_off_is_adequate(criterion, cue):
    text = "Who reads the notes matters. I want to come back to that before we end."
    put_off = grade(reading_of(cues=(cue,), text=text, quote=text)).of(criterion)
    assert put_off.level == 2
    assert put_off.quote == "I want to come back to that before we end."


def test_a_danger_cannot_be_put_off():
    text = "I want to come back to that next week."
    assert grade(reading_of(cues=(Cue.RISK_SELF,), text=text, quote=text)).of("risk_and_scope").level == 1


def test_a_harmful_act_caps_the_level_whatever_acts_stand_beside_it():
    warm = reading_of(Act.VALIDATION, Act.COMPLEX_REFLECTION, Act.MINIMISING, empathy=1.4, cues=(Cue.FEELING,))
    grades = grade(warm)
    assert grades.of("empathy").level == 0
    assert grades.of("emotional_validation").level == 0
    assert grades.of("empathy").quote == "First I said this."


def test_a_reading_that_contradicts_itself_is_unsure_and_claims_nothing_skilled():
    grades = grade(reading_of(Act.JUDGMENT, Act.VALIDATION, empathy=3.6, cues=(Cue.FEELING,)))
    for criterion in ("empathy", "emotional_validation"):
        assert grades.of(criterion).level == 2
        assert grades.of(criterion).confidence < load_rubric().unsure_below
    assert grade(reading_of(Act.JUDGMENT, empathy=1.4)).of("empathy").confidence >= load_rubric().unsure_below


def test_an_act_of_level_one_caps_the_level_at_two():
    mixed = reading_of(Act.TAKES_RESPONSIBILITY, Act.EXPLORES_STRAIN, Act.DEFENSIVE, cues=(Cue.CONFRONTATION,))
    assert grade(mixed).of("rupture_repair").level == 2
    assert grade(reading_of(Act.CLAIMED_SAMENESS, empathy=3.4)).of("empathy").level == 2


def test_problem_solving_while_the_strain_is_open_is_missed():
    hasty = reading_of(Act.NONDEFENSIVE, Act.EXPLORES_STRAIN, Act.ADVICE, cues=(Cue.CONFRONTATION,))
    assert grade(hasty).of("rupture_repair").level == 1


def test_warm_words_around_a_violation_do_not_lift_it():
    warm = reading_of(Act.VIOLATION, Act.WARM_LIMIT, boundary=3.6, empathy=3.6)
    assert grade(warm).of("boundary_setting").level == 0


def test_advice_with_permission_and_direction_in_danger_are_not_capped():
    asked = reading_of(Act.ADVICE, Act.ASKS_PERMISSION, cues=(Cue.CHOICE,))
    assert grade(asked).of("respect_autonomy").level == 3
    danger = reading_of(Act.ADVICE, Act.ASKS_ABOUT_SAFETY, cues=(Cue.CHOICE, Cue.RISK_PARTNER))
    assert grade(danger).of("respect_autonomy").level == 2


def test_a_limit_stated_coldly_is_two_and_keeps_its_direction():
    cold = grade(reading_of(Act.RIGID_LIMIT, boundary=2.1, direction=Direction.RIGID)).of("boundary_setting")
    assert (cold.level, cold.direction) == (2, Direction.RIGID)


def test_only_boundary_setting_has_a_direction():
    grades = grade(reading_of(Act.CROSSING, boundary=1.0, direction=Direction.DIFFUSE))
    assert [one.criterion for one in grades.criteria if one.direction] == ["boundary_setting"]


def test_an_estimate_without_words_that_carry_it_gives_no_level():
    plain = reading_of(empathy=3.0)
    wordless = plain.model_copy(update={"empathy": plain.empathy.model_copy(update={"quote": None})})
    empathy = grade(wordless).of("empathy")
    assert (empathy.level, empathy.estimate) == (None, 3.0)


def test_too_little_confidence_gives_no_level_but_keeps_the_estimate():
    empathy = grade(reading_of(empathy=3.0, sure=0.05)).of("empathy")
    assert (empathy.level, empathy.estimate) == (None, 3.0)
    assert "uncertain" in empathy.reason


def test_a_rule_of_thumb_is_less_sure_than_an_act():
    by_thumb = grade(reading_of(empathy=2.2, cues=(Cue.FEELING,))).of("emotional_validation")
    by_act = grade(reading_of(Act.VALIDATION, empathy=1.0, cues=(Cue.FEELING,))).of("emotional_validation")
    assert by_thumb.level == by_act.level == 2
    assert by_thumb.confidence < load_rubric().unsure_below <= by_act.confidence


def test_level_and_estimate_never_disagree_after_a_ceiling():
    capped = grade(reading_of(Act.JUDGMENT, empathy=1.4)).of("empathy")
    assert (capped.level, round(capped.estimate)) == (0, 0)


def test_a_fitted_pillar_goes_by_its_estimate_and_no_floor_lifts_it():
    by_rules = grade(reading_of(Act.VALIDATION, empathy=3.0, cues=(Cue.FEELING,)))
    fitted = grade(reading_of(Act.VALIDATION, empathy=3.0, cues=(Cue.FEELING,), pillars={"emotional_validation": 1.2}))
    assert by_rules.of("emotional_validation").level == 3
    assert fitted.of("emotional_validation").level == 1


def test_a_harm_caps_a_fitted_pillar_all_the_same():
    graded = grade(reading_of(Act.MINIMISING, empathy=1.0, cues=(Cue.FEELING,), pillars={"emotional_validation": 3.4}))
    validation = graded.of("emotional_validation")
    assert (validation.level, round(validation.estimate)) == (0, 0)


def test_a_fitted_pillar_is_not_graded_without_an_occasion():
    graded = grade(reading_of(Act.OPEN_QUESTION, pillars={"confidentiality": 3.9}))
    assert graded.of("confidentiality").level is None


def test_before_any_client_turn_empathy_has_no_occasion():
    assert grade(reading_of(Act.GREETING, empathy=1.0), client="").of("empathy").level is None


def test_the_grade_goes_by_the_reading_and_not_by_who_the_client_is():
    reading = reading_of(Act.WARM_LIMIT, Act.VALIDATION, boundary=3.2, empathy=2.7, cues=(Cue.FEELING,))
    one = grade(reading, client="I'm a deacon in Lagos, seventy next week.")
    assert one == grade(reading, client="im 19 n deaf, work nights, whatever")


def test_the_stamp_names_grader_rubric_and_weights():
    stamp = grade(reading_of()).grader
    assert (stamp.name, stamp.rubric, stamp.rubric_version, stamp.weights_version) == (
        "local",
        "trust",
        1,
        "by hand",
    )


def test_a_good_estimate_that_nothing_shows_is_adequate_and_unsure():
    unshown = grade(reading_of(Act.GREETING, empathy=1.0, cues=(Cue.FEELING,), pillars={"emotional_validation": 3.8}))
    validation = unshown.of("emotional_validation")
    assert validation.level == 2
    assert validation.confidence < load_rubric().unsure_below


def test_a_good_estimate_quotes_the_words_that_show_it():
    reading = reading_of(Act.VALIDATION, empathy=1.0, cues=(Cue.FEELING,), pillars={"emotional_validation": 3.8})
    elsewhere = reading.pillars["emotional_validation"].model_copy(update={"quote": reading.text})
    graded = grade(reading.model_copy(update={"pillars": {"emotional_validation": elsewhere}}))
    validation = graded.of("emotional_validation")
    assert (validation.level, validation.quote) == (4, "First I said this.")
    assert validation.confidence >= load_rubric().unsure_below


def test_a_missed_pillar_needs_nothing_that_shows_it():
    graded = grade(reading_of(empathy=3.0, cues=(Cue.FEELING,), pillars={"emotional_validation": 0.6}))
    assert graded.of("emotional_validation").level == 1
