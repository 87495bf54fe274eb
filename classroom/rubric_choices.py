"""By which rubric an assignment can be graded again: the one it was given with, the one that ships, or another."""

from typing import NamedTuple

from classroom.assignments import Assignment
from classroom.authored_shelf import AuthoredShelf
from classroom.errors import FieldFault
from classroom.regrading_records import KEPT, SHIPPED, RubricChoice
from classroom.rubric_store import RubricStore
from evaluator.rubric import Rubric
from practice.errors import RecordNotFound

UNREADABLE = "It was given with a rubric that this version of Attune cannot read; choose another one."


class Chosen(NamedTuple):
    """A rubric that was chosen."""

    key: str
    rubric: Rubric
    version: str | None
    """Of what was written here; None is what ships."""
    moves: bool
    """Whether the assignment was given with another."""

    @property
    def content(self) -> str | None:
        """Id of what was written here; None is what ships."""
        return self.rubric.id if self.version else None


class RubricChoices:
    """Finds the rubrics that somebody can choose. It asks the right to use them, and no other."""

    def __init__(self, rubrics: RubricStore, shelf: AuthoredShelf) -> None:
        self._rubrics = rubrics
        self._shelf = shelf

    def of(self, person: str, kept: Assignment, key: str) -> Chosen:
        """Give the rubric that a key names; what was written here in its newest version.

        Raises:
            FieldFault: It is not there for this person, cannot be read, or does not fit.
        """
        given = self._rubrics.of_assignment(kept.id)
        if key == KEPT:
            if kept.terms.rubric is not None and given is None:
                raise FieldFault("rubric", UNREADABLE)
            return Chosen(
                KEPT, given.rubric if given else self._shelf.rubric, given.version if given else None, moves=False
            )
        if key == SHIPPED:
            return Chosen(key, self._shelf.rubric, None, moves=kept.terms.rubric is not None)
        try:
            found = self._shelf.rubric_to_give(person, key)
        except (RecordNotFound, PermissionError, ValueError) as error:
            raise FieldFault("rubric", str(error)) from error
        return Chosen(key, found.rubric, found.version, moves=given is None or given.version != found.version)

    def every(self, person: str, kept: Assignment) -> tuple[RubricChoice, ...]:
        """Give all that this person can choose, the one it was given with first."""
        given, shipped = self._rubrics.of_assignment(kept.id), self._shelf.rubric
        now = given.rubric if given else shipped
        found = [RubricChoice(key=KEPT, name=now.name, number=now.version)]
        if given is not None:
            found.append(RubricChoice(key=SHIPPED, name=shipped.name, number=shipped.version))
        written = self._shelf.rubrics(person)
        known = (now.id, now.version)
        found += [
            RubricChoice(key=one.content, name=one.name, number=one.number)
            for one in written
            if (one.content, one.number) != known
        ]
        return tuple(found)
