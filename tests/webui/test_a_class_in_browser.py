"""A class in real browsers: assigned, practised by two at once, reviewed, overridden, released, read."""

import csv
import io
from pathlib import Path

import pytest

from tests.webui.school_site import PASSWORD, school_site

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
ENOUGH = 60_000
TITLE = "The number, assessed"
REASON = "Short, and it landed: the client went on from exactly this."
COMMENT = "You stayed. That is the skill."

pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("class")) as running:
        yield running


@pytest.fixture
def people(school):
    """Give a browser each for Ira, who teaches, and for Ana and Ben."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        pages = {name: browser.new_context(accept_downloads=True).new_page() for name in ("ira", "ana", "ben")}
        for name, page in pages.items():
            page.set_default_timeout(ENOUGH)
            page.goto(f"{school.url}/sign-in")
            page.get_by_label("E-mail address").fill(f"{name}@example.edu")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
        yield pages
        browser.close()


def assign(page, section):
    page.goto(f"{page.url.split('/class')[0]}/class/{section}/assignments/new?kind=scenario&content=S04")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("radio", name="Assessment").check()
    page.locator("main form button.primary").last.click()
    page.get_by_role("heading", name=TITLE).wait_for()


def begin(page):
    page.get_by_role("link", name="My assignments").click()
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("#begin-assignment").click()
    page.locator("#say textarea").wait_for()


def say(page, words, turn):
    page.locator("#say textarea").fill(words)
    page.locator("#say textarea").press("Enter")
    page.locator(".session-head .turns", has_text=f"Turn {turn + 1} of").wait_for()


def finish(page):
    page.locator("#end").click()
    page.locator("#see-report").click()
    page.get_by_text("when your instructor releases it").first.wait_for()
    page.get_by_role("button", name="Hand in").locator("visible=true").first.click()
    page.get_by_text("Handed in").first.wait_for()


def cells(page, url, section):
    """Give the gradebook's file, by name."""
    text = page.request.get(f"{url}/class/{section}/gradebook.csv").body().decode("utf-8-sig")
    return {row["Name"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_an_assessment_goes_from_the_instructor_to_two_trainees_and_back(people, school):
    ira, ana, ben, section = people["ira"], people["ana"], people["ben"], school.sections["ira"]
    ira.get_by_role("heading", name="My sections").wait_for()
    assign(ira, section)
    for page in (ana, ben):
        page.reload()
        begin(page)
    say(ana, "Ana says that this sounds heavy.", 1)
    say(ben, "Ben says that this sounds lonely.", 1)
    say(ana, "Ana asks what it is like.", 2)
    assert "Ben says" not in ana.locator("#chat").inner_text()
    assert "Ana says" not in ben.locator("#chat").inner_text()
    finish(ana)
    finish(ben)
    ira.goto(f"{school.url}/class/{section}/review")
    ira.get_by_role("link", name="Ana", exact=True).first.click()
    ira.get_by_text("Ana says that this sounds heavy.").first.wait_for()
    before = cells(ira, school.url, section)
    ira.locator("summary", has_text="Change").first.click()
    form = ira.locator("form.change:visible").first
    form.get_by_role("radio", name="4 Exemplary").check()
    form.get_by_label("Reason").fill(REASON)
    form.get_by_role("button", name="Keep this level").click()
    ira.get_by_text(REASON).first.wait_for()
    ira.locator("summary", has_text="Comment on this turn").first.click()
    box = ira.locator("form:visible", has=ira.get_by_role("button", name="Keep the comment")).first
    box.locator("textarea").fill(COMMENT)
    box.get_by_role("button", name="Keep the comment").click()
    ira.get_by_text(COMMENT).first.wait_for()
    after = cells(ira, school.url, section)
    assert after["Ben"] == before["Ben"]
    assert after["Ana"] != before["Ana"]
    ana.goto(f"{school.url}/?view=sessions")
    ana.locator("a", has_text="Can I have your number?").first.click()
    ana.get_by_text("when your instructor releases it").first.wait_for()
    assert REASON not in ana.content()
    assert COMMENT not in ana.content()
    ira.goto(f"{school.url}/class/{section}/assignments")
    ira.get_by_role("link", name=TITLE).click()
    ira.get_by_role("button", name="Release the feedback").click()
    ira.get_by_role("button", name="Take the release back").wait_for()
    ana.goto(f"{school.url}/?view=sessions")
    ana.locator("a", has_text="Can I have your number?").first.click()
    ana.get_by_text(REASON).first.wait_for()
    ana.get_by_text(COMMENT).first.wait_for()
    ben.goto(f"{school.url}/?view=sessions")
    ben.locator("a", has_text="Can I have your number?").first.click()
    ben.locator("#report h1, #report h2").first.wait_for()
    assert REASON not in ben.content()
