"""What was typed into the form of an assignment."""

from typing import Annotated

from fastapi import Form
from pydantic import BaseModel

from classroom.assigning import Given
from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, WhichCounts

LABELS = {
    "title": "Title",
    "instructions": "Instructions",
    "content": "What is practised",
    "opens": "Opens",
    "due": "Due",
    "closes": "Closes",
    "attempts": "Attempts",
    "turn_limit": "Turn limit",
    "rubric": "Graded by",
    "criteria": "Criteria shown",
    "to": "To whom",
    "mode": "Mode",
    "which_counts": "Which attempt counts",
    "contract_card": "Contract card",
    "shared_seed": "Same seed for the class",
    "prediction_required": "Own guess",
    "reflection_required": "Reflection",
    "anonymous": "Anonymous review",
}
"""What the fields are called, by their name in `Terms`."""
ON = "yes"


class TypedAssignment(BaseModel):
    """The form as it was sent: every field as text, whatever was typed."""

    kind: str = Kind.SCENARIO.value
    content: str = ""
    title: str = ""
    instructions: str = ""
    opens: str = ""
    due: str = ""
    closes: str = ""
    attempts: str = ""
    which_counts: str = WhichCounts.LAST.value
    mode: str = AssignedMode.COACHING.value
    turn_limit: str = ""
    rubric: str = ""
    """Id of a rubric that was written here; empty is the one that ships."""
    criteria: list[str] = []
    contract_card: str = ""
    shared_seed: str = ""
    prediction_required: str = ""
    reflection_required: str = ""
    anonymous: str = ""
    to: str = "section"
    """`section`, or `some` for the groups and people named."""
    group: list[str] = []
    person: list[str] = []
    newest: str = ""
    version: str = "0"

    def about(self, field: str) -> str:
        """Give what a field holds in words that can be compared."""
        return str(getattr(self, field))

    @property
    def seen(self) -> int:
        """The version that the form showed."""
        return int(self.version) if self.version.isascii() and self.version.isdigit() and len(self.version) < 9 else 0


Typed = Annotated[TypedAssignment, Form()]


def blank(kind: str, content: str, title: str, criteria: list[str]) -> TypedAssignment:
    """Give the form for something new to assign, with what is usual."""
    return TypedAssignment(
        kind=kind, content=content, title=title, criteria=criteria, contract_card=ON, prediction_required=ON
    )


def as_typed(kept: Given, criteria: list[str]) -> TypedAssignment:
    """Give the form of an assignment as it stands; `criteria` are all that there are."""
    terms, whom = kept.assignment.terms, kept.assignees
    switches = ("contract_card", "prediction_required", "reflection_required", "anonymous")
    dates = {"opens": terms.opens, "due": terms.due, "closes": terms.closes}
    whole = {
        **{name: one.wall for name, one in dates.items() if one},
        **{name: str(number) for name in ("attempts", "turn_limit") if (number := getattr(terms, name)) is not None},
        **{name: ON for name in switches if getattr(terms, name)},
    }
    return TypedAssignment(
        kind=terms.kind.value,
        content=terms.content,
        title=terms.title,
        instructions=terms.instructions,
        which_counts=terms.which_counts.value,
        mode=terms.mode.value,
        rubric=terms.rubric or "",
        criteria=list(terms.criteria) or criteria,
        shared_seed=ON if terms.shared_seed is not None else "",
        to="section" if Assignee() in whom else "some",
        group=[one.whom for one in whom if one.kind is AssigneeKind.GROUP],
        person=[one.whom for one in whom if one.kind is AssigneeKind.PERSON],
        version=str(kept.assignment.version),
    ).model_copy(update=whole)
