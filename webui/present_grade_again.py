"""What a page of grading again shows: by which rubric, what would change, what stays, and the conflicts that wait."""

from collections.abc import Sequence
from html import escape

from classroom.regrading_records import SHIPPED, Conflict, CriterionMoves, Preview, RubricChoice
from webui.form_parts import choice
from webui.plain_page import hidden
from webui.present import count, shown
from webui.present_needs import turn_name

TAKES = "A whole class can take a minute; the page comes back when it is done."
HEADS = ("Criterion", "Rise", "Fall", "Get a level", "Lose their level")


def grade_again_body(preview: Preview, conflicts: Sequence[Conflict], path: str) -> str:
    """Give the page of an assignment, or of one session of it.

    Args:
        preview: What would change.
        conflicts: Those that wait to be settled, of the assignment or of the session.
        path: Where its forms go, from the site's start.
    """
    return (
        f"<p>{_lead(preview)}</p>{_choose(preview, path)}<h2>What would change</h2>{_moves(preview)}"
        f"{_left_alone(preview)}{_do(preview, path)}{conflict_list(conflicts)}"
    )


def _lead(preview: Preview) -> str:
    what = "This session is" if preview.session else "Everything that was handed in is"
    return (
        f"{what} graded once more under the grader of now. Nothing is overwritten: the levels that were given first "
        "stay to be read on the transcript. Where you or a colleague changed a level and the new automatic one differs "
        "from the one that was changed, the changed one counts until somebody settles the conflict."
    )


def _choose(preview: Preview, path: str) -> str:
    if len(preview.choices) < 2:
        return ""
    options = {one.key: _named(one, first=number == 0) for number, one in enumerate(preview.choices)}
    says = "Another one grades later attempts too; sessions under way keep theirs."
    chooser = choice("rubric", "Rubric", preview.choice, options, says=says)
    button = "<button>Show what would change</button>"
    return f'<form class="sheet" method="get" action="{escape(path)}">{chooser}{button}</form>'


def _named(one: RubricChoice, *, first: bool) -> str:
    note = "as it was given" if first else "ships" if one.key == SHIPPED else "written here"
    return f"{one.name}, version {one.number} ({note})"


def _moves(preview: Preview) -> str:
    if not preview.sessions:
        same = " Each is graded so already." if preview.same else " Nothing was handed in yet."
        return f'<p class="empty">Nothing would change.{same}</p>'
    moved = [one for one in preview.moves if one.moved]
    said = (
        f"<p><strong>{count(preview.up, 'level rises', 'levels rise')} and {count(preview.down, 'falls', 'fall')}"
        f"</strong> in {count(preview.sessions, 'session', 'sessions')} with "
        f"{count(preview.turns, 'turn', 'turns')}.</p>"
    )
    return said + (_table(moved) if moved else "<p>No level is another one; reasons or certainty are.</p>")


def _table(moved: Sequence[CriterionMoves]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{shown(one.name)}</th>'
        + "".join(
            f'<td data-name="{head}"{"" if figure else " class=none"}>{figure}</td>'
            for head, figure in zip(HEADS[1:], (one.up, one.down, one.gained, one.lost), strict=True)
        )
        + "</tr>"
        for one in moved
    )
    return f'<table class="named"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _left_alone(preview: Preview) -> str:
    said = []
    if preview.gates_more or preview.gates_fewer:
        said.append(_gates(preview.gates_more, preview.gates_fewer))
    if preview.conflicts:
        waits = count(preview.conflicts, "changed level comes", "changed levels come")
        said.append(f"{waits} into conflict and wait{'s' if preview.conflicts == 1 else ''} to be settled.")
    if preview.same and preview.sessions:
        said.append(f"{count(preview.same, 'session is', 'sessions are')} graded so already and left alone.")
    if preview.going_on:
        said.append(f"{count(preview.going_on, 'attempt is', 'attempts are')} not handed in and left alone.")
    if preview.own:
        said.append(f"{count(preview.own, 'session is', 'sessions are')} your own and left alone.")
    if preview.sessions:
        said.append(
            "Trainees go on to read what was released, levels and feedback, until you release it again."
            if preview.released
            else "Levels and feedback that trainees read already stay as they are until you release the feedback."
        )
    return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in said) + "</ul>" if said else ""


def _gates(more: int, fewer: int) -> str:
    parts = [
        f"{count(number, 'gate is', 'gates are')} {what}"
        for number, what in ((more, "raised anew"), (fewer, "taken back"))
        if number
    ]
    return " and ".join(parts) + "."


def _do(preview: Preview, path: str) -> str:
    if not preview.sessions and preview.choice in ("", "kept"):
        return ""
    sent = hidden("version", str(preview.version)) + hidden("seen", preview.seen) + hidden("rubric", preview.choice)
    words = count(preview.sessions, "session", "sessions")
    button = f"Grade {words} again" if preview.sessions else "Grade by this rubric from now on"
    says = "" if preview.session else f'<p class="quiet">{TAKES}</p>'
    return f'<form method="post" action="{escape(path)}">{sent}<button class="primary">{button}</button>{says}</form>'


def conflict_list(conflicts: Sequence[Conflict]) -> str:
    """List the conflicts that wait, each with the way to settle it; empty without any."""
    if not conflicts:
        return ""
    rows = "".join(
        f'<li><a href="transcript/{escape(one.session)}/level?turn={one.turn}&amp;criterion={escape(one.criterion)}">'
        f"{shown(one.who)}, {turn_name(one.turn).lower()}: {shown(one.name)}</a></li>"
        for one in conflicts
    )
    says = "The instructor’s level counts in each until it is kept or the new one is taken."
    words = count(len(conflicts), "conflict waits", "conflicts wait")
    return f'<h2 id="conflicts">{words} to be settled</h2><p>{says}</p><ul>{rows}</ul>'
