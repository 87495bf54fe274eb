"""Keeps accounts, and gives what a person is at this moment."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.accounts import Account, Role, name_order
from classroom.rights import Standing
from classroom.sections import Seat
from dialogue.record import Record
from practice.errors import RecordNotFound
from records.classes import MembershipRow
from records.people import AccessRow, AccountRow, OutsideIdentityRow, SignInRow
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
        """Give what a person is at this moment: their role, and their seat in each section."""
        seats = select(MembershipRow.section_id, MembershipRow.role).where(
            MembershipRow.person_id == person, MembershipRow.left_at.is_(None)
        )
        with Connection(self.engine) as db:
            row = db.get(AccountRow, person)
            if row is None or row.disabled_at is not None:
                return Standing(person=person, role=None)
            held = {section: Seat(seat) for section, seat in db.execute(seats)}
        return Standing(person=person, role=Role(row.role), seats=held)

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
        with Connection(self.engine) as db:
            return bool(administrators(db))

    def signs_in_elsewhere(self, person: str) -> bool:
        """Tell whether a provider or a learning platform knows this person."""
        query = select(OutsideIdentityRow.id).where(OutsideIdentityRow.person_id == person).limit(1)
        with Connection(self.engine) as db:
            return db.scalars(query).first() is not None

    def signing_in_elsewhere(self) -> frozenset[str]:
        """Read whom a provider or a learning platform knows."""
        with Connection(self.engine) as db:
            return frozenset(db.scalars(select(OutsideIdentityRow.person_id)))

    def _listed(self, query: Select[AccountRow]) -> tuple[Account, ...]:
        with Connection(self.engine) as db:
            rows: Sequence[AccountRow] = db.scalars(query.order_by(AccountRow.person_id)).all()
            return tuple(sorted(map(account_of, rows), key=lambda one: name_order(one.name)))

    def add(self, new: NewAccount) -> Account:
        """Keep a new account, without a password.

        Raises:
            ValueError: The address or the number is taken; nothing was kept.
        """
        try:
            with Connection(self.engine) as db, db.begin():
                row = account_row(new, self.clock())
                add_accounts(db, [row])
                return account_of(row)
        except IntegrityError as error:
            raise ValueError(TAKEN) from error

    def describe(self, person: str, name: str, zone: str) -> Account:
        """Keep another name and time zone.

        Raises:
            RecordNotFound: There is no such account.
        """
        with Connection(self.engine) as db, db.begin():
            row = _row(db, person)
            row.name, row.zone = name, zone
            return account_of(row)

    def set_role(self, person: str, role: Role) -> Account:
        """Keep another role.

        Raises:
            RecordNotFound: There is no such account.
            ValueError: It is the last administrator's; nothing was changed.
        """
        with Connection(self.engine) as db, db.begin():
            row = _row(db, person)
            if role is not Role.ADMINISTRATOR:
                _not_the_last(db, row)
            row.role = role.value
            return account_of(row)

    def set_disabled(self, person: str, *, disabled: bool) -> Account:
        """Keep that somebody may not sign in, and sign them out everywhere; or that they may again.

        Raises:
            RecordNotFound: There is no such account.
            ValueError: It is the last administrator; nothing was changed.
        """
        with Connection(self.engine) as db, db.begin():
            row = _row(db, person)
            if disabled:
                _not_the_last(db, row)
                db.execute(delete(SignInRow).where(SignInRow.person_id == person))
            row.disabled_at = (row.disabled_at or self.clock()) if disabled else None
            return account_of(row)

    def note_access(
        self, by: str | None, action: str, kind: str, object_id: str, subject: str | None = None, note: str = ""
    ) -> None:
        """Keep who did what with whose work; `note` holds nothing that a person wrote."""
        with Connection(self.engine) as db, db.begin():
            db.add(access_row(self.clock(), by, action, kind, object_id, subject, note))

    def note_each(self, by: str, action: str, kind: str, object_id: str, subjects: Iterable[str]) -> None:
        """Keep in one step that somebody did the same with the work of several people."""
        with Connection(self.engine) as db, db.begin():
            db.add_all(access_row(self.clock(), by, action, kind, object_id, one) for one in subjects)


def administrators(db: Connection) -> set[str]:
    """Read who can sign in and manage the site."""
    row = AccountRow
    ready = (row.role == Role.ADMINISTRATOR.value, row.disabled_at.is_(None), row.password.is_not(None))
    return set(db.scalars(select(row.person_id).where(*ready)))


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


def account_row(new: NewAccount, now: datetime) -> AccountRow:
    """Make the row of a new account, whose person must be kept before it."""
    return AccountRow(
        person_id=str(ULID.from_datetime(now)),
        email=new.email,
        number=new.number,
        name=new.name,
        role=new.role.value,
        zone=new.zone,
        created_at=now,
    )


def add_accounts(db: Connection, accounts: Sequence[AccountRow]) -> None:
    """Add accounts with their people inside a transaction of the caller's.

    Raises:
        IntegrityError: An address or a number is taken.
    """
    db.add_all(PersonRow(id=row.person_id, created_at=row.created_at) for row in accounts)
    db.flush()
    db.add_all(accounts)
    db.flush()


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


def _not_the_last(db: Connection, row: AccountRow) -> None:
    if administrators(db) == {row.person_id}:
        raise ValueError("This is the last administrator; make somebody else one first.")
