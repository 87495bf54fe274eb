"""Accounts: who is invited, who may do what, who may no longer sign in, and one-time links."""

from classroom.access_store import AccessStore, Opened
from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Account, Role, read_email, read_name, read_number, read_zone
from classroom.erase_store import KEPT_FOR_COURSE, EraseStore
from classroom.link_store import LinkKind, LinkStore
from classroom.passwords import hash_password, read_password
from classroom.rights import Action, Site, check, may
from dialogue.record import Record


class Invitation(Record):
    """A link for somebody; its secret is shown once and kept nowhere."""

    account: Account
    kind: LinkKind
    secret: str


class People:
    """The verbs of accounts. Those that take a person ask their rights anew.

    Every verb about other people raises `PermissionError` for whoever does not manage the site, and `RecordNotFound`
    where there is no such account; nothing was changed then.
    """

    def __init__(self, accounts: AccountStore, links: LinkStore, erasing: EraseStore, access: AccessStore) -> None:
        self._accounts = accounts
        self._links = links
        self._erasing = erasing
        self._access = access

    def me(self, person: str) -> Account:
        """Give one's own account.

        Raises:
            RecordNotFound: There is none.
        """
        return self._accounts.account(person)

    def accounts(self, person: str) -> tuple[Account, ...]:
        """Give all accounts, by name."""
        self._must_manage(person)
        return self._accounts.accounts()

    def invite(self, person: str, new: NewAccount) -> Invitation:
        """Make an account and a link with which its password is set.

        Raises:
            ValueError: A field is wrong, or address or number are taken; nothing was made.
        """
        self._must_manage(person)
        account = self._accounts.add(checked(new))
        self._accounts.note_access(person, "made account", "account", account.id, account.id, account.role.value)
        return self._link(LinkKind.INVITE, account, person)

    def link_for(self, person: str, account: str) -> Invitation:
        """Give another link to somebody: an invitation, or a reset where there is a password."""
        self._must_manage(person)
        found = self._accounts.account(account)
        return self._link(LinkKind.RESET if found.has_password else LinkKind.INVITE, found, person)

    def set_role(self, person: str, account: str, role: Role) -> Account:
        """Give an account another role.

        Raises:
            ValueError: It is the last administrator's; nothing was changed.
        """
        self._must_manage(person)
        changed = self._accounts.set_role(account, role)
        self._accounts.note_access(person, "set role", "account", account, account, role.value)
        return changed

    def set_disabled(self, person: str, account: str, *, disabled: bool) -> Account:
        """Keep somebody from signing in, at once and everywhere, or let them again; their work stays.

        Raises:
            ValueError: It is the last administrator; nothing was changed.
        """
        self._must_manage(person)
        changed = self._accounts.set_disabled(account, disabled=disabled)
        self._accounts.note_access(person, "disabled" if disabled else "enabled", "account", account, account)
        return changed

    def describe_me(self, person: str, name: str, zone: str) -> Account:
        """Change one's own name and time zone.

        Raises:
            ValueError: One of them cannot be read; nothing was changed.
        """
        return self._accounts.describe(person, read_name(name), read_zone(zone))

    def whose(self, kind: LinkKind, secret: str) -> Account | None:
        """Give the account that a link is for; None for the first administrator's.

        Raises:
            RecordNotFound: The link is not good any more.
        """
        return self._links.whose(kind, secret)

    def accept(self, kind: LinkKind, secret: str, password: str) -> str:
        """Set a password with an invitation or a reset; gives the person, who is signed out everywhere.

        Raises:
            RecordNotFound: The link is not good any more; nothing was changed.
            ValueError: The password is not good enough; nothing was changed.
        """
        account = self._links.whose(kind, secret)
        personal = (account.email, account.name) if account else ()
        return self._links.use(kind, secret, hash_password(read_password(password, *personal)))

    def set_up(self, secret: str, email: str, name: str, password: str, zone: str) -> str:
        """Make the first administrator with the link that was printed; gives the person.

        Raises:
            RecordNotFound: The link is not good any more; nothing was made.
            ValueError: A field is wrong; nothing was made.
        """
        self._links.whose(LinkKind.SETUP, secret)
        new = checked(NewAccount(email=email, name=name, role=Role.ADMINISTRATOR, zone=zone))
        return self._links.set_up(secret, new, hash_password(read_password(password, new.email, new.name)))

    def signing_in_elsewhere(self, person: str) -> frozenset[str]:
        """Give who is known to an identity provider or a learning platform."""
        self._must_manage(person)
        return self._accounts.signing_in_elsewhere()

    def may_erase_myself(self, person: str) -> bool:
        """Tell whether a person may erase their own account: a trainee of whom nothing is kept for a course."""
        own = self._accounts.standing(person).role is Role.TRAINEE
        return own and not self._erasing.did_for_course(person)

    def to_erase(self, person: str, whom: str) -> Account:
        """Give the account that a person is about to erase.

        Raises:
            PermissionError: They do not manage the site, and it is not their own or something is kept for a course.
            RecordNotFound: There is no such account.
            ValueError: It is the last administrator, or the last instructor of a section.
        """
        if person != whom or not self.may_erase_myself(person):
            if person == whom and not may(self._accounts.standing(person), Action.MANAGE_SITE, Site()):
                raise PermissionError(f"{KEPT_FOR_COURSE} {self._whom_to_ask()}")
            self._must_manage(person)
        account = self._accounts.account(whom)
        if reason := self._erasing.must_stay(whom):
            raise ValueError(reason)
        return account

    def erase(self, person: str, whom: str, typed_address: str) -> None:
        """Erase an account with everything that hangs on it; what the person decided about others stays, nameless.

        Args:
            person: Who asks.
            whom: The account that is to go.
            typed_address: Its address, typed again.

        Raises:
            PermissionError, RecordNotFound: As for `to_erase`.
            ValueError: As for `to_erase`, or another address was typed. Nothing was erased.
        """
        account = self.to_erase(person, whom)
        if typed_address.strip().casefold() != account.email.casefold():
            raise ValueError("This is not the address of the account; nothing was erased.")
        self._erasing.erase(whom, by=person)

    def opened(self, person: str, whom: str) -> tuple[Opened, ...]:
        """Give who has opened what somebody wrote: to themselves, and to whoever manages the site.

        Raises:
            PermissionError: It is about somebody else, and they do not manage the site.
            RecordNotFound: There is no such account.
        """
        if person != whom:
            self._must_manage(person)
        self._accounts.account(whom)
        return self._access.opened(whom)

    def _link(self, kind: LinkKind, account: Account, by: str) -> Invitation:
        return Invitation(account=account, kind=kind, secret=self._links.make(kind, account.id, by))

    def _whom_to_ask(self) -> str:
        ready = (one for one in self._accounts.accounts() if one.role is Role.ADMINISTRATOR and not one.disabled_at)
        return f"Ask an administrator of this site: {', '.join(one.name for one in ready)}."

    def _must_manage(self, person: str) -> None:
        check(self._accounts.standing(person), Action.MANAGE_SITE, Site())


