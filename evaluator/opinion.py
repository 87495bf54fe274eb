"""What a second opinion is: a judge's level, quote and reason for each criterion asked, or why there is none."""

from pydantic import Field, model_validator

from dialogue.record import Record


class CriterionOpinion(Record):
    """The judge's word on one criterion."""

    criterion: str
    level: int | None = Field(ge=0, le=4)
    """None where the judge gave none, or none that holds; never 0 instead."""
    quote: str | None
    """An exact substring of the trainee's words."""
    reason: str
    """The judge's own, or why its word does not count."""


class JudgeStamp(Record):
    """What made an opinion, so that it can be asked for again."""

    model: str
    """The server's name for it."""
    prompt: str
    """Version and digest of the prompt."""
    rubric: str
    rubric_version: int
    form: str
    """How the server was asked for JSON."""
    examples: tuple[str, ...]
    """Ids of the labelled exchanges that it was shown."""


class SecondOpinion(Record):
    """The opinions on one exchange; at least one holds."""

    opinions: tuple[CriterionOpinion, ...]
    suspicious: tuple[str, ...]
    """What in the trainee's words seems meant for a grader; a person should look then."""
    stamp: JudgeStamp

    @model_validator(mode="after")
    def no_span_no_score(self) -> "SecondOpinion":
        """A level other than "missed" needs words that carry it. Source: clinical design 3.2."""
        for opinion in self.opinions:
            if opinion.level is not None and opinion.level != 1 and not opinion.quote:
                raise ValueError(f"{opinion.criterion} has level {opinion.level} without a quote")
        return self

    def of(self, criterion: str) -> CriterionOpinion | None:
        """Find the opinion on one criterion, if it was asked for."""
        return next((opinion for opinion in self.opinions if opinion.criterion == criterion), None)


class Effort(Record):
    """What an attempt to get an opinion took."""

    calls: int = Field(ge=0)
    tokens_in: int = Field(ge=0)
    tokens_out: int = Field(ge=0)
    seconds: float = Field(ge=0)


class Judgement(Record):
    """One attempt: an opinion or a failure, and what it took."""

    opinion: SecondOpinion | None
    failure: str | None
    """Why there is no opinion, in words without anything a person wrote."""
    server_failed: bool = False
    """Whether the next attempt would fare no better for now."""
    stamp: JudgeStamp
    effort: Effort

    @model_validator(mode="after")
    def is_one_of_both(self) -> "Judgement":
        """An attempt has an opinion or a failure, not both and not neither."""
        if (self.opinion is None) == (self.failure is None):
            raise ValueError("a judgement has either an opinion or a failure")
        return self
