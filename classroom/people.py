"""Accounts: who is invited, who may do what, who may no longer sign in, and one-time links."""

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Account, Role, read_email, read_name, read_number, read_zone
from classroom.link_store import LinkKind, LinkStore
from classroom.passwords import hash_password, read_password
from classroom.rights import Action, Site, check
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

    def __init__(self, accounts: AccountStore, links: LinkStore) -> None:
        self._accounts = accounts
        self._links = links

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

    def _link(self, kind: LinkKind, account: Account, by: str) -> Invitation:
        return Invitation(account=account, kind=kind, secret=self._links.make(kind, account.id, by))

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
