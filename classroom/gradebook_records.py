"""What a gradebook shows: a row for each person, a column for each assignment, a cell where they meet."""

from datetime import datetime

from pydantic import Field

from classroom.assignments import AssignedMode, Kind, WhichCounts
from classroom.counting import Came, CountedAttempt, Figure
from dialogue.record import Record


class Column(Record):
    """One assignment."""

    assignment: str
    title: str
    kind: Kind
    mode: AssignedMode
    which_counts: WhichCounts
    due_at: datetime | None
    """UTC; some people may have longer."""
    released: bool
    withdrawn: bool
    nameless: bool
    """Whether names are hidden until the feedback is released: figures are not told beside a name then."""
    rubric: str = ""
    """What the rubric is called that grades it, with its version; empty where it is the one that ships."""
    names: dict[str, str] = Field(default_factory=dict)
    """By criterion, what that rubric calls it."""

    def name_of(self, criterion: "CriterionName") -> str:
        """Give what a criterion is called in this assignment."""
        return self.names.get(criterion.id, criterion.name)


class Cell(Record):
    """What an assignment came to for one person."""

    came: Came
    overdue: bool = False
    """Whether it is due for this person, and nothing is finished."""
    attempts: int = 0
    """How many were begun."""
    counted: CountedAttempt | None = None
    """The finished attempt that counts."""

    def figure(self, criterion: str) -> Figure | None:
        """Give the figure of a criterion; None where nothing counts."""
        return self.counted.of(criterion) if self.counted else None

    def mean(self, criterion: str) -> float | None:
        """Give the mean level of a criterion, 0–4; None, and never 0, where there is none."""
        figure = self.figure(criterion)
        return figure.mean if figure else None


class Row(Record):
    """One trainee."""

    person: str
    name: str
    email: str
    number: str | None
    """The institution's number of the person."""
    left: bool
    """Whether they have left the section."""
    cells: tuple[Cell, ...]
    """One for each column."""


class CriterionName(Record):
    """A criterion, for the head of a column."""

    id: str
    name: str
    headline: bool


class Gradebook(Record):
    """A section's gradebook at one moment."""

    section: str
    title: str
    made_at: datetime
    criteria: tuple[CriterionName, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """By name."""

    def cell(self, person: str, assignment: str) -> Cell:
        """Find a cell.

        Raises:
            LookupError: There is no such row or column.
        """
        places = [place for place, column in enumerate(self.columns) if column.assignment == assignment]
        for row in self.rows:
            if row.person == person and places:
                return row.cells[places[0]]
        raise LookupError(f"there is no cell of {person!r} and {assignment!r} in this gradebook")
