"""Puts together what is done with assignments: the instructor's verbs and the trainee's, around one practice room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.account_store import AccountStore
from classroom.assigned_bounds import AssignedBounds
from classroom.assigning import Assigning
from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from classroom.authored_shelf import AuthoredShelf
from classroom.content_store import ContentStore
from classroom.doing import Doing
from classroom.export_store import ExportStore
from classroom.following import Following
from classroom.given_store import GivenStore
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.work_store import WorkStore
from practice.room import PracticeRoom


@dataclass(frozen=True)
class CourseWork:
    """The verbs about assignments; pages hold this and no store."""

    assigning: Assigning
    following: Following
    doing: Doing


def open_work(
    engine: Engine, room: PracticeRoom, clock: Callable[[], datetime], shelf: AuthoredShelf | None = None
) -> CourseWork:
    """Open the work of a class on its database and the room in which it is practised.

    The room must have been given the `bounds` of the classroom on the same database. `shelf` is what was written
    here, where it is open already.
    """
    accounts, sections = AccountStore(engine, clock), SectionStore(engine, clock)
    assignments, attempts = AssignmentStore(engine, clock), AttemptStore(engine, clock)
    given, work = GivenStore(engine, clock), WorkStore(engine)
    rubrics, export = RubricStore(engine), ExportStore(engine, clock)
    bounds = AssignedBounds(attempts, assignments, given, rubrics, clock)
    shelf = shelf or AuthoredShelf(accounts, ContentStore(engine, clock), room.catalog)
    return CourseWork(
        assigning=Assigning(accounts, sections, assignments, given, rubrics, room.catalog, shelf),
        following=Following(accounts, sections, assignments, attempts, work, given, clock),
        doing=Doing(accounts, sections, assignments, attempts, work, bounds, export, room, clock),
    )
