"""What a page may send as an event: pure rules on the body of a request."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from webui.guard_rules import Refused

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.blocks import Block

LONGEST_TEXT = 8_000
"""Characters in the longest text of an event: the largest message a trainee may send."""
DEEPEST = 24
"""Levels of lists and objects in an event's values."""
LARGEST_NUMBER = 2**53
"""The largest whole number that a browser can send exactly."""

SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
NUMBER = (int, float)
SCALAR = (str, int, float, bool)
TAKES: dict[str, tuple[type, ...]] = {
    "textbox": (str,),
    "button": (str,),
    "markdown": (str,),
    "code": (str,),
    "colorpicker": (str,),
    "number": NUMBER,
    "slider": NUMBER,
    "timer": NUMBER,
    "checkbox": (bool,),
    "radio": SCALAR,
    "dropdown": (*SCALAR, list),
    "checkboxgroup": (list,),
    "dataset": (int,),
}
"""What each kind of component sends; a kind that is absent here is held to Gradio's own model."""
LISTS_OF_SCALARS = frozenset({"dropdown", "checkboxgroup"})
MISFIT = "the event's values do not fit"
EVENT_KEYS = frozenset({"data", "event_data", "fn_index", "session_hash", "trigger_id"})


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a request's body as one JSON object.

    Raises:
        Refused: 400 if it is not JSON, or nested too deeply to be read; 422 if it is no object.
    """
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "the body is not JSON") from error
    if not isinstance(value, dict):
        raise Refused(422, "the body must be a JSON object")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def session_of(value: object) -> str:
    """Check the name under which a page talks with the server.

    Raises:
        Refused: 422, it is empty, too long, oddly spelt or no string.
    """
    if not isinstance(value, str) or not SESSION.fullmatch(value):
        raise Refused(422, "session_hash is malformed")
    return value


def check_event(body: Mapping[str, Any], blocks: "Blocks") -> str:
    """Check an event against the mounted Blocks; give the session that sends it.

    Raises:
        Refused: 422 for an event or a value that the Blocks do not have, 413 for too long a text.
    """
    session = session_of(body.get("session_hash"))
    if any(body[key] for key in body.keys() - EVENT_KEYS):
        raise Refused(422, "the event has unknown fields")
    index, values = body.get("fn_index"), body.get("data")
    event = blocks.fns.get(index) if type(index) is int else None
    if event is None or event.fn is None:
        raise Refused(422, "no such event")
    if not isinstance(values, list) or len(values) != len(event.inputs):
        raise Refused(422, MISFIT)
    if type(body.get("trigger_id", 0)) not in (int, type(None)):
        raise Refused(422, "no such trigger")
    check_size([values, body.get("event_data"), body.get("trigger_id")])
    for place, (value, component) in enumerate(zip(values, event.inputs, strict=True)):
        if place in event.component_prop_inputs:
            value = value.get("value") if isinstance(value, dict) else value
        check_value(value, component)
    return session


def check_value(value: object, component: "Block") -> None:
    """Check one value against the component that it is said to come from; None is always empty.

    Raises:
        Refused: 422, the component never sends such a value.
    """
    if value is None:
        return
    kind = component.get_block_name()
    wanted = TAKES.get(kind)
    if component.stateful or (wanted and not isinstance(value, wanted)):
        raise Refused(422, MISFIT)
    if isinstance(value, bool) and wanted is NUMBER:
        raise Refused(422, MISFIT)
    if isinstance(value, list) and kind in LISTS_OF_SCALARS:
        if not all(isinstance(part, SCALAR) for part in value):
            raise Refused(422, MISFIT)
    elif wanted is None:
        _check_model(value, getattr(component, "data_model", None))


def _check_model(value: object, model: type[BaseModel] | None) -> None:
    if model is None:
        return
    try:
        model.model_validate(value, context={"validate_meta": True})
    except (ValidationError, ValueError, TypeError) as error:
        raise Refused(422, MISFIT) from error


def check_size(value: object) -> None:
    """Check that a JSON value is no deeper and its texts no longer than a page would send.

    Raises:
        Refused: 413 for a text over 8,000 characters; 422 for depth, for text that is not Unicode
            and for numbers that a browser cannot hold.
    """
    for depth, leaf in _leaves(value):
        if depth > DEEPEST:
            raise Refused(422, MISFIT)
        if isinstance(leaf, str):
            if NOT_TEXT.search(leaf):
                raise Refused(422, MISFIT)
            if len(leaf) > LONGEST_TEXT:
                raise Refused(413, f"A message can have at most {LONGEST_TEXT:,} characters.")
        elif isinstance(leaf, int | float) and not abs(leaf) <= LARGEST_NUMBER:
            raise Refused(422, MISFIT)


def _leaves(value: object) -> Iterator[tuple[int, object]]:
    """Walk a JSON value: every text, number and key with its depth; lists and objects as None."""
    waiting: list[tuple[int, object]] = [(0, value)]
    while waiting:
        depth, part = waiting.pop()
        if isinstance(part, dict):
            yield from ((depth, key) for key in part)
            waiting.extend((depth + 1, inner) for inner in part.values())
        elif isinstance(part, list):
            waiting.extend((depth + 1, inner) for inner in part)
        yield depth, None if isinstance(part, dict | list) else part
