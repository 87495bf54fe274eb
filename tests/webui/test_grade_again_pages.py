"""Grading again over HTTP: what would change, doing it, settling conflicts, and the release that follows."""

import re

import pytest

from classroom.assignments import AssignedMode
from tests.classroom.written_rubric import write_rubric
from tests.webui.reviewed_work import ReviewedWork
from tests.webui.school_site import school_site

HIDDEN = re.compile(r'<input type="hidden" name="(.*?)" value="(.*?)">')
LINES = ("What is it like?", "And then?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("again")


@pytest.fixture(scope="module")
def site(quiet, serving, folder):
    with school_site(serving[0], folder) as running:
        yield running


@pytest.fixture(scope="module")
def work(site, folder):
    return ReviewedWork(site.school, site.room, folder, site.people["ira"], site.sections["ira"])


@pytest.fixture(scope="module")
def strict(site):
    authors, ira = site.school.authors, site.people["ira"]
    return write_rubric(authors, ira, authors.authoring.make_pack(ira, "Rubrics")).content


@pytest.fixture(scope="module")
def ira(site):
    return site.signed_in("ira")


def sent_of(page, kind):
    """Give where a form goes and what a browser would send of it; `kind` is the rest of its opening tag."""
    action, inside = re.search(rf'<form {kind} action="(.*?)">(.*?)</form>', page, re.DOTALL).groups()
    return f"/{action}", dict(HIDDEN.findall(inside))


def grade(browser, path, rubric):
    page = browser.get(path, params={"rubric": rubric}).text
    action, sent = sent_of(page, 'method="post"')
    return browser.post(action, data=sent)


def test_the_page_tells_what_would_change_and_then_does_it(site, work, ira, strict):
    assignment = work.give()
    session = work.do(site.people["ana"], assignment, LINES)
    path = f"/assignment/{assignment.id}/grade-again"
    assert f'href="{path[1:]}"' in ira.get(f"/assignment/{assignment.id}").text
    page = ira.get(path)
    assert "Nothing would change. Each is graded so already." in page.text
    assert f'<option value="{strict}">Strict, version 2 (written here)</option>' in page.text
    assert 'method="post" action="assignment' not in page.text
    page = ira.get(path, params={"rubric": strict}).text
    assert "2 fall" in page
    assert '<th scope="row">Being with</th><td data-name="Rise" class=none>0</td><td data-name="Fall">2</td>' in page
    assert "until you release the feedback" in page
    answer = grade(ira, path, strict)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=graded")
    assert "It is graded again" in ira.get(answer.headers["location"]).text
    transcript = ira.get(f"/transcript/{session}").text
    assert "Graded before: 1" in transcript
    assert "by the rubric small, version 1" in transcript
    assert "Missed by us" in transcript
    assert "Strict, version 2" in ira.get(f"/assignment/{assignment.id}").text


def test_a_conflict_is_listed_and_settled_with_one_button(site, work, ira, strict):
    assignment = work.give()
    session = work.do(site.people["ana"], assignment, LINES)
    work.change(session, 4, turn=1)
    work.change(session, 3, turn=2)
    path = f"/assignment/{assignment.id}/grade-again"
    assert (
        "2 changed levels come into conflict and wait to be settled." in ira.get(path, params={"rubric": strict}).text
    )
    grade(ira, path, strict)
    page = ira.get(path).text
    assert "2 conflicts wait to be settled" in page
    first, second = re.findall(r'href="(transcript/[^"]*/level[^"]*)"', page)
    action, sent = sent_of(ira.get(f"/{first.replace('&amp;', '&')}").text, 'class="settle" method="post"')
    assert sent["level"] == "4"
    assert ira.post(action, data={**sent, "reason": "It stays."}).status_code == 303
    assert (work.level(session).final, work.level(session).conflict) == (4, False)
    stale = ira.post(action, data={**sent, "reason": "Again."})
    assert stale.status_code == 409
    page = ira.get(f"/{second.replace('&amp;', '&')}").text
    assert "Keep mine: 3 skilled to us" in page
    assert "Take the new one: 1 missed by us" in page
    action, sent = sent_of(page, 'class="settle" method="post"')
    taken = ira.post(action.replace("/level", "/withdraw-level"), data={**sent, "reason": "The new one."})
    assert taken.status_code == 303
    assert (work.level(session, 2).final, work.level(session, 2).conflict) == (1, False)
    assert "to be settled" not in ira.get(path).text


def test_what_was_released_stays_until_it_is_released_again(site, work, ira, strict):
    assignment, ana = work.give(mode=AssignedMode.ASSESSMENT), site.people["ana"]
    session = work.do(ana, assignment, LINES)
    ira.post(f"/assignment/{assignment.id}/release", data={"version": "1"})
    path = f"/assignment/{assignment.id}/grade-again"
    assert "Trainees go on to read what was released" in ira.get(path, params={"rubric": strict}).text
    grade(ira, path, strict)
    page = ira.get(f"/assignment/{assignment.id}").text
    assert "1 session was graded again since. Trainees still read" in page
    assert "It was graded again since" in ira.get(f"/transcript/{session}").text
    export = site.signed_in("ana").get(f"/export/{session}.md").text.replace("\\", "")
    assert "rubric Building trust (trust), version 1" in export
    assert "Missed by us" not in export
    action, sent = sent_of(page, f'method="post"(?= action="assignment/{assignment.id}/release")')
    assert ira.post(action, data=sent).status_code == 303
    assert "graded again since" not in ira.get(f"/assignment/{assignment.id}").text
    export = site.signed_in("ana").get(f"/export/{session}.md").text.replace("\\", "")
    assert f"rubric Strict ({strict}), version 2" in export
    assert "Missed by us" in export


def test_one_session_is_graded_again_from_its_transcript(site, work, ira, strict):
    assignment = work.give()
    session = work.do(site.people["ben"], assignment, LINES)
    work.grade_again(session, level=0)
    path = f"/transcript/{session}/grade-again"
    assert f'href="{path[1:]}"' in ira.get(f"/transcript/{session}").text
    page = ira.get(path).text
    assert "1 level rises and 0 fall" in page
    assert "<select" not in page
    assert "Grade one session again:" in page
    assert "A whole class" not in page
    action, sent = sent_of(page, 'method="post"')
    assert action == path
    assert ira.post(action, data=sent).status_code == 303
    assert [one.level for one in work.level(session).before] == [2, 0]


def test_a_stale_or_foreign_form_grades_nothing_and_says_why(site, work, ira, strict):
    assignment = work.give()
    work.do(site.people["ana"], assignment, LINES)
    path = f"/assignment/{assignment.id}/grade-again"
    _, sent = sent_of(ira.get(path, params={"rubric": strict}).text, 'method="post"')
    for wrong in ({"seen": "x"}, {"version": "9"}, {"rubric": "ships"}):
        answer = ira.post(path, data={**sent, **wrong})
        assert answer.status_code == 409, wrong
        assert "Nothing was graded." in answer.text
    assert ira.post(path, data={**sent, "version": "x"}).status_code == 422
    refused = ira.post(path, data={**sent, "rubric": "R-0000000000"})
    assert refused.status_code == 422
    assert "What would change" in refused.text
    assert ira.get(path, params={"rubric": "R-0000000000"}).status_code == 422
    uma = site.signed_in("uma")
    assert (uma.get(path).status_code, uma.post(path, data=sent).status_code) == (404, 404)
    assert ira.get("/transcript/nothing/grade-again").status_code == 404
    assigning = work.school.work.assigning
    assert assigning.given(site.people["ira"], assignment.id).assignment.version == 1
