"""How a password is read, kept and compared: Argon2id, few at once, and as long for nobody as for somebody."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
"""Characters of a password; ours."""
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""Source: OWASP Password Storage Cheat Sheet, Argon2id."""
AT_ONCE = 2
"""Passwords compared at once, so that guessing cannot take all of the machine; ours."""

_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_TURN = BoundedSemaphore(AT_ONCE)


def read_password(text: str, *personal: str) -> str:
    """Give a new password as it is kept; `personal` is what others know of this person.

    Raises:
        ValueError: It is too short, too long, or made of what everybody knows.
    """
    password = _plain(text)
    if len(password) < SHORTEST:
        raise ValueError(
            f"The password is too short: use at least {SHORTEST} characters. Four unrelated words are good."
        )
    if len(password) > LONGEST:
        raise ValueError(f"The password is too long: {LONGEST} characters are the most.")
    known = [part for one in personal for part in (one.casefold(), one.casefold().split("@")[0]) if len(part) > 3]
    if len(set(password)) < 5 or any(part in password.casefold() and len(part) * 2 > len(password) for part in known):
        raise ValueError("This password is easy to guess. Four unrelated words are good.")
    return password


def hash_password(password: str) -> str:
    """Give the hash of a password that was read with `read_password`."""
    with _TURN:
        return _HASHER.hash(password)


def password_fits(kept: str | None, text: str) -> bool:
    """Tell whether this is the password; where there is none, it takes as long to say no."""
    given = _plain(text)[: LONGEST + 1]
    with _TURN:
        try:
            return _HASHER.verify(kept or _nobody(), given) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
