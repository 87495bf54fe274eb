"""A roster is imported whole or not at all, tells what is wrong with each row, and a second time changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.open_class import open_class
from classroom.roster import MOST_ROWS, RowState, read_roster
from practice.errors import RecordNotFound

GOOD = "name,email,number\nZoë Müller,zoe@example.edu,100\n王小明,wang@example.edu,101\nAna,ana@example.edu,\n"


@pytest.fixture
def room(school):
    return open_class(school.engine, school.clock)


def preview(room, school, text, who="ira"):
    return room.teaching.preview_roster(school.people[who], school.monday.id, text.encode())


def test_a_preview_tells_what_would_happen_and_changes_nothing(room, school):
    before = room.operator.accounts()
    roster = preview(room, school, GOOD)
    assert [row.state for row in roster.rows] == [RowState.NEW, RowState.NEW, RowState.THERE]
    assert roster.missing == ("Ben",)
    assert room.operator.accounts() == before


def test_importing_twice_changes_nothing_the_second_time(room, school):
    ira, monday = school.people["ira"], school.monday.id
    first = room.teaching.import_roster(ira, monday, GOOD.encode())
    assert [one.account.name for one in first.invitations] == ["Zoë Müller", "王小明"]
    members = room.teaching.members(ira, monday)
    again = room.teaching.import_roster(ira, monday, GOOD.encode())
    assert again.invitations == ()
    assert again.roster.count(RowState.THERE) == 3
    assert room.teaching.members(ira, monday) == members
    assert {one.account.name for one in members} == {"Ana", "Ben", "Ira", "Zoë Müller", "王小明"}


def test_an_invitation_from_a_roster_opens_the_account(room, school):
    imported = room.teaching.import_roster(school.people["ira"], school.monday.id, GOOD.encode())
    one = imported.invitations[0]
    person = room.people.accept(one.kind, one.secret, "seven quiet lamps")
    assert room.people.me(person).email == "zoe@example.edu"


def test_somebody_with_an_account_is_let_in_and_whoever_left_is_let_back_in(room, school):
    ira, monday = school.people["ira"], school.monday.id
    room.teaching.remove(ira, monday, school.people["ana"])
    imported = room.teaching.import_roster(
        ira, monday, b"name,email\nAna,ana@example.edu\nSomeone Else,cem@example.edu\n"
    )
    assert imported.roster.count(RowState.JOINS) == 2
    assert imported.invitations == ()
    assert {one.account.name for one in room.teaching.members(ira, monday)} == {"Ana", "Ben", "Cem", "Ira"}


FAULTS = {
    "x,not an address,5": "no e-mail address",
    " ,zoe@example.edu,5": "name is empty",
    "Zoe,zoe@example.edu": "cells",
    "Müller, Zoe,zoe@example.edu,5": "cells",
    "Ira,ira@example.edu,5": "teaches",
    "Zoe,zoe@example.edu,100": "Line 2",
    "Zoe,FIRST@example.edu,5": "Line 2",
}


@pytest.mark.parametrize(("row", "says"), list(FAULTS.items()))
def test_a_row_with_a_fault_is_named_and_keeps_everything_out(room, school, row, says):
    text = f"name,email,number\nFirst,first@example.edu,100\n\n{row}\n"
    roster = preview(room, school, text)
    assert [(one.line, says in one.fault) for one in roster.faults] == [(4, True)]
    before = room.operator.accounts(), room.teaching.members(school.people["ira"], school.monday.id)
    with pytest.raises(ValueError, match=r"Nothing was imported: 1 rows have faults \(line 4\)"):
        room.teaching.import_roster(school.people["ira"], school.monday.id, text.encode())
    assert (room.operator.accounts(), room.teaching.members(school.people["ira"], school.monday.id)) == before


def test_a_number_that_is_somebody_elses_is_a_fault(room, school):
    room.teaching.import_roster(school.people["ira"], school.monday.id, GOOD.encode())
    other = preview(room, school, "name,email,number\nEve,eve@example.edu,100\nZoë,zoe@example.edu,999\n")
    assert ["another" in one.fault.casefold() for one in other.faults] == [True, True]


def test_a_disabled_account_is_a_fault(room, school, engine):
    with engine.begin() as db:
        db.exec_driver_sql("update account set disabled_at = '2026-01-01 00:00:00' where email = 'cem@example.edu'")
    assert "disabled" in preview(room, school, "name,email\nCem,cem@example.edu\n").faults[0].fault


@pytest.mark.parametrize(
    "data",
    [
        "Name;E-Mail\nZoë;zoe@example.edu\n".encode("utf-8-sig"),
        "Full name\tEmail address\r\nZoë\tzoe@example.edu\r\n".encode("utf-16"),
        "First name,Surname,Email address,Groups\nZoë,,zoe@example.edu,A\n".encode(),
        'name,email\n"Zoë\u202e","zoe@example.edu"\n'.encode(),
    ],
)
def test_files_from_several_programs_can_be_read(data):
    assert [(row.name, row.email) for row in read_roster(data)] == [("Zoë", "zoe@example.edu")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "first line"),
        (b"name,email\n", "nobody"),
        (b"who,where\na,b\n", "must name the columns"),
        ("name,email\nZo\u00eb,zoe@example.edu".encode("latin-1"), "UTF-8"),
        (b'name,email\n"Zoe,zoe@example.edu\n', "CSV"),
        (b"name,email\n\x00,zoe@example.edu\n", "no text"),
        (b"PK\x03\x04" + b"\xff" * 40, "UTF-8"),
        (b"x" * 1_000_001, "too large"),
        (b"name,email\n" + b"".join(b"p%d,p%d@example.edu\n" % (n, n) for n in range(MOST_ROWS + 1)), "parts"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_so(data, says):
    with pytest.raises(ValueError, match=says):
        read_roster(data)


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"name,email\n{text}".encode("utf-8", "ignore"))
)
def test_whatever_the_file_it_is_read_or_refused(data):
    try:
        rows = read_roster(data)
    except ValueError:
        return
    assert all(row.fault if row.state is RowState.FAULT else "@" in row.email and row.name for row in rows)


def test_only_the_sections_own_instructors_import(room, school):
    for who, error in (("uma", RecordNotFound), ("ana", PermissionError), ("cem", RecordNotFound)):
        with pytest.raises(error):
            preview(room, school, GOOD, who)
        with pytest.raises(error):
            room.teaching.import_roster(school.people[who], school.monday.id, GOOD.encode())


def test_a_section_that_is_put_away_takes_no_roster(room, school):
    ira, monday = school.people["ira"], school.monday
    room.teaching.change_section(ira, monday.id, 1, title="Monday", course="", zone="UTC", archived=True)
    with pytest.raises(ValueError, match="put away"):
        room.teaching.import_roster(ira, monday.id, GOOD.encode())


def test_five_thousand_rows_are_imported_in_one_step(room, school):
    rows = "".join(f"P {n},p{n}@example.edu,{n}\n" for n in range(MOST_ROWS))
    imported = room.teaching.import_roster(
        school.people["ira"], school.monday.id, f"name,email,number\n{rows}".encode()
    )
    assert len(imported.invitations) == MOST_ROWS
