"""The form of an assignment: every one of its terms as a field, in the order in which they are decided."""

from collections.abc import Mapping
from html import escape

from classroom.assignments import LONGEST_INSTRUCTIONS, AssignedMode, Kind, WhichCounts
from classroom.authored_shelf import GradingRubric
from classroom.sections import Group, Member
from dialogue.record import Record
from evaluator.rubric import Rubric
from webui.assignable import Assignable
from webui.form_parts import area, choice, entry, tick, together
from webui.plain_page import hidden
from webui.present import count, shown
from webui.present_assignments import MODE_SAYS, MODES, WHICH
from webui.typed_assignment import LABELS, ON, TypedAssignment


class FormAbout(Record):
    """What the form is about, beside what was typed."""

    what: Assignable
    zone: str
    """In which its times are typed."""
    rubric: Rubric
    """That ships."""
    rubrics: tuple[GradingRubric, ...]
    """Those written here that may grade it."""
    groups: tuple[Group, ...]
    trainees: tuple[Member, ...]


def assignment_form(typed: TypedAssignment, about: FormAbout, faults: Mapping[str, str], action: str) -> str:
    """Give the form.

    Args:
        typed: What stands in it.
        about: What it is about.
        faults: What is wrong, by field.
        action: Where it goes; an assignment that is there already has a version above 0.
    """
    changes = typed.version != "0"
    kept = hidden("kind", typed.kind) + hidden("content", typed.content) + hidden("version", typed.version)
    inside = kept + _what(typed, faults) + _when(typed, about.zone, faults)
    if about.what.kind is Kind.DRILL:
        inside += hidden("mode", AssignedMode.COACHING.value)
        inside += "".join(hidden("criteria", one.id) for one in about.rubric.criteria)
        inside += _attempts(typed, about, faults)
    else:
        inside += _mode(typed, faults) + _attempts(typed, about, faults)
        inside += _graded(typed, about, faults) + _shown(typed, about.rubric, faults) + _asked(typed)
    inside += _whom(typed, about, faults)
    if changes:
        says = "Otherwise it keeps the versions with which it was given. Only as long as nobody has begun."
        newest = "Take the newest version of its content and rubric"
        inside += tick("newest", ON, newest, on=bool(typed.newest), says=says)
    button = "Keep the changes" if changes else "Give the assignment"
    return (
        f'<form class="sheet long" method="post" action="{escape(action)}">{inside}'
        f'<button class="primary">{button}</button></form>'
    )


def _what(typed: TypedAssignment, faults: Mapping[str, str]) -> str:
    title = entry("title", LABELS["title"], typed.title, fault=faults.get("title", ""), required=True, maxlength="200")
    says = "Trainees read them before they begin. May be empty."
    return title + area(
        "instructions",
        LABELS["instructions"],
        typed.instructions,
        says=says,
        fault=faults.get("instructions", ""),
        longest=LONGEST_INSTRUCTIONS,
    )


def _when(typed: TypedAssignment, zone: str, faults: Mapping[str, str]) -> str:
    helps = {
        "opens": "Empty: at once.",
        "due": "After it, work counts as late. Empty: no due date.",
        "closes": "After it, nothing can be begun or said. Empty: stays open.",
    }
    fields = "".join(
        entry(
            name,
            f"{LABELS[name]} ({zone})",
            typed.about(name),
            kind="datetime-local",
            says=says,
            fault=faults.get(name, ""),
        )
        for name, says in helps.items()
    )
    return together("When", f'<div class="columns">{fields}</div>', says=f"Times are those of {zone}.")


def _mode(typed: TypedAssignment, faults: Mapping[str, str]) -> str:
    modes = "".join(
        tick("mode", mode.value, MODES[mode], on=typed.mode == mode.value, says=MODE_SAYS[mode], kind="radio")
        for mode in AssignedMode
    )
    return together("When trainees see the grades", modes, name="mode", fault=faults.get("mode", ""))


def _attempts(typed: TypedAssignment, about: FormAbout, faults: Mapping[str, str]) -> str:
    own = about.what.turn_limit
    numbers = entry(
        "attempts",
        LABELS["attempts"],
        typed.attempts,
        kind="number",
        says="Empty: as many as wanted.",
        fault=faults.get("attempts", ""),
        min="1",
        max="100",
    )
    numbers += choice(
        "which_counts",
        LABELS["which_counts"],
        typed.which_counts,
        {one.value: WHICH[one] for one in WhichCounts},
        says="In the gradebook.",
    )
    if own:
        numbers += entry(
            "turn_limit",
            LABELS["turn_limit"],
            typed.turn_limit,
            kind="number",
            says=f"Empty: {own}, the scenario’s own.",
            fault=faults.get("turn_limit", ""),
            min="1",
            max="200",
        )
    says = "What is drawn by chance is drawn alike for everybody, so that sessions can be compared."
    seed = tick("shared_seed", ON, "The same seed for the class", on=bool(typed.shared_seed), says=says)
    return together("Attempts", f'<div class="columns">{numbers}</div>{seed}')


