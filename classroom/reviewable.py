"""Finds the session that is to be reviewed, with what it was done for, for whoever may review it and nobody else."""

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignment
from classroom.attempt_store import AttemptStore
from classroom.errors import NOT_THERE
from classroom.practised import PractisedSession
from classroom.practised_store import PractisedStore
from classroom.reviews import LONGEST_COMMENT, WHOLE_SESSION
from classroom.rights import Action, Work, check
from classroom.section_work import GivenWork, SectionReader, SectionWork
from dialogue.record import Record
from practice.errors import RecordNotFound


class Reviewable(Record):
    """A session, what it was done for, and the work around it."""

    session: PractisedSession
    given: GivenWork
    work: SectionWork
    """The section with this assignment and this session alone."""

    @property
    def who(self) -> str:
        """The trainee's name, or what stands for it while names are hidden."""
        owner = self.session.person
        if self.given.nameless:
            return self.given.alias(owner)
        return next((one.account.name for one in self.work.trainees if one.account.id == owner), "")


class Reviewables:
    """Finds sessions, and asks for the right in the same step."""

    def __init__(
        self,
        accounts: AccountStore,
        assignments: AssignmentStore,
        attempts: AttemptStore,
        practised: PractisedStore,
        reader: SectionReader,
    ) -> None:
        self._accounts = accounts
        self._assignments = assignments
        self._attempts = attempts
        self._practised = practised
        self._reader = reader

    def allow(self, person: str, session: str, action: Action) -> str:
        """Give whose session it is, if this person may do this with it.

        Raises:
            RecordNotFound: It is not there, was done for no assignment, or is not theirs to see.
            PermissionError: They may see it, and not do this.
        """
        done_for, owner = self._attempts.work_of(session), self._practised.owner(session)
        if done_for is None or owner is None:
            raise RecordNotFound(NOT_THERE)
        check(self._accounts.standing(person), action, Work(owner=owner, section=done_for.section))
        return owner

    def read(self, person: str, session: str) -> Reviewable:
        """Read a session that this person may review, noting nothing.

        Raises:
            RecordNotFound: It is not there, or not theirs to see.
            PermissionError: It is their own.
        """
        self.allow(person, session, Action.REVIEW)
        done_for = self._attempts.work_of(session)
        if done_for is None:
            raise RecordNotFound(NOT_THERE)
        work = self._reader.read(done_for.section, only=done_for.assignment, session=session)
        if not any(session in attempt.sessions for given in work.given for attempt in given.attempts):
            raise RecordNotFound(NOT_THERE)
        return Reviewable(session=work.sessions[session], given=work.given[0], work=work)

    def done_for(self, session: str) -> tuple[Assignment, PractisedSession]:
        """Give a session with the assignment that it was done for; asks nobody's rights.

        Raises:
            RecordNotFound: It is not there, or was done for no assignment.
        """
        done_for, kept = self._attempts.work_of(session), self._practised.sessions([session])
        if done_for is None or session not in kept:
            raise RecordNotFound(NOT_THERE)
        return self._assignments.assignment(done_for.assignment), kept[session]


def words_of(text: str, what: str) -> str:
    """Give what somebody wrote, as it is kept.

    Raises:
        ValueError: It is empty or too long.
    """
    words = text.strip()
    if not words:
        raise ValueError(f"Write {what}: it is kept with your name and read by the trainee and other instructors.")
    if len(words) > LONGEST_COMMENT:
        raise ValueError(f"This is too long; {LONGEST_COMMENT} characters are the most.")
    return words


def must_have_turn(one: Reviewable, turn: int) -> None:
    """Let only a turn of the session pass, 1 is the first, or 0 for the session as a whole.

    Raises:
        ValueError: There is no such turn.
    """
    if turn != WHOLE_SESSION and turn not in {known.number for known in one.session.turns}:
        raise ValueError(f"There is no turn {turn}; choose one of 1 to {len(one.session.turns)}, or 0 for the session.")
