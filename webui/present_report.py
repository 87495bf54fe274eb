"""What the report shows: the headlines with the trainee's guess, what counted, the transcript with its grades."""

from collections.abc import Sequence

from classroom.review_records import Feedback
from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.rubric import Rubric
from practice.place import Place
from practice.report import HEADLINES, RaisedGate, Scores, SessionReport
from practice.sessions import Exchange
from practice.success import Verdict
from webui.charts import dial
from webui.present import count, day_and_time, link, shown
from webui.present_course import awareness, themes, trends
from webui.present_feedback import card_of, disagreements
from webui.present_instructor import NOBODY, instructor_says, of_turn, turn_says
from webui.present_moments import client_eye, moments, owed
from webui.present_my_assignments import WAITS
from webui.present_second import doubts, second_opinion
from webui.present_session import is_unsure
from webui.report_charts import headlines_chart, pillars_chart, trust_chart
from webui.views import View, Where
from webui.words import KINDS, STATUSES, level_name, mean_words, verdict_word
from webui.zone_time import time_and_zone

NOTHING_SAID = '<p class="empty">Nothing was said in this session, so there is nothing to report.</p>'


def report_head(place: Place, zone: str | None = None) -> str:
    """Give the head of the report, with when it was in a time zone; in UTC where none is known."""
    session, offer = place.session, place.offer
    turns = count(len(place.exchanges), "turn", "turns")
    when = time_and_zone(session.started_at, zone) if zone else day_and_time(session.started_at)
    eyebrow = "Assessment" if place.withheld else "Report"
    assigned = link(Where(view=View.ASSIGNMENTS), "My assignments")
    back = assigned if place.bounds.assigned else link(Where(view=View.SESSIONS), "My sessions")
    return (
        f'<p class="back">{back}</p>'
        f'<p class="eyebrow">{eyebrow}</p><h1>{shown(offer.scenario.title)}</h1>'
        f'<p class="quiet">With {shown(offer.persona.card.name)} · {when} · {turns} · '
        f"{STATUSES[session.status]}</p>"
    )


def waiting(place: Place) -> str:
    """Say that the feedback waits for its release, and give what was said."""
    if not place.exchanges:
        return NOTHING_SAID
    name = place.offer.persona.card.name.split()[0]
    said = _says("client", name, place.session.opening) + "".join(
        _says("trainee", f"You, turn {one.turn}", one.trainee) + _says("client", name, one.reply or "")
        for one in place.exchanges
    )
    return (
        f'<section class="waits" role="status"><h2>Your feedback is not here yet</h2><p>{WAITS}</p></section>'
        f'<details class="said"><summary>What was said</summary><div class="transcript">{said}</div></details>'
    )


def reflection_head(*, own: bool) -> str:
    """Say what the reflection is for; `own` is whether it is practice of one's own."""
    seen = "For you, and for supervision if you take it there."
    read = "For you, and read by your instructors with the session."
    return f'<h2>Reflection</h2><p class="quiet">{seen if own else read} Nothing of it is graded.</p>'


def report_body(report: SessionReport, rubric: Rubric, said: Feedback = NOBODY) -> str:
    """Give the report down to the transcript; `said` is what an instructor said."""
    if not report.place.exchanges:
        return NOTHING_SAID
    pillars = [scores for scores in report.scores if scores.block != "headline"]
    profile = pillars_chart(pillars, rubric.level_names, rubric.fewest_for_session)
    parts = (
        gates_banner(report.gates),
        instructor_says(said, rubric),
        doubts(report),
        headlines(report, rubric, said),
        awareness(report.awareness, report.place.session.mode),
        themes(report.themes, rubric),
        f"<section><h2>What you set out to do</h2>{conditions(report.success)}</section>",
        f"<section><h2>Turn by turn</h2>{headlines_chart(report.of(HEADLINES[0]), report.of(HEADLINES[1]))}</section>",
        trends(report.trends),
        f"<section><h2>The pillars of trust</h2>{profile}</section>",
        f"<section><h2>The client’s trust</h2>{trust_chart(report.trust)}</section>",
        client_eye(report.client_eye),
        moments(report.strongest, report.costliest),
        owed(report.owed),
    )
    return '<div class="report">' + "".join(parts) + "</div>"


