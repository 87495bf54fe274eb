"""Signing in, practising and signing out in a real browser."""

import pytest

from tests.webui.browsers import ENOUGH, IN_BROWSER, sign_in
from tests.webui.school_site import school_site

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    shown = context.new_page()
    shown.set_default_timeout(ENOUGH)
    yield shown
    context.close()


def test_a_trainee_signs_in_practises_and_signs_out(page, school):
    faults = []
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    page.goto(f"{school.url}/?view=sessions")
    page.get_by_role("heading", name="Sign in").wait_for()
    sign_in(page, "ana")
    page.get_by_role("heading", name="My sessions").wait_for()
    page.get_by_role("link", name="Scenarios").click()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert page.get_by_text("ana@example.edu").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.go_back()
    page.goto(f"{school.url}/")
    page.get_by_role("heading", name="Sign in").wait_for()
    assert faults == []


def test_a_wrong_password_is_told_and_the_address_stays(page, school):
    page.goto(f"{school.url}/sign-in")
    sign_in(page, "ana", password="not the password")
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("E-mail address").input_value() == "ana@example.edu"
    assert page.get_by_label("Password").input_value() == ""


def test_two_trainees_in_one_browser_after_each_other_do_not_meet(page, school):
    page.goto(f"{school.url}/sign-in")
    sign_in(page, "ben")
    page.locator("#main h1:visible").first.wait_for()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "cem")
    page.locator("#main h1:visible").first.wait_for()
    page.get_by_role("link", name="Account").click()
    page.get_by_text("cem@example.edu").wait_for()
    assert page.get_by_text("ben@example.edu").count() == 0


def test_an_administrator_invites_somebody_who_then_signs_in(page, school):
    page.goto(f"{school.url}/sign-in?next=/people")
    sign_in(page, "ada")
    page.get_by_label("Name", exact=True).fill("Zoë Müller")
    page.get_by_label("E-mail address").fill("zoe@example.edu")
    page.get_by_role("button", name="Make an invitation").click()
    link = page.locator(".told code").inner_text()
    page.context.clear_cookies()
    page.goto(school.url + link.removeprefix("http://127.0.0.1:7860"))
    page.get_by_label("Password").fill("five plain wooden chairs")
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_role("link", name="Account").click()
    page.get_by_text("zoe@example.edu").wait_for()


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/people"])
def test_every_field_and_button_has_a_name(page, school, path):
    secret = school.classroom.sign_in.open_for(school.people["ada"])
    if path != "/sign-in":
        page.context.add_cookies([{"name": "attune_in", "value": secret, "url": school.url}])
    page.goto(school.url + path)
    fields = page.locator("input:not([type=hidden]), select, button")
    assert fields.count() >= 3
    snapshot = page.locator("main").aria_snapshot()
    for kind in ("textbox", "button", "combobox"):
        assert f"- {kind}\n" not in snapshot
        assert f"- {kind}:" not in snapshot
