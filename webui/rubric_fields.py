"""The form of a rubric: the weights in one table, and for each criterion its levels beside its anchors."""

from collections.abc import Iterator, Mapping
from html import escape

from classroom.content_text import Body
from webui.content_fields import ContentField, control, labelled, value_at
from webui.present import shown

LEVELS = range(5)
HEAD = (
    ContentField("name", "Name", "What this rubric is called."),
    ContentField("version", "Version of the instrument", "Raise it with every change: grades name it.", "whole"),
)


def rubric_fields(body: Body) -> tuple[ContentField, ...]:
    """Give every field of the form."""
    own = [one for number in range(_count(body, "criteria")) for one in _criterion(number, body)]
    return (*HEAD, *own)


def _criterion(number: int, body: Body) -> Iterator[ContentField]:
    at = f"criteria.{number}"
    yield ContentField(f"{at}.weight", "Weight", input="number")
    yield ContentField(f"{at}.definition", "Definition", "What is meant, in one or two sentences.", "area", rows=2)
    for level in LEVELS:
        yield ContentField(f"{at}.levels.{level}", "Means", input="area", rows=3)
    for anchor in range(_count(body, f"{at}.anchors")):
        yield ContentField(f"{at}.anchors.{anchor}.client", "Client", input="area", rows=2)
        for level in LEVELS:
            yield ContentField(f"{at}.anchors.{anchor}.trainee.{level}", "Trainee", input="area", rows=3)


def rubric_markup(body: Body, faults: Mapping[str, str]) -> str:
    """Give the form, filled."""
    fields = {one.path: one for one in rubric_fields(body)}
    head = "".join(labelled(one, body, faults) for one in HEAD)
    count = _count(body, "criteria")
    details = "".join(_details(number, body, fields, faults) for number in range(count))
    return (
        f'<fieldset><legend>The rubric</legend><div class="columns">{head}</div></fieldset>'
        f"{_weights(count, body, fields, faults)}<h2>Levels and anchors</h2>"
        '<p class="help">An anchor is a client’s sentence with a trainee’s answer at each level.</p>' + details
    )


def _weights(count: int, body: Body, fields: Mapping[str, ContentField], faults: Mapping[str, str]) -> str:
    rows, total = "", 0.0
    for number in range(count):
        one, name = fields[f"criteria.{number}.weight"], str(value_at(body, f"criteria.{number}.name"))
        weight = value_at(body, one.path)
        total += weight if isinstance(weight, int | float) else 0
        entry = _cell(one, body, faults, f"Weight of {name}")
        rows += f"<tr><td>{shown(name)}</td><td>{entry}</td></tr>"
    says = f"The weights as they stand sum to {total:g}; they must sum to 100."
    return (
        f"<fieldset><legend>Weights</legend><p class=help>{says} A criterion of weight 0 is graded and not counted.</p>"
        f'<table class="weights"><thead><tr><th scope="col">Criterion</th><th scope="col">Weight</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></fieldset>"
    )


def _details(number: int, body: Body, fields: Mapping[str, ContentField], faults: Mapping[str, str]) -> str:
    at = f"criteria.{number}"
    anchors = range(_count(body, f"{at}.anchors"))
    heads = "".join(f'<th scope="col">Anchor {anchor + 1}</th>' for anchor in anchors)
    client = "".join(
        f'<td data-name="Anchor {anchor + 1}">'
        f"{_cell(fields[f'{at}.anchors.{anchor}.client'], body, faults, f'Client of anchor {anchor + 1}')}</td>"
        for anchor in anchors
    )
    rows = "".join(_level(at, level, anchors, body, fields, faults) for level in LEVELS)
    opened = " open" if any(path.startswith(f"{at}.") for path in faults) else ""
    return (
        f"<details{opened}><summary>{shown(str(value_at(body, f'{at}.name')))}</summary>"
        f"{labelled(fields[f'{at}.definition'], body, faults)}"
        f'<table class="anchors"><thead><tr><th scope="col">Level</th><th scope="col">What it means</th>{heads}</tr>'
        f'</thead><tbody><tr><th scope="row">The client says</th><td></td>{client}</tr>{rows}</tbody></table></details>'
    )


def _level(
    at: str, level: int, anchors: range, body: Body, fields: Mapping[str, ContentField], faults: Mapping[str, str]
) -> str:
    name = f"Level {level}, {value_at(body, f'level_names.{level}')}"
    means = _cell(fields[f"{at}.levels.{level}"], body, faults, f"What {name} means")
    answers = [(fields[f"{at}.anchors.{anchor}.trainee.{level}"], f"Anchor {anchor + 1}") for anchor in anchors]
    cells = "".join(
        f'<td data-name="{column}">{_cell(one, body, faults, f"{name}: {column}")}</td>' for one, column in answers
    )
    return f'<tr><th scope="row">{escape(name)}</th><td data-name="What it means">{means}</td>{cells}</tr>'


def _cell(one: ContentField, body: Body, faults: Mapping[str, str], label: str) -> str:
    wrong = faults.get(one.path, "")
    fault = f'<span class="fault" id="{one.mark}-fault">{escape(wrong)}</span>' if wrong else ""
    return fault + control(one, body, wrong=bool(wrong), label=label)


def _count(body: Body, path: str) -> int:
    found = value_at(body, path)
    return len(found) if isinstance(found, list) else 0
