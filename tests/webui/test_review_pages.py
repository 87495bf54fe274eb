"""Reviewing over HTTP: the queue, a transcript, changing a level, two at once, and who may not."""

import re
import sqlite3

import pytest

from classroom.assignments import AssignedMode
from tests.webui.reviewed_work import KIND, ReviewedWork
from tests.webui.school_site import school_site

FORM = re.compile(r'<form class="change" method="post" action="(transcript/[^"]*?/level)">(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(.*?)" value="(.*?)">')
LINES = (KIND, "You should rest, stupid.", "It is up to you.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("school")


@pytest.fixture(scope="module")
def site(quiet, serving, folder):
    with school_site(serving[0], folder) as running:
        teaching = running.classroom.teaching
        teaching.add_instructor(running.people["ira"], running.sections["ira"], "ada@example.edu")
        yield running


@pytest.fixture(scope="module")
def work(site, folder):
    return ReviewedWork(site.school, site.room, folder, site.people["ira"], site.sections["ira"])


@pytest.fixture(scope="module")
def assignment(work):
    return work.give(attempts=None)


@pytest.fixture
def session(site, work, assignment):
    return work.do(site.people["ana"], assignment, LINES)


@pytest.fixture(scope="module")
def ira(site):
    return site.signed_in("ira")


@pytest.fixture(scope="module")
def ada(site):
    """Give the browser of a colleague who teaches the section too."""
    return site.signed_in("ada")


def form_of(page, turn=1, criterion="empathy"):
    """Give what a browser would send back of the form of one level."""
    for action, inside in FORM.findall(page.text):
        sent = dict(HIDDEN.findall(inside))
        if (sent["turn"], sent["criterion"]) == (str(turn), criterion):
            return f"/{action}", sent
    raise AssertionError(f"no form for {criterion} at turn {turn}")


def access(folder, action):
    with sqlite3.connect(f"{folder}/attune.db") as db:
        found = db.execute("select person_id, object_id, subject_id from access_log where action = ?", (action,))
        return found.fetchall()


def test_the_queue_of_a_section_leads_to_its_sessions(site, ira, session, assignment):
    path = f"/class/{site.sections['ira']}/review"
    page = ira.get(path)
    assert (page.status_code, "aria-current=page>Review" in page.text) == (200, True)
    assert f'href="transcript/{session}"' in page.text
    assert "Demeaning words" in page.text
    assert f'href="class/{site.sections["ira"]}/agreement"' in page.text
    only = ira.get(path, params={"assignment": assignment.id})
    assert f'<option value="{assignment.id}" selected>' in only.text
    assert session in only.text
    none = ira.get(path, params={"assignment": "0" * 26})
    assert (none.status_code, session in none.text, "No session is over yet" in none.text) == (200, False, True)


def test_all_that_somebody_teaches_is_one_queue_and_a_trainee_is_told_that_nothing_waits(site, ira, session):
    page = ira.get("/review")
    assert session in page.text
    assert '<body class="wide part-review">' in page.text
    assert "Section of ira" in page.text
    assert session not in site.signed_in("uma").get("/review").text
    ana = site.signed_in("ana").get("/review")
    assert (ana.status_code, "You teach no section" in ana.text, session in ana.text) == (200, True, False)


def test_whoever_opens_a_transcript_is_noted_and_looking_at_the_queue_is_not(site, folder, ira, session):
    before = len(access(folder, "read a session"))
    ira.get(f"/class/{site.sections['ira']}/review")
    assert len(access(folder, "read a session")) == before
    page = ira.get(f"/transcript/{session}")
    assert page.status_code == 200
    assert access(folder, "read a session")[before:] == [(site.people["ira"], session, site.people["ana"])]
    assert "It is up to you." in page.text
    assert "<script" not in page.text


def test_every_link_within_a_transcript_leads_to_a_place_on_it(ira, session):
    page = ira.get(f"/transcript/{session}?done=level&turn=2").text
    places = re.findall(rf'href="/transcript/{session}\?done=level&amp;turn=2#(.*?)"', page)
    assert "turn-2" in places
    for place in places:
        assert f'id="{place}"' in page
    assert page.index('id="turn-2"') < page.index("The level is kept.") < page.index('id="turn-3"')


def test_a_level_is_changed_with_a_reason_and_taken_back(site, folder, ira, session):
    path, sent = form_of(ira.get(f"/transcript/{session}"))
    done = ira.post(path, data={**sent, "level": "4", "reason": "Names <the> fear."})
    assert (done.status_code, done.headers["location"]) == (303, f"/transcript/{session}?done=level&turn=1#turn-1")
    page = ira.get(f"/transcript/{session}")
    assert "4 Exemplary" in page.text
    assert "<s>3 Skilled</s>" in page.text
    assert "Names &lt;the&gt; fear." in page.text
    assert access(folder, "changed a level")[-1] == (site.people["ira"], session, site.people["ana"])
    path, sent = form_of(page)
    withdraw = path.replace("/level", "/withdraw-level")
    empty = ira.post(withdraw, data={**sent, "level": "1", "reason": " "})
    assert (empty.status_code, "Write a reason" in empty.text) == (422, True)
    back = ira.post(withdraw, data={**sent, "reason": "The grader was right."})
    assert back.headers["location"] == f"/transcript/{session}?done=withdrawn&turn=1#turn-1"
    page = ira.get(f"/transcript/{session}").text
    assert "<s>" not in page
    assert "let the automatic level count" in page
    assert "Names &lt;the&gt; fear." in page, "what was said before stays"


def test_of_two_instructors_on_one_level_the_second_sees_both_and_may_send_it_again(ira, ada, session):
    path, old = form_of(ada.get(f"/transcript/{session}"))
    ira.post(path, data={**old, "level": "4", "reason": "Warm."})
    lost = ada.post(path, data={**old, "level": "1", "reason": "A <formula>."})
    assert lost.status_code == 409
    assert 'role="alert"' in lost.text
    assert "<b>Ira</b>" in lost.text
    for words in ("Ira changed this level", "4 exemplary", "Warm.", "you wanted 1 missed", "A &lt;formula&gt;."):
        assert words in lost.text
    assert 'value="1" required checked' in lost.text
    assert "A &lt;formula&gt;.</textarea>" in lost.text
    assert KIND in re.sub("<[^>]*>", "", lost.text), "the words are there to decide by"
    assert ada.get(f"/transcript/{session}").text.count("A &lt;formula&gt;.") == 0, "nothing was kept"
    again, sent = form_of(lost)
    assert ada.post(again, data={**sent, "level": "1", "reason": "A formula."}).status_code == 303
    page = ira.get(f"/transcript/{session}").text
    assert page.index("A formula.") < page.index("Warm.")


def test_taking_back_what_another_has_changed_meanwhile_is_a_conflict_too(ira, ada, session):
    path, sent = form_of(ira.get(f"/transcript/{session}"))
    ira.post(path, data={**sent, "level": "4", "reason": "Warm."})
    path, old = form_of(ada.get(f"/transcript/{session}"))
    ira.post(path, data={**old, "level": "2", "reason": "On second thoughts."})
    lost = ada.post(path.replace("/level", "/withdraw-level"), data={**old, "reason": "No."})
    assert lost.status_code == 409
    assert "you wanted the automatic level to count again" in lost.text
    assert "On second thoughts." in lost.text


def test_a_form_from_before_a_grading_says_that_it_was_graded_again(work, ira, session):
    path, old = form_of(ira.get(f"/transcript/{session}"))
    work.grade_again(session, level=1)
    lost = ira.post(path, data={**old, "level": "4", "reason": "Warm."})
    assert lost.status_code == 409
    assert "the automatic level was 3 skilled, and is 1 missed now" in re.sub("<[^>]*>", "", lost.text)


def test_a_conflict_with_a_later_grading_is_on_the_turn_and_on_the_queue(site, work, ira, session):
    work.change(session, 4)
    work.grade_again(session, level=0)
    assert "it is 0 harmful now" in ira.get(f"/transcript/{session}").text
    queue = ira.get(f"/class/{site.sections['ira']}/review").text
    row = next(row for row in queue.split("<tr>") if session in row)
    assert "<b>Conflict</b> Empathy, turn 1" in row


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"level": "4", "reason": "  "}, "Write a reason"),
        ({"level": "4", "reason": "x" * 4001}, "too long"),
        ({"level": "", "reason": "Why"}, "Choose a level"),
        ({"level": "7", "reason": "Why"}, "0 to 4"),
        ({"level": "2.5", "reason": "Why"}, "whole number"),
        ({"level": "nan", "reason": "Why"}, "0 to 4"),
        ({"level": "4", "reason": "Why", "version": "x"}, "cannot be read any more"),
    ],
)
def test_a_change_that_cannot_be_comes_back_with_what_was_typed(ira, session, typed, says):
    path, sent = form_of(ira.get(f"/transcript/{session}"))
    answer = ira.post(path, data={**sent, **typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert f"{typed['reason']}</textarea>" in answer.text
    assert "<s>" not in ira.get(f"/transcript/{session}").text


@pytest.mark.parametrize("place", [{"turn": "9"}, {"turn": "x"}, {"turn": "1", "criterion": "charm"}, {}])
def test_a_level_that_is_not_there_is_refused_in_words(ira, session, place):
    for answer in (
        ira.get(f"/transcript/{session}/level", params=place),
        ira.post(f"/transcript/{session}/level", data={**place, "level": "3", "reason": "Why"}),
        ira.post(f"/transcript/{session}/withdraw-level", data={**place, "reason": "Why"}),
    ):
        assert answer.status_code in (404, 422), place
        assert 'role="alert"' in answer.text


def test_what_the_grader_left_out_is_judged_on_a_page_of_its_own(ira, session):
    page = ira.get(f"/transcript/{session}/level", params={"turn": "3", "criterion": "authenticity"})
    assert page.status_code == 200
    assert "Authenticity at turn 3" in page.text
    path, sent = form_of(page, 3, "authenticity")
    assert ira.post(path, data={**sent, "level": "3", "reason": "Real."}).status_code == 303
    page = ira.get(f"/transcript/{session}")
    assert form_of(page, 3, "authenticity")[1]["version"] == "1"
    assert form_of(page, 0, "authenticity"), "it counts for the session as a whole"


def test_the_whole_session_is_judged_with_a_mean_between_levels(ira, session):
    path, sent = form_of(ira.get(f"/transcript/{session}"), 0)
    done = ira.post(path, data={**sent, "level": "2,5", "reason": "On the whole."})
    assert done.headers["location"].endswith("?done=level&turn=0#whole-session")
    page = ira.get(f"/transcript/{session}").text
    assert "On the whole." in page[page.index('id="whole-session"') :]
    assert "2.5 Skilled" in page


def test_a_comment_is_kept_inert_and_only_its_author_takes_it_back(ira, ada, session):
    done = ira.post(f"/transcript/{session}/comment", data={"turn": "2", "text": "Look <here>."})
    assert done.headers["location"] == f"/transcript/{session}?done=comment&turn=2#turn-2"
    mine, hers = ira.get(f"/transcript/{session}").text, ada.get(f"/transcript/{session}").text
    assert "Look &lt;here&gt;." in mine
    assert "Look &lt;here&gt;." in hers
    comment = re.search(r'name="comment" value="(.*?)"', mine)[1]
    assert comment not in hers
    assert ada.post(f"/transcript/{session}/withdraw-comment", data={"comment": comment}).status_code == 404
    back = ira.post(f"/transcript/{session}/withdraw-comment", data={"comment": comment, "turn": "2"})
    assert back.status_code == 303
    assert "Look &lt;here&gt;." not in ada.get(f"/transcript/{session}").text


@pytest.mark.parametrize(
    ("turn", "text", "says"), [("2", " ", "Write a comment"), ("9", "Yes", "no turn 9"), ("x", "Y", "")]
)
def test_a_comment_that_cannot_be_comes_back_as_it_was_typed(ira, session, turn, text, says):
    answer = ira.post(f"/transcript/{session}/comment", data={"turn": turn, "text": text})
    assert answer.status_code == 422
    assert says in answer.text


def test_looked_through_leads_to_the_next_and_can_be_taken_back(site, work, ira, ada):
    assignment = work.give(title="Next", attempts=None)
    first, second = (work.do(site.people[name], assignment) for name in ("ana", "ben"))
    page = ira.get(f"/transcript/{first}")
    assert f'rel="next" href="transcript/{second}"' in page.text
    assert f'name="goes" value="{second}"' in page.text
    done = ira.post(f"/transcript/{first}/mark", data={"version": "0", "goes": second})
    assert done.headers["location"] == f"/transcript/{second}"
    late = ada.post(f"/transcript/{first}/mark", data={"version": "0"})
    assert late.status_code == 409
    assert "Another instructor marked this session" in late.text
    page = ada.get(f"/transcript/{first}").text
    assert "<b>Looked through</b> by Ira" in page
    queue = ira.get(f"/class/{site.sections['ira']}/review", params={"assignment": assignment.id}).text
    assert queue.index(second) < queue.index("Looked through: 1") < queue.index(first)
    back = ada.post(f"/transcript/{first}/mark", data={"version": "1", "done": "no"})
    assert back.headers["location"] == f"/transcript/{first}?done=open"
    assert "It waits in the queue again." in ada.get(back.headers["location"]).text


@pytest.mark.parametrize("goes", ["//evil.example", "../class", "a?b", "x\r\ny", "é"])
def test_the_way_on_leads_nowhere_else(ira, session, work, goes):
    version = str(work.desk(session).read.mark.version)
    done = ira.post(f"/transcript/{session}/mark", data={"version": version, "goes": goes})
    assert done.headers["location"] == f"/transcript/{session}?done=looked"


def test_names_are_hidden_until_the_release_on_every_page(site, work, ira):
    assignment = work.give(title="Nameless", anonymous=True, mode=AssignedMode.ASSESSMENT, prediction_required=False)
    session = work.do(site.people["ben"], assignment)
    queue = f"/class/{site.sections['ira']}/review?assignment={assignment.id}"
    pages = (queue, f"/transcript/{session}", f"/transcript/{session}/level?turn=1&criterion=empathy", "/review")
    for page in pages[:3]:
        text = ira.get(page).text
        assert "Trainee " in text
        for secret in (">Ben<", "Ben:", site.people["ben"], "ben@example.edu"):
            assert secret not in text, (page, secret)
    row = next(row for row in ira.get("/review").text.split("<tr>") if session in row)
    assert "Ben" not in row
    assert "Names are hidden until then." in ira.get(pages[1]).text
    site.school.work.assigning.release_feedback(site.people["ira"], assignment.id, assignment.version)
    assert "Ben: Nameless" in ira.get(pages[1]).text
    assert "read by the trainee at once" in ira.get(pages[1]).text


def test_agreement_says_too_few_until_there_is_enough(site, work, ira):
    path = f"/class/{site.sections['ira']}/agreement"
    assignment = work.give(title="Agreed", attempts=None)
    sessions = [work.do(site.people["ana"], assignment, LINES[:2]) for _ in range(5)]
    page = ira.get(path)
    assert page.status_code == 200
    assert "How grader and instructors agree" in page.text
    for session in sessions:
        work.school.review.reviewing.mark(work.teacher, session, 0)
    page = ira.get(path).text
    row = next(row for row in page.split("<tr") if ">Empathy<" in row)
    assert "1.00" in row
    assert "<svg" in row
    assert "Weighted kappa 1.00" in row
    assert "none yet" in next(row for row in page.split("<tr") if ">Authenticity<" in row)


def refused_everywhere(site, name, session, statuses):
    browser, section = site.signed_in(name), site.sections["ira"]
    sent = {"turn": "1", "criterion": "empathy", "level": "4", "reason": "Mine", "text": "Mine", "version": "0"}
    asked = [browser.get(path) for path in (f"/transcript/{session}", f"/transcript/{session}/level?turn=1")]
    asked += [browser.get(f"/class/{section}/{part}") for part in ("review", "agreement")]
    verbs = ("level", "withdraw-level", "comment", "withdraw-comment", "mark")
    asked += [browser.post(f"/transcript/{session}/{verb}", data=sent) for verb in verbs]
    for answer in asked:
        assert answer.status_code in statuses, answer.url
        assert "frightening" not in answer.text
        assert "Demeaning" not in answer.text


@pytest.mark.parametrize("name", ["ana", "ben", "cem", "uma"])
def test_trainees_and_other_instructors_are_refused_and_nothing_changes(site, folder, session, name):
    read, changed = len(access(folder, "read a session")), len(access(folder, "changed a level"))
    refused_everywhere(site, name, session, (403, 404))
    assert len(access(folder, "read a session")) == read
    assert len(access(folder, "changed a level")) == changed


def test_practice_of_ones_own_is_nobody_elses_to_review(site, ira):
    session = site.room.begin(site.people["ana"], "S01", "coaching", seed=1).session.id
    site.room.say(site.people["ana"], session, KIND, "k")
    for path in (f"/transcript/{session}", "/transcript/" + "0" * 26, "/transcript/%3Cb%3E"):
        answer = ira.get(path)
        assert answer.status_code == 404
        assert "frightening" not in answer.text
        assert "<b>" not in answer.text
        assert 'href="review"' in answer.text


@pytest.mark.parametrize("verb", ["level", "withdraw-level", "comment", "withdraw-comment", "mark"])
def test_a_form_that_no_page_of_ours_sent_is_refused(site, session, verb):
    browser = site.signed_in("ira")
    del browser.headers["origin"]
    assert browser.post(f"/transcript/{session}/{verb}", data={"version": "0"}).status_code == 403
