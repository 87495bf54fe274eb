"""Secrets that only their holder knows: made here, and kept as a digest."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """Make a secret: 256 random bits that can stand in an address or a cookie."""
    return secrets.token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """Give what is kept of a secret; it has 256 random bits, so one pass of SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
