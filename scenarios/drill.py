"""One narrow skill, practised on short client words: the tries, the ladder of difficulty, what a good answer does.

A drill is a YAML file in `scenarios/drills/`. Source: clinical design 6.3.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from dialogue.cues import Cue
from dialogue.record import Record

TRIES = 3
"""Tries a stimulus: the first, one after feedback, one on other words. Source: clinical design 6.3."""
FEWEST_STIMULI = 6
"""Stimuli a level needs, so that a sitting does not repeat; ours."""


class Difficulty(StrEnum):
    """How hard a stimulus is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    def moved(self, steps: int) -> "Difficulty":
        """Give the level some steps up (above 0) or down; the ends hold."""
        order = list(Difficulty)
        return order[min(len(order) - 1, max(0, order.index(self) + steps))]


class Stimulus(Record):
    """A few client words to answer."""

    id: str = Field(pattern=r"^[bia][0-9]{1,2}$")
    who: str
    """A plain sketch of who speaks; nobody from the library."""
    before: str = ""
    """What happened just before, where the words need it."""
    words: str = Field(max_length=300)
    """What the client says or, in brackets, does."""
    paraphrases: tuple[str, str]
    """The same thing in other words, for the third try."""
    cues: tuple[Cue, ...] = Field(min_length=1)
    """What the words offer; the paraphrases offer the same."""
    good_reply: str = Field(max_length=400)
    """One of several good answers; shown after the third try."""
    content_note: str = ""
    """Kind of hard content, where there is any."""


class Drill(Record):
    """One skill with its stimuli, from easy to hard."""

    id: str = Field(pattern=r"^D[0-9]{2}$")
    title: str
    skill: str
    """The one criterion of the rubric that is graded."""
    stage: int | None = Field(default=None, ge=1, le=6)
    """The repair stage that is practised, where it is about one."""
    instruction: str
    """What to do, in two or three sentences."""
    good_looks_like: tuple[str, ...] = Field(min_length=2, max_length=5)
    content_note: str
    minutes: int = Field(ge=5, le=30)
    beginner: tuple[Stimulus, ...] = Field(min_length=FEWEST_STIMULI)
    intermediate: tuple[Stimulus, ...] = Field(min_length=FEWEST_STIMULI)
    advanced: tuple[Stimulus, ...] = Field(min_length=FEWEST_STIMULI)

    @model_validator(mode="after")
    def ids_stand_once(self) -> Self:
        """Two stimuli of one id could not be told apart in what is kept."""
        ids = [stimulus.id for stimulus in self.all_stimuli()]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"the stimulus {twice[0]} stands twice; give it an id of its own")
        for level in Difficulty:
            for stimulus in self.at(level):
                if not stimulus.id.startswith(level[0]):
                    raise ValueError(
                        f"the stimulus {stimulus.id} stands under {level}; let its id begin with {level[0]}"
                    )
        return self

    def at(self, level: Difficulty) -> tuple[Stimulus, ...]:
        """Give the stimuli of a level."""
        return {
            Difficulty.BEGINNER: self.beginner,
            Difficulty.INTERMEDIATE: self.intermediate,
            Difficulty.ADVANCED: self.advanced,
        }[level]

    def all_stimuli(self) -> tuple[Stimulus, ...]:
        """Give all stimuli, the easiest level first."""
        return tuple(stimulus for level in Difficulty for stimulus in self.at(level))

    def stimulus(self, stimulus_id: str) -> Stimulus:
        """Find a stimulus by its id.

        Raises:
            LookupError: There is none.
        """
        found = next((one for one in self.all_stimuli() if one.id == stimulus_id), None)
        if found is None:
            raise LookupError(f"the drill {self.id} has no stimulus {stimulus_id!r}")
        return found
