"""The trainee's side: my assignments, an attempt, handing in, how it goes, and what is kept about me."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from classroom.account_store import AccountStore
from classroom.assigned_bounds import AssignedBounds
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignment, Attempt, Terms
from classroom.attempt_store import AttemptStore
from classroom.errors import NOT_THERE
from classroom.export_store import ExportStore
from classroom.my_work import Before, CriterionPath, MyAssignment, Titles, my_assignment, paths
from classroom.offered import length_of, prompts_of
from classroom.own_terms import OwnTerms, Window, own_terms
from classroom.remaining import Remaining, remaining
from classroom.rights import Action, Work, check
from classroom.section_store import SectionStore
from classroom.stages import SessionState, state_of
from classroom.work_store import WorkStore
from practice.arcs import ArcPlace
from practice.catalog import ArcOffer, Offer, Offered
from practice.drill_records import DrillPlace
from practice.errors import RecordNotFound
from practice.place import Place
from practice.room import PracticeRoom
from practice.sessions import Mode
from scenarios.drill import Drill

Begun = Place | DrillPlace | ArcPlace
"""A session, a sitting with a drill, or a treatment whose next session `PracticeRoom.arcs.begin_next` begins."""
UNREADABLE = "It was given with content that this version of Attune cannot read; ask your instructor to give it again."


class Doing:
    """The verbs of trainees. Each takes the person who asks, and finds only what is theirs.

    Every verb raises `RecordNotFound` for what was not given to this person, or is not theirs; nothing was changed
    then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        sections: SectionStore,
        assignments: AssignmentStore,
        attempts: AttemptStore,
        work: WorkStore,
        bounds: AssignedBounds,
        export: ExportStore,
        room: PracticeRoom,
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._sections = sections
        self._assignments = assignments
        self._attempts = attempts
        self._work = work
        self._bounds = bounds
        self._export = export
        self._room = room
        self._clock = clock

    def mine(self, person: str) -> tuple[MyAssignment, ...]:
        """Give what was given to this person, and what they once began, in the order of the due dates.

        Dates are shown in the person's own time zone, beside the one in which they were typed.
        """
        if self._accounts.standing(person).role is None:
            return ()
        attempts = self._attempts.of_person(person)
        given = {one.id: one for one in self._assignments.of_trainee(person)}
        begun = {one.assignment for one in attempts if one.begun} - set(given)
        kept = [*given.values(), *(self._assignments.assignment(one) for one in begun)]
        states = self._work.states_of(attempts)
        now, zone = self._clock(), self._accounts.account(person).zone
        found = [self._mine(person, one, attempts, states, now, zone) for one in kept]
        return tuple(sorted(found, key=lambda one: (one.due is None, one.due.at if one.due else now, one.id)))

    def one(self, person: str, assignment: str) -> MyAssignment:
        """Give one assignment that was given to this person, or that they once began."""
        kept = self._own(person, assignment)
        check(self._accounts.standing(person), Action.PRACTISE, Work(owner=person, section=kept.section))
        attempts = [one for one in self._attempts.of_person(person) if one.assignment == assignment]
        states = self._work.states_of(attempts)
        return self._mine(person, kept, attempts, states, self._clock(), self._accounts.account(person).zone)

    def before(self, person: str, assignment: str) -> Before | None:
        """Give what is read before an assignment is begun; None until it opens, and where there is nothing to read."""
        not_open, kept = self.one(person, assignment).window is Window.NOT_OPEN, self._own(person, assignment)
        offer = None if not_open else self._bounds.offer(kept)
        if not isinstance(offer, Offer):
            return None
        return Before(offer=offer, contract_card=kept.terms.contract_card)

    def done_for(self, person: str, session: str) -> MyAssignment | None:
        """Give the assignment that a session of this person was done for; None for practice of their own."""
        work = self._attempts.work_of(session)
        return self.one(person, work.assignment) if work is not None and work.person == person else None

    def begin(self, person: str, assignment: str) -> Begun:
        """Begin an attempt, or go on with the one that is not handed in; twice at once begins one.

        Raises:
            ChangedMeanwhile: The assignment was changed at this moment; nothing was begun.
            ValueError: It is not open, was taken back, or no attempt is left; nothing was begun.
        """
        kept = self._own(person, assignment)
        own, offer = self._terms(kept, person), self._bounds.offer(kept)
        check(self._accounts.standing(person), Action.PRACTISE, Work(owner=person, section=kept.section))
        if not self._is_open(person, assignment):
            self._must_be_beginnable(kept, own, person)
        if offer is None or not self._bounds.can_be_graded(kept):
            raise ValueError(UNREADABLE)
        attempt = self._attempts.take_up(assignment, person, own.attempts, kept.version)
        return self._begun(person, kept.terms, offer, attempt.id)

    def _begun(self, person: str, terms: Terms, offer: Offered, attempt: str) -> Begun:
        """Begin what an attempt consists of, or find it; it bears the attempt's id."""
        mode, seed = Mode(terms.mode.value), terms.shared_seed
        if isinstance(offer, Drill):
            sitting = self._room.drills.begin(person, terms.content, seed=seed, given=offer, as_id=attempt)
            self._attempts.set_work(attempt, sitting.run.id)
            return sitting
        if isinstance(offer, ArcOffer):
            treatment = self._room.arcs.begin(person, terms.content, mode, seed, given=offer, as_id=attempt)
            self._attempts.set_work(attempt, treatment.run.id)
            return treatment
        place = self._room.begin(person, terms.content, mode, seed, given=offer, as_id=attempt)
        self._attempts.add_session(attempt, place.session.id)
        return place

    def remaining(self, person: str, attempt: str) -> tuple[Remaining, ...]:
        """Name what is to do before an attempt can be handed in; empty where it is."""
        found = self._attempt(person, attempt)
        if found.handed_in_at is not None:
            return ()
        kept = self._assignments.assignment(found.assignment)
        offer, states = self._bounds.offer(kept), self._work.states_of([found])
        state = state_of(found, states, length_of(offer))
        return remaining(kept.terms, state, prompts_of(offer, found, states))

    def hand_in(self, person: str, attempt: str) -> Attempt:
        """Hand an attempt in; whether it is late goes by when this is received here. The first time counts.

        Raises:
            ValueError: Something is still to do, or it has closed; nothing was changed.
        """
        now, found = self._clock(), self._attempt(person, attempt)
        if found.handed_in_at is not None:
            return found
        left = [one.value for one in self.remaining(person, attempt) if one is not Remaining.HAND_IN]
        if left:
            raise ValueError(f"First {', then '.join(left)}; then hand in.")
        own = self._terms(self._assignments.assignment(found.assignment), person)
        if own.window(now) is Window.CLOSED and own.closes is not None:
            raise ValueError(f"It closed at {own.closes.wall}. What you did is kept; your instructor can take it in.")
        return self._attempts.hand_in(attempt, late=own.is_late(now), at=now)

    def progress(self, person: str) -> tuple[CriterionPath, ...]:
        """Tell how each criterion went over the finished sessions of this person whose grades are told."""
        return paths(self._room.places(person), self._room.catalog.rubric)

    def delete_session(self, person: str, session: str) -> None:
        """Remove a session of one's own practice with everything that hangs on it, for good.

        Raises:
            ValueError: It was done for an assignment; nothing was removed.
        """
        check(self._accounts.standing(person), Action.DELETE_WORK, Work(owner=person))
        self._room.delete(person, session)

    def delete_own_practice(self, person: str) -> int:
        """Remove all practice of one's own, for good: sessions, treatments and sittings with drills.

        What was done for assignments stays. Tells how many sessions went.
        """
        check(self._accounts.standing(person), Action.DELETE_WORK, Work(owner=person))
        drills = [one for drill in self._room.catalog.drills for one in self._room.drills.sittings(person, drill)]
        for sitting in drills:
            if self._attempts.work_of(sitting.run.id) is None:
                self._room.drills.delete(person, sitting.run.id)
        own = [one for one in self._work.of_person(person) if self._attempts.work_of(one) is None]
        for treatment in self._room.arcs.runs(person):
            if self._attempts.work_of(treatment.run.id) is None:
                self._room.arcs.delete(person, treatment.run.id)
        for session in self._work.states(own):
            self._room.delete(person, session)
        return len(own)

    def export(self, person: str) -> bytes:
        """Give everything that is kept about this person as JSON in UTF-8; grades only where they are told by now."""
        check(self._accounts.standing(person), Action.READ_WORK, Work(owner=person))
        places = self._room.places(person)
        told = {place.session.id: place.bounds.released_at for place in places if place.grades_told}
        return self._export.about(person, told)

    def _mine(
        self,
        person: str,
        kept: Assignment,
        attempts: Sequence[Attempt],
        states: Mapping[str, SessionState],
        now: datetime,
        zone: str,
    ) -> MyAssignment:
        return my_assignment(
            kept,
            self._titles(kept),
            self._bounds.offer(kept),
            self._assignments.extensions(kept.id).get(person),
            [attempt for attempt in attempts if attempt.assignment == kept.id],
            states,
            now,
            zone,
        )

    def _own(self, person: str, assignment: str) -> Assignment:
        """Find an assignment that was given to a person or that they have begun."""
        begun = any(one.assignment == assignment for one in self._attempts.of_person(person))
        if not begun and not self._assignments.is_given_to(assignment, person):
            raise RecordNotFound(NOT_THERE)
        return self._assignments.assignment(assignment)

    def _attempt(self, person: str, attempt: str) -> Attempt:
        found = self._attempts.attempt(attempt)
        if found.person != person:
            raise RecordNotFound(NOT_THERE)
        section = self._assignments.assignment(found.assignment).section
        check(self._accounts.standing(person), Action.PRACTISE, Work(owner=person, section=section))
        return found

    def _terms(self, kept: Assignment, person: str) -> OwnTerms:
        return own_terms(kept.terms, self._assignments.extensions(kept.id).get(person))

    def _is_open(self, person: str, assignment: str) -> bool:
        """Tell whether an attempt is begun and not handed in."""
        own = (one for one in self._attempts.of_person(person) if one.assignment == assignment)
        return any(one.begun and one.handed_in_at is None for one in own)

    def _must_be_beginnable(self, kept: Assignment, own: OwnTerms, person: str) -> None:
        if kept.withdrawn_at is not None or not self._assignments.is_given_to(kept.id, person):
            raise ValueError("This assignment was taken back; what you did for it is kept.")
        if self._sections.section(kept.section).archived_at is not None:
            raise ValueError("The section is put away; ask your instructor.")
        window = own.window(self._clock())
        if window is Window.NOT_OPEN and own.opens is not None:
            raise ValueError(f"It opens at {own.opens.wall} ({kept.terms.zone}).")
        if window is Window.CLOSED and own.closes is not None:
            raise ValueError(f"It closed at {own.closes.wall} ({kept.terms.zone}); ask your instructor for more time.")

    def _titles(self, kept: Assignment) -> Titles:
        section = self._sections.section(kept.section)
        return Titles(course=section.course, section=section.title)
