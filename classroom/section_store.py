"""Keeps sections, who is in them, and groups."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Engine, delete, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import account_of
from classroom.accounts import name_order
from classroom.errors import NOT_THERE, ChangedMeanwhile
from classroom.sections import Group, Member, Seat, Section
from practice.errors import RecordNotFound
from records.classes import GroupMemberRow, GroupRow, MembershipRow, SectionRow
from records.people import AccountRow, OutsideIdentityRow


class SectionStore:
    """The records of sections. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, title: str, zone: str, course: str, by: str) -> Section:
        """Keep a new section that `by` teaches."""
        now = self._clock()
        row = SectionRow(id=str(ULID.from_datetime(now)), course=course, title=title, zone=zone, created_at=now)
        with Connection(self._engine) as db, db.begin():
            db.add(row)
            db.flush()
            join(db, row.id, by, Seat.INSTRUCTOR, now)
            return _section(row)

    def section(self, section: str) -> Section:
        """Read one section.

        Raises:
            RecordNotFound: There is none.
        """
        with Connection(self._engine) as db:
            return _section(_row(db, section))

    def sections(self, person: str | None = None, seat: Seat | None = None) -> tuple[Section, ...]:
        """Read the sections that a person is in now, or all, by course and title; archived ones last."""
        query = select(SectionRow)
        if person is not None:
            query = query.join(MembershipRow).where(MembershipRow.person_id == person, MembershipRow.left_at.is_(None))
            if seat is not None:
                query = query.where(MembershipRow.role == seat.value)
        order = (SectionRow.archived_at.is_not(None), SectionRow.course, SectionRow.title, SectionRow.id)
        with Connection(self._engine) as db:
            return tuple(_section(row) for row in db.scalars(query.order_by(*order)))

    def sizes(self) -> dict[str, int]:
        """Count the trainees of each section; one that has none is left out."""
        row = MembershipRow
        now = (row.role == Seat.TRAINEE.value, row.left_at.is_(None))
        query = select(row.section_id, func.count()).where(*now).group_by(row.section_id)
        with Connection(self._engine) as db:
            return {section: count for section, count in db.execute(query)}

    def change(self, section: str, version: int, *, title: str, course: str, zone: str, archived: bool) -> Section:
        """Change a section that nobody else has changed since `version`.

        Raises:
            ChangedMeanwhile: Somebody did; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = _row(db, section)
            if row.version != version:
                raise ChangedMeanwhile(f"Somebody else changed this section; it is called {row.title!r} now.")
            row.title, row.course, row.zone, row.version = title, course, zone, version + 1
            row.archived_at = (row.archived_at or self._clock()) if archived else None
            return _section(row)

    def members(self, section: str, *, gone: bool = False) -> tuple[Member, ...]:
        """Read who is in a section, by name; with `gone`, also who left."""
        known = exists().where(OutsideIdentityRow.person_id == MembershipRow.person_id)
        query = (
            select(MembershipRow, AccountRow, known)
            .join(AccountRow, AccountRow.person_id == MembershipRow.person_id)
            .where(MembershipRow.section_id == section)
            .order_by(AccountRow.person_id)
        )
        with Connection(self._engine) as db:
            rows = db.execute(query if gone else query.where(MembershipRow.left_at.is_(None)))
            return tuple(sorted((_member(*row) for row in rows), key=lambda one: name_order(one.account.name)))

    def put(self, section: str, person: str, seat: Seat) -> None:
        """Let a person into a section, or back in, in this seat."""
        with Connection(self._engine) as db, db.begin():
            join(db, section, person, seat, self._clock())

    def leave(self, section: str, person: str) -> None:
        """Keep that a person left; their work stays.

        Raises:
            RecordNotFound: They are not in it.
            ValueError: They are its last instructor; nothing was changed.
        """
        with Connection(self._engine) as db, db.begin():
            row = db.get(MembershipRow, (section, person))
            if row is None or row.left_at is not None:
                raise RecordNotFound("This person is not in the section; look at its list of people.")
            if row.role == Seat.INSTRUCTOR.value and len(_instructors(db, section)) == 1:
                raise ValueError("This is the section's last instructor; add another one first.")
            row.left_at = self._clock()

    def groups(self, section: str) -> tuple[Group, ...]:
        """Read the groups of a section, by title."""
        with Connection(self._engine) as db:
            rows = db.scalars(select(GroupRow).where(GroupRow.section_id == section).order_by(GroupRow.title)).all()
            return tuple(_group(db, row) for row in rows)

    def keep_group(
        self, section: str, title: str, people: Iterable[str], group: str | None = None, version: str | None = None
    ) -> Group:
        """Make a group, or give one another title and other people, where it still is as it was in this version.

        Raises:
            ChangedMeanwhile: Somebody else changed the group; nothing was kept.
            RecordNotFound: There is no such group, or somebody is no trainee of the section; nothing was changed.
            ValueError: The section has a group of this title; nothing was changed.
        """
        wanted = set(people)
        try:
            with Connection(self._engine) as db, db.begin():
                if not wanted <= _trainees(db, section):
                    raise RecordNotFound("Somebody in this group is no trainee of the section; look at its people.")
                row = _group_row(db, section, group) if group else self._new_group(db, section, title)
                stands = _group(db, row)
                if group and version not in (None, stands.version):
                    who = f"it is called {stands.title!r} and has {len(stands.people)} people now"
                    raise ChangedMeanwhile(f"Somebody else changed this group; {who}.")
                row.title = title
                db.execute(delete(GroupMemberRow).where(GroupMemberRow.group_id == row.id))
                db.add_all(GroupMemberRow(group_id=row.id, person_id=person) for person in sorted(wanted))
                db.flush()
                return _group(db, row)
        except IntegrityError as error:
            raise ValueError("The section has a group of this title already; choose another.") from error

    def _new_group(self, db: Connection, section: str, title: str) -> GroupRow:
        row = GroupRow(id=str(ULID.from_datetime(self._clock())), section_id=section, title=title)
        db.add(row)
        db.flush()
        return row

    def drop_group(self, section: str, group: str) -> None:
        """Remove a group; the people stay in the section.

        Raises:
            RecordNotFound: There is no such group.
        """
        with Connection(self._engine) as db, db.begin():
            db.delete(_group_row(db, section, group))


def join(db: Connection, section: str, person: str, seat: Seat, now: datetime) -> bool:
    """Let a person into a section inside a transaction of the caller's; tells whether that changed anything."""
    row = db.get(MembershipRow, (section, person))
    if row is None:
        db.add(MembershipRow(section_id=section, person_id=person, role=seat.value, joined_at=now))
        db.flush()
        return True
    changed = row.role != seat.value or row.left_at is not None
    row.role, row.left_at = seat.value, None
    return changed


