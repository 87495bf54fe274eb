"""Why a person should look, in words: as small labels, and as a list that leads to the turns."""

from collections.abc import Iterable, Sequence
from html import escape

from classroom.needs import Need, Reason
from classroom.reviews import WHOLE_SESSION
from webui.present import count, shown
from webui.words import event_words

LABELS = {
    Need.GATE: "Gate",
    Need.SERIOUS_FLAG: "Serious flag",
    Need.CONFLICT: "Conflict",
    Need.SUSPICIOUS: "Meant for a grader?",
    Need.APART: "Grader and judge apart",
    Need.DISAGREED: "Trainee disagreed",
    Need.UNSURE: "Grader unsure",
    Need.NOT_GRADED: "Not graded",
}
"""What each need is called on a label."""
PRESSING = (Need.GATE, Need.SERIOUS_FLAG, Need.CONFLICT)
"""Needs whose label stands out."""
FEW = 2
"""Names that a label holds; more are counted. Ours."""


def turns_in_words(turns: Iterable[int]) -> str:
    """Name turns, those in a row as one: `turns 1–3, 5`."""
    known = sorted(set(turns))
    parts = ["the whole session"] if WHOLE_SESSION in known else []
    known = [turn for turn in known if turn != WHOLE_SESSION]
    if known:
        parts.append(f"turn{'s' if len(known) > 1 else ''} {', '.join(_runs(known))}")
    return " and ".join(parts)


def _runs(turns: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for turn in turns:
        if runs and turn == runs[-1][-1] + 1:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def about_words(reason: Reason) -> str:
    """Name what a reason is about, in plain words."""
    return event_words(reason.about) if reason.need is Need.SERIOUS_FLAG else reason.about


def need_labels(reasons: Sequence[Reason], *, with_turns: bool = True) -> str:
    """Give one small label for each need, the most pressing first; empty where there is none."""
    by_need = {need: [one for one in reasons if one.need is need] for need in Need}
    labels = "".join(_label(need, of_it, with_turns=with_turns) for need, of_it in by_need.items() if of_it)
    return f'<ul class="needs">{labels}</ul>' if labels else ""


def _label(need: Need, reasons: Sequence[Reason], *, with_turns: bool) -> str:
    names = [name for name in dict.fromkeys(map(about_words, reasons)) if name]
    said = ", ".join(names) if len(names) <= FEW else count(len(reasons), "level", "levels")
    where = turns_in_words(one.turn for one in reasons) if with_turns else ""
    words = ", ".join(part for part in (said, where) if part)
    kind = ' class="pressing"' if need in PRESSING else ""
    return f"<li{kind}><b>{shown(LABELS[need])}</b>{f' {shown(words)}' if words else ''}</li>"


def needs_list(reasons: Sequence[Reason], here: str) -> str:
    """Give the turns that need a person, each with why and a link to it.

    Args:
        reasons: Why a person should look.
        here: Address of the page, without what stands after `#`.
    """
    turns = sorted({one.turn for one in reasons}, key=lambda turn: (turn == WHOLE_SESSION, turn))
    lines = "".join(
        f'<li><a href="{escape(here)}#{turn_anchor(turn)}">{turn_name(turn)}</a>'
        f"{need_labels([one for one in reasons if one.turn == turn], with_turns=False)}</li>"
        for turn in turns
    )
    return f'<ol class="to-look-at">{lines}</ol>' if lines else ""


def turn_anchor(turn: int) -> str:
    """Give the name of the place on the page where a turn stands; 0 is the session as a whole."""
    return "whole-session" if turn == WHOLE_SESSION else f"turn-{turn}"


def turn_name(turn: int) -> str:
    """Call a turn by its number, 1 is the first; 0 is the session as a whole."""
    return "The whole session" if turn == WHOLE_SESSION else f"Turn {turn}"
