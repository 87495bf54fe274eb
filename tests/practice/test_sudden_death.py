"""Killed at random moments, the room loses nothing that it said was kept."""

import os
import random
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

KILLS = 100

HARNESS = textwrap.dedent("""
    import json, os, random, select, signal, sys, time
    from pathlib import Path
    from personas.cast import load_cast
    from practice.room import PracticeRoom
    from practice.sessions import Mode
    from practice.setup import now_utc
    from practice.store import Store
    from records.engine import open_engine, sqlite_url, upgrade
    from tests.practice.company import plain_company, shipped_catalog

    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    rolls, catalog = random.Random(seed), shipped_catalog()

    def work(pipe, begun):
        engine = open_engine(sqlite_url(folder))
        room = PracticeRoom(catalog, plain_company(), Store(engine, now_utc), now_utc)
        tell = lambda **said: os.write(pipe, (json.dumps(said) + "\\n").encode())
        number = begun
        tell(kind="ready")
        while True:
            open_session = room.unfinished("local") or room.begin("local", "S01", Mode.COACHING, seed=1).session
            place = room.place("local", open_session.id)
            if place.turns_left == 0:
                room.end("local", open_session.id); continue
            number += 1
            draft = f"half a thought {number}"
            room.save_draft("local", open_session.id, draft, place.session.draft_number + 1)
            tell(kind="draft", session=open_session.id, text=draft)
            key = f"key-{open_session.id}-{len(place.exchanges) + 1}"
            tell(kind="sent", session=open_session.id, key=key)
            kept = room.say("local", open_session.id, f"message {key}", key)
            tell(kind="acked", session=open_session.id, key=key, trainee=kept.trainee, reply=kept.reply)
            if number % 7 == 0:
                again = room.say("local", open_session.id, f"message {key}", key)
                assert again.id == kept.id and again.reply == kept.reply

    made = open_engine(sqlite_url(folder)); upgrade(made); made.dispose()

    def settle():
        engine = open_engine(sqlite_url(folder))
        room = PracticeRoom(catalog, plain_company(), Store(engine, now_utc), now_utc)
        for session in Store(engine, now_utc).sessions("local"): room.place("local", session.id)

    for kill in range(kills):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            try: work(writer, kill * 1000)
            except BaseException as error:
                os.write(writer, (json.dumps({"kind": "error", "text": repr(error)}) + "\\n").encode())
            os._exit(0)
        os.close(writer)
        said = os.read(reader, 16)
        time.sleep(rolls.uniform(0.0, 0.4))
        os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
        while chunk := os.read(reader, 65536): said += chunk
        os.close(reader)
        sys.stdout.write("".join(line + "\\n" for line in said.decode().split("\\n")[:-1]))
        sys.stdout.flush()
    settle()
""")


@pytest.mark.crash
def test_a_hundred_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    import json

    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", HARNESS, str(tmp_path), str(KILLS), str(random.Random(5).randrange(10**6))],
        capture_output=True,
        text=True,
        timeout=240,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert not [line for line in told if line["kind"] == "error"]
    acked = [line for line in told if line["kind"] == "acked"]
    sent = [line for line in told if line["kind"] == "sent"]
    assert len(acked) > KILLS / 5
    assert len(sent) > len(acked), "no kill fell between sending and answering: the test shows nothing"
    db = sqlite3.connect(tmp_path / "attune.db")
    rows = {(s, k): (t, r) for s, k, t, r in db.execute("select session_id, key, trainee, reply from exchange")}
    for line in acked:
        assert rows[line["session"], line["key"]] == (line["trainee"], line["reply"])
    assert db.execute("select count(*) from exchange").fetchone()[0] == len(rows)
    gaps = db.execute("select session_id from exchange group by session_id having max(turn) <> count(*)").fetchall()
    assert gaps == []
    unanswered = db.execute("select count(*) from exchange where reply is null").fetchone()[0]
    assert unanswered == 0
    graded = (
        "select count(*) from exchange e where reply is not null "
        "and (select count(*) from grade g where g.exchange_id = e.id) <> 1"
    )
    assert db.execute(graded).fetchone()[0] == 0
    assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
