"""Inside a platform's page, and from other sites: what opens in a frame, where a launch leads, whose keys are read."""

import re
import time

import jwt
import pytest

from classroom.lti_http import PlatformHttp
from classroom.lti_records import PlatformFailed
from tests.webui.learning_platform import (
    DEEP,
    LearningPlatform,
    form_in,
)
from tests.webui.lti.campus import FRAME, NOW, OTHER, WINDOW, says
from tests.webui.school_site import PASSWORD


@pytest.mark.parametrize("target", ["https://evil.example/lti/launch", "//evil.example", "javascript:alert(1)", ""])
def test_a_target_elsewhere_leads_nowhere(campus, target):
    link = campus.choose()
    campus.platform.says = says(target_link_uri=target or "https://evil.example")
    with campus.school.browser() as browser:
        asked = campus.platform.initiation("lea", link, target_link_uri=target)
        sent = browser.get("/lti/login", params=asked, headers=WINDOW)
        assert sent.headers["location"].startswith(f"{campus.platform.url}/authorize?")
        assert "evil.example" not in sent.headers["location"]
        landed = campus.launch(browser, "lea", link, target_link_uri=target)
        assert landed.headers["location"] == "/?view=assignments"


@pytest.mark.parametrize(
    "wrong", [{"iss": "https://evil.example"}, {"client_id": "x"}, {"iss": ""}, {"login_hint": ""}]
)
def test_a_login_of_an_unknown_platform_goes_nowhere(campus, wrong):
    with campus.school.browser() as browser:
        asked = {**campus.platform.initiation("lea", "x"), **wrong}
        refused = browser.get("/lti/login", params=asked, headers=WINDOW)
        assert (refused.status_code, "location" in refused.headers) == (401, False)


def test_a_platform_that_is_switched_off_launches_no_more(campus):
    link = campus.choose()
    ada = campus.school.people["ada"]
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        (one,) = campus.lti.platforms.platforms(ada)
        campus.lti.platforms.set_disabled(ada, one.id, one.mark, disabled=True)
        assert browser.post(action, data=fields, headers=WINDOW).status_code == 404
        off = browser.get("/lti/login", params=campus.platform.initiation("lea", link), headers=WINDOW)
        assert (off.status_code, "Learning platforms are off" in off.text) == (404, True)


@pytest.mark.parametrize("fails", ["500", "page", "refuse"])
def test_keys_that_cannot_be_read_are_told_plainly(campus, fails):
    campus.platform.fails = fails
    with campus.school.browser() as browser:
        answer = campus.launch(browser, "tia", "deep", FRAME)
        assert (answer.status_code, "cannot be read" in answer.text) == (401, True)
        assert "secrets" not in answer.text
        campus.platform.fails = ""
        assert campus.launch(browser, "tia", "deep", FRAME).status_code == 200


def test_inside_the_platforms_page_a_window_is_offered_and_nobody_is_signed_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        page = browser.get("/lti/login", params=campus.platform.initiation("lea", link), headers=FRAME)
        policy = page.headers["content-security-policy"]
        assert (page.status_code, "frame-ancestors *" in policy) == (200, True)
        assert "x-frame-options" not in page.headers
        assert "set-cookie" not in page.headers
        assert 'target="_blank"' in page.text
        action, fields = form_in(page.text)
        ours = {"origin": campus.school.url, "sec-fetch-site": "same-origin"}
        sent = browser.post(f"/{action}", data=fields, headers=ours)
        assert sent.status_code == 302
        back, answer = form_in(browser.get(sent.headers["location"]).text)
        assert browser.post(back, data=answer, headers=WINDOW).status_code == 303


def test_a_launch_inside_a_frame_signs_nobody_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        framed = browser.post(action, data=fields, headers=FRAME)
        assert framed.status_code == 401
        assert "attune_in" not in browser.cookies