class Operator:
    """What whoever runs the server may do from its command line, with no account of their own."""

    def __init__(self, accounts: AccountStore, links: LinkStore) -> None:
        self._accounts = accounts
        self._links = links

    def first_link(self) -> str | None:
        """Give the secret of a new link that makes the first administrator; None once there is one."""
        return None if self._accounts.has_administrator() else self._links.make(LinkKind.SETUP, None)

    def add(self, new: NewAccount) -> Invitation:
        """Make an account and a link with which its password is set.

        Raises:
            ValueError: A field is wrong, or the address is taken; nothing was made.
        """
        account = self._accounts.add(checked(new))
        return Invitation(account=account, kind=LinkKind.INVITE, secret=self._links.make(LinkKind.INVITE, account.id))

    def accounts(self) -> tuple[Account, ...]:
        """Give all accounts, by name."""
        return self._accounts.accounts()

    def link_for(self, email: str) -> Invitation:
        """Give somebody another link: an invitation, or a reset where there is a password.

        Raises:
            ValueError: It is no address, or nobody's, or the account is disabled.
        """
        account = self._accounts.by_email(read_email(email))
        if account is None:
            raise ValueError(f"There is no account of {email!r}; `attune account list` shows all.")
        if account.disabled_at is not None:
            raise ValueError("This account is disabled; an administrator can enable it again.")
        kind = LinkKind.RESET if account.has_password else LinkKind.INVITE
        return Invitation(account=account, kind=kind, secret=self._links.make(kind, account.id))


def checked(new: NewAccount) -> NewAccount:
    """Give a new account with every field read.

    Raises:
        ValueError: A field is wrong.
    """
    return NewAccount(
        email=read_email(new.email),
        name=read_name(new.name),
        role=new.role,
        number=read_number(new.number or ""),
        zone=read_zone(new.zone),
    )
