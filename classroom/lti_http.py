"""How a learning platform is asked: with an end to waiting, no redirects, and no word of its answer in any message."""

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from typing_extensions import override
from urllib3.exceptions import HTTPError

from classroom.lti_records import PlatformFailed

PATIENCE = (5.0, 10.0)
"""Seconds to wait for a connection, and then for each part of an answer."""
LONGEST_ANSWER = 20.0
"""Seconds for a whole answer."""
MOST_BYTES = 2_000_000
KEYS_LAST, KEYS_AGAIN = 3_600.0, 60.0
"""Seconds that a platform's keys are good for, and after which they are asked for again for a key that is new."""
OUTAGES = frozenset({401, 408, 425, 429})
"""Refusals that are about the platform as a whole, as those from 500 on are."""


class PlatformHttp(requests.Session):
    """Asks platforms, each time on a connection of its own.

    Proxies and passwords of the environment are not used, and no cookie is kept.
    """

    def __init__(self, patience: tuple[float, float] = PATIENCE, longest: float = LONGEST_ANSWER) -> None:
        """Wait so many seconds for a connection and each part, and for a whole answer."""
        super().__init__()
        self.trust_env = False
        self.headers.update({"User-Agent": "Attune", "Connection": "close"})
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._patience = patience
        self._longest = longest

    @override
    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask, and read the whole answer.

        Raises:
            PlatformFailed: There was no answer in time, or it is too long, or sends elsewhere.
        """
        asked = {**kwargs, "timeout": self._patience, "allow_redirects": False, "stream": True}
        ends = time.monotonic() + self._longest
        try:
            with super().request(method, url, *args, **asked) as answer:
                answer._content = _whole(answer, ends)
        except (requests.RequestException, HTTPError) as error:
            raise PlatformFailed(f"It does not answer ({type(error).__name__}).") from error
        if answer.is_redirect:
            raise PlatformFailed("It sends elsewhere; register the address to which it sends.")
        return answer


def _whole(answer: requests.Response, ends: float) -> bytes:
    parts, size = [], 0
    while part := answer.raw.read1(65_536, decode_content=True):
        size += len(part)
        if size > MOST_BYTES:
            raise PlatformFailed("Its answer is too long.")
        if time.monotonic() > ends:
            raise PlatformFailed("It takes too long to answer.")
        parts.append(part)
    return b"".join(parts)


def answer_of(answer: requests.Response) -> object:
    """Give what an answer holds as JSON.

    Raises:
        PlatformFailed: It refused, or its answer is something else.
    """
    must_be_fine(answer)
    try:
        found: object = answer.json()
    except (ValueError, RecursionError) as error:
        raise PlatformFailed("Its answer is not what was asked for.") from error
    return found


def must_be_fine(answer: requests.Response) -> None:
    """Let only an answer pass that is no refusal.

    Raises:
        PlatformFailed: It refused.
    """
    if not 200 <= answer.status_code < 300:
        known, status = {one.value: one.phrase for one in HTTPStatus}, answer.status_code
        said = f"It answered {status} {known.get(status, '')}".rstrip() + "."
        raise PlatformFailed(said, everywhere=status in OUTAGES or status >= 500)


class KeySets:
    """The keys with which platforms sign, read from them and kept for an hour."""

    def __init__(self, http: requests.Session, seconds: Callable[[], float] = time.monotonic) -> None:
        self._http = http
        self._seconds = seconds
        self._kept: dict[str, tuple[float, Mapping[str, object]]] = {}

    def read(self, address: str, key: object) -> Mapping[str, object]:
        """Give a platform's keys; one that is not among those kept is asked for, once a minute.

        Raises:
            PlatformFailed: They cannot be read.
        """
        at, kept = self._kept.get(address, (0.0, {}))
        age = self._seconds() - at
        if kept and (age < KEYS_AGAIN or (age < KEYS_LAST and key in _names(kept))):
            return kept
        found = answer_of(self._http.get(address))
        if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
            raise PlatformFailed("Its answer is no set of keys.")
        self._kept[address] = (self._seconds(), found)
        return found


def _names(keys: Mapping[str, object]) -> list[object]:
    listed = keys.get("keys")
    return [one.get("kid") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
