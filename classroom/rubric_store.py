"""Reads the rubrics that were written here and by which sessions are, or were, graded."""

import logging

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session as Connection

from classroom.content_kinds import is_written_here
from dialogue.content import ContentError, read_content
from dialogue.record import Record
from evaluator.rubric import Rubric
from records.authored import AssignmentContentRow, ContentVersionRow
from records.tables import ExchangeRow, GradeRow

logger = logging.getLogger(__name__)
MOST_READ = 60
"""Versions that are held read at most; ours."""
KIND = "rubric"


class WrittenRubric(Record):
    """A version of a rubric that was written here."""

    version: str
    """Id of the version."""
    rubric: Rubric
    """Its own version is the number of this one, so that a grade's stamp names exactly what graded."""


def numbered(rubric: Rubric, number: int) -> Rubric:
    """Give a rubric whose version is the number under which it was kept."""
    return rubric.model_copy(update={"version": number})


class RubricStore:
    """The records of rubrics that were written here. It asks nobody's rights, and changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._read: dict[str, WrittenRubric] = {}

    def named(self, rubric: str, number: int) -> Rubric | None:
        """Give a rubric by what the stamp of a grade says; None where it ships, or cannot be read."""
        row = ContentVersionRow
        if not is_written_here(rubric):
            return None
        found = self._first(row.content_id == rubric, row.number == number)
        return found.rubric if found else None

    def of_assignment(self, assignment: str) -> WrittenRubric | None:
        """Give the rubric that an assignment was given with; None where it is what ships, or cannot be read."""
        link = AssignmentContentRow
        versions = select(link.content_version_id).where(link.assignment_id == assignment)
        return self._first(ContentVersionRow.id.in_(versions))

    def of_session(self, session: str) -> tuple[Rubric, ...]:
        """Give the rubrics written here by which turns of a session were graded, at any time."""
        stamp = (GradeRow.rubric, GradeRow.rubric_version)
        query = select(*stamp).join(ExchangeRow).where(ExchangeRow.session_id == session).distinct()
        with Connection(self._engine) as db:
            stamps = db.execute(query).all()
        found = (self.named(rubric, number) for rubric, number in stamps)
        return tuple(one for one in found if one is not None)

    def _first(self, *where: ColumnElement[bool]) -> WrittenRubric | None:
        row = ContentVersionRow
        query = select(row.id).where(row.kind == KIND, row.pack_id.is_not(None), *where)
        with Connection(self._engine) as db:
            version = db.scalars(query).first()
            if version is None:
                return None
            if version not in self._read:
                kept = _parsed(db.get_one(row, version))
                if kept is None:
                    return None
                if len(self._read) >= MOST_READ:
                    self._read = {}
                self._read[version] = kept
            return self._read[version]


def _parsed(row: ContentVersionRow) -> WrittenRubric | None:
    try:
        rubric = read_content(row.body, row.content_id, Rubric)
    except (ContentError, ValidationError):
        logger.warning("content version %s cannot be read by this version of the program", row.id)
        return None
    return WrittenRubric(version=row.id, rubric=numbered(rubric, row.number))
