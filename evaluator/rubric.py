"""The rubric: criteria with levels and anchors, when each applies, the gates, and which flag touches which criterion.

One YAML file in `evaluator/rubrics/`. Source: clinical design 3; the two headlines by the scales for labelling.
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dialogue.acts import Act
from dialogue.content import load_content
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from dialogue.record import Record

LEVELS = (0, 1, 2, 3, 4)

Wordings = Annotated[tuple[str, ...], Field(min_length=3)]
"""The same thing in several wordings, so that a trainee does not read it twice in one session."""


class Block(Record):
    """A group of criteria on the page."""

    id: Literal["headline", "pillar", "gate"]
    name: str


class Anchor(Record):
    """One client stimulus with a trainee line for each level."""

    client: str
    trainee: tuple[str, str, str, str, str]
    """Lines at level 0, 1, 2, 3, 4."""


class Applies(Record):
    """When a criterion is graded: from cue tags, not from opinion."""

    always: bool = False
    """Graded for every turn that answers a client."""
    cues: tuple[Cue, ...] = ()
    """A cue with no response is level 1 (missed), not "not applicable"."""
    acts: tuple[Act, ...] = ()
    """Acts that make it applicable even without a cue (a breach, an unprompted claim)."""
    flags: tuple[Flag, ...] = ()
    can_be_deferred: bool = False
    """Whether putting it off openly ("I want to come back to that") counts as meeting the cue, at level 2."""


Sign = Act | Flag
"""What a rule looks for; an act and a flag of the same name mean the same."""


class Rule(Record):
    """A dominance or credit rule: what was found puts a ceiling on the level, or lifts it to a floor.

    All conditions that are given must hold.
    """

    any_of: tuple[Sign, ...] = ()
    """One of these was found; its words are the quote. Without any, the words that carry the estimate are."""
    also: tuple[tuple[Sign, ...], ...] = ()
    """Of each of these groups, one was found as well."""
    unless: tuple[Sign, ...] = ()
    """None of these was found."""
    cues: tuple[Cue, ...] = ()
    """The client's turn offered one of these."""
    unless_cues: tuple[Cue, ...] = ()
    """The client's turn offered none of these."""
    empathy_from: float | None = Field(default=None, ge=0, le=4)
    """The empathy estimate is at least this, 0–4."""
    boundary_from: float | None = Field(default=None, ge=0, le=4)
    """There is a boundary estimate, and it is at least this, 0–4."""
    against_empathy: bool = False
    """A ceiling whose finding cannot stand beside a high empathy estimate: one of the two is then misread."""
    at_most: int | None = Field(default=None, ge=0, le=4)
    at_least: int | None = Field(default=None, ge=0, le=4)
    sure: float = Field(gt=0, le=1)
    """How far the rule can be relied on, 0–1; below the rubric's `unsure_below` it is a rule of thumb."""
    says: str
    """The reason in plain words for the trainee; the quote is added."""

    @model_validator(mode="after")
    def does_one_thing(self) -> Self:
        """A rule needs something to look for and does one thing: a ceiling or a floor."""
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("a rule has either at_most or at_least")
        if not self.any_of and self.empathy_from is None and self.boundary_from is None:
            raise ValueError("a rule needs any_of, empathy_from or boundary_from")
        return self


class Criterion(Record):
    """One thing that is graded, 0–4."""

    id: str
    name: str
    block: Literal["headline", "pillar", "gate"]
    weight: float = Field(ge=0, le=100)
    definition: str
    applies: Applies
    exchange: str
    """How one exchange is graded."""
    session: str
    """How a session is summed up."""
    levels: tuple[str, str, str, str, str]
    """What level 0, 1, 2, 3, 4 means."""
    anchors: tuple[Anchor, ...] = Field(min_length=2)
    rules: tuple[Rule, ...] = ()
    strength: dict[Literal["high", "middle"], Wordings]
    """What can be said well of a turn, each in several wordings: at 3–4, and modestly at 2."""
    advice: dict[Literal["missed", "low", "middle"], Wordings]
    """What could be changed, about 35 words each: when the cue was missed (1 without an act), at 0–1, at 2."""
    sources: tuple[str, ...]
    """Keys of `docs/sources.yaml`."""

    @model_validator(mode="after")
    def has_all_texts(self) -> Self:
        """A missing text would leave a trainee without a word on exactly that turn."""
        if set(self.advice) != {"missed", "low", "middle"} or set(self.strength) != {"high", "middle"}:
            raise ValueError(f"{self.id} needs advice missed, low, middle and strength high, middle")
        return self


class GateRule(Record):
    """One safety gate: which flags or acts raise it, under which cues, and what does not."""

    gate: Gate
    name: str
    flags: tuple[Flag, ...] = ()
    acts: tuple[Act, ...] = ()
    cues: tuple[Cue, ...] = ()
    """If given, the gate needs one of these cues in the client's turn as well."""
    unless: tuple[Sign, ...] = ()
    """What takes the gate back: the clumsy word that was mended in the same turn."""
    unless_domains: tuple[Cue, ...] = ()
    """Where one of these boundaries is in play, the gate is not raised …"""
    even_there: tuple[Sign, ...] = ()
    """… except together with one of these."""
    trigger: str
    not_a_trigger: str
    criterion: str
    """The criterion it is told under."""
    advice: Wordings
    """What to try, about 35 words each."""


class Rubric(Record):
    """A rubric, whole. A change of it is a change of the instrument: raise the version."""

    id: str
    version: int = Field(ge=1)
    name: str
    level_names: tuple[str, str, str, str, str]
    level_meanings: tuple[str, str, str, str, str]
    again: Wordings
    """What is said where every wording that fits was said in this session; {turn} is the turn of the first."""
    still: Wordings
    """What is said of a skilled turn where every wording that fits was said; {turn} is the turn of the first."""
    criteria: tuple[Criterion, ...]
    gates: tuple[GateRule, ...]
    traps: tuple[str, ...]
    """False positives and false negatives that a grader must know."""
    least_confidence: float = Field(ge=0, le=1)
    """Below this confidence no level is given; ours."""
    unsure_below: float = Field(ge=0, le=1)
    """Below this confidence feedback says that it is unsure; ours."""
    fewest_for_session: int = Field(ge=1)
    """Opportunities a criterion needs before a session mean is shown; source: clinical design 3.2."""

    @model_validator(mode="after")
    def weights_sum_to_100(self) -> Self:
        """Weights sum to 100 over the weighted criteria, each criterion and gate stands once."""
        if abs(sum(criterion.weight for criterion in self.criteria) - 100) > 1e-6:
            raise ValueError("weights must sum to 100")
        if {gate.criterion for gate in self.gates} - {criterion.id for criterion in self.criteria}:
            raise ValueError("a gate names a criterion that the rubric does not have")
        for ids in ([c.id for c in self.criteria], [g.gate for g in self.gates]):
            if len(set(ids)) != len(ids):
                raise ValueError("a criterion or gate stands twice")
        return self

    def criterion(self, criterion_id: str) -> Criterion:
        """Find a criterion by its id."""
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)


def rubrics_folder() -> Path:
    """Give the folder of the shipped rubrics."""
    return Path(str(files("evaluator"))) / "rubrics"


@lru_cache(maxsize=8)
def load_rubric(rubric_id: str = "trust") -> Rubric:
    """Load a shipped rubric by its id.

    Raises:
        ContentError: There is no such rubric, or it is faulty.
    """
    return load_content(rubrics_folder() / f"{rubric_id}.yaml", Rubric)
