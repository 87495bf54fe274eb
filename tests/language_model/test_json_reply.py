"""An answer counts only if it came whole and in its form; a server is asked in the way that it understands."""

import asyncio
import json
import time

import pytest
from pydantic import SecretStr

from language_model.chat_model import build_chat_model
from language_model.json_form import Form, Question, next_form, parse_object
from language_model.json_reply import JsonModel, JsonReply
from tests.language_model.fake_openai import FakeOpenAI, Whole

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 9}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = Question(system="Say a word, as JSON.", words="my secret", schema=SCHEMA, most_tokens=50)
GOOD = '{"word": "rain"}'


def form_of(body) -> Form:
    asked = body.get("response_format")
    if asked is None:
        return Form.WORDS
    if asked["type"] == "json_object":
        return Form.OBJECT
    return Form.BOUNDED if "maxLength" in json.dumps(asked) else Form.SCHEMA


def ask(server: FakeOpenAI, *answers: Whole, times: int = 1, check=lambda fields: None, **limits) -> list[JsonReply]:
    """Ask one or more times; the answers are given in turn, the last for good."""
    left = list(answers)
    if left:
        server.answer = lambda body: left.pop(0) if len(left) > 1 else left[0]

    async def asked() -> list[JsonReply]:
        limits.setdefault("timeout", 0.6)
        deadline = limits.pop("deadline", 5.0)
        chat = build_chat_model(
            server.url, SecretStr("sk-canary"), "judge", temperature=0.0, **({"max_retries": 0} | limits)
        )
        model = JsonModel(chat, deadline=deadline)
        replies = [await model.ask(QUESTION, check) for _ in range(times)]
        await model.close()
        return replies

    return asyncio.run(asked())


def test_a_good_answer_takes_one_call_with_a_schema_and_is_counted(server):
    (reply,) = ask(server, Whole(GOOD))
    assert (reply.fields, reply.failure, reply.form) == ({"word": "rain"}, None, Form.BOUNDED)
    assert (reply.calls, reply.tokens_in, reply.tokens_out) == (1, 100, 20)
    (body,) = server.requests
    assert body["temperature"] == 0.0
    assert body["max_completion_tokens"] == 50
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert body["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize(
    ("understood", "status", "calls"),
    [(Form.SCHEMA, 400, 2), (Form.OBJECT, 400, 3), (Form.WORDS, 422, 4), (Form.OBJECT, 500, 2)],
)
def test_a_server_is_asked_in_the_next_form_until_it_understands_and_in_that_from_then_on(
    server, understood, status, calls
):
    forms = list(Form)

    def answer(body):
        fits = forms.index(form_of(body)) >= forms.index(understood)
        return Whole(GOOD) if fits else Whole(status=status, body='{"error": {"message": "my secret"}}')

    server.answer = answer
    first, second = ask(server, times=2)
    assert (first.fields, first.form, first.calls) == ({"word": "rain"}, understood, calls)
    assert (second.fields, second.form, second.calls) == ({"word": "rain"}, understood, 1)
    told = server.requests[-1]["messages"][0]["content"]
    assert ("JSON Schema" in told) == (understood in (Form.OBJECT, Form.WORDS))


def test_a_server_that_is_asked_too_often_is_asked_again_when_it_said(server):
    started = time.perf_counter()
    (reply,) = ask(server, Whole(status=429, headers={"Retry-After": "0.3"}, body="{}"), Whole(GOOD), max_retries=2)
    assert reply.fields == {"word": "rain"}
    assert len(server.requests) == 2
    assert time.perf_counter() - started > 0.3


