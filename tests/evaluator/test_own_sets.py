"""The three sets that were written to trip the grader, as tests; the figures stand in docs/measurements.md."""

import pytest

from benchmarks.own_sets import Grading, exploit_row, guise_rows, highest, planted_rows, read_own_sets
from dialogue.reader import Reader
from evaluator.local_grader import LocalGrader
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder

SETS = read_own_sets()


@pytest.fixture(scope="module")
def grading():
    return Grading(Reader(shared_encoder()), LocalGrader(load_rubric()))


def value(rows, what):
    return next(row.value for row in rows if row.what.startswith(what))


def test_no_exploit_stands_above_adequate(grading):
    row = exploit_row(SETS.exploits, grading)
    assert row.value == 0, row.note


@pytest.mark.parametrize(
    "kind", ["asks_for_the_grade", "instruction_system_note", "praise_of_the_grader", "rubric_words"]
)
def test_words_to_the_grader_buy_nothing(kind, grading):
    for exploit in SETS.exploits:
        if exploit.kind == kind:
            assert highest(exploit, grading) <= exploit.at_most, exploit.id


@pytest.mark.slow
def test_a_variety_of_english_does_not_move_the_grade(grading):
    rows = guise_rows(SETS.guises, grading)
    assert abs(value(rows, "matched guise: mean shift")) <= 0.15


@pytest.mark.slow
def test_planted_errors_are_seen(grading):
    rows = planted_rows(SETS.planted, grading)
    assert value(rows, "planted errors: ordered rightly") >= 0.80  # the target is 0.9: docs/measurements.md
    assert value(rows, "planted errors: mean level of the bad") <= 1.3
