"""Grading again: what was handed in, under the grader and the rubric of now; nothing that was graded before is lost."""

import hashlib
from typing import NamedTuple

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignment, Kind
from classroom.errors import ChangedMeanwhile
from classroom.given_store import GivenStore, Kept
from classroom.grade_moves import conflicts_of, differs, gate_moves, moves_of, with_grades
from classroom.practised import PractisedSession
from classroom.regrade_store import MEANWHILE, Regraded, RegradeStore
from classroom.regrading_records import KEPT, Conflict, Preview
from classroom.reviewable import Reviewables
from classroom.rights import Action, InSection, check
from classroom.rubric_choices import Chosen, RubricChoices
from classroom.section_work import SectionReader
from classroom.transcripts import Transcripts
from evaluator.grades import ExchangeGrades
from practice.place import Place
from practice.regrading import GradingAgain

DRILL = "A drill is graded with each try, and its tries have no level in the gradebook: nothing is graded again."
NOT_HANDED_IN = "This session is not handed in, so its grades still grow; grade it again once it is."


class _Scope(NamedTuple):
    """What is to be graded again, and what is left alone."""

    kept: Assignment
    sessions: tuple[PractisedSession, ...]
    going_on: int
    own: int


class Regrading:
    """The verbs of grading again. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for what this person does not teach, and `PermissionError` for what they see and
    may not grade; nothing was changed then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        assignments: AssignmentStore,
        reader: SectionReader,
        transcripts: Transcripts,
        found: Reviewables,
        given: GivenStore,
        choices: RubricChoices,
        store: RegradeStore,
        again: GradingAgain,
    ) -> None:
        self._accounts = accounts
        self._assignments = assignments
        self._reader = reader
        self._transcripts = transcripts
        self._found = found
        self._given = given
        self._choices = choices
        self._store = store
        self._again = again

    def preview(self, person: str, assignment: str, choice: str = KEPT, session: str | None = None) -> Preview:
        """Tell what would change; nothing is kept.

        Args:
            person: The instructor.
            assignment: Which.
            choice: The rubric: `KEPT`, `SHIPPED`, or the id of what was written here, whose newest version is taken.
            session: The only session to grade again; all that were handed in if not given.

        Raises:
            ValueError: It is a drill, the session is not handed in, or the rubric cannot grade.
        """
        scope = self._scope(person, assignment, session)
        chosen = self._choices.of(person, scope.kept, choice if session is None else KEPT)
        found = [(one, self._grades(one, chosen)) for one in scope.sessions]
        changing = [(one, grades) for one, grades in found if differs(one, grades)]
        more, fewer = gate_moves(changing)
        return Preview(
            assignment=assignment,
            section=scope.kept.section,
            title=scope.kept.terms.title,
            session=session,
            version=scope.kept.version,
            seen=self._seen(scope, chosen),
            choices=self._choices.every(person, scope.kept) if session is None else (),
            choice=chosen.key,
            sessions=len(changing),
            same=len(found) - len(changing),
            going_on=scope.going_on,
            own=scope.own,
            turns=sum(len(grades) for _, grades in changing),
            moves=moves_of(changing, chosen.rubric),
            gates_more=more,
            gates_fewer=fewer,
            conflicts=sum(
                len(conflicts_of(with_grades(one, grades, chosen.rubric)) - conflicts_of(one))
                for one, grades in changing
            ),
            released=scope.kept.released_at is not None,
        )

    def grade_again(
        self, person: str, assignment: str, version: int, seen: str, choice: str = KEPT, session: str | None = None
    ) -> int:
        """Grade again what was handed in; tells how many sessions were.

        The grades are added: earlier ones stay to be read, a level that an instructor changed stands, and trainees go
        on to read what was released. With another rubric for the whole assignment, later attempts are graded by it.

        Raises:
            ChangedMeanwhile: The assignment, its rubric or its grades are others than the preview showed; nothing was
                kept.
            ValueError: As `preview`; nothing was kept.
        """
        scope = self._scope(person, assignment, session)
        chosen = self._choices.of(person, scope.kept, choice if session is None else KEPT)
        if scope.kept.version != version or self._seen(scope, chosen) != seen:
            raise ChangedMeanwhile(MEANWHILE)
        before = self._store.gradings([one.id for one in scope.sessions])
        changing = [one for one in scope.sessions if differs(one, self._grades(one, chosen))]
        company = self._again.company(chosen.rubric if chosen.version else None)
        done = [
            Regraded(session=one.id, trainee=one.person, grades=self._again.whole(self._place(one, chosen), company))
            for one in changing
        ]
        moved: tuple[str | None, Kept] | None = None
        if chosen.moves:
            moved = (chosen.content, self._given.keep_with(assignment, chosen.version))
        known = {one.id: before.get(one.id, ()) for one in scope.sessions}
        self._store.keep(assignment, version, person, done, known, moved)
        return len(done)

    def conflicts(self, person: str, assignment: str) -> tuple[Conflict, ...]:
        """Give the changed levels of an assignment whose automatic one is another now, by session and turn."""
        kept = self._of(person, assignment)
        work = self._reader.read(kept.section, only=assignment)
        names = {one.account.id: one.account.name for one in work.trainees}
        return tuple(
            Conflict(
                session=session.id,
                who=given.alias(session.person) if given.nameless else names.get(session.person, ""),
                turn=turn,
                criterion=criterion,
                name=session.rubric.criterion(criterion).name,
            )
            for given, _, session in work.over
            if session.person != person
            for turn, criterion in sorted(conflicts_of(session))
        )

    def not_told(self, person: str, assignment: str) -> int:
        """Count the sessions that were graded again since the release: trainees read the levels before."""
        kept = self._of(person, assignment)
        if kept.released_at is None:
            return 0
        work = self._reader.read(kept.section, only=assignment, session="")
        sessions = [one for found in work.given for attempt in found.attempts for one in attempt.sessions]
        return self._store.since(sessions, kept.released_at)

    def assignment_of(self, person: str, session: str) -> str:
        """Name the assignment for which a session was done, to whoever may review it."""
        self._found.allow(person, session, Action.REVIEW)
        return self._found.done_for(session)[0].id

    def _scope(self, person: str, assignment: str, session: str | None) -> _Scope:
        if session is not None:
            self._found.allow(person, session, Action.REVIEW)
        kept = self._of(person, assignment)
        if kept.terms.kind is Kind.DRILL:
            raise ValueError(DRILL)
        work = self._reader.read(kept.section, only=assignment)
        attempts = [one for given in work.given for one in given.attempts if session in (None, *one.sessions)]
        over = [one for one in attempts if one.handed_in_at is not None]
        if session is not None and not over:
            raise ValueError(NOT_HANDED_IN)
        every = [one for attempt in over for one in work.done_by(attempt) if one.turns and session in (None, one.id)]
        others = tuple(one for one in every if one.person != person)
        return _Scope(kept, others, len(attempts) - len(over), len(every) - len(others))

    def _grades(self, session: PractisedSession, chosen: Chosen) -> dict[str, ExchangeGrades]:
        company = self._again.company(chosen.rubric if chosen.version else None)
        return self._again.grades(self._place(session, chosen), company)

    def _place(self, session: PractisedSession, chosen: Chosen) -> Place:
        place = self._transcripts.place(session.person, session.id)
        return place.model_copy(update={"rubric": chosen.rubric})

    def _seen(self, scope: _Scope, chosen: Chosen) -> str:
        """Give what tells apart what a preview was worked out from: the rubric, the sessions and their gradings."""
        gradings = self._store.gradings([one.id for one in scope.sessions])
        lines = [f"{chosen.key} {chosen.rubric.id} {chosen.rubric.version}"]
        lines += [f"{one.id} {' '.join(gradings.get(one.id, ()))}" for one in scope.sessions]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _of(self, person: str, assignment: str) -> Assignment:
        kept = self._assignments.assignment(assignment)
        check(self._accounts.standing(person), Action.TEACH, InSection(section=kept.section))
        return kept
