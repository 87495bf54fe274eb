"""A chat completions server on loopback that answers by the model's name, faults included."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from typing_extensions import override

WORDS = ("I ", "have ", "not ", "slept ", "well.")


class FakeOpenAI:
    """Runs while its `with` block does; `requests` holds the bodies that it was sent."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.closing = threading.Event()
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


def _events(model: str, closing: threading.Event) -> Iterator[str]:
    """Yield the stream's chunks; ends early for the models `cut` and `broken`."""
    for place, word in enumerate(WORDS):
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


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(body)
            model = body["model"]
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
            for event in _events(model, fake.closing):
                self.wfile.write(f"data: {event}\n\n".encode())
                self.wfile.flush()

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