def gates_banner(gates: Sequence[RaisedGate]) -> str:
    """Give the gates that were raised, each with its words; empty where none was."""
    if not gates:
        return ""
    lines = "".join(
        f"<li><strong>{shown(gate.name)}</strong>, turn {gate.turn}: <q>{shown(gate.quote)}</q></li>" for gate in gates
    )
    return (
        '<section class="gate" role="note"><h2>Take this to your supervisor first</h2>'
        f"<ul>{lines}</ul><p>These stand outside every average: nothing warm elsewhere buys them back.</p></section>"
    )


def headlines(report: SessionReport, rubric: Rubric, said: Feedback = NOBODY) -> str:
    """Draw the two headlines with the trainee's own guess beside them; never one composite.

    Where an instructor changed something, the level that counts is drawn, and the automatic one stands below.
    """
    guesses = {calibration.criterion: calibration for calibration in report.calibration}
    drawn = ""
    for criterion in HEADLINES:
        scores, guessed = report.of(criterion), guesses.get(criterion)
        value = scores.mean if scores.enough else None
        words = standing_words(scores, rubric)
        guess = (
            f'<p class="guess">{_guess(guessed.predicted, guessed.gap if scores.enough else None)}</p>'
            if guessed
            else ""
        )
        counts = value
        if criterion in said.finals:
            counts = said.finals[criterion]
            before = f"Graded {mean_words(value)} automatically" if value is not None else "Without an automatic mean"
            guess = f'<p class="by-instructor">{before}; this is what counts since your instructor’s change.</p>{guess}'
            words = level_name(counts, rubric.level_names)
        drawing = dial(scores.name, counts, words, guessed.predicted if guessed else None)
        drawn += f'<div class="headline">{drawing}{guess}</div>'
    title = '<h2 class="unseen">Headlines</h2>'
    return f'<section class="headlines">{title}<div class="dials large">{drawn}</div></section>'


def standing_words(scores: Scores, rubric: Rubric) -> str:
    """Say what a headline comes to: a level's name, or why there is none."""
    if not scores.graded:
        return "Not observed: the client gave no occasion"
    if not scores.enough:
        seen = count(scores.graded, "occasion", "occasions")
        return f"Not enough yet: {seen}, and {rubric.fewest_for_session} are needed"
    return f"{level_name(scores.mean, rubric.level_names)}, over {count(scores.graded, 'occasion', 'occasions')}"


def _guess(predicted: float, gap: float | None) -> str:
    if gap is None:
        return f"Your guess: {mean_words(predicted)}. Too few occasions to hold it against."
    if abs(gap) < 0.5:
        return f"Your guess: {mean_words(predicted)}. Close to the grade."
    side = "higher" if gap > 0 else "lower"
    return f"Your guess: {mean_words(predicted)}, {mean_words(abs(gap))} {side} than the grade."


def conditions(verdicts: Sequence[Verdict]) -> str:
    """Give the conditions of the scenario with whether each was met."""
    kinds = {True: "met", False: "unmet", None: "none"}
    lines = "".join(
        f'<li class="{kinds[verdict.met]}"><span class="verdict">{verdict_word(verdict)}</span> '
        f"{shown(verdict.says)}</li>"
        for verdict in verdicts
    )
    return f'<ul class="conditions">{lines}</ul>'


