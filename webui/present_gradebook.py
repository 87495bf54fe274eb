"""What the page of a gradebook shows: the table with its cells in words, and the sentences above it."""

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from classroom.counting import Came, CountedAttempt, Figure
from classroom.gradebook_records import Cell, Column, CriterionName, Gradebook, Row
from webui.present import count, day, shown
from webui.words import mean_words

LOW = 1.5
"""Mean level below which a figure stands out: nearer to missed or harmful than to adequate."""
CAME = {
    Came.NOT_GIVEN: "–",
    Came.EXCUSED: "excused",
    Came.NOT_BEGUN: "not begun",
    Came.MISSING: "missing",
    Came.IN_PROGRESS: "under way",
    Came.FINISHED: "finished",
    Came.NAMELESS: "names hidden",
}
LETTERS = '<span class="figs" aria-hidden="true"><span class="fig">E</span><span class="fig">B</span></span>'
"""Over the figures of a column; whoever hears the page hears the whole names in each cell."""
TICK = '<span class="tick" aria-hidden="true">✓</span><span class="unseen">, looked through</span>'
KEY = (
    '<p class="bookkey quiet">E and B are the means of empathy and of boundary-setting, from 0 (harmful) to 4 '
    "(exemplary), of the attempt that counts; “–” is no level and never 0. The figures lead to the transcript. "
    '<span class="fig few">2.0</span> from fewer turns than a mean needs. <span class="fig">2.0*</span> an instructor '
    "changed a level of it. Gate: a safety gate was raised, which stands outside every mean. Graded again: the "
    "automatic level is another one since an instructor changed it. ✓: looked through.</p>"
)


def local_time(moment: datetime, zone: str) -> str:
    """Write a moment as a clock in a zone shows it: 3 Nov 2026, 23:59."""
    here = moment.astimezone(ZoneInfo(zone))
    return f"{day(here)}, {here:%H:%M}"


