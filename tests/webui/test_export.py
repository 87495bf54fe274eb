"""The two exports: no level that is too unsure to be told, and the turns that are worth a person's look."""

import re

import pytest

from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from practice.report import RaisedGate, report_on
from practice.second_opinion import Doubt
from practice.sessions import Mode, Prediction
from tests.webui.fakes import open_quick_room
from webui.export import as_markdown
from webui.export_lines import graded
from webui.export_page import as_html

HOSTILE = "<script>1</script>"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return open_quick_room(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def rubric(room):
    return room.catalog.rubric


@pytest.fixture(scope="module")
def report(room):
    """A finished session of three turns."""
    session = room.begin("local", "S04", Mode.COACHING, seed=5).session.id
    for number, words in enumerate(("That sounds frightening. What is it like?", "You should leave him.", "And you?")):
        room.say("local", session, words, f"{number}-key")
    room.end("local", session)
    room.predict("local", session, Prediction(empathy=3.5, boundary=1))
    return room.report("local", session)


def shaken(report, criterion="empathy", confidence=0.2):
    """Make one criterion of every turn too unsure to be told."""
    turns = []
    for turn in report.place.exchanges:
        grades = [
            one.model_copy(update={"confidence": confidence}) if one.criterion == criterion else one
            for one in turn.grades.criteria
        ]
        turns.append(turn.model_copy(update={"grades": turn.grades.model_copy(update={"criteria": tuple(grades)})}))
    return report.model_copy(update={"place": report.place.model_copy(update={"exchanges": tuple(turns)})})


def test_an_export_tells_no_level_that_is_too_unsure_to_be_told(report, rubric):
    assert any(line.startswith("Empathy: 3 (Skilled)") for line in graded(report.place.exchanges[0].grades, rubric))
    shaky = shaken(report)
    text, page = as_markdown(shaky, rubric), as_html(shaky, rubric)
    assert text.count("Empathy: not sure, no level") == page.count("Empathy: not sure, no level") == 3
    assert not re.search(r"Empathy: \d", text.split("## Transcript")[1] + page.split("Transcript")[1])


def test_both_exports_name_the_turns_worth_a_persons_look_after_the_gates(report, rubric):
    doubted = report.model_copy(
        update={
            "gates": (RaisedGate(gate="F_SECRECY", name="Promise of secrecy", turn=2, quote="I promise."),),
            "doubts": (Doubt(turn=2, reasons=("the two opinions differ on Empathy", HOSTILE)),),
        }
    )
    for text in (as_markdown(doubted, rubric), as_html(doubted, rubric)):
        assert text.index("supervisor first") < text.index("Worth a person’s look") < text.index("Headlines")
        assert "Turn 2: the two opinions differ on Empathy; " in text
        assert "<script" not in text.replace("\\<", "")
    for text in (as_markdown, as_html):
        assert "Worth a person" not in text(report.model_copy(update={"doubts": ()}), rubric)


def test_a_second_opinion_far_apart_leaves_its_turn_without_a_level_in_exports_and_charts(report, rubric):
    stamp = JudgeStamp(model="m", prompt="1", rubric="trust", rubric_version=1, form="json_schema", examples=())
    apart = CriterionOpinion(criterion="empathy", level=0, quote="That sounds", reason="Cold.")
    opinion = SecondOpinion(opinions=(apart,), suspicious=(), stamp=stamp)
    heard = report_on(report.place, rubric, {}, {}, {report.place.exchanges[0].id: opinion})
    assert heard.of("empathy").unsure == (1,)
    for text in (as_markdown(heard, rubric), as_html(heard, rubric)):
        assert text.count("Empathy: not sure, no level") == 1
