"""The administrator's page of learning platforms over HTTP."""

import httpx
import pytest

from tests.webui.learning_platform import (
    CLIENT,
)
from tests.webui.school_site import school_site

FORM = {
    "title": "Another <i>",
    "issuer": "https://lms.example.edu",
    "client_id": "abc",
    "authorize_url": "https://lms.example.edu/auth",
    "token_url": "https://lms.example.edu/token",
    "keys_url": "https://lms.example.edu/keys",
    "deployments": "1\n\n2\n1",
}


def test_an_administrator_registers_changes_and_switches_off(campus):
    with campus.school.signed_in("ada") as ada:
        page = ada.get("/platforms")
        assert f"{campus.school.url}/lti/login" in page.text
        assert ada.post("/platforms", data=FORM).headers["location"] == "/platforms?done=registered"
        assert ada.post("/platforms", data=FORM).status_code == 422
        assert "Another &lt;i&gt;" in ada.get("/platforms").text
        one = next(one for one in campus.lti.platforms.platforms(campus.school.people["ada"]) if one.client_id == "abc")
        assert one.deployments == ("1", "2")
        changed = {**FORM, "platform": one.id, "mark": one.mark, "title": "New name", "issuer": "https://evil.example"}
        assert ada.post("/platforms-change", data=changed).status_code == 303
        stale = ada.post("/platforms-change", data={**changed, "title": "Newer name"})
        assert (stale.status_code, "Somebody else changed" in stale.text) == (422, True)
        stale = ada.post("/platforms-access", data={"platform": one.id, "mark": one.mark, "disabled": "yes"})
        assert stale.status_code == 422
        now = next(one for one in campus.lti.platforms.platforms(campus.school.people["ada"]) if one.client_id == "abc")
        assert (now.title, now.issuer) == ("New name", "https://lms.example.edu")
        assert ada.post("/platforms-access", data={"platform": one.id, "mark": now.mark, "disabled": "yes"}).is_redirect
    keys = httpx.get(f"{campus.school.url}/lti/jwks.json").json()["keys"]
    assert len(keys) == 1
    assert not {"d", "p", "q", "dp", "dq", "qi"} & keys[0].keys()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "http://lms.example.edu"),
        ("token_url", "http://169.254.169.254/latest"),
        ("keys_url", "file:///etc/passwd"),
        ("keys_url", "https://a:b@lms.example.edu"),
        ("token_url", "https://lms.example.edu; script-src *"),
        ("authorize_url", "https://lms.example.edu/auth?x=1"),
        ("authorize_url", "javascript:alert(1)"),
        ("client_id", ""),
        ("title", " "),
        ("deployments", "x" * 300),
    ],
)
def test_an_address_that_others_could_read_is_refused_and_what_was_typed_stays(campus, name, value):
    with campus.school.signed_in("ada") as ada:
        answer = ada.post("/platforms", data={**FORM, name: value})
        assert answer.status_code == 422
        assert "https://lms.example.edu/keys" in answer.text or name == "keys_url"
    assert campus.sql("select count(*) from lti_platform")[0][0] == 1


def test_only_an_administrator_registers(campus):
    (one,) = campus.lti.platforms.platforms(campus.school.people["ada"])
    for who in ("ira", "ana"):
        with campus.school.signed_in(who) as other:
            assert other.get("/platforms").status_code == 403
            assert CLIENT not in other.get("/platforms").text
            for path, form in (
                ("/platforms", FORM),
                ("/platforms-change", {**FORM, "platform": one.id, "mark": one.mark}),
                ("/platforms-access", {"platform": one.id, "mark": one.mark, "disabled": "yes"}),
            ):
                assert other.post(path, data=form).status_code == 403
    assert campus.lti.platforms.platforms(campus.school.people["ada"]) == (one,)


def test_the_administrator_sees_what_waits_and_no_figure(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.tick()
    figure = f"{campus.platform.scores[0]['scoreGiven']:g} of 4"
    with campus.school.signed_in("ada") as ada:
        page = ada.get("/platforms").text
        assert "Léa Ωmega" in page
        assert figure not in page
        assert ada.get(f"/class/{campus.section()}/course").status_code == 403
    tia = campus.school.browser()
    tia.cookies.set("attune_in", campus.school.classroom.sign_in.open_for(campus.person("tia")))
    assert figure in tia.get(f"/class/{campus.section()}/course").text


def test_without_a_platform_launching_is_off_and_says_how_it_is_switched_on(quiet, serving, tmp_path):
    with school_site(serving[0], tmp_path) as school, school.browser() as browser:
        for method, path in (("GET", "/lti/login"), ("POST", "/lti/login"), ("POST", "/lti/launch")):
            answer = browser.request(method, path, data={} if method == "POST" else None)
            assert (answer.status_code, "register it" in answer.text) == (404, True)
        assert browser.get("/lti/jwks.json").json() == {"keys": []}
        with school.signed_in("ada") as ada:
            assert "None is registered" in ada.get("/platforms").text
        ira = school.signed_in("ira")
        page = ira.get(f"/class/{school.sections['ira']}/course")
        assert (page.status_code, "belongs to no course" in page.text) == (200, True)
        assert ira.post(f"/class/{school.sections['ira']}/course").status_code == 422
