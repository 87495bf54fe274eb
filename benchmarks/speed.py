"""How long a trainee waits: from send to the kept answer and its grade, and from a cold start to the first page."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.batch import batch_rows
from benchmarks.table import Row
from practice.room import Care, PracticeRoom
from practice.sessions import Mode
from practice.setup import open_practice

WORDS_BAR, GRADE_BAR, START_BAR = 150.0, 250.0, 20.0
"""Milliseconds, milliseconds, seconds. Source: the promise of the first release."""
WARM_UP = 3


def measure() -> list[Row]:
    """Measure in a data folder of its own, which is removed again."""
    batch = batch_rows()  # first: a process begins with the memory of the one that starts it
    folder = Path(tempfile.mkdtemp(prefix="attune-speed-"))
    try:
        waits = _waits(open_practice(folder / "room"))
        seconds = _cold_start(folder / "cold")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    middle, slow = (float(np.percentile([wait.words for wait in waits], share)) for share in (50, 95))
    graded = float(np.percentile([wait.grade for wait in waits], 95))
    note = f"{len(waits)} exchanges in three sessions; the answer is kept when it is first shown, the grade follows"
    return [
        Row(what="send to first words, p50", figure=f"{middle:.0f} ms", value=middle, note=note),
        _held("send to first words, p95", slow, "ms", WORDS_BAR),
        _held("send to grade, p95", graded, "ms", GRADE_BAR),
        _held("cold start to /healthz", seconds, "s", START_BAR),
        *batch,
    ]


def _held(what: str, value: float, unit: str, bar: float) -> Row:
    return Row(what=what, figure=f"{value:.0f} {unit}", value=value, bar=f"≤ {bar:.0f} {unit}", met=value <= bar)


class Wait(NamedTuple):
    """Milliseconds from send to the client's kept words, and to the kept grade."""

    words: float
    grade: float


def _waits(room: PracticeRoom) -> list[Wait]:
    """Play sessions and give the waits of every exchange."""
    turns = (files("benchmarks") / "trainee_turns.txt").read_text(encoding="utf-8").splitlines()
    waits: list[Wait] = []
    for number, scenario in enumerate(list(room.catalog.offers)[:3]):
        place = room.begin("speed", scenario, Mode.COACHING, seed=number)
        for turn in range(place.offer.scenario.turn_limit):
            words = f"{turns[(turn * 7 + number * 5) % len(turns)]}"
            started = time.perf_counter()
            kept = room.tell("speed", place.session.id, words, f"key {turn}")
            answered = time.perf_counter()
            after = room.place("speed", place.session.id)
            waits.append(Wait(1000 * (answered - started), 1000 * (time.perf_counter() - started)))
            if isinstance(kept, Care) or after.session.status.over:
                break
    return waits[WARM_UP:]


def _cold_start(folder: Path) -> float:
    """Start the app on a new data folder and give the seconds until /healthz answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    app = Path(__file__).parents[1] / "app.py"
    command = [sys.executable, str(app), "serve", "--port", str(port), "--data", str(folder)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  (our own program)
    try:
        while time.perf_counter() - started < 120 and server.poll() is None:
            if _answers(f"http://127.0.0.1:{port}/healthz"):
                return time.perf_counter() - started
            time.sleep(0.1)
    finally:
        server.terminate()
        server.wait(timeout=20)
    return float("inf")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  (loopback, made above)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
