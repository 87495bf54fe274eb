"""Assignments under way over HTTP: released, followed, changed for one person, excused, taken in, and for whom."""

import re

import pytest

from classroom.assignments import AssignedMode
from classroom.stages import Stage
from tests.webui.assignment_work import FORM, give, given, ira, now, of_answer, practise, school

__all__ = ["ira", "school"]


def test_feedback_is_released_and_taken_back_and_a_stale_version_is_a_conflict(school, ira):
    made = give(school, mode=AssignedMode.ASSESSMENT, anonymous=True)
    page = ira.get(f"/assignment/{made}").text
    assert "Feedback waits for you" in page
    assert of_answer(ira.post(f"/assignment/{made}/release", data={"version": "1"})) == made
    assert "Feedback released" in ira.get(f"/assignment/{made}").text
    stale = ira.post(f"/assignment/{made}/keep-back", data={"version": "1"})
    assert stale.status_code == 409
    assert "Somebody else changed this assignment" in stale.text
    assert given(school, made).assignment.released_at is not None
    of_answer(ira.post(f"/assignment/{made}/keep-back", data={"version": "2"}))
    assert given(school, made).assignment.released_at is None


def test_a_withdrawn_assignment_stays_to_be_read(school, ira):
    made = give(school)
    of_answer(ira.post(f"/assignment/{made}/withdraw", data={"version": "1"}))
    page = ira.get(f"/assignment/{made}").text
    assert "Withdrawn" in page
    assert f"assignment/{made}/withdraw" not in page
    assert ira.post(f"/assignment/{made}/withdraw", data={"version": "1"}).status_code == 409


def test_the_live_table_tells_each_persons_stage_and_can_be_stopped(school, ira):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, turn_limit=9)
    session = practise(school, made, end=False)
    page = ira.get(f"/assignment/{made}/live")
    assert page.headers["refresh"] == "20"
    assert "In a session, turn 1 of 9" in page.text
    assert re.search(r"Ben</td>.*?Not begun <span class=\"tag late\">late</span>", page.text)
    still = ira.get(f"/assignment/{made}/live?still=yes")
    assert "refresh" not in still.headers
    assert f"assignment/{made}/live?still=yes" in page.text
    school.room.end(school.people["ana"], session)
    whole = ira.get(f"/assignment/{made}?by=stage").text
    assert "Over, not handed in" in whole
    assert whole.index(">Ana<") < whole.index(">Ben<")
    assert f'href="transcript/{session}"' in whole


def test_one_person_gets_later_dates_and_a_stale_form_is_a_conflict(school, ira):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, attempts=1)
    ana = school.people["ana"]
    path = f"/assignment/{made}/person/{ana}"
    assert "Due Fri 27 Mar 2026, 23:59" in ira.get(path).text
    form = {"version": "0", "due": "2026-04-03T23:59", "more_attempts": "1", "reason": "Ill <i>"}
    of_answer(ira.post(f"{path}/extend", data=form))
    assert (now(school, made).own.due.wall, now(school, made).own.attempts) == ("2026-04-03T23:59", 2)
    page = ira.get(path).text
    assert "Ill &lt;i&gt;" in page
    assert 'value="2026-04-03T23:59"' in page
    stale = ira.post(f"{path}/extend", data={**form, "due": "2026-05-03T23:59"})
    assert stale.status_code == 409
    assert "Somebody else changed this extension" in stale.text
    assert 'value="2026-05-03T23:59"' in stale.text
    of_answer(ira.post(f"{path}/add-days", data={"version": "1", "days": "7"}))
    assert now(school, made).own.due.wall == "2026-04-10T23:59"
    assert now(school, made, "ben").own.due.wall == "2026-03-27T23:59"
    assert "due Fri 10 Apr 2026, 23:59" in ira.get(f"/assignment/{made}").text


@pytest.mark.parametrize(
    ("part", "form", "says"),
    [
        ("extend", {"due": "2026-03-29T02:30"}, "there is no 02:30"),
        ("extend", {"due": "2026-03-20T08:00"}, "gives a later one"),
        ("extend", {"more_attempts": "few"}, "whole number"),
        ("add-days", {"days": "0"}, "whole number from 1"),
        ("take-in", {}, "Nothing of theirs waits"),
    ],
)
def test_what_cannot_be_for_one_person_is_refused_with_what_was_typed(school, ira, part, form, says):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, attempts=1)
    answer = ira.post(f"/assignment/{made}/person/{school.people['ana']}/{part}", data={"version": "0", **form})
    assert answer.status_code == 422
    assert says in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in form.values())
    assert given(school, made).extensions == {}


def test_somebody_is_excused_and_expected_again(school, ira):
    made = give(school)
    path = f"/assignment/{made}/person/{school.people['ana']}/excuse"
    of_answer(ira.post(path, data={"version": "0", "excused": "yes", "reason": "Moved."}))
    assert now(school, made).progress.stage is Stage.EXCUSED
    assert ira.post(path, data={"version": "0", "excused": "no"}).status_code == 409
    of_answer(ira.post(path, data={"version": "1", "excused": "no"}))
    assert now(school, made).progress.stage is Stage.NOT_BEGUN


def test_what_was_forgotten_is_taken_in_one_by_one_or_all_at_once(school, ira):
    one, all_of = give(school), give(school)
    for made in (one, all_of):
        practise(school, made)
    practise(school, all_of, "ben", end=False)
    of_answer(ira.post(f"/assignment/{one}/person/{school.people['ana']}/take-in"))
    assert now(school, one).progress.stage is Stage.FINISHED
    page = ira.get(f"/assignment/{all_of}").text
    assert "1 session is over and was not handed in" in page
    of_answer(ira.post(f"/assignment/{all_of}/take-in-all"))
    assert [now(school, all_of, name).progress.stage for name in ("ana", "ben")] == [Stage.FINISHED, Stage.IN_SESSION]
    assert "/take-in-all" not in ira.get(f"/assignment/{all_of}").text


def test_titles_and_names_are_shown_as_text(school, ira):
    made = give(school, title='<script>alert(1)</script>"')
    for path in (f"/assignment/{made}", f"/assignment/{made}/live", f"/assignment/{made}/change"):
        page = ira.get(path).text
        assert "<script" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("ada", 403), ("uma", 404), ("cem", 404)])
def test_nobody_else_sees_or_changes_an_assignment(school, who, status):
    made, ben = give(school, title="Hidden words"), school.people["ben"]
    section = f"/class/{school.sections['vienna']}/assignments"
    before = given(school, made)
    with school.signed_in(who) as browser:
        for path in (section, f"{section}/new", f"/assignment/{made}"):
            answer = browser.get(path)
            assert answer.status_code == status
            assert "Hidden words" not in answer.text
        for part in ("live", "change", f"person/{ben}"):
            assert browser.get(f"/assignment/{made}/{part}").status_code == status
        form = {**FORM, "version": "1"}
        assert browser.post(f"{section}/new", data=form).status_code == status
        parts = ("change", "copy", "withdraw", "release", "keep-back", "take-in-all")
        persons = [f"person/{ben}/{part}" for part in ("extend", "add-days", "excuse", "take-in")]
        for part in (*parts, *persons):
            data = {**form, "days": "1", "to": school.sections["vienna"], "due": "", "excused": "yes"}
            answer = browser.post(
                f"/assignment/{made}/{part}", data={**data, "version": "0" if "person" in part else "1"}
            )
            assert answer.status_code == status, part
            assert "Hidden words" not in answer.text
    assert given(school, made) == before
