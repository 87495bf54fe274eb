"""The codebook of the research export: what each field means, what was left out, and what can still tell who wrote."""

from types import NoneType, UnionType
from typing import Literal, get_args, get_origin

from classroom.research_lines import Change, ExchangeLine, Graded, Line, Objected, SessionLine
from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from evaluator.rubric import Rubric

PARTS: tuple[type[Line], ...] = (SessionLine, ExchangeLine, Graded, Change, Objected)
SAID: dict[object, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}
HEAD = """# Codebook of the research export

One JSON object a line, UTF-8. A line of kind `session` comes first, then its lines of kind `exchange`. What is `null`
is missing and never 0.

## Pseudonyms, and what they do not do

Trainees, instructors, sessions and assignments bear pseudonyms: the first letters of a keyed hash (HMAC with SHA-256)
whose key was drawn for this export and thrown away. Two exports cannot be joined by them. Names, addresses, numbers,
titles of assignments, dates, and what instructors wrote are left out; times are counted from the first session of the
export.

**What trainees typed is given as they typed it.** If they wrote a name, a place or something that tells who they are,
it stands here. Whoever was there may recognise a conversation. This is pseudonymous and not anonymous data: treat it as
personal data, and have the trainees' consent and your institution's approval before it is used.

Left out as well: practice that was not done for an assignment, sessions that go on, and assignments under anonymous
review whose feedback is not released.
"""


def codebook(rubric: Rubric) -> str:
    """Write the codebook, as Markdown.

    Args:
        rubric: Its criteria are what is graded.
    """
    lines = [HEAD]
    for part in PARTS:
        lines += ["", f"## {part.__name__}", "", " ".join((part.__doc__ or "").split()), "", *_fields(part)]
    lines += ["", f"## Criteria of the rubric `{rubric.id}`, version {rubric.version}", ""]
    for criterion in rubric.criteria:
        lines += [f"### `{criterion.id}`: {criterion.name}", "", " ".join(criterion.definition.split()), ""]
        lines += [f"- {number}: {' '.join(meaning.split())}" for number, meaning in enumerate(criterion.levels)] + [""]
    lines += ["## Values", ""]
    for name, values in (("acts", Act), ("cues", Cue), ("flags", Flag), ("gates", Gate)):
        lines.append(f"- `{name}`: {', '.join(f'`{one.value}`' for one in values)}")
    return "\n".join(lines).rstrip() + "\n"


def _fields(part: type[Line]) -> list[str]:
    rows = ["| field | type | meaning |", "| --- | --- | --- |"]
    for name, field in part.model_fields.items():
        meaning = " ".join((field.description or "").split())
        rows.append(f"| `{name}` | {_type(field.annotation)} | {meaning} |")
    return rows


def _type(annotation: object) -> str:
    """Say a type in words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is UnionType:
        return " or ".join("null" if one is NoneType else _type(one) for one in inner)
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return f"{_type(inner[1])} by {_type(inner[0])}"
    return SAID.get(annotation, getattr(annotation, "__name__", str(annotation)))
