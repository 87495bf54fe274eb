"""Two opinions make one grade: the embedded level stands, and how sure it is goes by both."""

import pytest

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Gate
from evaluator.grades import CriterionGrade, ExchangeGrades, GraderStamp
from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from evaluator.panel import Agreement, hear_both, shipped_panel_table
from evaluator.rubric import load_rubric
from tests.evaluator.grading import grade, reading_of

STAMP = JudgeStamp(model="m", prompt="1", rubric="trust", rubric_version=1, form="json_schema", examples=())
TABLE = shipped_panel_table()


def first(level: int | None, sure: float = 0.6, gates: tuple[Gate, ...] = ()) -> ExchangeGrades:
    empathy = CriterionGrade(
        criterion="empathy",
        level=level,
        estimate=level,
        confidence=sure,
        quote="words" if level is not None else None,
        reason="r",
    )
    stamp = GraderStamp(name="local", rubric="trust", rubric_version=1, weights_version="w")
    return ExchangeGrades(criteria=(empathy,), flags=(), gates=gates, acts=(), cues=(), grader=stamp)


def second(level: int | None, suspicious: tuple[str, ...] = ()) -> SecondOpinion:
    opinion = CriterionOpinion(
        criterion="empathy", level=level, quote="words" if level is not None else None, reason="s"
    )
    return SecondOpinion(opinions=(opinion,), suspicious=suspicious, stamp=STAMP)


def heard(one: int | None, other: int | None, **more):
    suspicious = more.pop("suspicious", ())
    return hear_both(first(one, **more), second(other, suspicious), load_rubric()).of("empathy")


@pytest.mark.parametrize("one", [None, 0, 1, 2, 3, 4])
@pytest.mark.parametrize("other", [None, 0, 1, 2, 3, 4])
def test_a_second_opinion_never_moves_a_level(one, other):
    assert heard(one, other).level == one


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_agreement_makes_a_grade_surer_but_never_certain(level):
    grade_ = heard(level, level, sure=0.6)
    assert grade_.agreement is Agreement.SAME
    assert grade_.confidence == pytest.approx(0.6 + 0.4 * TABLE.same_takes_doubt)
    assert heard(level, level, sure=0.94).confidence <= TABLE.surest
    assert heard(level, level, sure=0.99).confidence == 0.99


def test_one_level_apart_leaves_a_grade_as_sure_as_it_was():
    for one, other in ((2, 3), (3, 2)):
        grade_ = heard(one, other, sure=0.6)
        assert (grade_.agreement, grade_.confidence, grade_.needs_person) == (Agreement.NEAR, 0.6, False)


def test_two_levels_apart_halves_how_sure_it_is_and_calls_a_person():
    for one, other in ((1, 3), (3, 1), (1, 4)):
        grade_ = heard(one, other, sure=0.6)
        assert (grade_.agreement, grade_.confidence, grade_.needs_person) == (Agreement.APART, 0.3, True)


def test_a_harm_that_the_second_opinion_alone_sees_calls_a_person():
    assert heard(1, 0).needs_person
    assert not heard(0, 0).needs_person


def test_a_kinder_second_opinion_casts_no_doubt_on_a_harm_or_on_what_stands_at_a_gate():
    assert heard(0, 4, sure=0.6).confidence == 0.6
    assert heard(0, 4).needs_person
    gated = first(1, sure=0.6, gates=(Gate.BLAME,))
    rule = next(rule for rule in load_rubric().gates if rule.gate is Gate.BLAME)
    told = gated.criteria[0].model_copy(update={"criterion": rule.criterion})
    opinion = second(4).opinions[0].model_copy(update={"criterion": rule.criterion})
    kinder = hear_both(
        gated.model_copy(update={"criteria": (told,)}),
        second(4).model_copy(update={"opinions": (opinion,)}),
        load_rubric(),
    ).of(rule.criterion)
    assert (kinder.level, kinder.confidence, kinder.needs_person) == (1, 0.6, True)


def test_a_gate_stays_raised_whatever_the_judge_gives():
    reading = reading_of(Act.VIOLATION, empathy=3.0, boundary=0.0, cues=(Cue.BOUNDARY_PHONE,))
    grades = grade(reading)
    kind = SecondOpinion(
        opinions=tuple(
            CriterionOpinion(criterion=one.criterion, level=4, quote="First I said this.", reason="s")
            for one in grades.criteria
        ),
        suspicious=(),
        stamp=STAMP,
    )
    panel = hear_both(grades, kind, load_rubric())
    assert panel.of("boundary_setting").level == 0
    assert panel.needs_person
    assert {one.criterion: one.level for one in panel.grades} == {one.criterion: one.level for one in grades.criteria}


@pytest.mark.parametrize("other", [0, 1, 2, 3, 4])
def test_an_opinion_on_suspicious_words_counts_for_nothing_and_calls_a_person(other):
    panel = hear_both(first(2, 0.6), second(other, ("words to a grader",)), load_rubric())
    grade_ = panel.of("empathy")
    assert (grade_.level, grade_.confidence, grade_.agreement) == (2, 0.6, Agreement.ALONE)
    assert panel.needs_person


def test_where_one_of_them_gives_no_level_there_is_nothing_to_hold_against():
    for one, other in ((None, 3), (2, None)):
        grade_ = heard(one, other, sure=0.6)
        assert (grade_.confidence, grade_.agreement, grade_.needs_person) == (0.6, Agreement.ALONE, False)


def test_the_numbers_stand_in_one_table_and_another_changes_the_outcome():
    stricter = TABLE.model_copy(update={"person_from": 1, "one_apart_keeps": 0.8})
    grade_ = hear_both(first(2, 0.5), second(3), load_rubric(), stricter).of("empathy")
    assert (grade_.confidence, grade_.needs_person) == (pytest.approx(0.4), True)
