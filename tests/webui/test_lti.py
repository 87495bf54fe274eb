"""A course that launches here, over real HTTP against a learning platform on this computer."""

import base64
import itertools
import json
import logging
import re
import socket
import sqlite3
import time
from dataclasses import dataclass
from datetime import datetime

import httpx
import jwt
import pytest

from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from classroom.lti_http import PlatformHttp
from classroom.lti_records import NewPlatform, PlatformFailed
from classroom.review_records import SeenLevel
from practice.sessions import Prediction
from tests.webui.learning_platform import (
    CLIENT,
    DEEP,
    LTI,
    LearningPlatform,
    Link,
    Somebody,
    form_in,
    new_key,
)
from tests.webui.school_site import PASSWORD, SchoolSite, school_site

PEOPLE = {
    "tia": ("t-1", "Tia Teacher", ("Instructor",), "tia@uni.example"),
    "lea": ("l-1", "Léa Ωmega", ("Learner",), "lea@uni.example"),
    "leo": ("l-2", "", ("Learner",), ""),
    "ana": ("l-3", "Ana at the platform", ("Learner",), "ana@example.edu"),
    "root": ("a-1", "Root", ("http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",), ""),
}
TIDY = (
    "delete from lti_outbox",
    "delete from lti_link",
    "delete from lti_platform where id != (select min(id) from lti_platform)",
)
COURSES = itertools.count(1)
WINDOW = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}
FRAME = {**WINDOW, "sec-fetch-dest": "iframe"}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Campus:
    """A site, and a learning platform with a course that launches there."""

    school: SchoolSite
    platform: LearningPlatform
    folder: str

    @property
    def lti(self):
        return self.school.school.lti

    def person(self, who):
        subject = self.platform.people[who].subject
        query = "select person_id from outside_identity where kind = 'lti' and subject = ?"
        with sqlite3.connect(f"{self.folder}/attune.db") as db:
            found = db.execute(query, (subject,)).fetchone()
        return found[0] if found else None

    def sql(self, query, *values):
        with sqlite3.connect(f"{self.folder}/attune.db") as db:
            db.execute("pragma foreign_keys = on")
            return db.execute(query, values).fetchall()

    def begin(self, browser, who, link, headers=WINDOW, **more):
        """Open a link in the platform, up to its answer; gives where that is sent, and what."""
        asked = browser.get("/lti/login", params=self.platform.initiation(who, link, **more), headers=headers)
        assert asked.status_code == 302, asked.text
        return form_in(browser.get(asked.headers["location"]).text)

    def launch(self, browser, who, link, headers=WINDOW, **more):
        """Open a link in the platform and follow it to the end."""
        action, fields = self.begin(browser, who, link, headers, **more)
        return browser.post(action, data=fields, headers={**headers, "origin": self.platform.url})

    def choose(self, title="Listening", scenario="S01", assignment=""):
        """Let Tia choose inside the platform's page what a new link opens; gives the link."""
        with self.school.browser() as browser:
            page = self.launch(browser, "tia", "deep", FRAME)
            assert page.status_code == 200, page.text
            action, fields = form_in(page.text)
            chosen = {**fields, "scenario": scenario, "title": title, "assignment": assignment}
            given = browser.post(f"/{action}", data=chosen)
            assert given.status_code == 200, given.text
            back, signed = form_in(given.text)
            assert browser.post(back, data=signed).json() == {"taken": 1}
        return list(self.platform.links)[-1]

    def section(self):
        return self.sql("select section_id from lti_context where context = ?", self.context)[0][0]

    @property
    def context(self):
        return f"{self.platform.deployment} {self.platform.context['id']}"

    def assignment_of(self, link):
        return self.platform.links[link].custom["assignment"]

    def practise(self, who, link, words="That sounds hard."):
        """Let somebody do what a link opens, up to handing it in; gives the session."""
        person, doing, room = self.person(who), self.school.school.work.doing, self.school.room
        session = doing.begin(person, self.assignment_of(link)).session.id
        for turn in range(2):
            room.say(person, session, words, f"k{turn}")
        room.end(person, session)
        room.predict(person, session, Prediction(empathy=2, boundary=2))
        doing.hand_in(person, session)
        return session

    def release(self, link):
        assigning, tia = self.school.school.work.assigning, self.person("tia")
        version = assigning.given(tia, self.assignment_of(link)).assignment.version
        assigning.release_feedback(tia, self.assignment_of(link), version)

    def tick(self):
        """Do what the thread does; what waits for a later time is due now."""
        self.sql("update lti_outbox set again_at = '2020-01-01 00:00:00.000000' where state = 'waiting'")
        self.lti.grades.gather()
        return self.lti.grades.send()


