"""In which ways can a server be asked for JSON, and what in its answer is the JSON?"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

LONGEST = 60_000
"""Characters of an answer that are read; ours."""

Schema = Mapping[str, Any]
"""A JSON Schema in which every field is required and no other is allowed."""


class Form(StrEnum):
    """Ways to ask for JSON, from the strictest down."""

    BOUNDED = "json_schema with lengths"
    SCHEMA = "json_schema"
    OBJECT = "json_object"
    WORDS = "words"


class Question(NamedTuple):
    """What is asked, and the form of the answer."""

    system: str
    words: str
    schema: Schema
    most_tokens: int
    """Tokens of the answer at most."""


def next_form(form: Form, status: int | None) -> Form | None:
    """Give the form to try where this one was not understood; None where that is not the trouble.

    Some servers answer 500 to a schema; those that know JSON at all know `json_object`.

    Args:
        form: The one that was asked in.
        status: HTTP status of the answer, if there was one.
    """
    if status in (400, 415, 422):
        after = list(Form)[list(Form).index(form) + 1 :]
        return after[0] if after else None
    if status in (500, 501) and form in (Form.BOUNDED, Form.SCHEMA):
        return Form.OBJECT
    return None


def response_format(form: Form, schema: Schema) -> dict[str, Any]:
    """Give the fields of the request that ask for this form."""
    if form is Form.WORDS:
        return {}
    if form is Form.OBJECT:
        return {"response_format": {"type": "json_object"}}
    shape = dict(schema) if form is Form.BOUNDED else _without_lengths(schema)
    named = {"name": "answer", "schema": shape, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def messages(form: Form, question: Question, fault: str | None) -> list[tuple[str, str]]:
    """Give the messages: pairs of role and words; the schema stands in them where the server is not told it.

    Args:
        form: How it is asked.
        question: What is asked.
        fault: What was wrong with the answer before.
    """
    system = question.system
    if form in (Form.OBJECT, Form.WORDS):
        schema = json.dumps(dict(question.schema))
        system += f"\n\nAnswer with one JSON object of this JSON Schema and nothing else:\n{schema}"
    said = [("system", system), ("human", question.words)]
    if fault is not None:
        said.append(("human", f"Your last answer could not be used: {fault}. Answer again, whole, as JSON."))
    return said


def parse_object(text: str) -> dict[str, object] | None:
    """Read one JSON object out of an answer; None where there is none, or where a name stands twice in it."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start or len(text) > LONGEST:
        return None
    try:
        found = json.loads(text[start : end + 1], object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _without_lengths(schema: Schema) -> dict[str, Any]:
    """Leave out what not every strict server takes."""
    return {
        key: _without_lengths(value) if isinstance(value, Mapping) else value
        for key, value in schema.items()
        if key != "maxLength"
    }


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number of JSON")
