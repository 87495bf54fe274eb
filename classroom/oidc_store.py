"""Keeps sign-ins that were sent to an identity provider, and under which name it knows whom."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, or_, select, update
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import access_row
from classroom.link_store import LinkKind
from classroom.secret import digest_of, new_secret
from dialogue.record import Record
from practice.errors import RecordNotFound
from records.people import AccountRow, OneTimeTokenRow, OutsideIdentityRow, OutsideSignInRow

KIND = "oidc"
GOOD_FOR = timedelta(minutes=10)
"""How long somebody may take to sign in at the provider; ours."""
OVER = "This sign-in is over: it was used already, or it took longer than ten minutes. Begin again."
NO_ACCOUNT = (
    "No account here has the e-mail address under which you are known there. "
    "Ask your instructor or an administrator to invite you under that address."
)
TAKEN = "Your account here belongs to another identity there. Ask an administrator of this site."
DISABLED = "This account is disabled. Ask an administrator of this site."


class Sent(Record):
    """A sign-in that was sent to the provider."""

    state: str
    """Comes back with the browser; only its digest is kept."""
    nonce: str
    verifier: str
    target: str


class ElsewhereStore:
    """The records of sign-ins at one issuer."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], issuer: str) -> None:
        self._engine = engine
        self._clock = clock
        self._issuer = issuer

    def send(self, target: str) -> Sent:
        """Keep that somebody is sent to the provider, from where they go on to `target`."""
        now, row = self._clock(), OutsideSignInRow
        sent = Sent(state=new_secret(), nonce=new_secret(), verifier=new_secret(), target=target)
        with Connection(self._engine) as db, db.begin():
            db.execute(delete(row).where(row.kind == KIND, row.expires_at <= now))
            db.add(
                row(
                    digest=digest_of(sent.state),
                    kind=KIND,
                    issuer=self._issuer,
                    nonce=sent.nonce,
                    verifier=sent.verifier,
                    target=target,
                    created_at=now,
                    expires_at=now + GOOD_FOR,
                )
            )
        return sent

    def take(self, state: str) -> Sent:
        """Give a sign-in that comes back, once.

        Raises:
            RecordNotFound: There is none with this state, or it came back before, or too late.
        """
        with Connection(self._engine) as db, db.begin():
            row = db.get(OutsideSignInRow, digest_of(state))
            now = self._clock()
            if row is None or (row.kind, row.issuer) != (KIND, self._issuer) or row.used_at or row.expires_at <= now:
                raise RecordNotFound(OVER)
            row.used_at = now
            return Sent(state=state, nonce=row.nonce, verifier=row.verifier, target=row.target)

    def person_of(self, subject: str) -> str | None:
        """Name the person whom the issuer knows as `subject`.

        Raises:
            PermissionError: Their account is disabled.
        """
        row = OutsideIdentityRow
        query = (
            select(AccountRow)
            .join(row, row.person_id == AccountRow.person_id)
            .where(row.kind == KIND, row.issuer == self._issuer, row.subject == subject)
        )
        with Connection(self._engine) as db:
            account = db.scalars(query).one_or_none()
            return _let_in(account).person_id if account else None

    def join(self, subject: str, email: str) -> str:
        """Let the account that was invited under an address belong to an identity; gives the person.

        Whoever has its invitation can no longer set a password with it.

        Raises:
            PermissionError: Nobody was invited under this address, or the account is disabled or belongs to
                another identity of this issuer; nothing was changed.
        """
        now = self._clock()
        with Connection(self._engine) as db, db.begin():
            account = db.scalars(select(AccountRow).where(AccountRow.email == email, _invited())).one_or_none()
            if account is None:
                raise PermissionError(NO_ACCOUNT)
            person, row, link = _let_in(account).person_id, OutsideIdentityRow, OneTimeTokenRow
            known = select(row.id).where(row.person_id == person, row.kind == KIND, row.issuer == self._issuer)
            if db.scalars(known).first() is not None:
                raise PermissionError(TAKEN)
            db.execute(update(link).where(link.person_id == person, link.used_at.is_(None)).values(used_at=now))
            new = str(ULID.from_datetime(now))
            db.add(
                row(id=new, person_id=person, kind=KIND, issuer=self._issuer, subject=subject, created_at=now),
            )
            db.add(access_row(now, person, "linked a sign-in elsewhere", "account", person, person))
            return person


def _invited() -> ColumnElement[bool]:
    """Hold for accounts that a person of this site asked in: a platform's word alone makes nobody's address theirs."""
    link = OneTimeTokenRow
    asked = select(link.id).where(link.person_id == AccountRow.person_id, link.kind == LinkKind.INVITE.value)
    return or_(AccountRow.password.is_not(None), asked.exists())


def _let_in(account: AccountRow) -> AccountRow:
    if account.disabled_at is not None:
        raise PermissionError(DISABLED)
    return account
