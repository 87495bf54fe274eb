"""Writes a gradebook as CSV and as a workbook: numbers stay numbers, texts stay texts, what is missing stays empty."""

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from classroom.gradebook_records import Cell as GradebookCell
from classroom.gradebook_records import Column, CriterionName, Gradebook
from classroom.harmless import LONGEST_CELL, NOT_IN_A_SHEET, harmless

Value = str | int | float | None
PERSON = ("Name", "E-mail", "Number", "Left the section")
WORK = ("State", "Late", "Attempt", "Gates", "Reviewed", "Feedback released")
LEGEND = (
    "Levels are means from 0 (harmful) to 4 (exemplary) over the turns that gave an occasion; there is no total.",
    "Where an instructor changed a level, the changed one counts; the automatic one is kept in the program.",
    "An empty cell is no level: nothing was finished, nothing gave an occasion, or names are hidden. It is never 0.",
    "A criterion is called what the rubric of its assignment calls it.",
    "Gates stand outside every mean: each needs a person to look.",
    "Attempt is the number of the attempt that counts, by the rule of the assignment.",
)


def as_csv(book: Gradebook, *, every_criterion: bool = False) -> bytes:
    """Write a gradebook as CSV: UTF-8 with its mark, RFC 4180, one line a person.

    Args:
        book: The gradebook.
        every_criterion: Whether every criterion has a column, or the headlines only.
    """
    written = io.StringIO(newline="")
    sheet = csv.writer(written, lineterminator="\r\n")
    for line in _table(book, [one for one in book.criteria if every_criterion or one.headline], work=True):
        sheet.writerow([harmless(value) if isinstance(value, str) else value for value in line])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(book: Gradebook) -> bytes:
    """Write a gradebook as a workbook: the headlines, every criterion, and how to read them."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    headlines = [one for one in book.criteria if one.headline]
    _write(workbook, "Gradebook", list(_table(book, headlines, work=True)))
    _write(workbook, "Criteria", list(_table(book, book.criteria, work=False)))
    made = f"{book.title}, {book.made_at:%Y-%m-%d %H:%M} UTC"
    legend: list[list[Value]] = [[line] for line in (made, *LEGEND)]
    _write(workbook, "How to read this", legend)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def _table(book: Gradebook, criteria: Sequence[CriterionName], *, work: bool) -> Iterator[list[Value]]:
    """Give the lines of a table, its head first."""
    shared = WORK if work else ()
    heads = [f"{column.title}: {name}" for column in book.columns for name in _named(column, shared, criteria)]
    yield [*PERSON, *heads]
    for row in book.rows:
        line: list[Value] = [row.name, row.email, row.number, "yes" if row.left else "no"]
        for column, cell in zip(book.columns, row.cells, strict=True):
            line += _came(column, cell) if work else []
            line += [_rounded(cell.mean(one.id)) for one in criteria]
        yield line


def _named(column: Column, work: Sequence[str], criteria: Sequence[CriterionName]) -> list[str]:
    """Give the heads of an assignment's columns, in the words of the rubric that grades it."""
    return [*work, *(column.name_of(one) for one in criteria)]


def _came(column: Column, cell: GradebookCell) -> list[Value]:
    released = "yes" if column.released else "no"
    counted = cell.counted
    if counted is None:
        return [cell.came.value, None, None, None, None, released]
    late, reviewed = "yes" if counted.late else "no", "yes" if counted.reviewed else "no"
    return [cell.came.value, late, counted.number, counted.gates, reviewed, released]


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(level, 2)


def _write(workbook: Workbook, title: str, lines: list[list[Value]]) -> None:
    sheet: Worksheet = workbook.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            _fill(sheet.cell(row=number, column=place), value, head=number == 1)
    for place, head in enumerate(lines[0], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(32, max(10, len(str(head)) + 2))


def _fill(cell: Cell | MergedCell, value: Value, *, head: bool) -> None:
    """Fill a cell; a text is marked as one, so that no program reads a formula in it."""
    cell.value = NOT_IN_A_SHEET.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", True
    if head:
        cell.font = Font(bold=True)
