"""What an assignment sets for the sessions, sittings and treatments that were done for it."""

from collections.abc import Callable
from datetime import datetime

from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignment
from classroom.attempt_store import AttemptStore
from classroom.given_store import GivenStore
from classroom.own_terms import Window, own_terms
from classroom.rubric_store import RubricStore
from practice.bounds import FREE, Bounds
from practice.catalog import Offer, Offered


class AssignedBounds:
    """Finds the assignment behind a session, a sitting or a treatment, as it is at this moment."""

    def __init__(
        self,
        attempts: AttemptStore,
        assignments: AssignmentStore,
        given: GivenStore,
        rubrics: RubricStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._attempts = attempts
        self._assignments = assignments
        self._given = given
        self._rubrics = rubrics
        self._clock = clock

    def of(self, done: str) -> Bounds:
        """Give the bounds of a session, a sitting or a treatment; none for practice of one's own."""
        work = self._attempts.work_of(done)
        if work is None:
            return FREE
        assignment = self._assignments.assignment(work.assignment)
        terms, graded_by = assignment.terms, self._rubrics.of_assignment(assignment.id)
        return Bounds(
            assigned=True,
            withheld=assignment.withholds,
            closed=work.handed_in or self._has_closed(assignment, work.person),
            guess_required=terms.prediction_required,
            criteria=terms.criteria,
            contract_card=terms.contract_card,
            given=self.offer(assignment),
            rubric=graded_by.rubric if graded_by else None,
            rubrics=self._rubrics.of_session(done),
            released_at=assignment.released_at,
        )

    def _has_closed(self, assignment: Assignment, person: str) -> bool:
        if assignment.terms.closes is None:
            return False
        extension = self._assignments.extensions(assignment.id).get(person)
        return own_terms(assignment.terms, extension).window(self._clock()) is Window.CLOSED

    def can_be_graded(self, assignment: Assignment) -> bool:
        """Tell whether this program can read the rubric that an assignment was given with."""
        return assignment.terms.rubric is None or self._rubrics.of_assignment(assignment.id) is not None

    def offer(self, assignment: Assignment) -> Offered | None:
        """Give what an assignment is practised on, with its own turn limit; None where nothing readable is kept."""
        given, limit = self._given.offer(assignment.id), assignment.terms.turn_limit
        if limit is None or not isinstance(given, Offer):
            return given
        return given.model_copy(update={"scenario": given.scenario.model_copy(update={"turn_limit": limit})})
