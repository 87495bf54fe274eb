"""What belongs to whom at the door: open pages, running events, and a fair share of requests."""

import hmac
from collections import OrderedDict

from starlette.requests import Request

COOKIE = "attune_sid"
"""Name of the cookie that tells one visitor of this computer from another site's page."""


class Ownership:
    """Remembers the first person who used a key; nobody else may use it afterwards.

    Bounded twice: a person who claims too many keys loses the oldest of their own, never somebody
    else's, and the person seen longest ago is forgotten when there are too many people.
    """

    def __init__(self, keys_per_person: int = 500, people: int = 5_000) -> None:
        """Start with nothing owned; both bounds are counts."""
        self._keys_per_person = keys_per_person
        self._people = people
        self._owner: dict[str, str] = {}
        self._held: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()

    def owner(self, key: str) -> str | None:
        """Name the person who owns a key; None for a key that nobody has used."""
        return self._owner.get(key)

    def claim(self, key: str, person: str) -> bool:
        """Make the key this person's if it is free; False if it is somebody else's."""
        if self._owner.setdefault(key, person) != person:
            return False
        held = self._held.setdefault(person, OrderedDict())
        held[key] = None
        held.move_to_end(key)
        self._held.move_to_end(person)
        self._forget(held)
        return True

    def _forget(self, held: OrderedDict[str, None]) -> None:
        if len(held) > self._keys_per_person:
            oldest, _ = held.popitem(last=False)
            del self._owner[oldest]
        if len(self._held) > self._people:
            _, theirs = self._held.popitem(last=False)
            for key in theirs:
                del self._owner[key]


class Allowance:
    """A token bucket for each person: so many at once, then so many a second."""

    def __init__(self, at_once: float, per_second: float, people: int = 5_000) -> None:
        """Start with every bucket full; `at_once` is a count, `per_second` a rate in 1/s."""
        self._at_once = at_once
        self._per_second = per_second
        self._people = people
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, person: str, now: float) -> float:
        """Take one token; give 0.0, or the seconds to wait if none was left (nothing is taken).

        `now` is in seconds of a clock that never goes back.
        """
        tokens, then = self._left.get(person, (self._at_once, now))
        tokens = min(self._at_once, tokens + (now - then) * self._per_second)
        missing = max(0.0, 1.0 - tokens)
        self._left[person] = (tokens if missing else tokens - 1.0, now)
        self._left.move_to_end(person)
        if len(self._left) > self._people:
            self._left.popitem(last=False)
        return missing / self._per_second


class LocalVisitor:
    """The one trainee of an installation without accounts, known by a cookie.

    The cookie keeps *other sites* out: a page elsewhere, or one served from another port of this
    computer, cannot ride on the trainee's browser. It does not keep out other people who can log
    in to this computer: they may open the address too. Use accounts where that matters.
    """

    def __init__(self, token: str) -> None:
        """Know the visitor by this token: random, kept with the records, never shown.

        Raises:
            ValueError: the token is shorter than 32 characters.
        """
        if len(token) < 32:
            raise ValueError("the visitor's token must have at least 32 random characters")
        self.token = token

    def who(self, request: Request) -> str | None:
        """Name the visitor "local" if the cookie is right; None otherwise."""
        shown = request.cookies.get(COOKIE, "")
        same = hmac.compare_digest(shown.encode("utf-8", "replace"), self.token.encode())
        return "local" if same else None
