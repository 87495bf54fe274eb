"""What the import of a roster shows: the form, what it would do row by row, and the links that came of it."""

import csv
import io
from base64 import b64encode
from collections.abc import Iterable
from html import escape

from classroom.harmless import harmless
from classroom.people import Invitation
from classroom.roster import Roster, RosterRow, RowState
from classroom.sections import Section
from dialogue.record import Record
from webui.class_layout import section_path
from webui.people_page import DAYS
from webui.plain_page import hidden
from webui.present import shown
from webui.public_address import PublicAddress
from webui.section_words import away, counted, named, row, step, table, tag

FAULTS = ("Line", "Name", "E-mail address", "Number", "What is wrong, and what to do")
ROWS = ("Line", "Name", "E-mail address", "Number", "What happens")
LINKS = ("Name", "E-mail address", "One-time link")
EXAMPLE = "name,email,number\nZoë Müller,zoe@example.edu,1234\n王小明,wang@example.edu,1235"
HELP = (
    "The first line names the columns: name and email, and number if you have one. Commas, semicolons or tabs "
    "between them are fine, and further columns are passed over."
)
HAPPENS = {
    RowState.NEW: tag("new account", "open"),
    RowState.JOINS: tag("let in"),
    RowState.THERE: tag("already here", "off"),
}


class Link(Record):
    """A new person's one-time link."""

    name: str
    email: str
    address: str


def links_of(invitations: Iterable[Invitation], address: PublicAddress) -> tuple[Link, ...]:
    """Give the links of new people, under the address at which the site is opened."""
    return tuple(
        Link(name=one.account.name, email=one.account.email, address=address.link(one.kind.value, one.secret))
        for one in invitations
    )


def entry(section: Section, typed: str, *, again: bool = False) -> str:
    """Give the form in which a roster is chosen or typed; `again` is for one that was looked at, its text first."""
    file = (
        f"<label>{'Or another file' if again else 'A CSV file'}<span class=help>In UTF-8, at most 1 MB. If you choose "
        'one, it is taken and not the text.</span><input type="file" name="file" '
        'accept=".csv,.tsv,.txt,text/csv,text/plain"></label>'
    )
    lines = min(18, max(8, typed.count("\n") + 2))
    text = (
        f"<label>{'The text' if again else 'Or its text'}<span class=help>{HELP}</span>"
        f'<textarea name="text" rows="{lines}" spellcheck="false" wrap="off" placeholder="{escape(EXAMPLE)}">\n'
        f"{escape(typed)}</textarea></label>"
    )
    inside = text + file if again else file + text
    return (
        f'<form class="sheet" method="post" enctype="multipart/form-data" action="{_path(section)}">{inside}'
        f'<button class="primary">{"Look again" if again else "Look at what would happen"}</button>'
        '<p class="help">Nothing is changed by looking.</p></form>'
    )


def preview_body(section: Section, roster: Roster, text: str) -> str:
    """Give the body of the preview: what would happen, each fault, and the way on."""
    happens = [one for one in roster.rows if one.state in (RowState.NEW, RowState.JOINS)]
    there = [one for one in roster.rows if one.state is RowState.THERE]
    body = away(section) + _way_on(section, roster, text)
    if roster.faults:
        body += f"<h2>{counted(len(roster.faults), 'row')} to correct</h2>{_faults(roster.faults)}"
        body += f"<h2>Correct it here</h2>{entry(section, text, again=True)}"
    if happens:
        body += f"<h2>{'Fine as they are' if roster.faults else 'Row by row'}</h2>{_rows(happens)}"
    if there:
        body += f"<details><summary>Already here: {len(there):,}</summary>{_rows(there)}</details>"
    if roster.missing:
        names = "".join(f"<li>{named(name)}</li>" for name in roster.missing)
        body += f"<details><summary>Not in the roster: {len(roster.missing):,}</summary><ul>{names}</ul></details>"
    if not roster.faults:
        body += f"<details><summary>Change the text</summary>{entry(section, text, again=True)}</details>"
    return body


