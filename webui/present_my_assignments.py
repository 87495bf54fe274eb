"""What is shown of a trainee's assignments: what is to do by when, how far it is, and what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from classroom.assignments import AssignedMode, Kind
from classroom.due import WALL
from classroom.my_work import FeedbackState, MyAssignment
from classroom.own_terms import ShownDate, Window
from classroom.stages import Stage
from webui.present import count, link, shown
from webui.views import View, Where

KINDS = {Kind.SCENARIO: "Session", Kind.DRILL: "Drill", Kind.ARC: "Treatment"}
MODES = {AssignedMode.COACHING: "Coaching", AssignedMode.PRACTICE: "Practice", AssignedMode.ASSESSMENT: "Assessment"}
STAGES = {
    Stage.NOT_BEGUN: "Not begun",
    Stage.IN_SESSION: "In a session",
    Stage.TO_HAND_IN: "To hand in",
    Stage.FINISHED: "Handed in",
    Stage.EXCUSED: "Excused",
}
CLOSED = {
    Stage.NOT_BEGUN: "Closed, not begun",
    Stage.IN_SESSION: "Closed before its end",
    Stage.TO_HAND_IN: "Closed, not handed in",
}
WAITS = "The feedback comes when your instructor releases it; you will find it here and under My assignments."
NOTHING = "<p>Nothing has been given to you yet. What your instructor assigns appears here, with its due date.</p>"


def wall(text: str, *, year: bool = True) -> str:
    """Write a local time: Fri 27 Mar 2026, 23:59."""
    moment = datetime.strptime(text, WALL)  # noqa: DTZ007  (a local time that is only written)
    return f"{moment:%a} {moment.day} {moment:%b}{f' {moment:%Y}' if year else ''}, {moment:%H:%M}"


def zone_words(zone: str) -> str:
    """Write the name of a time zone."""
    return zone.replace("_", " ")


def date_words(date: ShownDate) -> str:
    """Write a date in the zone of whoever looks, and in the one it was set in where that reads otherwise."""
    here = f"{wall(date.here)} ({zone_words(date.here_zone)})"
    return here if date.here == date.there else f"{here}; set as {wall(date.there)} in {zone_words(date.there_zone)}"


def left_words(left: timedelta) -> str:
    """Say how much time is left, in its largest whole unit."""
    minutes = max(1, int(left.total_seconds() // 60))
    for size, one, many in ((1440, "day", "days"), (60, "hour", "hours")):
        if minutes >= size:
            return count(minutes // size, one, many)
    return count(minutes, "minute", "minutes")


def state_words(mine: MyAssignment) -> str:
    """Say how far somebody is."""
    if mine.stage is Stage.FINISHED:
        return "Handed in late" if mine.late else "Handed in"
    if mine.stage is Stage.EXCUSED:
        return "Excused"
    if mine.withdrawn:
        return "Taken back"
    if mine.window is Window.NOT_OPEN:
        return "Not open yet"
    if mine.window is Window.CLOSED:
        return CLOSED[mine.stage]
    return f"{STAGES[mine.stage]}, past due" if mine.late else STAGES[mine.stage]


def state_badge(mine: MyAssignment) -> str:
    """Give how far somebody is as a small label."""
    missed = mine.stage in CLOSED and (mine.late or mine.window is Window.CLOSED)
    kind = "warn" if missed and not mine.withdrawn else "open" if mine.is_to_do else ""
    return f'<span class="badge {kind}">{state_words(mine)}</span>'


def when_words(mine: MyAssignment) -> str:
    """Say the one date that matters now, in the zone of whoever looks."""
    if mine.window is Window.NOT_OPEN and mine.opens:
        return f"Opens {_here(mine.opens)}"
    if not mine.due:
        return f"Closes {_here(mine.closes)}" if mine.closes else "No due date"
    if mine.window is Window.LATE and mine.is_to_do:
        until = f"; still taken until {wall(mine.closes.here, year=False)}" if mine.closes else ", and still taken"
        return f"Was due {_here(mine.due)}{until}"
    left = f" · {left_words(mine.time_left)} left" if mine.time_left and mine.is_to_do else ""
    past = mine.window in (Window.LATE, Window.CLOSED)
    return f"{'Was due' if past else 'Due'} {_here(mine.due)}{left}"


def _here(date: ShownDate) -> str:
    return f"{wall(date.here, year=False)} ({zone_words(date.here_zone)})"


def set_words(mine: MyAssignment) -> str:
    """Say how the date that matters now reads where it was set; empty where it reads the same."""
    date = mine.opens if mine.window is Window.NOT_OPEN and mine.opens else mine.due or mine.closes
    if date is None or date.here == date.there:
        return ""
    return f"Set as {wall(date.there, year=False)} in {zone_words(date.there_zone)}."


def different_words(mine: MyAssignment) -> list[str]:
    """Say what is different for this person."""
    said = []
    if mine.due_for_all and mine.due:
        said.append(f"You have more time: for the others it is due {wall(mine.due_for_all.here)}.")
    if mine.more_attempts:
        more = count(mine.more_attempts, "attempt", "attempts")
        said.append(f"You have {more} more than the others.")
    if mine.stage is Stage.EXCUSED:
        said.append("You are excused: nothing is expected of you, and it does not count as missing.")
    return [*said, f"Your instructor’s reason: {mine.reason}"] if said and mine.reason else said


def attempts_words(mine: MyAssignment) -> str:
    """Say how many attempts are taken and left."""
    if mine.attempts_left is None:
        taken = count(mine.attempts_taken, "attempt", "attempts")
        return f"As many attempts as you like{f', {taken} so far' if mine.attempts_taken else ''}"
    whole = count(mine.attempts_taken + mine.attempts_left, "attempt", "attempts")
    return f"{whole}, {mine.attempts_left} left" if mine.attempts_taken else whole


def to_assignment(mine: MyAssignment) -> Where:
    """Give where an assignment is shown."""
    return Where(view=View.ASSIGNMENT, session=mine.id)


def about_words(mine: MyAssignment) -> str:
    """Say what is practised, for how long, in which mode."""
    minutes = f"about {mine.minutes} minutes" if mine.minutes else ""
    parts = (KINDS[mine.kind], mine.content, minutes, MODES[mine.mode])
    return " · ".join(part for part in parts if part)


def _task(mine: MyAssignment) -> str:
    where = " · ".join(part for part in (mine.course, mine.section) if part)
    left = f"<p>Still to do: {'; '.join(one.value for one in mine.remaining)}.</p>" if mine.is_to_do else ""
    other = "".join(f'<p class="different">{shown(line)}</p>' for line in different_words(mine))
    elsewhere = f'<p class="quiet small">{shown(set_words(mine))}</p>' if set_words(mine) and mine.is_to_do else ""
    return (
        f'<li class="task"><div><p class="eyebrow">{shown(where)}</p>'
        f"<h3>{link(to_assignment(mine), shown(mine.title))}</h3>"
        f'<p class="quiet">{shown(about_words(mine))}</p>'
        f'<p class="due">{shown(when_words(mine))}</p>{elsewhere}{left}{other}{_feedback(mine)}</div>'
        f'<div class="task-side">{state_badge(mine)}{_step(mine)}</div></li>'
    )


def _feedback(mine: MyAssignment) -> str:
    if mine.feedback is FeedbackState.WAITING and mine.attempt is None:
        return '<p class="quiet">The feedback comes when your instructor releases it.</p>'
    return ""


def _step(mine: MyAssignment) -> str:
    """Give the next step as a link; empty where there is none."""
    label = f": {mine.title}"
    if mine.is_to_do:
        if mine.stage is Stage.IN_SESSION and mine.session and mine.kind is Kind.SCENARIO:
            to = Where(view=View.SESSION, session=mine.session)
            return link(to, "Go on", "button primary", label=f"Go on{label}")
        words = "Hand in" if mine.stage is Stage.TO_HAND_IN else "Look and begin"
        return link(to_assignment(mine), words, "button primary", label=f"{words}{label}")
    if mine.feedback is FeedbackState.READY and mine.session and mine.kind is Kind.SCENARIO:
        to = Where(view=View.REPORT, session=mine.session)
        return link(to, "Read the feedback", "button", label=f"Read the feedback{label}")
    return ""


def assignments(found: Sequence[MyAssignment]) -> str:
    """Give all assignments of a trainee: what is to do first, then what comes, then what is done."""
    to_do = [one for one in found if one.is_to_do]
    coming = [one for one in found if not one.is_to_do and one.window is Window.NOT_OPEN and not one.withdrawn]
    past = [one for one in found if one not in to_do and one not in coming]
    progress = link(Where(view=View.PROGRESS), "My progress")
    head = f'<h1>My assignments</h1><p class="quiet">{_zone(found)}{progress}</p>'
    if not found:
        practise = link(Where(), "Practise by yourself", "button primary")
        return f'<h1>My assignments</h1><div class="empty">{NOTHING}{practise}</div>'
    nothing = '<p class="empty">Nothing to do at the moment.</p>' if not to_do else ""
    groups = (("To do", to_do, nothing), ("Coming", coming, ""), ("Done and past", past, ""))
    return head + "".join(_group(title, ones, instead) for title, ones, instead in groups)


def _zone(found: Sequence[MyAssignment]) -> str:
    dates = [date for one in found for date in (one.due, one.opens, one.closes) if date]
    if not dates:
        return ""
    zone = shown(zone_words(dates[0].here_zone))
    return f'Times are those of {zone}, as set in <a href="account">your account</a>. · '


def _group(title: str, found: Sequence[MyAssignment], instead: str) -> str:
    if not found and not instead:
        return ""
    return f'<section><h2>{title}</h2><ul class="tasks">{"".join(map(_task, found))}</ul>{instead}</section>'
