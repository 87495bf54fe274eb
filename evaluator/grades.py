"""What a grade is: a level with its quote and reason, or the plain fact that there is none."""

from pydantic import Field, model_validator

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from dialogue.reading import Direction, SpottedAct
from dialogue.record import Record


class CriterionGrade(Record):
    """One criterion in one exchange."""

    criterion: str
    level: int | None = Field(ge=0, le=4)
    """None where it is not applicable or no valid judgement was made; never 0 instead."""
    estimate: float | None = Field(ge=0.0, le=4.0)
    confidence: float = Field(ge=0.0, le=1.0)
    quote: str | None
    """An exact substring of the trainee's words."""
    reason: str
    direction: Direction | None = None
    """Only for boundary-setting: rigid, diffuse or none."""

    def is_unsure(self, below: float) -> bool:
        """Tell whether there is a level that is too unsure to be told of one exchange.

        Args:
            below: Confidence below which that is so, 0–1; the rubric's `unsure_below`.
        """
        return self.level is not None and self.confidence < below


class GraderStamp(Record):
    """What made a grade, so that it can be made again."""

    name: str
    rubric: str
    rubric_version: int
    weights_version: str


class ExchangeGrades(Record):
    """All grades of one exchange; every criterion of the rubric is present."""

    criteria: tuple[CriterionGrade, ...]
    flags: tuple[Flag, ...]
    gates: tuple[Gate, ...]
    """Gates that were raised; each means a banner and a person's review."""
    acts: tuple[SpottedAct, ...]
    cues: tuple[Cue, ...]
    grader: GraderStamp

    @model_validator(mode="after")
    def no_span_no_score(self) -> "ExchangeGrades":
        """A level above "missed" needs words that carry it. Source: clinical design 3.2."""
        for grade in self.criteria:
            if grade.level is not None and grade.level >= 2 and not grade.quote:
                raise ValueError(f"{grade.criterion} has level {grade.level} without a quote")
        return self

    def of(self, criterion: str) -> CriterionGrade:
        """Find the grade of one criterion."""
        return next(grade for grade in self.criteria if grade.criterion == criterion)

    def acts_found(self) -> frozenset[Act]:
        """Give the acts that were found."""
        return frozenset(spotted.act for spotted in self.acts)


class FeedbackItem(Record):
    """One thing to say to the trainee about one exchange."""

    kind: str
    """`strength`, `change` or `alternative`."""
    criterion: str
    text: str
    quote: str | None
    """An exact substring of the trainee's words; None where something was passed by, and in an alternative."""
    rule: str
    """The rule or level it goes by, in plain words."""
    confidence: float = Field(ge=0.0, le=1.0)
    unsure: bool = False
    """Whether it is offered as a guess; then no level is told."""
    level: int | None = Field(default=None, ge=0, le=4)
    """The level it goes by; None in a guess, in an alternative and where a gate was raised."""
    client_quote: str | None = None
    """An exact substring of the client's words: what an alternative answers, or what was passed by."""


class Feedback(Record):
    """Strength first, then one change, then one alternative; any may be missing."""

    strength: FeedbackItem | None
    change: FeedbackItem | None
    alternative: FeedbackItem | None

    def items(self) -> tuple[FeedbackItem, ...]:
        """Give what there is to say, in the order in which it is said."""
        return tuple(item for item in (self.strength, self.change, self.alternative) if item)
