"""Puts the classroom together: its stores on one database, and its verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.access_store import AccessStore
from classroom.account_store import AccountStore
from classroom.assigned_bounds import AssignedBounds
from classroom.assignment_store import AssignmentStore
from classroom.attempt_store import AttemptStore
from classroom.erase_store import EraseStore
from classroom.given_store import GivenStore
from classroom.link_store import LinkStore
from classroom.people import Operator, People
from classroom.roster_store import RosterStore
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.sign_in import SignIn
from classroom.sign_in_store import SignInStore
from classroom.teaching import Teaching
from practice.bounds import BoundsOf, RubricNamed


@dataclass(frozen=True)
class Classroom:
    """Every group of verbs; pages hold this and no store."""

    people: People
    sign_in: SignIn
    teaching: Teaching
    bounds: BoundsOf
    """What assignments set for sessions; the practice room asks it each time it reads one."""
    written_rubric: RubricNamed
    """Gives a rubric that was written here, by what a grade's stamp says; a judge goes by it too."""
    operator: Operator
    """For the command line only; no page may call it."""


def open_class(engine: Engine, clock: Callable[[], datetime]) -> Classroom:
    """Open the classroom on a database that was brought to the newest schema."""
    accounts, links = AccountStore(engine, clock), LinkStore(engine, clock)
    rubrics = RubricStore(engine)
    return Classroom(
        people=People(accounts, links, EraseStore(engine, clock), AccessStore(engine)),
        sign_in=SignIn(accounts, SignInStore(engine, clock)),
        teaching=Teaching(accounts, SectionStore(engine, clock), RosterStore(engine, clock), links),
        bounds=AssignedBounds(
            AttemptStore(engine, clock),
            AssignmentStore(engine, clock),
            GivenStore(engine, clock),
            rubrics,
            clock,
        ).of,
        written_rubric=rubrics.named,
        operator=Operator(accounts, links),
    )