@pytest.mark.parametrize(
    ("answer", "says", "server_failed"),
    [
        (Whole(status=500, body='{"error": {"message": "my secret"}}'), "HTTP 500", True),
        (Whole(status=503, body="down"), "HTTP 503", True),
        (Whole(status=429, headers={"Retry-After": "3600"}, body="{}"), "HTTP 429", True),
        (Whole(status=401, body='{"error": {"message": "sk-canary is wrong"}}'), "HTTP 401", True),
        (Whole(status=404, body="{}"), "HTTP 404", True),
        (Whole(GOOD, stalls=True), "Timeout", True),
        (Whole(GOOD, cut_at=40), "no answer", True),
        (Whole(body="<html>my secret</html>"), "not an answer of a chat server", True),
        (Whole(body="{}"), "not an answer of a chat server", True),
        (Whole(body='{"choices": []}'), "", True),
        (Whole(None, refusal="I will not."), "refused", False),
        (Whole("", finish_reason="content_filter"), "filter", False),
        (Whole(""), "empty", False),
        (Whole(None), "empty", False),
        (Whole('{"word": "ra', finish_reason="length"), "cut off", False),
        (Whole('{"word": "ra'), "not one JSON object", False),
        (Whole('["rain"]'), "not one JSON object", False),
        (Whole("rain"), "not one JSON object", False),
        (Whole('{"word": "a", "word": "b"}'), "not one JSON object", False),
        (Whole('{"word": NaN}'), "not one JSON object", False),
        (Whole('{"a": ' + "[" * 50_000 + "}"), "not one JSON object", False),
        (Whole("{" + " " * 70_000 + "}"), "not one JSON object", False),
    ],
)
def test_what_cannot_be_used_is_a_failure_with_a_reason_and_without_anybodys_words(server, answer, says, server_failed):
    started = time.perf_counter()
    (reply,) = ask(server, answer)
    assert reply.fields is None
    assert says in (reply.failure or "")
    assert reply.failure
    assert "secret" not in reply.failure
    assert "canary" not in reply.failure
    assert reply.server_failed is server_failed
    assert reply.calls == len(server.requests)
    assert time.perf_counter() - started < 4


def test_a_server_that_drips_is_given_up_at_the_deadline(server):
    started = time.perf_counter()
    (reply,) = ask(server, Whole(GOOD, drips=0.05), deadline=0.4)
    assert (reply.fields, reply.server_failed) == (None, True)
    assert "0.4 seconds" in (reply.failure or "")
    assert time.perf_counter() - started < 3


def test_a_server_that_is_not_there_is_a_failure(server):
    with FakeOpenAI() as gone:
        pass
    (reply,) = ask(gone)
    assert "ConnectionError" in (reply.failure or "")
    assert reply.server_failed


@pytest.mark.parametrize("bad", [Whole("rain"), Whole(""), Whole("{", finish_reason="length"), Whole("[]")])
def test_an_answer_that_cannot_be_used_is_asked_for_once_more_and_told_why(server, bad):
    (reply,) = ask(server, bad, Whole(GOOD))
    assert (reply.fields, reply.calls) == ({"word": "rain"}, 2)
    last = server.requests[-1]["messages"][-1]
    assert last["role"] == "user"
    assert "could not be used: the answer was" in last["content"]


def test_an_answer_that_the_asker_finds_at_fault_is_asked_for_once_more_and_not_twice(server):
    (reply,) = ask(server, Whole(GOOD), check=lambda fields: "it rains too much")
    assert (reply.fields, reply.failure, reply.calls) == (None, "it rains too much", 2)
    assert "it rains too much" in server.requests[-1]["messages"][-1]["content"]


@pytest.mark.parametrize("around", ["```json\n{}\n```", "Here it is: {} I hope it helps.", "{}\n"])
def test_words_around_the_object_do_not_matter(around):
    assert parse_object(around.replace("{}", GOOD)) == {"word": "rain"}


def test_no_other_form_is_tried_where_the_form_is_not_the_trouble():
    assert [next_form(Form.BOUNDED, status) for status in (None, 401, 404, 429, 503)] == [None] * 5
    assert next_form(Form.WORDS, 400) is None
    assert next_form(Form.OBJECT, 500) is None


def test_two_models_of_one_address_work_in_two_event_loops_one_after_the_other(server):
    for _ in range(3):
        (reply,) = ask(server, Whole(GOOD))
        assert reply.fields == {"word": "rain"}
