"""The table of agreement: right figures from known grades, and an honest word about the labels."""

import json
from pathlib import Path

import pytest

from benchmarks import evaluator
from benchmarks.baselines import Labelled, by_length, by_words
from benchmarks.figures import plain
from benchmarks.labelled import LabelledExchange, read_exchanges
from benchmarks.table import Row
from dialogue.flags import Flag
from tests.benchmarks.told import ToldReader
from tests.evaluator.grading import local_grader

LEVELS = (0, 1, 2, 3, 4, 2, 3, 1)


def labelled(words: str, level: int, *flags: Flag, boundary: int | None = None) -> LabelledExchange:
    """Make one labelled exchange."""
    text = f"{words.split()[0]} {level} {' '.join(words.split()[1:])}".strip()
    return LabelledExchange(
        id=text, family="general", client="Hm.", trainee=text, empathy=level, boundary=boundary, flags=flags
    )


def measured(*exchanges: LabelledExchange) -> list[evaluator.Measured]:
    """Grade with the reader that was told."""
    return evaluator.grade_all(exchanges, ToldReader(), local_grader())


def of(rows: list[Row], what: str) -> Row:
    """Find a row."""
    return next(row for row in rows if row.what.startswith(what))


def test_a_grader_that_gives_the_labels_has_kappa_one_and_no_leniency():
    rows = evaluator.headline_rows("empathy", "empathy", measured(*(labelled("plain calm", n) for n in LEVELS)))
    assert of(rows, "empathy: quadratic kappa").value == 1.0
    assert of(rows, "empathy: quadratic kappa").met is True
    assert of(rows, "empathy: leniency").value == 0.0


def test_a_grader_that_is_one_level_milder_is_lenient_and_misses_the_bar():
    rows = evaluator.headline_rows("empathy", "empathy", measured(*(labelled("shifted calm", n) for n in LEVELS)))
    lenient = of(rows, "empathy: leniency")
    assert lenient.value == pytest.approx(sum(min(n + 1, 4) - n for n in LEVELS) / len(LEVELS), abs=1e-4)
    assert lenient.met is False


def test_every_row_on_the_labels_says_that_no_clinician_gave_them():
    found = measured(*(labelled("plain", n, boundary=n) for n in LEVELS))
    rows = [*evaluator.headline_rows("boundary_setting", "boundary", found), evaluator.occasion_row(found)]
    rows += evaluator.flag_rows(found)
    agreeing = [row for row in rows if "length, label held" not in row.what]
    assert all("not by clinicians" in row.note for row in agreeing)


def test_an_occasion_that_is_seen_where_there_is_none_lowers_its_f1():
    right = measured(labelled("plain", 3, boundary=3), labelled("plain calm", 2))
    assert evaluator.occasion_row(right).value == 1.0
    wrong = measured(labelled("plain", 3, boundary=3), labelled("plain", 2))
    assert evaluator.occasion_row(wrong).value == pytest.approx(2 / 3, abs=1e-4)


def test_a_serious_flag_that_is_passed_by_lowers_recall_and_one_invented_lowers_precision():
    rows = evaluator.flag_rows(
        measured(
            labelled("plain friends", 0, Flag.DUAL_RELATIONSHIP, boundary=0),
            labelled("plain", 0, Flag.ABANDONMENT, boundary=0),
            labelled("plain friends", 1, Flag.MINIMISING, boundary=1),
        )
    )
    assert of(rows, "serious flags: recall").value == 0.5
    assert of(rows, "serious flags: precision").value == 0.5
    assert of(rows, "flags: micro-F1").value == pytest.approx(2 / 5, abs=1e-4)


def test_the_measuring_set_is_read_strictly(tmp_path: Path):
    path = tmp_path / "exchanges_dev.jsonl"
    fields = {"id": "1", "family": "f", "client": "c", "trainee": "t", "empathy": 5, "boundary": None, "flags": []}
    path.write_text(json.dumps(fields) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="empathy"):
        read_exchanges(path)


def test_a_folder_without_the_measuring_sets_says_so_and_measures_our_own(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(evaluator, "own_set_rows", lambda grading: [plain("our own", 1.0)])
    rows = evaluator.measure(tmp_path)
    missing = [row.what for row in rows if row.figure == "not there"]
    assert missing == ["exchanges_dev.jsonl", "epitome_dev.csv", "annomi_dev.csv"]
    assert of(rows, "our own").value == 1.0


def test_the_baselines_learn_what_they_can_see_and_nothing_else():
    long = [Labelled(trainee="on " * 2**level, level=level) for level in (0, 1, 2, 3, 4) for _ in range(4)]
    assert by_length(long)(["on " * 16, "on"]) == [4, 0]
    worded = [Labelled(trainee=words, level=level) for words, level in (("kind words", 4), ("cold words", 0)) * 30]
    kind, cold = by_words(worded)(["kind", "cold"])
    assert kind > 2 > cold
