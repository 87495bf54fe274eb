"""A drill in a real browser: three tries, a rating, the next prompt, stopping, and deleting in two steps."""

import pytest

from tests.webui.browsers import CARE_LINE, ENOUGH, HOSTILE, IN_BROWSER, Trainee, served
from tests.webui.fakes import open_quick_room

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def site(serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drills")
    room = open_quick_room(folder)
    with served(serving, room, folder) as url:
        yield room, url


@pytest.fixture
def trainee(chromium, site):
    one = Trainee(chromium, site[1])
    yield one
    for record in site[0].drills.history("local"):
        for sitting in site[0].drills.sittings("local", record.drill):
            site[0].drills.delete("local", sitting.run.id)
    one.context.close()


def begin(trainee):
    trainee.open("?view=drills")
    trainee.see("#drills .card-link").click()
    trainee.see("#drill-box textarea")


def attempt(trainee, words, number):
    trainee.page.locator("#drill-box textarea").fill(words)
    trainee.page.locator("#drill-box textarea").press("Enter")
    trainee.see("#drill-tries .try .eyebrow", has_text=f"Try {number}")


def test_three_tries_a_rating_and_the_next_prompt(trainee):
    begin(trainee)
    assert trainee.page.locator("#about-right").is_disabled()
    assert trainee.page.locator("#too-hard").is_enabled()
    for number in (1, 2, 3):
        attempt(trainee, f"That sounds frightening, {number}.", number)
    assert not trainee.page.locator("#drill-box").is_visible()
    assert "One of several ways to say it" in trainee.see("#drill-ask").inner_text()
    trainee.page.locator("#about-right").click()
    trainee.see("#drill-prompt .eyebrow", has_text="Prompt 2")
    assert trainee.page.locator("#drill-tries .try").count() == 0
    assert [line for line in trainee.console if line[0] == "error"] == []


def test_a_reload_goes_on_with_the_same_sitting_and_stopping_ends_it(trainee):
    begin(trainee)
    attempt(trainee, "It makes sense that you are tired.", 1)
    trainee.open("?view=drills")
    assert "one sitting open" in trainee.see("#drills .meta", has_text="open").inner_text()
    trainee.see("#drills .card-link").click()
    assert "It makes sense" in trainee.see("#drill-tries .try").inner_text()
    trainee.page.locator("#drill-end").click()
    assert "That is it for now" in trainee.see("#drill-prompt .continue").inner_text()
    assert not trainee.page.locator("#drill-box").is_visible()


def test_what_is_typed_is_shown_as_typed_and_never_lives(trainee):
    begin(trainee)
    attempt(trainee, HOSTILE, 1)
    assert HOSTILE in trainee.see("#drill-tries .try").inner_text()
    assert trainee.page.locator("#drill-tries img, #drill-tries a[href*='evil']").count() == 0
    assert trainee.page.evaluate("window.struck") is None


def test_words_about_the_trainees_own_death_stop_the_drill(trainee, site):
    begin(trainee)
    trainee.page.locator("#drill-box textarea").fill("I want to kill myself.")
    trainee.page.locator("#drill-send").click()
    assert CARE_LINE in trainee.see(".care").inner_text()
    assert not trainee.page.locator("#drill-box").is_visible()
    ((sitting,),) = [site[0].drills.sittings("local", one.drill) for one in site[0].drills.history("local")]
    assert sitting.item.tries == ()


def test_a_sitting_is_deleted_in_two_steps_and_kept_in_one(trainee, site):
    begin(trainee)
    attempt(trainee, "That sounds heavy.", 1)
    trainee.page.locator(".foot a", has_text="Delete this sitting").click()
    asked = trainee.see("#drills-ask").inner_text()
    assert "cannot be undone" in asked
    trainee.page.locator("#drills-ask a", has_text="Keep it").click()
    trainee.page.locator("#drills-ask").wait_for(state="hidden", timeout=ENOUGH)
    assert len(site[0].drills.history("local")) == 1
    trainee.page.locator(".sittings summary").click()
    trainee.page.locator(".sittings a", has_text="Delete").click()
    trainee.see("#drills-delete").click()
    trainee.page.locator("#drills-ask").wait_for(state="hidden", timeout=ENOUGH)
    assert site[0].drills.history("local") == ()
    assert trainee.page.locator(".sittings").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_no_view_of_a_drill_is_wider_than_the_screen(chromium, site, width):
    one = Trainee(chromium, site[1], width=width, height=844)
    one.open("?view=drills").see("#drills .card-link")
    assert one.wide() <= 0
    begin(one)
    attempt(one, "a" * 300, 1)
    assert one.wide() <= 0
    one.context.close()
