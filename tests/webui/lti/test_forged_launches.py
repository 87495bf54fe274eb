"""A launch that is not what the platform said lets nobody in."""

import base64
import json

import jwt
import pytest

from tests.webui.learning_platform import (
    CLIENT,
    LTI,
    LearningPlatform,
    Somebody,
    form_in,
)
from tests.webui.lti.campus import (
    FRAME,
    NOW,
    OTHER,
    WINDOW,
    Campus,
    description,
    says,
)


def test_an_answer_is_good_once(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        headers = {**WINDOW, "origin": campus.platform.url}
        cookies = dict(browser.cookies)
        assert browser.post(action, data=fields, headers=headers).status_code == 303
        for name, value in cookies.items():
            browser.cookies.set(name, value)
        again = browser.post(action, data=fields, headers=headers)
        assert (again.status_code, "used already" in again.text) == (401, True)


def test_the_same_token_with_a_state_of_its_own_is_refused(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        _, first = campus.begin(browser, "lea", link)
        action, second = campus.begin(browser, "lea", link)
        mixed = {**second, "id_token": first["id_token"]}
        refused = browser.post(action, data=mixed, headers=WINDOW)
        assert (refused.status_code, "another launch" in refused.text) == (401, True)


def test_a_launch_that_another_browser_began_is_refused(campus):
    link = campus.choose()
    with campus.school.browser() as theirs, campus.school.browser() as victim:
        action, fields = campus.begin(theirs, "lea", link)
        refused = victim.post(action, data=fields, headers=WINDOW)
        assert (refused.status_code, "did not begin" in refused.text) == (401, True)
        assert "attune_in" not in victim.cookies


@pytest.mark.parametrize("state", ["", "state-00000000-0000-0000-0000-000000000000", "x" * 500, "a;b\r\nset-cookie: c"])
def test_a_state_that_was_not_given_is_refused(campus, state):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        refused = browser.post(action, data={**fields, "state": state}, headers=WINDOW)
        assert refused.status_code == 401
        assert "attune_in" not in browser.cookies


def other_key(_claims):
    return {"key": OTHER}


def no_signature(_claims):
    return {"key": None, "algorithm": "none"}


def shared_secret(_claims):
    return {"key": "a secret that both could know, and long enough", "algorithm": "HS256"}


def unknown_key(_claims):
    return {"head": {"kid": "nobody's"}}


def no_key_named(_claims):
    return {"head": {}}


WRONG = {
    "another nonce": says(nonce="another"),
    "no nonce": says(nonce=None),
    "a nonce that is no text": says(nonce=["a"]),
    "another audience": says(aud="another-client"),
    "several audiences": says(aud=[CLIENT, "another-client"]),
    "an audience that is nobody": says(aud=[]),
    "made for another": says(azp="another-client"),
    "another issuer": says(iss="https://evil.example"),
    "an issuer that is no text": says(iss={"a": 1}),
    "another deployment": says(deployment_id="dep-2"),
    "no deployment": says(deployment_id=None),
    "expired": says(exp=NOW - 3_600),
    "no end": says(exp=None),
    "an end that is no time": says(exp="soon"),
    "from the future": says(iat=NOW + 3_600),
    "nobody": says(sub=None),
    "a subject that is no text": says(sub={"a": 1}),
    "another version": says(version="1.1"),
    "another message": says(message_type="LtiSomething"),
    "roles that are no list": says(roles="Instructor"),
    "roles that are odd": says(roles=[{"a": 1}, None]),
    "no course": says(context=None),
    "a course that is no record": says(context="course-1"),
    "a link that is no record": says(resource_link="link-1"),
    "a key of another": other_key,
    "no signature": no_signature,
    "a shared secret": shared_secret,
    "a key that is not published": unknown_key,
    "no key named": no_key_named,
}


def test_whatever_is_wrong_with_a_token_lets_nobody_in(campus):
    link = campus.choose()
    for name, change in WRONG.items():
        campus.platform.says = change
        with campus.school.browser() as browser:
            answer = campus.launch(browser, "lea", link)
            assert answer.status_code == 401, (name, answer.status_code, answer.text)
            assert "attune_in" not in browser.cookies, name
            assert "Traceback" not in answer.text
    assert campus.person("lea") is None
    campus.platform.says = None
    with campus.school.browser() as browser:
        assert campus.launch(browser, "lea", link).status_code == 303, "the same launch without a fault"


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "e30.e30.", "W10.W10.x", "🙂.🙂.🙂", "." * 9_000, "deep"])
def test_what_is_no_token_is_refused(campus, token):
    link = campus.choose()
    if token == "deep":
        nested = base64.urlsafe_b64encode(b"[" * 90_000).decode().rstrip("=")
        token = f"{nested}.{nested}.x"
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        refused = browser.post(action, data={**fields, "id_token": token}, headers=WINDOW)
        assert refused.status_code == 401
        assert token[:8] not in refused.text or len(token) < 8


def test_a_changed_token_is_refused(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        head, body, signature = fields["id_token"].split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        claims[LTI + "roles"] = ["Instructor"]
        forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        refused = browser.post(action, data={**fields, "id_token": f"{head}.{forged}.{signature}"}, headers=WINDOW)
        assert (refused.status_code, campus.person("lea")) == (401, None)


def test_a_token_of_another_registered_platform_is_refused(campus, serving):
    link = campus.choose()
    second = LearningPlatform(people=campus.platform.people, links=campus.platform.links)
    with serving[0](second.app()) as url, campus.school.browser() as browser:
        second.url, second.tool = url, campus.school.url
        campus.lti.platforms.register(campus.school.people["ada"], description(second, title="Second"))
        action, fields = campus.begin(browser, "lea", link)
        nonce = jwt.decode(fields["id_token"], options={"verify_signature": False})["nonce"]
        theirs = second.token_for("lea", link, nonce)
        assert browser.post(action, data={**fields, "id_token": theirs}, headers=WINDOW).status_code == 401
        signed = browser.get("/lti/login", params=second.initiation("tia", "deep"), headers=FRAME)
        assert signed.headers["location"].startswith(url)
        page = browser.get(signed.headers["location"])
        action, fields = form_in(page.text)
        fresh = browser.post(action, data=fields, headers=FRAME)
        assert fresh.status_code == 200
        assert "Is this you?" in fresh.text, "the same address at another platform is not the same person"


def test_the_same_subject_of_two_platforms_is_two_people(campus, serving):
    campus.choose()
    subject = campus.platform.people["tia"].subject
    known = Somebody(subject, "Another Tia", ("Instructor",), "another@uni.example")
    second = LearningPlatform(people={"tia": known}, context=campus.platform.context)
    with serving[0](second.app()) as url, campus.school.browser() as browser:
        second.url, second.tool = url, campus.school.url
        campus.lti.platforms.register(campus.school.people["ada"], description(second, title="Second"))
        two = Campus(campus.school, second, campus.folder)
        assert two.launch(browser, "tia", "deep", FRAME).status_code == 200
    assert len(campus.sql("select distinct person_id from outside_identity where subject = ?", subject)) == 2
    sections = campus.sql("select distinct section_id from lti_context where context = ?", campus.context)
    assert len(sections) == 2
