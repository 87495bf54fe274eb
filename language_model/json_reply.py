"""How is an answer in a given JSON form got from a server that may not know how to keep to one?

A server is asked in the strictest form first; where it does not understand that, in the next. An answer that cannot be
used is asked for once more, with what was wrong with it.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from language_model.chat_model import kind_of
from language_model.json_form import Form, Question, messages, next_form, parse_object, response_format

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI

WITHHELD = "the answer was withheld by a filter"
REFUSED = "the model refused to answer"
CUT = "the answer was cut off before its end; keep every text short"
EMPTY = "the answer was empty"
NOT_JSON = "the answer was not one JSON object"

Check = Callable[[Mapping[str, object]], str | None]
"""Gives what is wrong with an answer, in words without anything a person wrote; None where it can be used."""


class JsonReply(NamedTuple):
    """An answer, or why there is none; what it cost either way."""

    fields: dict[str, object] | None
    failure: str | None
    """In words without anything a person wrote; None where there are fields."""
    server_failed: bool
    """Whether the server failed, so that the next question would fare no better."""
    form: Form
    calls: int
    tokens_in: int
    tokens_out: int


class _Said(NamedTuple):
    """What came of one request."""

    text: str = ""
    fields: dict[str, object] | None = None
    fault: str | None = None
    """The answer is of no use; asking again may help."""
    failure: str | None = None
    """There is no answer, and asking again will not help."""
    status: int | None = None
    server_failed: bool = False


class _Asking:
    """One question on its way, and what it has cost so far: counted also where nothing came of it."""

    def __init__(self, model: "ChatOpenAI", question: Question, check: Check, form: Form) -> None:
        self._model = model
        self._question = question
        self._check = check
        self.form = form
        self.understood = False
        self.calls = self.tokens_in = self.tokens_out = 0

    async def ask(self) -> _Said:
        """Ask, and ask once more where the answer cannot be used."""
        said = await self._first()
        self.understood = said.failure is None
        return said if said.fault is None else await self._send(said.fault)

    async def _first(self) -> _Said:
        """Ask in the strictest form that the server is known or found to understand."""
        while True:
            said = await self._send(None)
            following = next_form(self.form, said.status)
            if said.failure is None or following is None:
                return said
            self.form = following

    async def _send(self, fault: str | None) -> _Said:
        import openai

        self.calls += 1
        options = response_format(self.form, self._question.schema)
        asking = self._model.bind(max_tokens=self._question.most_tokens, **options)
        try:
            answer = await asking.ainvoke(messages(self.form, self._question, fault))
        except openai.LengthFinishReasonError as error:
            usage = error.completion.usage
            self._count(usage.prompt_tokens if usage else 0, usage.completion_tokens if usage else 0)
            return _Said(fault=CUT)
        except openai.ContentFilterFinishReasonError:
            return _Said(failure=WITHHELD)
        except openai.OpenAIError as error:
            return _not_answered(error)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            # What is not a chat completion at all fails somewhere inside the libraries, each time elsewhere.
            return _Said(failure=f"not an answer of a chat server ({kind_of(error)})", server_failed=True)
        if usage_told := answer.usage_metadata:
            self._count(usage_told["input_tokens"], usage_told["output_tokens"])
        return self._read(_said(answer))

    def _count(self, tokens_in: int, tokens_out: int) -> None:
        self.tokens_in += max(0, tokens_in)
        self.tokens_out += max(0, tokens_out)

    def _read(self, said: _Said) -> _Said:
        if said.fault is not None or said.failure is not None:
            return said
        fields = parse_object(said.text)
        fault = NOT_JSON if fields is None else self._check(fields)
        return said._replace(fields=fields if fault is None else None, fault=fault)


class JsonModel:
    """A chat model that answers in JSON, and remembers how its server wants to be asked. For one event loop."""

    def __init__(self, model: "ChatOpenAI", *, deadline: float = 120.0) -> None:
        """Keep the model.

        Args:
            model: As `build_chat_model` makes it.
            deadline: Seconds for a question with all its tries; a server that drips never times out otherwise.
        """
        self._model = model
        self._deadline = deadline
        self._form = Form.BOUNDED

    @property
    def name(self) -> str:
        """The server's name for the model."""
        return self._model.model_name

    async def close(self) -> None:
        """Close the connections; the model is of no use after that."""
        await self._model.root_async_client.close()

    async def ask(self, question: Question, check: Check) -> JsonReply:
        """Ask, and ask once more where the answer cannot be used; never raises for what a server does."""
        asking = _Asking(self._model, question, check, self._form)
        try:
            async with asyncio.timeout(self._deadline):
                said = await asking.ask()
        except TimeoutError:
            said = _Said(failure=f"no whole answer within {self._deadline:g} seconds", server_failed=True)
        if asking.understood:
            self._form = asking.form
        failure = None if said.fields is not None else (said.failure or said.fault or EMPTY)
        return JsonReply(
            fields=said.fields,
            failure=failure,
            server_failed=said.server_failed,
            form=asking.form,
            calls=asking.calls,
            tokens_in=asking.tokens_in,
            tokens_out=asking.tokens_out,
        )


def _not_answered(error: Exception) -> _Said:
    """Tell a server that is down, busy or closed to us from one that does not take this question."""
    status = getattr(error, "status_code", None)
    closed = status is None or status >= 500 or status in (401, 403, 404, 408, 429)
    return _Said(failure=f"no answer ({kind_of(error)})", status=status, server_failed=closed)


def _said(answer: "AIMessage") -> _Said:
    reason = answer.response_metadata.get("finish_reason")
    if answer.additional_kwargs.get("refusal"):
        return _Said(failure=REFUSED)
    if reason == "content_filter":
        return _Said(failure=WITHHELD)
    if reason == "length":
        return _Said(fault=CUT)
    return _Said(text=answer.text) if answer.text.strip() else _Said(fault=EMPTY)
