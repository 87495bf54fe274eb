"""Small pieces of the pages about sections: names in any script, times with their zone, counts, labels."""

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from classroom.accounts import Account, name_order
from classroom.sections import Member, Section
from webui.class_layout import section_path
from webui.present import shown

STATES = {
    "signs in": "",
    "invited": "open",
    "left": "off",
    "disabled": "off",
}
"""What a person in a section is, and the look of the label that says so."""


LABELLED = frozenset({"Line", "Number", "Begun", "Finished", "Trainees"})
"""Columns that are named in each row where the table has no head: on a phone."""


def roll(body: str) -> str:
    """Give the body of one of these pages, on which their part of the style sheet works."""
    return f'<div class="roll">{body}</div>'


def named(text: str) -> str:
    """Give a name as inert markup that keeps its own direction of writing."""
    return f"<bdi>{shown(text)}</bdi>"


def by_name(account: Account) -> str:
    """Give what people are sorted by: their name without accents and capitals."""
    return name_order(account.name)


def counted(count: int, one: str, many: str = "") -> str:
    """Give a number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moment(at: datetime, zone: str) -> str:
    """Give a moment in a time zone; which zone that is must be named beside it."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def state_of(member: Member) -> str:
    """Tell what a person in a section is, in one word of `STATES`."""
    if member.left_at is not None:
        return "left"
    if member.account.disabled_at is not None:
        return "disabled"
    return "signs in" if member.signs_in else "invited"


def tag(words: str, look: str = "") -> str:
    """Give a small label."""
    return f'<span class="tag {look}">{escape(words)}</span>'


def step(to: str, words: str, *, primary: bool = False) -> str:
    """Give a link that looks like a button: a way to another page of ours."""
    return f'<a class="step{" primary" if primary else ""}" href="{escape(to)}">{words}</a>'


def table(heads: tuple[str, ...], rows: str) -> str:
    """Give a table; `rows` are made with `row` and the same heads."""
    head = "".join(f"<th scope=col>{escape(one) or '<span class=unseen>What to do</span>'}</th>" for one in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def row(heads: tuple[str, ...], cells: tuple[str, ...], look: str = "") -> str:
    """Give a row; on a phone a cell names its column where its words do not say what they are."""
    labels = [f' data-label="{escape(head)}"' if head in LABELLED else "" for head in heads]
    inside = "".join(
        f"<td{label if cell else ' class=empty'}>{cell}</td>" for label, cell in zip(labels, cells, strict=True)
    )
    return f"<tr{f' class={look}' if look else ''}>{inside}</tr>"


def away(section: Section) -> str:
    """Give what is said on each page of a section that is put away."""
    if section.archived_at is None:
        return ""
    back = f'<a href="{section_path(section.id, "settings")}">Bring it back</a>'
    return (
        f'<p class="note">This section is put away: nothing new can be given or imported. {back} to go on with it.</p>'
    )
