"""A session to take to supervision, as a page to print; it has no scripts and asks for nothing."""

from html import escape
from importlib.resources import files

from classroom.reviews import WHOLE_SESSION
from evaluator.rubric import Rubric
from practice.report import HEADLINES, SessionReport
from practice.sessions import Exchange
from webui.export_lines import (
    NOTICE,
    OWN,
    HandedOn,
    circumstances,
    counting_words,
    course_lines,
    instructor_lines,
    pillars_of,
    turn_lines,
)
from webui.present import shown
from webui.present_second import doubts
from webui.report_charts import headlines_chart, pillars_chart, trust_chart
from webui.words import verdict_word


def as_html(report: SessionReport, rubric: Rubric, by: HandedOn = OWN) -> str:
    """Write the session as a page to print.

    Args:
        report: Of the session.
        rubric: By which it was graded.
        by: Who hands it on, and what instructors said that they may read.
    """
    place, style = report.place, (files("webui") / "print.css").read_text(encoding="utf-8")
    scenario, session, client = place.offer.scenario, place.session, shown(place.offer.persona.card.name)
    gates = "".join(
        f"<li><strong>{shown(g.name)}</strong>, turn {g.turn}: “{shown(g.quote)}”</li>" for g in report.gates
    )
    first = f'<div class="gate"><h2>For your supervisor first</h2><ul>{gates}</ul></div>' if gates else ""
    headlines = "".join(
        f"<li><strong>{shown(report.of(c).name)}</strong>: {shown(counting_words(report, c, rubric, by.said))}</li>"
        for c in HEADLINES
    )
    said = _listed("From the instructor", instructor_lines(by.said, WHOLE_SESSION, rubric))
    course = "".join(_listed(title, lines) for title, lines in course_lines(report).items())
    met = "".join(f"<li>{verdict_word(v)}: {shown(v.says)}</li>" for v in report.success)
    turns = "".join(_turn(exchange, report, rubric, by) for exchange in place.exchanges)
    notes = "".join(
        f"<h3>{shown(prompt)}</h3><blockquote>{shown(report.reflections.get(n) or '(nothing written)')}</blockquote>"
        for n, prompt in enumerate(scenario.reflection)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(scenario.title)} · Attune</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>'
        f'<h1>{shown(scenario.title)}</h1><p class="quiet">{NOTICE}</p>'
        f"{_whose(by)}<p>Client: {client} · {circumstances(session, rubric)}</p>"
        f"<p><strong>Learning goal.</strong> {shown(scenario.prebrief.learning_goal)}</p>{first}{doubts(report)}{said}"
        f"<h2>Headlines</h2><ul>{headlines}</ul>"
        f"{course}<h2>Conditions of the scenario</h2><ul>{met}</ul>{_charts(report, rubric, by)}<h2>Transcript</h2>"
        f"<h3>{client}</h3><blockquote>{shown(session.opening)}</blockquote>{turns}<h2>Reflection</h2>{notes}</body></html>"
    )


def _whose(by: HandedOn) -> str:
    return f"<p>{' · '.join(f'<strong>{shown(one)}</strong>' for one in by.whose)}</p>" if by.whose else ""


def _listed(title: str, lines: list[str]) -> str:
    """Give lines under their title; nothing without any."""
    return f"<h2>{title}</h2><ul>" + "".join(f"<li>{shown(line)}</li>" for line in lines) + "</ul>" if lines else ""


def _charts(report: SessionReport, rubric: Rubric, by: HandedOn) -> str:
    if not report.place.exchanges:
        return ""
    pillars = pillars_chart(pillars_of(report), rubric.level_names, rubric.fewest_for_session)
    lines = headlines_chart(report.of(HEADLINES[0]), report.of(HEADLINES[1]))
    trust = trust_chart(report.trust)
    note = '<p class="quiet">The curves are those of the automatic grades.</p>' if by.said.changed else ""
    return f"<h2>Turn by turn</h2>{note}{lines}<h2>Pillars of trust</h2>{pillars}<h2>The client’s trust</h2>{trust}"


def _turn(exchange: Exchange, report: SessionReport, rubric: Rubric, by: HandedOn) -> str:
    client, who = shown(report.place.offer.persona.card.name), "you" if by.own else shown(by.trainee)
    lines = turn_lines(exchange, report, rubric, by.said, "You disagree" if by.own else "The trainee disagrees")
    graded = "".join(f"<li>{shown(line)}</li>" for line in lines)
    return (
        f'<div class="turn"><h3>Turn {exchange.turn}: {who}</h3>'
        f'<blockquote class="trainee">{shown(exchange.trainee)}</blockquote>'
        f'<ul class="quiet">{graded}</ul><h3>{client}</h3><blockquote>{shown(exchange.reply or "")}</blockquote></div>'
    )
