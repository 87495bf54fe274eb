"""A reply is a reply only if the server said that it was finished."""

import asyncio
import time

import pytest
from langchain_core.messages import HumanMessage
from langsmith.utils import tracing_is_enabled
from pydantic import SecretStr

from language_model.chat_model import build_chat_model, stream_reply
from language_model.errors import LanguageModelError
from tests.language_model.fake_openai import WORDS, FakeOpenAI

SAID = HumanMessage("my secret")


def listen(url: str, model: str, retries: int = 0) -> list[str]:
    """Collect the pieces of one reply."""

    async def collect() -> list[str]:
        chat = build_chat_model(
            url,
            SecretStr("none"),
            model,
            timeout=1.0,
            max_retries=retries,
            chunk_timeout=0.5,
        )
        return [piece async for piece in stream_reply(chat, [SAID])]

    return asyncio.run(collect())


def test_a_whole_reply_comes_in_pieces(server: FakeOpenAI) -> None:
    assert listen(server.url, "good") == list(WORDS)
    (request,) = server.requests
    assert request["messages"] == [{"role": "user", "content": "my secret"}]
    assert request["stream"] is True
    assert request["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("cut", "cut off"),
        ("broken", "did not answer"),
        ("garbled", "did not answer"),
        ("down", "HTTP 500"),
        ("stalled", "StreamChunkTimeoutError"),
        ("silent", "Timeout"),
        ("long", "length"),
        ("filtered", "content_filter"),
        ("mute", "empty"),
    ],
)
def test_what_is_not_a_whole_reply_is_an_error(server: FakeOpenAI, model: str, reason: str) -> None:
    started = time.perf_counter()
    with pytest.raises(LanguageModelError, match=reason) as caught:
        listen(server.url, model)
    assert time.perf_counter() - started < 10
    assert "secret" not in str(caught.value)


def test_the_pieces_before_a_cut_are_yielded_and_then_the_error_comes(server: FakeOpenAI) -> None:
    heard: list[str] = []

    async def collect() -> None:
        chat = build_chat_model(server.url, SecretStr("none"), "cut")
        async for piece in stream_reply(chat, [SAID]):
            heard.append(piece)

    with pytest.raises(LanguageModelError, match="cut off"):
        asyncio.run(collect())
    assert heard == list(WORDS[:3])


def test_a_server_that_is_not_there_is_an_error() -> None:
    with FakeOpenAI() as gone:
        url = gone.url
    with pytest.raises(LanguageModelError, match="ConnectionError"):
        listen(url, "good")


def test_a_busy_server_is_asked_again(server: FakeOpenAI) -> None:
    assert listen(server.url, "busy once", retries=2) == list(WORDS)
    assert len(server.requests) == 2


def test_a_server_that_is_down_is_asked_three_times(server: FakeOpenAI) -> None:
    with pytest.raises(LanguageModelError):
        listen(server.url, "down", retries=2)
    assert len(server.requests) == 3


def test_a_listener_that_goes_away_ends_the_stream(server: FakeOpenAI) -> None:
    async def hear_one() -> str:
        chat = build_chat_model(server.url, SecretStr("none"), "good")
        reply = stream_reply(chat, [SAID])
        first = await anext(reply)
        await reply.aclose()
        return first

    assert asyncio.run(hear_one()) == WORDS[0]


def test_by_default_the_waits_are_bounded() -> None:
    chat = build_chat_model("http://127.0.0.1:9/v1", SecretStr("none"), "any")
    assert chat.request_timeout == 30.0
    assert chat.stream_chunk_timeout == 20.0
    assert chat.max_retries == 2


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"])
def test_what_is_said_goes_to_no_proxy_of_the_environment(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with FakeOpenAI() as proxy:
        for exempt in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(exempt, raising=False)
        monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        assert listen(server.url, "good") == list(WORDS)
    assert (len(server.requests), len(proxy.requests)) == (1, 0)


def test_nothing_is_traced_even_if_the_environment_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    build_chat_model("http://127.0.0.1:9/v1", SecretStr("none"), "any")
    assert tracing_is_enabled() is False
