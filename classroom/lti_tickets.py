"""Short-lived notes to ourselves that a page carries and nobody can write but us."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import jwt

from classroom.lti_records import LaunchRefused
from classroom.lti_store import LtiStore
from classroom.secret import new_secret
from dialogue.record import Record

ALGORITHM = "RS256"
OVER = "This page has been open for too long, or was used already. Open it again from your course."


class TicketKind(StrEnum):
    """What a note is for; one for something else is not good."""

    CHOOSE = "attune:choose"
    """An instructor chooses what a link opens."""
    JOIN = "attune:join"
    """Somebody shows that an account is theirs."""


LASTS = {TicketKind.CHOOSE: timedelta(hours=1), TicketKind.JOIN: timedelta(minutes=15)}
"""Ours."""


class Ticket(Record):
    """What a note says."""

    platform: str
    said: Mapping[str, str | None]
    mark: str
    """Good once."""
    until: datetime


class Tickets:
    """Writes and reads notes."""

    def __init__(self, store: LtiStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def write(self, kind: TicketKind, platform: str, said: Mapping[str, str | None]) -> str:
        """Give a note; it can be read by whoever holds it, and holds nothing secret."""
        now = self._clock()
        claims = {"aud": kind.value, "iss": platform, "jti": new_secret(), "exp": now + LASTS[kind], "said": dict(said)}
        return jwt.encode(claims, self._store.signing_keys()[0].private_pem, algorithm=ALGORITHM)

    def read(self, kind: TicketKind, text: str) -> Ticket:
        """Read a note.

        Raises:
            LaunchRefused: It is not ours, for something else, or over.
        """
        for key in self._store.signing_keys():
            try:
                found = jwt.decode(
                    text,
                    key.public_pem,
                    algorithms=[ALGORITHM],
                    audience=kind.value,
                    options={"require": ["aud", "iss", "jti", "exp"], "verify_exp": False},
                )
            except jwt.InvalidTokenError:
                continue
            until = datetime.fromtimestamp(found["exp"], tz=self._clock().tzinfo)
            if until > self._clock():
                return Ticket(platform=found["iss"], said=found["said"], mark=found["jti"], until=until)
        raise LaunchRefused(OVER)

    def spend(self, ticket: Ticket) -> None:
        """Use a note.

        Raises:
            LaunchRefused: It was used already.
        """
        if not self._store.spend(ticket.platform, ticket.mark, ticket.until):
            raise LaunchRefused(OVER)
