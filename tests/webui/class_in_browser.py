"""What an instructor and trainees do on the pages of a class, click by click, in a real browser."""

import csv
import io
from pathlib import Path


def make_section(page, title, zone):
    """Make a section, from the instructor's first page."""
    page.get_by_role("heading", name="My sections").wait_for()
    page.get_by_text("Make a section").click()
    page.get_by_label("Name of the section").fill(title)
    page.get_by_label("Time zone").fill(zone)
    page.get_by_role("button", name="Make the section").click()
    page.get_by_role("link", name="Import a roster").wait_for()


def rows_of(page, place):
    """Read the rows of a table, cell by cell."""
    return page.locator(f"{place} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )


def links_of(page):
    """Download the one-time links of those who were imported just now; by name."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them as CSV").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return {row["Name"]: row["One-time link"] for row in csv.DictReader(io.StringIO(kept, newline=""))}


def assign(page, url, section, title, content, mode):
    """Give a scenario to a whole section, by the form."""
    page.goto(f"{url}/class/{section}/assignments/new?kind=scenario&content={content}")
    page.get_by_label("Title").fill(title)
    page.get_by_role("radio", name=mode).check()
    page.get_by_role("button", name="Give the assignment").click()
    page.get_by_role("heading", name=title).wait_for()


def begin(page, title):
    """Begin an assignment, from the trainee's own list."""
    page.get_by_role("link", name="My assignments").click()
    page.get_by_role("link", name=title).first.click()
    page.locator("#begin-assignment").click()
    page.locator("#say textarea").wait_for()


def say(page, words, turn):
    """Say something, and wait for the answer."""
    page.locator("#say textarea").fill(words)
    page.locator("#say textarea").press("Enter")
    page.locator(".session-head .turns", has_text=f"Turn {turn + 1} of").wait_for()


def finish(page):
    """End the session of an assessment, and hand it in."""
    page.locator("#end").click()
    page.locator("#see-report").click()
    page.get_by_text("when your instructor releases it").first.wait_for()
    page.get_by_role("button", name="Hand in").locator("visible=true").first.click()
    page.get_by_text("Handed in").first.wait_for()


def open_report(page, url, scenario):
    """Open the newest report of a scenario, from the trainee's own list."""
    page.goto(f"{url}/?view=sessions")
    page.locator("a", has_text=scenario).first.click()


def change_level(page, level, reason):
    """Change the first level of the first turn of the transcript that is open."""
    page.locator("summary", has_text="Change").first.click()
    form = page.locator("form.change:visible").first
    form.get_by_role("radio", name=level).check()
    form.get_by_label("Reason").fill(reason)
    form.get_by_role("button", name="Keep this level").click()
    page.get_by_text(reason).first.wait_for()


def comment(page, words):
    """Comment on the first turn of the transcript that is open."""
    page.locator("summary", has_text="Comment on this turn").first.click()
    box = page.locator("form:visible", has=page.get_by_role("button", name="Keep the comment")).first
    box.locator("textarea").fill(words)
    box.get_by_role("button", name="Keep the comment").click()
    page.get_by_text(words).first.wait_for()


def excuse(page, url, assignment, person):
    """Excuse somebody from an assignment."""
    page.goto(f"{url}/assignment/{assignment}/person/{person}")
    page.get_by_role("button", name="Excuse").click()
    page.get_by_text("They are excused").first.wait_for()


def extend(page, url, assignment, person, due):
    """Give somebody a later due date, as a field for dates takes it."""
    page.goto(f"{url}/assignment/{assignment}/person/{person}")
    page.get_by_label("Due (").fill(due)
    page.get_by_role("button", name="Keep these").click()
    page.get_by_text("The dates of this person are kept").wait_for()


def taken_away(page, words):
    """Take a file away by a link; gives its bytes."""
    with page.expect_download() as download:
        page.get_by_role("link", name=words).click()
    return Path(download.value.path()).read_bytes()
