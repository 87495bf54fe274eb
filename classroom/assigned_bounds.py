"""What an assignment sets for the sessions that were done for it."""

from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from practice.bounds import FREE, Bounds


class AssignedBounds:
    """Finds the assignment behind a session, as it is at this moment."""

    def __init__(self, attempts: AttemptStore, assignments: AssignmentStore) -> None:
        self._attempts = attempts
        self._assignments = assignments

    def of(self, session: str) -> Bounds:
        """Give the bounds of a session; none for practice of one's own."""
        work = self._attempts.work_of(session)
        if work is None:
            return FREE
        return Bounds(assigned=True, withheld=self._assignments.assignment(work.assignment).withholds)
