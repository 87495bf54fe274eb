"""What the pages show of second opinions: beside the grade, inert, and nothing where there are none."""

import pytest

from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from evaluator.panel import hear_both
from practice.second_opinion import Doubt, weighed
from practice.sessions import Mode, Prediction
from tests.webui.fakes import open_quick_room
from webui import present_home, present_report
from webui.export import as_markdown
from webui.export_page import as_html
from webui.present_second import STANDS, doubts, second_lines, second_opinion

HOSTILE = "<script>1</script> *bold*"
STAMP = JudgeStamp(model=HOSTILE, prompt="1", rubric="trust", rubric_version=1, form="json_schema", examples=())


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return open_quick_room(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def plain_report(room):
    session = room.begin("local", "S04", Mode.COACHING, seed=5).session.id
    room.say("local", session, "That sounds frightening. What is it like?", "k1")
    room.end("local", session)
    room.predict("local", session, Prediction(empathy=3, boundary=1))
    return room.report("local", session)


def with_opinion(report, rubric, level, suspicious=(), sure=None):
    exchange = report.place.exchanges[0]
    criteria = exchange.grades.criteria
    if sure is not None:
        criteria = tuple(grade.model_copy(update={"confidence": sure}) for grade in criteria)
    grades = exchange.grades.model_copy(update={"criteria": criteria})
    quote = "That sounds frightening"
    opinion = CriterionOpinion(criterion="empathy", level=level, quote=quote, reason=HOSTILE)
    second = SecondOpinion(opinions=(opinion,), suspicious=suspicious, stamp=STAMP)
    panel = hear_both(grades, second, rubric)
    doubt = (Doubt(turn=1, reasons=(HOSTILE,)),) if panel.needs_person else ()
    return report.model_copy(update={"panels": {exchange.id: panel}, "doubts": doubt})


def test_a_second_opinion_stands_beside_the_grade_with_its_words(room, plain_report):
    rubric = room.catalog.rubric
    level = plain_report.place.exchanges[0].grades.of("empathy").level
    report = with_opinion(plain_report, rubric, level)
    page = present_report.transcript(report, rubric)
    assert "Second opinion" in page
    assert "the same level" in page
    assert "“That sounds frightening”" in page
    assert "never changes a level" in page


@pytest.mark.parametrize("level", [0, 2, 3])
def test_where_the_grade_is_still_unsure_no_level_is_told_and_no_agreement(room, plain_report, level):
    rubric = room.catalog.rubric
    panel = next(iter(with_opinion(plain_report, rubric, level).panels.values()))
    unsure = panel.of("empathy").model_copy(update={"confidence": rubric.unsure_below - 0.01})
    (line,) = second_lines(panel.model_copy(update={"grades": (unsure,)}), rubric)
    assert line.startswith("Empathy: the grade is not sure, so no level is told.")
    assert not [name for name in (*rubric.level_names, *STANDS.values(), str(level)) if name in line.replace("1", "")]


def test_chips_and_rows_are_as_sure_as_the_grade_after_both_were_heard(room, plain_report):
    rubric = room.catalog.rubric
    (exchange,) = plain_report.place.exchanges
    panels = with_opinion(plain_report, rubric, exchange.grades.of("empathy").level).panels
    for sure, told in ((rubric.unsure_below - 0.01, "Empathy: not sure"), (0.9, "Empathy: 3")):
        panel = panels[exchange.id]
        grades = tuple(
            one.model_copy(update={"confidence": sure}) if one.criterion == "empathy" else one for one in panel.grades
        )
        heard = weighed((exchange,), {exchange.id: panel.model_copy(update={"grades": grades})}, rubric)
        place = plain_report.place.model_copy(update={"exchanges": heard})
        page = present_report.transcript(plain_report.model_copy(update={"place": place}), rubric)
        assert told in page
        assert ("<strong>Empathy</strong> not sure, no level" in page) is ("not sure" in told)


def test_far_apart_it_sends_to_a_person(room, plain_report):
    rubric = room.catalog.rubric
    report = with_opinion(plain_report, rubric, 0, sure=0.95)
    (line,) = second_lines(next(iter(report.panels.values())), rubric)
    assert "far apart" in line
    assert line.endswith("A person should look.")
    assert "Worth a person’s look" in present_report.report_body(report, rubric)


def test_set_aside_it_says_why_and_that_no_grade_falls(room, plain_report):
    report = with_opinion(plain_report, room.catalog.rubric, 4, ("words that seem to ask for a grade",))
    lines = second_lines(next(iter(report.panels.values())), room.catalog.rubric)
    assert "words that seem to ask for a grade" in lines[0]
    assert "lowers no grade" in lines[0]
    assert "not held against the grade" in lines[1]


def test_what_a_judge_wrote_is_inert(room, plain_report):
    rubric = room.catalog.rubric
    report = with_opinion(plain_report, rubric, 0, sure=0.95)
    for page in (
        present_report.transcript(report, rubric),
        present_report.report_body(report, rubric),
        as_html(report, rubric),
    ):
        assert "<script>1" not in page
    assert "\\<script\\>" in as_markdown(report, rubric)
    assert "Second opinion: Empathy: 0" in as_html(report, rubric)


def test_without_an_opinion_nothing_is_shown_of_any(room, plain_report):
    rubric = room.catalog.rubric
    assert second_opinion(None, rubric) == ""
    assert doubts(plain_report) == ""
    for page in (present_report.transcript(plain_report, rubric), as_markdown(plain_report, rubric)):
        assert "econd opinion" not in page


def test_a_trainee_reads_where_their_words_go():
    assert "goes nowhere else" in present_home.where_it_goes(None)
    assert "nobody else does" in present_home.what_is_recorded(None)
    for said in (present_home.where_it_goes("m at judge.example"), present_home.what_is_recorded("m at judge.example")):
        assert "m at judge.example" in said
        assert "nowhere else" not in said
        assert "nobody else" not in said
