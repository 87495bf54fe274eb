"""The ladder of a drill: which level comes next by the trainee's ratings, and which stimulus of it.

Source: clinical design 6.3.
"""

from collections.abc import Sequence

from personas.manner import chance
from practice.drill_records import DrillItem, Rating
from scenarios.drill import Difficulty, Drill

EASY_IN_A_ROW = 2
"""Stimuli found too easy one after the other before it gets harder. Source: clinical design 6.3."""


def next_difficulty(items: Sequence[DrillItem]) -> Difficulty:
    """Give the level of the next stimulus: harder after two too easy ones, easier after one that was too hard."""
    level = items[-1].difficulty
    if items[-1].rating is Rating.TOO_HARD:
        return level.moved(-1)
    row = [item for item in items if item.rating is not None][-EASY_IN_A_ROW:]
    easy = len(row) == EASY_IN_A_ROW and all(
        item.rating is Rating.TOO_EASY and item.difficulty is level for item in row
    )
    return level.moved(+1) if easy else level


def next_stimulus(drill: Drill, level: Difficulty, items: Sequence[DrillItem], seed: int) -> str:
    """Draw a stimulus of a level; those that were not shown in this sitting come first, then the longest ago."""
    ids = [stimulus.id for stimulus in drill.at(level)]
    shown = {item.stimulus: item.number for item in items}
    fresh = [one for one in ids if one not in shown]
    return fresh[chance(seed, len(items) + 1, len(fresh))] if fresh else min(ids, key=lambda one: shown[one])
