"""Content as form fields: one for each thing that an author understands, filled from a document and read back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Literal

from starlette.datastructures import FormData

from classroom.content_text import Body, written
from dialogue.content import ContentError, parse_yaml

Input = Literal["line", "area", "lines", "whole", "number", "choice", "many", "flag", "yaml"]
"""`lines` is a list with one entry a line, `whole` a whole number, `yaml` a part that is written as YAML."""
SHORT = ("choice", "whole", "number")
"""Fields that stand side by side."""
WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
NUMBER = re.compile(r"[-+]?[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True)
class ContentField:
    """One field of a form."""

    path: str
    """Where it stands in the document, `prebrief.situation` or `memories.0.topic`; its name in the form."""
    label: str
    says: str = ""
    """One sentence of help."""
    input: Input = "line"
    choices: tuple[tuple[str, str], ...] = ()
    """Values with their words."""
    rows: int = 3
    hints: tuple[str, ...] = ()
    """What a line may be chosen from while it is typed."""

    @property
    def mark(self) -> str:
        """Give its id on the page."""
        return "f-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together."""

    title: str
    fields: tuple[ContentField, ...]
    says: str = ""
    short: bool = False
    """Whether its fields are short and stand side by side."""
    folded: bool = False
    """Whether it is closed until it is opened, unless something in it is to be mended."""


@dataclass
class Typed:
    """What a form held."""

    body: Body
    faults: list[str] = field(default_factory=list)


def typed(fields: Iterable[ContentField], form: FormData, base: Body, name: str) -> Typed:
    """Give a document with what was typed in the place of what it had; an empty field takes its value away."""
    found = Typed(body=dict(base))
    for one in fields:
        value = _as_before(one, _value(one, form, name, found.faults), value_at(base, one.path))
        found.body = placed(found.body, one.path.split("."), value)
    return found


def _as_before(one: ContentField, value: object, before: object) -> object:
    """Keep what a page cannot send: the order of what was chosen, a box left empty on purpose, 20.0 for 20."""
    if one.input == "flag" and value is None and before is not None:
        return False
    if one.input == "many" and isinstance(value, list) and isinstance(before, list):
        return [*(old for old in before if old in value), *(new for new in value if new not in before)]
    if isinstance(value, int | float) and not isinstance(value, bool) and value == before:
        return before
    return value


def _value(one: ContentField, form: FormData, name: str, faults: list[str]) -> object:
    if one.input == "many":
        chosen = [value for value in form.getlist(one.path) if isinstance(value, str)]
        return chosen or None
    raw = form.get(one.path)
    text = raw.replace("\r\n", "\n").strip() if isinstance(raw, str) else ""
    if one.input == "flag":
        return True if text else None
    if not text:
        return None
    if one.input == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if one.input == "whole" or (one.input == "choice" and WHOLE.fullmatch(text)):
        return int(text) if WHOLE.fullmatch(text) else text
    if one.input == "number":
        return (float(text) if "." in text else int(text)) if NUMBER.fullmatch(text) else text
    if one.input == "yaml":
        try:
            return parse_yaml(text, f"{name}: field {one.path}")
        except ContentError as error:
            faults.append(str(error))
    return text


def placed(body: object, path: Sequence[str], value: object) -> Body:
    """Give a document with a value at a place; None takes the place away, and what is empty then with it."""
    whole: Body = dict(body) if isinstance(body, dict) else {}
    key, rest = path[0], path[1:]
    if rest and rest[0].isdecimal():
        value = _in_list(whole.get(key), int(rest[0]), rest[1:], value)
    elif rest:
        value = placed(whole.get(key), rest, value) or None
    if value is None:
        whole.pop(key, None)
    else:
        whole[key] = value
    return whole


def _in_list(entries: object, number: int, rest: Sequence[str], value: object) -> list[object]:
    found = list(entries) if isinstance(entries, list | tuple) else []
    found += [{} if rest else ""] * (number + 1 - len(found))
    if rest and rest[0].isdecimal():
        found[number] = _in_list(found[number], int(rest[0]), rest[1:], value)
    else:
        found[number] = placed(found[number], rest, value) if rest else ("" if value is None else value)
    return found


