"""Killed at random moments while a judge is at work, no exchange is lost and none is judged twice."""

import json
import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.language_model.fake_openai import FakeOpenAI
from tests.practice.test_what_a_judge_is_sent import fair

KILLS = 20

HARNESS = textwrap.dedent("""
    import json, os, random, signal, sys, time
    from contextlib import asynccontextmanager
    from pathlib import Path
    from pydantic import SecretStr
    from evaluator.judge import Judge
    from language_model.chat_model import build_chat_model
    from language_model.json_reply import JsonModel
    from practice.opinion_store import OpinionStore
    from practice.opinion_worker import OpinionWorker
    from practice.room import PracticeRoom
    from practice.second_opinion import SecondOpinions
    from practice.setup import now_utc
    from practice.store import Store
    from records.engine import open_engine, sqlite_url, upgrade
    from tests.practice.company import plain_company, shipped_catalog
    from tests.practice.opinions import QUICK

    folder, url, kills, rolls = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), random.Random(7)
    catalog = shipped_catalog()

    def opened():
        engine = open_engine(sqlite_url(folder))
        kept = OpinionStore(engine, now_utc, again_after=0.0)

        @asynccontextmanager
        async def judge():
            model = JsonModel(build_chat_model(url, SecretStr("none"), "judge", temperature=0.0, timeout=5))
            yield Judge(model, catalog.rubric)
            await model.close()

        second = SecondOpinions(kept, OpinionWorker(kept, judge, QUICK))
        return PracticeRoom(catalog, plain_company(), Store(engine, now_utc), now_utc, second)

    def work(number):
        room = opened()
        room.second.start()
        while True:
            number += 1
            session = room.begin("local", "S01", "coaching", seed=1).session.id
            for turn in range(3):
                room.say("local", session, f"message {number} {turn}", f"k{turn}")
            time.sleep(0.02)

    made = open_engine(sqlite_url(folder)); upgrade(made); made.dispose()
    import langchain_openai, openai, langsmith  # once, so that no kill falls into seconds of importing
    for kill in range(kills):
        child = os.fork()
        if child == 0:
            try: work(kill * 1000)
            except BaseException as error: sys.stderr.write(repr(error)); os._exit(1)
        time.sleep(rolls.uniform(0.2, 1.4))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, "the child ended by itself"
    room = opened()
    store = Store(open_engine(sqlite_url(folder)), now_utc)
    for session in store.sessions("local"): room.place("local", session.id)
    left = room.second.counts().waiting
    room.second.start()
    end = time.time() + 60
    while room.second.counts().waiting and time.time() < end: time.sleep(0.05)
    room.second.stop()
    sys.stdout.write(json.dumps({"left": left}))
""")


@pytest.mark.crash
def test_twenty_kills_lose_no_exchange_and_judge_none_twice(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    with FakeOpenAI() as server:
        server.answer = fair
        run = subprocess.run(
            [sys.executable, "-c", HARNESS, str(tmp_path), server.url, str(KILLS)],
            capture_output=True,
            text=True,
            timeout=200,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
        )
    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout)["left"] > 0, "no kill left an exchange without its opinion: the test shows nothing"
    db = sqlite3.connect(tmp_path / "attune.db")
    exchanges = db.execute("select count(*) from exchange").fetchone()[0]
    assert exchanges >= KILLS // 2, "too few to show anything"
    given = db.execute(
        "select count(*) from exchange e "
        "where (select count(*) from second_opinion s where s.exchange_id = e.id and s.step = 'given') = 1"
    ).fetchone()[0]
    graded = "select count(*) from exchange e where exists (select 1 from grade g where g.exchange_id = e.id)"
    assert db.execute(graded).fetchone()[0] == exchanges
    assert given == exchanges
    assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
