"""One line of a client: words that they would say, and when."""

from typing import Self

from pydantic import Field, model_validator

from dialogue.cues import RUPTURE_CUES, Cue
from dialogue.record import Record
from personas.line_kinds import Depth, Part, Resistance, Setting, Stance, TurnKind


class Line(Record):
    """One response unit of the embedded voice: words this client would say, and when."""

    id: str
    part: Part
    text: str = Field(min_length=1, max_length=600)
    answers: tuple[TurnKind, ...] = ()
    """Which kinds of trainee turn this answers; needed for replies and reactions."""
    stances: tuple[Stance, ...] = Field(min_length=1)
    layer: int = Field(default=0, ge=0, le=4)
    """The layer that must be open before this may be said."""
    topic: str = "any"
    setting: Setting = Setting.ANY
    """Where the words fit; a line that names the room is for the office."""
    hears: tuple[str, ...] = ()
    """Two to four things a trainee might say that this answers well; they are matched by meaning."""
    cues: tuple[Cue, ...] = ()
    """What the words offer the trainee."""
    tells: str | None = None
    """The memory that is told."""
    depth: Depth | None = None
    after: tuple[str, ...] = ()
    """Memories that must have been told before."""
    unless: tuple[str, ...] = ()
    """Memories after whose telling this is said no more: who has told does not deny it."""
    test: str | None = None
    step: int = Field(default=1, ge=1, le=3)
    """1 asks; 2 asks again after a dodge; 3 presses."""
    trigger: str | None = None
    risk: str | None = None
    corrects: str | None = None
    """The fact that a correction sets right."""
    resists: Resistance | None = None
    """The way in which these words keep the trainee at a distance; None where they do not."""
    good_reply: str | None = Field(default=None, max_length=400)
    """One of several good trainee answers to these words; shown as such in feedback."""

    @model_validator(mode="after")
    def the_part_has_what_it_needs(self) -> Self:
        """A line without its hook would never be said, or be said at the wrong moment."""
        if (hook := HOOKS.get(self.part)) and not getattr(self, hook[0]):
            raise ValueError(f"a {self.part} line needs `{hook[0]}`{hook[1]}")
        if self.part is Part.ECHO and self.text.lower().count("{word}") != 1:
            raise ValueError("an echo line needs {word} or {Word} once in its text")
        if self.part is Part.MARKER and not RUPTURE_CUES & set(self.cues):
            raise ValueError("a marker line needs the cue withdrawal or confrontation")
        if (self.tells is None) != (self.depth is None):
            raise ValueError("`tells` and `depth` go together")
        if len(self.text.split()) > (most := LONGEST_PART.get(self.part, 600)):
            raise ValueError(f"a {self.part} line has at most {most} words; make it a reply")
        return self


HOOKS = {
    Part.REPLY: ("answers", ""),
    Part.REACTION: ("answers", ""),
    Part.ECHO: ("answers", ""),
    Part.TEST: ("test", ", the id of one of the tests"),
    Part.TRIGGER: ("trigger", ", the id of one of the triggers"),
    Part.RISK: ("risk", ", the id of one of the risks"),
    Part.CORRECTION: ("corrects", ", the id of one of the facts"),
}
"""The field without which a part could never be said."""
LONGEST_PART = {Part.REACTION: 8, Part.MOVE: 14, Part.ECHO: 25}
"""Words; ours."""
