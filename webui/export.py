"""A session to take to supervision: as Markdown, and as a page to print. Nothing in it is live."""

import re
from html import escape
from importlib.resources import files

from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.rubric import Rubric
from practice.report import HEADLINES, Scores, SessionReport
from practice.sessions import Exchange, Session
from webui.present import day_and_time, shown
from webui.present_course import awareness_words, in_session_words, over_words, turns_words
from webui.present_feedback import disagreement_words
from webui.present_second import doubts, second_lines
from webui.present_session import is_unsure
from webui.report_charts import headlines_chart, pillars_chart, standing, trust_chart
from webui.words import MODES, STATUSES, event_words, level_name, mean_words, verdict_word

NOTICE = (
    "Fictional client, simulated by software. Not supervision, not therapy. Formative: not for any summative decision."
)
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&$])")


def plain(text: str) -> str:
    """Give words that somebody wrote as Markdown that shows exactly them, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def quoted(text: str) -> str:
    """Give words as a quotation in Markdown, line by line."""
    return "\n".join("> " + (plain(line) or " ") for line in text.splitlines() or [""])


def as_markdown(report: SessionReport, rubric: Rubric) -> str:
    """Write the session as Markdown."""
    place = report.place
    scenario, session = place.offer.scenario, place.session
    parts = [
        f"# {plain(scenario.title)}",
        f"*{NOTICE}*",
        f"Client: {plain(place.offer.persona.card.name)} · {_circumstances(session, rubric)}",
        f"**Learning goal.** {plain(scenario.prebrief.learning_goal)}",
        *_gates(report),
        *_doubts(report),
        "## Headlines",
        "\n".join(_headline(report, criterion, rubric) for criterion in HEADLINES),
        *_course(report),
        "## Conditions of the scenario",
        "\n".join(f"- {verdict_word(verdict)}: {plain(verdict.says)}" for verdict in report.success),
        "## Pillars of trust",
        "\n".join(f"- {plain(s.name)}: {_standing(s, rubric)}" for s in _pillars(report)),
        "## Transcript",
        f"**{plain(place.offer.persona.card.name)}**\n\n{quoted(session.opening)}",
        *(_turn(exchange, report, rubric) for exchange in place.exchanges),
        *_owed(report),
        "## Reflection",
        "\n\n".join(_reflection(number, prompt, report) for number, prompt in enumerate(scenario.reflection)),
    ]
    return "\n\n".join(parts) + "\n"


def _pillars(report: SessionReport) -> list[Scores]:
    return [scores for scores in report.scores if scores.block != "headline"]


def _circumstances(session: Session, rubric: Rubric) -> str:
    return (
        f"{day_and_time(session.started_at)} · {MODES[session.mode]} · {STATUSES[session.status]} · "
        f"rubric {plain(rubric.name)} ({rubric.id}), version {rubric.version}"
    )


def _standing(scores: Scores, rubric: Rubric) -> str:
    return standing(scores, rubric.level_names, rubric.fewest_for_session)


def _gates(report: SessionReport) -> list[str]:
    lines = [f"- **{plain(gate.name)}**, turn {gate.turn}: “{plain(gate.quote)}”" for gate in report.gates]
    return ["## For your supervisor first", "\n".join(lines)] if lines else []


def _doubts(report: SessionReport) -> list[str]:
    lines = [f"- Turn {doubt.turn}: {plain('; '.join(doubt.reasons))}" for doubt in report.doubts]
    return ["## Worth a person’s look", "\n".join(lines)] if lines else []


def _course(report: SessionReport) -> list[str]:
    """Write the themes, the trend and how well the trainee judged the session."""
    return [
        part
        for title, lines in _course_lines(report).items()
        if lines
        for part in (f"## {title}", "\n".join(f"- {plain(line)}" for line in lines))
    ]


def _course_lines(report: SessionReport) -> dict[str, list[str]]:
    """Give these three as lines under their titles."""
    kinds = {"strength": "Worked", "change": "To work on"}
    quotes = [f" “{theme.quote}”" if theme.quote else "" for theme in report.themes]
    told = zip(report.themes, quotes, strict=True)
    return {
        "Themes": [
            f"{kinds[theme.kind]}: {theme.name} ({turns_words(theme)}). {theme.says}{quote}" for theme, quote in told
        ],
        "Trend": [f"{trend.name}. {in_session_words(trend)} {over_words(trend)}" for trend in report.trends],
        "Own judgement": awareness_words(report.awareness, report.place.session.mode) if report.awareness else [],
    }


def _owed(report: SessionReport) -> list[str]:
    lines = [f"- {plain(event_words(reason).capitalize())}" for reason in report.owed]
    return ["## What would fall due later", "\n".join(lines)] if lines else []


def _headline(report: SessionReport, criterion: str, rubric: Rubric) -> str:
    scores = report.of(criterion)
    guess = next((c.predicted for c in report.calibration if c.criterion == criterion), None)
    said = f"; own guess {mean_words(guess)}" if guess is not None else ""
    return f"- **{plain(scores.name)}**: {_standing(scores, rubric)}{said}"


def graded(grades: ExchangeGrades | None, rubric: Rubric) -> list[str]:
    """Give the grades of one exchange in plain lines: name, level unless it is too unsure to be told, reason."""
    given = [grade for grade in grades.criteria if grade.level is not None] if grades else []
    return [f"{rubric.criterion(g.criterion).name}: {_level(g, rubric)}. {g.reason}" for g in given]


def _level(grade: CriterionGrade, rubric: Rubric) -> str:
    if is_unsure(grade, rubric):
        return "not sure, no level"
    return f"{grade.level} ({level_name(grade.level, rubric.level_names)})"


def _turn(exchange: Exchange, report: SessionReport, rubric: Rubric) -> str:
    name = plain(report.place.offer.persona.card.name)
    grades = "\n".join(f"- {plain(line)}" for line in graded(exchange.grades, rubric)) or "- Not graded"
    grades += "".join(f"\n- Second opinion: {plain(line)}" for line in _second(exchange, report, rubric))
    against = "".join(
        f"\n- Trainee disagrees with {plain(disagreement_words(one, rubric))}: {plain(one.reason)}"
        for one in report.disagreements.get(exchange.id, ())
    )
    return (
        f"### Turn {exchange.turn}\n\n**Trainee**\n\n{quoted(exchange.trainee)}\n\n{grades}{against}\n\n"
        f"**{name}**\n\n{quoted(exchange.reply or '')}"
    )


def _second(exchange: Exchange, report: SessionReport, rubric: Rubric) -> list[str]:
    return second_lines(report.panels.get(exchange.id), rubric)


def _reflection(number: int, prompt: str, report: SessionReport) -> str:
    return f"**{plain(prompt)}**\n\n{quoted(report.reflections.get(number) or '(nothing written)')}"


def as_html(report: SessionReport, rubric: Rubric) -> str:
    """Write the session as a page to print; it has no scripts and asks for nothing."""
    place, style = report.place, (files("webui") / "print.css").read_text(encoding="utf-8")
    scenario, session, client = place.offer.scenario, place.session, shown(place.offer.persona.card.name)
    gates = "".join(
        f"<li><strong>{shown(g.name)}</strong>, turn {g.turn}: “{shown(g.quote)}”</li>" for g in report.gates
    )
    first = f'<div class="gate"><h2>For your supervisor first</h2><ul>{gates}</ul></div>' if gates else ""
    headlines = "".join(
        f"<li><strong>{shown(report.of(c).name)}</strong>: {_standing(report.of(c), rubric)}{_guess(report, c)}</li>"
        for c in HEADLINES
    )
    course = "".join(
        f"<h2>{title}</h2><ul>" + "".join(f"<li>{shown(line)}</li>" for line in lines) + "</ul>"
        for title, lines in _course_lines(report).items()
        if lines
    )
    met = "".join(f"<li>{verdict_word(v)}: {shown(v.says)}</li>" for v in report.success)
    turns = "".join(_turn_html(exchange, client, report, rubric) for exchange in place.exchanges)
    notes = "".join(
        f"<h3>{shown(prompt)}</h3><blockquote>{shown(report.reflections.get(n) or '(nothing written)')}</blockquote>"
        for n, prompt in enumerate(scenario.reflection)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(scenario.title)} · Attune</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>'
        f'<h1>{shown(scenario.title)}</h1><p class="quiet">{NOTICE}</p>'
        f"<p>Client: {client} · {_circumstances(session, rubric)}</p>"
        f"<p><strong>Learning goal.</strong> {shown(scenario.prebrief.learning_goal)}</p>{first}{doubts(report)}"
        f"<h2>Headlines</h2><ul>{headlines}</ul>"
        f"{course}<h2>Conditions of the scenario</h2><ul>{met}</ul>{_charts(report, rubric)}<h2>Transcript</h2>"
        f"<h3>{client}</h3><blockquote>{shown(session.opening)}</blockquote>{turns}<h2>Reflection</h2>{notes}</body></html>"
    )


def _guess(report: SessionReport, criterion: str) -> str:
    guess = next((c.predicted for c in report.calibration if c.criterion == criterion), None)
    return f"; own guess {mean_words(guess)}" if guess is not None else ""


def _charts(report: SessionReport, rubric: Rubric) -> str:
    if not report.place.exchanges:
        return ""
    pillars = pillars_chart(_pillars(report), rubric.level_names, rubric.fewest_for_session)
    lines = headlines_chart(report.of(HEADLINES[0]), report.of(HEADLINES[1]))
    trust = trust_chart(report.trust)
    return f"<h2>Turn by turn</h2>{lines}<h2>Pillars of trust</h2>{pillars}<h2>The client’s trust</h2>{trust}"


def _turn_html(exchange: Exchange, client: str, report: SessionReport, rubric: Rubric) -> str:
    lines = graded(exchange.grades, rubric) or ["Not graded"]
    against = [
        f"You disagree with {disagreement_words(one, rubric)}: {one.reason}"
        for one in report.disagreements.get(exchange.id, ())
    ]
    second = [f"Second opinion: {line}" for line in _second(exchange, report, rubric)]
    grades = "".join(f"<li>{shown(line)}</li>" for line in [*lines, *second, *against])
    return (
        f'<div class="turn"><h3>Turn {exchange.turn}: you</h3>'
        f'<blockquote class="trainee">{shown(exchange.trainee)}</blockquote>'
        f'<ul class="quiet">{grades}</ul><h3>{client}</h3><blockquote>{shown(exchange.reply or "")}</blockquote></div>'
    )
