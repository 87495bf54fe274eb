"""What is shown of one assignment: its conditions, what is left to do, its attempts, and what is read before."""

from classroom.assignments import AssignedMode, Attempt, Kind
from classroom.my_work import Before, FeedbackState, MyAssignment
from classroom.own_terms import Window
from classroom.remaining import Remaining
from classroom.stages import Stage
from webui.present import day, link, shown
from webui.present_home import prebrief
from webui.present_my_assignments import (
    WAITS,
    about_words,
    attempts_words,
    date_words,
    different_words,
    state_badge,
    to_assignment,
)
from webui.views import View, Where

MODE_WORDS = {
    AssignedMode.COACHING: "Coaching: grades and one suggestion beside the chat, after each turn.",
    AssignedMode.PRACTICE: "Practice: no grades until the session is over.",
    AssignedMode.ASSESSMENT: "Assessment: the feedback comes when your instructor releases it.",
}
READ_BY = (
    '<section class="recorded"><h2>Who reads this</h2><p>What is said in this session, its grades and your notes are '
    "read by the instructors of {section}; they are kept, and you cannot delete them. What you practise by yourself "
    "is seen by nobody else.</p></section>"
)


def assignment_head(mine: MyAssignment, before: Before | None) -> str:
    """Give the title of an assignment, where it belongs, and what may come up in it."""
    where = " · ".join(part for part in (mine.course, mine.section) if part)
    instructions = f'<section><p class="instructions">{shown(mine.instructions)}</p></section>'
    return (
        f'<p class="back">{link(Where(view=View.ASSIGNMENTS), "My assignments")}</p>'
        f'<p class="eyebrow">{shown(where)}</p><h1>{shown(mine.title)}</h1>'
        f'<p class="quiet">{shown(about_words(mine))}</p>{instructions if mine.instructions else ""}'
        f"{_may_come_up(before) if before and not mine.attempts else ''}"
    )


def _may_come_up(before: Before) -> str:
    note = shown(before.offer.scenario.prebrief.content_note)
    return (
        f'<section class="brief-note"><h2>May come up</h2><p>{note}</p>'
        "<p>If this is too close for you, tell your instructor; you need not say why.</p></section>"
    )


def assignment_state(mine: MyAssignment) -> str:
    """Give how far it is, what is left to do, and the conditions."""
    other = "".join(f'<p class="different">{shown(line)}</p>' for line in different_words(mine))
    rows = (
        ("Opens", date_words(mine.opens) if mine.opens and mine.window is Window.NOT_OPEN else ""),
        ("Due", date_words(mine.due) if mine.due else "No due date"),
        ("Closes", date_words(mine.closes) if mine.closes else ""),
        ("Attempts", attempts_words(mine)),
        ("Grades", MODE_WORDS[mine.mode]),
    )
    facts = "".join(f"<div><dt>{name}</dt><dd>{shown(said)}</dd></div>" for name, said in rows if said)
    return (
        f'<section class="state-sheet"><p>{state_badge(mine)}</p>{_left(mine)}{other}'
        f'<dl class="facts">{facts}</dl></section>'
    )


def _left(mine: MyAssignment) -> str:
    if mine.is_to_do:
        steps = "".join(f"<li>{_step(one, mine)}</li>" for one in mine.remaining)
        return f'<h2>Still to do</h2><ol class="steps">{steps}</ol>'
    if mine.withdrawn and mine.stage is not Stage.FINISHED:
        return "<p>Your instructor took this assignment back. What you did for it is kept.</p>"
    if mine.window is Window.CLOSED and mine.stage not in (Stage.FINISHED, Stage.EXCUSED):
        return "<p>It has closed. If you need more time, ask your instructor; what you did is kept.</p>"
    if mine.feedback is FeedbackState.WAITING:
        return f"<p>{WAITS}</p>"
    if mine.feedback is FeedbackState.READY and mine.session and mine.kind is Kind.SCENARIO:
        to = Where(view=View.REPORT, session=mine.session)
        return f'<p class="row">{link(to, "Read the feedback", "button primary")}</p>'
    return ""


def _step(one: Remaining, mine: MyAssignment) -> str:
    """Give one thing to do; what can be done now is a link."""
    words = shown(one.value[0].upper() + one.value[1:])
    if mine.session is None or mine.attempt is None or one is not mine.remaining[0]:
        return words
    views = {Remaining.SESSION: View.SESSION, Remaining.GUESS: View.PREDICTION, Remaining.REFLECTION: View.REPORT}
    return link(Where(view=views[one], session=mine.session), words) if one in views else words


def attempts_list(mine: MyAssignment) -> str:
    """Give the attempts that were begun, each with where it leads; empty where none was."""
    if not mine.attempts:
        return ""
    rows = "".join(_attempt(one, mine) for one in mine.attempts)
    return f'<section><h2>Your attempts</h2><ul class="attempts">{rows}</ul></section>'


def _attempt(one: Attempt, mine: MyAssignment) -> str:
    session = one.sessions[-1]
    said = f"begun {day(one.began_at)}"
    if one.handed_in_at is None:
        over = mine.stage is Stage.TO_HAND_IN and session == mine.session
        said += ", not handed in"
        to = Where(view=View.REPORT if over else View.SESSION, session=session)
        return f"<li>Attempt {one.number}: {said} · {link(to, 'Look at it' if over else 'Go on')}</li>"
    said += f", handed in {day(one.handed_in_at)}{', late' if one.late else ''}"
    words = "What you did" if mine.feedback is FeedbackState.WAITING else "Read the feedback"
    return f"<li>Attempt {one.number}: {said} · {link(Where(view=View.REPORT, session=session), words)}</li>"


def assignment_body(mine: MyAssignment, before: Before | None) -> str:
    """Give what is read before it is begun, folded once it was begun; empty where there is nothing to read yet."""
    if before is None:
        return ""
    inside = prebrief(before.offer, own=False, card=before.contract_card)
    if not mine.attempts:
        return inside
    return f"<details class='before'><summary>What to read before</summary>{inside}</details>"


def who_reads(mine: MyAssignment) -> str:
    """Say who sees what is done for an assignment."""
    return READ_BY.format(section=shown(mine.section))


def hand_in_says(mine: MyAssignment | None) -> str:
    """Give, beside the report of a session, what is left before it is handed in; empty for practice of one's own."""
    if mine is None:
        return ""
    name = link(to_assignment(mine), shown(mine.title))
    left = [one for one in mine.remaining if one is not Remaining.HAND_IN]
    if mine.attempt is None:
        said = f"For your assignment {name}. {state_badge(mine)}"
    elif left:
        said = f"For your assignment {name}. Before you hand in: {shown('; '.join(one.value for one in left))}."
    else:
        said = f"For your assignment {name}. Everything is done: you can hand in."
    return f'<section class="continue hand-in"><p>{said}</p></section>'
