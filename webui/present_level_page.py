"""One level on a page of its own: to judge what the grader left out, or to decide between two who changed it."""

from classroom.levels import Level
from classroom.review_records import LevelChangedMeanwhile, SeenLevel
from classroom.reviews import WHOLE_SESSION
from webui.level_form import TypedLevel, level_form
from webui.present import shown
from webui.present_level import chips, conflict, history
from webui.present_needs import turn_name
from webui.present_turn import talk
from webui.review_desk import Desk


def level_title(desk: Desk, level: Level) -> str:
    """Give the page's title."""
    where = "over the whole session" if level.turn == WHOLE_SESSION else f"at {turn_name(level.turn).lower()}"
    return f"{desk.rubric.criterion(level.criterion).name} {where}"


def level_page(desk: Desk, level: Level, typed: TypedLevel | None = None, lost: str = "", button: str = "") -> str:
    """Give the words, the level as it stands, and the form.

    Args:
        desk: The session.
        level: As it is now.
        typed: What was typed and not kept.
        lost: What happened meanwhile, as markup.
        button: What the form's button says.
    """
    said = next((one for one in desk.read.report.place.exchanges if one.turn == level.turn), None)
    words = f'<div class="talk">{talk(desk, said)}</div>' if said else ""
    definition = shown(desk.rubric.criterion(level.criterion).definition)
    form = level_form(desk, level, typed, button or "Keep this level")
    return (
        f'<div class="one-level">{lost}{words}<p class="quiet">{definition}</p>'
        f'<div class="level stands"><p class="level-line"><span class="name">Stands now</span>{chips(desk, level)}</p>'
        f"{conflict(desk, level)}{history(desk, level)}</div>{form}"
        f'<p><a href="{desk.at(level.turn)}">Leave it as it stands, and go back to the transcript</a></p></div>'
    )


def lost_words(desk: Desk, lost: LevelChangedMeanwhile, seen: SeenLevel, *, withdrawing: bool) -> str:
    """Say what stands, who changed it to what and why, and what was not kept.

    Args:
        desk: The session, as it is now.
        lost: The refusal.
        seen: What the form had shown.
        withdrawing: Whether the automatic level was to count again.
    """
    stands, newest = lost.stands, lost.stands.history[-1] if lost.stands.history else None
    wanted = "the automatic level to count again" if withdrawing else desk.level_words(lost.yours, stands.turn).lower()
    now = shown(desk.level_words(stands.final, stands.turn).lower())
    if newest and newest.version > seen.version:
        happened = (
            f"{shown(desk.who(newest.made_by))} changed this level while your page was open, "
            f'{desk.when(newest.created_at)}. It stands at <b>{now}</b>: <q dir="auto">{shown(newest.reason)}</q>'
        )
    else:
        before, after = (desk.level_words(one, stands.turn).lower() for one in (seen.automatic, stands.automatic))
        happened = (
            f"It was graded again while your page was open: the automatic level was {shown(before)}, and is "
            f"{shown(after)} now. It stands at <b>{now}</b>."
        )
    return (
        f'<div class="lost"><p>{happened}</p><p><b>Not kept:</b> you wanted {shown(wanted)}: '
        f'<q dir="auto">{shown(lost.reason)}</q></p><p>Nothing was overwritten. What you wrote stands in the form '
        "below: send it again if it should count all the same.</p></div>"
    )
