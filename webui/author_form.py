"""Which form goes with which kind of content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from classroom.content_kinds import ContentKind
from classroom.content_text import Body
from evaluator.rubric import Rubric
from personas.persona import Persona
from webui.client_fields import client_groups
from webui.content_fields import ContentField, Typed, groups_markup, typed
from webui.present_authoring import FAULT, form_path
from webui.rubric_fields import rubric_fields, rubric_markup
from webui.scenario_fields import scenario_groups, tidy_scenario


@dataclass(frozen=True)
class ContentForm:
    """A form with what stands in it."""

    kind: ContentKind
    body: Body
    fields: tuple[ContentField, ...]
    markup: Callable[[Mapping[str, str]], str]
    """Gives the fields, filled; faults by field are shown beside them."""

    def read(self, form: FormData, base: Body) -> Typed:
        """Give a document with what was typed in the place of what it had."""
        found = typed(self.fields, form, base, self.kind.word)
        if self.kind is ContentKind.SCENARIO:
            found.body = tidy_scenario(found.body)
        return found

    def marks(self, said: str) -> dict[str, str]:
        """Give for each field that faults name the id of where it stands on the page."""
        by_path = {one.path: one.mark for one in self.fields}
        named = {match["field"] for line in said.splitlines() if (match := FAULT.fullmatch(line)) and match["field"]}
        found = {name: form_path(name, list(by_path), self.body) for name in named}
        return {name: by_path[path] for name, path in found.items() if path}


def form_of(kind: ContentKind, body: Body, cast: Mapping[str, Persona], rubric: Rubric) -> ContentForm:
    """Give the form of a document.

    Args:
        kind: Of the document.
        body: What stands in it.
        cast: The clients that a scenario may be with.
        rubric: Whose criteria a scenario may name.
    """
    if kind is ContentKind.RUBRIC:
        return ContentForm(kind, body, rubric_fields(body), lambda faults: rubric_markup(body, faults))
    client = body.get("persona")
    groups = (
        client_groups(body)
        if kind is ContentKind.CLIENT
        else scenario_groups(cast, rubric, client if isinstance(client, str) else "")
    )
    fields = tuple(one for group in groups for one in group.fields)
    return ContentForm(kind, body, fields, lambda faults: groups_markup(groups, body, faults))
