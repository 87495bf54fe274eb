"""Keeps which section a platform's course is, which assignment a link opens, and who somebody of a platform is here."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import NewAccount, access_row, account_row, add_accounts
from classroom.lti_records import Course, Link
from classroom.lti_store import KIND
from classroom.section_store import join
from classroom.sections import Seat
from records.classes import AssignmentRow, MembershipRow, SectionRow
from records.lti import LtiContextRow, LtiLinkRow
from records.people import OutsideIdentityRow


class LtiCourseStore:
    """The records of courses, links and people of platforms. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def person(self, platform: str, subject: str) -> str | None:
        """Find who somebody of a platform is here."""
        with Connection(self._engine) as db:
            row = db.scalars(select(OutsideIdentityRow).where(*_known_as(platform, subject))).one_or_none()
            return row.person_id if row else None

    def subjects(self, platform: str) -> dict[str, str]:
        """Read under which name each person is known to a platform."""
        row = OutsideIdentityRow
        with Connection(self._engine) as db:
            query = select(row.person_id, row.subject).where(row.kind == KIND, row.issuer == platform)
            return {person: subject for person, subject in db.execute(query)}

    def add_person(self, platform: str, subject: str, new: NewAccount) -> str | None:
        """Make an account for somebody of a platform, in one step with who they are there.

        Gives the person, or None where somebody else has the address: nothing was kept then.
        """
        now = self._clock()
        row = account_row(new, now)
        try:
            with Connection(self._engine) as db, db.begin():
                add_accounts(db, [row])
                db.add(_identity(row.person_id, platform, subject, now))
                return row.person_id
        except IntegrityError:
            return self.person(platform, subject)

    def join_person(self, platform: str, subject: str, person: str) -> bool:
        """Keep that somebody of a platform is a person who is here already; False where they are somebody else."""
        now = self._clock()
        with Connection(self._engine) as db, db.begin():
            known = db.scalars(select(OutsideIdentityRow).where(*_known_as(platform, subject))).one_or_none()
            if known is None:
                db.add(_identity(person, platform, subject, now))
                db.add(access_row(now, person, "joined a learning platform", "platform", platform, person))
            return known is None or known.person_id == person

    def course(self, platform: str, context: str) -> Course | None:
        """Find the section that a platform's course is here."""
        row = LtiContextRow
        with Connection(self._engine) as db:
            found = db.scalars(select(row).where(row.platform_id == platform, row.context == context)).one_or_none()
            return _course(found) if found else None

    def course_by_id(self, course: str) -> Course | None:
        """Read a course by our own id."""
        with Connection(self._engine) as db:
            row = db.get(LtiContextRow, course)
            return _course(row) if row else None

    def courses_of(self, section: str | None = None) -> tuple[Course, ...]:
        """Read the courses that a section belongs to, or all."""
        row = LtiContextRow
        query = select(row).order_by(row.id)
        with Connection(self._engine) as db:
            rows = db.scalars(query.where(row.section_id == section) if section is not None else query)
            return tuple(_course(one) for one in rows)

    def open_course(self, platform: str, context: str, by: str, *, title: str, label: str, zone: str) -> Course:
        """Make the section of a course, taught by `by`; if another launch was faster, give that one."""
        now, row = self._clock(), LtiContextRow
        with Connection(self._engine) as db, db.begin():
            found = db.scalars(select(row).where(row.platform_id == platform, row.context == context)).one_or_none()
            if found is None:
                section = str(ULID.from_datetime(now))
                db.add(SectionRow(id=section, course=label, title=title, zone=zone, created_at=now))
                db.flush()
                join(db, section, by, Seat.INSTRUCTOR, now)
                made = str(ULID.from_datetime(now))
                found = row(id=made, platform_id=platform, context=context, section_id=section, names_url="")
                db.add(found)
                db.add(access_row(now, by, "opened a course", "section", section))
                db.flush()
            return _course(found)

    def keep_names_url(self, course: str, address: str) -> None:
        """Keep where a platform tells who is in a course."""
        with Connection(self._engine) as db, db.begin():
            row = db.get_one(LtiContextRow, course)
            row.names_url = address

    def give_seat(self, section: str, person: str, seat: Seat, *, lower: bool) -> Seat:
        """Let a person into a section, or back in; gives the seat that they have now.

        The last instructor stays one, and any instructor does unless `lower`.
        """
        now, row = self._clock(), MembershipRow
        others = select(row.person_id).where(
            row.section_id == section,
            row.role == Seat.INSTRUCTOR.value,
            row.left_at.is_(None),
            row.person_id != person,
        )
        with Connection(self._engine) as db, db.begin():
            held = db.get(row, (section, person))
            teaches = held is not None and held.left_at is None and held.role == Seat.INSTRUCTOR.value
            if teaches and seat is Seat.TRAINEE and not (lower and db.scalars(others).first()):
                return Seat.INSTRUCTOR
            if join(db, section, person, seat, now):
                db.add(access_row(now, None, f"course: {seat.value}", "section", section, person))
            return seat

    def link(self, course: str, link: str) -> Link | None:
        """Find what a link opens."""
        row = LtiLinkRow
        with Connection(self._engine) as db:
            found = db.scalars(select(row).where(row.context_id == course, row.link == link)).one_or_none()
            return _link(found) if found else None

    def links_of(self, course: str) -> tuple[Link, ...]:
        """Read the links of a course."""
        query = select(LtiLinkRow).where(LtiLinkRow.context_id == course).order_by(LtiLinkRow.id)
        with Connection(self._engine) as db:
            return tuple(_link(row) for row in db.scalars(query))

    def bind(self, course: Course, link: str, assignment: str, line_item: str) -> Link | None:
        """Keep that a link opens an assignment, and where its grades go; None where another section's was named.

        A link that opens something already goes on to open that.
        """
        row = LtiLinkRow
        with Connection(self._engine) as db, db.begin():
            found = db.scalars(select(row).where(row.context_id == course.id, row.link == link)).one_or_none()
            if found is None:
                given = db.get(AssignmentRow, assignment)
                if given is None or given.section_id != course.section:
                    return None
                made = str(ULID.from_datetime(self._clock()))
                found = row(id=made, context_id=course.id, link=link, assignment_id=assignment, line_item_url="")
                db.add(found)
            found.line_item_url = line_item or found.line_item_url
            db.flush()
            return _link(found)


def made_up_address(platform: str, subject: str) -> str:
    """Give what stands for the address of somebody whose platform tells none; nothing is ever sent to it."""
    return f"{hashlib.sha256(f'{platform} {subject}'.encode()).hexdigest()[:20]}@learning-platform.invalid"


def _known_as(platform: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    row = OutsideIdentityRow
    return (row.kind == KIND, row.issuer == platform, row.subject == subject)


def _identity(person: str, platform: str, subject: str, now: datetime) -> OutsideIdentityRow:
    made = str(ULID.from_datetime(now))
    return OutsideIdentityRow(id=made, person_id=person, kind=KIND, issuer=platform, subject=subject, created_at=now)


def _course(row: LtiContextRow) -> Course:
    return Course(
        id=row.id, platform=row.platform_id, context=row.context, section=row.section_id, names_url=row.names_url
    )


def _link(row: LtiLinkRow) -> Link:
    return Link(
        id=row.id,
        course=row.context_id,
        link=row.link,
        assignment=row.assignment_id,
        line_item_url=row.line_item_url,
    )
