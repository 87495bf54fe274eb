"""A site and a learning platform on this computer, with a course that launches there."""

import itertools
import socket
import sqlite3
import time
from dataclasses import dataclass

from classroom.lti_records import NewPlatform
from practice.sessions import Prediction
from tests.webui.learning_platform import (
    CLIENT,
    LTI,
    LearningPlatform,
    form_in,
    new_key,
)
from tests.webui.school_site import SchoolSite

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


NOW = int(time.time())
OTHER = new_key()


def says(**changed):
    """Have the platform say something else; None leaves it out."""

    def change(claims):
        for name, value in changed.items():
            where = name if name in ("aud", "exp", "iat", "nonce", "sub", "iss", "azp") else LTI + name
            claims.pop(where, None)
            if value is not None:
                claims[where] = value

    return change
