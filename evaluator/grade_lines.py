"""Grades exchanges given as JSON Lines: one line out for each line in, a faulty one refused by name."""

import json
from collections.abc import Iterable, Iterator

from pydantic import Field, ValidationError

from dialogue.cues import Cue
from dialogue.reader import Reader
from dialogue.record import Record
from dialogue.turns import ExchangeText, Turn
from evaluator.grader import Grader
from evaluator.grades import ExchangeGrades

LONGEST = 20_000
"""Characters of one turn that the command line takes; ours."""


class GradeRequest(Record):
    """One line of input."""

    id: str
    client: str = Field(max_length=LONGEST)
    trainee: str = Field(min_length=1, max_length=LONGEST)
    history: tuple[Turn, ...] = ()
    cues: tuple[Cue, ...] | None = None


class GradedLine(Record):
    """One line of output, and whether the line was refused."""

    text: str
    """JSON without a line break."""
    fault: str | None
    """Why the line was refused; None where it was graded."""


def grade_lines(lines: Iterable[str], reader: Reader, grader: Grader) -> Iterator[GradedLine]:
    """Grade line after line, in order; an empty line is passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        request = _request(line)
        if isinstance(request, GradeRequest):
            exchange = ExchangeText(
                client=request.client, trainee=request.trainee, history=request.history, cues=request.cues
            )
            grades = grader.grade_exchange(exchange, reader.read_turn(exchange))
            yield GradedLine(text=json.dumps(as_json(request.id, grades), ensure_ascii=False), fault=None)
        else:
            refused = {"line": number, "id": request.id, "error": request.error}
            yield GradedLine(text=json.dumps(refused, ensure_ascii=False), fault=f"line {number}: {request.error}")


class Refused(Record):
    """Why a line cannot be graded, and its id if it could be read."""

    id: str | None
    error: str


def _request(line: str) -> GradeRequest | Refused:
    known = None
    try:
        fields = json.loads(line)
        known = fields.get("id") if isinstance(fields, dict) and isinstance(fields.get("id"), str) else None
        if isinstance(fields, dict):
            fields = {key: value for key, value in fields.items() if key in GradeRequest.model_fields}
        request = GradeRequest.model_validate_json(json.dumps(fields))
    except RecursionError:
        return Refused(id=None, error="nested too deep; give one object with id, client and trainee")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        return Refused(id=known, error=f"{place}: {first['msg']}")
    except ValueError:
        return Refused(id=None, error="not a JSON object; give one object a line with id, client and trainee")
    if not request.trainee.strip():
        return Refused(id=request.id, error="trainee: is empty; give the trainee's words")
    return request


def as_json(identity: str, grades: ExchangeGrades) -> dict[str, object]:
    """Give the grades in the shape that the command line promises."""
    return {
        "id": identity,
        "criteria": {
            grade.criterion: {
                "level": grade.level,
                "estimate": None if grade.estimate is None else round(grade.estimate, 3),
                "confidence": round(grade.confidence, 3),
                "quote": grade.quote,
                "reason": grade.reason,
                "direction": grade.direction,
            }
            for grade in grades.criteria
        },
        "flags": list(grades.flags),
        "gates": list(grades.gates),
        "acts": [{"act": spotted.act, "quote": spotted.quote} for spotted in grades.acts],
        "cues": list(grades.cues),
        "grader": grades.grader.model_dump(),
    }
