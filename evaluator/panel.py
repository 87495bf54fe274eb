"""How do the embedded grade and a second opinion become one grade and a confidence?

The level is always the embedded grader's; a second opinion moves how sure we are of it, and calls a person. So no words
that talk a language model into a level can raise a grade, lift a ceiling or close a gate. Source: decision 0012.
"""

from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from dialogue.content import load_content
from dialogue.record import Record
from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.opinion import CriterionOpinion, SecondOpinion
from evaluator.rubric import Rubric


class PanelTable(Record):
    """The numbers of the panel; see the file for what each means."""

    id: str
    same_takes_doubt: float = Field(ge=0, le=1)
    one_apart_keeps: float = Field(ge=0, le=1)
    apart_keeps: float = Field(ge=0, le=1)
    person_from: int = Field(ge=1, le=4)
    surest: float = Field(ge=0, le=1)
    harm_up_to: int = Field(ge=0, le=4)


class Agreement(StrEnum):
    """How the two stand to each other on one criterion."""

    ALONE = "alone"
    """There is no second opinion that counts, or no level to hold it against."""
    SAME = "same"
    NEAR = "near"
    """One level apart."""
    APART = "apart"
    """Two or more levels apart."""


class PanelGrade(Record):
    """One criterion after both were heard."""

    criterion: str
    level: int | None
    """The embedded grader's."""
    confidence: float = Field(ge=0, le=1)
    second: CriterionOpinion | None
    agreement: Agreement
    needs_person: bool


class Panel(Record):
    """One exchange after both were heard."""

    grades: tuple[PanelGrade, ...]
    suspicious: tuple[str, ...]
    """Why the second opinion is set aside; empty where it counts."""
    model: str

    @property
    def needs_person(self) -> bool:
        """Tell whether a person should look at this exchange."""
        return bool(self.suspicious) or any(grade.needs_person for grade in self.grades)

    def of(self, criterion: str) -> PanelGrade:
        """Find one criterion."""
        return next(grade for grade in self.grades if grade.criterion == criterion)


@lru_cache(maxsize=1)
def shipped_panel_table() -> PanelTable:
    """Load the shipped numbers once.

    Raises:
        ContentError: The file is faulty.
    """
    return load_content(Path(str(files("evaluator"))) / "panel.yaml", PanelTable)


def hear_both(grades: ExchangeGrades, opinion: SecondOpinion, rubric: Rubric, table: PanelTable | None = None) -> Panel:
    """Hold a second opinion against the embedded grades, criterion by criterion.

    Where the trainee's words seem meant for a grader, the opinion is shown and counts for nothing.
    """
    table = table or shipped_panel_table()
    gated = {rule.criterion for rule in rubric.gates if rule.gate in grades.gates}
    heard = [
        _hear(
            grade, opinion.of(grade.criterion), table, serious=grade.criterion in gated, counts=not opinion.suspicious
        )
        for grade in grades.criteria
    ]
    return Panel(grades=tuple(heard), suspicious=opinion.suspicious, model=opinion.stamp.model)


def _hear(
    first: CriterionGrade, second: CriterionOpinion | None, table: PanelTable, *, serious: bool, counts: bool
) -> PanelGrade:
    confidence, agreement, needs_person = first.confidence, Agreement.ALONE, False
    if counts and second is not None and second.level is not None and first.level is not None:
        apart = abs(second.level - first.level)
        agreement = Agreement.SAME if apart == 0 else Agreement.NEAR if apart == 1 else Agreement.APART
        needs_person = apart >= table.person_from or second.level <= table.harm_up_to < first.level
        serious = serious or first.level <= table.harm_up_to
        if not (serious and second.level > first.level):
            confidence = _weighed(first.confidence, agreement, table)
    return PanelGrade(
        criterion=first.criterion,
        level=first.level,
        confidence=confidence,
        second=second,
        agreement=agreement,
        needs_person=needs_person,
    )


def _weighed(confidence: float, agreement: Agreement, table: PanelTable) -> float:
    if agreement is Agreement.SAME:
        raised = confidence + (1.0 - confidence) * table.same_takes_doubt
        return max(confidence, min(raised, table.surest))
    return confidence * (table.one_apart_keeps if agreement is Agreement.NEAR else table.apart_keeps)
