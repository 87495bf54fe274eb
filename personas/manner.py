"""How a client's manner is drawn: the numbers of `personas/manner.yaml`, and the draws that use them.

Every draw depends on the seed, the turn and a salt alone, so that the same session always comes out alike.
"""

import math
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from statistics import NormalDist

from pydantic import Field

from dialogue.content import load_content
from dialogue.record import Record
from personas.line_kinds import Resistance, Stance, TurnKind
from personas.persona import Talk
from personas.trust_profile import Prior

BRIEF = 3
"""Words of a brief turn at most. Source: fidelity table, row 4."""
ASKED = (TurnKind.OPEN_QUESTION, TurnKind.CLOSED_QUESTION)
"""A question decides how long the answer is, whatever else the turn did; an open one before a closed one."""
GOLDEN = (math.sqrt(5) - 1) / 2
"""Steps by this share of a circle never bunch."""
FINE = 100_003
"""Sides of the die behind a share; a prime, far finer than any share of ours."""


class Resisting(Record):
    """How often a client keeps the trainee at a distance: a share of turns, multiplied as the rest says."""

    least: float = Field(ge=0, le=1)
    """Share of turns where trust is full."""
    without_trust: float = Field(gt=0, le=1)
    """Share of turns where trust is far below the middle; it falls with trust, whatever politeness shows."""
    middle: float = Field(ge=0, le=100)
    """Trust at which the share is half way between the two."""
    width: float = Field(gt=0)
    """Points of trust over which it falls by about half of the way; smaller is steeper."""
    by_stance: dict[Stance, float]
    by_prior: dict[Prior, float]
    by_kind: dict[TurnKind, float]
    again: float
    """Added where the turn before resisted, and met as the kind of turn says: less where it was met well."""
    blunt: tuple[Resistance, ...]
    """Forms that come first below the middle; the others, which save face, come first above it."""
    lasts: int = Field(ge=1)
    """Turns for which a mood lasts."""
    most: float = Field(gt=0, le=1)


class Chance(Record):
    """How often something is added; a share of the turns where it could be."""

    chance: float = Field(ge=0, le=1)
    most_words: int = 1_000
    """Not after a reply longer than this."""
    asks: float = Field(default=1, ge=0, le=1)
    """Of the times that something is added, how often it may be a question."""


class Reacting(Chance):
    """How often a few words come before a reply."""

    wanting: float = Field(ge=0, le=1)
    """The same where the reply is much shorter than this person would speak."""


class Lengths(Record):
    """How the length of a turn is drawn around what this person says on average."""

    variation: float = Field(gt=0)
    """Standard deviation over mean, within a session. Source: fidelity table, row 6."""
    by_stance: dict[Stance, float]
    short_by_stance: dict[Stance, float]
    by_kind: dict[TurnKind, float]
    resisting: float = Field(gt=0)
    """Times as long where the client keeps the trainee at a distance."""
    most: int
    """Words of a turn at most."""
    most_times: float = Field(gt=1)
    """Nobody is drawn a turn longer than this many times their mean, so that terse people stay terse."""


class Testing(Record):
    """How often an unplanned test of a boundary comes: one turn in `sides`, more often once the trainee gave way."""

    sides: float
    fewer_each_crossing: float


class Manner(Record):
    """All numbers by which a client's manner is drawn."""

    id: str
    version: int
    resist: Resisting
    echo: Chance
    move: Chance
    reaction: Reacting
    length: Lengths
    tests: Testing

    def resists(self, prior: Prior, trust: float, stance: Stance, kinds: tuple[TurnKind, ...], again: bool) -> float:
        """Give the share of such turns in which a client with this trust (0–100) resists, 0–1."""
        rule = self.resist
        falling = 1 / (1 + math.exp((trust - rule.middle) / rule.width))
        met = rule.by_kind.get(kinds[0], 1.0)
        share = (rule.least + (rule.without_trust - rule.least) * falling) * rule.by_prior[prior]
        share *= rule.by_stance[stance] * met
        return min(rule.most, share + rule.again * met * (again and share > 0))

    def mood(self, seed: int, turn: int) -> float:
        """Draw the mood of a turn, 0–1: it lasts some turns, and low and high moods take turns evenly in a session."""
        return (draw(seed, 0, 47) + GOLDEN * ((turn + seed) // self.resist.lasts)) % 1.0

    def words(
        self, talk: Talk, stance: Stance, kinds: tuple[TurnKind, ...], seed: int, turn: int, *, resists: bool = False
    ) -> int:
        """Draw how many words this turn should have: a few turns are brief, the rest spread around the mean."""
        rule = self.length
        kind = next((asked for asked in ASKED if asked in kinds), kinds[0])
        asked = rule.by_kind.get(kind, 1.0)
        if draw(seed, turn, 41) < talk.short * rule.short_by_stance[stance] / max(asked, 1.0):
            return BRIEF - 1
        sigma = math.sqrt(math.log(1 + rule.variation**2))
        spread = math.exp(sigma * NormalDist().inv_cdf(draw(seed, turn, 43)) - sigma**2 / 2)
        mean = talk.words / (1 - talk.short) * rule.by_stance[stance] * asked * (rule.resisting if resists else 1.0)
        return max(BRIEF + 1, min(rule.most, round(rule.most_times * talk.words), round(mean * spread)))


def chance(seed: int, turn: int, sides: int) -> int:
    """Throw a fair die that falls alike for the same seed and turn: 0 to sides − 1."""
    mixed = (seed * 1_000_003 + turn * 7919 + 12345) & 0xFFFFFFFF
    mixed ^= mixed >> 16
    mixed = (mixed * 0x45D9F3B) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 16)) % sides


def draw(seed: int, turn: int, salt: int) -> float:
    """Draw a number between 0 and 1, neither included, alike for the same seed, turn and salt."""
    return (chance(seed + 7907 * salt, turn * 31 + salt, FINE) + 0.5) / FINE


@lru_cache(maxsize=1)
def shipped_manner() -> Manner:
    """Load the shipped numbers once."""
    return load_content(Path(str(files("personas"))) / "manner.yaml", Manner)
