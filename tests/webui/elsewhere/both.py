"""The site and an identity provider on this computer, each on an address of its own."""

import sqlite3
from dataclasses import dataclass

import httpx

from classroom.account_store import NewAccount
from classroom.accounts import Role
from tests.webui.provider import IdentityProvider
from tests.webui.school_site import SchoolSite


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


def person_of(browser):
    answer = browser.get("/config")
    return answer.json()["username"] if answer.status_code == 200 else None


def refused(browser, answer, status, words):
    """Hold that somebody was refused in plain words, and is signed in nowhere."""
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[-700:]
    assert 'role="alert"' in answer.text
    assert "attune_in" not in answer.headers.get("set-cookie", "")
    assert person_of(browser) is None
