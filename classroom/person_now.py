"""How each person of a class is getting on with an assignment, and how many are how far."""

from collections.abc import Sequence
from datetime import datetime

from classroom.assignments import Assignee, Assignment, Attempt, Extension
from classroom.own_terms import OwnTerms, Window, own_terms
from classroom.sections import Member
from classroom.stages import Progress, SessionState, Stage, progress_of
from dialogue.record import Record


class PersonNow(Record):
    """How one person is getting on with an assignment."""

    person: str
    name: str
    has_it: bool
    """False for who began it and has it no longer."""
    own: OwnTerms
    extension: int
    """Version of what is different for them; 0 where nothing is."""
    progress: Progress


def person_now(
    kept: Assignment,
    member: Member,
    has_it: bool,
    extension: Extension | None,
    taken: dict[str, list[Attempt]],
    states: dict[str, SessionState],
    now: datetime,
    length: int | None = None,
) -> PersonNow:
    """Tell how one person is getting on at this moment (UTC).

    Args:
        kept: The assignment.
        member: Who.
        has_it: Whether it is given to them now.
        extension: What is different for them.
        taken: The attempts at this assignment, by person.
        states: Their sessions, by id.
        now: UTC.
        length: How many sessions a treatment has; None for what is no treatment.
    """
    own = own_terms(kept.terms, extension)
    attempts = taken.get(member.account.id, [])
    progress = progress_of(own, kept.terms.which_counts, attempts, states, now, length)
    hidden = kept.terms.anonymous and kept.released_at is None
    return PersonNow(
        person=member.account.id,
        name=member.account.name,
        has_it=has_it,
        own=own,
        extension=extension.version if extension else 0,
        progress=progress.model_copy(update={"session": None}) if hidden else progress,
    )


class Tally(Record):
    """How many of those who have an assignment are how far."""

    people: int
    stages: dict[Stage, int]
    """Every stage, with 0 where nobody is."""
    late: int
    waiting: int
    """Attempts that are over and not handed in, of those who left too."""


class StandingNow(Record):
    """How an assignment stands, and when that was looked up."""

    at: datetime
    """UTC."""
    window: Window


class AssignmentNow(Record):
    """How a class stands with one assignment."""

    assignment: Assignment
    assignees: tuple[Assignee, ...]
    window: Window
    """By the dates that hold for all."""
    tally: Tally


def tally(people: Sequence[PersonNow]) -> Tally:
    """Count how many are how far; who has the assignment no longer is not counted."""
    here = [one for one in people if one.has_it]
    return Tally(
        people=len(here),
        stages={stage: sum(one.progress.stage is stage for one in here) for stage in Stage},
        late=sum(one.progress.late for one in here),
        waiting=sum(one.progress.stage is Stage.TO_HAND_IN for one in people),
    )