def test_choosing_works_inside_a_frame_without_any_cookie(campus):
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "tia", "deep", FRAME)
        browser.cookies.clear()
        page = browser.post(action, data=fields, headers=FRAME)
        assert page.status_code == 200
        assert "attune_in" not in browser.cookies
        policy = page.headers["content-security-policy"]
        assert f"frame-ancestors {campus.platform.url}" in policy
        assert re.search(r"form-action 'self';", policy)
        to, ticket = form_in(page.text)
        given = browser.post(f"/{to}", data={**ticket, "scenario": "S01"})
        policy = given.headers["content-security-policy"]
        assert f"form-action 'self' {campus.platform.url};" in policy
        assert "frame-ancestors *" not in policy
        assert "attune_in" not in browser.cookies


def test_every_other_page_stays_out_of_frames(campus):
    with campus.school.signed_in("ada") as ada:
        for path in ("/platforms", "/account", "/people", "/lti/jwks.json"):
            headers = ada.get(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "form-action 'self';" in headers["content-security-policy"]
            assert headers["x-frame-options"] == "DENY"


def test_other_sites_may_send_forms_to_a_launch_and_to_nothing_else(campus):
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    with campus.school.signed_in("ada") as ada:
        for path in ("/lti/choose", "/lti/join", "/platforms", "/platforms-access", "/lti/login/", "/lti/launch/x"):
            assert ada.post(path, data={}, headers=elsewhere).status_code == 403, path
        for path in ("/lti/login", "/lti/launch"):
            assert ada.post(path, data={}, headers=elsewhere).status_code in (200, 401), path


def test_a_page_to_choose_cannot_be_forged_or_used_by_another(campus):
    link = campus.choose()
    ours = {"origin": campus.school.url}
    with campus.school.browser() as browser:
        for ticket in (
            "",
            "x",
            "a.b.c",
            jwt.encode({"aud": "attune:choose", "exp": NOW + 99}, OTHER, algorithm="RS256"),
        ):
            answer = browser.post("/lti/choose", data={"ticket": ticket, "scenario": "S01"}, headers=ours)
            assert answer.status_code == 401
        page = campus.launch(browser, "ana", link)
        _, join = form_in(page.text)
        assert browser.post("/lti/choose", data={"ticket": join["ticket"], "scenario": "S01"}).status_code == 401
        page = campus.launch(browser, "tia", "deep", FRAME)
        _, choose = form_in(page.text)
        assert browser.post("/lti/join", data={"ticket": choose["ticket"], "password": PASSWORD}).status_code == 401
        for wrong in ({}, {"scenario": "none"}, {"assignment": "none"}):
            assert browser.post("/lti/choose", data={**choose, **wrong}).status_code == 422
        campus.sql("update membership set left_at = '2026-01-01 00:00:00' where person_id = ?", campus.person("tia"))
        assert browser.post("/lti/choose", data={**choose, "scenario": "S01"}).status_code == 403


def test_over_https_the_cookie_comes_along_with_the_platforms_form():
    from starlette.responses import Response

    from webui.lti_cookie import StateCookie

    set_to = StateCookie(secure=True).give(Response(), "state-0123456789-abcdef").headers["set-cookie"]
    assert set_to.startswith("__Host-attune-launch-")
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= set(set_to.split("; "))


def test_a_slow_or_straying_platform_is_not_waited_for(serving):
    platform = LearningPlatform(people={})
    with serving[0](platform.app()) as url:
        platform.url = url
        began = time.monotonic()
        with pytest.raises(PlatformFailed, match="does not answer"):
            PlatformHttp(patience=(1, 0.3)).get(f"{url}/slow")
        assert time.monotonic() - began < 2
        with pytest.raises(PlatformFailed, match="too long"):
            PlatformHttp(longest=0.3).get(f"{url}/drip")
        assert time.monotonic() - began < 3
        with pytest.raises(PlatformFailed, match="sends elsewhere"):
            PlatformHttp().get(f"{url}/elsewhere")


def test_deep_link_settings_that_lead_elsewhere_are_refused(campus):
    for back in ("http://evil.example/return", "javascript:alert(1)", "https://a;b.example/", "", None):

        def elsewhere(claims, back=back):
            claims[DEEP + "deep_linking_settings"]["deep_link_return_url"] = back

        campus.platform.says = elsewhere
        with campus.school.browser() as browser:
            assert campus.launch(browser, "tia", "deep", FRAME).status_code == 401
