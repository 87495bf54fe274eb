"""What is shown of one level: the one that counts, the automatic one, the judge's, why, and who changed it."""

from html import escape

from classroom.levels import EarlierLevel, Level
from classroom.reviews import WHOLE_SESSION, EventKind, GradeEvent
from evaluator.grades import CriterionGrade
from evaluator.panel import Agreement, Panel, PanelGrade
from practice.sessions import Exchange
from webui.level_form import level_form, settle_form
from webui.present import count, shown
from webui.present_needs import turn_name
from webui.present_second import STANDS
from webui.review_desk import Desk


def chip(desk: Desk, level: float | None, turn: int, kind: str = "") -> str:
    """Give a level as a chip in words."""
    look = "none" if level is None else f"level{int(level + 0.5)}"
    return f'<span class="chip {look} {kind}">{shown(desk.level_words(level, turn))}</span>'


def chips(desk: Desk, level: Level) -> str:
    """Give the level that counts; where an instructor changed it, the automatic one after it, struck and readable."""
    if level.override is None:
        return chip(desk, level.automatic, level.turn)
    struck = shown(desk.level_words(level.automatic, level.turn))
    return (
        f"{chip(desk, level.final, level.turn, 'by-hand')}"
        f'<span class="struck"><span class="unseen">instead of the </span>automatic <s>{struck}</s></span>'
    )


def level_row(desk: Desk, level: Level, exchange: Exchange | None, panel: Panel | None) -> str:
    """Give one criterion of a turn with everything that was said of it, and the form that changes it."""
    name = shown(desk.rubric.criterion(level.criterion).name)
    grade = exchange.grades.of(level.criterion) if exchange and exchange.grades else None
    heard = panel.of(level.criterion) if panel else None
    judged = judge_chip(desk, heard) if heard else ""
    return (
        f'<li class="level"><p class="level-line"><span class="name">{name}</span>{chips(desk, level)}{judged}</p>'
        f"{_why(desk, level, grade)}{_judge_why(heard)}{before(desk, level)}{conflict(desk, level)}"
        f"{history(desk, level)}{_change(desk, level)}</li>"
    )


def whole_row(desk: Desk, level: Level) -> str:
    """Give one criterion of the session as a whole, and the form that changes it."""
    name, turns = shown(desk.rubric.criterion(level.criterion).name), len(desk.read.levels.given(level.criterion))
    guess = next((one.predicted for one in desk.read.report.calibration if one.criterion == level.criterion), None)
    guessed = f" The trainee’s own guess: {guess:.1f}." if guess is not None else ""
    few = (
        ""
        if turns >= desk.rubric.fewest_for_session
        else f", and {desk.rubric.fewest_for_session} are needed to say much"
    )
    said = f"Mean of {count(turns, 'turn', 'turns')}{few}." if turns else "No turn gave an occasion."
    return (
        f'<li class="level"><p class="level-line"><span class="name">{name}</span>{chips(desk, level)}</p>'
        f'<p class="why">{said}{guessed}</p>{conflict(desk, level)}{history(desk, level)}{_change(desk, level)}</li>'
    )


def judge_chip(desk: Desk, heard: PanelGrade) -> str:
    """Give the judge's level beside the automatic one; empty where there is none."""
    second = heard.second
    if second is None or second.level is None:
        return ""
    stands = "" if heard.agreement is Agreement.ALONE else f", {STANDS[heard.agreement].split(',')[0]}"
    apart = " apart" if heard.needs_person else ""
    said = "the same" if heard.agreement is Agreement.SAME else f"{desk.level_words(second.level)}{stands}"
    return f'<span class="chip judge{apart}">Judge: {shown(said)}</span>'


def _judge_why(heard: PanelGrade | None) -> str:
    if heard is None or heard.second is None or heard.agreement is Agreement.SAME:
        return ""
    return f'<p class="why">Judge: {shown(heard.second.reason)}</p>' if heard.second.reason else ""


def _why(desk: Desk, level: Level, grade: CriterionGrade | None) -> str:
    if grade is None:
        return ""
    sure = f" <span>{desk.sure_words(grade.confidence)}</span>" if level.automatic is not None else ""
    way = f" Leaning {grade.direction.value}." if grade.direction and grade.direction.value != "none" else ""
    return f'<p class="why">{shown(grade.reason)}{way}{sure}</p>'


def conflict(desk: Desk, level: Level) -> str:
    """Say that a level was graded otherwise since an instructor changed it, and settle it; empty where it was not."""
    said = level.override
    if said is None or not level.conflict:
        return ""
    before, now = (desk.level_words(one, level.turn).lower() for one in (said.automatic_level, level.automatic))
    whole = level.turn == WHOLE_SESSION
    news, what = ("The mean moved", "mean of the turns") if whole else ("Graded again", "automatic level")
    return (
        f'<p class="conflict"><b>{news} since.</b> When {shown(desk.who_within(said.made_by))} set this level '
        f"the {what} was {shown(before)}; it is {shown(now)} now. The instructor’s level counts until somebody keeps "
        f"it or takes the new one.</p>{settle_form(desk, level)}"
    )


def before(desk: Desk, level: Level) -> str:
    """Give what automatic gradings said before it was graded again; empty where it was graded once."""
    if not level.before:
        return ""
    said = "".join(f"<li>{_earlier(desk, one)}</li>" for one in level.before)
    return f'<details class="history"><summary>Graded before: {len(level.before)}</summary><ul>{said}</ul></details>'


def _earlier(desk: Desk, one: EarlierLevel) -> str:
    level = "no level" if one.level is None else f"level {one.level}"
    own = (one.stamp.rubric, one.stamp.rubric_version)
    known = (*desk.read.report.place.bounds.rubrics, desk.rubric)
    named = next((f"{each.name}, version {each.version}" for each in known if (each.id, each.version) == own), "")
    by = named or f"{one.stamp.rubric}, version {one.stamp.rubric_version}"
    return f"<b>{shown(level)}</b>, {escape(desk.when(one.at))}, by the rubric {shown(by)}"


def history(desk: Desk, level: Level) -> str:
    """Give what instructors said of a level: the newest word in sight, the earlier ones folded."""
    if not level.history:
        return ""
    *before, newest = level.history
    earlier = "".join(f"<li>{_event(desk, one)}</li>" for one in reversed(before))
    fold = f"<details><summary>Earlier: {len(before)}</summary><ul>{earlier}</ul></details>" if before else ""
    return f'<div class="history"><p>{_event(desk, newest)}</p>{fold}</div>'


def _event(desk: Desk, event: GradeEvent) -> str:
    who, when = shown(desk.who(event.made_by)), escape(desk.when(event.created_at))
    did = f"set {shown(desk.level_words(event.level, event.turn).lower())}"
    if event.kind is EventKind.WITHDRAWN:
        did = "let the automatic level count"
    return f'<b>{who}</b> {did}, {when}: <q dir="auto">{shown(event.reason)}</q>'


def _change(desk: Desk, level: Level) -> str:
    name = desk.rubric.criterion(level.criterion).name
    where = turn_name(level.turn).lower() if level.turn == WHOLE_SESSION else f"at {turn_name(level.turn).lower()}"
    return (
        f'<details class="edit"><summary>Change<span class="unseen"> {shown(name)} {where}</span></summary>'
        f"{level_form(desk, level)}</details>"
    )
