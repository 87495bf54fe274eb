"""A treatment in a real browser: begun, held session by session, looked back on, and deleted in two steps."""

import pytest

from tests.webui.browsers import ENOUGH, FIRST, IN_BROWSER, Trainee, served
from tests.webui.fakes import open_quick_room

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def site(serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("treatments")
    room = open_quick_room(folder)
    with served(serving, room, folder) as url:
        yield room, url


@pytest.fixture
def trainee(chromium, site):
    one = Trainee(chromium, site[1])
    yield one
    for run in site[0].arcs.runs("local"):
        site[0].arcs.delete("local", run.run.id)
    one.context.close()


def begin(trainee):
    trainee.open("?view=treatments")
    trainee.see("#treatments .card-link").click()
    trainee.see("#arc-begin", has_text="Begin the first session").click()
    trainee.see("#say textarea")


def test_a_treatment_is_held_session_by_session(trainee, site):
    begin(trainee)
    trainee.say(FIRST)
    trainee.guess_and_report()
    trainee.open("?view=treatments")
    assert "1 of " in trainee.see("#treatments .continue").inner_text()
    trainee.page.locator("#treatments .continue .button").click()
    assert trainee.see("ol.held li").inner_text().endswith("Finished")
    assert "So far" in trainee.see("#arc-summary").inner_text()
    trainee.see("#arc-begin", has_text="Begin the next session").click()
    trainee.see("#say textarea")
    assert trainee.turn() == 1
    (run,) = site[0].arcs.runs("local")
    assert len(run.places) == 2
    assert [line for line in trainee.console if line[0] == "error"] == []


def test_an_open_session_is_gone_on_with_and_no_second_one_begins(trainee, site):
    begin(trainee)
    trainee.say(FIRST)
    (run,) = site[0].arcs.runs("local")
    trainee.open(f"?view=treatment&session={run.run.id}")
    assert "A session is open" in trainee.see(".view-treatment .continue").inner_text()
    assert not trainee.page.locator("#arc-begin").is_visible()
    trainee.page.get_by_role("link", name="Continue your session").click()
    trainee.see("#say textarea")
    assert FIRST in trainee.bubbles("user")


def test_a_treatment_is_deleted_in_two_steps_and_its_sessions_with_it(trainee, site):
    begin(trainee)
    trainee.say(FIRST)
    (run,) = site[0].arcs.runs("local")
    session = run.places[0].session.id
    trainee.open(f"?view=treatment&session={run.run.id}")
    trainee.see(".foot a", has_text="Delete this treatment").click()
    assert "1 session with grades" in trainee.see("#treatments-ask").inner_text()
    assert trainee.page.evaluate("document.activeElement.closest('.question') !== null")
    trainee.page.locator("#treatments-ask a", has_text="Keep it").click()
    trainee.page.locator("#treatments-ask").wait_for(state="hidden", timeout=ENOUGH)
    assert len(site[0].arcs.runs("local")) == 1
    trainee.page.locator("#treatments .continue a", has_text="Delete").click()
    trainee.see("#treatments-delete").click()
    trainee.page.locator("#treatments-ask").wait_for(state="hidden", timeout=ENOUGH)
    assert site[0].arcs.runs("local") == ()
    with pytest.raises(LookupError):
        site[0].place("local", session)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_view_of_a_treatment_is_wider_than_the_screen(chromium, site, width):
    one = Trainee(chromium, site[1], width=width, height=844)
    one.open("?view=treatments").see("#treatments .card-link")
    assert one.wide() <= 0
    one.see("#treatments .card-link").click()
    one.see("#arc-begin")
    assert one.wide() <= 0
    one.context.close()
