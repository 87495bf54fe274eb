"""How long a thousand exchanges take from cold, bad lines among them, and how much memory they need."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import Row
from evaluator.fit.exchanges import load_exchanges

LINES, BAD_EVERY = 1_000, 100
SECONDS_BAR, MEMORY_BAR = 20.0, 400.0
"""Seconds and megabytes. Source: the evaluator's targets."""
SOME_REFUSED = 1
"""What the program ends with where lines were refused."""
BAD_LINES = ("{", "[]", '{"id": "x"}', '{"id": "x", "client": 3, "trainee": "Yes."}', "no JSON at all")


def batch_rows() -> list[Row]:
    """Grade a thousand exchanges in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="attune-batch-") as folder:
        given, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        bad = _write(given)
        app = Path(__file__).parents[1] / "app.py"
        command = [sys.executable, str(app), "grade", str(given), "--out", str(out)]
        started = time.perf_counter()
        grading = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  (our own program)
        _, status, used = os.wait4(grading.pid, 0)
        seconds = time.perf_counter() - started
        graded = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    refused = [line["line"] for line in graded if "error" in line]
    is_right = os.waitstatus_to_exitcode(status) == SOME_REFUSED and refused == bad and len(graded) == LINES + len(bad)
    note = f"{len(graded) - len(refused)} graded, {len(refused)} of {len(bad)} bad lines refused by their number"
    memory = used.ru_maxrss / 1024
    return [
        Row(
            what="`attune grade`: right lines graded, bad ones named",
            figure="yes" if is_right else "no",
            value=float(is_right),
            bar="yes",
            met=is_right,
            note=note,
        ),
        Row(
            what="1,000 exchanges from cold",
            figure=f"{seconds:.0f} s",
            value=seconds,
            bar=f"≤ {SECONDS_BAR:.0f} s",
            met=seconds <= SECONDS_BAR,
        ),
        Row(
            what="their memory at most",
            figure=f"{memory:.0f} MB",
            value=memory,
            bar=f"≤ {MEMORY_BAR:.0f} MB",
            met=memory <= MEMORY_BAR,
        ),
    ]


def _write(path: Path) -> list[int]:
    """Write the lines; gives the numbers of the bad ones, 1 is the first."""
    lines, bad = list[str](), list[int]()
    for at, one in enumerate(load_exchanges()[:LINES]):
        if at % BAD_EVERY == BAD_EVERY - 1:
            bad.append(len(lines) + 1)
            lines.append(BAD_LINES[len(bad) % len(BAD_LINES)])
        lines.append(json.dumps({"id": one.id, "client": one.client, "trainee": one.trainee}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return bad
