"""How an administrator lets a learning platform launch here, and takes that back."""

from pylti1p3.registration import Registration

from classroom.account_store import AccountStore
from classroom.lti_records import NewPlatform, Platform, read_platform
from classroom.lti_store import LtiStore
from classroom.rights import Action, Site, check


class Platforms:
    """The verbs about platforms. Each takes the person who asks, and asks their rights anew.

    Every verb that takes a person raises `PermissionError` for whoever does not manage the site; nothing was changed
    then.
    """

    def __init__(self, accounts: AccountStore, store: LtiStore) -> None:
        self._accounts = accounts
        self._store = store

    def are_on(self) -> bool:
        """Tell whether any platform may launch here."""
        return any(one.disabled_at is None for one in self._store.platforms())

    def key_set(self) -> dict[str, object]:
        """Give the public halves of our keys, as platforms read them."""
        return {"keys": [dict(Registration.get_jwk(one.public_pem)) for one in self._store.signing_keys()]}

    def platforms(self, person: str) -> tuple[Platform, ...]:
        """Give every platform, by title."""
        self._must_manage(person)
        return self._store.platforms()

    def register(self, person: str, new: NewPlatform) -> Platform:
        """Let a platform launch here; with the first one our key pair is made.

        Raises:
            ValueError: A field cannot be used, or it is registered already; nothing was kept.
        """
        self._must_manage(person)
        kept = self._store.add(read_platform(new))
        self._accounts.note_access(person, "registered", "platform", kept.id)
        return kept

    def change(self, person: str, platform: str, mark: str, new: NewPlatform) -> Platform:
        """Change what a platform is called, its deployments and its addresses; issuer and client id stay.

        Args:
            person: The administrator.
            platform: Which.
            mark: Of the platform as it was shown.
            new: What it is to be.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
            ValueError: A field cannot be used; nothing was kept.
        """
        self._must_manage(person)
        kept = self._store.platform(platform)
        stays = {"issuer": kept.issuer, "client_id": kept.client_id}
        changed = self._store.change(platform, mark, read_platform(new.model_copy(update=stays)))
        self._accounts.note_access(person, "changed", "platform", platform)
        return changed

    def set_disabled(self, person: str, platform: str, mark: str, *, disabled: bool) -> Platform:
        """Keep a platform from launching here, or let it again; sections, work and grades stay as they are.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
        """
        self._must_manage(person)
        changed = self._store.set_disabled(platform, mark, disabled=disabled)
        self._accounts.note_access(person, "disabled" if disabled else "enabled", "platform", platform)
        return changed

    def _must_manage(self, person: str) -> None:
        check(self._accounts.standing(person), Action.MANAGE_SITE, Site())