def _instructors(db: Connection, section: str) -> set[str]:
    return _people(db, section, Seat.INSTRUCTOR)


def _trainees(db: Connection, section: str) -> set[str]:
    return _people(db, section, Seat.TRAINEE)


def _people(db: Connection, section: str, seat: Seat) -> set[str]:
    query = select(MembershipRow.person_id).where(
        MembershipRow.section_id == section, MembershipRow.role == seat.value, MembershipRow.left_at.is_(None)
    )
    return set(db.scalars(query))


def _row(db: Connection, section: str) -> SectionRow:
    row = db.get(SectionRow, section)
    if row is None:
        raise RecordNotFound(NOT_THERE)
    return row


def _group_row(db: Connection, section: str, group: str) -> GroupRow:
    row = db.get(GroupRow, group)
    if row is None or row.section_id != section:
        raise RecordNotFound("There is no such group in this section.")
    return row


def _section(row: SectionRow) -> Section:
    return Section(
        id=row.id,
        course=row.course,
        title=row.title,
        zone=row.zone,
        created_at=row.created_at,
        archived_at=row.archived_at,
        version=row.version,
    )


def _member(row: MembershipRow, account: AccountRow, known: bool) -> Member:
    return Member(
        account=account_of(account),
        seat=Seat(row.role),
        joined_at=row.joined_at,
        left_at=row.left_at,
        signs_in=known or account.password is not None,
    )


def _group(db: Connection, row: GroupRow) -> Group:
    people = db.scalars(select(GroupMemberRow.person_id).where(GroupMemberRow.group_id == row.id).order_by("person_id"))
    return Group(id=row.id, section=row.section_id, title=row.title, people=tuple(people))
