"""How a guarded request is read and passed on, and how the name of a new event is overheard."""

import json
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from webui.guard_rules import Refused

BELIEVED_BY_GRADIO = (b"x-forwarded-host", b"x-forwarded-proto", b"x-gradio-")
"""Anybody can send these; the server in front of us sets scheme and host instead."""


def trusted(scope: Scope, *, plain_answer: bool = False) -> Scope:
    """Give the request without the headers that Gradio would believe blindly.

    A `plain_answer` comes back uncompressed, so that the guard can read it.
    """
    left_out = BELIEVED_BY_GRADIO + ((b"accept-encoding",) if plain_answer else ())
    kept = [(name, value) for name, value in scope["headers"] if not name.startswith(left_out)]
    return {**scope, "headers": kept}


async def read_body(scope: Scope, receive: Receive, most: int) -> bytes:
    """Read a whole body of at most so many bytes.

    Raises:
        Refused: 413 as soon as it is known to be too large, 400 if the sender went away.
    """
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isdecimal():
        raise Refused(400, "the length is malformed")
    if int(declared[:20]) > most:
        raise Refused(413, f"A request can have at most {most:,} bytes.")
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "the sender went away")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refused(413, f"A request can have at most {most:,} bytes.")
    return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """Give a `receive` that yields a body already read, and then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


def overhear_event(send: Send, note: Callable[[str], object]) -> Send:
    """Wrap `send` so that the id of a new event is noted before the page learns it."""
    parts: list[bytes] = []

    async def send_noting(message: Message) -> None:
        if message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
            event = None if message.get("more_body", False) else event_id(b"".join(parts))
            if event is not None:
                note(event)
        await send(message)

    return send_noting


def event_id(answer: bytes) -> str | None:
    """Read the id of the event out of Gradio's answer; None where there is none."""
    try:
        found = json.loads(answer)
    except ValueError:
        return None
    event = found.get("event_id") if isinstance(found, dict) else None
    return event if isinstance(event, str) else None
