"""Signing in at an identity provider that runs on this computer: the good way, and every way to get in without it."""

import logging
import sqlite3
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.oidc_provider import Provider
from tests.webui.provider import CLIENT, OTHER_KEY, SECRET, IdentityProvider, identity_provider, key_of_our_secret
from tests.webui.school_site import SchoolSite, school_site

CHANGEABLE = ("claims", "alg", "key", "address_apart", "userinfo", "described", "seconds", "broken", "token")


@dataclass
class Both:
    """The site and the provider, each on an address of its own."""

    school: SchoolSite
    provider: IdentityProvider
    folder: str

    def query(self, text, *values):
        with sqlite3.connect(f"{self.folder}/attune.db") as db:
            return db.execute(text, values).fetchall()

    def knows(self, sub, email="", verified=True):
        """Let the provider sign in this person from now on."""
        self.provider.person = {"sub": sub, "email": email, "email_verified": verified}

    def invited(self, name):
        """Invite somebody who has never signed in; gives the person and the secret of their link."""
        new = NewAccount(email=f"{name}@example.edu", name=name.title(), role=Role.TRAINEE)
        made = self.school.classroom.operator.add(new)
        return made.account.id, made.secret

    def away(self, browser, **query):
        """Go to the provider and give the path with which it sends the browser back."""
        sent = browser.get("/sign-in/elsewhere", params=query)
        assert sent.status_code == 303, sent.text
        back = httpx.get(sent.headers["location"]).headers["location"]
        assert back.startswith("http://127.0.0.1:7860/sign-in/back?")
        return back.removeprefix("http://127.0.0.1:7860")

    def sign_in(self, browser, **query):
        return browser.get(self.away(browser, **query))


@pytest.fixture(scope="module")
def running(quiet, serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with identity_provider(serving[0]) as provider:
        known = Provider(
            issuer=provider.issuer, client=CLIENT, secret=SecretStr(SECRET), name="Example <University>", seconds=6.0
        )
        with school_site(serving[0], folder, provider=known) as school:
            yield Both(school, provider, str(folder))


@pytest.fixture
def both(running):
    fresh = IdentityProvider()
    for name in CHANGEABLE:
        setattr(running.provider, name, getattr(fresh, name))
    return running


def person_of(browser):
    answer = browser.get("/config")
    return answer.json()["username"] if answer.status_code == 200 else None


def refused(browser, answer, status, words):
    """Hold that somebody was refused in plain words, and is signed in nowhere."""
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[-700:]
    assert 'role="alert"' in answer.text
    assert "attune_in" not in answer.headers.get("set-cookie", "")
    assert person_of(browser) is None


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


def test_nobody_gets_an_account_by_signing_in_elsewhere(both):
    before = both.query("select count(*) from account")
    both.knows("stranger-1", "stranger@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "invite you under that address")
    assert both.query("select count(*) from account") == before
    assert both.query("select 1 from outside_identity where subject = 'stranger-1'") == []


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(both, verified):
    both.knows("intruder-1", "ada@example.edu", verified=verified)
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "does not vouch")
    assert both.query("select 1 from outside_identity where subject = 'intruder-1'") == []


@pytest.mark.parametrize("email", ["ａda@example.edu", "ada@example.edu\u2060", "\u212aim@example.edu", "ada", 7])
def test_an_address_that_only_looks_alike_is_nobodys(both, email):
    if not both.query("select 1 from account where email = 'kim@example.edu'"):
        both.invited("kim")
    both.knows("lookalike-1", email)
    with both.school.browser() as browser:
        answer = both.sign_in(browser)
        assert answer.status_code in (403, 422)
        assert person_of(browser) is None
    assert both.query("select 1 from outside_identity where subject = 'lookalike-1'") == []


def test_an_account_whose_address_only_a_learning_platform_named_is_not_taken_over(both):
    person, _ = both.invited("lti")
    with sqlite3.connect(f"{both.folder}/attune.db") as db:
        db.execute("delete from one_time_token where person_id = ?", (person,))
    both.knows("lti-1", "lti@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "invite you under that address")


def test_an_address_that_was_given_to_somebody_else_does_not_open_the_first_ones_account(both):
    both.invited("jo")
    both.knows("jo-of-last-year", "jo@example.edu")
    assert both.sign_in(both.school.browser()).status_code == 303
    both.knows("jo-of-this-year", "jo@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "belongs to another identity")


def test_a_disabled_account_stays_closed_whether_it_is_known_there_or_not(both):
    ada, person = both.school.people["ada"], both.invited("dis")[0]
    people = both.school.classroom.people
    people.set_disabled(ada, person, disabled=True)
    both.knows("dis-1", "dis@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "is disabled")
    people.set_disabled(ada, person, disabled=False)
    assert both.sign_in(both.school.browser()).status_code == 303
    people.set_disabled(ada, person, disabled=True)
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "is disabled")


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
