"""Puts together what there is for learning platforms: on the same database as the classroom, around its work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.account_store import AccountStore
from classroom.assigning import Assigning
from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from classroom.lti_checked import LaunchCheck
from classroom.lti_choose import Choosing
from classroom.lti_course_store import LtiCourseStore
from classroom.lti_grades import Grades
from classroom.lti_http import KeySets, PlatformHttp
from classroom.lti_launch import Launching
from classroom.lti_names import Names
from classroom.lti_outbox_store import LtiOutboxStore
from classroom.lti_platforms import Platforms
from classroom.lti_store import LtiStore
from classroom.lti_tickets import Tickets
from classroom.lti_worker import ScoreWorker
from classroom.practised_store import PractisedStore
from classroom.review_store import ReviewStore
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.section_work import SectionReader
from classroom.sign_in import SignIn
from practice.catalog import Catalog


@dataclass(frozen=True)
class LearningPlatforms:
    """The verbs about learning platforms; pages hold this and no store."""

    platforms: Platforms
    launching: Launching
    choosing: Choosing
    names: Names
    grades: Grades
    worker: ScoreWorker
    """Not started yet."""


def open_lti(
    engine: Engine,
    clock: Callable[[], datetime],
    sign_in: SignIn,
    assigning: Assigning,
    catalog: Catalog,
    http: PlatformHttp | None = None,
) -> LearningPlatforms:
    """Open the verbs about learning platforms; nothing is asked of anybody yet.

    Args:
        engine: Of the records, brought to the newest schema.
        clock: The present moment in UTC.
        sign_in: Of the same classroom.
        assigning: Of the same classroom.
        catalog: The content that can be assigned; its rubric is the one that grades.
        http: Asks platforms.
    """
    http = http or PlatformHttp()
    accounts, sections = AccountStore(engine, clock), SectionStore(engine, clock)
    store, courses, outbox = LtiStore(engine, clock), LtiCourseStore(engine, clock), LtiOutboxStore(engine, clock)
    assignments, attempts = AssignmentStore(engine, clock), AttemptStore(engine, clock)
    practised = PractisedStore(engine, ReviewStore(engine, clock), RubricStore(engine), catalog.rubric)
    reader = SectionReader(sections, assignments, attempts, practised)
    tickets, platforms = Tickets(store, clock), Platforms(accounts, store)
    choosing = Choosing(store, courses, accounts, sections, assigning, catalog, tickets)
    check = LaunchCheck(store, KeySets(http))
    grades = Grades(accounts, store, courses, outbox, reader, catalog.rubric, http, clock)
    return LearningPlatforms(
        platforms=platforms,
        launching=Launching(check, accounts, courses, sections, choosing, tickets, sign_in),
        choosing=choosing,
        names=Names(accounts, store, courses, sections, outbox, http),
        grades=grades,
        worker=ScoreWorker(grades, platforms.are_on),
    )
