"""The gradebook in a real browser, cell by cell, beside a model worked out from the levels that are kept."""

import csv
import io

import pytest
from openpyxl import load_workbook

from classroom.assignments import WhichCounts
from evaluator.rubric import load_rubric
from tests.webui import class_in_browser as walk
from tests.webui.browsers import IN_BROWSER, signed_in
from tests.webui.gradebook_model import RecordsRead
from tests.webui.reviewed_work import grade_again
from tests.webui.school_site import school_site
from tests.webui.small_course import PLAIN, SHOULD, SOUNDS, SmallCourse

PAST, LATER = "2020-01-01T12:00", "2036-07-01T23:59"
WORK = ("State", "Late", "Attempt", "Gates", "Reviewed", "Feedback released")
RUDE = "You are stupid."
NAMES = ("Ana", "Ben", "Zoë Müller", "王小明")
CAME = {"excused": "excused", "missing": "missing", "in progress": "under way", "names hidden": "names hidden"}
TABLE = """() => [...document.querySelectorAll(".book tbody tr")].map(row => [
    row.cells[0].firstChild.textContent,
    [...row.cells].slice(1).map(cell => {
        const whole = cell.cloneNode(true);
        whole.querySelectorAll(".unseen").forEach(one => one.remove());
        return {
            figures: [...whole.querySelectorAll(".fig")].map(one => one.textContent),
            tick: whole.querySelector(".tick") !== null,
            remarks: whole.querySelector("small") ? whole.querySelector("small").textContent : "",
            words: whole.querySelector(".fig") ? "" : whole.textContent.trim(),
            alarm: cell.className === "alarm",
        };
    })])"""
HEADS = (
    """() => [...document.querySelectorAll(".book thead th")].slice(1).map(one => one.querySelector("a").textContent)"""
)

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("book")


@pytest.fixture(scope="module")
def school(quiet, serving, folder):
    with school_site(serving[0], folder) as running:
        yield running


@pytest.fixture(scope="module")
def course(school, folder):
    """Let four trainees do seven assignments in every way that a cell can come out."""
    made = SmallCourse(school, NAMES)
    given = made.given = {
        "Plain": made.give("Plain"),
        "Due": made.give("Due", due=PAST),
        "Best": made.give("Best", due=LATER, which_counts=WhichCounts.BEST),
        "First": made.give("First", due=PAST, which_counts=WhichCounts.FIRST),
        "Hidden": made.give("Hidden", anonymous=True),
        "Own": made.give("Own", to="Ana"),
        "Whole": made.give("Whole"),
    }
    made.plain = made.do("Ana", given["Plain"], (SOUNDS, SHOULD, PLAIN))
    made.do("Ben", given["Plain"], (SHOULD, SHOULD))
    made.do("王小明", given["Plain"], hand_in=False)
    made.do("Ana", given["Due"], (SHOULD,))
    made.do("王小明", given["Due"], (PLAIN,), hand_in=False)
    for words in ((SOUNDS, RUDE), (SHOULD,), (PLAIN, PLAIN), (SHOULD,)):
        made.do("Ben", given["Best"], words)
    for words in ((SHOULD,), (SOUNDS,)):
        made.do("Zoë Müller", given["First"], words)
    made.do("Ana", given["Hidden"])
    made.do("Ben", given["Hidden"], hand_in=False)
    made.do("Ana", given["Own"], (RUDE,))
    whole = made.do("Ana", given["Whole"], (SOUNDS, PLAIN))
    made.change(whole, 0, "boundary_setting", 2.5)
    again = made.do("Ben", given["Whole"], (SOUNDS, PLAIN))
    made.change(again, 1, "empathy", 1)
    grade_again(folder, again, "empathy", 4)
    school.school.review.reviewing.mark(made.ira, whole, 0)
    return made


@pytest.fixture(scope="module")
def page(chromium, school, course):
    """Give the browser of Ira, who there changes a level, excuses Ben and gives Zoë longer."""
    shown = signed_in(chromium, school, "ira")
    shown.get_by_role("heading", name="My sections").wait_for()
    shown.goto(f"{school.url}/transcript/{course.plain}")
    walk.change_level(shown, "0 Harmful", "It hurt.")
    walk.excuse(shown, school.url, course.given["Due"].id, course.people["Ben"])
    walk.extend(shown, school.url, course.given["Due"].id, course.people["Zoë Müller"], LATER)
    shown.goto(f"{school.url}{course.path('gradebook')}")
    return shown


