"""One session of a treatment as it is written: how it can begin, and what happened before it."""

from typing import Self

from pydantic import Field, model_validator

from dialogue.cues import Cue
from dialogue.record import Record
from scenarios.circumstances import Circumstance
from scenarios.scenario import Condition, PlannedTest, RuptureAtStart


class Parting(Record):
    """How the client ends a session, in words of the story."""

    after: int | None = Field(default=None, ge=1)
    """The trainee turn after which they come, unannounced; None for the turn limit."""
    words: str
    cues: tuple[Cue, ...] = ()


class Variant(Record):
    """One way in which a session can begin."""

    id: str = Field(pattern=r"^[a-z_]{2,40}$")
    when: tuple[Circumstance, ...] = ()
    """All of these hold; none named means always."""
    one_in: int = Field(default=1, ge=1, le=6)
    """Taken only one time in so many, by the seed: no two treatments go alike."""
    situation: str = ""
    """What the trainee reads beside the session's own situation."""
    opening: str
    """The client's first words, or their message."""
    opening_cues: tuple[Cue, ...] = ()
    asks: bool = True
    """Whether the client may ask about a promise in the same breath."""
    message: bool = False
    """No session takes place: the client writes instead, and the trainee answers."""
    turn_limit: int | None = Field(default=None, ge=1, le=20)
    """Turns, where they are not the session's: a late client has fewer."""
    parting: Parting | None = None


class Meanwhile(Record):
    """What the story lets happen to the client before a session. Points on 0–100."""

    trust: float = Field(default=0, ge=-15, le=15)
    arousal: float = Field(default=0, ge=0, le=100)
    rupture: RuptureAtStart | None = None
    told: tuple[str, ...] = ()


class ArcSession(Record):
    """One session that is shown."""

    title: str
    objective: str
    challenge: str
    situation: str
    """What happened since the last shown session, whatever that was like."""
    learning_goal: str
    try_this: tuple[str, ...] = Field(min_length=1, max_length=4)
    unseen_before: int = Field(default=0, ge=0, le=6)
    """Sessions before this one that are not shown."""
    meanwhile: Meanwhile = Meanwhile()
    variants: tuple[Variant, ...] = Field(min_length=1)
    """The first that fits is taken; the last one always fits."""
    tests: tuple[PlannedTest, ...] = ()
    free_tests: bool = False
    turn_limit: int = Field(ge=6, le=20)
    minutes: int = Field(ge=5, le=60)
    success: tuple[Condition, ...] = Field(min_length=2)
    reflection: tuple[str, ...] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def a_variant_always_fits(self) -> Self:
        """Without one that always fits, a session could not begin."""
        last = self.variants[-1]
        if last.when or last.one_in > 1 or last.message:
            raise ValueError("the last variant must always fit: leave out its `when`, `one_in` and `message`")
        ids = [variant.id for variant in self.variants]
        if len(set(ids)) < len(ids):
            raise ValueError("a variant's id stands twice; give each its own")
        return self
