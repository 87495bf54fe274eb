"""Signing in over HTTP: cookies, links, forms, and what each says when it refuses."""

import re

import httpx
import pytest

from classroom.link_store import LinkKind
from classroom.open_class import open_class
from classroom.open_school import open_school
from practice.setup import now_utc, open_records
from tests.webui.conftest import GENEROUS
from tests.webui.fakes import open_quick_room
from tests.webui.school_site import PASSWORD, school_site
from webui.plain_page import own_path
from webui.public_address import PublicAddress


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


def sign_in(browser, name="ana", password=PASSWORD, **more):
    form = {"email": f"{name}@example.edu", "password": password, **more}
    return browser.post("/sign-in", data=form)


def test_a_browser_is_sent_to_sign_in_and_then_to_where_it_wanted_to_go(school):
    with school.browser() as browser:
        asked = browser.get("/?view=sessions", headers={"accept": "text/html"})
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2F%3Fview%3Dsessions")
        page = browser.get(asked.headers["location"])
        assert 'value="/?view=sessions"' in page.text
        done = sign_in(browser, next="/?view=sessions")
        assert (done.status_code, done.headers["location"]) == (303, "/?view=sessions")
        assert browser.get("/config").json()["username"] == school.people["ana"]
        assert browser.get("/sign-in").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(school):
    with school.browser() as browser:
        given = sign_in(browser).headers["set-cookie"].lower()
    assert given.startswith("attune_in=")
    assert "httponly" in given
    assert "samesite=lax" in given
    assert "path=/" in given
    assert "max-age" not in given
    assert "domain" not in given


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(quiet, serving, tmp_path):
    from webui.site import SiteSettings, build_site

    engine = open_records(tmp_path)
    classroom = open_class(engine, now_utc)
    room = open_quick_room(tmp_path, classroom.bounds)
    secret = classroom.operator.first_link()
    person = classroom.people.set_up(secret, "ada@example.edu", "Ada", PASSWORD, "UTC")
    settings = SiteSettings(
        care_line="Call.",
        version="9",
        visitor_token="t" * 40,
        temp_folder=tmp_path / "temporary",
        limits=GENEROUS,
        address=PublicAddress.read("https://attune.example.edu/"),
    )
    with serving[0](build_site(room, settings, open_school(engine, classroom, room, now_utc))) as url:
        ours = {"host": "attune.example.edu", "origin": "https://attune.example.edu"}
        answer = httpx.post(f"{url}/sign-in", data={"email": "ada@example.edu", "password": PASSWORD}, headers=ours)
        name, value, *attributes = re.split("[=;] ?", answer.headers["set-cookie"])
        assert name == "__Host-attune"
        assert {"Secure", "HttpOnly", "Path", "SameSite"} <= set(attributes)
        assert "Domain" not in attributes
        for cookie, sees in (("__Host-attune", person), ("attune_in", None)):
            config = httpx.get(f"{url}/config", headers={**ours, "cookie": f"{cookie}={value}"})
            assert (config.json().get("username") if config.status_code == 200 else None) == sees
        assert httpx.get(f"{url}/sign-in", headers={"host": "evil.example"}).status_code == 421


def test_signing_in_again_gives_another_secret_and_ends_the_first(school):
    with school.browser() as browser:
        sign_in(browser)
        first = browser.cookies["attune_in"]
        sign_in(browser)
        assert browser.cookies["attune_in"] != first
    assert httpx.get(f"{school.url}/config", cookies={"attune_in": first}).status_code == 401


def test_a_secret_that_somebody_planted_is_never_made_good(school):
    with school.browser() as browser:
        browser.cookies.set("attune_in", "planted" * 6)
        assert "planted" not in sign_in(browser).headers["set-cookie"]
    assert httpx.get(f"{school.url}/config", cookies={"attune_in": "planted" * 6}).status_code == 401


def test_a_wrong_password_is_told_and_what_was_typed_stays_but_the_password(school):
    with school.browser() as browser:
        answer = sign_in(browser, "ben", "not the password")
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "ben@example.edu" in answer.text
        assert "not the password" not in answer.text
        assert "set-cookie" not in answer.headers