@pytest.fixture(scope="module")
def model(page, course, folder):
    """Work every cell out; by name and title."""
    read = RecordsRead(folder)
    columns = read.columns(course.section)
    people = sorted(read.trainees(course.section), key=lambda one: NAMES.index(one["name"]))
    return {one["name"]: {column["title"]: read.cell(column, one) for column in columns} for one in people}


def on_page(cell):
    """Give what the page has to show of a cell."""
    few = [("late", cell.late), ("gate" if cell.gates == 1 else f"{cell.gates} gates", cell.gates)]
    few += [("graded again", cell.again), (f"attempt {cell.number} of {cell.begun}", cell.begun > 1)]
    if cell.means is not None:
        shown = {"figures": [figure(cell, one) for one in ("empathy", "boundary_setting")], "words": ""}
        remarks = ", ".join(words for words, yes in few if yes)
        return {**shown, "tick": cell.reviewed, "remarks": remarks, "alarm": False}
    quiet = {"not given": "–", "not begun": "not due yet" if cell.dated else "not begun"}
    words = {**CAME, **quiet}[cell.state] + (", late" if cell.state == "in progress" and cell.overdue else "")
    alarm = cell.state == "missing" or cell.overdue
    return {"figures": [], "words": words, "tick": False, "remarks": "", "alarm": alarm}


def figure(cell, criterion):
    mean = cell.mean(criterion)
    return "–" if mean is None else f"{mean:.1f}{'*' if criterion in cell.changed else ''}"


def in_file(title, cell, criteria):
    """Give what a file has to hold of a cell, by the name of its column; nothing is None."""
    yes = {True: "yes", False: "no", None: None}
    values = (cell.state, yes[cell.late], cell.number, cell.gates, yes[cell.reviewed], "no")
    work = dict(zip(WORK, values, strict=True))
    means = {one.name: cell.mean(one.id) for one in criteria}
    levels = {name: None if mean is None else round(mean, 2) for name, mean in means.items()}
    return {f"{title}: {name}": value for name, value in {**work, **levels}.items()}


def test_the_model_holds_every_way_a_cell_can_come_out(model):
    """A course in which nothing happened would agree with everything."""
    cells = [cell for row in model.values() for cell in row.values()]
    states = {"excused", "not given", "missing", "not begun", "names hidden", "in progress", "finished"}
    assert {cell.state for cell in cells} == states
    assert model["Ana"]["Plain"].mean("empathy") == 1
    assert [model["Ben"]["Best"].number, model["Zoë Müller"]["First"].number] == [3, 1]
    assert (model["Zoë Müller"]["Due"].state, model["Ben"]["Due"].state) == ("not begun", "excused")
    assert (model["Ana"]["Whole"].mean("boundary_setting"), model["Ben"]["Whole"].again) == (2.5, True)
    for name in ("late", "gates", "reviewed", "changed"):
        assert any(getattr(cell, name) for cell in cells), name


def test_the_table_is_right_to_the_cell(page, model):
    shown = page.evaluate(TABLE)
    assert [name for name, _ in shown] == list(NAMES)
    assert page.evaluate(HEADS) == list(model["Ana"])
    for name, cells in shown:
        for (title, cell), found in zip(model[name].items(), cells, strict=True):
            assert found == on_page(cell), f"{name}, {title}"


def test_the_csv_taken_away_is_right_to_the_cell(page, model):
    criteria = load_rubric().criteria
    written = walk.taken_away(page, "CSV, every criterion").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [line["Name"] for line in lines] == list(NAMES)
    for line in lines:
        expected = {
            k: v for title, cell in model[line["Name"]].items() for k, v in in_file(title, cell, criteria).items()
        }
        found = {name: value for name, value in line.items() if ": " in name}
        assert found == {name: "" if value is None else text_of(value) for name, value in expected.items()}


def text_of(value):
    return str(float(value)) if isinstance(value, float) else str(value)


def test_the_workbook_taken_away_is_right_to_the_cell(page, model):
    criteria = load_rubric().criteria
    book = load_workbook(io.BytesIO(walk.taken_away(page, "Workbook (XLSX)")))
    headlines = [one for one in criteria if one.id in ("empathy", "boundary_setting")]
    for sheet, columns, left_out in (("Gradebook", headlines, ()), ("Criteria", criteria, WORK)):
        head, *lines = book[sheet].iter_rows(values_only=True)
        assert [line[0] for line in lines] == list(NAMES)
        for line in lines:
            every = {k: v for title, cell in model[line[0]].items() for k, v in in_file(title, cell, columns).items()}
            expected = {name: value for name, value in every.items() if name.rpartition(": ")[2] not in left_out}
            assert dict(zip(head[4:], line[4:], strict=True)) == expected