def value_at(body: object, path: str) -> object:
    """Give what stands at a place of a document; None where nothing does."""
    for key in path.split("."):
        if isinstance(body, dict):
            body = body.get(key)
        elif isinstance(body, list | tuple) and key.isdecimal() and int(key) < len(body):
            body = body[int(key)]
        else:
            return None
    return body


def as_text(value: object, kind: Input) -> str:
    """Write a value as it stands in its field."""
    if value is None:
        return ""
    if kind == "yaml":
        return value if isinstance(value, str) else written(value)
    if kind == "lines" and isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def groups_markup(groups: Iterable[FieldGroup], body: Body, faults: Mapping[str, str]) -> str:
    """Give the fields of a form, filled, each fault beside its field."""
    return "".join(_group(group, body, faults) for group in groups)


def _group(group: FieldGroup, body: Body, faults: Mapping[str, str]) -> str:
    inside = ""
    for short, fields in groupby(group.fields, key=lambda one: group.short or one.input in SHORT):
        row = "".join(labelled(one, body, faults) for one in fields)
        inside += f'<div class="columns">{row}</div>' if short else row
    says = f'<p class="help">{escape(group.says)}</p>' if group.says else ""
    if group.folded:
        opened = " open" if any(one.path in faults for one in group.fields) else ""
        return f"<details{opened}><summary>{escape(group.title)}</summary>{says}{inside}</details>"
    return f"<fieldset><legend>{escape(group.title)}</legend>{says}{inside}</fieldset>"


def labelled(one: ContentField, body: Body, faults: Mapping[str, str]) -> str:
    """Give a field with its label, its sentence of help and its fault."""
    wrong = faults.get(one.path, "")
    help_line = f'<span class="help">{escape(one.says)}</span>' if one.says else ""
    fault = f'<span class="fault" id="{one.mark}-fault">{escape(wrong)}</span>' if wrong else ""
    if one.input == "many":
        boxes = "".join(_box(one, value, words, body) for value, words in one.choices)
        return (
            f'<fieldset class="boxes" id="{one.mark}"><legend>{escape(one.label)}</legend>{help_line}{fault}'
            f"<div>{boxes}</div></fieldset>"
        )
    entry = control(one, body, wrong=bool(wrong))
    if one.input == "flag":
        return f'<label class="flag">{entry}<span>{escape(one.label)}{help_line}{fault}</span></label>'
    return f"<label>{escape(one.label)}{help_line}{fault}{entry}</label>"


def _box(one: ContentField, value: str, words: str, body: Body) -> str:
    chosen = value_at(body, one.path)
    on = " checked" if isinstance(chosen, list | tuple) and value in chosen else ""
    return f'<label><input type="checkbox" name="{one.path}" value="{escape(value)}"{on}>{escape(words)}</label>'


def control(one: ContentField, body: Body, *, wrong: bool = False, label: str = "") -> str:
    """Give the field itself; `label` is what a screen reader says where no label stands beside it."""
    value = as_text(value_at(body, one.path), one.input)
    named = f'name="{one.path}" id="{one.mark}"' + (f' aria-label="{escape(label)}"' if label else "")
    named += f' aria-invalid="true" aria-describedby="{one.mark}-fault"' if wrong else ""
    if one.input == "flag":
        return f'<input type="checkbox" {named} value="yes"{" checked" if value == "True" else ""}>'
    if one.input == "choice":
        return f"<select {named}>{_options(one, value)}</select>"
    if one.input in ("area", "lines", "yaml"):
        code = ' class="code" spellcheck="false"' if one.input == "yaml" else ""
        return f'<textarea {named} rows="{one.rows}"{code}>\n{escape(value)}</textarea>'
    kind = ' inputmode="decimal"' if one.input in ("whole", "number") else ""
    hints = "".join(f"<option>{escape(hint)}</option>" for hint in one.hints)
    list_of = f'<datalist id="{one.mark}-hints">{hints}</datalist>' if hints else ""
    at = f' list="{one.mark}-hints"' if hints else ""
    return f'<input {named}{kind}{at} value="{escape(value)}" autocomplete="off">{list_of}'


def _options(one: ContentField, value: str) -> str:
    known = one.choices if value in dict(one.choices) else ((value, value), *one.choices)
    return "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
        for key, words in known
    )
