"""What leaves this machine for a second opinion: the two turns and the rubric; no name, no secret, no trust."""

import json
import logging

import pytest
from pydantic import SecretStr, ValidationError

from evaluator.fit.exchanges import load_exchanges
from practice.judge_setup import JudgeServer, judge_opener
from practice.judge_trial import trial
from practice.opinion_store import OpinionStore
from practice.opinion_worker import OpinionWorker
from practice.room import PracticeRoom
from practice.second_opinion import SecondOpinions
from practice.sessions import Prediction
from practice.store import Store
from tests.evaluator.judges import asked_in, said, turns_in
from tests.language_model.fake_openai import FakeOpenAI, Whole
from tests.practice.company import plain_company, ticking_clock
from tests.practice.opinions import QUICK, until
from tests.records.fresh import fresh_records

PERSON = "zelda-quint-4711"
KEY = "sk-canary-8812"
SCENARIOS = ("S04", "S07", "S13")


def fair(body) -> Whole:
    """Give every criterion level 2, with the turn as a quote."""
    trainee = turns_in(body["messages"][-1]["content"])["trainee"]
    return Whole(json.dumps({one: said(2, trainee) for one in asked_in(body)}))


@pytest.fixture
def server():
    with FakeOpenAI() as running:
        running.answer = fair
        yield running


@pytest.fixture
def room(tmp_path, catalog, server):
    engine, clock = fresh_records(tmp_path), ticking_clock()
    kept = OpinionStore(engine, clock)
    judge = JudgeServer(url=server.url, key=SecretStr(KEY), model="judge", timeout=5, retries=0)
    worker = OpinionWorker(kept, judge_opener(judge, catalog.rubric, tmp_path / "judge"), QUICK)
    opened = PracticeRoom(catalog, plain_company(), Store(engine, clock), clock, SecondOpinions(kept, worker))
    opened.second.start()
    yield opened
    opened.second.stop()


def test_nothing_but_the_two_turns_and_the_rubric_is_sent(room, server, catalog):
    sessions = [room.begin(PERSON, scenario, "coaching", seed=3).session.id for scenario in SCENARIOS]
    for number, session in enumerate(sessions):
        room.resume(PERSON, session)
        for turn in range(2):
            room.say(PERSON, session, f"What I say is number {number} {turn}.", f"k{turn}")
    until(lambda: room.second.counts().given == 6, 60)
    assert len(server.bodies) == 6
    sent = "\n".join(server.bodies).casefold()
    shipped = "\n".join(f"{one.client} {one.trainee}" for one in load_exchanges()).casefold()
    for session in sessions:
        place = room.place(PERSON, session)
        forbidden = [PERSON, session, place.session.start_state.model_dump_json(), *(e.id for e in place.exchanges)]
        card, memories = place.offer.persona.card, place.offer.persona.memories
        forbidden += [card.name, place.offer.scenario.title, *(memory.fact for memory in memories)]
        marks = [mark for memory in memories if memory.layer >= 2 for mark in memory.marks if len(mark) > 11]
        telling = [mark for mark in marks if mark.casefold() not in shipped]  # an example may say one by chance
        assert len(telling) >= 5
        forbidden += telling
        assert [words for words in forbidden if words.casefold() in sent] == []
    for body in server.requests:
        assert set(body) <= {"messages", "model", "temperature", "max_completion_tokens", "response_format", "stream"}
        words = body["messages"][-1]["content"]
        assert not [name for name in ("trust", "arousal", "layer", "history", "persona") if name in words.casefold()]


def test_the_turn_before_is_told_once_and_never_again(room, server):
    session = room.begin(PERSON, "S01", "coaching", seed=3).session.id
    room.say(PERSON, session, "The first of my sentences.", "k1")
    room.say(PERSON, session, "The second of my sentences.", "k2")
    until(lambda: room.second.counts().given == 2, 60)
    trainees = [turns_in(body["messages"][-1]["content"])["trainee"] for body in server.requests]
    assert sorted(trainees) == ["The first of my sentences.", "The second of my sentences."]


def test_the_key_is_sent_to_the_server_and_stands_nowhere_else(room, server, tmp_path, capfd, caplog):
    server.answer = lambda body: Whole(status=401, body=json.dumps({"error": {"message": f"{KEY} is wrong"}}))
    session = room.begin(PERSON, "S01", "coaching", seed=3).session.id
    room.say(PERSON, session, "A canary sentence of mine.", "k1")
    until(lambda: room.second.counts().failures != {}, 60)
    assert f"bearer {KEY}" in server.bodies[0].casefold()
    assert "HTTP 401" in " ".join(room.second.counts().failures)
    out = capfd.readouterr()
    for place in (out.out, out.err, caplog.text):
        assert "canary" not in place
    assert KEY.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("attune.db*"))


def test_a_sentence_that_is_only_tried_out_is_sent_to_nobody(room, server):
    session = room.begin(PERSON, "S01", "coaching", seed=3).session.id
    room.say(PERSON, session, "What I said.", "k1")
    until(lambda: room.second.counts().given == 1, 60)
    room.end(PERSON, session)
    room.predict(PERSON, session, Prediction(empathy=2, boundary=2))
    room.try_another(PERSON, session, 1, "What I might have said.")
    room.report(PERSON, session)
    assert len(server.requests) == 1


@pytest.mark.parametrize("url", ["", "judge.example", "ftp://judge.example/v1", "file:///etc/passwd", "http://"])
def test_only_a_web_address_can_be_asked(url):
    with pytest.raises(ValidationError, match="whole address"):
        JudgeServer(url=url, model="m")


@pytest.mark.parametrize("more", ["op:sekret@judge.example/v1", "judge.example?api-key=sekret", "judge.example#sekret"])
def test_an_address_with_a_key_in_it_is_refused(more):
    with pytest.raises(ValidationError) as refused:
        JudgeServer(url=f"https://{more}", model="m")
    said = refused.value.errors()[0]["msg"]
    assert "ATTUNE_JUDGE_KEY" in said
    assert "sekret" not in said


def test_no_address_and_no_word_is_logged_where_everything_is(room, server, caplog, monkeypatch):
    monkeypatch.setenv("OPENAI_LOG", "debug")
    with caplog.at_level(logging.INFO):
        session = room.begin(PERSON, "S01", "coaching", seed=3).session.id
        room.say(PERSON, session, "A canary sentence of mine.", "k1")
        until(lambda: room.second.counts().given == 1, 60)
    assert "second opinion on" in caplog.text
    assert server.url not in caplog.text
    assert "canary" not in caplog.text


def test_an_operator_can_try_the_judge_and_sees_why_it_fails(server):
    at = JudgeServer(url=server.url, key=SecretStr(KEY), model="judge", timeout=5, retries=0)
    tried = trial(at, "trust")
    assert tried.answered
    assert "empathy 2" in tried.says
    server.answer = lambda body: Whole(status=404, body="{}")
    failed = trial(at, "trust")
    assert (failed.answered, "HTTP 404" in failed.says) == (False, True)
    assert KEY not in failed.says
