"""What every answer says to the browser: where things may come from, and what may be kept."""

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'{posts_to}; frame-ancestors {framed_by}"
)
"""The content security policy; `scripts` is empty where a page has no scripts of its own."""
POSTS_TO, FRAMED_BY = "attune-posts-to", "attune-framed-by"
"""Headers with which one of our own routes lets its page send a form to an origin, or be shown in pages of origins.

They are taken off here; `*` is any page.
"""
ORIGIN = re.compile(r"https?://([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?", re.ASCII)
FIXED = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
OPENING_SCRIPT = re.compile(rb"<script(?=[\s>])")


def with_strict_headers(start: Message, *, scripts: str = "", may_be_kept: bool = False) -> Message:
    """Give the first message of an answer with our headers and without cross-origin grants.

    `scripts` are further sources of scripts; only static files `may_be_kept` by the browser.
    """
    raw = start.get("headers", [])
    kept = [pair for pair in raw if not pair[0].lower().startswith(b"access-control-")]
    headers = MutableHeaders(raw=kept)
    posts_to, framed_by = _origins(headers, POSTS_TO), _origins(headers, FRAMED_BY)
    headers.update(FIXED)
    if framed_by:
        del headers["x-frame-options"]
    headers["content-security-policy"] = POLICY.format(
        scripts=scripts, posts_to="".join(f" {one}" for one in posts_to), framed_by=" ".join(framed_by) or "'none'"
    )
    if not may_be_kept:
        headers["cache-control"] = "no-store"
    return {**start, "headers": headers.raw}


def _origins(headers: MutableHeaders, name: str) -> list[str]:
    """Take a header of ours off an answer, and give the origins in it; whatever is none is left out."""
    given = headers.get(name, "").split()
    if name in headers:
        del headers[name]
    return [one for one in given if ORIGIN.fullmatch(one) or (one == "*" and name == FRAMED_BY)]


class StrictSend:
    """An ASGI `send` that puts our headers on an answer."""

    def __init__(self, send: Send, *, may_be_kept: bool = False) -> None:
        """Wrap `send`."""
        self._send = send
        self._may_be_kept = may_be_kept

    async def __call__(self, message: Message) -> None:
        """Pass one message on."""
        if message["type"] == "http.response.start":
            message = with_strict_headers(message, may_be_kept=self._may_be_kept)
        await self._send(message)


class PageSend:
    """An ASGI `send` for one of Gradio's pages: its own inline scripts run, and no others.

    The page is held back until it is whole. Gradio writes its settings into the page as JSON in
    which every `<` is escaped, so each `<script` in the bytes is one of the template's own.
    """

    def __init__(self, send: Send, *, evaluates: bool = False) -> None:
        """Wrap `send`; a page that `evaluates` text as JavaScript is let to."""
        self._send = send
        self._evaluates = evaluates
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Hold the page back until its last part, then send all of it."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_whole(self._start)
        else:
            await self._send(message)

    async def _send_whole(self, start: Message) -> None:
        nonce = secrets.token_urlsafe(16)
        opening = b'<script nonce="' + nonce.encode() + b'"'
        body = OPENING_SCRIPT.sub(opening, b"".join(self._parts))
        evaluation = " 'unsafe-eval'" if self._evaluates else ""
        start = with_strict_headers(start, scripts=f" 'nonce-{nonce}'{evaluation}")
        headers = MutableHeaders(raw=start["headers"])
        if "content-length" in headers and body:
            headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
