"""A trainee's whole way in a real browser: choose, read, talk, reload, guess, report, try again."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.webui.browsers import CARE_LINE, ENOUGH, FIRST, HOSTILE, IN_BROWSER, Trainee, served
from tests.webui.fakes import open_quick_room

SHOWN_LIVE = "#chat img, #coach img, #report img, #transcript img, #roads img, a[href*='evil']"

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def site(serving, tmp_path_factory):
    """Serve a room with real clients and a real store, in which stand-ins read and grade at once."""
    folder = tmp_path_factory.mktemp("site")
    room = open_quick_room(folder)
    with served(serving, room, folder) as url:
        yield room, url


@pytest.fixture(scope="module")
def whole_site(serving, tmp_path_factory):
    """Serve the room as it is shipped: its reader, its voice, its grader."""
    from practice.setup import open_practice

    folder = tmp_path_factory.mktemp("whole")
    with served(serving, open_practice(folder), folder) as url:
        yield url


@pytest.fixture
def trainee(chromium, site):
    one = Trainee(chromium, site[1])
    yield one
    one.context.close()


def test_a_coached_session_runs_from_home_to_the_report_and_another_sentence(chromium, whole_site):
    trainee = Trainee(chromium, whole_site)
    trainee.begin()
    opening = trainee.bubbles("bot")
    assert len(opening) == 1
    trainee.say(FIRST)
    trainee.see("#coach .feedback")
    assert trainee.page.locator("#coach .dial").count() == 2
    trainee.say("I can't give you my number, and I hear how long the nights are.")
    trainee.say("You should leave him.")
    assert len(trainee.bubbles("bot")) == 4
    assert "Kept: 3 turns" in trainee.see("#state").inner_text()
    trainee.guess_and_report()
    assert "Your guess: 2.0" in trainee.see("#report .headlines").inner_text()
    trainee.page.locator("#transcript a", has_text="Try another sentence").nth(2).click()
    trainee.see("#another-box textarea").fill("It makes sense that leaving is not simple.")
    trainee.page.locator("#try-it").click()
    roads = trainee.see("#roads .roads").inner_text()
    assert "You should leave him." in roads
    assert "It makes sense that leaving is not simple." in roads
    assert len(re.findall(r"Trust \d+ → \d+", roads)) == 2
    trainee.page.get_by_role("link", name="My sessions").first.click()
    assert "Can I have your number?" in trainee.see("#sessions .sessions").inner_text()
    assert trainee.hosts - {""} == {urlsplit(trainee.url).netloc}
    assert [line for line in trainee.console if line[0] == "error"] == []
    assert trainee.failed == []
    assert FIRST not in trainee.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    trainee.context.close()


def test_a_reload_and_another_browser_go_on_at_the_same_turn_with_the_draft(trainee, chromium, site):
    trainee.begin()
    trainee.say(FIRST)
    trainee.page.locator("#say textarea").press_sequentially("Half of a tho", delay=5)
    trainee.see("#state", has_text="Draft kept")
    trainee.open()
    trainee.see("#say textarea")
    assert trainee.turn() == 2
    assert trainee.page.locator("#say textarea").input_value() == "Half of a tho"
    assert FIRST in trainee.bubbles("user")
    other = Trainee(chromium, site[1])
    other.open().see("#say textarea")
    assert other.turn() == 2
    assert other.page.locator("#say textarea").input_value() == "Half of a tho"
    other.context.close()


def test_words_sent_from_a_window_that_was_left_behind_stay_in_its_box(trainee, chromium, site):
    trainee.begin()
    behind = Trainee(chromium, site[1])
    behind.open().see("#say textarea")
    trainee.say(FIRST)
    behind.page.locator("#say textarea").fill("From the other window.")
    behind.page.locator("#say textarea").press("Enter")
    behind.see("#state", has_text="Not sent")
    behind.until_turn(2)
    assert behind.page.locator("#say textarea").input_value() == "From the other window."
    assert FIRST in behind.bubbles("user")
    behind.say("From the other window.")
    assert behind.turn() == 3
    behind.context.close()


def test_sending_twice_at_once_keeps_one_turn(trainee, site):
    trainee.begin()
    trainee.page.locator("#say textarea").fill(FIRST)
    trainee.page.evaluate("() => { const b = document.querySelector('#send'); b.click(); b.click(); }")
    trainee.until_turn(2)
    trainee.page.wait_for_timeout(800)
    assert trainee.turn() == 2
    assert trainee.bubbles("user") == [FIRST]


def test_an_empty_message_is_refused_and_nothing_is_kept(trainee):
    trainee.begin()
    trainee.page.locator("#say textarea").fill("   ")
    trainee.page.locator("#send").click()
    trainee.page.get_by_text("Write something to your client first.").first.wait_for(timeout=ENOUGH)
    trainee.see("#state", has_text="Nothing to send")
    assert trainee.turn() == 1


def test_what_a_trainee_types_is_shown_as_typed_and_never_lives(trainee):
    trainee.begin()
    trainee.say(HOSTILE)
    assert trainee.bubbles("user") == [HOSTILE]
    assert HOSTILE[:40] in trainee.see("#coach blockquote").inner_text()
    trainee.guess_and_report()
    assert HOSTILE in trainee.see("#transcript").inner_text()
    trainee.page.locator("#note-0 textarea").fill(HOSTILE)
    trainee.page.locator("#keep-notes").click()
    trainee.see("#notes-state", has_text="Your notes are kept")
    trainee.page.locator("#transcript a", has_text="Try another").first.click()
    trainee.see("#another-box textarea").fill(HOSTILE)
    trainee.page.locator("#try-it").click()
    assert HOSTILE in trainee.see("#roads .roads").inner_text()
    assert trainee.page.locator(SHOWN_LIVE).count() == 0
    assert trainee.page.evaluate("window.struck") is None


def test_words_about_the_trainees_own_death_stop_the_client_and_are_not_kept(trainee, site):
    room = site[0]
    trainee.begin()
    session = room.unfinished("local").id
    trainee.page.locator("#say textarea").fill("I want to kill myself.")
    trainee.page.locator("#send").click()
    care = trainee.see(".care").inner_text()
    assert CARE_LINE in care
    assert not trainee.page.locator("#chat").is_visible()
    assert room.place("local", session).exchanges == ()
    trainee.page.locator("#go-back").click()
    trainee.see("#say textarea")
    assert trainee.turn() == 1


def test_pause_veils_the_chat_and_continue_brings_it_back(trainee):
    trainee.begin()
    trainee.say(FIRST)
    trainee.page.locator("#pause").click()
    trainee.see("#resume")
    assert not trainee.page.locator("#chat").is_visible()
    assert not trainee.page.locator("#say").is_visible()
    trainee.page.locator("#resume").click()
    trainee.see("#say textarea")
    assert FIRST in trainee.bubbles("user")


def test_practice_mode_shows_no_grade_before_the_session_is_over(trainee):
    trainee.begin(mode="practice")
    trainee.say(FIRST)
    assert not trainee.page.locator("#coach").is_visible()
    assert "Empathy" not in trainee.page.locator("#main").inner_text()


def test_a_disagreement_is_kept_with_its_turn(trainee, site):
    trainee.begin()
    trainee.say(FIRST)
    trainee.page.locator("#disagree button").first.click()
    trainee.see("#disagree textarea").fill("She had just laughed.")
    trainee.page.locator("#keep-disagreement").click()
    trainee.page.get_by_text("Your disagreement is kept").first.wait_for(timeout=ENOUGH)
    trainee.guess_and_report()
    assert "She had just laughed." in trainee.see("#transcript .disagreed").inner_text()


def test_disagreeing_at_an_item_names_that_item(trainee, site):
    trainee.begin()
    trainee.say(FIRST)
    session = site[0].unfinished("local").id
    trainee.see("#against-change").click()
    trainee.see("#disagree textarea").fill("The limit was said before.")
    trainee.page.locator("#keep-disagreement").click()
    trainee.page.get_by_text("Your disagreement is kept").first.wait_for(timeout=ENOUGH)
    (kept,) = site[0]._store.disagreements.of_session("local", session).values()
    assert [(one.part, one.criterion, one.reason) for one in kept] == [
        ("change", "boundary_setting", "The limit was said before.")
    ]
    assert kept[0].shown.text in trainee.see("#coach .feedback.change").inner_text()


def test_stop_and_leave_ends_without_a_penalty_and_deleting_removes_everything(trainee, site):
    room = site[0]
    trainee.begin()
    trainee.say(FIRST)
    assert "One of several" in trainee.see("#coach .feedback.alternative").inner_text()
    session = room.unfinished("local").id
    trainee.page.locator("#stop").click()
    assert "no penalty" in trainee.see("#over").inner_text()
    trainee.page.get_by_role("link", name="Look at how it went").click()
    trainee.see("#see-report").click()
    trainee.see("#delete-fold button").click()
    trainee.see("#delete").click()
    trainee.see("#sessions h1")
    with pytest.raises(LookupError):
        room.place("local", session)


def test_every_button_has_a_name_and_the_keyboard_reaches_pause_soften_and_stop(trainee):
    trainee.begin()
    trainee.say(FIRST)
    nameless = trainee.page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, textarea, [role=img]")]
        .filter((one) => one.offsetParent && !(one.innerText || "").trim() && !one.getAttribute("aria-label")
          && !one.getAttribute("aria-labelledby") && !one.title && !(one.labels && one.labels.length))
        .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    trainee.page.locator(".brand").focus()
    order = []
    for _ in range(14):
        trainee.page.keyboard.press("Tab")
        order.append(trainee.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    places = [order.index(name) for name in ("pause", "soften", "stop", "end")]
    assert places == sorted(places)
    assert order.index("TEXTAREA") > order.index("end")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_view_is_wider_than_the_screen(chromium, site, width):
    one = Trainee(chromium, site[1], width=width, height=844)
    one.open("?view=home")
    one.see(".card-link")
    assert one.wide() <= 0
    one.begin()
    one.say("a" * 300)
    assert one.wide() <= 0
    one.guess_and_report()
    assert one.wide() <= 0
    one.page.get_by_role("link", name="My sessions").first.click()
    one.see("#sessions h1")
    assert one.wide() <= 0
    one.context.close()


def test_going_back_in_the_browser_shows_the_view_before(trainee):
    trainee.open("?view=home")
    trainee.see(".card-link", has_text="number").click()
    trainee.see("#begin")
    trainee.page.go_back()
    trainee.see(".hero h1")


def test_an_export_is_only_for_its_owner_and_is_inert(trainee, site):
    trainee.begin()
    trainee.say(HOSTILE)
    session = site[0].unfinished("local").id
    trainee.guess_and_report()
    known = {"attune_sid": "t" * 40}
    assert httpx.get(f"{site[1]}/export/{session}.md").status_code in (303, 401)
    with httpx.Client(base_url=site[1], cookies=known) as owner:
        markdown = owner.get(f"/export/{session}.md")
        page = owner.get(f"/export/{session}.html")
        missing = owner.get("/export/01ARZ3NDEKTSV4RRFFQ69G5FAV.md")
    assert missing.status_code == 404
    assert markdown.headers["content-disposition"].startswith("attachment; filename=")
    assert "<img" not in re.sub(r"\\<", "", markdown.text)
    assert "<img" not in page.text
    assert "<script" not in page.text
    assert "&lt;img src=" in page.text


def test_the_pulse_tells_version_and_engine(site):
    answer = httpx.get(f"{site[1]}/healthz")
    assert answer.json() == {"status": "ok", "version": "9.9.9", "engine": "embedded"}


def started(folder, port):
    """Start the program itself on a data folder and wait until its pages can be used."""
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).status_code == 200:
                return process
        except httpx.HTTPError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the program did not start within a minute")


@pytest.mark.crash
def test_a_killed_program_goes_on_at_the_same_turn_with_the_draft(chromium, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = started(tmp_path, port)
    try:
        trainee = Trainee(chromium, f"http://127.0.0.1:{port}")
        trainee.begin()
        trainee.say(FIRST)
        before = trainee.bubbles("bot")
        trainee.page.locator("#say textarea").press_sequentially("Half of a tho", delay=5)
        trainee.see("#state", has_text="Draft kept")
        process.kill()
        process.wait()
        process = started(tmp_path, port)
        trainee.open().see("#say textarea")
        assert trainee.turn() == 2
        assert trainee.bubbles("bot") == before
        assert trainee.page.locator("#say textarea").input_value() == "Half of a tho"
        trainee.say("And the words after.")
        assert trainee.turn() == 3
        trainee.context.close()
    finally:
        process.kill()
        process.wait()
