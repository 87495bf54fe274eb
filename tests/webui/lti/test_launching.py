"""A course launches here: who comes in, where they land, and what the first launch makes."""

from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from tests.webui.learning_platform import (
    LTI,
    Link,
    Somebody,
    form_in,
)
from tests.webui.lti.campus import FRAME, WINDOW, description
from tests.webui.school_site import PASSWORD


def test_an_instructors_first_launch_makes_the_section_and_the_next_finds_it(campus):
    campus.platform.links["plain"] = Link("plain", "A plain link", column="c9")
    with campus.school.browser() as browser:
        page = campus.launch(browser, "tia", "plain")
        assert (page.status_code, "Helping &lt;b&gt;skills" in page.text) == (200, True)
        action, fields = form_in(page.text)
        chosen = browser.post(f"/{action}", data={**fields, "scenario": "S01"})
        assert chosen.status_code == 303
        again = browser.post(f"/{action}", data={**fields, "scenario": "S01"})
        assert (again.status_code, "used already" in again.text) == (401, True)
        landed = campus.launch(browser, "tia", "plain")
        assert landed.headers["location"] == chosen.headers["location"]
    tia = campus.person("tia")
    (section,) = campus.school.classroom.teaching.taught_by(tia)
    assert (section.title, section.course) == ("Helping <b>skills", "HS")
    (given,) = campus.school.school.work.assigning.assignments(tia, section.id)
    assert given.terms.kind is Kind.SCENARIO
    assert campus.sql("select line_item_url from lti_link")[0][0].startswith(f"{campus.platform.url}/columns/c9")


def test_who_learns_comes_in_after_who_teaches_and_not_before(campus):
    campus.platform.links["plain"] = Link("plain", "A plain link", {"assignment": "none"})
    with campus.school.browser() as browser:
        early = campus.launch(browser, "lea", "plain")
        assert (early.status_code, "Nobody who teaches" in early.text) == (401, True)
    assert campus.person("lea") is None
    campus.choose()
    with campus.school.browser() as browser:
        unknown = campus.launch(browser, "lea", "plain")
        assert (unknown.status_code, "opens no assignment yet" in unknown.text) == (401, True)
        assert "attune_in" not in browser.cookies


def test_a_link_cannot_open_an_assignment_of_another_section(campus):
    campus.choose()
    terms = Terms(title="Of Ira", kind=Kind.SCENARIO, content="S01", zone="UTC", mode=AssignedMode.PRACTICE)
    school = campus.school
    other = school.school.work.assigning.give(school.people["ira"], school.sections["ira"], terms, [Assignee()])
    campus.platform.links["stray"] = Link("stray", "Stray", {"assignment": other.id})
    with school.browser() as browser:
        assert campus.launch(browser, "lea", "stray").status_code == 401
        assert "Of Ira" not in campus.launch(browser, "tia", "stray").text
    assert campus.sql("select count(*) from lti_link")[0][0] == 0


def test_the_same_course_id_in_another_deployment_is_another_course(campus):
    campus.choose()
    first = campus.section()
    ada, name = campus.school.people["ada"], campus.platform.deployment
    (one,) = campus.lti.platforms.platforms(ada)
    both = description(campus.platform, deployments=(name, "dep-2"))
    one = campus.lti.platforms.change(ada, one.id, one.mark, both)
    campus.platform.deployment = "dep-2"
    campus.choose()
    assert campus.section() != first
    campus.lti.platforms.change(ada, one.id, one.mark, description(campus.platform, deployments=(name,)))


def test_who_neither_teaches_nor_learns_is_not_let_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        refused = campus.launch(browser, "root", link)
        assert (refused.status_code, campus.person("root")) == (401, None)


def test_forged_fields_make_nobody_an_instructor(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        forged = {
            **fields,
            "roles": "Instructor",
            LTI + "roles": "Instructor",
            "sub": "t-1",
            "custom_role": "Instructor",
        }
        forged |= {
            "person": campus.person("tia"),
            "deep_link_return_url": "https://evil.example",
            "next": "//evil.example",
        }
        landed = browser.post(action, data=forged, headers={**WINDOW, "origin": campus.platform.url})
        assert landed.headers["location"] == "/?view=assignments"
        assert browser.get("/config").json()["username"] == campus.person("lea")
        assert browser.get(f"/class/{campus.section()}/course").status_code == 403
    with campus.school.browser() as browser:
        refused = campus.launch(browser, "lea", "deep", FRAME)
        assert (refused.status_code, "Only who teaches" in refused.text) == (401, True)


def test_an_address_alone_lets_nobody_into_an_account(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        page = campus.launch(browser, "ana", link)
        assert (page.status_code, "Is this you?" in page.text) == (200, True)
        assert "attune_in" not in browser.cookies
        action, fields = form_in(page.text)
        wrong = browser.post(f"/{action}", data={**fields, "password": "not the password"})
        assert (wrong.status_code, campus.person("ana")) == (422, None)
        other = browser.post(f"/{action}", data={**fields, "email": "ada@example.edu", "password": "x"})
        assert "ada@example.edu" not in other.text
        joined = browser.post(f"/{action}", data={**fields, "password": PASSWORD})
        assert (joined.status_code, "Joined" in joined.text) == (200, True)
        assert campus.person("ana") == campus.school.people["ana"]
        assert browser.post(f"/{action}", data={**fields, "password": PASSWORD}).status_code == 401
        assert campus.launch(browser, "ana", link).headers["location"] == "/?view=assignments"
        assert browser.get("/config").json()["username"] == campus.school.people["ana"]


def test_somebody_without_name_and_address_comes_in_all_the_same(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        assert campus.launch(browser, "leo", link).status_code == 303
    me = campus.school.classroom.people.me(campus.person("leo"))
    assert me.name == "Without a name"
    assert me.email.endswith("@learning-platform.invalid")


def test_who_teaches_no_more_loses_the_seat_at_the_next_launch(campus):
    campus.platform.people["tom"] = Somebody("t-2-tom", "Tom", ("Instructor",))
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "tom", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 200
        campus.platform.people["tom"].roles = ("Learner",)
        campus.launch(browser, "tom", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 403
        campus.platform.people["tia"].roles = ("Learner",)
        campus.launch(browser, "tia", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 200, "the last one stays"


def test_somebody_who_is_switched_off_is_not_let_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
        campus.school.classroom.people.set_disabled(campus.school.people["ada"], campus.person("lea"), disabled=True)
        assert campus.launch(browser, "lea", link).status_code == 401
        assert browser.get("/config").status_code == 401
