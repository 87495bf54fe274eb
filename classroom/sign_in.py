"""How somebody signs in and out, and changes their password."""

from classroom.account_store import AccountStore
from classroom.accounts import read_email
from classroom.passwords import hash_password, is_outdated, password_fits, read_password
from classroom.sign_in_store import SignInStore

WRONG = "E-mail address or password are not right. Whoever gave you access can send you a new link."


class SignIn:
    """The verbs of signing in. A secret stands in the browser's cookie and nowhere else."""

    def __init__(self, accounts: AccountStore, store: SignInStore) -> None:
        self._accounts = accounts
        self._store = store

    def sign_in(self, email: str, password: str, address: str, instead_of: str = "") -> str:
        """Sign somebody in, and give the secret for their browser.

        Args:
            email: As typed.
            password: As typed.
            address: The network address it comes from.
            instead_of: The secret that the browser shows now; it is no longer good for anything.

        Raises:
            ValueError: Address or password are wrong; which of the two is not told.
            SlowDown: It was tried too often; nothing was compared.
        """
        try:
            known = read_email(email)
        except ValueError:
            known = ""
        attempt = self._store.note_attempt(known, address)
        found = self._store.password_of(known)
        person, kept = found or ("", None)
        if not password_fits(kept, password):
            raise ValueError(WRONG)
        self._store.note_success(attempt)
        if kept is not None and is_outdated(kept):
            self._store.renew_hash(person, hash_password(password))
        return self._store.open(person, instead_of)

    def open_for(self, person: str, instead_of: str = "") -> str:
        """Sign in somebody who has shown in another way who they are: a one-time link, or a provider's word."""
        return self._store.open(person, instead_of)

    def person_of(self, secret: str) -> str | None:
        """Name the person who is signed in with a secret; None for nobody."""
        return self._store.person_of(secret) if secret else None

    def sign_out(self, secret: str) -> None:
        """Sign a browser out."""
        self._store.close(secret)

    def change_password(self, person: str, old: str, new: str, address: str) -> str:
        """Change one's own password; every browser is signed out, and this one gets the secret that is given back.

        Raises:
            ValueError: The old password is wrong or the new one is not good enough; nothing was changed.
            SlowDown: It was tried too often; nothing was compared.
        """
        account = self._accounts.account(person)
        fresh = read_password(new, account.email, account.name)
        attempt = self._store.note_attempt(account.email, address)
        found = self._store.password_of(account.email)
        if found is None or not password_fits(found[1], old):
            raise ValueError("The old password is not right; nothing was changed.")
        self._store.note_success(attempt)
        self._store.set_password(person, hash_password(fresh))
        return self._store.open(person)
