"""Starts the server that `make test-server` built, on this computer, and asks it things."""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from language_model.chat_model import build_chat_model
from language_model.json_reply import JsonModel
from tests.evaluator.grading import exchange_of, grade, reading_of
from tests.server.tiny_model import Kind

FOLDER = Path(__file__).parents[2] / ".model-server"
TURNS = (
    "I hear you. I can't give you my own number, and I can tell how long the nights are.",
    "I hear you, and I wonder what the number would give you at three in the morning.",
    "First, I hear you. Then let us see who can be reached tonight.",
    "I hear you.",
)


def is_built() -> bool:
    """Tell whether there is a server to start."""
    return (FOLDER / "llama-server").is_file()


@contextlib.contextmanager
def llama_server(kind: Kind) -> Iterator[str]:
    """Serve a tiny model on a free port, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [FOLDER / "llama-server", "-m", FOLDER / f"{kind}.gguf", "--host", "127.0.0.1", "--port", str(port)]
    command += ["-c", "32768", "-np", "2", "--alias", kind, "-t", "1", "--jinja", "--log-disable"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended at once"
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start within 20 seconds")


def json_model(url: str, kind: Kind) -> JsonModel:
    """Make a model on this server that answers in JSON."""
    chat = build_chat_model(url, SecretStr("none"), kind, temperature=0.0, timeout=120, max_retries=0)
    return JsonModel(chat, deadline=240)


def exchanges(times: int) -> list[tuple[ExchangeText, ExchangeGrades]]:
    """Give graded exchanges; each holds the words that the parrot says."""
    found = []
    for number in range(times):
        text = TURNS[number % len(TURNS)]
        cues = (Cue.BOUNDARY_PHONE, Cue.FEELING)
        reading = reading_of(Act.WARM_LIMIT, empathy=2.0, boundary=3.0, cues=cues, text=text, quote="I hear you")
        client = f"Can I have your number? That is night {number + 1} without sleep."
        found.append((exchange_of(reading, client), grade(reading, client)))
    return found
