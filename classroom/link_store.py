"""Keeps one-time links: made for somebody, good once, and until they expire."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import TAKEN, NewAccount, access_row, account_of, account_row, add_accounts, administrators
from classroom.accounts import Account, Role
from classroom.secret import digest_of, new_secret
from practice.errors import RecordNotFound
from records.people import AccountRow, OneTimeTokenRow, SignInRow

GONE = "This link is not good any more: it was used, replaced, or is too old. Ask whoever gave it to you for a new one."


class LinkKind(StrEnum):
    """What a link is for; it stands in its address."""

    SETUP = "setup"
    """Makes the first administrator."""
    INVITE = "invite"
    """Sets the first password of an account."""
    RESET = "reset"
    """Sets another password."""


GOOD_FOR = {
    LinkKind.SETUP: timedelta(days=1),
    LinkKind.INVITE: timedelta(days=14),
    LinkKind.RESET: timedelta(days=1),
}
"""Ours."""


class LinkStore:
    """The records of one-time links. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def make(self, kind: LinkKind, person: str | None, by: str | None = None) -> str:
        """Make a link instead of those of this kind that this person has; gives its secret."""
        with Connection(self._engine) as db, db.begin():
            secret = make_link(db, kind, person, by, self._clock())
            if person is not None:
                db.add(access_row(self._clock(), by, f"made {kind.value} link", "account", person, person))
            return secret

    def whose(self, kind: LinkKind, secret: str) -> Account | None:
        """Give the account that a link is for; None for the first administrator's.

        Raises:
            RecordNotFound: The link is unknown, used, or too old.
        """
        with Connection(self._engine) as db:
            return self._whose(db, kind, secret)[1]

    def _whose(self, db: Connection, kind: LinkKind, secret: str) -> tuple[OneTimeTokenRow, Account | None]:
        row = db.scalars(select(OneTimeTokenRow).where(OneTimeTokenRow.digest == digest_of(secret))).one_or_none()
        if row is None or row.kind != kind.value or row.used_at is not None or row.expires_at <= self._clock():
            raise RecordNotFound(GONE)
        account = db.get(AccountRow, row.person_id) if row.person_id else None
        if (account is not None and account.disabled_at is not None) or (account is None and administrators(db)):
            raise RecordNotFound(GONE)
        return row, account_of(account) if account else None

    def use(self, kind: LinkKind, secret: str, password: str) -> str:
        """Set a password with a link, which is used up; gives the person, who is signed out everywhere.

        Raises:
            RecordNotFound: The link is unknown, used, or too old; nothing was changed.
        """
        with Connection(self._engine) as db, db.begin():
            row, account = self._whose(db, kind, secret)
            if account is None:
                raise RecordNotFound(GONE)
            row.used_at = self._clock()
            db.get_one(AccountRow, account.id).password = password
            _drop_links(db, account.id)
            db.execute(delete(SignInRow).where(SignInRow.person_id == account.id))
            db.add(access_row(self._clock(), account.id, f"used {kind.value} link", "account", account.id, account.id))
            return account.id

    def set_up(self, secret: str, new: NewAccount, password: str) -> str:
        """Make the first administrator; gives the person.

        Raises:
            RecordNotFound: The link is unknown, used or too old, or there is an administrator; nothing was made.
            ValueError: The address or the number is taken; nothing was made.
        """
        now = self._clock()
        try:
            with Connection(self._engine) as db, db.begin():
                row, _ = self._whose(db, LinkKind.SETUP, secret)
                row.used_at = now
                account = account_row(new.model_copy(update={"role": Role.ADMINISTRATOR}), now)
                account.password = password
                add_accounts(db, [account])
                db.add(access_row(now, account.person_id, "set up", "account", account.person_id, account.person_id))
                return account.person_id
        except IntegrityError as error:
            raise ValueError(TAKEN) from error


def make_link(db: Connection, kind: LinkKind, person: str | None, by: str | None, now: datetime) -> str:
    """Make a link inside a transaction of the caller's; those of this kind that the person has are no longer good."""
    _drop_links(db, person, kind)
    secret = new_secret()
    db.add(link_row(secret, kind, person, by, now))
    return secret


def link_row(secret: str, kind: LinkKind, person: str | None, by: str | None, now: datetime) -> OneTimeTokenRow:
    """Make the row of a link."""
    return OneTimeTokenRow(
        id=str(ULID.from_datetime(now)),
        digest=digest_of(secret),
        kind=kind.value,
        person_id=person,
        made_by=by,
        created_at=now,
        expires_at=now + GOOD_FOR[kind],
    )


def _drop_links(db: Connection, person: str | None, kind: LinkKind | None = None) -> None:
    row = OneTimeTokenRow
    whose = row.person_id.is_(None) if person is None else row.person_id == person
    unused = delete(row).where(whose, row.used_at.is_(None))
    db.execute(unused if kind is None else unused.where(row.kind == kind.value))
