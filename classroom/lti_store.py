"""Keeps learning platforms, our keys, launches under way, and which tokens were used."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.errors import NOT_THERE, ChangedMeanwhile
from classroom.lti_records import KeptLogin, NewPlatform, Platform, SigningKey
from classroom.secret import digest_of
from practice.errors import RecordNotFound
from records.lti import LtiKeyRow, LtiNonceRow, LtiPlatformRow
from records.people import OutsideSignInRow

KIND = "lti"
LOGIN_LASTS = timedelta(minutes=10)
"""How long a platform may take to say who somebody is; ours."""
KEY_BITS = 2048


class LtiStore:
    """The records of learning platforms. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self.clock = clock

    def add(self, new: NewPlatform) -> Platform:
        """Keep a platform, and a key pair of ours if there is none yet.

        Raises:
            ValueError: This issuer and client id are registered already; nothing was kept.
        """
        now, pem = self.clock(), _new_key()
        row = LtiPlatformRow(id=str(ULID.from_datetime(now)), created_at=now)
        row.issuer, row.client_id = new.issuer, new.client_id
        _write(row, new)
        try:
            with Connection(self._engine) as db, db.begin():
                db.add(row)
                if db.scalars(select(LtiKeyRow.id).where(LtiKeyRow.retired_at.is_(None))).first() is None:
                    db.add(LtiKeyRow(id=str(ULID.from_datetime(now)), private_key=pem, created_at=now))
                db.flush()
                return _platform(row)
        except IntegrityError as error:
            raise ValueError("A platform with this issuer and client id is registered; change that one.") from error

    def change(self, platform: str, mark: str, new: NewPlatform) -> Platform:
        """Keep another title, other deployments and other addresses; issuer and client id stay.

        Raises:
            ChangedMeanwhile: Somebody else changed it since it was shown; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = _seen(db, platform, mark)
            _write(row, new)
            return _platform(row)

    def set_disabled(self, platform: str, mark: str, *, disabled: bool) -> Platform:
        """Keep that nobody may launch from a platform, or may again.

        Raises:
            ChangedMeanwhile: Somebody else changed it since it was shown; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = _seen(db, platform, mark)
            row.disabled_at = self.clock() if disabled else None
            return _platform(row)

    def platforms(self) -> tuple[Platform, ...]:
        """Read all platforms, by title."""
        with Connection(self._engine) as db:
            rows = db.scalars(select(LtiPlatformRow).order_by(LtiPlatformRow.title, LtiPlatformRow.id))
            return tuple(_platform(row) for row in rows)

    def platform(self, platform: str) -> Platform:
        """Read one platform.

        Raises:
            RecordNotFound: There is none.
        """
        with Connection(self._engine) as db:
            return _platform(_row(db, platform))

    def open_for(self, issuer: str, client_id: str) -> Platform | None:
        """Find the platform that may launch as this issuer and client; without a client id, the issuer's only one."""
        row = LtiPlatformRow
        query = select(row).where(row.issuer == issuer, row.disabled_at.is_(None))
        with Connection(self._engine) as db:
            found = db.scalars(query.where(row.client_id == client_id) if client_id else query).all()
            return _platform(found[0]) if len(found) == 1 else None

    def signing_keys(self) -> tuple[SigningKey, ...]:
        """Read our keys, the one that signs first."""
        query = select(LtiKeyRow).where(LtiKeyRow.retired_at.is_(None)).order_by(LtiKeyRow.created_at.desc())
        with Connection(self._engine) as db:
            return tuple(
                SigningKey(id=row.id, private_pem=row.private_key, public_pem=_public(row.private_key))
                for row in db.scalars(query)
            )

    def keep_login(self, state: str, kept: KeptLogin) -> None:
        """Keep that a launch was sent to its platform."""
        now, row = self.clock(), OutsideSignInRow
        with Connection(self._engine) as db, db.begin():
            db.execute(delete(row).where(row.kind == KIND, row.expires_at < now - LOGIN_LASTS))
            db.add(
                row(
                    digest=digest_of(state),
                    kind=KIND,
                    issuer=kept.platform,
                    nonce=kept.nonce,
                    target=kept.target,
                    created_at=now,
                    expires_at=now + LOGIN_LASTS,
                )
            )

    def take_login(self, state: str) -> KeptLogin | None:
        """Give the launch that a platform answers, once; None where there is none, or it took too long."""
        now, row = self.clock(), OutsideSignInRow
        good = (row.digest == digest_of(state), row.kind == KIND, row.used_at.is_(None), row.expires_at > now)
        with Connection(self._engine) as db, db.begin():
            taken = db.scalars(update(row).where(*good).values(used_at=now).returning(row)).one_or_none()
            return KeptLogin(platform=taken.issuer, nonce=taken.nonce, target=taken.target) if taken else None

    def spend(self, platform: str, nonce: str, until: datetime) -> bool:
        """Use what may be used once; tells whether it was not used before.

        Args:
            platform: Who said it.
            nonce: What makes it this one.
            until: When it is over in any case, so that it need not be remembered.
        """
        row = LtiNonceRow
        try:
            with Connection(self._engine) as db, db.begin():
                db.execute(delete(row).where(row.expires_at < self.clock()))
                db.add(row(platform_id=platform, nonce=digest_of(nonce), expires_at=until))
        except IntegrityError:
            return False
        return True


def _new_key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    form = serialization.PrivateFormat.PKCS8
    return made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _public(pem: str) -> str:
    key = serialization.load_pem_private_key(pem.encode(), None).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def _row(db: Connection, platform: str) -> LtiPlatformRow:
    row = db.get(LtiPlatformRow, platform)
    if row is None:
        raise RecordNotFound(NOT_THERE)
    return row


def _seen(db: Connection, platform: str, mark: str) -> LtiPlatformRow:
    row = _row(db, platform)
    if _platform(row).mark != mark:
        raise ChangedMeanwhile("Somebody else changed this platform since you opened it; look at it again.")
    return row


def _write(row: LtiPlatformRow, new: NewPlatform) -> None:
    row.title, row.deployments = new.title, json.dumps(new.deployments)
    row.authorize_url, row.token_url, row.keys_url = new.authorize_url, new.token_url, new.keys_url


def _platform(row: LtiPlatformRow) -> Platform:
    return Platform(
        id=row.id,
        title=row.title,
        issuer=row.issuer,
        client_id=row.client_id,
        deployments=tuple(json.loads(row.deployments)),
        authorize_url=row.authorize_url,
        token_url=row.token_url,
        keys_url=row.keys_url,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
