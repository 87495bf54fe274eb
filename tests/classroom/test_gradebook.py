"""The gradebook is right to the cell, what is missing stays missing, and its files can be opened without harm."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import event, text

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Role
from classroom.assignments import Assignee, AssigneeKind, Extension, WhichCounts
from classroom.counting import Came
from classroom.due import Due
from classroom.gradebook_files import as_csv, as_xlsx
from classroom.gradebook_records import Cell, Column, CriterionName, Gradebook, Row
from classroom.open_class import open_class
from classroom.open_review import open_review
from classroom.section_store import SectionStore
from classroom.sections import Seat
from practice.errors import RecordNotFound
from tests.classroom.classwork import Classwork
from tests.practice.company import shipped_catalog

PAST, LATER = Due.read("2020-01-01T00:00", "UTC"), Due.read("2036-01-01T00:00", "UTC")


@pytest.fixture(scope="module")
def catalog():
    return shipped_catalog()


@pytest.fixture
def work(school):
    return Classwork(school)


@pytest.fixture
def books(school, catalog):
    return open_review(school.engine, school.clock, catalog, open_class(school.engine, school.clock).bounds).gradebooks


@pytest.fixture
def book(books, school):
    return lambda: books.gradebook(school.people["ira"], school.monday.id)


def test_a_cell_holds_the_means_of_the_attempt_that_counts(book, school, work):
    given = {which: work.give(which_counts=which, title=which.value) for which in WhichCounts}
    for one in given.values():
        for empathy in (1, 4, 2):
            work.practise("ana", one, [{"empathy": empathy, "boundary_setting": None}, {"empathy": empathy}, {}])
    means = {which: book().cell(school.people["ana"], one.id) for which, one in given.items()}
    assert [means[which].mean("empathy") for which in WhichCounts] == [1, 2, 4]
    assert [means[which].counted.number for which in WhichCounts] == [1, 3, 2]
    last = means[WhichCounts.LAST]
    assert (last.came, last.attempts, last.mean("boundary_setting")) == (Came.FINISHED, 3, None)
    assert (last.figure("empathy").graded, last.figure("empathy").enough) == (2, False)


def test_what_is_missing_stays_missing(book, school, work):
    ana, ben = school.people["ana"], school.people["ben"]
    due, open_ = work.give(due=PAST), work.give(due=LATER)
    named = work.give([Assignee(kind=AssigneeKind.PERSON, whom=ana)])
    gone = work.give()
    work.assignments.withdraw(gone.id, gone.version)
    work.practise("ana", due, [{"empathy": 3}], handed_in=False)
    work.attempts.begin(due.id, ben, most=None)
    found = book()
    assert [column.assignment for column in found.columns] == [due.id, open_.id, named.id]
    assert [found.cell(ben, one.id).came for one in (due, open_, named)] == [
        Came.MISSING,
        Came.NOT_BEGUN,
        Came.NOT_GIVEN,
    ]
    cell = found.cell(ana, due.id)
    assert (cell.came, cell.overdue, cell.counted, cell.mean("empathy")) == (Came.IN_PROGRESS, True, None, None)
    assert all(found.cell(ben, one.id).mean("empathy") is None for one in (due, open_, named))


def test_whoever_has_longer_is_not_missing_and_the_excused_get_their_figures_back(book, school, work):
    ana, one = school.people["ana"], work.give(due=PAST)
    extension = Extension(assignment=one.id, person=ana, due=LATER, created_at=school.clock(), version=1)
    work.assignments.extend(extension)
    assert [book().cell(school.people[name], one.id).came for name in ("ana", "ben")] == [Came.NOT_BEGUN, Came.MISSING]
    work.practise("ana", one, [{"empathy": 3}])
    for version, excused in ((2, True), (3, False)):
        work.assignments.extend(extension.model_copy(update={"version": version, "excused": excused}))
        cell = book().cell(ana, one.id)
        assert (cell.came, cell.mean("empathy")) == ((Came.EXCUSED, None) if excused else (Came.FINISHED, 3))


def test_who_left_stays_with_what_they_did(book, school, work):
    one, sections = work.give(), SectionStore(school.engine, school.clock)
    work.practise("ana", one, [{"empathy": 3}])
    for name in ("ana", "ben"):
        sections.leave(school.monday.id, school.people[name])
    sections.put(school.tuesday.id, school.people["ana"], Seat.TRAINEE)
    found = book()
    assert [(row.name, row.left) for row in found.rows] == [("Ana", True)]
    assert found.cell(school.people["ana"], one.id).mean("empathy") == 3
    with pytest.raises(LookupError):
        found.cell(school.people["ben"], one.id)
    sections.put(school.monday.id, school.people["ana"], Seat.INSTRUCTOR)
    assert book().cell(school.people["ana"], one.id).mean("empathy") == 3


def test_no_figure_stands_beside_a_name_while_names_are_hidden(book, school, work):
    one = work.give(anonymous=True)
    work.practise("ana", one, [{"empathy": 3}])
    cell = book().cell(school.people["ana"], one.id)
    assert (cell.came, cell.counted, cell.overdue) == (Came.NAMELESS, None, False)
    work.assignments.set_released(one.id, one.version, released=True)
    assert book().cell(school.people["ana"], one.id).mean("empathy") == 3


def test_more_attempts_ask_the_records_no_more_often(book, school, work):
    one, asked = work.give(attempts=None), []
    work.practise("ana", one, [{"empathy": 3}])
    event.listen(school.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    book()
    few = len(asked)
    for name in ("ana", "ben", "ben"):
        work.practise(name, one, [{"empathy": 3}])
    asked.clear()
    assert book().cell(school.people["ben"], one.id).attempts == 2
    assert len(asked) == few


def test_only_who_teaches_the_section_has_its_gradebook_and_taking_it_away_is_noted(books, school):
    monday = school.monday.id
    for name, error in (("ana", PermissionError), ("cem", RecordNotFound), ("uma", RecordNotFound)):
        for verb in (books.gradebook, books.csv, books.xlsx):
            with pytest.raises(error):
                verb(school.people[name], monday)
    with pytest.raises(PermissionError):
        books.csv(school.people["ada"], monday)
    books.csv(school.people["ira"], monday)
    books.xlsx(school.people["ira"], monday)
    with school.engine.begin() as db:
        noted = db.execute(text("select person_id, action, object_id, note from access_log order by id")).all()
    ira = school.people["ira"]
    assert [tuple(row) for row in noted] == [(ira, "exported the gradebook", monday, one) for one in ("csv", "xlsx")]


NAMES = ("王小明", "Zoë Müller", "محمد", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2", "＝1+1", "de la Cruz, Ana")


def test_names_of_every_script_and_no_formula_are_in_the_files(books, school, work):
    accounts, sections = AccountStore(school.engine, school.clock), SectionStore(school.engine, school.clock)
    for name in ("ana", "ben"):
        sections.leave(school.monday.id, school.people[name])
    for number, name in enumerate(NAMES):
        new = NewAccount(email=f"n{number}@example.edu", name=name, role=Role.TRAINEE)
        sections.put(school.monday.id, accounts.add(new).id, Seat.TRAINEE)
    title = "=1+1"
    one = work.give(title=title)
    data = books.csv(school.people["ira"], school.monday.id)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[4:6] == [f"'{title}: State", f"'{title}: Late"]
    assert sorted(line[0].removeprefix("'") for line in lines) == sorted(NAMES)
    assert not [cell for line in lines for cell in line if cell[:1] in set("=+-@＝")]
    assert all(line[4:] == ["not begun", "", "", "", "", "no", "", ""] for line in lines)
    sheet = load_workbook(io.BytesIO(books.xlsx(school.people["ira"], school.monday.id)))["Gradebook"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sorted(row[0].value for row in sheet.iter_rows(min_row=2)) == sorted(NAMES)
    assert sheet["E1"].value == f"{title}: State"
    assert one.id not in data.decode("utf-8-sig")


def test_numbers_are_numbers_and_every_criterion_has_a_column_when_asked(books, school, work):
    work.practise("ana", work.give(), [{"empathy": 3, "authenticity": 1}, {"empathy": 2}, {"empathy": 2}], late=True)
    ira, monday = school.people["ira"], school.monday.id
    head, ana, ben = csv.reader(io.StringIO(books.csv(ira, monday, every_criterion=True).decode("utf-8-sig")))
    found = dict(zip(head, ana, strict=True))
    assert found["First: Empathy"] == "2.33"
    assert found["First: Authenticity"] == "1.0"
    assert found["First: Boundary-setting"] == ""
    assert (found["First: State"], found["First: Late"], found["First: Gates"]) == ("finished", "yes", "0")
    assert set(ben[10:]) == {""}
    workbook = load_workbook(io.BytesIO(books.xlsx(ira, monday)))
    assert workbook.sheetnames == ["Gradebook", "Criteria", "How to read this"]
    row = dict(zip(*(list(one) for one in workbook["Criteria"].iter_rows(max_row=2, values_only=True)), strict=True))
    assert (row["First: Empathy"], row["First: Boundary-setting"]) == (2.33, None)


TEXTS = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n＝"), max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), st.lists(TEXTS, max_size=3))
def test_whatever_people_are_called_the_files_can_be_written_and_read(people, titles):
    book = Gradebook(
        section="s",
        title="Monday",
        made_at="2026-03-01T09:00:00Z",
        criteria=(CriterionName(id="empathy", name="Empathy", headline=True),),
        columns=tuple(column(title) for title in titles),
        rows=tuple(
            Row(
                person="p",
                name=name,
                email="e",
                number=number,
                left=False,
                cells=(Cell(came=Came.MISSING),) * len(titles),
            )
            for name, number in people
        ),
    )
    lines = list(csv.reader(io.StringIO(as_csv(book).decode("utf-8-sig"), newline="")))
    assert len(lines) == 1 + len(people)
    assert {len(line) for line in lines} == {4 + 7 * len(titles)}
    cells = [cell for row in load_workbook(io.BytesIO(as_xlsx(book)))["Gradebook"].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def column(title):
    return Column(
        assignment="a",
        title=title,
        kind="scenario",
        mode="coaching",
        which_counts="last",
        due_at=None,
        released=False,
        withdrawn=False,
        nameless=False,
    )
