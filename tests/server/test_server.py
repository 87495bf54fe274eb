"""A real server keeps to the form, and the judge works with it from the request to the report."""

import asyncio

import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from evaluator.judge import Judge, asked_criteria
from evaluator.judge_prompt import question_for
from evaluator.rubric import load_rubric
from language_model.chat_model import build_chat_model, stream_reply
from language_model.json_form import Form
from practice.judge_setup import JudgeServer, judge_opener
from practice.opinion_store import OpinionStore
from practice.opinion_worker import OpinionWorker
from practice.room import PracticeRoom
from practice.second_opinion import SecondOpinions
from practice.sessions import Prediction
from practice.store import Store
from records.engine import open_engine, sqlite_url, upgrade
from tests.practice.company import plain_company, shipped_catalog, ticking_clock
from tests.practice.opinions import QUICK, until
from tests.server.running import exchanges, is_built, json_model, llama_server

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not is_built(), reason="make test-server builds the server first"),
]


@pytest.fixture(scope="module")
def parrot():
    with llama_server("parrot") as url:
        yield url


@pytest.fixture(scope="module")
def dice():
    with llama_server("random") as url:
        yield url


def test_the_form_is_forced_even_on_random_weights_and_none_of_what_they_say_is_believed(dice):
    async def asked():
        model, rubric = json_model(dice, "random"), load_rubric()
        forms, judgements = [], []
        for exchange, grades in exchanges(3):
            criteria = [rubric.criterion(criterion) for criterion in asked_criteria(grades)]
            reply = await model.ask(question_for(exchange, criteria, rubric, ()), lambda fields: None)
            forms.append((reply.fields, [criterion.id for criterion in criteria], reply.form))
            judgements.append(await Judge(model, rubric).judge(exchange, grades))
        await model.close()
        return forms, judgements

    forms, judgements = asyncio.run(asked())
    for fields, criteria, form in forms:
        assert form is Form.BOUNDED
        assert list(fields) == criteria
        for each in fields.values():
            assert list(each) == ["reason", "quote", "level"]
            assert each["level"] in (0, 1, 2, 3, 4, None)
    for judgement in judgements:
        assert judgement.opinion is None
        assert "no criterion can be counted" in judgement.failure


def test_an_answer_that_can_be_checked_becomes_an_opinion_in_one_call(parrot):
    async def asked():
        model = json_model(parrot, "parrot")
        judgements = [await Judge(model, load_rubric()).judge(*one) for one in exchanges(4)]
        await model.close()
        return judgements

    for judgement in asyncio.run(asked()):
        assert judgement.failure is None
        assert {opinion.quote for opinion in judgement.opinion.opinions} == {"I hear you"}
        assert judgement.effort.calls == 1
        assert judgement.effort.tokens_out > 0


def test_a_session_gets_its_second_opinions_in_the_background(parrot, tmp_path):
    catalog, clock = shipped_catalog(), ticking_clock()
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    server = JudgeServer(url=parrot, key=SecretStr(""), model="parrot", retries=0)
    kept = OpinionStore(engine, clock)
    worker = OpinionWorker(kept, judge_opener(server, catalog.rubric, tmp_path / "judge"), QUICK)
    room = PracticeRoom(catalog, plain_company(), Store(engine, clock), clock, SecondOpinions(kept, worker))
    room.second.start()
    session = room.begin("ana", "S01", "coaching", seed=3).session.id
    for turn in range(3):
        room.say("ana", session, f"I hear you. That was number {turn}.", f"k{turn}")
    until(lambda: room.second.counts().given == 3, 200)
    room.end("ana", session)
    room.predict("ana", session, Prediction(empathy=2, boundary=2))
    report = room.report("ana", session)
    assert len(report.panels) == 3
    assert all(panel.of("empathy").second.quote == "I hear you" for panel in report.panels.values())
    room.second.stop()


def test_a_reply_is_streamed_to_its_end(parrot):
    async def heard():
        chat = build_chat_model(parrot, SecretStr("none"), "parrot", temperature=0.0)
        return [piece async for piece in stream_reply(chat, [HumanMessage("How are you?")])]

    pieces = asyncio.run(heard())
    assert len(pieces) > 1
    assert "".join(pieces).strip() == "Yes it is."