def book_table(book: Gradebook, zone: str) -> str:
    """Give the table: rows by person, columns by assignment.

    Args:
        book: The gradebook, with at least one column.
        zone: In which due dates are shown.
    """
    headlines = [one for one in book.criteria if one.headline]
    heads = "".join(
        _head(column, [row.cells[place] for row in book.rows], _due(column, book.made_at, zone))
        for place, column in enumerate(book.columns)
    )
    rows = "".join(_row(book, row, headlines) for row in book.rows)
    return (
        '<div class="book" role="region" aria-label="Gradebook" tabindex="0"><table><thead><tr>'
        f'<th scope="col" class="who">Name</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def summary(book: Gradebook) -> str:
    """Say what the table holds, and what is missing in it."""
    cells = [cell for row in book.rows for cell in row.cells]
    missing, late = (
        sum(cell.came is Came.MISSING for cell in cells),
        sum(bool(cell.counted and cell.counted.late) for cell in cells),
    )
    gone = f"{missing} missing" if missing else "nothing missing"
    return (
        f"{count(len(book.rows), 'trainee', 'trainees')}, {count(len(book.columns), 'assignment', 'assignments')}; "
        f"{gone}, {late} late."
    )


def _due(column: Column, now: datetime, zone: str) -> str:
    """Say when an assignment is due; this year is not named."""
    if column.due_at is None:
        return "no due date"
    here = column.due_at.astimezone(ZoneInfo(zone))
    this_year = here.year == now.astimezone(ZoneInfo(zone)).year
    return f"due {here.day} {here:%b, %H:%M}" if this_year else f"due {local_time(column.due_at, zone)}"


def _head(column: Column, cells: list[Cell], due: str) -> str:
    asked = [cell for cell in cells if cell.came not in (Came.NOT_GIVEN, Came.EXCUSED)]
    done = sum(cell.came is Came.FINISHED for cell in asked)
    lines = [due, "names hidden" if column.nameless else f"{done} of {len(asked)} finished"]
    lines += [f"by {shown(column.rubric)}"] if column.rubric else []
    lines += ["released"] if column.released else []
    lines += ["taken back"] if column.withdrawn else []
    says = "".join(f'<span class="help">{line}</span>' for line in lines)
    link = f'<a href="assignment/{escape(column.assignment)}">{shown(column.title)}</a>'
    return f'<th scope="col">{link}{says}{LETTERS}</th>'


def _row(book: Gradebook, row: Row, headlines: list[CriterionName]) -> str:
    under = [shown(row.number)] if row.number else []
    under += ["left the section"] if row.left else []
    says = f'<span class="help">{" · ".join(under)}</span>' if under else ""
    cells = "".join(
        _cell(cell, column, headlines, f"{row.name}, {column.title}")
        for cell, column in zip(row.cells, book.columns, strict=True)
    )
    off = ' class="off"' if row.left else ""
    return f'<tr{off}><th scope="row" class="who">{shown(row.name)}{says}</th>{cells}</tr>'


def _cell(cell: Cell, column: Column, headlines: list[CriterionName], where: str) -> str:
    """Give one cell; `where` names it for whoever hears a list of links."""
    if cell.counted is None:
        kind = "alarm" if cell.came is Came.MISSING or cell.overdue else "quiet"
        return f'<td class="{kind}">{_without_figures(cell, column)}</td>'
    tick = TICK if cell.counted.reviewed else ""
    return f"<td>{_figures(cell.counted, headlines, where, column)}{tick}{_remarks(cell, cell.counted)}</td>"


def _without_figures(cell: Cell, column: Column) -> str:
    if cell.came is Came.NOT_GIVEN:
        return '<span aria-hidden="true">–</span><span class="unseen">not given</span>'
    if cell.came is Came.NOT_BEGUN and column.due_at is not None:
        return "not due yet"
    late = ", late" if cell.came is Came.IN_PROGRESS and cell.overdue else ""
    return CAME[cell.came] + late


def _figures(counted: CountedAttempt, headlines: list[CriterionName], where: str, column: Column) -> str:
    """Give the headlines, as a link to the transcript; more than one session, a link for each."""
    found = [(column.name_of(one), counted.of(one.id)) for one in headlines]
    said = ", ".join(f"{name} {_in_words(one)}" for name, one in found)
    figures = "".join(_figure(one) for _, one in found)
    if not counted.sessions:
        return CAME[Came.FINISHED] if all(one.mean is None for _, one in found) else f"<span>{figures}</span>"
    return "".join(
        _link(session, f"{where}: {said}{number}", inside) for session, number, inside in _sessions(counted, figures)
    )


def _link(session: str, said: str, inside: str) -> str:
    return f'<a class="figs" href="transcript/{escape(session)}" aria-label="{escape(said)}">{inside}</a>'


def _in_words(one: Figure) -> str:
    """Say a figure to whoever cannot see how it is set."""
    if one.mean is None:
        return "no level"
    few = "" if one.enough else f" of only {count(one.graded, 'turn', 'turns')}"
    return f"{mean_words(one.mean)}{few}{' with a level that an instructor changed' if one.changed else ''}"


def _sessions(counted: CountedAttempt, figures: str) -> list[tuple[str, str, str]]:
    """Give each session with what its link says and shows."""
    first, *rest = counted.sessions
    if not rest:
        return [(first, "", figures)]
    further = [(one, f"; session {number}", str(number)) for number, one in enumerate(rest, start=2)]
    return [(first, "; session 1", figures), *further]


def _figure(one: Figure) -> str:
    if one.mean is None:
        return '<span class="fig none">–</span>'
    kind = "fig" + ("" if one.enough else " few") + (" low" if one.mean < LOW else "")
    return f'<span class="{kind}">{mean_words(one.mean)}{"*" if one.changed else ""}</span>'


def _remarks(cell: Cell, counted: CountedAttempt) -> str:
    """Say what else there is to know of a finished attempt."""
    marks = [("alarm", "late")] if counted.late else []
    marks += [("alarm", "gate" if counted.gates == 1 else f"{counted.gates} gates")] if counted.gates else []
    marks += [("alarm", "graded again")] if any(one.conflicts for one in counted.figures) else []
    marks += [("", f"attempt {counted.number} of {cell.attempts}")] if cell.attempts > 1 else []
    said = [f'<span class="{kind}">{words}</span>' if kind else words for kind, words in marks]
    return f"<small>{', '.join(said)}</small>" if said else ""
