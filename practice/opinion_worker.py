"""Gets second opinions in the background: one thread, one event loop, and the records as its queue.

Nobody waits for it. What a crash, a full day or a broken server leaves undone waits in the records and is tried later.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import NamedTuple, Protocol

from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError

from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from evaluator.opinion import Judgement
from practice.opinion_store import OpinionStore, Wanted

_log = logging.getLogger(__name__)


class Judging(Protocol):
    """Gives a second opinion, or tells why not; never raises for what a server does."""

    async def judge(self, exchange: ExchangeText, grades: ExchangeGrades) -> Judgement:
        """Judge one exchange."""
        ...


OpenJudge = Callable[[], AbstractAsyncContextManager[Judging]]
"""Opens a judge in the event loop in which it will be used, and closes it there."""


class Pace(Record):
    """How fast the worker goes; all ours."""

    at_once: int = Field(default=2, ge=1)
    """Exchanges that are judged at the same time."""
    batch: int = Field(default=16, ge=1)
    """Exchanges that are read from the records at a time: what is in memory is bounded, what waits is not lost."""
    look_again: float = Field(default=300.0, gt=0)
    """Seconds after which the worker looks into the records though nobody woke it."""
    first_pause: float = Field(default=15.0, gt=0)
    """Seconds to leave a failing server alone; doubled each time …"""
    longest_pause: float = Field(default=900.0, gt=0)
    """… up to this."""


class Went(NamedTuple):
    """How it went to work through what waits."""

    judged: bool
    """Whether the server answered at all."""
    failed: bool
    """Whether the server or the records then failed."""


class OpinionWorker:
    """Works through what waits for a second opinion."""

    def __init__(self, kept: OpinionStore, open_judge: OpenJudge, pace: Pace | None = None, asks: str = "") -> None:
        """Keep who works.

        Args:
            kept: The records, which are the queue.
            open_judge: Opens who is asked.
            pace: How fast to go.
            asks: Who is asked, for people to read; only what was sent while they were set is sent to them.
        """
        self.asks = asks
        self._kept = kept
        self._open_judge = open_judge
        self._pace = pace or Pace()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: asyncio.Event | None = None
        self._work: asyncio.Task[None] | None = None
        self._stopped = False

    def start(self) -> None:
        """Start the thread; it begins with what an earlier run left."""
        self._thread = threading.Thread(target=self._run, name="second-opinions", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Tell that something new waits; returns at once, and does no harm where nothing runs."""
        loop, woken = self._loop, self._woken
        if loop is not None and woken is not None:
            with suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(woken.set)

    def stop(self, patience: float = 5.0) -> None:
        """Stop; an exchange that is being judged waits for the next start.

        Args:
            patience: Seconds to wait for the connections to be closed.
        """
        self._stopped = True
        loop, work = self._loop, self._work
        if loop is not None and work is not None:
            with suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(work.cancel)
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        self._woken, self._work = asyncio.Event(), asyncio.current_task()
        self._loop = asyncio.get_running_loop()
        if self._stopped:
            return
        pause = self._pace.first_pause
        while True:
            try:
                await self._keep_on(self._woken)
            except Exception as error:  # noqa: BLE001 - whatever it is, its message may hold what was written
                _log.error("second opinions broke off (%s); trying again later", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._pace.longest_pause)

    async def _keep_on(self, woken: asyncio.Event) -> None:
        """Open the judge and work until stopped."""
        async with self._open_judge() as judge:
            pause = self._pace.first_pause
            while True:
                woken.clear()
                went = await self._work_off(judge)
                pause = self._pace.first_pause if went.judged else pause
                if went.failed:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, self._pace.longest_pause)
                else:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(woken.wait(), self._pace.look_again)

    async def _work_off(self, judge: Judging) -> Went:
        """Judge what waits, a few at a time; stops as soon as none of a few could be judged for the server."""
        judged = False
        try:
            while batch := self._kept.wanting(self._pace.batch, self.asks):
                for start in range(0, len(batch), self._pace.at_once):
                    if not await self._judge_few(judge, batch[start : start + self._pace.at_once]):
                        return Went(judged, failed=True)
                    judged = True
        except SQLAlchemyError as error:
            _log.warning("second opinions: the records cannot be used (%s); trying again later", type(error).__name__)
            return Went(judged, failed=True)
        return Went(judged, failed=False)

    async def _judge_few(self, judge: Judging, few: Sequence[Wanted]) -> bool:
        done = await asyncio.gather(*(judge.judge(one.text, one.grades) for one in few), return_exceptions=True)
        went = False
        for wanted, judgement in zip(few, done, strict=True):
            if isinstance(judgement, BaseException):
                self._kept.keep_failure(wanted.exchange, f"broke off ({type(judgement).__name__})")
                _log.error("second opinion on %s broke off: %s", wanted.exchange, type(judgement).__name__)
                continue
            self._kept.keep(wanted.exchange, judgement)
            effort = judgement.effort
            _log.info(
                "second opinion on %s: %s, %d calls, %d tokens, %.1f s",
                wanted.exchange,
                judgement.failure or "given",
                effort.calls,
                effort.tokens_in + effort.tokens_out,
                effort.seconds,
            )
            went = went or not judgement.server_failed
        return went
