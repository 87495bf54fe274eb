"""How somebody signs in at their institution's identity provider, and comes back as the person they are here."""

import asyncio

from classroom.accounts import read_email
from classroom.oidc_provider import NotShown, ProviderClient
from classroom.oidc_store import ElsewhereStore
from classroom.sign_in import SignIn
from dialogue.record import Record


class Away(Record):
    """Somebody who is sent to the provider."""

    address: str
    """Of the provider."""
    state: str
    """Is given to their browser: only that browser may come back with it."""


class Arrived(Record):
    """Somebody who came back and is signed in."""

    secret: str
    """For their browser."""
    target: str
    """Where they wanted to go."""


class Elsewhere:
    """The verbs of signing in elsewhere. Nobody gets an account by them."""

    def __init__(self, client: ProviderClient, store: ElsewhereStore, sign_in: SignIn) -> None:
        self._client = client
        self._store = store
        self._sign_in = sign_in

    @property
    def name(self) -> str:
        """What people call the provider."""
        return self._client.provider.name

    async def leave(self, target: str) -> Away:
        """Send somebody to the provider, from where they go on to `target`.

        Raises:
            ProviderSilent: It could not be asked.
        """
        sent = await asyncio.to_thread(self._store.send, target)
        address = await self._client.address(sent.state, sent.nonce, sent.verifier)
        return Away(address=address, state=sent.state)

    async def arrive(self, state: str, code: str, instead_of: str = "") -> Arrived:
        """Sign somebody in who comes back with a code; without one the provider did not sign them in.

        Args:
            state: As it came back; the caller has held it against the browser's.
            code: As it came back.
            instead_of: The secret that the browser shows now; it is no longer good for anything.

        Raises:
            RecordNotFound: The sign-in is over.
            NotShown: The provider did not say who this is.
            ProviderSilent: It could not be asked.
            PermissionError: The person may not come in: nobody invited them, or their account is disabled.
        """
        sent = await asyncio.to_thread(self._store.take, state)
        if not code:
            raise NotShown(f"{self.name} did not sign you in. Try again, or sign in with your password.")
        shown = await self._client.shown(code, sent.nonce, sent.verifier)
        email = shown.email if shown.email_verified else ""
        person = await asyncio.to_thread(self._person, shown.subject, email)
        secret = await asyncio.to_thread(self._sign_in.open_for, person, instead_of)
        return Arrived(secret=secret, target=sent.target)

    def _person(self, subject: str, email: str) -> str:
        known = self._store.person_of(subject)
        if known is not None:
            return known
        if not email:
            raise PermissionError(
                f"{self.name} does not vouch for your e-mail address, so nobody here can tell which account is yours. "
                "Sign in with the link or the password that you have here."
            )
        try:
            return self._store.join(subject, _as_kept(email))
        except ValueError as error:
            raise PermissionError(f"{self.name} names an e-mail address for you that cannot be read.") from error


def _as_kept(email: str) -> str:
    """Give an address as accounts keep it, if only the case of its letters differs.

    An address that merely looks alike, such as one in full-width letters, is somebody else's.

    Raises:
        ValueError: It is no address, or differs in more.
    """
    kept = read_email(email)
    if kept != "".join(one.lower() if one.isascii() else one for one in email):
        raise ValueError("This address is written in another way than addresses are kept here.")
    return kept
