"""How scores on their way to a learning platform are shown: what waits, and why."""

from collections.abc import Sequence
from html import escape

from classroom.lti_outbox_store import Shown
from classroom.lti_records import Outgoing, SendState
from webui.plain_page import hidden
from webui.present import shown

MOST = 200
"""Rows that are shown; what fails comes first."""
NONE = "<p>None yet. A score is sent once an assignment that a course opens is handed in and its feedback released.</p>"


def scores_table(scores: Sequence[Shown], action: str, *, figures: bool) -> str:
    """Give a table of scores; a form on each that waits has it tried at once.

    Args:
        scores: The newest of each person at each link.
        action: Where the form goes.
        figures: Whether the reader may see the figures.
    """
    if not scores:
        return NONE
    waiting = sum(one.outgoing.state is SendState.WAITING for one in scores)
    gone = sum(one.outgoing.state is SendState.GIVEN_UP for one in scores)
    heads = ("Name", "Assignment", "Platform", *(("Score",) if figures else ()), "State")
    head = "".join(f"<th scope=col>{one}</th>" for one in heads)
    rows = "".join(_row(one, action, figures=figures) for one in scores[:MOST])
    more = f"<p>{len(scores) - MOST} more are not shown.</p>" if len(scores) > MOST else ""
    return (
        f"<p>{len(scores)} scores: {len(scores) - waiting - gone} arrived, {waiting} wait, {gone} were given up.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"
    )


def _row(one: Shown, action: str, *, figures: bool) -> str:
    out = one.outgoing
    score = (f"{out.score:g} of {out.out_of:g}",) if figures else ()
    cells = (shown(one.name), shown(one.title), shown(one.platform), *score, _state(out) + _again(one, action))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _state(out: Outgoing) -> str:
    if out.state is SendState.SENT and out.sent_at is not None:
        return f"arrived {out.sent_at:%d %B %Y, %H:%M} UTC"
    if out.state is SendState.GIVEN_UP:
        return f"given up after {out.tries} tries. {shown(out.failure or '')}"
    if out.failure is None:
        return "on its way"
    return f"waits until {out.again_at:%d %B %Y, %H:%M} UTC. {shown(out.failure)}"


def _again(one: Shown, action: str) -> str:
    if one.outgoing.state is SendState.SENT:
        return ""
    named = f"Try again<span class=unseen> for {escape(one.name)}</span>"
    return f'<form method="post" action="{action}">{hidden("score", one.outgoing.id)}<button>{named}</button></form>'