def _sums(roster: Roster) -> str:
    count, missing = roster.count, len(roster.missing)
    new, joins, there = count(RowState.NEW), count(RowState.JOINS), count(RowState.THERE)
    verb = "is" if joins == 1 else "are"
    lines = (
        (new, f"<b>{counted(new, 'person is', 'people are')} new</b>: an account and a one-time link each."),
        (
            joins,
            f"<b>{counted(joins, 'person has', 'people have')} an account</b> and {verb} let in; no name is changed.",
        ),
        (
            there,
            f"<b>{counted(there, 'person is', 'people are')} in the section already</b>; nothing changes for them.",
        ),
        (
            missing,
            f"<b>{counted(missing, 'trainee is', 'trainees are')} not in the roster</b>; they stay in the section.",
        ),
    )
    return '<ul class="sums">' + "".join(f"<li>{words}</li>" for number, words in lines if number) + "</ul>"


def _way_on(section: Section, roster: Roster, text: str) -> str:
    """Give the button that imports, or say why there is none."""
    some = roster.count(RowState.NEW) + roster.count(RowState.JOINS)
    back = step(section_path(section.id, "people"), "Back to people")
    if roster.faults:
        first = counted(len(roster.faults), "row has a fault", "rows have a fault")
        return f'<p class="note wrong">{first}, so nothing can be imported yet. Correct it below, then look again.</p>'
    if not some:
        return f"<p>Nothing would change: everybody in it is here.</p>{_sums(roster)}<p>{back}</p>"
    action = f"{_path(section)}/keep"
    return _sums(roster) + (
        f'<form method="post" enctype="multipart/form-data" action="{action}" class="ways">{hidden("text", text)}'
        f'<button class="primary">Import {counted(some, "person", "people")}</button>{back}</form>'
    )


def _faults(rows: Iterable[RosterRow]) -> str:
    lines = "".join(row(FAULTS, (*_cells(one), f'<span class="fault">{shown(one.fault)}</span>')) for one in rows)
    return f'<div class="faults">{table(FAULTS, lines)}</div>'


def _rows(rows: Iterable[RosterRow]) -> str:
    return table(ROWS, "".join(row(ROWS, (*_cells(one), HAPPENS[one.state])) for one in rows))


def _cells(one: RosterRow) -> tuple[str, str, str, str]:
    return f"{one.line}", named(one.name) if one.name else "", shown(one.email), shown(one.number) if one.number else ""


def imported_body(section: Section, roster: Roster, links: tuple[Link, ...]) -> str:
    """Give the body of the page after an import; a link is on it and nowhere else."""
    some = len(links) + roster.count(RowState.JOINS)
    back = step(section_path(section.id, "people"), "Back to people")
    if not some:
        return f"<p>Nothing has changed: everybody in it is in the section.</p><p>{back}</p>"
    told = f'<p class="told" role="status">{counted(some, "person is", "people are")} in the section now.</p>'
    if not links:
        return f"{told}<p>They sign in as they always do.</p><p>{back}</p>"
    rows = "".join(
        row(LINKS, (named(one.name), shown(one.email), f"<code>{escape(one.address)}</code>")) for one in links
    )
    return (
        f'{told}<p class="note wrong"><strong>These links are shown once.</strong> Keep them before you leave or '
        f"reload this page. Each works once and for {DAYS['invite']}; whoever holds one can be that person, so send "
        f'each to its own person only.</p><p class="ways">{_download(links)}{back}</p>'
        f'<div class="links">{table(LINKS, rows)}</div>'
    )


def _download(links: tuple[Link, ...]) -> str:
    held = b64encode(links_as_csv(links)).decode()
    to = f"data:text/csv;charset=utf-8;base64,{held}"
    return f'<a class="step primary" download="one-time-links.csv" href="{to}">Download them as CSV</a>'


def links_as_csv(links: Iterable[Link]) -> bytes:
    """Write links as CSV: UTF-8 with its mark, no cell that a spreadsheet could run."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerows([LINKS, *((harmless(one.name), harmless(one.email), one.address) for one in links)])
    return written.getvalue().encode("utf-8-sig")


def _path(section: Section) -> str:
    return section_path(section.id, "people/import")
