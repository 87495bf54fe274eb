"""The form that changes a level: the levels in the rubric's words, a reason, and what was shown when it was opened."""

from dataclasses import dataclass
from html import escape

from classroom.levels import Level
from classroom.review_records import SeenLevel
from classroom.reviews import LONGEST_COMMENT, WHOLE_SESSION
from evaluator.rubric import LEVELS
from webui.plain_page import hidden
from webui.present import shown
from webui.present_needs import turn_name
from webui.review_desk import Desk

NO_LEVEL = "none"
"""What a form sends for a turn that is not to be judged."""
SETTLED = "Looked at again after it was graded again."
"""The reason that stands in the form that settles a conflict."""
UNREADABLE = "This form cannot be read any more; open the transcript again, then change the level there."


@dataclass(frozen=True)
class TypedLevel:
    """What somebody typed into the form."""

    level: str
    reason: str


def level_form(desk: Desk, level: Level, typed: TypedLevel | None = None, button: str = "Keep this level") -> str:
    """Give the form for one criterion of a turn or of the session.

    Args:
        desk: The session.
        level: As it is shown; it is sent back, so that nobody overwrites what they did not see.
        typed: What was typed before; the level that counts if not given.
        button: What the button says.
    """
    name = desk.rubric.criterion(level.criterion).name
    typed = typed or TypedLevel(_value(level.final, level), "")
    sent = seen_fields(level)
    legend = f"{shown(name)}, {turn_name(level.turn).lower()}"
    choice = _number(typed) if level.turn == WHOLE_SESSION else _choices(desk, level, typed)
    return (
        f'<form class="change" method="post" action="{desk.path}/level">{sent}'
        f"<fieldset><legend>{legend}</legend>{choice}</fieldset>{_reason(typed.reason)}"
        f'<p class="buttons"><button class="primary">{escape(button)}</button>{_withdraw(desk, level)}</p></form>'
    )


def _value(final: float | None, level: Level) -> str:
    if final is None:
        return "" if level.turn == WHOLE_SESSION or level.override is None else NO_LEVEL
    return f"{final:.1f}" if level.turn == WHOLE_SESSION else f"{final:g}"


def _choices(desk: Desk, level: Level, typed: TypedLevel) -> str:
    texts = desk.rubric.criterion(level.criterion).levels
    named = [(str(one), f"{one} {desk.rubric.level_names[one]}", texts[one]) for one in reversed(LEVELS)]
    return "".join(
        f'<label class="choice"><input type="radio" name="level" value="{value}" required'
        f"{' checked' if value == typed.level else ''}><span><b>{shown(name)}</b> {shown(says)}</span></label>"
        for value, name, says in (*named, (NO_LEVEL, "No level", "Not to be judged at this turn."))
    )


def _number(typed: TypedLevel) -> str:
    return (
        '<label>Level from 0 to 4<span class="help">Leave it empty where the session gives no ground to judge.</span>'
        f'<input name="level" type="number" min="0" max="4" step="any" value="{escape(typed.level)}"></label>'
    )


def _reason(text: str) -> str:
    return (
        '<label>Reason<span class="help">With your name; other instructors read it, and the trainee once feedback is '
        f'released.</span><textarea name="reason" rows="3" required maxlength="{LONGEST_COMMENT}">'
        f"{escape(text)}</textarea></label>"
    )


def _withdraw(desk: Desk, level: Level) -> str:
    if level.override is None:
        return ""
    words = shown(desk.level_words(level.automatic, level.turn).lower())
    return f'<button formaction="{desk.path}/withdraw-level">Let the automatic one count: {words}</button>'


def seen_fields(level: Level) -> str:
    """Give what a form sends back of a level as it is shown, so that nobody overwrites what they did not see."""
    seen = SeenLevel.of(level)
    return (
        hidden("turn", str(level.turn))
        + hidden("criterion", level.criterion)
        + hidden("version", str(seen.version))
        + hidden("grade", seen.grade or "")
        + hidden("automatic", "" if seen.automatic is None else repr(seen.automatic))
    )


def settle_form(desk: Desk, level: Level) -> str:
    """Give the two ways to settle a conflict: the instructor's level once more, or the new automatic one."""
    said = level.override
    if said is None:
        return ""
    whose = "mine" if said.made_by == desk.me else f"that of {desk.who(said.made_by)}"
    stays, new = (desk.level_words(one, level.turn).lower() for one in (said.level, level.automatic))
    sent = seen_fields(level) + hidden("level", NO_LEVEL if said.level is None else f"{said.level:g}")
    return (
        f'<form class="settle" method="post" action="{desk.path}/level">{sent}'
        f'<label>Reason<input name="reason" value="{SETTLED}" required maxlength="{LONGEST_COMMENT}"></label>'
        f'<p class="buttons"><button>Keep {shown(whose)}: {shown(stays)}</button>'
        f'<button formaction="{desk.path}/withdraw-level">Take the new one: {shown(new)}</button></p></form>'
    )


def read_level(text: str, turn: int) -> float | None:
    """Read the level that a form sent; None is not to be judged.

    Raises:
        ValueError: Nothing was chosen, or it is no number.
    """
    typed = text.strip().replace(",", ".")
    if typed == NO_LEVEL or (not typed and turn == WHOLE_SESSION):
        return None
    try:
        return float(typed)
    except ValueError as error:
        raise ValueError("Choose a level from 0 to 4, or that there is none to give.") from error


def read_seen(version: str, grade: str, automatic: str) -> SeenLevel:
    """Read what a form showed when it was opened.

    Raises:
        ValueError: It is not what our form sends.
    """
    try:
        return SeenLevel(version=int(version), grade=grade or None, automatic=float(automatic) if automatic else None)
    except ValueError as error:
        raise ValueError(UNREADABLE) from error


def read_turn(text: str) -> int:
    """Read the turn that a form or an address names; 0 is the session as a whole.

    Raises:
        ValueError: It is no number.
    """
    try:
        return int(text)
    except ValueError as error:
        raise ValueError(UNREADABLE) from error
