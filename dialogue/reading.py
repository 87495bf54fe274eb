"""What the reader found in one trainee turn: acts with quotes, an empathy estimate, a boundary stance, flags."""

from enum import StrEnum

from pydantic import Field, model_validator

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.record import Record


class Direction(StrEnum):
    """Which way a boundary was missed."""

    RIGID = "rigid"
    DIFFUSE = "diffuse"
    NONE = "none"


class Main(StrEnum):
    """What a turn mostly does, in the four classes that session studies count."""

    REFLECTION = "reflection"
    QUESTION = "question"
    INPUT = "input"
    """Information, advice, options, persuasion, warning."""
    OTHER = "other"
    """Greeting, following, affirming, structuring."""


class SpottedAct(Record):
    """An act, with the exact words that show it."""

    act: Act
    quote: str = Field(min_length=1)
    """An exact substring of the trainee's text."""
    chance: float = Field(default=1.0, ge=0.0, le=1.0)
    """How likely it is there: 1.0 where a rule saw it, less where only a fitted score did."""


class SpottedFlag(Record):
    """A flag, with the exact words that raise it."""

    flag: Flag
    quote: str = Field(min_length=1)
    """An exact substring of the trainee's text."""


class Estimate(Record):
    """A level on a 0–4 scale, as a continuous estimate with the words that carry it."""

    value: float = Field(ge=0.0, le=4.0)
    """0.0 is harmful, 4.0 is excellent; no unit."""
    confidence: float = Field(ge=0.0, le=1.0)
    """0.0 is a guess, 1.0 is certain."""
    quote: str | None = None
    """An exact substring of the trainee's text; None where no words carry it."""


class BoundaryReading(Record):
    """How the trainee stood on a boundary that was tested or touched."""

    estimate: Estimate
    direction: Direction
    domain: Cue | None = None
    """The boundary in play, where it can be named."""


class Reading(Record):
    """All that the reader found in one trainee turn, held against the client's turn."""

    text: str
    """The trainee's words, as typed."""
    acts: tuple[SpottedAct, ...]
    empathy: Estimate
    boundary: BoundaryReading | None
    """None where the exchange gives no occasion for a boundary."""
    pillars: dict[str, Estimate] = Field(default_factory=dict)
    """By criterion, the level of a pillar of trust as if it applied; empty where nothing was fitted for it."""
    flags: tuple[SpottedFlag, ...]
    main: Main = Main.OTHER
    """What the turn mostly does."""
    cues: tuple[Cue, ...]
    """What the client's turn offered: given by whoever called, or found."""
    weights_version: str
    """Which fitted weights made the estimates."""

    @model_validator(mode="after")
    def every_quote_is_in_the_text(self) -> "Reading":
        """A quote that is not in the text would show a person words they never wrote."""
        quotes = [a.quote for a in self.acts] + [f.quote for f in self.flags]
        estimates = (self.empathy, self.boundary and self.boundary.estimate, *self.pillars.values())
        quotes += [estimate.quote for estimate in estimates if estimate and estimate.quote]
        for quote in quotes:
            if quote not in self.text:
                raise ValueError(f"the quote {quote[:40]!r} is not in the trainee's text")
        return self

    def has(self, *acts: Act) -> bool:
        """Tell whether any of these acts was found."""
        return any(spotted.act in acts for spotted in self.acts)

    def chance_of(self, act: Act) -> float:
        """Give how likely an act is there, 0.0 where it was not found."""
        return max((spotted.chance for spotted in self.acts if spotted.act is act), default=0.0)

    def quote_of(self, *acts: Act) -> str | None:
        """Give the words of the first of these acts that was found, or None."""
        return next((spotted.quote for spotted in self.acts if spotted.act in acts), None)
