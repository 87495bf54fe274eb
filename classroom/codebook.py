"""The codebook of the research export: what each field means, what was left out, and what can still tell who wrote."""

from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Literal, get_args, get_origin

from classroom.research_lines import Change, ExchangeLine, Graded, Line, Objected, SessionLine
from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from dialogue.record import Record
from evaluator.rubric import Rubric

PARTS: tuple[type[Line], ...] = (SessionLine, ExchangeLine, Graded, Change, Objected)
SAID: dict[object, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}
TITLE = "Codebook of the research export"
ABOUT = (
    "One JSON object a line, UTF-8. A line of kind `session` comes first, then its lines of kind `exchange`. What is "
    "`null` is missing and never 0.",
)
PSEUDONYMS = (
    "Trainees, instructors, sessions and assignments bear pseudonyms: the first letters of a keyed hash (HMAC with "
    "SHA-256) whose key was drawn for this export and thrown away. Two exports cannot be joined by them. Names, "
    "addresses, numbers, titles of assignments, dates, and what instructors wrote are left out; times are counted from "
    "the first session of the export.",
    "**What trainees typed is given as they typed it.** If they wrote a name, a place or something that tells who they "
    "are, it stands here. Whoever was there may recognise a conversation. This is pseudonymous and not anonymous data: "
    "treat it as personal data, and have the trainees' consent and your institution's approval before it is used.",
    "Left out as well: practice that was not done for an assignment, sessions that go on, and assignments under "
    "anonymous review whose feedback is not released.",
)


class FieldMeaning(Record):
    """One field of a line."""

    name: str
    type: str
    """In words."""
    meaning: str


class PartMeaning(Record):
    """A line, or a part of one."""

    name: str
    meaning: str
    fields: tuple[FieldMeaning, ...]


class CriterionMeaning(Record):
    """A criterion of the rubric."""

    id: str
    name: str
    definition: str
    levels: tuple[str, ...]
    """What level 0, 1, 2, 3, 4 means."""


class RubricMeaning(Record):
    """A rubric that was written here and graded some of what is in the export."""

    rubric: str
    version: int
    name: str
    criteria: tuple[CriterionMeaning, ...]


class Codebook(Record):
    """What each field of the export means; in its paragraphs `…` is a word of the file, and **…** stands out."""

    title: str = TITLE
    about: tuple[str, ...] = ABOUT
    pseudonyms: tuple[str, ...] = PSEUDONYMS
    """How names are replaced, and what that does not do."""
    parts: tuple[PartMeaning, ...]
    rubric: str
    rubric_version: int
    criteria: tuple[CriterionMeaning, ...]
    """Of the rubric that ships."""
    written: tuple[RubricMeaning, ...] = ()
    """The rubrics that were written here and graded some of it; an exchange names the one that graded it."""
    values: dict[str, tuple[str, ...]]
    """By field, what can stand in it."""

    def markdown(self) -> str:
        """Write the codebook as Markdown."""
        lines = [f"# {self.title}"]
        for one in (*self.about, "## Pseudonyms, and what they do not do", *self.pseudonyms):
            lines += ["", one]
        for part in self.parts:
            lines += ["", f"## {part.name}", "", part.meaning, "", "| field | type | meaning |", "| --- | --- | --- |"]
            lines += [f"| `{one.name}` | {one.type} | {one.meaning} |" for one in part.fields]
        lines += ["", f"## Criteria of the rubric `{self.rubric}`, version {self.rubric_version}", ""]
        lines += _criteria_lines(self.criteria)
        for written in self.written:
            head = f"## Criteria of the rubric `{written.rubric}`, version {written.version}"
            lines += [head, "", f"{written.name}.", "", *_criteria_lines(written.criteria)]
        lines += ["## Values", ""]
        lines += [f"- `{name}`: {', '.join(f'`{one}`' for one in values)}" for name, values in self.values.items()]
        return "\n".join(lines) + "\n"


def codebook(rubric: Rubric, written: Iterable[Rubric] = ()) -> Codebook:
    """Make the codebook.

    Args:
        rubric: That ships; its criteria are what is graded.
        written: Those that were written here and graded some of it.
    """
    coded = (("acts", Act), ("cues", Cue), ("flags", Flag), ("gates", Gate))
    return Codebook(
        parts=tuple(map(_part, PARTS)),
        rubric=rubric.id,
        rubric_version=rubric.version,
        criteria=_criteria(rubric),
        written=tuple(
            RubricMeaning(rubric=one.id, version=one.version, name=_one_line(one.name), criteria=_criteria(one))
            for one in written
        ),
        values={name: tuple(one.value for one in values) for name, values in coded},
    )


def _criteria(rubric: Rubric) -> tuple[CriterionMeaning, ...]:
    return tuple(
        CriterionMeaning(
            id=one.id,
            name=one.name,
            definition=_one_line(one.definition),
            levels=tuple(_one_line(meaning) for meaning in one.levels),
        )
        for one in rubric.criteria
    )


def _criteria_lines(criteria: Iterable[CriterionMeaning]) -> list[str]:
    lines = []
    for criterion in criteria:
        lines += [f"### `{criterion.id}`: {criterion.name}", "", criterion.definition, ""]
        lines += [f"- {number}: {meaning}" for number, meaning in enumerate(criterion.levels)] + [""]
    return lines


def _part(part: type[Line]) -> PartMeaning:
    fields = tuple(
        FieldMeaning(name=name, type=_type(field.annotation), meaning=_one_line(field.description or ""))
        for name, field in part.model_fields.items()
    )
    return PartMeaning(name=part.__name__, meaning=_one_line(part.__doc__ or ""), fields=fields)


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
