"""What may pass the door: pure rules on a request's address and headers."""

import re
from collections.abc import Container
from enum import StrEnum

from starlette.datastructures import Headers, QueryParams

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names under which a computer knows itself."""
LONGEST_QUERY, LONG_QUERY = 2_048, 16_384
"""Bytes that our own pages send at the most, and those of sites that send somebody here."""
HOST = re.compile(r"(?P<name>[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?", re.ASCII)
STATIC = re.compile(r"/(assets/|static/|svelte/|favicon\.ico$|theme\.css$|gradio_api/theme\.css$)")
HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]*)")
LONGEST_QUERY, LONGEST_ANSWER = 2_048, 8_192
"""Bytes: of any page, and of what an identity provider sends along; some send codes of two thousand."""
ANSWERED = "/sign-in/back"
ODD_CHARACTER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\\]")


class Refused(Exception):
    """A request that may not pass; nothing of it has reached the application."""

    def __init__(self, status: int, reason: str, retry_after: int | None = None) -> None:
        """Answer with this HTTP status and reason; `retry_after` is in whole seconds."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after


class Endpoint(StrEnum):
    """What a path under a Gradio mount is for; whatever is not here is not offered."""

    STATIC = "static"
    PAGE = "page"
    READ = "read"
    LISTEN = "listen"
    HEARTBEAT = "heartbeat"
    JOIN = "join"
    CANCEL = "cancel"
    RESET = "reset"


OFFERED: dict[tuple[str, str], Endpoint] = {
    ("GET", "/config"): Endpoint.READ,
    ("GET", "/gradio_api/info"): Endpoint.READ,
    ("GET", "/gradio_api/app_id"): Endpoint.READ,
    ("GET", "/gradio_api/queue/data"): Endpoint.LISTEN,
    ("POST", "/gradio_api/queue/join"): Endpoint.JOIN,
    ("POST", "/gradio_api/cancel"): Endpoint.CANCEL,
    ("POST", "/gradio_api/reset"): Endpoint.RESET,
}


def endpoint(method: str, path: str, pages: Container[str]) -> Endpoint:
    """Say what a request to a Gradio mount asks for; `path` is relative to the mount.

    Raises:
        Refused: 404, it is nothing that the pages use.
    """
    if method in ("GET", "HEAD"):
        if STATIC.match(path) or path == "/manifest.json":
            return Endpoint.STATIC
        if path.strip("/") in pages:
            return Endpoint.PAGE
        if method == "GET" and HEARTBEAT.fullmatch(path):
            return Endpoint.HEARTBEAT
    found = OFFERED.get((method, path))
    if found is None:
        raise Refused(404, "not offered")
    return found


def check_host(headers: Headers, hosts: frozenset[str] | None) -> None:
    """Refuse a request that was sent to another name than ours (DNS rebinding).

    Raises:
        Refused: 400 for a Host that is no host, 421 for one that is not in `hosts`.
    """
    given = headers.getlist("host")
    match = HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
    if match is None:
        raise Refused(400, "the Host header is malformed")
    if hosts is not None and match["name"].strip("[]").rstrip(".") not in hosts:
        raise Refused(421, "this host name is not served here")


def check_source(method: str, headers: Headers) -> None:
    """Refuse what another site's page sends; following a link to one of our pages is fine.

    A request with neither Origin nor Sec-Fetch-Site is not from a page, so it may pass.

    Raises:
        Refused: 403, the request comes from another origin.
    """
    safe = method in ("GET", "HEAD")
    followed_link = safe and headers.get("sec-fetch-mode") == "navigate"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not followed_link:
        raise Refused(403, "sent from another site")
    ours = {f"{scheme}://{headers['host'].lower()}" for scheme in ("http", "https")}
    if not safe and any(origin.lower() not in ours for origin in headers.getlist("origin")):
        raise Refused(403, "sent from another site")


def check_target(path: str, query: bytes, longest: int = LONGEST_QUERY) -> None:
    """Refuse a path that no page of ours makes, or a query of more than so many bytes.

    Raises:
        Refused: 400 for odd characters, 414 for too long.
    """
    if len(path) > 512 or len(query) > (LONGEST_ANSWER if path == ANSWERED else longest):
        raise Refused(414, "the address is too long")
    if ODD_CHARACTER.search(path) or ".." in path:
        raise Refused(400, "the address is malformed")


def check_query(asked: Endpoint, query: bytes) -> None:
    """Refuse what would make Gradio show another page, or one that somebody saved.

    Raises:
        Refused: 404, our pages never ask for it.
    """
    keys = set(QueryParams(query).keys())
    if "deep_link" in keys or (asked is Endpoint.PAGE and "page" in keys):
        raise Refused(404, "not offered")
