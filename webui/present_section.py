"""What the overview of a section shows: its people, what was given, what waits, and the next sensible step."""

from collections import Counter
from collections.abc import Sequence

from classroom.assignments import AssignedMode, Assignment
from classroom.person_now import PersonNow
from classroom.sections import Member, Seat, Section
from classroom.stages import Stage
from dialogue.record import Record
from webui.class_layout import section_path
from webui.present import shown
from webui.section_words import STATES, away, by_name, counted, moment, named, row, state_of, step, table, tag

NOT_STARTED = (Stage.NOT_BEGUN, Stage.EXCUSED)
WHEN = {AssignedMode.COACHING: "after each turn", AssignedMode.PRACTICE: "after the session"}
"""When feedback is shown that waits for no release."""


class HowFar(Record):
    """An assignment, and how many of those who have it are how far."""

    assignment: Assignment
    has_it: int
    begun: int
    """Also those who have finished."""
    finished: int
    excused: int

    @classmethod
    def of(cls, assignment: Assignment, people: Sequence[PersonNow]) -> "HowFar":
        """Count who is how far."""
        have = [one.progress.stage for one in people if one.has_it]
        return cls(
            assignment=assignment,
            has_it=len(have),
            begun=sum(stage not in NOT_STARTED for stage in have),
            finished=have.count(Stage.FINISHED),
            excused=have.count(Stage.EXCUSED),
        )


class Glance(Record):
    """A section as its overview shows it."""

    section: Section
    members: tuple[Member, ...]
    given: tuple[HowFar, ...]
    """Oldest first."""
    waiting: int
    """Sessions that wait for review."""
    reviewed: int

    @property
    def states(self) -> Counter[str]:
        """How many trainees sign in, are invited, are disabled."""
        return Counter(state_of(one) for one in self.members if one.seat is Seat.TRAINEE)


def overview(glance: Glance) -> str:
    """Give the body of the page."""
    return away(glance.section) + _next_step(glance) + _facts(glance) + _given(glance)


def _next_step(glance: Glance) -> str:
    """Say what is sensible to do next, and lead there."""
    section, trainees = glance.section.id, glance.states.total()
    if glance.section.archived_at is not None:
        return ""
    if not trainees:
        words = "Nobody is in this section yet. Import its roster: you see what will happen before anything does."
        return _box(
            "Begin with the roster",
            words,
            step(section_path(section, "people/import"), "Import a roster", primary=True),
        )
    if not any(one.assignment.withdrawn_at is None for one in glance.given):
        words = f"{counted(trainees, 'trainee is', 'trainees are')} here, and nothing is given yet."
        go = step(section_path(section, "assignments/new"), "Give an assignment", primary=True)
        return _box("Give them something to practise", words, go)
    if glance.waiting:
        words = "Those that need a person most come first."
        go = step(section_path(section, "review"), "Review", primary=True)
        return _box(f"{counted(glance.waiting, 'session')} to review", words, go)
    return _box("Nothing waits for you", "Sessions come here to be reviewed when they are over.", "")


def _box(title: str, words: str, go: str) -> str:
    return f'<section class="next"><div><h2>{title}</h2><p>{words}</p></div>{go}</section>'


def _facts(glance: Glance) -> str:
    section, states = glance.section, glance.states
    teachers = sorted((one.account for one in glance.members if one.seat is Seat.INSTRUCTOR), key=by_name)
    parts = [f"{states[state]:,} {_verb(state, states[state])}" for state in STATES if states[state]]
    who = f"{states.total():,}" + (f'<span class="help">{", ".join(parts)}</span>' if parts else "")
    review = f"{glance.waiting:,} to review" if glance.waiting else "none waits for review"
    facts = {
        "Taught by": ", ".join(named(one.name) for one in teachers),
        f'<a href="{section_path(section.id, "people")}">Trainees</a>': who,
        f'<a href="{section_path(section.id, "review")}">Sessions</a>': f"{review}"
        f'<span class="help">{glance.reviewed:,} looked through</span>',
        "Time zone": f"{named(section.zone)}"
        f'<span class="help"><a href="{section_path(section.id, "settings")}">Settings</a></span>',
    }
    if section.course:
        facts = {"Course": named(section.course), **facts}
    inside = "".join(f"<div><dt>{term}</dt><dd>{words}</dd></div>" for term, words in facts.items())
    return f'<dl class="facts">{inside}</dl>'


def _verb(state: str, count: int) -> str:
    one = {"signs in": "signs in", "invited": "is invited", "disabled": "is disabled"}
    many = {"signs in": "sign in", "invited": "are invited", "disabled": "are disabled"}
    return (one if count == 1 else many)[state]


def _given(glance: Glance) -> str:
    section = glance.section
    heads = ("Assignment", f"Due ({section.zone})", "Begun", "Finished", "Feedback")
    if not glance.given:
        return ""
    rows = "".join(_row(heads, one, section.zone) for one in reversed(glance.given))
    every = f'<p><a href="{section_path(section.id, "assignments")}">All about assignments</a></p>'
    return f"<h2>Assignments</h2>{table(heads, rows)}{every}"


def _row(heads: tuple[str, ...], one: HowFar, zone: str) -> str:
    kept, due = one.assignment, one.assignment.terms.due
    title = f'<a href="assignment/{kept.id}">{named(kept.terms.title)}</a>'
    excused = f'<span class="help">{one.excused} excused</span>' if one.excused else ""
    cells = (
        title,
        f'<span class="thin">due </span>{moment(due.at, zone)}<span class="thin"> {shown(zone)}</span>'
        if due
        else '<span class="quiet">no date</span>',
        f"{one.begun} of {one.has_it}{excused}",
        f"{one.finished} of {one.has_it}",
        f'<span class="thin">feedback </span>{_feedback(kept)}',
    )
    return row(heads, cells, "off" if kept.withdrawn_at else "")


def _feedback(kept: Assignment) -> str:
    if kept.withdrawn_at is not None:
        return tag("withdrawn", "off")
    if kept.withholds:
        return tag("waits for release", "open")
    return tag("released" if kept.terms.mode is AssignedMode.ASSESSMENT else WHEN[kept.terms.mode])
