"""A trainee's assignments in the app: what is to do, beginning, handing in, waiting, and the feedback."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from classroom.assignments import AssignedMode
from classroom.own_terms import with_dates
from classroom.review_records import SeenLevel
from practice.sessions import Mode, Prediction
from tests.webui.class_pages import TERMS, Trainee, give, practise, release
from tests.webui.school_site import school_site

NOW = datetime.now(UTC)
WITHHELD = "Your feedback is not here yet"


def wall(**ago):
    return (NOW + timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("assignments")) as running:
        yield running


@pytest.fixture
def ana(school):
    return Trainee(school, "ana")


@pytest.fixture
def ben(school):
    return Trainee(school, "ben")


def test_without_work_the_list_says_so_and_the_first_view_is_home(school):
    cem = Trainee(school, "cem")
    first = cem.press("TraineePages.arrive", "")
    assert first["where"] == "?view=home"
    assert "Nothing has been given to you yet" in cem.go("?view=assignments")["assignments"]


def test_who_has_work_to_do_sees_it_first_with_its_dates_and_what_is_left(school, ana):
    dated = with_dates(TERMS, "America/New_York", due=wall(days=3), closes=wall(days=9))
    given = give(
        school, "ana", title="Due <soon>", **{name: getattr(dated, name) for name in ("zone", "due", "closes")}
    )
    assert ana.press("TraineePages.arrive", "")["where"] == "?view=assignments"
    listed = ana.go("?view=assignments")["assignments"]
    assert "Due &lt;soon&gt;" in listed
    assert "<soon>" not in listed
    assert "(UTC) · 3 days left" in listed
    assert "in America/New York." in listed
    assert "bring the session to its end; say how you think it went; hand in" in listed
    assert f"?view=assignment&amp;session={given.id}" in listed
    assert "Due &lt;soon&gt;" not in Trainee(school, "ben").go("?view=assignments")["assignments"]


def test_from_beginning_to_the_feedback_in_the_app(school, ana):
    given = give(school, "ana", title="Whole way", mode=AssignedMode.PRACTICE, reflection_required=True)
    where = f"?view=assignment&session={given.id}"
    before = ana.go(where)
    assert "May come up" in before["assignment-head"]
    assert "Choose another scenario" not in before["assignment-body"]
    assert before["begin-assignment"]["value"] == "Begin"
    assert before["hand-in-now"]["visible"] is False
    session = ana.press("AssignmentPage.on_begin", given.id)["where"].rpartition("=")[2]
    assert ana.press("AssignmentPage.on_begin", given.id)["where"].endswith(session)
    school.room.say(ana.id, session, "That sounds frightening.", "k")
    assert ana.go(where)["begin-assignment"]["value"] == "Go on"
    over = ana.press("PracticePage.on_stop", session)["over"]["value"]
    assert "Say how it went" in over
    assert "My assignments" in over
    assert "First say how you think it went" in ana.press("HandIn.on_hand_in", session)["told"]
    ana.press("PredictionPage.on_ready", session, 2, 2)
    report = ana.go(f"?view=report&session={session}")
    assert report["hand-in"]["visible"] is False
    assert "Before you hand in: answer the reflection questions" in str(report)
    assert report["delete-fold"]["visible"] is False
    assert "read by your instructors" in str(report)
    kept = ana.press("ReportPage.on_keep", session, "I was quick.", "So.", "And.", "")
    assert "Your notes are kept" in kept["notes-state"]
    assert kept["hand-in"]["visible"] is True
    done = ana.press("HandIn.on_hand_in", session)
    assert done["where"].startswith(where)
    assert "It is handed in." in done["told"]
    after = ana.go(done["where"])
    assert "Handed in" in after["assignment-state"]
    assert after["begin-assignment"]["value"] == "Begin another attempt"
    assert "Read the feedback" in after["attempts"]
    assert "Read the feedback" in ana.go("?view=assignments")["assignments"]


def test_the_feedback_of_an_assessment_waits_in_plain_words(school, ben):
    given = give(school, "ben", title="Assessed", mode=AssignedMode.ASSESSMENT)
    session = practise(school, "ben", given, guess=False)
    asked = ben.text(f"?view=report&session={session}")
    assert "once your instructor releases the feedback" in asked
    assert "Keep my guess" in asked
    ben.press("PredictionPage.on_ready", session, 2, 2)
    waits = ben.go(f"?view=report&session={session}")
    assert WITHHELD in waits["report"]
    assert "you will find it here and under My assignments" in waits["report"]
    assert "That sounds frightening" in waits["report"]
    assert waits["told"] == ""
    assert waits["hand-in"]["visible"] is True
    assert (waits["transcript"], waits["export"], waits["disagree-later"]["visible"]) == ("", "", False)
    ben.press("HandIn.on_hand_in", session)
    assert "comes when your instructor releases it" in ben.go("?view=assignments")["assignments"]
    assert "when released" in ben.go("?view=sessions")["sessions"]


def test_released_feedback_shows_comments_and_the_level_that_counts_with_its_reason(school, ben):
    ira, review = school.people["ira"], school.school.review
    given = give(school, "ben", title="Reviewed", mode=AssignedMode.ASSESSMENT)
    session = practise(school, "ben", given, turns=4)
    Trainee(school, "ben").press("HandIn.on_hand_in", session)
    review.reviewing.comment(ira, session, 1, "You stayed <with> him.")
    review.reviewing.comment(ira, session, 0, "A calm beginning.")
    level = review.reviewing.read(ira, session).levels.of(1, "empathy")
    assert level.automatic == 3
    review.overriding.change_level(ira, session, 1, "empathy", 4, "It reached what was <implied>.", SeenLevel.of(level))
    unreleased = ben.text(f"?view=report&session={session}")
    assert "A calm beginning" not in unreleased
    assert "implied" not in unreleased
    release(school, given)
    shown = ben.go(f"?view=report&session={session}")
    assert "From your instructor" in shown["report"]
    assert "A calm beginning." in shown["report"]
    assert "Ira:" in shown["report"]
    assert "You stayed &lt;with&gt; him." in shown["transcript"]
    assert "It reached what was &lt;implied&gt;." in shown["transcript"]
    assert '<strong class="final">4 · ' in shown["transcript"]
    assert "<s>automatic 3 · " in shown["transcript"]
    assert "Graded 3.0 automatically; this is what counts since" in shown["report"]


def test_a_report_says_when_it_was_on_the_clock_of_whoever_reads_it(school, ben):
    session = practise(school, "ben", give(school, "ben", title="Late at night"))
    people = school.school.classroom.people
    for zone in ("Pacific/Kiritimati", "America/Chicago", people.me(ben.id).zone):
        people.describe_me(ben.id, people.me(ben.id).name, zone)
        started = school.room.place(ben.id, session).session.started_at.astimezone(ZoneInfo(zone))
        assert f"{started.day} {started:%b %Y, %H:%M} ({zone})" in ben.text(f"?view=report&session={session}")


def test_an_excuse_and_more_time_are_told_with_the_reason(school, ana):
    dated = with_dates(TERMS, "UTC", due=wall(days=1))
    given = give(school, "ana", title="Extended", zone="UTC", due=dated.due, attempts=1)
    following, ira = school.school.work.following, school.people["ira"]
    following.extend(ira, given.id, ana.id, 0, due=wall(days=8), more_attempts=1, reason="A move")
    said = ana.text(f"?view=assignment&session={given.id}")
    assert "You have more time" in said
    assert "1 attempt more than the others" in said
    assert "A move" in said
    other = give(school, "ana", title="Let off")
    following.excuse(ira, other.id, ana.id, 0, reason="Ill")
    said = ana.go(f"?view=assignment&session={other.id}")
    assert "You are excused" in said["assignment-state"]
    assert said["begin-assignment"]["visible"] is False


def test_what_is_closed_or_not_open_cannot_be_begun_and_says_when(school, ana):
    coming = give(school, "ana", title="Coming", zone="UTC", opens=with_dates(TERMS, "UTC", opens=wall(days=2)).opens)
    dates = with_dates(TERMS, "UTC", due=wall(days=-3), closes=wall(days=-2))
    closed = give(school, "ana", title="Gone", zone="UTC", due=dates.due, closes=dates.closes)
    page = ana.go(f"?view=assignment&session={coming.id}")
    assert "Not open yet" in page["assignment-state"]
    assert page["begin-assignment"]["visible"] is False
    assert page["assignment-body"] == ""
    assert "It opens at" in ana.press("AssignmentPage.on_begin", coming.id)["told"]
    assert "It has closed" in ana.go(f"?view=assignment&session={closed.id}")["assignment-state"]
    assert "It closed at" in ana.press("AssignmentPage.on_begin", closed.id)["told"]


def test_without_a_contract_card_the_pages_show_none(school, ana):
    for card in (True, False):
        given = give(school, "ana", title=f"Card {card}", contract_card=card)
        body = ana.go(f"?view=assignment&session={given.id}")["assignment-body"]
        session = school.school.work.doing.begin(ana.id, given.id).session.id
        page = ana.go(f"?view=session&session={session}")
        assert ("After hours" in body) is card
        assert ("After hours" in str(page)) is card
        assert page["rules"]["label"] == ("Goal and the agency’s rules" if card else "Goal")


def test_an_assignment_of_somebody_else_is_not_there(school, ana):
    given = give(school, "ana", title="Only Ana’s")
    for name in ("ben", "cem", "ira", "ada"):
        other = Trainee(school, name)
        shown = other.go(f"?view=assignment&session={given.id}")
        assert "There is nothing like this" in shown["told"]
        assert "Only Ana’s" not in str(shown)
        assert "There is nothing like this" in other.press("AssignmentPage.on_begin", given.id)["told"]
    session = school.school.work.doing.begin(ana.id, given.id).session.id
    assert "There is nothing like this" in Trainee(school, "ben").press("HandIn.on_hand_in", session)["told"]


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("ana", {"My assignments", "Account"}, {"My sections"}),
        ("ira", {"My sections", "Account"}, {"My assignments"}),
        ("ada", {"My sections", "Account"}, {"My assignments"}),
    ],
)
def test_the_bar_has_what_somebody_has(school, name, inside, outside):
    bar = Trainee(school, name).press("TraineePages.arrive", "?view=home")["bar"]
    assert all(words in bar for words in inside)
    assert not any(words in bar for words in outside)


def test_a_session_of_an_assignment_stays_and_ones_own_goes_in_two_steps(school, ben):
    given = give(school, "ben", title="Stays")
    assigned = practise(school, "ben", given)
    own = school.room.begin(ben.id, "S04", Mode.COACHING).session.id
    listed = ben.go("?view=sessions")["sessions"]
    assert f"?view=sessions&amp;session={own}" in listed
    assert f"?view=sessions&amp;session={assigned}" not in listed
    assert "Sessions done for an assignment stay" in listed
    refused = ben.go(f"?view=sessions&session={assigned}")
    assert "it stays: your instructors read it" in refused["told"]
    assert refused["sessions-ask"]["visible"] is False
    asked = ben.go(f"?view=sessions&session={own}")
    assert asked["sessions-ask"]["visible"] is True
    assert asked["sessions-to-delete"] == own
    assert "assignment" in ben.press("DeletePanel.on_delete", assigned)["told"]
    assert school.room.place(ben.id, own)
    assert ben.press("DeletePanel.on_delete", own)["where"] == "?view=sessions"
    with pytest.raises(LookupError):
        school.room.place(ben.id, own)
    school.room.begin(ben.id, "S04", Mode.COACHING)
    left = ben.press("SessionsPage.on_delete_all")
    assert "1 session" in left["told"]
    assert assigned in left["sessions"]


def test_everything_about_me_comes_as_a_file_of_mine_alone(school):
    answer = school.signed_in("ana").get("/mine/everything.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="attune-everything-about-me.json"'
    records = answer.json()["records"]
    assert [one["email"] for one in records["account"]] == ["ana@example.edu"]
    assert school.people["ben"] not in answer.text
    assert school.browser().get("/mine/everything.json").status_code == 401


def test_progress_is_honest_about_few_sessions(school):
    cem = Trainee(school, "cem")
    assert "Nothing to draw yet" in cem.go("?view=progress")["progress"]
    for _ in range(2):
        session = school.room.begin(cem.id, "S04", Mode.COACHING, seed=3).session.id
        for turn in range(4):
            school.room.say(cem.id, session, "That sounds frightening.", f"k{turn}")
        school.room.end(cem.id, session)
        school.room.predict(cem.id, session, Prediction(empathy=2, boundary=2))
    drawn = cem.go("?view=progress")["progress"]
    assert "<strong>2 sessions so far.</strong>" in drawn
    assert "4 are needed to name a trend" in drawn
    assert "No occasion in any session yet: " in drawn
    assert "The same as a table" in drawn