def transcript(report: SessionReport, rubric: Rubric, said: Feedback = NOBODY) -> str:
    """Give the conversation with each turn's grades, what an instructor said, and a way to try another sentence."""
    session, name = report.place.session, report.place.offer.persona.card.name.split()[0]
    opening = _says("client", name, session.opening)
    turns = "".join(_turn(exchange, name, report, rubric, said) for exchange in report.place.exchanges)
    return f'<section class="transcript"><h2>Transcript with grades</h2>{opening}{turns}</section>'


def _says(who: str, name: str, words: str) -> str:
    return f'<div class="says {who}"><span>{shown(name)}</span><p>{shown(words)}</p></div>'


def _turn(exchange: Exchange, name: str, report: SessionReport, rubric: Rubric, said: Feedback) -> str:
    another = link(
        Where(view=View.ANOTHER, session=exchange.session, turn=exchange.turn),
        "Try another sentence",
        label=f"Try another sentence at turn {exchange.turn}",
    )
    disagreed = disagreements(report.disagreements.get(exchange.id, ()), rubric)
    return (
        f"{_says('trainee', f'You, turn {exchange.turn}', exchange.trainee)}"
        f'<div class="graded">{level_chips(exchange.grades, rubric, said, exchange.turn)}<span class="grow"></span>'
        f"{another}{turn_says(said, exchange.turn, rubric)}{_details(exchange, report, rubric)}{disagreed}</div>"
        f"{_says('client', name, exchange.reply or '')}"
    )


def level_chips(grades: ExchangeGrades | None, rubric: Rubric, said: Feedback = NOBODY, turn: int = 0) -> str:
    """Give the two headlines of one exchange in a few words; a level that an instructor changed is told elsewhere."""
    if grades is None:
        return '<span class="chip">Not graded</span>'
    told = [criterion for criterion in HEADLINES if of_turn(said, turn, criterion) is None]
    return "".join(level_chip(grades.of(criterion), rubric) for criterion in told)


def level_chip(grade: CriterionGrade, rubric: Rubric) -> str:
    """Give one level of one exchange in a few words."""
    if is_unsure(grade, rubric):
        return f'<span class="chip none">{shown(rubric.criterion(grade.criterion).name)}: not sure</span>'
    words = level_name(grade.level, rubric.level_names).lower()
    figure = f"{grade.level} · " if grade.level is not None else ""
    kind = "none" if grade.level is None else f"level{grade.level}"
    return f'<span class="chip {kind}">{shown(rubric.criterion(grade.criterion).name)}: {figure}{words}</span>'


def _details(exchange: Exchange, report: SessionReport, rubric: Rubric) -> str:
    if exchange.grades is None:
        return ""
    rows = "".join(
        f"<li><strong>{shown(rubric.criterion(grade.criterion).name)}</strong> {_level(grade, rubric)}: "
        f"{shown(grade.reason)}" + (f" <q>{shown(grade.quote)}</q>" if grade.quote else "") + "</li>"
        for grade in exchange.grades.criteria
        if grade.level is not None
    )
    cards = "".join(card_of(exchange.feedback, kind, rubric) for kind in KINDS)
    second = second_opinion(report.panels.get(exchange.id), rubric)
    return f'<details><summary>Grades and feedback</summary><ul class="grades">{rows}</ul>{second}{cards}</details>'


def _level(grade: CriterionGrade, rubric: Rubric) -> str:
    if is_unsure(grade, rubric):
        return "not sure, no level"
    return f"{grade.level} · {shown(level_name(grade.level, rubric.level_names))}"


def export_links(session: str) -> str:
    """Give the links to take a session to supervision."""
    name = shown(session)
    return (
        '<section class="take-away"><h2>Take to supervision</h2><p class="quiet">The whole session with grades, your '
        "guess and your notes. It holds what you wrote: share it as you would share a session note.</p>"
        f'<p class="row"><a class="button" href="export/{name}.html" target="_blank" rel="noopener">Open to print</a>'
        f'<a class="button" href="export/{name}.md" download>Download as Markdown</a></p></section>'
    )
