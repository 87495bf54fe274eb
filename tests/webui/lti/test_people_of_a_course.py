"""The people of a course come in, and nobody is taken out."""

import pytest

from tests.webui.learning_platform import (
    Somebody,
)


def test_the_people_of_a_course_come_in_and_nobody_is_taken_out(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "leo", link)
    gone = campus.person("leo")
    del campus.platform.people["leo"]
    campus.platform.people["out"] = Somebody("l-9-out", "Out", ("Learner",), status="Inactive")
    teaching, tia = campus.school.classroom.teaching, campus.person("tia")
    browser = campus.school.browser()
    browser.cookies.set("attune_in", campus.school.classroom.sign_in.open_for(tia))
    page = browser.post(f"/class/{campus.section()}/course")
    assert page.status_code == 200
    assert "1 came into the section; 1 were in it." in page.text
    assert "Léa Ωmega" in page.text
    assert "Ana at the platform" in page.text, "has an account that is not shown to be hers"
    members = {one.account.id: one for one in teaching.members(tia, campus.section())}
    assert gone in members
    assert campus.person("lea") in members
    assert campus.school.people["ana"] not in members
    assert campus.person("out") is None
    assert "0 came into the section; 2 were in it." in browser.post(f"/class/{campus.section()}/course").text


@pytest.mark.parametrize("fails", ["500", "page", "refuse"])
def test_a_platform_that_does_not_tell_its_people_is_told_plainly(campus, fails):
    campus.choose()
    campus.platform.fails = fails
    browser = campus.school.browser()
    browser.cookies.set("attune_in", campus.school.classroom.sign_in.open_for(campus.person("tia")))
    page = browser.post(f"/class/{campus.section()}/course")
    assert (page.status_code, "does not tell" in page.text) == (502, True)
    assert "secrets" not in page.text
