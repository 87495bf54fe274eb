"""The client's words as they come: a verb runs beside the page, which shows what it has heard so far."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Told = TypeVar("Told")

BETWEEN = 0.2
"""Seconds between two states of the page: five a second at most."""
MOST_AT_ONCE = 300
"""Verbs that run beside their pages at once; as many as there are events. Ours."""

_beside = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="hearing")


@dataclass(frozen=True)
class Done(Generic[Told]):
    """What the verb gave back."""

    told: Told


def hearing(verb: Callable[[Callable[[str], None]], Told]) -> Iterator[str | Done[Told]]:
    """Run a verb that is given an ear; yield the newest words at most five times a second, then what it gave back.

    Whatever the verb raises is raised here, after the words heard before it.
    """
    heard: SimpleQueue[str | None] = SimpleQueue()
    running: Future[Told] = _beside.submit(verb, heard.put)
    running.add_done_callback(lambda _: heard.put(None))
    words = heard.get()
    while words is not None:
        yield words
        time.sleep(BETWEEN)
        words = _newest(heard)
    yield Done(running.result())


def _newest(heard: "SimpleQueue[str | None]") -> str | None:
    """Wait for words, and skip those that newer ones replace; None once there are no more."""
    words = heard.get()
    while words is not None:
        try:
            words = heard.get_nowait()
        except Empty:
            return words
    return None
