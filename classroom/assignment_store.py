"""Keeps assignments, to whom they were given, and what is different for one person."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.assignments import Assignee, AssigneeKind, Assignment, Extension, Terms
from classroom.due import Due
from classroom.errors import NOT_THERE, ChangedMeanwhile
from classroom.given_store import Kept
from classroom.sections import Seat
from practice.errors import RecordNotFound
from records.authored import AssignmentContentRow
from records.classes import AssigneeRow, AssignmentRow, AttemptRow, ExtensionRow, GroupMemberRow, MembershipRow


class AssignmentStore:
    """The records of assignments. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(
        self,
        section: str,
        terms: Terms,
        assignees: Sequence[Assignee],
        *,
        by: str,
        digest: str,
        contents: Sequence[str] = (),
        copied_from: str | None = None,
    ) -> Assignment:
        """Keep a new assignment with those it is given to and the versions of content that it keeps."""
        now = self._clock()
        row = AssignmentRow(
            id=str(ULID.from_datetime(now)),
            section_id=section,
            content_digest=digest,
            copied_from=copied_from,
            made_by=by,
            created_at=now,
        )
        _write(row, terms)
        with Connection(self._engine) as db, db.begin():
            db.add(row)
            db.flush()
            db.add_all(_contents(row.id, contents))
            self._give(db, row.id, assignees)
            db.flush()
            return _assignment(row)

    def assignment(self, assignment: str) -> Assignment:
        """Read one assignment.

        Raises:
            RecordNotFound: There is none.
        """
        with Connection(self._engine) as db:
            return _assignment(_row(db, assignment))

    def of_section(self, section: str) -> tuple[Assignment, ...]:
        """Read the assignments of a section, oldest first."""
        return self._read(AssignmentRow.section_id == section)

    def of_trainee(self, person: str) -> tuple[Assignment, ...]:
        """Read what was given to a person in the sections where they are a trainee now, oldest first."""
        return self._read(AssignmentRow.withdrawn_at.is_(None), _given_to(person))

    def is_given_to(self, assignment: str, person: str) -> bool:
        """Tell whether an assignment was given to this person."""
        return bool(self._read(AssignmentRow.id == assignment, _given_to(person)))

    def _read(self, *where: ColumnElement[bool]) -> tuple[Assignment, ...]:
        query = select(AssignmentRow).where(*where).order_by(AssignmentRow.created_at, AssignmentRow.id)
        with Connection(self._engine) as db:
            return tuple(_assignment(row) for row in db.scalars(query))

    def assignees(self, assignment: str) -> tuple[Assignee, ...]:
        """Read to whom an assignment was given."""
        query = select(AssigneeRow).where(AssigneeRow.assignment_id == assignment).order_by(AssigneeRow.id)
        with Connection(self._engine) as db:
            return tuple(_assignee(row) for row in db.scalars(query))

    def change(
        self,
        assignment: str,
        version: int,
        terms: Terms,
        assignees: Sequence[Assignee],
        given: Kept | None = None,
    ) -> Assignment:
        """Change an assignment that nobody else has changed since `version`.

        `given` is what it is given with from now on, if that changes.

        Raises:
            ChangedMeanwhile: Somebody did; nothing was kept.
            ValueError: Somebody has begun, and the conditions of their session would change; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = self._current(db, assignment, version)
            if given is not None or _conditions(terms) != _conditions(_assignment(row).terms):
                _nobody_has_begun(db, assignment)
            _write(row, terms)
            if given is not None:
                row.content_digest = given.digest
                db.execute(delete(AssignmentContentRow).where(AssignmentContentRow.assignment_id == assignment))
                db.add_all(_contents(assignment, given.versions))
            db.execute(delete(AssigneeRow).where(AssigneeRow.assignment_id == assignment))
            self._give(db, assignment, assignees)
            return _assignment(row)

    def set_released(self, assignment: str, version: int, *, released: bool) -> Assignment:
        """Release the feedback of an assignment as it is now, also once more, or take that back.

        Raises:
            ChangedMeanwhile: Somebody else changed the assignment; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = self._current(db, assignment, version)
            row.released_at = self._clock() if released else None
            return _assignment(row)

    def withdraw(self, assignment: str, version: int) -> Assignment:
        """Take an assignment back; what was done for it is kept.

        Raises:
            ChangedMeanwhile: Somebody else changed the assignment; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = self._current(db, assignment, version)
            row.withdrawn_at = row.withdrawn_at or self._clock()
            return _assignment(row)

    def _current(self, db: Connection, assignment: str, version: int) -> AssignmentRow:
        row = _row(db, assignment)
        if row.version != version:
            raise ChangedMeanwhile("Somebody else changed this assignment since you opened it; look at it again.")
        row.version = version + 1
        return row

    def _give(self, db: Connection, assignment: str, assignees: Sequence[Assignee]) -> None:
        for one in assignees:
            row = AssigneeRow(id=str(ULID.from_datetime(self._clock())), assignment_id=assignment, kind=one.kind.value)
            row.group_id = one.whom if one.kind is AssigneeKind.GROUP else None
            row.person_id = one.whom if one.kind is AssigneeKind.PERSON else None
            db.add(row)

    def extend(self, extension: Extension) -> None:
        """Keep what is different for one person; `version` is one more than the one that was seen.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
        """
        row, key = ExtensionRow, (extension.assignment, extension.person)
        newest = select(func.max(row.version)).where(row.assignment_id == key[0], row.person_id == key[1])
        with Connection(self._engine) as db, db.begin():
            if (db.scalars(newest).one() or 0) + 1 != extension.version:
                raise ChangedMeanwhile("Somebody else changed this extension since you opened it; look at it again.")
            db.add(_extension_row(extension))

    def extensions(self, assignment: str) -> dict[str, Extension]:
        """Read what is different, by person; the newest version of each."""
        query = select(ExtensionRow).where(ExtensionRow.assignment_id == assignment).order_by(ExtensionRow.version)
        with Connection(self._engine) as db:
            return {row.person_id: _extension(row) for row in db.scalars(query)}


def _conditions(terms: Terms) -> tuple[object, ...]:
    """Give what is the same for everybody who has begun."""
    return (terms.kind, terms.content, terms.rubric, terms.mode, terms.turn_limit, terms.shared_seed)


def _nobody_has_begun(db: Connection, assignment: str) -> None:
    if db.scalars(select(AttemptRow.id).where(AttemptRow.assignment_id == assignment).limit(1)).first() is not None:
        raise ValueError("Somebody has begun: content, rubric, mode, turn limit and seed stay. Copy it to change them.")


def _contents(assignment: str, versions: Sequence[str]) -> list[AssignmentContentRow]:
    return [AssignmentContentRow(assignment_id=assignment, content_version_id=one) for one in versions]


def _given_to(person: str) -> ColumnElement[bool]:
    """Select the assignments of a trainee: through their section, a group of it, or their name."""
    one = AssigneeRow
    in_group = exists().where(GroupMemberRow.group_id == one.group_id, GroupMemberRow.person_id == person)
    named = or_(one.kind == AssigneeKind.SECTION.value, one.person_id == person, in_group)
    member = exists().where(
        MembershipRow.section_id == AssignmentRow.section_id,
        MembershipRow.person_id == person,
        MembershipRow.role == Seat.TRAINEE.value,
        MembershipRow.left_at.is_(None),
    )
    return and_(member, exists().where(one.assignment_id == AssignmentRow.id, named))


def _row(db: Connection, assignment: str) -> AssignmentRow:
    row = db.get(AssignmentRow, assignment)
    if row is None:
        raise RecordNotFound(NOT_THERE)
    return row


def _write(row: AssignmentRow, terms: Terms) -> None:
    plain = terms.model_dump(mode="python", exclude={"content", "rubric", "criteria", "opens", "due", "closes"})
    for name, value in plain.items():
        setattr(row, name, getattr(value, "value", value))
    row.content_id, row.rubric_id, row.criteria = terms.content, terms.rubric, json.dumps(terms.criteria)
    for name, due in (("opens", terms.opens), ("due", terms.due), ("closes", terms.closes)):
        setattr(row, f"{name}_wall", due.wall if due else None)
        setattr(row, f"{name}_at", due.at if due else None)


def _due(wall: str | None, at: datetime | None) -> Due | None:
    return Due(wall=wall, at=at) if wall is not None and at is not None else None


def _assignment(row: AssignmentRow) -> Assignment:
    given = {name: getattr(row, name) for name in Terms.model_fields if hasattr(row, name)}
    dates = {
        name: _due(getattr(row, f"{name}_wall"), getattr(row, f"{name}_at")) for name in ("opens", "due", "closes")
    }
    named = {"content": row.content_id, "rubric": row.rubric_id}
    return Assignment(
        id=row.id,
        section=row.section_id,
        terms=Terms(**{**given, **dates, **named, "criteria": tuple(json.loads(row.criteria))}),
        content_digest=row.content_digest,
        released_at=row.released_at,
        withdrawn_at=row.withdrawn_at,
        copied_from=row.copied_from,
        made_by=row.made_by,
        created_at=row.created_at,
        version=row.version,
    )


def _assignee(row: AssigneeRow) -> Assignee:
    return Assignee(kind=AssigneeKind(row.kind), whom=row.group_id or row.person_id or "")


def _extension_row(one: Extension) -> ExtensionRow:
    return ExtensionRow(
        assignment_id=one.assignment,
        person_id=one.person,
        version=one.version,
        due_wall=one.due.wall if one.due else None,
        due_at=one.due.at if one.due else None,
        closes_wall=one.closes.wall if one.closes else None,
        closes_at=one.closes.at if one.closes else None,
        more_attempts=one.more_attempts,
        excused=one.excused,
        reason=one.reason,
        made_by=one.made_by,
        created_at=one.created_at,
    )


def _extension(row: ExtensionRow) -> Extension:
    return Extension(
        assignment=row.assignment_id,
        person=row.person_id,
        due=_due(row.due_wall, row.due_at),
        closes=_due(row.closes_wall, row.closes_at),
        more_attempts=row.more_attempts,
        excused=row.excused,
        reason=row.reason,
        made_by=row.made_by,
        created_at=row.created_at,
        version=row.version,
    )
