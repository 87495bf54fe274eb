"""Whether content is fit to be kept: the checks of the shipped files, and those that only a stranger's text needs."""

import re
from collections.abc import Iterator, Mapping

from classroom.accounts import UNSEEN
from classroom.content_kinds import PLAIN_ID, ContentKind
from classroom.content_text import Body, read_mapping
from classroom.harmless import starts_formula
from classroom.rubric_fit import rubric_faults
from dialogue.content import ContentError, fit_content
from evaluator.rubric import Rubric
from personas.fitness import faults_of
from personas.persona import Persona
from practice.catalog import scenario_faults
from scenarios.scenario import Scenario

Content = Scenario | Persona | Rubric
SHAPES: Mapping[ContentKind, type[Scenario] | type[Persona] | type[Rubric]] = {
    ContentKind.SCENARIO: Scenario,
    ContentKind.CLIENT: Persona,
    ContentKind.RUBRIC: Rubric,
}
MARKUP = re.compile(r"<[A-Za-z/!?]")
NAMES = frozenset({"title", "name", "id"})
"""Fields that stand alone in lists and spreadsheets."""
LONGEST_NAME = 120
MOST_FAULTS = 60
"""Faults that are told at once; ours."""


def checked(
    kind: ContentKind, content: str, text: str, cast: Mapping[str, Persona], rubric: Rubric, name: str | None = None
) -> Content:
    """Read a document that is to be kept under an id.

    Args:
        kind: What it must be.
        content: The id that it must have.
        text: The YAML.
        cast: The clients that a scenario may be with, by id.
        rubric: That ships; whose criteria a scenario may name, and a rubric must have.
        name: What faults call it; its kind if not given.

    Raises:
        ContentError: It is not fit. Each fault is a line with name, field, what is wrong and what to do.
    """
    name = name or kind.word
    body = read_strangers(kind, text, name)
    if body.get("id") != content:
        raise ContentError(f"{name}: field id: is not what this {kind.word} is called here; make it {content!r}")
    read = fit_content(body, name, SHAPES[kind])
    if faults := [*_own_faults(read, name, cast, rubric)]:
        raise ContentError("\n".join(faults[:MOST_FAULTS]))
    return read


def read_strangers(kind: ContentKind, text: str, name: str) -> Body:
    """Read a document that anybody may have sent, before it is held against its record.

    Raises:
        ContentError: It is too large, no strict YAML, or holds what may stand in no text here.
    """
    size = len(text.encode(errors="replace"))
    if size > kind.most_bytes:
        raise ContentError(f"{name}: has {size} bytes; a {kind.word} may have {kind.most_bytes}: shorten it")
    body = read_mapping(text, name)
    if faults := [f"{name}: field {fault}" for fault in _odd(body, "")]:
        raise ContentError("\n".join(faults[:MOST_FAULTS]))
    return body


def plain_id(given: object, name: str) -> str:
    """Give an id that stood in a text, which may be any but must look like one.

    Raises:
        ContentError: It does not.
    """
    if not isinstance(given, str) or not PLAIN_ID.fullmatch(given):
        raise ContentError(f"{name}: field id: is {str(given)[:40]!r}; write letters, figures and hyphens only")
    return given


def _own_faults(read: Content, name: str, cast: Mapping[str, Persona], rubric: Rubric) -> Iterator[str]:
    if isinstance(read, Persona):
        yield from (f"{name}: field {fault}" for fault in faults_of(read))
    elif isinstance(read, Scenario):
        own = f"{read.id}.yaml"
        yield from (name + fault.removeprefix(own) for fault in scenario_faults(read, dict(cast), rubric))
    else:
        yield from rubric_faults(read, rubric, name)


def _odd(value: object, place: str) -> Iterator[str]:
    """Name what may stand in no text: what cannot be seen, markup, and formulas where a name is wanted."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _odd_text(key, f"{place}{key}"[:200] or "(whole file)", named=True)
            yield from _odd(one, f"{place}{key}.")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _odd(one, f"{place}{number}.")
    elif isinstance(value, str):
        where = place.rstrip(".")
        yield from _odd_text(value, where, named=where.rsplit(".", 1)[-1] in NAMES)


def _odd_text(text: str, place: str, *, named: bool) -> Iterator[str]:
    if unseen := UNSEEN.search(text.replace("\n", "").replace("\t", "")):
        yield f"{place}: holds U+{ord(unseen[0]):04X}, which cannot be seen; take it out"
    if MARKUP.search(text):
        yield f"{place}: holds markup ('<'); write it in plain words"
    if named and starts_formula(text):
        yield f"{place}: begins with {text[:1]!r}, which a spreadsheet takes for a formula; begin with a letter"
    if named and len(text) > LONGEST_NAME:
        yield f"{place}: has {len(text)} characters; {LONGEST_NAME} are the most"
