"""A grade goes back to the course once it is released, also where the platform fails for a while."""

import time
from datetime import datetime

import httpx
import pytest

from classroom.review_records import SeenLevel
from tests.webui.lti.campus import free_port


def test_a_grade_goes_from_launch_to_gradebook_once_and_again_when_it_changes(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        landed = campus.launch(browser, "lea", link)
        assert (landed.status_code, landed.headers["location"]) == (303, "/?view=assignments")
        assert browser.get("/config").json()["username"] == campus.person("lea")
    me = campus.school.classroom.people.me(campus.person("lea"))
    assert (me.name, me.role.value, me.has_password) == ("Léa Ωmega", "trainee", False)
    assert me.email == campus.platform.people["lea"].email
    session = campus.practise("lea", link)
    assert campus.tick() == 0
    assert campus.platform.scores == [], "not released"
    campus.release(link)
    assert campus.tick() == 1
    assert campus.tick() == 0, "once"
    (sent,) = campus.platform.scores
    assert sent["column"] == campus.platform.links[link].column
    assert (sent["userId"], sent["scoreMaximum"]) == (campus.platform.people["lea"].subject, 4)
    assert (sent["activityProgress"], sent["gradingProgress"]) == ("Completed", "FullyGraded")
    book = campus.school.school.review.gradebooks.gradebook(campus.person("tia"), campus.section())
    cell = book.cell(campus.person("lea"), campus.assignment_of(link))
    means = [cell.mean(one) for one in ("empathy", "boundary_setting") if cell.mean(one) is not None]
    assert sent["scoreGiven"] == pytest.approx(sum(means) / len(means), abs=0.005)
    change_level(campus, session, 0, 1.5)
    assert campus.tick() == 1
    newer = campus.platform.scores[-1]
    assert newer["scoreGiven"] != sent["scoreGiven"]
    assert newer["timestamp"] > sent["timestamp"]
    column = campus.platform.links[link].column
    results = httpx.get(f"{campus.platform.url}/columns/{column}/results").json()
    assert [one["scoreGiven"] for one in results] == [newer["scoreGiven"]]


def change_level(campus, session, turn, level):
    rooms, tia = campus.school.school.review, campus.person("tia")
    now = rooms.reviewing.read(tia, session).levels.of(turn, "empathy")
    rooms.overriding.change_level(tia, session, turn, "empathy", level, "Heard it otherwise.", SeenLevel.of(now))


def test_a_level_that_was_changed_before_the_release_is_the_one_that_is_sent(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    session = campus.practise("lea", link)
    change_level(campus, session, 0, 4.0)
    campus.release(link)
    assert campus.tick() == 1
    book = campus.school.school.review.gradebooks.gradebook(campus.person("tia"), campus.section())
    cell = book.cell(campus.person("lea"), campus.assignment_of(link))
    assert cell.mean("empathy") == 4.0
    means = [cell.mean(one) for one in ("empathy", "boundary_setting") if cell.mean(one) is not None]
    assert campus.platform.scores[0]["scoreGiven"] == round(sum(means) / len(means), 2)


@pytest.mark.parametrize("fails", ["500", "page", "refuse"])
def test_a_platform_that_fails_loses_no_score(campus, fails):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.platform.fails = fails
    assert [campus.tick(), campus.tick()] == [0, 0]
    with campus.school.signed_in("ada") as ada:
        page = ada.get("/platforms").text
        assert "waits until" in page
        assert "secrets" not in page
    campus.platform.fails = ""
    assert campus.tick() == 1
    assert len(campus.platform.scores) == 1
    assert campus.sql("select state, tries, failure from lti_outbox") == [("sent", 3, None)]


def test_a_platform_that_is_not_there_makes_scores_wait_longer_each_time(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.sql("update lti_platform set token_url = ?", f"http://127.0.0.1:{free_port()}/token")
    waits = []
    for _ in range(3):
        campus.tick()
        again, now = campus.sql("select again_at, strftime('%Y-%m-%d %H:%M:%f', 'now') from lti_outbox")[0]
        waits.append((parsed(again) - parsed(now)).total_seconds())
    assert waits == pytest.approx([30, 60, 120], abs=5)
    assert campus.lti.grades.send() == 0, "not before its time"


def parsed(text):
    return datetime.fromisoformat(text)


def test_after_many_tries_somebody_has_to_look_and_can_have_it_tried_again(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.platform.fails = "500"
    campus.lti.grades.gather()
    campus.sql("update lti_outbox set tries = 23")
    campus.tick()
    assert campus.sql("select state from lti_outbox") == [("given_up",)]
    campus.platform.fails = ""
    assert campus.tick() == 0
    score = campus.sql("select id from lti_outbox")[0][0]
    for who in ("ira", "ana"):
        with campus.school.signed_in(who) as other:
            assert other.post("/platforms-again", data={"score": score}).status_code == 403
            path = f"/class/{campus.section()}/course-again"
            assert other.post(path, data={"score": score}).status_code == 404
            path = f"/class/{campus.school.sections['ira']}/course-again"
            assert other.post(path, data={"score": score}).status_code in (403, 404)
    with campus.school.signed_in("ada") as ada:
        assert ada.post("/platforms-again", data={"score": score}).status_code == 303
    assert campus.tick() == 1


def test_one_score_that_is_refused_holds_up_no_other(campus):
    link = campus.choose()
    for who in ("lea", "leo"):
        with campus.school.browser() as browser:
            campus.launch(browser, who, link)
        campus.practise(who, link)
    campus.release(link)
    campus.lti.grades.gather()
    campus.platform.strangers = {campus.platform.people["lea"].subject}
    assert campus.tick() == 1
    assert [one["userId"] for one in campus.platform.scores] == [campus.platform.people["leo"].subject]
    campus.platform.strangers = set()
    assert campus.tick() == 1


def test_feedback_that_is_withdrawn_keeps_a_waiting_score_here(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.lti.grades.gather()
    assigning, tia = campus.school.school.work.assigning, campus.person("tia")
    version = assigning.given(tia, campus.assignment_of(link)).assignment.version
    assigning.withdraw_feedback(tia, campus.assignment_of(link), version)
    assert campus.tick() == 0
    campus.release(link)
    assert campus.tick() == 1


def test_excused_and_missing_work_sends_nothing(campus):
    link = campus.choose()
    for who in ("lea", "leo"):
        with campus.school.browser() as browser:
            campus.launch(browser, who, link)
    campus.practise("lea", link)
    following, tia = campus.school.school.work.following, campus.person("tia")
    following.excuse(tia, campus.assignment_of(link), campus.person("lea"), 0, excused=True, reason="Ill.")
    campus.release(link)
    assert campus.tick() == 0
    assert campus.sql("select count(*) from lti_outbox")[0][0] == 0


def test_the_thread_sends_by_itself_and_stops(campus):
    from classroom.lti_worker import ScoreWorker

    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    worker = ScoreWorker(campus.lti.grades, campus.lti.platforms.are_on, look_again=0.05)
    worker.start()
    ends = time.monotonic() + 10
    while not campus.platform.scores and time.monotonic() < ends:
        time.sleep(0.05)
    worker.stop()
    assert len(campus.platform.scores) == 1
