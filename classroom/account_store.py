"""Keeps accounts, and gives what a person is at this moment."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.accounts import Account, Role
from classroom.rights import Standing
from classroom.sections import Place
from dialogue.record import Record
from practice.errors import RecordNotFound
from records.classes import MembershipRow
from records.people import AccessRow, AccountRow
from records.tables import PersonRow

Clock = Callable[[], datetime]
TAKEN = "Somebody has this e-mail address or number already; look at the list of people."


class NewAccount(Record):
    """Somebody who is to get an account; every field has been read."""

    email: str
    name: str
    role: Role
    number: str | None = None
    zone: str = "UTC"


class AccountStore:
    """The records of accounts."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock

    def standing(self, person: str) -> Standing:
        """Give what a person is at this moment: their role, and their place in each section."""
        places = select(MembershipRow.section_id, MembershipRow.role).where(
            MembershipRow.person_id == person, MembershipRow.left_at.is_(None)
        )
        with Connection(self.engine) as db:
            row = db.get(AccountRow, person)
            if row is None or row.disabled_at is not None:
                return Standing(person=person, role=None)
            held = {section: Place(place) for section, place in db.execute(places)}
        return Standing(person=person, role=Role(row.role), places=held)

    def account(self, person: str) -> Account:
        """Read one account.

        Raises:
            RecordNotFound: There is none.
        """
        with Connection(self.engine) as db:
            return account_of(_row(db, person))

    def by_email(self, email: str) -> Account | None:
        """Find the account of an address that was read with `read_email`."""
        with Connection(self.engine) as db:
            row = db.scalars(select(AccountRow).where(AccountRow.email == email)).one_or_none()
            return account_of(row) if row else None

    def accounts(self) -> tuple[Account, ...]:
        """Read all accounts, by name."""
        return self._listed(select(AccountRow))

    def has_administrator(self) -> bool:
        """Tell whether somebody can manage the site."""
        query = select(func.count()).where(
            AccountRow.role == Role.ADMINISTRATOR.value,
            AccountRow.disabled_at.is_(None),
            AccountRow.password.is_not(None),
        )
        with Connection(self.engine) as db:
            return db.scalars(query).one() > 0

    def _listed(self, query: Select[AccountRow]) -> tuple[Account, ...]:
        with Connection(self.engine) as db:
            rows: Sequence[AccountRow] = db.scalars(query.order_by(AccountRow.name, AccountRow.person_id)).all()
            return tuple(account_of(row) for row in rows)

    def add(self, new: NewAccount) -> Account:
        """Keep a new account, without a password.

        Raises:
            ValueError: The address or the number is taken; nothing was kept.
        """
        try:
            with Connection(self.engine) as db, db.begin():
                return account_of(add_account(db, new, self.clock()))
        except IntegrityError as error:
            raise ValueError(TAKEN) from error

    def change(
        self, person: str, *, name: str | None = None, role: Role | None = None, zone: str | None = None
    ) -> Account:
        """Change what is given.

        Raises:
            RecordNotFound: There is no such account.
        """
        with Connection(self.engine) as db, db.begin():
            row = _row(db, person)
            row.name = row.name if name is None else name
            row.role = row.role if role is None else role.value
            row.zone = row.zone if zone is None else zone
            return account_of(row)

    def note_access(
        self, by: str | None, action: str, kind: str, object_id: str, subject: str | None = None, note: str = ""
    ) -> None:
        """Keep who did what with whose work; `note` holds nothing that a person wrote."""
        with Connection(self.engine) as db, db.begin():
            db.add(access_row(self.clock(), by, action, kind, object_id, subject, note))


def access_row(
    now: datetime, by: str | None, action: str, kind: str, object_id: str, subject: str | None = None, note: str = ""
) -> AccessRow:
    """Make a row of the access log, to be kept in the transaction of what it tells."""
    return AccessRow(
        id=str(ULID.from_datetime(now)),
        person_id=by,
        action=action,
        object_kind=kind,
        object_id=object_id,
        subject_id=subject,
        note=note,
        at=now,
    )


def add_account(db: Connection, new: NewAccount, now: datetime) -> AccountRow:
    """Add a person and their account inside a transaction of the caller's.

    Raises:
        IntegrityError: The address or the number is taken.
    """
    person = str(ULID.from_datetime(now))
    db.add(PersonRow(id=person, created_at=now))
    db.flush()
    row = AccountRow(
        person_id=person,
        email=new.email,
        number=new.number,
        name=new.name,
        role=new.role.value,
        zone=new.zone,
        created_at=now,
    )
    db.add(row)
    db.flush()
    return row


def account_of(row: AccountRow) -> Account:
    """Give an account as the rest of the program sees it; its password is not in it."""
    return Account(
        id=row.person_id,
        email=row.email,
        number=row.number,
        name=row.name,
        role=Role(row.role),
        zone=row.zone,
        has_password=row.password is not None,
        disabled_at=row.disabled_at,
        created_at=row.created_at,
    )


def _row(db: Connection, person: str) -> AccountRow:
    row = db.get(AccountRow, person)
    if row is None:
        raise RecordNotFound("There is no such account; look at the list of people.")
    return row
