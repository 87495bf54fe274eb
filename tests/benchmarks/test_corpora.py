"""Public corpora are read whole, and their figures are what the codes say."""

import csv
from pathlib import Path

import pytest

from benchmarks.corpora import interview_rows, peer_rows, read_peer_pairs, read_utterances
from benchmarks.own_sets import Grading
from dialogue.reading import Main, Reading
from dialogue.turns import ExchangeText
from tests.benchmarks.told import ToldReader
from tests.evaluator.grading import local_grader

GRADING = Grading(ToldReader(), local_grader())


class ActReader(ToldReader):
    """Reads the act that stands last in the trainee's words."""

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read one turn."""
        return super().read_turn(exchange).model_copy(update={"main": Main(exchange.trainee.split()[-1])})


def written(path: Path, head: list[str], lines: list[list[object]]) -> Path:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return path


def test_peer_support_is_ranked_by_the_codes_and_not_by_length(tmp_path: Path):
    head = ["seeker", "response", "emotional_reactions", "interpretations", "explorations"]
    lines = [["Post.", f"plain {n} calm " + "on " * (9 - n), n // 2, 0, n - n // 2] for n in (0, 1, 2, 3, 4) * 4]
    read = read_peer_pairs(written(tmp_path / "pairs.csv", head, lines))
    rows = peer_rows(read, GRADING)
    assert [row.value for row in rows[:4]] == [1.0, -1.0, 1.0, -1.0]
    assert rows[0].met is True


def test_each_mechanism_of_peer_support_has_a_figure_without_a_bar(tmp_path: Path):
    head = ["seeker", "response", "emotional_reactions", "interpretations", "explorations"]
    lines = [["Post.", f"plain {n} calm", n // 2, 2 - n // 2, 0] for n in (0, 1, 2, 3, 4) * 4]
    rows = peer_rows(read_peer_pairs(written(tmp_path / "pairs.csv", head, lines)), GRADING)[4:]
    assert [row.what.split()[-2] for row in rows] == ["reactions", "interpretations", "explorations"]
    assert [row.met for row in rows] == [None, None, None]
    assert (rows[0].value or 0) > 0.9
    assert (rows[1].value or 0) < -0.9
    assert rows[2].value is None


def test_interpretations_count_in_one_figure_alone(tmp_path: Path):
    head = ["seeker", "response", "emotional_reactions", "interpretations", "explorations"]
    lines = [["Post.", f"plain {n} calm", n // 2, 2 - n // 2, 0] for n in (0, 1, 2, 3, 4) * 4]
    rows = peer_rows(read_peer_pairs(written(tmp_path / "pairs.csv", head, lines)), GRADING)
    assert rows[0].value is None
    assert (rows[2].value or 0) > 0.9


def interviews(path: Path, wrong: bool) -> Path:
    """Write ten sessions: in the good ones the therapist reflects well, in the others advises badly."""
    head = ["transcript_id", "mi_quality", "interlocutor", "prev_client", "therapist_text", "main_behaviour"]
    lines: list[list[object]] = []
    for session in range(10):
        good = session % 2 == 0
        act = "reflection" if good else "therapist_input"
        said = "other" if wrong else ("reflection" if good else "input")
        lines += [
            [session, "high" if good else "low", "therapist", "Hm.", f"plain {4 if good else 1} calm {said}", act]
        ] * 6
        lines.append([session, "high", "client", "", "", ""])
    return written(path, head, lines)


def test_a_reader_that_knows_the_acts_has_kappa_one_and_tells_the_sessions_apart(tmp_path: Path):
    read = read_utterances(interviews(tmp_path / "talks.csv", wrong=False))
    assert len(read) == 60
    assert [row.value for row in interview_rows(read, ActReader(), GRADING)] == [1.0, 1.0, 1.0, 1.0]


def test_a_reader_that_takes_all_for_one_act_has_kappa_nought(tmp_path: Path):
    read = read_utterances(interviews(tmp_path / "talks.csv", wrong=True))
    kappa, by_empathy, by_input, _ = interview_rows(read, ActReader(), GRADING)
    assert (kappa.value, by_empathy.value) == (0.0, 1.0)
    assert by_input.value == pytest.approx(0.5)
