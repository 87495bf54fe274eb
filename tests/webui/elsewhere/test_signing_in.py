"""Somebody signs in at an identity provider: the good way, what is kept on it, and signing out."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from classroom.oidc_provider import Provider
from tests.webui.elsewhere.both import Both, person_of, refused
from tests.webui.provider import CLIENT, SECRET, identity_provider
from tests.webui.school_site import school_site


def test_somebody_who_was_invited_signs_in_elsewhere_and_goes_where_they_wanted(both):
    person, secret = both.invited("zoe")
    both.knows("zoe-1", "Zoe@Example.edu")
    with both.school.browser() as browser:
        page = browser.get("/sign-in?next=%2Faccount")
        assert 'href="sign-in/elsewhere?next=%2Faccount">Sign in with Example &lt;University&gt;</a>' in page.text
        done = both.sign_in(browser, next="/account")
        assert (done.status_code, done.headers["location"]) == (303, "/account")
        assert person_of(browser) == person
        assert "zoe@example.edu" in browser.get("/account").text
        assert browser.get("/sign-in/elsewhere").headers["location"] == "/"
    kept = both.query("select kind, issuer, subject from outside_identity where person_id = ?", person)
    assert kept == [("oidc", both.provider.issuer, "zoe-1")]
    assert both.query("select action from access_log where person_id = ?", person) == [("linked a sign-in elsewhere",)]
    assert both.school.browser().get("/invite", params={"token": secret}).status_code == 404


def test_after_the_first_time_the_identity_counts_and_not_the_address(both):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as browser:
        assert both.sign_in(browser).status_code == 303
    both.knows("ben-1", "ben.after.the.wedding@example.edu", verified=False)
    with both.school.browser() as browser:
        assert both.sign_in(browser).headers["location"] == "/"
        assert person_of(browser) == both.school.people["ben"]


def test_what_is_sent_along_is_fresh_each_time_and_kept_as_a_digest(both):
    both.provider.asked.clear()
    both.knows("nobody", "nobody@example.edu")
    for _ in range(2):
        both.sign_in(both.school.browser())
    first, _, second, _ = both.provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) == 43
        assert first[name] != second[name]
    assert (first["response_type"], first["code_challenge_method"]) == ("code", "S256")
    assert "openid" in first["scope"].split()
    assert both.query("select 1 from outside_sign_in where digest = ?", first["state"]) == []
    assert both.query("select count(*) from outside_sign_in")[0][0] >= 2


def test_the_cookies_of_signing_in_elsewhere_are_out_of_reach_and_short_lived(both):
    with both.school.browser() as browser:
        away = browser.get("/sign-in/elsewhere").headers["set-cookie"].lower()
    assert away.startswith("attune_away=")
    assert {"httponly", "samesite=lax", "path=/", "max-age=600"} <= set(away.split("; "))


def test_signing_in_elsewhere_ends_the_sign_in_that_this_browser_had(both):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as browser:
        back = both.away(browser)
        before = both.school.classroom.sign_in.open_for(both.school.people["cem"])
        browser.cookies.set("attune_in", before)
        answer = browser.get(back)
        assert answer.status_code == 303
        assert before not in answer.headers["set-cookie"]
    assert both.school.classroom.sign_in.person_of(before) is None


def test_the_address_is_asked_for_where_it_is_told_apart(both):
    person, _ = both.invited("yan")
    both.provider.address_apart = True
    both.knows("yan-1", "yan@example.edu")
    both.provider.userinfo = {"sub": "somebody else"}
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 422, "does not show who you are")
    both.provider.userinfo = {}
    with both.school.browser() as browser:
        assert both.sign_in(browser).status_code == 303
        assert person_of(browser) == person


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(quiet, serving, tmp_path):
    with identity_provider(serving[0]) as provider:
        provider.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        known = Provider(issuer=provider.issuer, client=CLIENT, secret=SecretStr(SECRET))
        with school_site(serving[0], tmp_path, provider=known) as school, school.browser() as browser:
            assert Both(school, provider, str(tmp_path)).sign_in(browser).status_code == 303
            assert provider.asked[-1]["client_secret"] == SECRET


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nx: y"]
)
def test_coming_back_never_leads_to_another_site(both, onward):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as browser:
        assert both.sign_in(browser, next=onward).headers["location"] == "/"
        back = both.away(both.school.browser(), next="/account") + "&next=https://evil.example"
        assert "evil" not in browser.get(back).headers.get("location", "")


def test_nothing_that_shows_who_somebody_is_goes_to_a_log(both, caplog):
    caplog.set_level(logging.DEBUG)
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as browser:
        back = both.away(browser)
        browser.get(back)
    both.provider.claims = {"aud": "another-site"}
    both.sign_in(both.school.browser())
    assert "the identity provider's answer was refused: InvalidClaimError aud" in caplog.text
    browsers = ("httpx", "httpcore")
    ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] not in browsers]
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert not [line for line in ours for secret in (code, SECRET, "ben@example.edu", "eyJ") if secret in line]


def test_signing_out_is_said_to_end_here_only(both):
    with both.school.signed_in("ana") as browser:
        out = browser.post("/sign-out")
        assert out.headers["location"] == "/sign-in?out"
        page = browser.get("/sign-in?out").text
    assert "Example &lt;University&gt; may still know this browser" in page


def test_without_a_provider_it_is_off_and_the_page_does_not_offer_it(quiet, serving, tmp_path):
    with school_site(serving[0], tmp_path) as school, school.browser() as browser:
        for path in ("/sign-in/elsewhere", "/sign-in/back?state=x&code=y"):
            refused(browser, browser.get(path), 404, "not switched on")
        assert "sign-in/elsewhere" not in browser.get("/sign-in").text