def _graded(typed: TypedAssignment, about: FormAbout, faults: Mapping[str, str]) -> str:
    """Give the choice of a rubric; without any that was written here there is none to make."""
    options = {"": f"{about.rubric.name}, which ships"}
    options |= {
        one.content: f"{one.name}, version {one.number} (pack {one.pack.title}, {one.pack.owner_name or 'nobody'})"
        for one in about.rubrics
    }
    if typed.rubric and typed.rubric not in options:
        options[typed.rubric] = "The one it was given with, which you cannot choose any more"
    if len(options) == 1:
        return ""
    says = "Levels, names, weights and advice are those of this rubric; the version it is given with is kept."
    return together(
        LABELS["rubric"],
        choice("rubric", "Rubric", typed.rubric, options, says=says),
        name="rubric",
        fault=faults.get("rubric", ""),
    )


def _shown(typed: TypedAssignment, rubric: Rubric, faults: Mapping[str, str]) -> str:
    boxes = "".join(tick("criteria", one.id, one.name, on=one.id in typed.criteria) for one in rubric.criteria)
    says = "The levels that trainees are shown. You see all of them."
    criteria = together(
        LABELS["criteria"],
        f'<div class="ticks">{boxes}</div>',
        name="criteria",
        says=says,
        fault=faults.get("criteria", ""),
    )
    says = "The agency’s rules beside the session. Boundaries are graded by them either way."
    return criteria + tick("contract_card", ON, "Show the contract card", on=bool(typed.contract_card), says=says)


def _asked(typed: TypedAssignment) -> str:
    guess = "How empathic, how clear about limits; the report compares it with the grades."
    boxes = (
        tick("prediction_required", ON, "Require their own guess", on=bool(typed.prediction_required), says=guess)
        + tick(
            "reflection_required",
            ON,
            "Require the reflection",
            on=bool(typed.reflection_required),
            says="The questions after the session, before they hand in.",
        )
        + tick(
            "anonymous",
            ON,
            "Review without names",
            on=bool(typed.anonymous),
            says="You see pseudonyms until the feedback is released.",
        )
    )
    return together("After the session", boxes)


def _whom(typed: TypedAssignment, about: FormAbout, faults: Mapping[str, str]) -> str:
    everybody = count(len(about.trainees), "trainee", "trainees")
    says = f"{everybody} now, and whoever joins later."
    whole = tick("to", "section", "The whole section", on=typed.to != "some", says=says, kind="radio")
    some = tick("to", "some", "Only these groups and people", on=typed.to == "some", kind="radio")
    groups = "".join(tick("group", one.id, one.title, on=one.id in typed.group) for one in about.groups)
    people = "".join(
        tick("person", one.account.id, one.account.name, on=one.account.id in typed.person) for one in about.trainees
    )
    none = '<p class="quiet">No groups yet; you can make them under People.</p>'
    nobody = '<p class="quiet">Nobody yet; import a roster under People.</p>'
    unfolded = " open" if typed.to == "some" or typed.group or typed.person else ""
    lists = (
        f"<details{unfolded}><summary>Choose groups and people</summary>"
        f"<h3>Groups</h3>{f'<div class=ticks>{groups}</div>' if groups else none}"
        f"<h3>People</h3>{f'<div class=ticks>{people}</div>' if people else nobody}</details>"
    )
    return together(LABELS["to"], whole + some + lists, name="to", fault=faults.get("to", ""))


def conflict(differing: list[tuple[str, str, str]]) -> str:
    """Show what was typed beside what somebody else has kept meanwhile."""
    lead = (
        "<p><strong>Somebody else changed this assignment since you opened it; nothing of yours was kept.</strong> "
        "The form still holds what you typed. Sending it again replaces theirs.</p>"
    )
    if not differing:
        return f'<div class="told">{lead}<p>Both are alike in every field.</p></div>'
    rows = "".join(
        f"<tr><td>{escape(label)}</td><td data-name=Yours>{shown(yours)}</td><td data-name=Now>{shown(now)}</td></tr>"
        for label, yours, now in differing
    )
    heads = "<th scope=col>Field</th><th scope=col>Yours</th><th scope=col>What stands now</th>"
    return f'<div class="told">{lead}</div><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
