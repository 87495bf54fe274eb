"""How is a reply got from an OpenAI-compatible server, and when is it not a reply?

The embedded engine needs none of this. With a server configured, a stream that ends early must
not pass for a short answer: LangChain ends it without an error.
"""

import json
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from pydantic import SecretStr

from language_model.errors import LanguageModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI

INCOMPLETE = frozenset({"length", "content_filter"})
"""Reasons to finish that leave the reply cut or withheld."""
SENDERS = ("httpx2", "httpcore2", "openai")
"""Loggers of the libraries that send a request; below warnings they tell its address, and in the end its words."""


def build_chat_model(
    base_url: str,
    api_key: SecretStr,
    model: str,
    *,
    temperature: float = 0.7,
    timeout: float = 30.0,
    max_retries: int = 2,
    chunk_timeout: float = 20.0,
    most_tokens: int | None = None,
) -> "ChatOpenAI":
    """Prepare a chat model; nothing is sent yet.

    Use one model in one event loop: its connections break in a second one. They are the model's
    own; LangChain's would be shared by all models of one address, whatever loop they are used in.
    Tracing by LangSmith is turned off for the whole process, whatever the environment says: it
    would send what people wrote to another company. So is every proxy of the environment: what is said
    goes to this server alone. The libraries that send it log warnings only, as their lines hold the address.

    Args:
        base_url: Of the server, with its version: `https://api.openai.com/v1`.
        api_key: Any word for a local server that asks for none.
        model: The server's name for it.
        temperature: 0.0 says the likeliest words, higher varies more.
        timeout: Seconds for a request to be answered, and between two pieces of the answer.
        max_retries: Further tries after a 429, a 5xx, a refused connection or a timeout.
        chunk_timeout: Seconds between two chunks of a stream; a server's sign of life is none.
        most_tokens: Of a reply; one that is longer is no reply.
    """
    import langsmith
    import openai
    from langchain_openai import ChatOpenAI

    langsmith.configure(enabled=False)
    for sender in SENDERS:
        logging.getLogger(sender).setLevel(logging.WARNING)
    return ChatOpenAI(
        model=model,
        base_url=base_url,
        api_key=api_key,
        temperature=temperature,
        timeout=timeout,
        max_retries=max_retries,
        stream_usage=True,
        max_completion_tokens=most_tokens,
        stream_chunk_timeout=chunk_timeout,
        # Empty, as LangChain would take OPENAI_PROXY otherwise, and refuse it beside a client.
        openai_proxy="",
        http_async_client=openai.DefaultAsyncHttpxClient(timeout=timeout, follow_redirects=False, trust_env=False),
        # The Responses API is OpenAI's own and ends its streams another way.
        use_responses_api=False,
    )


async def stream_reply(model: "BaseChatModel", messages: Sequence["BaseMessage"]) -> AsyncGenerator[str]:
    """Yield the reply piece by piece; it is a reply only if no error ends it.

    Raises:
        LanguageModelError: The server failed, was too slow, or ended the reply early or without a
            word. Pieces already yielded must be thrown away.
    """
    import openai

    finish_reason = ""
    said_something = False
    try:
        stream = model.astream(list(messages))
        # A generator, though declared as an iterator: closed at once if the listener goes away.
        async with aclosing(stream) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                finish_reason = chunk.response_metadata.get("finish_reason") or finish_reason
                if piece := chunk.text:
                    said_something = said_something or not piece.isspace()
                    yield piece
    except (openai.OpenAIError, TimeoutError, json.JSONDecodeError) as error:
        # Only the kind of error: a server's message may repeat what was said.
        raise LanguageModelError(
            f"the language model did not answer ({kind_of(error)}); "
            "see that its server runs and that its address, key and model name are right"
        ) from error
    if not finish_reason:
        raise LanguageModelError("the language model's reply was cut off on its way; try again")
    if finish_reason in INCOMPLETE:
        raise LanguageModelError(f"the language model stopped early ({finish_reason})")
    if not said_something:
        raise LanguageModelError("the language model's reply was empty; try again")


def kind_of(error: Exception) -> str:
    """Name the kind of an error and its HTTP status; never its message, which may repeat what was said."""
    status = getattr(error, "status_code", None)
    return type(error).__name__ if status is None else f"{type(error).__name__}, HTTP {status}"
