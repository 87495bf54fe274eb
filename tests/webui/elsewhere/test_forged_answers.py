"""Coming back with what the provider did not say signs nobody in."""

import sqlite3
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.webui.elsewhere.both import refused
from tests.webui.provider import CLIENT, OTHER_KEY, key_of_our_secret


def test_a_state_that_was_never_sent_or_is_another_browsers_is_refused(both):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as mine, both.school.browser() as other:
        back = both.away(mine)
        refused(other, other.get(back), 403, "another window or browser")
        both.away(other)
        refused(other, other.get(back), 403, "another window or browser")
        other.cookies.set("attune_away", "made-up")
        refused(other, other.get("/sign-in/back?state=made-up&code=x"), 404, "is over")
        refused(other, other.get("/sign-in/back?code=x"), 403, "another window or browser")
        refused(other, other.get("/sign-in/back?state=%C3%A9&code=x"), 403, "another window or browser")
        assert mine.get(back).status_code == 303


def test_coming_back_works_once_and_not_for_ever(both):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as browser:
        back = both.away(browser)
        state = browser.cookies["attune_away"]
        assert browser.get(back).status_code == 303
        assert "attune_away" not in browser.cookies
    with both.school.browser() as again:
        again.cookies.set("attune_away", state)
        refused(again, again.get(back), 404, "is over")
    with both.school.browser() as slow:
        back = both.away(slow)
        with sqlite3.connect(f"{both.folder}/attune.db") as db:
            db.execute("update outside_sign_in set expires_at = '2026-01-01 00:00:00'")
        refused(slow, slow.get(back), 404, "is over")


def test_a_code_that_was_used_or_is_for_another_sign_in_is_refused(both):
    both.knows("ben-1", "ben@example.edu")
    with both.school.browser() as first, both.school.browser() as second:
        used, fresh = both.away(first), both.away(second)
        stolen = parse_qs(urlsplit(used).query)["code"][0]
        state = parse_qs(urlsplit(fresh).query)["state"][0]
        crossed = second.get("/sign-in/back", params={"state": state, "code": stolen})
        refused(second, crossed, 422, "does not show who you are")
        refused(first, first.get(used), 422, "does not show who you are")


def test_when_the_provider_says_no_the_person_is_told_so_and_nothing_of_its_words_is_shown(both):
    with both.school.browser() as browser:
        state = parse_qs(urlsplit(both.away(browser)).query)["state"][0]
        said = {"state": state, "error": "access_denied", "error_description": "<b>call this number</b>"}
        answer = browser.get("/sign-in/back", params=said)
        refused(browser, answer, 422, "did not sign you in")
        assert "call this number" not in answer.text


NOW = int(time.time())
FORGED = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another-site"}},
    "no audience": {"claims": {"aud": None}},
    "another one among several audiences": {"claims": {"aud": [CLIENT, "another-site"], "azp": "another-site"}},
    "several audiences and nobody responsible": {"claims": {"aud": [CLIENT, "another-site"]}},
    "another issuer": {"claims": {"iss": "https://login.example.org"}},
    "over": {"claims": {"iat": NOW - 900, "exp": NOW - 600}},
    "without an end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": NOW + 9_000, "exp": NOW + 9_900}},
    "for another access": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is no text": {"claims": {"sub": 7}},
    "a subject too long": {"claims": {"sub": "s" * 256}},
    "unsigned": {"alg": "none"},
    "signed with our own secret": {"alg": "HS256", "key": key_of_our_secret()},
    "signed with another key of the same name": {"key": OTHER_KEY},
    "no identity": {"token": {"access_token": "a", "token_type": "Bearer"}},
    "no token at all": {"token": {"id_token": "a.b.c"}},
    "a list": {"token": ["id_token"]},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_forged_or_stale_token_signs_nobody_in(both, forged):
    both.knows("ben-1", "ben@example.edu")
    assert both.sign_in(both.school.browser()).status_code == 303
    for name, value in forged.items():
        setattr(both.provider, name, value)
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 422, "does not show who you are")


def test_a_token_may_name_several_audiences_where_this_site_is_responsible(both):
    both.knows("ben-1", "ben@example.edu")
    both.provider.claims = {"aud": [CLIENT, "another-site"], "azp": CLIENT}
    assert both.sign_in(both.school.browser()).status_code == 303
