"""A real browser for the tests of pages: where it is, who sits in front of it, and how they sign in."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.webui.conftest import GENEROUS
from tests.webui.school_site import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
CARE_LINE = "Call the line of this test: 000 <b>111</b>."
FIRST = "That sounds frightening, and you came anyway. What is it like?"
HOSTILE = '<img src="/x.png" onerror="window.struck=1"> **bold** ${1+1} {{value}} [a](http://evil.example/) </script>'
ENOUGH = 20_000
IN_BROWSER = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]
"""What marks a file of tests that need the browser; its fixture `chromium` is in conftest.py."""


def sign_in(page, name, password=PASSWORD):
    """Fill the form of the sign-in page that is shown."""
    page.get_by_label("E-mail address").fill(f"{name}@example.edu")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def signed_in(browser, school, name, patience=ENOUGH):
    """Open a browser window in which somebody of the school is signed in, by the form."""
    page = browser.new_context(accept_downloads=True).new_page()
    page.set_default_timeout(patience)
    page.goto(f"{school.url}/sign-in")
    sign_in(page, name)
    return page


def served(serving, room, folder):
    """Serve the whole site on a room."""
    from webui.site import SiteSettings, build_site

    settings = SiteSettings(
        care_line=CARE_LINE,
        version="9.9.9",
        visitor_token="t" * 40,
        temp_folder=folder / "temporary",
        limits=GENEROUS,
    )
    return serving[0](build_site(room, settings))


class Trainee:
    """One browser of the trainee, of which the console and the network are kept."""

    def __init__(self, browser, url, width=1280, height=800):
        self.url = url
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.hosts, self.console, self.failed = set(), [], []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("console", lambda message: self.console.append((message.type, message.text)))
        self.page.on("pageerror", lambda error: self.console.append(("error", str(error))))
        self.page.on("response", lambda answer: answer.status >= 400 and self.failed.append(answer.url))
        self.open("first-visit")

    def open(self, where=""):
        self.page.goto(f"{self.url}/{where}")
        return self

    def see(self, selector, **more):
        found = self.page.locator(selector, **more).first
        found.wait_for(timeout=ENOUGH)
        return found

    def begin(self, title="Can I have your number?", mode="coaching"):
        self.open("?view=home")
        self.see(".card-link", has_text=title).click()
        self.see("#begin")
        if mode == "practice":
            self.page.get_by_role("radio", name=re.compile("Practice")).check()
        self.page.locator("#begin").click()
        self.see("#say textarea")

    def say(self, words):
        turn = self.turn()
        self.page.locator("#say textarea").fill(words)
        self.page.locator("#say textarea").press("Enter")
        self.until_turn(turn + 1)

    def turn(self):
        return int(self.see(".session-head .turns").inner_text().split()[1])

    def until_turn(self, turn):
        self.see(".session-head .turns", has_text=f"Turn {turn} of")
        self.page.wait_for_timeout(300)

    def bubbles(self, who):
        return [found.inner_text() for found in self.page.locator(f"#chat [data-testid={who}]").all()]

    def guess_and_report(self):
        self.page.locator("#end").click()
        self.see("#see-report").click()
        self.see("#report .headlines")

    def wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
