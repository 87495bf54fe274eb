"""What is shown of assignments, an instructor's words and progress: plain, escaped, and honest about little."""

from datetime import UTC, datetime, timedelta

import pytest

from classroom.assignments import AssignedMode, Kind
from classroom.my_work import CriterionPath, FeedbackState, MyAssignment, PathPoint
from classroom.own_terms import ShownDate, Window
from classroom.remaining import Remaining
from classroom.review_records import ChangedLevel, Feedback
from classroom.reviews import TurnComment
from classroom.stages import Stage
from evaluator.rubric import load_rubric
from practice.trends import Shift
from webui.present_instructor import final_level, instructor_says, turn_says
from webui.present_my_assignment import assignment_state, hand_in_says
from webui.present_my_assignments import assignments, date_words, left_words, state_words, when_words
from webui.progress_charts import path_words, progress

HOSTILE = '<img src=x onerror="struck()"> & "quotes"'
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
DUE = ShownDate(
    at=NOW, here="2026-03-27T23:59", here_zone="Europe/Vienna", there="2026-03-27T18:59", there_zone="America/New_York"
)
HERE = DUE.model_copy(update={"there": DUE.here, "there_zone": DUE.here_zone})


def mine(**changes):
    values = {
        "id": "01",
        "course": "Counselling",
        "section": "Monday",
        "title": "First",
        "instructions": "",
        "kind": Kind.SCENARIO,
        "content": "Number",
        "minutes": 20,
        "mode": AssignedMode.COACHING,
        "opens": None,
        "due": DUE,
        "closes": None,
        "window": Window.OPEN,
        "time_left": timedelta(days=3, hours=2),
        "stage": Stage.NOT_BEGUN,
        "late": False,
        "attempts_taken": 0,
        "attempts_left": None,
        "attempt": None,
        "session": None,
        "work": None,
        "remaining": (Remaining.SESSION, Remaining.HAND_IN),
        "feedback": FeedbackState.NONE,
        "withdrawn": False,
    }
    return MyAssignment(**(values | changes))


@pytest.fixture(scope="module")
def rubric():
    return load_rubric()


def test_a_date_is_told_in_the_zone_of_whoever_looks_and_where_it_was_set():
    assert date_words(DUE) == (
        "Fri 27 Mar 2026, 23:59 (Europe/Vienna); set as Fri 27 Mar 2026, 18:59 in America/New York"
    )
    assert date_words(HERE) == "Fri 27 Mar 2026, 23:59 (Europe/Vienna)"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=23), "3 days"),
        (timedelta(hours=25), "1 day"),
        (timedelta(hours=1, minutes=59), "1 hour"),
        (timedelta(minutes=2, seconds=1), "2 minutes"),
        (timedelta(seconds=3), "1 minute"),
    ],
)
def test_the_time_that_is_left_is_never_told_as_more_than_it_is(left, said):
    assert left_words(left) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Not begun"),
        ({"late": True, "window": Window.LATE}, "Not begun, past due"),
        ({"stage": Stage.FINISHED}, "Handed in"),
        ({"stage": Stage.FINISHED, "late": True, "window": Window.CLOSED}, "Handed in late"),
        ({"stage": Stage.EXCUSED, "window": Window.CLOSED}, "Excused"),
        ({"window": Window.NOT_OPEN}, "Not open yet"),
        ({"window": Window.CLOSED}, "Closed, not begun"),
        ({"window": Window.CLOSED, "stage": Stage.TO_HAND_IN, "attempt": "a"}, "Closed, not handed in"),
        ({"withdrawn": True}, "Taken back"),
    ],
)
def test_the_state_is_told_in_words(changes, said):
    assert state_words(mine(**changes)) == said


def test_the_date_that_matters_now_is_told():
    assert when_words(mine()) == "Due Fri 27 Mar, 23:59 (Europe/Vienna) · 3 days left"
    late = mine(window=Window.LATE, late=True, closes=HERE)
    assert when_words(late) == "Was due Fri 27 Mar, 23:59 (Europe/Vienna); still taken until Fri 27 Mar, 23:59"
    assert when_words(mine(window=Window.NOT_OPEN, opens=HERE)).startswith("Opens Fri 27 Mar")
    done = mine(stage=Stage.FINISHED, window=Window.CLOSED, time_left=None)
    assert when_words(done) == "Was due Fri 27 Mar, 23:59 (Europe/Vienna)"
    assert when_words(mine(due=None, time_left=None)) == "No due date"


