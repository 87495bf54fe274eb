"""What the report shows: the headlines with the trainee's guess, what counted, the transcript with its grades."""

from collections.abc import Sequence

from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.rubric import Rubric
from practice.client_eye import EyeLine
from practice.counterfactual import Counterfactual, Road
from practice.report import HEADLINES, Moment, RaisedGate, Scores, SessionReport
from practice.sessions import Exchange
from practice.success import Verdict
from webui.charts import dial
from webui.present import count, day_and_time, link, shown
from webui.present_course import awareness, themes, trends
from webui.present_feedback import card_of, disagreements
from webui.present_second import doubts, second_opinion
from webui.present_session import is_unsure
from webui.report_charts import headlines_chart, pillars_chart, trust_chart
from webui.views import View, Where
from webui.words import KINDS, STATUSES, event_words, level_name, mean_words, verdict_word


def report_head(report: SessionReport) -> str:
    """Give the head of the report."""
    session, offer = report.place.session, report.place.offer
    turns = count(len(report.place.exchanges), "turn", "turns")
    return (
        f'<p class="back">{link(Where(view=View.SESSIONS), "My sessions")}</p>'
        f'<p class="eyebrow">Report</p><h1>{shown(offer.scenario.title)}</h1>'
        f'<p class="quiet">With {shown(offer.persona.card.name)} · {day_and_time(session.started_at)} · {turns} · '
        f"{STATUSES[session.status]}</p>"
    )


