"""All that was assigned in a section and done for it, read once: for queue, gradebook, figures and export."""

from collections.abc import Sequence

from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignment, Attempt, Extension
from classroom.attempt_store import AttemptStore
from classroom.fitting import given_to
from classroom.own_terms import OwnTerms, own_terms
from classroom.practised import PractisedSession
from classroom.practised_store import PractisedStore
from classroom.section_store import SectionStore
from classroom.sections import Group, Member, Seat, Section
from dialogue.record import Record
from evaluator.rubric import Rubric

ALIAS_LETTERS = 6
"""How much of an attempt's id stands for a person; ours, two of sixty then look alike in one of 500 000 assignments."""


class GivenWork(Record):
    """One assignment: to whom it was given, and what they did."""

    assignment: Assignment
    given_to: frozenset[str]
    attempts: tuple[Attempt, ...]
    """By person and number; those that never came to a session are left out."""
    extensions: dict[str, Extension]
    rubric: Rubric
    """By which what is done for it is graded."""

    @property
    def nameless(self) -> bool:
        """Whether names are hidden from whoever reviews: until the feedback is released."""
        return self.assignment.terms.anonymous and self.assignment.released_at is None

    def of(self, person: str) -> tuple[Attempt, ...]:
        """Give the attempts of one person, the first one first."""
        return tuple(one for one in self.attempts if one.person == person)

    def alias(self, person: str) -> str:
        """Give what a person is called while names are hidden; it says nothing of who they are."""
        first = next((one.id for one in self.attempts if one.person == person), "")
        return f"Trainee {first[-ALIAS_LETTERS:]}" if first else "Trainee"

    def own(self, person: str) -> OwnTerms:
        """Give the dates and attempts of one person."""
        return own_terms(self.assignment.terms, self.extensions.get(person))


class SectionWork(Record):
    """A section with everything that was assigned in it and done for it."""

    section: Section
    trainees: tuple[Member, ...]
    """By name; also who left or teaches here now, if they did something here."""
    given: tuple[GivenWork, ...]
    """Oldest first; what was withdrawn only where something was done for it."""
    sessions: dict[str, PractisedSession]

    def done_by(self, attempt: Attempt) -> tuple[PractisedSession, ...]:
        """Give the sessions of an attempt, in order."""
        return tuple(self.sessions[one] for one in attempt.sessions if one in self.sessions)

    def as_told(self) -> "SectionWork":
        """Give the work with the grades that trainees may read: what was graded again waits for the next release."""
        released = {
            session: given.assignment.released_at
            for given in self.given
            for attempt in given.attempts
            for session in attempt.sessions
        }
        told = {key: one.as_told(released.get(key)) for key, one in self.sessions.items()}
        return self.model_copy(update={"sessions": told})

    @property
    def over(self) -> tuple[tuple[GivenWork, Attempt, PractisedSession], ...]:
        """Give every session in which nothing more will be said, with what it was done for; handed in or not yet."""
        return tuple(
            (given, attempt, session)
            for given in self.given
            for attempt in given.attempts
            for session in self.done_by(attempt)
            if session.status.over or attempt.handed_in_at is not None
        )


class SectionReader:
    """Reads the work of a section. It asks nobody's rights: the verbs do."""

    def __init__(
        self, sections: SectionStore, assignments: AssignmentStore, attempts: AttemptStore, practised: PractisedStore
    ) -> None:
        self._sections = sections
        self._assignments = assignments
        self._attempts = attempts
        self._practised = practised

    def read(self, section: str, only: str | None = None, session: str | None = None) -> SectionWork:
        """Read a section with all of its work.

        Args:
            section: Which.
            only: The assignment to read; every one if not given.
            session: The session to read; every one if not given.

        Raises:
            RecordNotFound: There is no such section.
        """
        members = self._sections.members(section, gone=True)
        groups = self._sections.groups(section)
        wanted = [one for one in self._assignments.of_section(section) if only in (None, one.id)]
        every = [self._given(one, members, groups) for one in wanted]
        given = tuple(one for one in every if one.attempts or one.assignment.withdrawn_at is None)
        active = {attempt.person for one in given for attempt in one.attempts}
        ids = [session for one in given for attempt in one.attempts for session in attempt.sessions]
        return SectionWork(
            section=self._sections.section(section),
            trainees=tuple(one for one in members if _is_trainee(one) or one.account.id in active),
            given=given,
            sessions=self._practised.sessions(ids if session is None else [session]),
        )

    def _given(self, assignment: Assignment, members: Sequence[Member], groups: Sequence[Group]) -> GivenWork:
        attempts = self._attempts.of_assignment(assignment.id)
        has = given_to(self._assignments.assignees(assignment.id), members, groups)
        return GivenWork(
            assignment=assignment,
            given_to=frozenset(one.account.id for one in has),
            attempts=tuple(one for one in attempts if one.sessions or one.work),
            extensions=self._assignments.extensions(assignment.id),
            rubric=self._practised.rubric_of(assignment.id),
        )


def _is_trainee(member: Member) -> bool:
    return member.seat is Seat.TRAINEE and member.left_at is None
