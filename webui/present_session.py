"""What is shown during a session: its head, the coach beside the chat, the pause, the care, the end."""

from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.rubric import Rubric
from practice.place import Place
from practice.report import HEADLINES
from practice.sessions import Exchange, Status
from webui.charts import dial
from webui.present import bullets, link, shown, turn_counter
from webui.present_home import contract
from webui.views import View, Where
from webui.words import MODES, level_name

COACH_WAITS = (
    '<section class="coach"><h2>Coach</h2><p class="quiet">After your first turn, this is where you see what worked, '
    "one thing to change, and one of several ways to say it.</p></section>"
)
NOTHING_TO_ADD = '<p class="quiet nothing">Nothing new to add here. Go on.</p>'
RULES = "Goal and the agency’s rules"
PAUSED = (
    '<section class="veil" role="status"><h2>Paused</h2><p>Take the time you need. Everything is kept, and the client '
    "does not mind.</p></section>"
)


def session_head(place: Place) -> str:
    """Give the title, the client and the turn counter."""
    scenario, card = place.offer.scenario, place.offer.persona.card
    softened = '<span class="badge">Softened</span>' if place.session.softened_from is not None else ""
    return (
        f'<div class="session-head"><div><h1>{shown(scenario.title)}</h1>'
        f'<p class="quiet">With {shown(card.name)} · {MODES[place.session.mode]}</p></div>'
        f'<p class="turns">{turn_counter(place)} {softened}</p></div>'
    )


def rules(place: Place) -> str:
    """Give the learning goal, what to try and, where they are shown, the agency's rules: for the foldable card."""
    brief = place.offer.scenario.prebrief
    goal = f'<p class="goal-line"><strong>Goal.</strong> {shown(brief.learning_goal)}</p>{bullets(brief.try_this)}'
    return goal + (contract(place.offer.scenario.contract) if place.bounds.contract_card else "")


def coach(exchange: Exchange | None, rubric: Rubric) -> str:
    """Give the grades of the newest exchange; what can be said about it stands below, item by item."""
    if exchange is None or exchange.grades is None:
        return COACH_WAITS
    inside = _banner(exchange.grades, rubric) + _dials(exchange.grades, rubric)
    nothing = "" if exchange.feedback and exchange.feedback.items() else NOTHING_TO_ADD
    return f'<section class="coach"><h2>Turn {exchange.turn}</h2>{inside}{nothing}</section>'


def _banner(grades: ExchangeGrades, rubric: Rubric) -> str:
    names = [rule.name for rule in rubric.gates if rule.gate in grades.gates]
    if not names:
        return ""
    said = f"<strong>Stop and look: {shown('; '.join(names))}.</strong> A supervisor should see this turn."
    return f'<div class="gate">{said}</div>'


def _dials(grades: ExchangeGrades, rubric: Rubric) -> str:
    drawn = "".join(headline_dial(criterion, grades, rubric) for criterion in HEADLINES)
    return f'<div class="dials">{drawn}</div>'


def headline_dial(criterion: str, grades: ExchangeGrades, rubric: Rubric) -> str:
    """Draw one headline of one exchange."""
    grade, name = grades.of(criterion), rubric.criterion(criterion).name
    if is_unsure(grade, rubric):
        return dial(name, None, "Not sure enough for a level", figures="?")
    figures = "–" if grade.level is None else str(grade.level)
    return dial(name, grade.level, level_name(grade.level, rubric.level_names), figures=figures)


def is_unsure(grade: CriterionGrade, rubric: Rubric) -> bool:
    """Tell whether a level was given that is too unsure to be told of one exchange."""
    return grade.is_unsure(rubric.unsure_below)


def care(resources: str) -> str:
    """Give the plain words for a trainee who may be writing of their own wish to die."""
    return (
        '<section class="care" role="alert"><h1>Let us stop here for a moment</h1>'
        "<p>What you wrote may be about you, not about the client. If it is: you matter more than this exercise, "
        "and you do not have to sort it out alone.</p>"
        f'<p class="resources">{shown(resources)}</p>'
        "<p>That message was not kept and is not graded. Nobody is told. The session is paused, and it can stay so.</p>"
        "</section>"
    )


def guess_head(*, withheld: bool) -> str:
    """Ask for the trainee's own guess; `withheld` is whether the report waits for its release."""
    when = "Make your own guess now: it is compared with the grade once your instructor releases the feedback."
    before = when if withheld else "Before you see the report, make your own guess."
    return (
        f"<h1>How do you think it went?</h1><p>{before} Comparing the two is how judgement grows; only your first "
        "guess counts.</p>"
    )


def over(place: Place) -> str:
    """Say how a session ended and what comes next."""
    name = place.offer.persona.card.name.split()[0]
    said = {
        Status.CLIENT_LEFT: f"{name} has left the session. That happens, and it is worth looking at calmly.",
        Status.STOPPED: "You stopped and left. There is no penalty; the report is there if you want it.",
    }.get(place.session.status, "The session is over.")
    if not place.exchanges:
        nothing = "Nothing was said, so there is nothing to report."
        return f'<section class="over"><p>{shown(said)} {nothing}</p><p class="row">{_home(place)}</p></section>'
    where = Where(view=View.PREDICTION if place.guess_missing else View.REPORT, session=place.session.id)
    onward = link(where, "Look at how it went", "button primary")
    if place.bounds.assigned:
        onward = link(where, "Say how it went" if place.guess_missing else "Look at it and hand in", "button primary")
    return f'<section class="over"><p>{shown(said)}</p><p class="row">{onward}{_home(place)}</p></section>'


def _home(place: Place) -> str:
    if place.bounds.assigned:
        return link(Where(view=View.ASSIGNMENTS), "My assignments", "button")
    return link(Where(), "Back to the scenarios", "button")
