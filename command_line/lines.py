"""Lines in and lines out: files, standard input and output, and what is said to a person."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from command_line.outcome import DONE, WrongCall


def listed(rows: list[dict[str, object]], as_lines: bool) -> int:
    """Print rows for a person, or as JSON Lines."""
    for row in rows:
        text = json.dumps(row, ensure_ascii=False) if as_lines else "  ".join(str(value) for value in row.values())
        write(text)
    return DONE


@contextmanager
def reading(name: str) -> Iterator[Iterable[str]]:
    """Open a file of lines; `-` is standard input.

    Raises:
        WrongCall: The file cannot be read.
    """
    try:
        if name == "-":
            yield (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        else:
            with Path(name).open(encoding="utf-8", errors="replace") as lines:
                yield lines
    except OSError as error:
        raise WrongCall(f"{name}: {error.strerror}; check the path") from error


@contextmanager
def writing(name: str) -> Iterator[TextIO]:
    """Open a place for output; `-` is standard output.

    Raises:
        WrongCall: The file cannot be written.
    """
    if name == "-":
        if isinstance(sys.stdout, TextIO):
            sys.stdout.flush()
        with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False) as out:
            yield out
        return
    try:
        with Path(name).open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise WrongCall(f"{name}: {error.strerror}; check the path") from error


def write(line: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(line + "\n")


def say(line: str) -> None:
    """Write one line to standard error, for a person."""
    sys.stderr.write(line + "\n")
