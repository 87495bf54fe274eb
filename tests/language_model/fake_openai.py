"""A chat completions server on loopback that answers by the model's name, faults included."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from typing_extensions import override

WORDS = ("I ", "have ", "not ", "slept ", "well.")


@dataclass
class Whole:
    """An answer that is not streamed, with what goes wrong with it."""

    content: str | None = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish_reason: str = "stop"
    refusal: str | None = None
    usage: bool = True
    body: str | None = None
    """Sent in place of a completion."""
    cut_at: int | None = None
    """Bytes after which the connection is closed, though more were promised."""
    stalls: bool = False
    """Sends half and then nothing."""
    drips: float | None = None
    """Seconds between two bytes."""


class FakeOpenAI:
    """Runs while its `with` block does; `requests` holds the bodies that it was sent."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.bodies: list[str] = []
        self.answer: Callable[[dict[str, Any]], Whole] | None = None
        """Answers what is not streamed."""
        self.says: Callable[[dict[str, Any]], str] | None = None
        """Gives the words of a stream; `WORDS` if not set."""
        self.delay = 0.0
        """Seconds before each piece of a stream."""
        self.at_once = self.most_at_once = 0
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _events(fake: FakeOpenAI, body: dict[str, Any]) -> Iterator[str]:
    """Yield the stream's chunks; ends early for the models `cut` and `broken`."""
    model, closing = body["model"], fake.closing
    words = WORDS if fake.says is None else tuple(f"{word} " for word in fake.says(body).split(" "))
    for place, word in enumerate(words):
        if fake.delay:
            closing.wait(fake.delay)
        if place == 3 and model in {"cut", "broken"}:
            return
        if place == 3 and model == "stalled":
            closing.wait(20)
            return
        if place == 3 and model == "garbled":
            yield "{not json"
            return
        yield _chunk({"content": "" if model == "mute" else word}, None)
    yield _chunk({}, {"long": "length", "filtered": "content_filter"}.get(model, "stop"))
    yield "[DONE]"


def _chunk(delta: dict[str, str], finish_reason: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
    return json.dumps(head | {"choices": [choice]})


@contextmanager
def _counted(fake: FakeOpenAI) -> Iterator[None]:
    """Count the requests that are being answered at the same time."""
    with fake.lock:
        fake.at_once += 1
        fake.most_at_once = max(fake.most_at_once, fake.at_once)
    try:
        yield
    finally:
        with fake.lock:
            fake.at_once -= 1


def _completion(answer: Whole) -> str:
    message = {"role": "assistant", "content": answer.content, "refusal": answer.refusal}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish_reason}
    head = {"id": "x", "object": "chat.completion", "created": 1, "model": "fake", "choices": [choice]}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return json.dumps(head | ({"usage": usage} if answer.usage else {}))


def _send_whole(handler: BaseHTTPRequestHandler, fake: FakeOpenAI, answer: Whole) -> None:
    content = (answer.body if answer.body is not None else _completion(answer)).encode()
    handler.send_response(answer.status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(content)))
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    if answer.drips is not None:
        for byte in content:
            if fake.closing.wait(answer.drips):
                return
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
        return
    handler.wfile.write(content[: len(content) // 2] if answer.stalls else content[: answer.cut_at])
    handler.wfile.flush()
    if answer.stalls:
        fake.closing.wait(20)
    handler.close_connection = answer.stalls or answer.cut_at is not None


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = json.loads(sent)
            fake.bodies.append(f"{self.headers}{sent}")
            fake.requests.append(body)
            model = body["model"]
            if fake.answer is not None and not body.get("stream"):
                with _counted(fake):
                    _send_whole(self, fake, fake.answer(body))
                return
            if model == "silent":
                fake.closing.wait(20)
                return
            if model == "down" or (model == "busy once" and len(fake.requests) == 1):
                self._refuse(500 if model == "down" else 429)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            if model == "broken":  # promises more than it sends
                self.send_header("Content-Length", "100000")
            self.end_headers()
            for event in _events(fake, body):
                try:
                    self.wfile.write(f"data: {event}\n\n".encode())
                    self.wfile.flush()
                except OSError:
                    return  # the listener went away

        def _refuse(self, status: int) -> None:
            content = json.dumps({"error": {"message": "you wrote: my secret"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
