"""Does the parts of a long work in forks of this process, so that what all of them need is read once. Unix only."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Part = TypeVar("Part")
Done = TypeVar("Done")
AT_ONCE = 2
"""Processes, one thread each: a quarter faster than one process with two threads."""

_work: list[Callable[[Any], Any]] = []


def side_by_side(work: Callable[[Part], Done], parts: Sequence[Part]) -> list[Done]:
    """Do each part in a fork; give the results in the order of the parts. Put the longest part first."""
    _work[:] = [work]
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("fork")) as processes:
        return list(processes.map(_do, parts))


def _do(part: Any) -> Any:  # noqa: ANN401  (whatever the work takes and gives)
    return _work[0](part)
