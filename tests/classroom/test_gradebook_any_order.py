"""Whatever the order, the gradebook agrees with a plain model; and a gradebook with a known bug does not."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from classroom.assignment_store import AssignmentStore
from classroom.counting import Came
from classroom.gradebook import Gradebooks
from classroom.overriding import Overriding
from classroom.practised import PractisedSession
from classroom.practised_store import PractisedStore
from classroom.review_records import SeenLevel
from classroom.review_store import ReviewStore
from tests.classroom.gradebook_machine import GradebookMachine, Parts

pytestmark = pytest.mark.slow
COMMON = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
THOROUGH = settings(max_examples=30, stateful_step_count=25, **COMMON)
HUNT = settings(max_examples=50, stateful_step_count=20, phases=[Phase.generate], derandomize=True, **COMMON)


class NoVersionCheck(Overriding):
    """Keeps what a stale form says."""

    def _now(self, person, session, turn, criterion):
        return SeenLevel.of(self._levels(person, session).of(turn, criterion))

    def change_level(self, person, session, turn, criterion, level, reason, seen):
        now = self._now(person, session, turn, criterion)
        return super().change_level(person, session, turn, criterion, level, reason, now)


class GradingWipesOverrides(PractisedStore):
    """Forgets an instructor's level once the turn was graded again."""

    def sessions(self, ids):
        found = super().sessions(ids)
        newest = {turn.newest.id for one in found.values() for turn in one.turns if turn.newest}
        return {
            key: one.model_copy(
                update={"events": tuple(e for e in one.events if e.based_on is None or e.based_on in newest)}
            )
            for key, one in found.items()
        }


class NoAudit(ReviewStore):
    """Does not note that a level was changed."""

    def add_event(self, event, trainee=None):
        super().add_event(event, trainee)
        with self._engine.begin() as db:
            db.execute(text("delete from access_log"))


class MissingIsZero(Gradebooks):
    """Counts a criterion without a level as 0."""

    def gradebook(self, person, section):
        book = super().gradebook(person, section)
        return book.model_copy(update={"rows": tuple(self._zeros(row) for row in book.rows)})

    def _zeros(self, row):
        return row.model_copy(update={"cells": tuple(map(self._zero, row.cells))})

    def _zero(self, cell):
        if cell.counted is None:
            return cell
        figures = tuple(one.model_copy(update={"mean": one.mean or 0.0}) for one in cell.counted.figures)
        return cell.model_copy(update={"counted": cell.counted.model_copy(update={"figures": figures})})


class ExcusedIsMissing(Gradebooks):
    """Shows somebody who is excused as somebody who did nothing."""

    def gradebook(self, person, section):
        book = super().gradebook(person, section)
        rows = tuple(
            row.model_copy(
                update={
                    "cells": tuple(
                        one.model_copy(update={"came": Came.MISSING}) if one.came is Came.EXCUSED else one
                        for one in row.cells
                    )
                }
            )
            for row in book.rows
        )
        return book.model_copy(update={"rows": rows})


class OnlyTheLastWord(ReviewStore):
    """Keeps the last word on a level and loses those before."""

    def events(self, sessions):
        found = super().events(sessions)
        return {key: tuple({(e.turn, e.criterion): e for e in events}.values()) for key, events in found.items()}


class OverrideIsTheGrade(PractisedStore):
    """Overwrites the automatic level with the instructor's."""

    def sessions(self, ids):
        found = super().sessions(ids)
        return {
            key: one.model_copy(update={"turns": tuple(map(self._over(one), one.turns))}) for key, one in found.items()
        }

    def _over(self, session):
        said = {(e.turn, e.criterion): e.level for e in session.events if e.level is not None}

        def over(turn):
            if turn.newest is None:
                return turn
            criteria = tuple(
                one.model_copy(update={"level": said.get((turn.number, one.criterion), one.level)})
                for one in turn.newest.grades.criteria
            )
            grades = turn.newest.grades.model_copy(update={"criteria": criteria})
            newest = turn.newest.model_copy(update={"grades": grades})
            return turn.model_copy(update={"gradings": (*turn.gradings[:-1], newest)})

        return over


class NoExtensions(AssignmentStore):
    """Forgets what is different for one person."""

    def extensions(self, assignment):
        return {}


class Unwithheld(PractisedSession):
    """Tells the trainee what was graded again at once."""

    def as_told(self, released_at):
        return self


class ToldAtOnce(PractisedStore):
    """Lets nothing wait for the next release."""

    def sessions(self, ids):
        return {key: Unwithheld.model_construct(**dict(one)) for key, one in super().sessions(ids).items()}


BUGS = {
    "no version check": Parts(overriding=NoVersionCheck),
    "grading again wipes what an instructor said": Parts(practised=GradingWipesOverrides),
    "no audit": Parts(reviews=NoAudit),
    "missing counts as zero": Parts(gradebooks=MissingIsZero),
    "the excused are missing": Parts(gradebooks=ExcusedIsMissing),
    "earlier words are lost": Parts(reviews=OnlyTheLastWord),
    "the automatic level is overwritten": Parts(practised=OverrideIsTheGrade),
    "what was graded again is told at once": Parts(practised=ToldAtOnce),
    "extensions are forgotten": Parts(assignments=NoExtensions),
}


def machine_with(parts):
    return type("Machine", (GradebookMachine,), {"parts": parts})


def test_whatever_the_order_the_gradebook_agrees_with_a_plain_model():
    run_state_machine_as_test(machine_with(Parts()), settings=THOROUGH)


@pytest.mark.parametrize("bug", BUGS)
def test_a_seeded_bug_is_caught(bug):
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(machine_with(BUGS[bug]), settings=HUNT)
