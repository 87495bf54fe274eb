"""Keeps in which browsers somebody is signed in, and how often it was tried."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, select, update
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.errors import SlowDown
from classroom.secret import digest_of, new_secret
from dialogue.record import Record
from records.people import AccountRow, SignInAttemptRow, SignInRow

IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
"""After which a browser is signed out: unused, and in any case; ours."""
TOUCH = timedelta(minutes=1)
"""How exact the time of last use is."""


class Bound(Record):
    """So many failures within a time, and no more."""

    most: int
    within: timedelta


ON_ACCOUNT = (Bound(most=10, within=timedelta(minutes=15)),)
FROM_ADDRESS = (Bound(most=10, within=timedelta(minutes=1)), Bound(most=60, within=timedelta(minutes=15)))
"""Failures after which nothing more is tried, per account and per network address; ours."""
FORGET = timedelta(days=1)


class SignInStore:
    """The records of browsers that are signed in, and of attempts."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def open(self, person: str, instead_of: str = "") -> str:
        """Sign a person in, in a browser that was signed in with the secret `instead_of`; gives the new secret."""
        secret = new_secret()
        with Connection(self._engine) as db, db.begin():
            db.execute(delete(SignInRow).where(SignInRow.digest == digest_of(instead_of)))
            db.add(sign_in_row(secret, person, self._clock()))
        return secret

    def person_of(self, secret: str) -> str | None:
        """Name the person who is signed in with a secret; None where it is unknown or over, or they are disabled."""
        now = self._clock()
        with Connection(self._engine) as db, db.begin():
            row = db.get(SignInRow, digest_of(secret))
            if row is None:
                return None
            account = db.get(AccountRow, row.person_id)
            if account is None or account.disabled_at is not None or now >= min(row.idle_until, row.ends_at):
                db.delete(row)
                return None
            if now - row.seen_at >= TOUCH:
                row.seen_at, row.idle_until = now, now + IDLE
            return row.person_id

    def close(self, secret: str) -> None:
        """Sign a browser out."""
        with Connection(self._engine) as db, db.begin():
            db.execute(delete(SignInRow).where(SignInRow.digest == digest_of(secret)))

    def password_of(self, email: str) -> tuple[str, str | None] | None:
        """Give the person of an address and the hash of their password; None where they may not sign in."""
        row = AccountRow
        query = select(row.person_id, row.password).where(row.email == email, row.disabled_at.is_(None))
        with Connection(self._engine) as db:
            found = db.execute(query).one_or_none()
            return (found[0], found[1]) if found else None

    def set_password(self, person: str, password: str) -> None:
        """Keep the hash of a person's password, and sign them out everywhere."""
        with Connection(self._engine) as db, db.begin():
            db.execute(update(AccountRow).where(AccountRow.person_id == person).values(password=password))
            db.execute(delete(SignInRow).where(SignInRow.person_id == person))

    def renew_hash(self, person: str, password: str) -> None:
        """Keep a better hash of the same password; nobody is signed out."""
        with Connection(self._engine) as db, db.begin():
            db.execute(update(AccountRow).where(AccountRow.person_id == person).values(password=password))

    def note_attempt(self, email: str, address: str) -> str:
        """Count an attempt as failed before it is made, so that many at once are not too many; gives its id.

        Raises:
            SlowDown: There were too many; this one is not counted and may not be made.
        """
        now, account = self._clock(), digest_of(email)
        with Connection(self._engine) as db, db.begin():
            db.execute(delete(SignInAttemptRow).where(SignInAttemptRow.at < now - FORGET))
            of_account, of_address = SignInAttemptRow.account == account, SignInAttemptRow.address == address[:64]
            since = select(func.max(SignInAttemptRow.at)).where(of_account, SignInAttemptRow.succeeded.is_(True))
            succeeded = db.scalars(since).one()
            after = [SignInAttemptRow.at > succeeded] if succeeded else []
            for bounds, where in ((ON_ACCOUNT, [of_account, *after]), (FROM_ADDRESS, [of_address])):
                for bound in bounds:
                    _hold(db, bound, now, where)
            row = SignInAttemptRow(
                id=str(ULID.from_datetime(now)), account=account, address=address[:64], succeeded=False, at=now
            )
            db.add(row)
            return row.id

    def note_success(self, attempt: str) -> None:
        """Count an attempt as successful: the failures before it no longer count against the account.

        Those from the same network address are forgotten, so that a class behind one address is not held up by slips.
        """
        row = SignInAttemptRow
        with Connection(self._engine) as db, db.begin():
            made = db.get_one(row, attempt)
            made.succeeded = True
            slips = (row.account == made.account, row.address == made.address, row.succeeded.is_(False))
            db.execute(delete(row).where(*slips, row.id != attempt))


def sign_in_row(secret: str, person: str, now: datetime) -> SignInRow:
    """Make the row of a browser that is signed in."""
    return SignInRow(
        digest=digest_of(secret),
        person_id=person,
        created_at=now,
        seen_at=now,
        idle_until=now + IDLE,
        ends_at=now + LONGEST,
    )


def _hold(db: Connection, bound: Bound, now: datetime, where: list[ColumnElement[bool]]) -> None:
    row = SignInAttemptRow
    failed = [*where, row.succeeded.is_(False), row.at > now - bound.within]
    times = list(db.scalars(select(row.at).where(*failed).order_by(row.at.desc()).limit(bound.most)))
    if len(times) >= bound.most:
        raise SlowDown(max(1, round((times[-1] + bound.within - now).total_seconds())))
