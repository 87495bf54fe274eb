"""Puts signing in elsewhere together: one provider, its records, and sign-in."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from classroom.oidc import Elsewhere
from classroom.oidc_provider import Provider, ProviderClient
from classroom.oidc_store import ElsewhereStore
from classroom.sign_in import SignIn


def open_elsewhere(
    engine: Engine, sign_in: SignIn, provider: Provider, back: str, clock: Callable[[], datetime]
) -> Elsewhere:
    """Open signing in elsewhere; the provider sends people back to the address `back`."""
    return Elsewhere(ProviderClient(provider, back, clock), ElsewhereStore(engine, clock, provider.issuer), sign_in)
