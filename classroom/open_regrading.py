"""Puts grading again together: on the classroom's database, with whoever grades in the practice room."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from classroom.authored_shelf import AuthoredShelf
from classroom.given_store import GivenStore
from classroom.practised_store import PractisedStore
from classroom.regrade_store import RegradeStore
from classroom.regrading import Regrading
from classroom.review_store import ReviewStore
from classroom.reviewable import Reviewables
from classroom.rubric_choices import RubricChoices
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.section_work import SectionReader
from classroom.transcripts import Transcripts
from practice.bounds import BoundsOf
from practice.opinion_store import OpinionStore
from practice.regrading import GradingAgain
from practice.room import PracticeRoom
from practice.store import Store


def open_regrading(
    engine: Engine, clock: Callable[[], datetime], room: PracticeRoom, bounds: BoundsOf, shelf: AuthoredShelf
) -> Regrading:
    """Open the verbs of grading again.

    Args:
        engine: Of the records, brought to the newest schema.
        clock: The present moment in UTC.
        room: Where it was practised.
        bounds: What assignments set for sessions.
        shelf: What was written here.
    """
    accounts, rubrics = AccountStore(engine, clock), RubricStore(engine)
    assignments, attempts = AssignmentStore(engine, clock), AttemptStore(engine, clock)
    practised = PractisedStore(engine, ReviewStore(engine, clock), rubrics, room.catalog.rubric)
    reader = SectionReader(SectionStore(engine, clock), assignments, attempts, practised)
    return Regrading(
        accounts,
        assignments,
        reader,
        Transcripts(room.catalog, Store(engine, clock), OpinionStore(engine, clock), bounds),
        Reviewables(accounts, assignments, attempts, practised, reader),
        GivenStore(engine, clock),
        RubricChoices(rubrics, shelf),
        RegradeStore(engine, clock),
        GradingAgain(room.company),
    )