@pytest.fixture(scope="module")
def grounds(quiet, serving, tmp_path_factory):
    """Serve both for all tests; the platform is registered."""
    folder = tmp_path_factory.mktemp("campus")
    platform, port = LearningPlatform(people={}), free_port()
    with serving[0](platform.app()) as theirs, school_site(serving[0], folder, port=port) as school:
        platform.url, platform.tool = theirs, school.url
        ready = Campus(school, platform, str(folder))
        ready.lti.platforms.register(school.people["ada"], description(platform))
        yield ready


@pytest.fixture
def campus(grounds, caplog):
    """Give a course with people of its own; what is logged is looked at in the end: no token stands there."""
    caplog.set_level(logging.DEBUG)
    for chatty in ("httpx", "httpcore", "asyncio", "python_multipart"):
        caplog.set_level(logging.WARNING, chatty)
    number, platform = next(COURSES), grounds.platform
    fresh = LearningPlatform(people={}, url=platform.url, tool=platform.tool, key=platform.key)
    vars(platform).update(vars(fresh))
    platform.context = {**fresh.context, "id": f"course-{number}"}
    for who, (subject, name, roles, email) in PEOPLE.items():
        own = email.replace("@uni", f"{number}@uni")
        platform.people[who] = Somebody(f"{subject}-{number}", name, roles, own)
    for query in TIDY:
        grounds.sql(query)
    grounds.sql("update lti_platform set disabled_at = null, token_url = ?", f"{platform.url}/token")
    grounds.lti.launching._check._keys._kept.clear()
    yield grounds
    ours = "\n".join(f"{one.name} {one.getMessage()} {one.exc_text}" for one in caplog.get_records("call"))
    assert "eyJ" not in ours
    assert "secrets" not in ours
    assert "uni.example" not in ours


def description(platform, **other):
    usual = {
        "title": "Campus",
        "issuer": platform.url,
        "client_id": CLIENT,
        "deployments": (platform.deployment,),
        "authorize_url": f"{platform.url}/authorize",
        "token_url": f"{platform.url}/token",
        "keys_url": f"{platform.url}/jwks",
    }
    return NewPlatform(**{**usual, **other})


