"""What a session comes to and where it leads: its themes, the trend, and how well the trainee judged it."""

from collections.abc import Sequence

from evaluator.rubric import Rubric
from practice.calibration import SelfAwareness
from practice.sessions import Mode
from practice.themes import Theme
from practice.trends import FEWEST_SESSIONS, FEWEST_TURNS, STEADY, Shift, Trend
from webui.present import count, shown
from webui.words import mean_words

TITLES = {"strength": "What worked", "change": "What to work on"}


def themes(found: Sequence[Theme], rubric: Rubric) -> str:
    """Give the themes of the feedback, what worked first; empty where nothing was said."""
    if not found:
        return ""
    lists = "".join(
        f'<div><h3>{title}</h3><ol class="themes {kind}">'
        + "".join(_theme(theme, rubric) for theme in found if theme.kind == kind)
        + "</ol></div>"
        for kind, title in TITLES.items()
        if any(theme.kind == kind for theme in found)
    )
    return f'<section><h2>What the feedback comes to</h2><div class="two">{lists}</div></section>'


def _theme(theme: Theme, rubric: Rubric) -> str:
    pillars = ", ".join(rubric.criterion(criterion).name for criterion in theme.criteria)
    turn = f'<span class="turn-mark">turn {theme.quoted_turn}</span>'
    quote = f'<p class="best"><q>{shown(theme.quote)}</q> {turn}</p>' if theme.quote else ""
    if theme.client_quote:
        quote = f'<p class="best">The client: <q>{shown(theme.client_quote)}</q> {turn}</p>'
    return (
        f'<li><p><strong>{shown(theme.name)}</strong> <span class="turn-mark">{turns_words(theme)}</span></p>'
        f'<p>{shown(theme.says)}</p>{quote}<p class="rule">{shown(pillars)}</p></li>'
    )


def turns_words(theme: Theme) -> str:
    """Say how often a theme was named, and at which turns."""
    named = "once" if theme.count == 1 else "twice" if theme.count == 2 else f"{theme.count} times"
    turns = [str(turn) for turn in theme.turns]
    listed = turns[0] if len(turns) == 1 else f"{', '.join(turns[:-1])} and {turns[-1]}"
    return f"{named}: {'turn' if theme.count == 1 else 'turns'} {listed}"


def trends(found: Sequence[Trend]) -> str:
    """Give how the headlines moved, in this session and over the sessions."""
    if not found:
        return ""
    lines = "".join(
        f"<li><strong>{shown(trend.name)}.</strong> {shown(in_session_words(trend))} {shown(over_words(trend))}</li>"
        for trend in found
    )
    return f'<section><h2>The trend</h2><ul class="trends">{lines}</ul></section>'


def in_session_words(trend: Trend) -> str:
    """Say how a headline moved from the first third of a session to the last."""
    if trend.in_session is None:
        seen = count(trend.graded, "turn", "turns")
        return f"No trend within this session yet: {seen} gave an occasion, and {FEWEST_TURNS} are needed."
    where = f"from the first {trend.in_session.each} graded turns to the last {trend.in_session.each}"
    return f"This session: {moved(trend.in_session)}, {where}."


def over_words(trend: Trend) -> str:
    """Say how a headline moved over the sessions."""
    if trend.over_sessions is None:
        seen = count(trend.sessions, "session has", "sessions have")
        return f"Over your sessions: {seen} enough occasions so far; from {FEWEST_SESSIONS} on, the trend stands here."
    each = trend.over_sessions.each
    return f"Over your sessions: {moved(trend.over_sessions)}, from the first {each} to the last {each}."


def moved(shift: Shift) -> str:
    """Say in words which way something went, with the two figures."""
    figures = f"{mean_words(shift.before)} → {mean_words(shift.after)}"
    if shift.is_steady:
        return f"about the same ({figures})"
    return f"{'up' if shift.change > 0 else 'down'} ({figures})"


def awareness(found: SelfAwareness | None, mode: Mode | None = None) -> str:
    """Give how close the trainee's guess came, and how that develops; `mode` as for `awareness_words`."""
    if found is None:
        return ""
    said = "".join(f"<p>{shown(line)}</p>" for line in awareness_words(found, mode))
    return f'<section class="awareness"><h2>Your eye for your own work</h2>{said}</section>'


def awareness_words(found: SelfAwareness, mode: Mode | None = None) -> list[str]:
    """Say how close the trainee's guess came, and how that develops; nothing from too few sessions.

    Args:
        found: Up to the session that is told of, or over all sessions.
        mode: Of the session that is told of; None over all sessions.
    """
    lines = _guess_words(found, mode)
    if found.trend is None or found.lean is None:
        have = count(found.sessions, "guess", "guesses")
        later = f"From {found.needed} guesses in practice mode on, you see here whether you come closer"
        return [*lines, f"{later}; so far it is {have}."]
    return [*lines, _trend_words(found.trend), _lean_words(found.lean)]


def _guess_words(found: SelfAwareness, mode: Mode | None) -> list[str]:
    if mode is Mode.COACHING:
        return ["With coaching the grades stand beside the chat, so this guess is not counted here."]
    if found.error is not None:
        whose = "guess" if mode else "newest guess"
        return [f"Your {whose} was off by {mean_words(found.error)} of a level on average; 0 would be exact."]
    return ["There were too few occasions to hold your guess against this session."] if mode else []


def _trend_words(trend: Shift) -> str:
    figures = f"{mean_words(trend.before)} in your first {trend.each} sessions, {mean_words(trend.after)} in the last"
    if trend.is_steady:
        return f"The distance stays about the same: {figures} {trend.each}."
    if trend.change < 0:
        return f"You are coming closer: {figures} {trend.each}."
    return f"The distance has grown: {figures} {trend.each}. Harder clients can do that; it is worth a look together."


def _lean_words(lean: float) -> str:
    if abs(lean) < STEADY:
        return "You rate yourself neither higher nor lower than the grades do."
    if lean > 0:
        return f"On the whole you rate yourself higher than the grades, by {mean_words(lean)} of a level."
    lower = f"On the whole you rate yourself lower than the grades, by {mean_words(-lean)} of a level"
    return f"{lower}: you do better than you think."
