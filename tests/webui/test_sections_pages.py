"""An instructor's sections over HTTP: the list, one at a glance, what it is called, and where signing in leads."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.assignments import AssignedMode, Assignee, Assignment, Kind, Terms
from classroom.due import Due
from classroom.following import PersonNow
from classroom.own_terms import OwnTerms
from classroom.stages import Progress, Stage
from practice.sessions import Prediction
from tests.webui.school_site import PASSWORD, school_site
from webui.present_section import HowFar
from webui.section_words import moment

TERMS = {"title": "First session", "kind": Kind.SCENARIO, "content": "S01", "zone": "Europe/Vienna"}
OUTSIDERS = [("ana", 403), ("cem", 404), ("uma", 404), ("ada", 403)]


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


def made(school, title, zone="Europe/Vienna", roster="", who="ira"):
    """Make a section by verbs; a roster is `name,email` lines."""
    teaching, person = school.classroom.teaching, school.people[who]
    section = teaching.make_section(person, title, zone)
    if roster:
        teaching.import_roster(person, section.id, f"name,email\n{roster}\n".encode())
    return section


def given(school, section, **changed):
    return school.school.work.assigning.give(
        school.people["ira"], section.id, Terms(**{**TERMS, **changed}), [Assignee()]
    )


def sign_in(browser, name, **more):
    return browser.post("/sign-in", data={"email": f"{name}@example.edu", "password": PASSWORD, **more})


@pytest.mark.parametrize(("name", "goes"), [("ira", "/class"), ("ada", "/class"), ("ana", "/")])
def test_signing_in_leads_to_what_somebody_does_here(school, name, goes):
    with school.browser() as browser:
        assert sign_in(browser, name).headers["location"] == goes
        assert browser.get("/sign-in").headers["location"] == goes
        assert sign_in(browser, name, next="/account").headers["location"] == "/account"


def test_an_invitation_leads_an_instructor_to_their_sections(school):
    link = school.classroom.operator.add(NewAccount(email="pia@example.edu", name="Pia", role=Role.INSTRUCTOR))
    with school.browser() as browser:
        answer = browser.post("/invite", data={"token": link.secret, "password": PASSWORD})
        assert answer.headers["location"] == "/class"
        page = browser.get("/class").text
    assert "You teach no section yet" in page
    assert "<details open><summary>Make a section" in page


def test_the_account_page_leads_to_sections_only_those_who_teach(school):
    seen = {name: 'href="class"' in school.signed_in(name).get("/account").text for name in ("ira", "ada", "ana")}
    assert seen == {"ira": True, "ada": True, "ana": False}


def test_a_trainee_is_told_in_a_sentence_and_can_go_on_to_practise(school):
    with school.signed_in("ana") as ana:
        page = ana.get("/class")
        assert page.status_code == 200
        assert "for those who teach" in page.text
        assert '<a class="step primary" href="./">Practise</a>' in page.text
        assert "<form" not in page.text
        refused = ana.post("/class", data={"title": "Mine", "zone": "UTC"})
        assert (refused.status_code, "may not make a section" in refused.text) == (403, True)


def test_a_section_is_made_with_the_zone_of_the_account_offered(school):
    school.classroom.people.describe_me(school.people["uma"], "Uma", "America/New_York")
    with school.signed_in("uma") as uma:
        assert 'value="America/New_York"' in uma.get("/class").text
        form = {"title": "Δευτέρα <i>", "course": "", "zone": "Europe/Athens"}
        goes = uma.post("/class", data=form).headers["location"]
        page = uma.get(goes).text
        assert "Δευτέρα &lt;i&gt;" in page
        assert "The section is made." in page
        assert "Import a roster" in page
        assert "Δευτέρα &lt;i&gt;" in uma.get("/class").text
    section = school.classroom.teaching.section(school.people["uma"], goes.split("/")[2].split("?")[0])
    assert (section.title, section.course, section.zone) == ("Δευτέρα <i>", "", "Europe/Athens")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"title": " ", "zone": "UTC"}, "The title is empty"),
        ({"title": "x" * 201, "zone": "UTC"}, "too long"),
        ({"title": "Kept words", "zone": "Mars"}, "no time zone"),
    ],
)
def test_what_was_typed_stays_in_a_form_that_was_refused(school, form, why):
    with school.signed_in("uma") as uma:
        before = school.classroom.teaching.taught_by(school.people["uma"])
        answer = uma.post("/class", data=form)
        assert (answer.status_code, why in answer.text) == (422, True)
        assert f'value="{form["title"]}"' in answer.text
        assert "<details open><summary>Make a section" in answer.text
        assert school.classroom.teaching.taught_by(school.people["uma"]) == before


def test_an_administrator_sees_every_section_and_leads_on_to_its_people_only(school):
    section = made(school, "Ada looks", roster="Dora,dora@example.edu")
    given(school, section, title="Not for Ada")
    with school.signed_in("ada") as ada:
        page = ada.get("/class").text
        assert "Ada looks" in page
        assert f'href="class/{section.id}/people"' in page
        assert f'href="class/{section.id}"' not in page
        assert "Not for Ada" not in page
        refused = ada.get(f"/class/{section.id}")
        assert (refused.status_code, "Not for Ada" in refused.text) == (403, False)
        school.classroom.teaching.add_instructor(school.people["ada"], section.id, "ada@example.edu")
        assert f'href="class/{section.id}"' in ada.get("/class").text
        assert ada.get(f"/class/{section.id}").status_code == 200


@pytest.mark.parametrize("part", ["", "/settings"])
@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_a_section_is_shown_to_those_who_teach_it(school, name, status, part):
    with school.signed_in(name) as other:
        answer = other.get(f"/class/{school.sections['ira']}{part}")
    assert answer.status_code == status
    assert "Section of ira" not in answer.text
    assert 'href="class"' in answer.text


def test_a_section_that_is_not_there_sounds_like_one_that_is_not_ones_own(school):
    with school.signed_in("uma") as uma:
        pages = [uma.get(f"/class/{one}").text for one in (school.sections["ira"], "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    told = [re.search(r'role="alert">(.*?)</p>', page)[1] for page in pages]
    assert told[0] == told[1]


def test_the_overview_names_the_next_sensible_step(school):
    section, ira = made(school, "Steps"), school.people["ira"]
    with school.signed_in("ira") as browser:
        empty = browser.get(f"/class/{section.id}").text
        assert f'href="class/{section.id}/people/import"' in empty
        school.classroom.teaching.import_roster(
            ira, section.id, b"name,email\nAna,ana@example.edu\nEve,e@example.edu\n"
        )
        unassigned = browser.get(f"/class/{section.id}").text
        assert "2 trainees are here, and nothing is given yet" in unassigned
        assert f'href="class/{section.id}/assignments/new"' in unassigned
        first = given(school, section)
        assert "Nothing waits for you" in browser.get(f"/class/{section.id}").text
        practised(school, first)
        page = browser.get(f"/class/{section.id}").text
        assert "1 session to review" in page
        assert f'href="class/{section.id}/review"' in page


def practised(school, assignment):
    """Let Ana practise an assignment to its end."""
    ana = school.people["ana"]
    session = school.school.work.doing.begin(ana, assignment.id).session.id
    school.room.say(ana, session, "That sounds heavy.", "k1")
    school.room.end(ana, session)
    school.room.predict(ana, session, Prediction(empathy=2, boundary=2))
    school.school.work.doing.hand_in(ana, session)
    return session


def test_the_overview_shows_who_is_how_far_and_nothing_of_what_was_said(school):
    section = made(school, "Far", roster="Ana,ana@example.edu\nBen,ben@example.edu\nFay,fay@example.edu")
    due = Due.read("2026-11-01T23:59", "Europe/Vienna")
    kept = given(school, section, title="Due <soon>", due=due)
    practised(school, kept)
    school.school.work.doing.begin(school.people["ben"], kept.id)
    with school.signed_in("ira") as browser:
        page = browser.get(f"/class/{section.id}").text
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert cells[0] == f'<a href="assignment/{kept.id}"><bdi>Due &lt;soon&gt;</bdi></a>'
    assert re.sub("<.*?>", "", cells[1]) == "due Sun 1 Nov 2026, 23:59 Europe/Vienna"
    assert cells[2:4] == ["2 of 3", "1 of 3"]
    assert "Due (Europe/Vienna)" in page
    assert "That sounds heavy" not in page
    assert "2 sign in, 1 is invited" in page


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        (AssignedMode.COACHING, "after each turn"),
        (AssignedMode.PRACTICE, "after the session"),
        (AssignedMode.ASSESSMENT, "waits for release"),
    ],
)
def test_the_overview_says_when_feedback_is_shown(school, mode, says):
    section = made(school, f"Feedback {mode}", roster="Ana,ana@example.edu")
    kept = given(school, section, mode=mode)
    with school.signed_in("ira") as browser:
        assert says in browser.get(f"/class/{section.id}").text
        if mode is AssignedMode.ASSESSMENT:
            school.school.work.assigning.release_feedback(school.people["ira"], kept.id, kept.version)
            assert ">released<" in browser.get(f"/class/{section.id}").text


def test_somebody_who_has_an_assignment_no_longer_is_not_counted():
    now = datetime(2026, 3, 1, tzinfo=UTC)
    own = OwnTerms(opens=None, due=None, closes=None, attempts=1, excused=False)

    def person(stage, has_it=True):
        progress = Progress(stage=stage, late=False, taken=0, turns=0, last_at=None, session=None)
        return PersonNow(person="p", name="P", has_it=has_it, own=own, extension=0, progress=progress)

    terms = Terms(**TERMS)
    kept = {"id": "a", "section": "s", "terms": terms, "content_digest": "d", "created_at": now}
    people = [person(stage) for stage in Stage] + [person(Stage.FINISHED, has_it=False)]
    far = HowFar.of(Assignment(**kept), people)
    assert (far.has_it, far.begun, far.finished, far.excused) == (5, 3, 1, 1)


def test_title_course_and_zone_can_be_changed(school):
    section = made(school, "Before")
    with school.signed_in("ira") as browser:
        page = browser.get(f"/class/{section.id}/settings").text
        assert 'name="version" value="1"' in page
        form = {"version": "1", "title": "After", "course": "Counselling 1", "zone": "Asia/Tokyo"}
        answer = browser.post(f"/class/{section.id}/settings", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/class/{section.id}?done=kept")
    kept = school.classroom.teaching.section(school.people["ira"], section.id)
    assert (kept.title, kept.course, kept.zone, kept.archived_at) == ("After", "Counselling 1", "Asia/Tokyo", None)


@pytest.mark.parametrize("version", ["1", "", "x", "²"])
def test_a_change_over_a_colleagues_is_a_conflict_that_shows_both(school, version):
    section, ira = made(school, "First name"), school.people["ira"]
    school.classroom.teaching.change_section(ira, section.id, 1, title="Theirs", course="", zone="UTC")
    with school.signed_in("ira") as browser:
        form = {"version": version, "title": "Mine", "course": "", "zone": "UTC"}
        answer = browser.post(f"/class/{section.id}/settings", data=form)
        assert answer.status_code == 422
        assert "Somebody else changed this section" in answer.text
        assert "Theirs" in answer.text
        assert 'value="Mine"' in answer.text
        assert school.classroom.teaching.section(ira, section.id).title == "Theirs"
        again = {**form, "version": re.search(r'name="version" value="(\d+)"', answer.text)[1]}
        assert browser.post(f"/class/{section.id}/settings", data=again).status_code == 303
    assert school.classroom.teaching.section(ira, section.id).title == "Mine"


@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_nobody_else_changes_a_section(school, name, status):
    section, ira = school.sections["ira"], school.people["ira"]
    before = school.classroom.teaching.section(ira, section)
    form = {"version": "1", "title": "Taken", "course": "", "zone": "UTC", "archived": "yes"}
    with school.signed_in(name) as other:
        assert other.post(f"/class/{section}/settings", data=form).status_code == status
    assert school.classroom.teaching.section(ira, section) == before


def test_a_section_is_put_away_and_brought_back(school):
    section = made(school, "Old term")
    form = {"title": "Old term", "course": "", "zone": "UTC"}
    with school.signed_in("ira") as browser:
        browser.post(f"/class/{section.id}/settings", data={**form, "version": "1", "archived": "yes"})
        folded = browser.get("/class").text.split("<summary>Put away: 1</summary>")
        assert "Old term" in folded[1]
        assert "Old term" not in folded[0]
        assert "This section is put away" in browser.get(f"/class/{section.id}").text
        assert 'value="yes" checked' in browser.get(f"/class/{section.id}/settings").text
        browser.post(f"/class/{section.id}/settings", data={**form, "version": "2"})
        assert "Put away" not in browser.get("/class").text
        assert "put away: nothing new" not in browser.get(f"/class/{section.id}").text


def test_a_moment_is_shown_in_the_zone_across_a_change_of_clocks():
    before = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert moment(before, "Europe/Vienna") == "Sun 25 Oct 2026, 00:30"
    assert moment(before + timedelta(days=1), "Europe/Vienna") == "Sun 25 Oct 2026, 23:30"