def report_body(report: SessionReport, rubric: Rubric) -> str:
    """Give the report down to the transcript."""
    if not report.place.exchanges:
        return '<p class="empty">Nothing was said in this session, so there is nothing to report.</p>'
    pillars = [scores for scores in report.scores if scores.block != "headline"]
    profile = pillars_chart(pillars, rubric.level_names, rubric.fewest_for_session)
    parts = (
        gates_banner(report.gates),
        doubts(report),
        headlines(report, rubric),
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


def headlines(report: SessionReport, rubric: Rubric) -> str:
    """Draw the two headlines with the trainee's own guess beside them; never one composite."""
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
        drawing = dial(scores.name, value, words, guessed.predicted if guessed else None)
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


def client_eye(lines: Sequence[EyeLine]) -> str:
    """Give what some turns were like from the client's chair."""
    if not lines:
        return ""
    told = "".join(
        f'<li><span class="turn-mark">Turn {line.turn}</span><p>{shown(line.text)}</p>{_points(line.points)}</li>'
        for line in lines
    )
    return f'<section><h2>From the client’s chair</h2><ol class="eye">{told}</ol></section>'


def _points(points: float, what: str = "trust ") -> str:
    kind = "up" if points > 0 else "down"
    sign = "+" if points > 0 else "−"
    return f'<span class="points {kind}">{what}{sign}{abs(points):.1f}</span>'


def moments(strongest: Moment | None, costliest: Moment | None) -> str:
    """Give the turn that gained most trust and the one that cost most."""
    named = (("Strongest moment", strongest), ("Costliest moment", costliest))
    cards = "".join(_moment(name, moment) for name, moment in named if moment)
    return f'<section class="two moments">{cards}</section>' if cards else ""


def _moment(name: str, moment: Moment) -> str:
    why = f'<p class="rule">What weighed most: {shown(event_words(moment.reason))}.</p>' if moment.reason else ""
    return (
        f'<article class="card"><h2>{name}</h2><p class="turn-mark">Turn {moment.turn} {_points(moment.points)}</p>'
        f"<blockquote>{shown(moment.trainee)}</blockquote><p>{shown(moment.reply)}</p>{why}</article>"
    )


def owed(reasons: Sequence[str]) -> str:
    """Say what would fall due in a later session."""
    if not reasons:
        return ""
    lines = "".join(f"<li>{shown(event_words(reason).capitalize())}</li>" for reason in reasons)
    return (
        '<section><h2>What would fall due later</h2><p class="quiet">It went down easily today, and it would cost '
        f"trust in a later session.</p><ul>{lines}</ul></section>"
    )


def transcript(report: SessionReport, rubric: Rubric) -> str:
    """Give the conversation with each turn's grades, and a way to try another sentence."""
    session, name = report.place.session, report.place.offer.persona.card.name.split()[0]
    opening = f'<div class="says client"><span>{shown(name)}</span><p>{shown(session.opening)}</p></div>'
    turns = "".join(_turn(exchange, name, report, rubric) for exchange in report.place.exchanges)
    return f'<section class="transcript"><h2>Transcript with grades</h2>{opening}{turns}</section>'


def _turn(exchange: Exchange, name: str, report: SessionReport, rubric: Rubric) -> str:
    another = link(
        Where(view=View.ANOTHER, session=exchange.session, turn=exchange.turn),
        "Try another sentence",
        label=f"Try another sentence at turn {exchange.turn}",
    )
    disagreed = disagreements(report.disagreements.get(exchange.id, ()), rubric)
    reply = shown(exchange.reply or "")
    return (
        f'<div class="says trainee"><span>You, turn {exchange.turn}</span><p>{shown(exchange.trainee)}</p></div>'
        f'<div class="graded">{level_chips(exchange.grades, rubric)}<span class="grow"></span>{another}'
        f"{_details(exchange, report, rubric)}{disagreed}</div>"
        f'<div class="says client"><span>{shown(name)}</span><p>{reply}</p></div>'
    )


def level_chips(grades: ExchangeGrades | None, rubric: Rubric) -> str:
    """Give the two headlines of one exchange in a few words."""
    if grades is None:
        return '<span class="chip">Not graded</span>'
    return "".join(_chip(grades.of(criterion), rubric) for criterion in HEADLINES)


def _chip(grade: CriterionGrade, rubric: Rubric) -> str:
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


def another_head(exchange: Exchange, session: str, name: str) -> str:
    """Give the moment at which another sentence is tried."""
    return (
        f'<p class="back">{link(Where(view=View.REPORT, session=session), "Back to the report")}</p>'
        "<h1>Try another sentence</h1>"
        f'<p class="quiet">Same client, same moment. Nothing here is kept; try as often as you like.</p>'
        f'<div class="says client"><span>{shown(name)}</span><p>{shown(exchange.client_before)}</p></div>'
        f'<div class="says trainee"><span>You said</span><p>{shown(exchange.trainee)}</p></div>'
    )


def side_by_side(found: Counterfactual, rubric: Rubric, name: str) -> str:
    """Lay the sentence that was sent beside the one that was tried."""
    return (
        '<div class="two roads" role="status">'
        f"{_road('What you said', found.sent, rubric, name)}{_road('What you tried', found.tried, rubric, name)}</div>"
    )


def _road(title: str, road: Road, rubric: Rubric, name: str) -> str:
    change = road.trust_after - road.trust_before
    given = [grade for grade in road.grades.criteria if grade.level is not None and grade.criterion not in HEADLINES]
    more = "".join(_chip(grade, rubric) for grade in given)
    return (
        f'<article class="card"><h2>{title}</h2><div class="says trainee"><p>{shown(road.trainee)}</p></div>'
        f'<div class="says client"><span>{shown(name)}</span><p>{shown(road.reply)}</p></div>'
        f'<p class="trust-change">Trust {road.trust_before:.0f} → {road.trust_after:.0f} {_points(change, "")}</p>'
        f'<div class="chips">{level_chips(road.grades, rubric)}{more}</div></article>'
    )


def export_links(session: str) -> str:
    """Give the links to take a session to supervision."""
    name = shown(session)
    return (
        '<section class="take-away"><h2>Take to supervision</h2><p class="quiet">The whole session with grades, your '
        "guess and your notes. It holds what you wrote: share it as you would share a session note.</p>"
        f'<p class="row"><a class="button" href="export/{name}.html" target="_blank" rel="noopener">Open to print</a>'
        f'<a class="button" href="export/{name}.md" download>Download as Markdown</a></p></section>'
    )