def test_a_grade_goes_from_launch_to_gradebook_once_and_again_when_it_changes(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        landed = campus.launch(browser, "lea", link)
        assert (landed.status_code, landed.headers["location"]) == (303, "/?view=assignments")
        assert browser.get("/config").json()["username"] == campus.person("lea")
    me = campus.school.classroom.people.me(campus.person("lea"))
    assert (me.name, me.role.value, me.has_password) == ("Léa Ωmega", "trainee", False)
    assert me.email == campus.platform.people["lea"].email
    session = campus.practise("lea", link)
    assert campus.tick() == 0
    assert campus.platform.scores == [], "not released"
    campus.release(link)
    assert campus.tick() == 1
    assert campus.tick() == 0, "once"
    (sent,) = campus.platform.scores
    assert sent["column"] == campus.platform.links[link].column
    assert (sent["userId"], sent["scoreMaximum"]) == (campus.platform.people["lea"].subject, 4)
    assert (sent["activityProgress"], sent["gradingProgress"]) == ("Completed", "FullyGraded")
    book = campus.school.school.review.gradebooks.gradebook(campus.person("tia"), campus.section())
    cell = book.cell(campus.person("lea"), campus.assignment_of(link))
    means = [cell.mean(one) for one in ("empathy", "boundary_setting") if cell.mean(one) is not None]
    assert sent["scoreGiven"] == pytest.approx(sum(means) / len(means), abs=0.005)
    change_level(campus, session, 0, 1.5)
    assert campus.tick() == 1
    newer = campus.platform.scores[-1]
    assert newer["scoreGiven"] != sent["scoreGiven"]
    assert newer["timestamp"] > sent["timestamp"]
    column = campus.platform.links[link].column
    results = httpx.get(f"{campus.platform.url}/columns/{column}/results").json()
    assert [one["scoreGiven"] for one in results] == [newer["scoreGiven"]]


def change_level(campus, session, turn, level):
    rooms, tia = campus.school.school.review, campus.person("tia")
    now = rooms.reviewing.read(tia, session).levels.of(turn, "empathy")
    rooms.overriding.change_level(tia, session, turn, "empathy", level, "Heard it otherwise.", SeenLevel.of(now))


def test_a_level_that_was_changed_before_the_release_is_the_one_that_is_sent(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    session = campus.practise("lea", link)
    change_level(campus, session, 0, 4.0)
    campus.release(link)
    assert campus.tick() == 1
    book = campus.school.school.review.gradebooks.gradebook(campus.person("tia"), campus.section())
    cell = book.cell(campus.person("lea"), campus.assignment_of(link))
    assert cell.mean("empathy") == 4.0
    means = [cell.mean(one) for one in ("empathy", "boundary_setting") if cell.mean(one) is not None]
    assert campus.platform.scores[0]["scoreGiven"] == round(sum(means) / len(means), 2)


def test_an_instructors_first_launch_makes_the_section_and_the_next_finds_it(campus):
    campus.platform.links["plain"] = Link("plain", "A plain link", column="c9")
    with campus.school.browser() as browser:
        page = campus.launch(browser, "tia", "plain")
        assert (page.status_code, "Helping &lt;b&gt;skills" in page.text) == (200, True)
        action, fields = form_in(page.text)
        chosen = browser.post(f"/{action}", data={**fields, "scenario": "S01"})
        assert chosen.status_code == 303
        again = browser.post(f"/{action}", data={**fields, "scenario": "S01"})
        assert (again.status_code, "used already" in again.text) == (401, True)
        landed = campus.launch(browser, "tia", "plain")
        assert landed.headers["location"] == chosen.headers["location"]
    tia = campus.person("tia")
    (section,) = campus.school.classroom.teaching.taught_by(tia)
    assert (section.title, section.course) == ("Helping <b>skills", "HS")
    (given,) = campus.school.school.work.assigning.assignments(tia, section.id)
    assert given.terms.kind is Kind.SCENARIO
    assert campus.sql("select line_item_url from lti_link")[0][0].startswith(f"{campus.platform.url}/columns/c9")


def test_who_learns_comes_in_after_who_teaches_and_not_before(campus):
    campus.platform.links["plain"] = Link("plain", "A plain link", {"assignment": "none"})
    with campus.school.browser() as browser:
        early = campus.launch(browser, "lea", "plain")
        assert (early.status_code, "Nobody who teaches" in early.text) == (401, True)
    assert campus.person("lea") is None
    campus.choose()
    with campus.school.browser() as browser:
        unknown = campus.launch(browser, "lea", "plain")
        assert (unknown.status_code, "opens no assignment yet" in unknown.text) == (401, True)
        assert "attune_in" not in browser.cookies


def test_a_link_cannot_open_an_assignment_of_another_section(campus):
    campus.choose()
    terms = Terms(title="Of Ira", kind=Kind.SCENARIO, content="S01", zone="UTC", mode=AssignedMode.PRACTICE)
    school = campus.school
    other = school.school.work.assigning.give(school.people["ira"], school.sections["ira"], terms, [Assignee()])
    campus.platform.links["stray"] = Link("stray", "Stray", {"assignment": other.id})
    with school.browser() as browser:
        assert campus.launch(browser, "lea", "stray").status_code == 401
        assert "Of Ira" not in campus.launch(browser, "tia", "stray").text
    assert campus.sql("select count(*) from lti_link")[0][0] == 0


def test_the_same_course_id_in_another_deployment_is_another_course(campus):
    campus.choose()
    first = campus.section()
    ada, name = campus.school.people["ada"], campus.platform.deployment
    (one,) = campus.lti.platforms.platforms(ada)
    both = description(campus.platform, deployments=(name, "dep-2"))
    one = campus.lti.platforms.change(ada, one.id, one.mark, both)
    campus.platform.deployment = "dep-2"
    campus.choose()
    assert campus.section() != first
    campus.lti.platforms.change(ada, one.id, one.mark, description(campus.platform, deployments=(name,)))


def test_who_neither_teaches_nor_learns_is_not_let_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        refused = campus.launch(browser, "root", link)
        assert (refused.status_code, campus.person("root")) == (401, None)


def test_forged_fields_make_nobody_an_instructor(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        action, fields = campus.begin(browser, "lea", link)
        forged = {
            **fields,
            "roles": "Instructor",
            LTI + "roles": "Instructor",
            "sub": "t-1",
            "custom_role": "Instructor",
        }
        forged |= {
            "person": campus.person("tia"),
            "deep_link_return_url": "https://evil.example",
            "next": "//evil.example",
        }
        landed = browser.post(action, data=forged, headers={**WINDOW, "origin": campus.platform.url})
        assert landed.headers["location"] == "/?view=assignments"
        assert browser.get("/config").json()["username"] == campus.person("lea")
        assert browser.get(f"/class/{campus.section()}/course").status_code == 403
    with campus.school.browser() as browser:
        refused = campus.launch(browser, "lea", "deep", FRAME)
        assert (refused.status_code, "Only who teaches" in refused.text) == (401, True)


def test_an_address_alone_lets_nobody_into_an_account(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        page = campus.launch(browser, "ana", link)
        assert (page.status_code, "Is this you?" in page.text) == (200, True)
        assert "attune_in" not in browser.cookies
        action, fields = form_in(page.text)
        wrong = browser.post(f"/{action}", data={**fields, "password": "not the password"})
        assert (wrong.status_code, campus.person("ana")) == (422, None)
        other = browser.post(f"/{action}", data={**fields, "email": "ada@example.edu", "password": "x"})
        assert "ada@example.edu" not in other.text
        joined = browser.post(f"/{action}", data={**fields, "password": PASSWORD})
        assert (joined.status_code, "Joined" in joined.text) == (200, True)
        assert campus.person("ana") == campus.school.people["ana"]
        assert browser.post(f"/{action}", data={**fields, "password": PASSWORD}).status_code == 401
        assert campus.launch(browser, "ana", link).headers["location"] == "/?view=assignments"
        assert browser.get("/config").json()["username"] == campus.school.people["ana"]


def test_somebody_without_name_and_address_comes_in_all_the_same(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        assert campus.launch(browser, "leo", link).status_code == 303
    me = campus.school.classroom.people.me(campus.person("leo"))
    assert me.name == "Without a name"
    assert me.email.endswith("@learning-platform.invalid")


def test_who_teaches_no_more_loses_the_seat_at_the_next_launch(campus):
    campus.platform.people["tom"] = Somebody("t-2-tom", "Tom", ("Instructor",))
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "tom", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 200
        campus.platform.people["tom"].roles = ("Learner",)
        campus.launch(browser, "tom", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 403
        campus.platform.people["tia"].roles = ("Learner",)
        campus.launch(browser, "tia", link)
        assert browser.get(f"/class/{campus.section()}/course").status_code == 200, "the last one stays"


def test_somebody_who_is_switched_off_is_not_let_in(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
        campus.school.classroom.people.set_disabled(campus.school.people["ada"], campus.person("lea"), disabled=True)
        assert campus.launch(browser, "lea", link).status_code == 401
        assert browser.get("/config").status_code == 401


# -- attacks


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


NOW = int(time.time())
OTHER = new_key()


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


def says(**changed):
    """Have the platform say something else; None leaves it out."""

    def change(claims):
        for name, value in changed.items():
            where = name if name in ("aud", "exp", "iat", "nonce", "sub", "iss", "azp") else LTI + name
            claims.pop(where, None)
            if value is not None:
                claims[where] = value

    return change


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


# -- windows and frames


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


# -- grades on their way


@pytest.mark.parametrize("fails", ["500", "page", "refuse"])
def test_a_platform_that_fails_loses_no_score(campus, fails):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.platform.fails = fails
    assert [campus.tick(), campus.tick()] == [0, 0]
    with campus.school.signed_in("ada") as ada:
        page = ada.get("/platforms").text
        assert "waits until" in page
        assert "secrets" not in page
    campus.platform.fails = ""
    assert campus.tick() == 1
    assert len(campus.platform.scores) == 1
    assert campus.sql("select state, tries, failure from lti_outbox") == [("sent", 3, None)]


def test_a_platform_that_is_not_there_makes_scores_wait_longer_each_time(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.sql("update lti_platform set token_url = ?", f"http://127.0.0.1:{free_port()}/token")
    waits = []
    for _ in range(3):
        campus.tick()
        again, now = campus.sql("select again_at, strftime('%Y-%m-%d %H:%M:%f', 'now') from lti_outbox")[0]
        waits.append((parsed(again) - parsed(now)).total_seconds())
    assert waits == pytest.approx([30, 60, 120], abs=5)
    assert campus.lti.grades.send() == 0, "not before its time"


def parsed(text):
    return datetime.fromisoformat(text)


def test_after_many_tries_somebody_has_to_look_and_can_have_it_tried_again(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.platform.fails = "500"
    campus.lti.grades.gather()
    campus.sql("update lti_outbox set tries = 23")
    campus.tick()
    assert campus.sql("select state from lti_outbox") == [("given_up",)]
    campus.platform.fails = ""
    assert campus.tick() == 0
    score = campus.sql("select id from lti_outbox")[0][0]
    for who in ("ira", "ana"):
        with campus.school.signed_in(who) as other:
            assert other.post("/platforms-again", data={"score": score}).status_code == 403
            path = f"/class/{campus.section()}/course-again"
            assert other.post(path, data={"score": score}).status_code == 404
            path = f"/class/{campus.school.sections['ira']}/course-again"
            assert other.post(path, data={"score": score}).status_code in (403, 404)
    with campus.school.signed_in("ada") as ada:
        assert ada.post("/platforms-again", data={"score": score}).status_code == 303
    assert campus.tick() == 1


def test_one_score_that_is_refused_holds_up_no_other(campus):
    link = campus.choose()
    for who in ("lea", "leo"):
        with campus.school.browser() as browser:
            campus.launch(browser, who, link)
        campus.practise(who, link)
    campus.release(link)
    campus.lti.grades.gather()
    campus.platform.strangers = {campus.platform.people["lea"].subject}
    assert campus.tick() == 1
    assert [one["userId"] for one in campus.platform.scores] == [campus.platform.people["leo"].subject]
    campus.platform.strangers = set()
    assert campus.tick() == 1


def test_feedback_that_is_withdrawn_keeps_a_waiting_score_here(campus):
    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    campus.lti.grades.gather()
    assigning, tia = campus.school.school.work.assigning, campus.person("tia")
    version = assigning.given(tia, campus.assignment_of(link)).assignment.version
    assigning.withdraw_feedback(tia, campus.assignment_of(link), version)
    assert campus.tick() == 0
    campus.release(link)
    assert campus.tick() == 1


def test_excused_and_missing_work_sends_nothing(campus):
    link = campus.choose()
    for who in ("lea", "leo"):
        with campus.school.browser() as browser:
            campus.launch(browser, who, link)
    campus.practise("lea", link)
    following, tia = campus.school.school.work.following, campus.person("tia")
    following.excuse(tia, campus.assignment_of(link), campus.person("lea"), 0, excused=True, reason="Ill.")
    campus.release(link)
    assert campus.tick() == 0
    assert campus.sql("select count(*) from lti_outbox")[0][0] == 0


def test_the_thread_sends_by_itself_and_stops(campus):
    from classroom.lti_worker import ScoreWorker

    link = campus.choose()
    with campus.school.browser() as browser:
        campus.launch(browser, "lea", link)
    campus.practise("lea", link)
    campus.release(link)
    worker = ScoreWorker(campus.lti.grades, campus.lti.platforms.are_on, look_again=0.05)
    worker.start()
    ends = time.monotonic() + 10
    while not campus.platform.scores and time.monotonic() < ends:
        time.sleep(0.05)
    worker.stop()
    assert len(campus.platform.scores) == 1


# -- who is in the course


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


# -- the administrator


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