def test_signing_out_needs_a_form_and_ends_at_once(school):
    browser = school.signed_in("ana")
    secret = browser.cookies["attune_in"]
    assert browser.get("/sign-out").status_code in (404, 405)
    assert browser.get("/config").status_code == 200
    out = browser.post("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert httpx.get(f"{school.url}/config", cookies={"attune_in": secret}).status_code == 401


FORMS = ("/sign-in", "/sign-out", "/setup", "/invite", "/reset", "/account", "/change-password")
FORMS += ("/people", "/people-link", "/people-role", "/people-access", "/people/erase", "/account/erase")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://sub.127.0.0.1", "http://127.0.0.1:1"])
def test_a_form_that_another_site_or_no_page_sends_is_refused(school, path, origin):
    browser = school.signed_in("ada")
    headers = {"origin": origin} if origin else {}
    del browser.headers["origin"]
    assert browser.post(path, data={"email": "ana@example.edu"}, headers=headers).status_code == 403


def test_the_form_reaches_every_route_that_it_is_said_to(school):
    assert {path for path in FORMS if school.signed_in("ada").post(path, data={}).status_code == 403} == set()


def test_an_invitation_is_accepted_once_and_signs_in(school):
    with school.signed_in("ada") as ada:
        page = ada.post("/people", data={"name": "Zoë <b>", "email": "zoe@example.edu", "role": "instructor"})
    link = re.search(r"<code>(.*?)</code>", page.text)[1]
    assert "<b>" not in page.text
    path = link.removeprefix("http://127.0.0.1:7860")
    with school.browser() as browser:
        assert "zoe@example.edu" in browser.get(path).text
        token = path.split("token=")[1]
        short = browser.post("/invite", data={"token": token, "password": "short"})
        assert (short.status_code, "too short" in short.text) == (422, True)
        assert browser.post("/invite", data={"token": token, "password": PASSWORD}).status_code == 303
        assert browser.get("/account").status_code == 200
        assert browser.get("/people").status_code == 403
        assert browser.get(path).status_code == 404
    assert sign_in(school.browser(), "zoe").status_code == 303


def test_a_reset_link_works_only_as_a_reset(school):
    made = school.classroom.operator.link_for("cem@example.edu")
    assert made.kind is LinkKind.RESET
    with school.browser() as browser:
        for path, status in (("/invite", 404), ("/setup", 404), ("/reset", 200)):
            assert browser.get(path, params={"token": made.secret}).status_code == status
        done = browser.post("/reset", data={"token": made.secret, "password": "another fine sentence"})
        assert done.status_code == 303
        assert sign_in(browser, "cem").status_code == 422
        assert sign_in(browser, "cem", "another fine sentence").status_code == 303


def test_changing_the_password_keeps_this_browser_and_ends_the_others(school):
    here, there = school.signed_in("ben"), school.signed_in("ben")
    wrong = here.post("/change-password", data={"old": "wrong", "password": "another fine sentence"})
    assert wrong.status_code == 422
    done = here.post("/change-password", data={"old": PASSWORD, "password": "another fine sentence"})
    assert done.headers["location"] == "/account?done=password"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 401


def test_ones_own_name_and_zone_can_be_changed_and_nothing_else(school):
    with school.signed_in("ana") as ana:
        form = {"name": "Ana María", "zone": "Europe/Madrid", "role": "administrator", "email": "eve@example.edu"}
        assert ana.post("/account", data=form).status_code == 303
        assert "no time zone" in ana.post("/account", data={"name": "Ana", "zone": "Mars"}).text
    me = school.classroom.people.me(school.people["ana"])
    assert (me.name, me.zone, me.role.value, me.email) == ("Ana María", "Europe/Madrid", "trainee", "ana@example.edu")


def test_an_administrator_changes_roles_and_access_and_others_do_not(school):
    uma = school.people["uma"]
    for name in ("ana", "ira"):
        with school.signed_in(name) as other:
            assert other.get("/people").status_code == 403
            for path, form in (
                ("/people", {"name": "Eve", "email": "eve@example.edu", "role": "administrator"}),
                ("/people-link", {"account": uma}),
                ("/people-role", {"account": school.people[name], "role": "administrator"}),
                ("/people-access", {"account": uma, "disabled": "yes"}),
            ):
                answer = other.post(path, data=form)
                assert answer.status_code == 403
                assert "@example.edu" not in answer.text
    with school.signed_in("ada") as ada, school.signed_in("uma") as her:
        assert ada.post("/people-access", data={"account": uma, "disabled": "yes"}).status_code == 303
        assert her.get("/account").status_code == 401
        assert ada.post("/people-access", data={"account": uma, "disabled": "no"}).status_code == 303
        assert ada.post("/people-role", data={"account": uma, "role": "king"}).status_code == 422
        last = ada.post("/people-role", data={"account": school.people["ada"], "role": "trainee"})
        assert (last.status_code, "last administrator" in last.text) == (422, True)


def test_without_accounts_there_is_no_page_of_theirs(quiet, serving, tmp_path):
    from webui.site import SiteSettings, build_site

    settings = SiteSettings(
        care_line="Call.", version="9", visitor_token="t" * 40, temp_folder=tmp_path / "temporary", limits=GENEROUS
    )
    with (
        serving[0](build_site(open_quick_room(tmp_path), settings)) as url,
        httpx.Client(base_url=url, cookies={"attune_sid": "t" * 40}) as local,
    ):
        assert local.get("/").status_code == 200
        assert [local.get(path).status_code for path in ("/sign-in", "/account", "/people")] == [404] * 3


def test_guessing_is_stopped_with_the_time_to_wait(quiet, serving, tmp_path):
    with school_site(serving[0], tmp_path) as small, small.browser() as browser:
        answers = [sign_in(browser, "ana", f"guess number {n}").status_code for n in range(12)]
        assert answers == [422] * 10 + [429] * 2
        assert int(sign_in(browser).headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/?view=report&session=1", "/?view=report&session=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x=1", "/"),
        ("", "/"),
        ("/" + "a" * 600, "/"),
    ],
)
def test_after_signing_in_a_browser_stays_on_this_site(asked, goes):
    assert own_path(asked) == goes


@pytest.mark.parametrize("text", ["attune.example.edu", "ftp://x", "https://", "https://a:b@x", "https://x/?a=1", ""])
def test_what_is_no_address_of_a_site_is_refused(text):
    with pytest.raises(ValueError, match="write one like"):
        PublicAddress.read(text)
