"""A provider that is slow, down or wrong about itself is told as that, and holds nobody up."""

import time

import pytest
from pydantic import ValidationError

from classroom.oidc_provider import Provider
from tests.webui.elsewhere.both import refused
from tests.webui.provider import CLIENT, identity_provider
from tests.webui.school_site import school_site


@pytest.mark.parametrize("broken", ["/token", "/jwks"])
def test_a_provider_that_breaks_down_is_told_as_that(both, broken):
    both.knows("ben-1", "ben@example.edu")
    both.provider.broken = broken
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 502, "cannot be reached")


def test_a_provider_that_is_slow_holds_nobody_up_for_long(both):
    both.knows("ben-1", "ben@example.edu")
    both.provider.seconds = 30
    with both.school.browser() as browser, both.school.signed_in("ana") as ana:
        began = time.monotonic()
        refused(browser, both.sign_in(browser), 502, "cannot be reached")
        assert time.monotonic() - began < 25
        assert ana.get("/account").status_code == 200


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://login.example.org"},
        {"authorization_endpoint": "http://login.example.org/authorize"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"broken": "openid-configuration"},
        {"down": True},
    ],
)
def test_a_provider_that_is_down_or_describes_itself_wrongly_is_not_gone_to(quiet, serving, tmp_path, described):
    with identity_provider(serving[0]) as provider:
        issuer = "http://127.0.0.1:9" if described.pop("down", False) else provider.issuer
        provider.broken = described.pop("broken", "")
        provider.described = described
        known = Provider(issuer=issuer, client=CLIENT, seconds=2.0)
        with school_site(serving[0], tmp_path, provider=known) as school, school.browser() as browser:
            answer = browser.get("/sign-in/elsewhere")
            refused(browser, answer, 502, "your institution cannot be reached")
            assert browser.get("/sign-in").status_code == 200


def test_a_long_answer_of_a_provider_passes_and_a_longer_one_does_not(both):
    with both.school.browser() as browser:
        assert browser.get("/sign-in/back", params={"state": "x", "code": "c" * 4_000}).status_code == 403
        assert browser.get("/sign-in/back", params={"state": "x", "code": "c" * 9_000}).status_code == 414
        assert browser.get("/sign-in", params={"next": "c" * 4_000}).status_code == 414


@pytest.mark.parametrize(
    "issuer", ["http://login.example.edu", "login.example.edu", "https://a:b@login.example.edu", "https://x/?a=b", ""]
)
def test_an_issuer_that_could_be_overheard_or_is_none_is_refused(issuer):
    with pytest.raises(ValidationError, match=r"https address|more than an address"):
        Provider(issuer=issuer, client=CLIENT)
