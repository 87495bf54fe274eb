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
from personas.line_kinds import Stance, TurnKind
from personas.persona import Talk
from personas.trust_profile import Prior

BRIEF = 3
"""Words of a brief turn at most. Source: fidelity table, row 4."""
FINE = 100_003
"""Sides of the die behind a share; a prime, far finer than any share of ours."""


class Resisting(Record):
    """How often a client keeps the trainee at a distance: a share of turns, multiplied as the rest says."""

    without_trust: float = Field(gt=0, le=1)
    """Share of turns where there is no trust at all; it falls with trust, whatever politeness shows."""
    falls: float = Field(gt=0)
    """Power of the distrust that remains (0 to 1) by which it falls."""
    by_stance: dict[Stance, float]
    by_prior: dict[Prior, float]
    by_kind: dict[TurnKind, float]
    again: float
    """Added where the turn before resisted."""
    most: float = Field(gt=0, le=1)


class Chance(Record):
    """How often something is added; a share of the turns where it could be."""

    chance: float = Field(ge=0, le=1)
    most_words: int = 1_000
    """Not after a reply longer than this."""


class Lengths(Record):
    """How the length of a turn is drawn around what this person says on average."""

    variation: float = Field(gt=0)
    """Standard deviation over mean, within a session. Source: fidelity table, row 6."""
    by_stance: dict[Stance, float]
    short_by_stance: dict[Stance, float]
    by_kind: dict[TurnKind, float]
    most: int


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
    reaction: Chance
    length: Lengths
    tests: Testing

    def resists(self, prior: Prior, trust: float, stance: Stance, kinds: tuple[TurnKind, ...], again: bool) -> float:
        """Give the share of such turns in which a client with this trust (0–100) resists, 0–1."""
        rule = self.resist
        distrust: float = (1 - trust / 100) ** rule.falls
        share = rule.without_trust * distrust * rule.by_prior[prior] * rule.by_stance[stance]
        share *= rule.by_kind.get(kinds[0], 1.0)
        return min(rule.most, share + rule.again * (again and share > 0))

    def words(self, talk: Talk, stance: Stance, kinds: tuple[TurnKind, ...], seed: int, turn: int) -> int:
        """Draw how many words this turn should have: a few turns are brief, the rest spread around the mean."""
        rule, kind = self.length, kinds[0]
        asked = rule.by_kind.get(kind, 1.0)
        if draw(seed, turn, 41) < talk.short * rule.short_by_stance[stance] / max(asked, 1.0):
            return BRIEF - 1
        sigma = math.sqrt(math.log(1 + rule.variation**2))
        spread = math.exp(sigma * NormalDist().inv_cdf(draw(seed, turn, 43)) - sigma**2 / 2)
        mean = talk.words / (1 - talk.short) * rule.by_stance[stance] * asked
        return max(BRIEF + 1, min(rule.most, round(mean * spread)))


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
