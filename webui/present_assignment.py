"""One assignment as its instructors read it: its terms, and the forms of what can be done with it."""

from collections.abc import Sequence
from html import escape

from classroom.assignments import AssignedMode, Assignment, Kind
from classroom.sections import Section
from webui.form_parts import choice, entry
from webui.plain_page import hidden, sheet
from webui.present import count, shown
from webui.typed_assignment import LABELS


def terms_list(words: dict[str, str], whom: str, instructions: str) -> str:
    """Give the terms, each in words."""
    rows = {LABELS["to"]: whom, **{LABELS[name]: text for name, text in words.items()}}
    inside = "".join(f"<div><dt>{escape(label)}</dt><dd>{shown(text)}</dd></div>" for label, text in rows.items())
    said = f"<div><dt>{LABELS['instructions']}</dt><dd>{shown(instructions)}</dd></div>" if instructions else ""
    return f'<dl class="terms">{said}{inside}</dl>'


def release_form(kept: Assignment, not_told: int = 0) -> str:
    """Give the forms that release feedback, again where so many sessions were graded since, or let it wait again."""
    if kept.terms.kind is Kind.DRILL:
        return "<p>A drill gives its feedback after each try: nothing waits for a release.</p>"
    version = hidden("version", str(kept.version))
    path = f"assignment/{kept.id}"
    if kept.released_at is not None:
        says = "Trainees read grades, your comments and the levels that you changed."
        back = _one(f"{path}/keep-back", version, "Take the release back")
        return f"<p>{says}</p>{_again(path, version, not_told)}{back}"
    waits = (
        "Trainees see no grade until you release the feedback."
        if kept.terms.mode is AssignedMode.ASSESSMENT
        else ("They see the automatic grades already; your comments and changed levels come with the release.")
    )
    names = " Names are shown to you from then on." if kept.terms.anonymous else ""
    return f"<p>{waits}{names}</p>{_one(f'{path}/release', version, 'Release the feedback', primary=True)}"


def _again(path: str, version: str, not_told: int) -> str:
    if not not_told:
        return ""
    words = count(not_told, "session was", "sessions were")
    says = f"{words} graded again since. Trainees still read the levels and the feedback that you released."
    return f"<p>{says}</p>{_one(f'{path}/release', version, 'Release the feedback again', primary=True)}"


def grade_again_link(kept: Assignment) -> str:
    """Give the way to grade what was handed in again; a drill has none."""
    if kept.terms.kind is Kind.DRILL:
        return ""
    says = "Under the grader and a rubric of now. You see what would change first; nothing is overwritten."
    link = f'<a class="button" href="assignment/{kept.id}/grade-again">Grade again</a>'
    return f'<p class="further">{link} <span class="quiet">{says}</span></p>'


def take_in_all_form(assignment: str, waiting: int) -> str:
    """Give the form that takes in all that was forgotten; empty where nothing was."""
    if not waiting:
        return ""
    words = count(waiting, "session is over and was", "sessions are over and were")
    says = f"{words} not handed in. Taking in counts from when each ended."
    return f'<div class="act"><p>{says}</p>{_one(f"assignment/{assignment}/take-in-all", "", "Take all in")}</div>'


def copy_form(kept: Assignment, sections: Sequence[Section], days: str, chosen: str) -> str:
    """Give the form that gives the same work to another section."""
    titles = {one.id: f"{one.title} ({one.zone})" for one in sections if one.archived_at is None}
    says = "The times of day stay, and mean that section’s time zone. May be below 0."
    inside = '<div class="columns">' + choice("to", "Section", chosen, titles)
    inside += entry("days", "Days later", days, kind="number", says=says, min="-1000", max="1000") + "</div>"
    return sheet(f"assignment/{kept.id}/copy", inside, "Copy")


def withdraw_form(kept: Assignment) -> str:
    """Give the form that takes an assignment back; a sentence where it is."""
    if kept.withdrawn_at is not None:
        return "<p>It was withdrawn: nobody can begin it, and what was done is kept. Copy it to give it again.</p>"
    says = "Nobody can begin it any more. What was done for it is kept. This cannot be turned back."
    version = hidden("version", str(kept.version))
    return f"<p>{says}</p>{_one(f'assignment/{kept.id}/withdraw', version, 'Withdraw the assignment')}"


def folded(summary: str, inside: str, *, unfolded: bool = False) -> str:
    """Give a part of the page that is folded."""
    return f'<details class="part"{" open" if unfolded else ""}><summary>{escape(summary)}</summary>{inside}</details>'


def _one(action: str, inside: str, button: str, *, primary: bool = False) -> str:
    kind = ' class="primary"' if primary else ""
    return f'<form method="post" action="{escape(action)}">{inside}<button{kind}>{escape(button)}</button></form>'
