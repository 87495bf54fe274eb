"""What is kept of learning platforms: who may launch here, their courses, their links, and grades on their way."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from classroom.accounts import read_name
from dialogue.record import Record

LONGEST_ADDRESS = 512
LONGEST_ID = 255
NETLOC = re.compile(r"([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OUT_OF = 4.0
"""The highest level: a score is sent as so many out of it."""


class LaunchRefused(PermissionError):
    """A learning platform's word was not taken; nobody was let in and nothing was kept."""


class PlatformFailed(RuntimeError):
    """A learning platform did not answer, or not with what was asked for; the message holds none of its words."""

    def __init__(self, message: str, *, everywhere: bool = True) -> None:
        """Say what failed, and whether whatever else is asked of this platform now would fail too."""
        super().__init__(message)
        self.everywhere = everywhere


class NewPlatform(Record):
    """A learning platform as an administrator describes it; every field has been read."""

    title: str
    issuer: str
    client_id: str
    deployments: tuple[str, ...] = ()
    """Ids of the places in it from which may be launched."""
    authorize_url: str
    token_url: str
    keys_url: str


class Platform(NewPlatform):
    """A learning platform that is registered."""

    id: str
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def local(self) -> bool:
        """Tell whether it runs on this machine, as one for trying out does."""
        return urlsplit(self.token_url).hostname in LOOPBACK

    @property
    def mark(self) -> str:
        """Give what a form sends back, so that it changes what it showed and nothing newer."""
        shown = (self.title, *self.deployments, self.authorize_url, self.token_url, self.keys_url)
        return hashlib.sha256("\n".join((*shown, str(self.disabled_at))).encode()).hexdigest()[:16]


class SigningKey(Record):
    """A key pair of ours; its private half is never shown and never logged."""

    id: str
    private_pem: str
    public_pem: str


class KeptLogin(Record):
    """A launch that was sent to its platform to say who it is."""

    platform: str
    nonce: str
    target: str


class Course(Record):
    """A platform's course, and the section that it is here."""

    id: str
    platform: str
    context: str
    section: str
    names_url: str = ""


class Link(Record):
    """A platform's link, the assignment it opens, and where its grades go."""

    id: str
    course: str
    link: str
    assignment: str
    line_item_url: str = ""


class SendState(StrEnum):
    """How far a score is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Outgoing(Record):
    """A score on its way to a platform."""

    id: str
    link: str
    person: str
    score: float
    """0–4."""
    out_of: float
    graded_at: datetime
    state: SendState
    tries: int
    again_at: datetime
    failure: str | None
    sent_at: datetime | None


def read_platform(new: NewPlatform) -> NewPlatform:
    """Give a description as it is kept.

    Raises:
        ValueError: A field cannot be used; the message names it.
    """
    authorize = read_address(new.authorize_url, "authentication address")
    if "?" in authorize:
        raise ValueError("The authentication address must have no question mark; give it without what follows.")
    return NewPlatform(
        title=read_name(new.title),
        issuer=_read_id(read_address(new.issuer, "issuer"), "issuer"),
        client_id=_read_id(new.client_id, "client id"),
        deployments=read_deployments(new.deployments),
        authorize_url=authorize,
        token_url=read_address(new.token_url, "token address"),
        keys_url=read_address(new.keys_url, "key set address"),
    )


def read_deployments(lines: Iterable[str]) -> tuple[str, ...]:
    """Give the deployment ids of a text, one a line, each once.

    Raises:
        ValueError: One is too long, or there are more than a hundred.
    """
    found = tuple(dict.fromkeys(_read_id(line, "deployment id") for line in lines if line.strip()))
    if len(found) > 100:
        raise ValueError("There are more than 100 deployment ids; register the platform as two.")
    return found


def read_address(text: str, what: str, *, local: bool = True) -> str:
    """Give a web address that nobody on the way can read, or one on this machine.

    Args:
        text: As typed, or as a platform says.
        what: What it is, for the message.
        local: Whether one on this machine will do.

    Raises:
        ValueError: It is none.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"The {what} is no web address.") from error
    safe = parts.scheme == "https" or (parts.scheme == "http" and local and host in LOOPBACK)
    plain = address.isascii() and address.isprintable() and " " not in address and not parts.fragment
    if not safe or not plain or not NETLOC.fullmatch(parts.netloc) or len(address) > LONGEST_ADDRESS:
        raise ValueError(f"The {what} must be a web address that begins with https://, without a name or a password.")
    return address


def address_of(text: object, what: str, platform: Platform) -> str:
    """Give an address that a platform named in a token that it signed; empty where it named none.

    Raises:
        LaunchRefused: It is no address of a platform.
    """
    if not isinstance(text, str) or not text:
        return ""
    try:
        return read_address(text, what, local=platform.local)
    except ValueError as error:
        raise LaunchRefused(f"{platform.title} named a {what} that cannot be used.") from error


def origin_of(address: str) -> str:
    """Give scheme, host and port of an address that was read with `read_address`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _read_id(text: str, what: str) -> str:
    found = text.strip()
    if not found or len(found) > LONGEST_ID or not found.isprintable():
        raise ValueError(f"The {what} is empty or too long; copy it from the learning platform.")
    return found
