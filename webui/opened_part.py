"""Shows who has opened what somebody wrote: a part of their account page, and an administrator's page."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from classroom.access_store import Opened
from classroom.accounts import Account, Role
from webui.present import shown

GONE = "Somebody who has no account any more"
SHOWN = 20
"""Of the newest, on one's own page; the export has all."""


def opened_part(me: Account, opened: Sequence[Opened]) -> str:
    """Give the part of one's own page; nothing for those whose sessions nobody could open."""
    if me.role is not Role.TRAINEE and not opened:
        return ""
    lead = (
        "<p>Instructors can open what you did for an assignment of their section, and each time is noted here. "
        f"Practice of your own is yours alone. Time zone: {escape(me.zone)}.</p>"
    )
    rest = len(opened) - SHOWN
    more = f"<p>{rest} earlier {'times' if rest > 1 else 'time'} stand in your export.</p>" if rest > 0 else ""
    table = opened_table(opened[:SHOWN], me.zone, which=True) if opened else "<p>Nobody has opened any yet.</p>"
    return f"<h2>Who has opened your sessions</h2>{lead}{table}{more}"


def opened_table(opened: Sequence[Opened], zone: str, *, which: bool) -> str:
    """Give a table, the newest first.

    Args:
        opened: What was done.
        zone: In which times are shown; the table does not name it.
        which: Whether it is told which session it was. An administrator is not told: times would join names to
            transcripts under anonymous review.
    """
    head = "".join(f"<th scope=col>{one}</th>" for one in ("When", "Who", "What"))
    rows = "".join(_row(one, zone, which=which) for one in opened)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(one: Opened, zone: str, *, which: bool) -> str:
    of = f"<span class=help>The session of {moment(one.of, zone)}</span>" if which and one.of else ""
    return (
        f"<tr><td class=when>{moment(one.at, zone)}</td><td>{shown(one.who) if one.who else GONE}</td>"
        f"<td>{escape(one.what)}{of}</td></tr>"
    )


def moment(at: datetime, zone: str) -> str:
    """Give a moment as people write it, in a zone that is named elsewhere."""
    there = at.astimezone(ZoneInfo(zone))
    return f'<time datetime="{there.isoformat()}">{there.day} {there:%B %Y, %H:%M}</time>'
