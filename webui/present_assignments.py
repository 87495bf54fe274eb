"""What an instructor reads of an assignment: its state, dates, modes and people in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Assignment, Kind, Terms, WhichCounts
from classroom.due import WALL, Due
from classroom.own_terms import Window
from classroom.person_now import PersonNow, Tally
from classroom.stages import Stage
from dialogue.record import Record
from evaluator.rubric import Rubric
from webui.present import count, day
from webui.typed_assignment import LABELS

MODES = {
    AssignedMode.COACHING: "Coaching",
    AssignedMode.PRACTICE: "Practice",
    AssignedMode.ASSESSMENT: "Assessment",
}
MODE_SAYS = {
    AssignedMode.COACHING: "Grades and feedback stand beside the chat, after each exchange.",
    AssignedMode.PRACTICE: "Grades and feedback come after the session.",
    AssignedMode.ASSESSMENT: "Trainees see no grade and no feedback until you release them.",
}
WHICH = {
    WhichCounts.LAST: "The last one handed in",
    WhichCounts.FIRST: "The first one handed in",
    WhichCounts.BEST: "The best: no gate raised first, then the headline levels",
}
WINDOWS = {
    Window.NOT_OPEN: "Not open yet",
    Window.OPEN: "Open",
    Window.LATE: "Past due, still taken",
    Window.CLOSED: "Closed",
}
STAGES = {
    Stage.NOT_BEGUN: "Not begun",
    Stage.IN_SESSION: "In a session",
    Stage.TO_HAND_IN: "Over, not handed in",
    Stage.FINISHED: "Handed in",
    Stage.EXCUSED: "Excused",
}
ORDER = (Stage.IN_SESSION, Stage.TO_HAND_IN, Stage.NOT_BEGUN, Stage.FINISHED, Stage.EXCUSED)
"""Who may need somebody now comes first."""


def wall_words(wall: str) -> str:
    """Write a local time: Sun 1 Nov 2026, 23:59."""
    local = datetime.strptime(wall, WALL)  # noqa: DTZ007  (only the calendar is used)
    return f"{local:%a} {day(local)}, {local:%H:%M}"


def moment_words(at: datetime, zone: str) -> str:
    """Write a moment as a clock in a zone shows it."""
    return wall_words(at.astimezone(ZoneInfo(zone)).strftime(WALL))


def lately(at: datetime, zone: str) -> str:
    """Write a moment of these days, without its year: Sun 1 Nov, 23:59."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b, %H:%M}"


def due_words(due: Due | None, missing: str = "–") -> str:
    """Write a date of an assignment in its own zone."""
    return wall_words(due.wall) if due else missing


def state_words(kept: Assignment, window: Window) -> str:
    """Say how an assignment stands."""
    return "Withdrawn" if kept.withdrawn_at else WINDOWS[window]


def release_words(kept: Assignment) -> str:
    """Say whether trainees see feedback by now."""
    if kept.released_at:
        return "Feedback released"
    if kept.withholds:
        return "Feedback waits for you"
    return "Feedback comes by itself"


def whom_words(assignees: Iterable[Assignee], groups: Mapping[str, str], people: Mapping[str, str]) -> str:
    """Say to whom an assignment is given; the mappings give titles of groups and names of people by id."""
    whom = tuple(assignees)
    if Assignee() in whom:
        return "The whole section"
    named = [groups.get(one.whom, "a group that was dropped") for one in whom if one.kind is AssigneeKind.GROUP]
    single = [people.get(one.whom, "somebody who left") for one in whom if one.kind is AssigneeKind.PERSON]
    if len(single) > 3:
        single = [count(len(single), "person", "people")]
    return ", ".join([*(f"Group {title}" for title in named), *single])


class Length(Record):
    """How long what was given is, by which people are followed."""

    kind: Kind
    turns: int | None
    """Of a scenario."""
    sessions: int | None
    """Of a treatment."""


def stage_words(one: PersonNow, length: Length) -> str:
    """Say how far somebody is; within a session, which turn was last."""
    progress = one.progress
    if progress.stage is not Stage.IN_SESSION:
        return STAGES[progress.stage]
    if length.kind is Kind.DRILL:
        return f"In the drill, {count(progress.turns, 'try', 'tries')}"
    if length.kind is Kind.ARC:
        of = f" of {length.sessions}" if length.sessions else ""
        held = f"session {progress.held}{of}" if progress.held else "no session yet"
        return f"In the treatment, {held}, {count(progress.turns, 'turn', 'turns')} in all"
    of = f" of {length.turns}" if length.turns else ""
    return f"{STAGES[progress.stage]}, " + (f"turn {progress.turns}{of}" if progress.turns else "nothing said yet")


def tally_words(tally: Tally) -> str:
    """Say in one line how many are how far."""
    stages = [f"{tally.stages[stage]} {STAGES[stage].lower()}" for stage in ORDER if tally.stages[stage]]
    late = [f"{tally.late} late"] if tally.late else []
    return ", ".join([*stages, *late]) or "nobody has it"


def terms_words(terms: Terms, rubric: Rubric, own_limit: int | None) -> dict[str, str]:
    """Say each of the terms in words, by the name of its field; what there is not in a drill is left out."""
    shown = [rubric.criterion(one).name for one in terms.criteria if one in {each.id for each in rubric.criteria}]
    dates = {
        "opens": due_words(terms.opens, "At once"),
        "due": due_words(terms.due, "No due date"),
        "closes": due_words(terms.closes, "Stays open"),
        "attempts": str(terms.attempts) if terms.attempts else "As many as wanted",
        "which_counts": WHICH[terms.which_counts],
        "shared_seed": "Yes: what is drawn by chance is alike for all" if terms.shared_seed is not None else "No",
    }
    if terms.kind is Kind.DRILL:
        return dates
    limit = terms.turn_limit or (f"{own_limit}, the scenario’s own" if own_limit else None)
    return {
        "mode": f"{MODES[terms.mode]}. {MODE_SAYS[terms.mode]}",
        **dates,
        **({"turn_limit": str(limit)} if limit else {}),
        "rubric": rubric_words(rubric) if terms.rubric else "The rubric that ships",
        "criteria": ", ".join(shown) if terms.criteria else "All",
        "contract_card": "Shown beside the session" if terms.contract_card else "Not shown",
        "prediction_required": "Required before the report" if terms.prediction_required else "Not required",
        "reflection_required": "Required before handing in" if terms.reflection_required else "Not required",
        "anonymous": "Names are hidden until the release" if terms.anonymous else "Names are shown",
    }


def rubric_words(rubric: Rubric) -> str:
    """Name a rubric with its version."""
    return f"{rubric.name}, version {rubric.version}"


def differences(yours: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Give what two versions differ in: what the field is called, yours, and what stands now."""
    both = [(LABELS[name], yours.get(name, "–"), now.get(name, "–")) for name in LABELS]
    return [one for one in both if one[1] != one[2]]