def test_what_is_to_do_comes_first_then_what_comes_then_what_is_done():
    coming = mine(id="02", title="Later", window=Window.NOT_OPEN, opens=HERE)
    done = mine(id="03", title="Past", stage=Stage.FINISHED)
    page = assignments([done, coming, mine()])
    assert [
        page.index(head) for head in ("To do", ">First<", "Coming", ">Later<", "Done and past", ">Past<")
    ] == sorted(page.index(head) for head in ("To do", ">First<", "Coming", ">Later<", "Done and past", ">Past<"))
    assert "Nothing to do at the moment" in assignments([done])


def test_whatever_an_instructor_wrote_is_inert(rubric):
    one = mine(title=HOSTILE, course=HOSTILE, section=HOSTILE, instructions=HOSTILE, reason=HOSTILE, more_attempts=1)
    said = Feedback(
        comments=tuple(
            TurnComment(id=str(turn), session="s", turn=turn, text=HOSTILE, made_by="i", created_at=NOW)
            for turn in (0, 1)
        ),
        changed=(ChangedLevel(turn=1, criterion="empathy", automatic=2, final=4, reason=HOSTILE),),
        names={"i": HOSTILE},
    )
    pages = [assignments([one]), assignment_state(one), hand_in_says(one)]
    pages += [instructor_says(said, rubric), turn_says(said, 1, rubric)]
    assert not [page for page in pages if "<img" in page]
    assert all("&lt;img" in page for page in (pages[0], pages[3], pages[4]))


def test_beside_the_report_stands_what_is_left(rubric):
    open_now = mine(stage=Stage.TO_HAND_IN, attempt="a", session="s", remaining=(Remaining.GUESS, Remaining.HAND_IN))
    assert "Before you hand in: say how you think it went." in hand_in_says(open_now)
    assert "you can hand in" in hand_in_says(open_now.model_copy(update={"remaining": (Remaining.HAND_IN,)}))
    assert hand_in_says(None) == ""


def test_the_level_that_counts_stands_out_and_the_automatic_one_stays_readable(rubric):
    assert final_level(4.0, 2.0, rubric) == (
        f'<strong class="final">4 · {rubric.level_names[4]}</strong> <s>automatic 2 · {rubric.level_names[2]}</s>'
    )
    assert "no level</strong>" in final_level(None, 2.0, rubric)
    assert "<s>no automatic level</s>" in final_level(2.5, None, rubric)
    assert instructor_says(Feedback(), rubric) == ""


def point(day, mean, graded, enough):
    at = datetime(2026, 3, day, tzinfo=UTC)
    return PathPoint(session=str(day), title=HOSTILE, started_at=at, mean=mean, graded=graded, enough=enough)


def path(name, points, trend=None, block="headline"):
    return CriterionPath(criterion=name, name=name, block=block, points=tuple(points), trend=trend)


def test_progress_says_no_more_than_the_sessions_bear():
    solid, thin = point(1, 2.0, 4, True), point(2, 3.0, 1, False)
    assert path_words(path("a", [solid, thin])) == "1 session with enough occasions; 4 are needed to name a trend."
    assert path_words(path("a", [thin])) == "Seen, but in no session often enough to go by."
    risen = path("a", [solid] * 4, Shift(before=1.0, after=2.0, each=2))
    assert path_words(risen) == "Up (1.0 → 2.0), the first 2 sessions beside the last 2."


def test_progress_draws_what_was_seen_and_names_what_was_not():
    solid, thin, silent = point(1, 2.0, 4, True), point(2, 3.0, 1, False), point(3, None, 0, False)
    page = progress([path("Seen", [solid, thin, silent]), path("Unseen", [silent], block="pillar")])
    assert page.count("<svg") == 1
    assert "No occasion in any session yet: Unseen." in page
    assert ("<polyline" in page, page.count("point hollow"), "(3.0)" in page) == (False, 1, True)
    assert "<strong>3 sessions so far.</strong>" in page
    assert "<img" not in page
    assert "Nothing to draw yet" in progress([path("Seen", [])])
