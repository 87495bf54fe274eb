"""Judges made by hand: one that obeys whatever it is told, one that gives what a test wants."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from language_model.json_form import Form, Question
from language_model.json_reply import Check, JsonReply


class MadeUpModel:
    """Answers what it was made with; keeps the questions."""

    name = "made up"

    def __init__(self, fields: Mapping[str, object] | None, failure: str | None = None) -> None:
        self.fields = fields
        self.failure = failure
        self.questions: list[Question] = []
        self.faults: list[str | None] = []

    async def ask(self, question: Question, check: Check) -> JsonReply:
        """Answer; as a real one would, with a failure where nothing holds."""
        self.questions.append(question)
        fault = check(self.fields) if self.fields is not None else self.failure
        self.faults.append(fault)
        fields = dict(self.fields) if self.fields is not None and fault is None else None
        return JsonReply(fields, fault, False, Form.BOUNDED, 1, 10, 5)


def said(level: object = 2, quote: object = "First I said this.", reason: object = "It fits.") -> dict[str, object]:
    """Make the answer on one criterion."""
    return {"reason": reason, "quote": quote, "level": level}


def turns_in(words: str) -> dict[str, str]:
    """Read the two turns out of the fence of a question."""
    begin, content, end, *_ = words.split("\n")
    mark = begin.removeprefix("BEGIN ")
    assert end == f"END {mark}", "the fence is broken"
    turns: dict[str, str] = json.loads(content)
    return turns


def asked_in(body: Mapping[str, Any]) -> list[str]:
    """Read which criteria a request asks for."""
    return list(body["response_format"]["json_schema"]["schema"]["properties"])


def obeying(quoted: Callable[[str], str]) -> Callable[[dict[str, Any]], str]:
    """Make a judge that gives 4 for everything, with words of the turn as a quote."""

    def answer(body: dict[str, Any]) -> str:
        words = body["messages"][-1]["content"]
        quote = quoted(turns_in(words)["trainee"])
        return json.dumps({one: said(4, quote, "As I was told.") for one in asked_in(body)})

    return answer
