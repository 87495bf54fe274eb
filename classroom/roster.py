"""A roster as a file: read with a fault for each row that cannot be used."""

import csv
import io
from collections.abc import Iterator
from enum import StrEnum

from classroom.accounts import read_email, read_name, read_number
from classroom.people import Invitation
from dialogue.record import Record

MOST_ROWS, MOST_BYTES = 5_000, 1_000_000
HEADINGS = {
    "email": ("email", "e-mail", "email address", "e-mail address", "mail", "sis login id"),
    "name": ("name", "full name", "student", "student name"),
    "first": ("first name", "given name", "firstname"),
    "last": ("last name", "surname", "family name", "lastname"),
    "number": ("number", "id number", "student id", "student number", "matriculation number", "sis user id"),
}
"""What a column may be called; other columns are passed over."""
SAVE_AS = "Save it again as CSV UTF-8, then choose it again."


class RowState(StrEnum):
    """What importing a row does."""

    NEW = "new"
    """Makes an account and an invitation."""
    JOINS = "joins"
    """Lets somebody in who has an account, or back in."""
    THERE = "there"
    """Nothing: they are in the section."""
    FAULT = "fault"
    """Nothing, and nothing else is imported either."""


class RosterRow(Record):
    """A row of the file, and what importing it does."""

    line: int
    """Of the file; the heading is 1."""
    email: str = ""
    name: str = ""
    number: str | None = None
    state: RowState = RowState.NEW
    fault: str = ""


class Roster(Record):
    """A file as it would be imported."""

    rows: tuple[RosterRow, ...]
    missing: tuple[str, ...] = ()
    """Names of trainees of the section who are not in the file; they stay."""

    @property
    def faults(self) -> tuple[RosterRow, ...]:
        """The rows that keep the file from being imported."""
        return tuple(row for row in self.rows if row.state is RowState.FAULT)

    def count(self, state: RowState) -> int:
        """Count the rows of one kind."""
        return sum(row.state is state for row in self.rows)


class Imported(Record):
    """What importing a file did."""

    roster: Roster
    invitations: tuple[Invitation, ...]
    """Links for the new accounts; shown once and kept nowhere."""


def read_roster(data: bytes) -> tuple[RosterRow, ...]:
    """Read a roster; a row with a fault is given with it.

    Raises:
        ValueError: The file as a whole cannot be used; the message says why and what to do.
    """
    text = text_of(data)
    lines = text.splitlines()
    if not lines:
        raise ValueError("The file is empty; its first line names the columns: name, email, number.")
    delimiter = max(",;\t", key=lines[0].count)
    try:
        table = [(line, cells) for line, cells in _cells(text, delimiter) if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise ValueError(f"The file is no CSV that can be read ({error}). {SAVE_AS}") from error
    columns = _columns(table[0][1] if table else [])
    if len(table) - 1 > MOST_ROWS:
        raise ValueError(f"The file has {len(table) - 1:,} rows; {MOST_ROWS:,} are the most. Import it in parts.")
    if len(table) == 1:
        raise ValueError("The file names its columns and nobody below them.")
    width = len(table[0][1])
    return _once([_row(line, cells, columns, width) for line, cells in table[1:]])


def text_of(data: bytes) -> str:
    """Read the text of a file of trainees.

    Raises:
        ValueError: It is too large, or no text in UTF-8 or UTF-16; the message says what to do.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"The file is too large; {MOST_BYTES:,} bytes are the most.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"The file is not in UTF-8, so names would be spoilt. {SAVE_AS}") from error
    if "\x00" in text:
        raise ValueError(f"The file is no text. {SAVE_AS}")
    return text


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for cells in rows:
        yield rows.line_num, cells


def _columns(heading: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        called = " ".join(cell.split()).casefold()
        for field, names in HEADINGS.items():
            if called in names:
                found.setdefault(field, place)
    named = "name" in found or {"first", "last"} <= found.keys()
    if "email" not in found or not named:
        raise ValueError("The first line must name the columns: email, and name (or first name and last name).")
    return found


def _row(line: int, cells: list[str], columns: dict[str, int], width: int) -> RosterRow:
    if len(cells) != width:
        fault = f"This row has {len(cells)} cells and the first line has {width}; put a name with a comma in quotes."
        read = " · ".join(cell.strip() for cell in cells if cell.strip())[:200]
        return RosterRow(line=line, name=read, state=RowState.FAULT, fault=fault)
    given = {field: cells[place] for field, place in columns.items()}
    name = given.get("name") or f"{given.get('first', '')} {given.get('last', '')}"
    shown = {"line": line, "email": given["email"].strip()[:254], "name": name.strip()[:200]}
    try:
        return RosterRow(
            line=line,
            email=read_email(given["email"]),
            name=read_name(name),
            number=read_number(given.get("number", "")),
        )
    except ValueError as error:
        return RosterRow.model_validate({**shown, "state": RowState.FAULT, "fault": str(error)})


def _once(rows: list[RosterRow]) -> tuple[RosterRow, ...]:
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        keys = [f"email {row.email}", *([f"number {row.number}"] if row.number else [])]
        before = next((seen[key] for key in keys if key in seen), None)
        if row.state is not RowState.FAULT and before is not None:
            fault = f"Line {before} has the same e-mail address or number; take one of them out."
            row = row.model_copy(update={"state": RowState.FAULT, "fault": fault})
        elif row.state is not RowState.FAULT:
            seen.update(dict.fromkeys(keys, row.line))
        checked.append(row)
    return tuple(checked)
