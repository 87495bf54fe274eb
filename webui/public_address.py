"""Under which address people open the site: for links, host names and cookies."""

from typing import Self
from urllib.parse import urlsplit

from dialogue.record import Record
from webui.guard_rules import LOOPBACK_NAMES


class PublicAddress(Record):
    """Where the site is, as its people see it."""

    base: str
    """Such as https://attune.example.edu, without a slash at the end."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read an address.

        Raises:
            ValueError: It is no web address without query and fragment.
        """
        parts = urlsplit(text.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("is no web address; write one like https://attune.example.edu")
        if parts.username or parts.password:
            raise ValueError("must not hold a name or a password; write one like https://attune.example.edu")
        return cls(base=text.strip().rstrip("/"))

    @property
    def secure(self) -> bool:
        """Tell whether what is sent cannot be read on the way."""
        return self.base.startswith("https://")

    @property
    def local(self) -> bool:
        """Tell whether only this machine reaches it."""
        return urlsplit(self.base).hostname in LOOPBACK_NAMES

    @property
    def hosts(self) -> frozenset[str]:
        """Give the host names that requests may be sent to."""
        return LOOPBACK_NAMES | {(urlsplit(self.base).hostname or "").lower()}

    def link(self, kind: str, secret: str) -> str:
        """Give the address of a one-time link."""
        return f"{self.base}/{kind}?token={secret}"
