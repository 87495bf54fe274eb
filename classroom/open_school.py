"""Puts a school together: who is there, what they do, who reviews and writes it, around one practice room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.open_authoring import Authors, open_authoring
from classroom.open_class import Classroom
from classroom.open_lti import LearningPlatforms, open_lti
from classroom.open_regrading import open_regrading
from classroom.open_review import ReviewRooms, open_review
from classroom.open_work import CourseWork, open_work
from classroom.regrading import Regrading
from practice.catalog import Catalog
from practice.room import PracticeRoom


@dataclass(frozen=True)
class School:
    """Every group of verbs of a site with accounts; pages hold this and no store."""

    classroom: Classroom
    work: CourseWork
    review: ReviewRooms
    regrading: Regrading
    catalog: Catalog
    """What there is to practise, and the rubric that grades it."""
    lti: LearningPlatforms
    authors: Authors


def open_school(engine: Engine, classroom: Classroom, room: PracticeRoom, clock: Callable[[], datetime]) -> School:
    """Open a school on its database; the room must have been given the bounds of the classroom."""
    authors = open_authoring(engine, room, clock)
    work = open_work(engine, room, clock, authors.shelf)
    return School(
        classroom=classroom,
        work=work,
        review=open_review(engine, clock, room.catalog, classroom.bounds),
        regrading=open_regrading(engine, clock, room, classroom.bounds, authors.shelf),
        catalog=room.catalog,
        lti=open_lti(engine, clock, classroom.sign_in, work.assigning, room.catalog),
        authors=authors,
    )
