"""A class in real browsers: made, given work, practised by two at once, reviewed, overridden, released, read."""

import pytest

from tests.webui import class_in_browser as walk
from tests.webui.browsers import IN_BROWSER, signed_in
from tests.webui.school_site import school_site

ENOUGH = 60_000
TITLE, SCENARIO = "The number, assessed", "Can I have your number?"
REASON = "Short, and it landed: the client went on from exactly this."
COMMENT = "You stayed. That is the skill."
FAULTY = (
    "name;email;number\n"
    "ليلى حداد;leila@example.edu;1\n"
    "Zoë Müller;zoe at example.edu;2\n"
    ";nameless@example.edu;3\n"
    "Ana;ana@example.edu;4\n"
    "Leila again;LEILA@example.edu;5\n"
)
CORRECTED = FAULTY.replace(" at ", "@").replace("\n;nameless", "\n王小明;nameless").replace("LEILA@", "leila2@")

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("class")) as running:
        yield running


@pytest.fixture
def people(chromium, school):
    """Give a browser each for Ira, who teaches, and for Ana and Ben."""
    pages = {name: signed_in(chromium, school, name, ENOUGH) for name in ("ira", "ana", "ben")}
    yield pages
    for page in pages.values():
        page.context.close()


def test_an_instructor_makes_a_section_imports_a_roster_with_faults_and_assigns(chromium, school, tmp_path):
    said, page = [], signed_in(chromium, school, "ira")
    page.on("console", lambda message: said.append(message.text))
    walk.make_section(page, "Monday group", "Europe/Vienna")
    page.get_by_role("link", name="Import a roster").click()
    (tmp_path / "roster.csv").write_text(FAULTY, encoding="utf-8")
    page.get_by_label("A CSV file").set_input_files(tmp_path / "roster.csv")
    page.get_by_role("button", name="Look at what would happen").click()
    page.get_by_text("3 rows have a fault").wait_for()
    faults = walk.rows_of(page, ".faults")
    assert [row[:3] for row in faults] == [
        ["3", "Zoë Müller", "zoe at example.edu"],
        ["4", "", "nameless@example.edu"],
        ["6", "Leila again", "leila@example.edu"],
    ]
    assert "e-mail address" in faults[0][4]
    assert "name" in faults[1][4]
    assert "Line 2 has the same e-mail address" in faults[2][4]
    assert page.get_by_role("button", name="Import").count() == 0
    assert school.classroom.teaching.taught_by(school.people["ira"])[0].title == "Monday group"
    section = school.classroom.teaching.taught_by(school.people["ira"])[0].id
    assert len(school.classroom.teaching.members(school.people["ira"], section)) == 1
    text = page.get_by_role("textbox", name="The text")
    assert text.input_value() == FAULTY
    text.fill(CORRECTED)
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Import 5 people").click()
    links = walk.links_of(page)
    assert links.keys() == {"ليلى حداد", "Zoë Müller", "王小明", "Leila again"}
    page.get_by_role("link", name="Back to people").click()
    page.get_by_text("5 trainees. 4 of them have not signed in yet.").wait_for()
    walk.assign(page, school.url, section, "First talk", "S01", "Practice")
    page.get_by_text("5 trainees have it").wait_for()
    assert {row[0] for row in walk.rows_of(page, "table.live")} == {*links, "Ana"}
    assert said == []
    page.context.clear_cookies()
    page.goto(school.url + links["Zoë Müller"].removeprefix("http://127.0.0.1:7860"))
    page.get_by_label("Password").fill("five plain wooden chairs")
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_role("link", name="My assignments").click()
    page.get_by_role("link", name="First talk").first.wait_for()
    page.context.close()


def test_an_assessment_goes_from_the_instructor_to_two_trainees_and_back(people, school):
    ira, ana, ben, section = people["ira"], people["ana"], people["ben"], school.sections["ira"]
    ira.get_by_role("heading", name="My sections").wait_for()
    walk.assign(ira, school.url, section, TITLE, "S04", "Assessment")
    for page in (ana, ben):
        page.reload()
        walk.begin(page, TITLE)
    walk.say(ana, "Ana says that this sounds heavy.", 1)
    walk.say(ben, "Ben says that this sounds lonely.", 1)
    walk.say(ana, "Ana asks what it is like.", 2)
    assert "Ben says" not in ana.locator("#chat").inner_text()
    assert "Ana says" not in ben.locator("#chat").inner_text()
    walk.finish(ana)
    walk.finish(ben)
    ira.goto(f"{school.url}/class/{section}/review")
    ira.get_by_role("link", name="Ana", exact=True).first.click()
    ira.get_by_text("Ana says that this sounds heavy.").first.wait_for()
    walk.change_level(ira, "4 Exemplary", REASON)
    walk.comment(ira, COMMENT)
    walk.open_report(ana, school.url, SCENARIO)
    ana.get_by_text("when your instructor releases it").first.wait_for()
    assert REASON not in ana.content()
    assert COMMENT not in ana.content()
    ira.goto(f"{school.url}/class/{section}/assignments")
    ira.get_by_role("link", name=TITLE).click()
    ira.get_by_role("button", name="Release the feedback").click()
    ira.get_by_role("button", name="Take the release back").wait_for()
    walk.open_report(ana, school.url, SCENARIO)
    ana.get_by_text(REASON).first.wait_for()
    ana.get_by_text(COMMENT).first.wait_for()
    walk.open_report(ben, school.url, SCENARIO)
    ben.locator("#report h1, #report h2").first.wait_for()
    assert REASON not in ben.content()


@pytest.mark.parametrize("part", ["", "people", "assignments", "review", "gradebook", "cohort"])
def test_on_a_phone_the_way_around_takes_a_line_each_and_shows_where_one_is(chromium, school, part):
    """The links can be moved sideways, and the page that is open is in sight before anybody moves them."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    secret = school.classroom.sign_in.open_for(school.people["ira"])
    context.add_cookies([{"name": "attune_in", "value": secret, "url": school.url}])
    page = context.new_page()
    page.goto(f"{school.url}/class/{school.sections['ira']}/{part}".rstrip("/"))
    for place in ("header nav", "nav.parts"):
        tops = page.locator(f"{place} a").evaluate_all("links => links.map(one => one.getBoundingClientRect().top)")
        assert len(tops) >= 5
        assert len(set(tops)) == 1, place
    here = page.locator("nav.parts a[aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_what_is_printed_is_dark_on_white_whatever_the_screen_shows(chromium, school):
    context = chromium.new_context(color_scheme="dark")
    secret = school.classroom.sign_in.open_for(school.people["ira"])
    context.add_cookies([{"name": "attune_in", "value": secret, "url": school.url}])
    page = context.new_page()
    page.goto(f"{school.url}/class/{school.sections['ira']}/cohort")
    colours = "const seen = getComputedStyle(document.body); [seen.backgroundColor, seen.color]"
    assert page.evaluate(colours) != ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert not page.get_by_role("link", name="My sections").first.is_visible()
    context.close()
