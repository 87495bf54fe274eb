"""A session as a file to hand on: what instructors said is in it for whoever may read that, and for nobody else."""

import sqlite3

import pytest

from classroom.assignments import AssignedMode
from classroom.review_records import SeenLevel
from practice.sessions import Mode, Prediction
from tests.webui.class_pages import give, practise, release
from tests.webui.school_site import school_site

REASON, TURN_COMMENT, WHOLE_COMMENT = "It reached what was <implied>.", "You *stayed* <with> him.", "A calm beginning."
WORDS = "That sounds frightening. What is it like?"
FORMS = ("md", "html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("handed")


@pytest.fixture(scope="module")
def school(quiet, serving, folder):
    with school_site(serving[0], folder) as running:
        yield running


def reviewed(school, **terms):
    """Let Ana do an assignment, and Ira comment on it and change a level; gives the assignment and the session."""
    ira, review = school.people["ira"], school.school.review
    given = give(school, "ana", **terms)
    session = practise(school, "ana", given, turns=4, words=WORDS)
    school.school.work.doing.hand_in(school.people["ana"], session)
    review.reviewing.comment(ira, session, 1, TURN_COMMENT)
    review.reviewing.comment(ira, session, 0, WHOLE_COMMENT)
    seen = SeenLevel.of(review.reviewing.read(ira, session).levels.of(1, "empathy"))
    review.overriding.change_level(ira, session, 1, "empathy", 0, REASON, seen)
    return given, session


def file_of(school, name, path):
    with school.signed_in(name) as browser:
        return browser.get(path)


def holds(answer, words):
    """Tell whether a file shows words, in either form, to whoever reads it."""
    text = answer.text.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
    return words in text


@pytest.mark.parametrize("form", FORMS)
def test_a_trainees_own_file_holds_what_the_instructor_said_once_it_is_released(school, form):
    given, session = reviewed(school, mode=AssignedMode.ASSESSMENT)
    path = f"/export/{session}.{form}"
    waits = file_of(school, "ana", path)
    assert waits.status_code == 409
    assert not holds(waits, TURN_COMMENT)
    release(school, given)
    answer = file_of(school, "ana", path)
    assert answer.status_code == 200
    for words in (WORDS, "From the instructor", f"Comment of Ira: {WHOLE_COMMENT}", f"Comment of Ira: {TURN_COMMENT}"):
        assert holds(answer, words)
    said = f"Changed by an instructor: Empathy: 0 · Harmful, instead of the automatic 3 · Skilled. {REASON}"
    assert holds(answer, said)
    assert holds(answer, "Empathy over the session: 2.2 · Adequate counts.")
    assert holds(answer, "2.2 · Adequate, which counts since an instructor’s change; automatic: 3.0")
    assert "<with>" not in answer.text.replace("\\<", "")


@pytest.mark.parametrize("form", FORMS)
def test_coached_work_can_be_taken_away_before_the_release_without_the_instructors_words(school, form):
    given, session = reviewed(school, mode=AssignedMode.COACHING)
    before = file_of(school, "ana", f"/export/{session}.{form}")
    assert (before.status_code, holds(before, WORDS)) == (200, True)
    for words in (TURN_COMMENT, WHOLE_COMMENT, REASON, "instructor’s change", "From the instructor"):
        assert not holds(before, words)
    release(school, given)
    assert holds(file_of(school, "ana", f"/export/{session}.{form}"), REASON)


def test_a_change_of_a_criterion_that_is_not_shown_is_not_in_the_trainees_file(school):
    given, session = reviewed(school, mode=AssignedMode.ASSESSMENT, criteria=("boundary_setting",))
    release(school, given)
    own = file_of(school, "ana", f"/export/{session}.md")
    assert holds(own, TURN_COMMENT)
    assert not holds(own, REASON)
    assert holds(file_of(school, "ira", f"/transcript/{session}/export.md"), REASON)


def test_practice_of_ones_own_is_taken_away_as_before(school):
    room, ana = school.room, school.people["ana"]
    session = room.begin(ana, "S01", Mode.COACHING, seed=1).session.id
    room.say(ana, session, WORDS, "k1")
    room.end(ana, session)
    room.predict(ana, session, Prediction(empathy=2, boundary=2))
    answer = file_of(school, "ana", f"/export/{session}.md")
    assert (answer.status_code, holds(answer, WORDS), holds(answer, "From the instructor")) == (200, True, False)


@pytest.mark.parametrize("form", FORMS)
def test_an_instructor_takes_a_transcript_away_with_name_and_words_and_it_is_noted(school, folder, form):
    _, session = reviewed(school, mode=AssignedMode.ASSESSMENT, title="First *talk*")
    page = file_of(school, "ira", f"/transcript/{session}").text
    path = f"transcript/{session}/export.{form}"
    assert f'href="{path}"' in page
    answer = file_of(school, "ira", f"/{path}")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["content-disposition"]
    for words in ("Ana", "First *talk*", WORDS, TURN_COMMENT, WHOLE_COMMENT, REASON):
        assert holds(answer, words)
    assert "First *talk*" not in answer.text or form == "html"
    assert ": you<" not in answer.text
    with sqlite3.connect(folder / "attune.db") as db:
        query = (
            "select person_id, subject_id, note from access_log where action = 'exported a session' and object_id = ?"
        )
        noted = db.execute(query, (session,)).fetchall()
    assert noted == [(school.people["ira"], school.people["ana"], form)]
    assert "Took a transcript away" in file_of(school, "ana", "/account").text


@pytest.mark.parametrize("form", FORMS)
def test_no_name_is_in_the_file_while_names_are_hidden(school, form):
    given, session = reviewed(school, mode=AssignedMode.ASSESSMENT, anonymous=True)
    path = f"/transcript/{session}/export.{form}"
    hidden = file_of(school, "ira", path)
    assert hidden.status_code == 200
    assert not [word for word in ("Ana", school.people["ana"], "ana@example.edu") if holds(hidden, word)]
    release(school, given)
    assert holds(file_of(school, "ira", path), "Ana")


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_takes_a_transcript_away_and_nothing_is_noted(school, folder, form):
    _, session = reviewed(school, mode=AssignedMode.ASSESSMENT)
    for name in ("ana", "ben", "uma", "ada"):
        answer = file_of(school, name, f"/transcript/{session}/export.{form}")
        assert answer.status_code in (403, 404), name
        assert not holds(answer, WORDS)
        assert "content-disposition" not in answer.headers
    with school.browser() as nobody:
        assert nobody.get(f"/transcript/{session}/export.{form}").status_code == 401
    with sqlite3.connect(folder / "attune.db") as db:
        assert db.execute("select count(*) from access_log where object_id = ?", (session,)).fetchone() == (2,)
