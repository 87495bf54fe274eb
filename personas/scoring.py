"""How well a line fits the moment: its nearness in meaning, and the reasons of the turn."""

import math
from typing import NamedTuple

from dialogue.cues import Cue
from personas.line import Line
from personas.line_kinds import Stance, TurnKind
from personas.plan import ReplyPlan


class Weights:
    """How much each reason counts when a line is chosen; ours, by reading whole sessions."""

    FIRST_KIND = 0.16
    OTHER_KIND = 0.08
    STANCE = 0.09
    TOPIC = 0.05
    TEST = 0.25
    ASKS_BACK = 0.13
    """Against a line that asks the trainee something, without needing to know it."""
    ASKS_AGAIN = 0.25
    """Against it once more, where the client asked something lately."""
    SHOWS = 0.08
    """Against a line that shows a feeling or tells something, where the client is guarded or hurt; for it elsewhere."""
    LENGTH = 0.16
    """For each e-fold between the words a line has and those the turn should have."""
    HELD_BACK = 0.3
    """Against a line that resists, in a turn that does not."""
    FORM_USED = 0.06
    """Against a form of resistance, for each time it was used in this session."""
    FORM_FITS = 0.08
    """For a form of resistance that fits how much trust there is: blunt, or saving face."""
    SAID_BEFORE = 0.12
    DEPTH = 0.05
    """For each layer of a memory that is told for the first time, when the turn opens something."""
    OWN_WORDS = 0.85
    """How much a match with the line's own words counts beside one with what it hears."""


OPENING_KINDS = frozenset(
    {TurnKind.EMPATHY, TurnKind.OPEN_QUESTION, TurnKind.CHOICE, TurnKind.RISK_QUESTION, TurnKind.REPAIR}
    | {TurnKind.CULTURE, TurnKind.CONFIDENTIALITY, TurnKind.WARM_LIMIT, TurnKind.SHORT}
)
"""Kinds of turn after which something deeper may come."""
COLD = frozenset({Stance.GUARDED, Stance.RUPTURED})
"""Stances in which people say less of themselves."""
REAL = frozenset({Cue.REAL_QUESTION, Cue.PRIVACY})
"""Cues of questions that want an answer; nothing speaks against asking one, unless another came lately."""
SHOWING = frozenset({Cue.FEELING, Cue.SHAME, Cue.STORY})
"""Cues of words that show the person."""


class Scored(NamedTuple):
    """A line with how well it fits, and how near it is in meaning."""

    score: float
    near: float
    line: Line
    meant: bool = False
    """It answers the very plain question that was asked (`personas/wordings.yaml`)."""


def words_in(line: Line) -> int:
    """Count the words of a line."""
    return len(line.text.split())


def score_of(line: Line, near: float, plan: ReplyPlan, asked_lately: bool = False) -> float:
    """Give how well a line fits: its nearness in meaning, and the reasons of the moment."""
    score = near
    if plan.kinds and plan.kinds[0] in line.answers:
        score += Weights.FIRST_KIND
    elif set(plan.kinds) & set(line.answers):
        score += Weights.OTHER_KIND
    score += Weights.STANCE if plan.stance in line.stances else 0.0
    score += Weights.TOPIC if line.topic == plan.topic != "any" else 0.0
    score += Weights.TEST if line.test is not None and line.test == plan.answered_test else 0.0
    if line.tells and line.tells not in plan.told and OPENING_KINDS & set(plan.kinds):
        score += Weights.DEPTH * line.layer
    score -= Weights.SAID_BEFORE if line.id in plan.said_before else 0.0
    score -= Weights.HELD_BACK if line.resists and not plan.resists else 0.0
    if "?" in line.text:
        score -= 0.0 if REAL & set(line.cues) else Weights.ASKS_BACK
        score -= Weights.ASKS_AGAIN if asked_lately else 0.0
    if SHOWING & set(line.cues):
        score += -Weights.SHOWS if plan.stance in COLD else Weights.SHOWS
    score -= Weights.LENGTH * abs(math.log((words_in(line) + 1) / (plan.words_wanted + 1)))
    return round(score, 6)
