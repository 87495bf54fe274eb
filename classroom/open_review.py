"""Puts the verbs of review together: on the same database as the classroom, with the content that grades."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.account_store import AccountStore
from classroom.agreement import Agreements
from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from classroom.cohort import Cohorts
from classroom.gradebook import Gradebooks
from classroom.overriding import Overriding
from classroom.practised_store import PractisedStore
from classroom.research import Research
from classroom.review import Reviewing
from classroom.review_store import ReviewStore
from classroom.reviewable import Reviewables
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.section_work import SectionReader
from classroom.transcripts import Transcripts
from practice.bounds import BoundsOf
from practice.catalog import Catalog
from practice.opinion_store import OpinionStore
from practice.store import Store


@dataclass(frozen=True)
class ReviewRooms:
    """The verbs of those who review a class; pages hold this and no store."""

    reviewing: Reviewing
    overriding: Overriding
    agreements: Agreements
    gradebooks: Gradebooks
    cohorts: Cohorts
    research: Research


def open_review(engine: Engine, clock: Callable[[], datetime], catalog: Catalog, bounds: BoundsOf) -> ReviewRooms:
    """Open the verbs of review.

    Args:
        engine: Of the records, brought to the newest schema.
        clock: The present moment in UTC.
        catalog: The content; its rubric grades where no other was written here.
        bounds: What assignments set for sessions.
    """
    accounts, reviews = AccountStore(engine, clock), ReviewStore(engine, clock)
    assignments, attempts = AssignmentStore(engine, clock), AttemptStore(engine, clock)
    practised = PractisedStore(engine, reviews, RubricStore(engine), catalog.rubric)
    reader = SectionReader(SectionStore(engine, clock), assignments, attempts, practised)
    found = Reviewables(accounts, assignments, attempts, practised, reader)
    transcripts = Transcripts(catalog, Store(engine, clock), OpinionStore(engine, clock), bounds)
    return ReviewRooms(
        reviewing=Reviewing(accounts, reader, found, reviews, transcripts),
        overriding=Overriding(found, reviews, clock),
        agreements=Agreements(accounts, reader, catalog.rubric),
        gradebooks=Gradebooks(accounts, reader, catalog.rubric, clock),
        cohorts=Cohorts(accounts, reader, catalog),
        research=Research(accounts, reader, practised, catalog.rubric),
    )
