"""What a trainee reads of their instructor: comments, and changed levels beside the automatic ones."""

from classroom.review_records import ChangedLevel, Feedback
from classroom.reviews import WHOLE_SESSION, TurnComment
from evaluator.rubric import Rubric
from webui.present import shown
from webui.words import level_name, mean_words

NOBODY = Feedback()
"""An instructor has said nothing."""


def figure_words(level: float | None, rubric: Rubric) -> str:
    """Write a level 0–4 with its name; a whole one without a decimal."""
    if level is None:
        return "no level"
    figure = f"{level:g}" if level == int(level) else mean_words(level)
    return f"{figure} · {level_name(level, rubric.level_names)}"


def final_level(level: float | None, automatic: float | None, rubric: Rubric) -> str:
    """Give the level that counts, and readable beside it the automatic one."""
    before = "no automatic level" if automatic is None else f"automatic {figure_words(automatic, rubric)}"
    return f'<strong class="final">{shown(figure_words(level, rubric))}</strong> <s>{shown(before)}</s>'


def instructor_says(said: Feedback, rubric: Rubric) -> str:
    """Give what an instructor said of the session as a whole, and where they changed something; empty without."""
    whole = [one for one in said.comments if one.turn == WHOLE_SESSION]
    if not said.comments and not said.changed:
        return ""
    spoken = "".join(_comment(one, said) for one in whole)
    changed = "".join(f"<li>{_where(one)}: {_changed(one, rubric)}</li>" for one in said.changed)
    list_of = f'<h3>Changed levels</h3><ul class="changed">{changed}</ul>' if changed else ""
    turns = sorted({one.turn for one in said.comments if one.turn != WHOLE_SESSION})
    beside = f"<p>There are comments beside {_turns(turns)} in the transcript.</p>" if turns else ""
    note = (
        '<p class="quiet small">Your instructor’s levels count. The curves below, and what is said of them, are those '
        "of the automatic grades.</p>"
        if changed
        else ""
    )
    return f'<section class="instructor"><h2>From your instructor</h2>{spoken}{list_of}{beside}{note}</section>'


def turn_says(said: Feedback, turn: int, rubric: Rubric) -> str:
    """Give what an instructor said of one turn (1 is the first); empty where they did not."""
    changed = "".join(f"<p>{_changed(one, rubric)}</p>" for one in said.changed if one.turn == turn)
    spoken = "".join(_comment(one, said) for one in said.comments if one.turn == turn)
    return f'<div class="instructor">{changed}{spoken}</div>' if changed or spoken else ""


def of_turn(said: Feedback, turn: int, criterion: str) -> ChangedLevel | None:
    """Find the changed level of a criterion of a turn."""
    return next((one for one in said.changed if (one.turn, one.criterion) == (turn, criterion)), None)


def _comment(one: TurnComment, said: Feedback) -> str:
    name = said.names.get(one.made_by or "", "Your instructor")
    return f'<p class="comment"><span class="quiet">{shown(name)}:</span> {shown(one.text)}</p>'


def _changed(one: ChangedLevel, rubric: Rubric) -> str:
    name, level = shown(rubric.criterion(one.criterion).name), final_level(one.final, one.automatic, rubric)
    why = f' <span class="why">“{shown(one.reason)}”</span>' if one.reason else ""
    return f"{name} {level}{why}"


def _where(one: ChangedLevel) -> str:
    return "The whole session" if one.turn == WHOLE_SESSION else f"Turn {one.turn}"


def _turns(turns: list[int]) -> str:
    said = [str(turn) for turn in turns]
    return f"turn {said[0]}" if len(said) == 1 else f"turns {', '.join(said[:-1])} and {said[-1]}"
