"""An instructor in a real browser: a section, a roster with faults, corrected and imported, links kept, one used."""

import csv
import io
from pathlib import Path

import pytest

from tests.webui.school_site import PASSWORD, school_site

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
ENOUGH = 20_000
FAULTY = "name;email\nليلى حداد;leila@example.edu\nZoë Müller;zoe at example.edu\n"

pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


@pytest.fixture
def page(school):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        shown = browser.new_context(accept_downloads=True).new_page()
        shown.set_default_timeout(ENOUGH)
        yield shown
        browser.close()


def sign_in(page, name):
    page.get_by_label("E-mail address").fill(f"{name}@example.edu")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_instructor_makes_a_section_and_imports_a_roster_with_faults(page, school, tmp_path):
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(school.url)
    sign_in(page, "ira")
    page.get_by_role("heading", name="My sections").wait_for()
    page.get_by_text("Make a section").click()
    page.get_by_label("Name of the section").fill("Monday group")
    page.get_by_label("Time zone").fill("Europe/Vienna")
    page.get_by_role("button", name="Make the section").click()
    page.get_by_role("link", name="Import a roster").click()
    (tmp_path / "roster.csv").write_text(FAULTY, encoding="utf-8")
    page.get_by_label("A CSV file").set_input_files(tmp_path / "roster.csv")
    page.get_by_role("button", name="Look at what would happen").click()
    page.get_by_text("1 row has a fault").wait_for()
    assert page.get_by_role("button", name="Import").count() == 0
    text = page.get_by_role("textbox", name="The text")
    assert text.input_value() == FAULTY
    text.fill(text.input_value().replace(" at ", "@"))
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Import 2 people").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them as CSV").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = {row["Name"]: row["One-time link"] for row in csv.DictReader(io.StringIO(kept, newline=""))}
    assert rows.keys() == {"ليلى حداد", "Zoë Müller"}
    page.get_by_role("link", name="Back to people").click()
    page.get_by_text("2 trainees. 2 of them have not signed in yet.").wait_for()
    assert faults == []
    page.context.clear_cookies()
    page.goto(school.url + rows["Zoë Müller"].removeprefix("http://127.0.0.1:7860"))
    page.get_by_label("Password").fill("five plain wooden chairs")
    page.get_by_role("button", name="Keep this password").click()
    page.locator("#main h1:visible").first.wait_for()
    page.get_by_role("link", name="Account").click()
    page.get_by_text("zoe@example.edu").wait_for()
