"""A judge that needs no server, and a room with one, for tests of the background."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from evaluator.judge import asked_criteria
from evaluator.opinion import CriterionOpinion, Effort, Judgement, JudgeStamp, SecondOpinion
from practice.opinion_store import OpinionStore
from practice.opinion_worker import Judging, OpinionWorker, Pace
from practice.room import PracticeRoom
from practice.second_opinion import SecondOpinions
from practice.store import Store
from tests.practice.company import plain_company, ticking_clock
from tests.records.fresh import fresh_records

STAMP = JudgeStamp(model="by hand", prompt="1-test", rubric="trust", rubric_version=1, form="json_schema", examples=())
QUICK = Pace(look_again=0.05, first_pause=0.02, longest_pause=0.05)


class HandJudge:
    """Gives one level, 3 if not told otherwise, for all that applies; fails, is slow or breaks off as a test wants."""

    def __init__(self) -> None:
        self.seen: list[ExchangeText] = []
        self.down = False
        self.useless = 0
        """How many of the next answers cannot be used."""
        self.breaks = 0
        """How many of the next attempts break off."""
        self.level = 3
        self.seconds = 0.0
        self.at_once = self.most_at_once = 0
        self.opened = self.closed = 0

    async def judge(self, exchange: ExchangeText, grades: ExchangeGrades) -> Judgement:
        """Judge one exchange."""
        self.seen.append(exchange)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.at_once -= 1
        if self.breaks:
            self.breaks -= 1
            raise KeyError("my secret")
        effort = Effort(calls=1, tokens_in=100, tokens_out=10, seconds=0.5)
        if self.down or self.useless:
            failure = "no answer (HTTP 500)" if self.down else "the answer was empty"
            self.useless -= not self.down
            return Judgement(opinion=None, failure=failure, server_failed=self.down, stamp=STAMP, effort=effort)
        opinions = tuple(
            CriterionOpinion(criterion=one, level=self.level, quote=exchange.trainee, reason="Good.")
            for one in asked_criteria(grades)
        )
        opinion = SecondOpinion(opinions=opinions, suspicious=(), stamp=STAMP)
        return Judgement(opinion=opinion, failure=None, stamp=STAMP, effort=effort)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Judging]:
        """Open this judge, as the worker does."""
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1


class RoomWithJudge:
    """A room on a data folder, with a worker that can be started and stopped."""

    def __init__(self, folder: Path, catalog, judge: HandJudge | None, pace: Pace = QUICK, **store) -> None:
        self.engine = fresh_records(folder)
        clock = ticking_clock()
        self.kept = OpinionStore(self.engine, clock, again_after=store.get("again_after", 0.0))
        opener = store.get("open_judge", judge.open if judge else None)
        worker = OpinionWorker(self.kept, opener, pace, store.get("asks", "")) if opener else None
        self.second = SecondOpinions(self.kept, worker)
        self.room = PracticeRoom(catalog, plain_company(), Store(self.engine, clock), clock, self.second)

    def say(self, turns: int, person: str = "ana") -> str:
        """Say something for a number of turns in a new session."""
        session = self.room.begin(person, "S01", "coaching", seed=3).session.id
        for turn in range(turns):
            self.room.say(person, session, f"words {turn}", f"k{turn}")
        return session


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: It did not within the time.
    """
    end = time.perf_counter() + seconds
    while not holds():
        assert time.perf_counter() < end, "it did not come about in time"
        time.sleep(0.01)
