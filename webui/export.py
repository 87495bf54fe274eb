"""A session to take to supervision, as Markdown. Nothing in it is live."""

import re

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
from webui.words import event_words, verdict_word

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&$])")


def plain(text: str) -> str:
    """Give words that somebody wrote as Markdown that shows exactly them, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def quoted(text: str) -> str:
    """Give words as a quotation in Markdown, line by line."""
    return "\n".join("> " + (plain(line) or " ") for line in text.splitlines() or [""])


def as_markdown(report: SessionReport, rubric: Rubric, by: HandedOn = OWN) -> str:
    """Write the session as Markdown.

    Args:
        report: Of the session.
        rubric: By which it was graded.
        by: Who hands it on, and what instructors said that they may read.
    """
    place = report.place
    scenario, session = place.offer.scenario, place.session
    parts = [
        f"# {plain(scenario.title)}",
        f"*{NOTICE}*",
        *([" · ".join(plain(one) for one in by.whose)] if by.whose else []),
        f"Client: {plain(place.offer.persona.card.name)} · {circumstances(session, rubric)}",
        f"**Learning goal.** {plain(scenario.prebrief.learning_goal)}",
        *_gates(report),
        *_doubts(report),
        *_listed("From the instructor", instructor_lines(by.said, WHOLE_SESSION, rubric)),
        "## Headlines",
        "\n".join(
            f"- **{plain(report.of(one).name)}**: {counting_words(report, one, rubric, by.said)}" for one in HEADLINES
        ),
        *_course(report),
        "## Conditions of the scenario",
        "\n".join(f"- {verdict_word(verdict)}: {plain(verdict.says)}" for verdict in report.success),
        "## Pillars of trust",
        "\n".join(
            f"- {plain(s.name)}: {counting_words(report, s.criterion, rubric, by.said)}" for s in pillars_of(report)
        ),
        "## Transcript",
        f"**{plain(place.offer.persona.card.name)}**\n\n{quoted(session.opening)}",
        *(_turn(exchange, report, rubric, by) for exchange in place.exchanges),
        *_owed(report),
        "## Reflection",
        "\n\n".join(_reflection(number, prompt, report) for number, prompt in enumerate(scenario.reflection)),
    ]
    return "\n\n".join(parts) + "\n"


def _gates(report: SessionReport) -> list[str]:
    lines = [f"- **{plain(gate.name)}**, turn {gate.turn}: “{plain(gate.quote)}”" for gate in report.gates]
    return ["## For your supervisor first", "\n".join(lines)] if lines else []


def _doubts(report: SessionReport) -> list[str]:
    lines = [f"- Turn {doubt.turn}: {plain('; '.join(doubt.reasons))}" for doubt in report.doubts]
    return ["## Worth a person’s look", "\n".join(lines)] if lines else []


def _course(report: SessionReport) -> list[str]:
    """Write the themes, the trend and how well the trainee judged the session."""
    return [part for title, lines in course_lines(report).items() for part in _listed(title, lines)]


def _listed(title: str, lines: list[str]) -> list[str]:
    """Give lines under their title; nothing without any."""
    return [f"## {title}", "\n".join(f"- {plain(line)}" for line in lines)] if lines else []


def _owed(report: SessionReport) -> list[str]:
    lines = [f"- {plain(event_words(reason).capitalize())}" for reason in report.owed]
    return ["## What would fall due later", "\n".join(lines)] if lines else []


def _turn(exchange: Exchange, report: SessionReport, rubric: Rubric, by: HandedOn) -> str:
    name = plain(report.place.offer.persona.card.name)
    lines = turn_lines(exchange, report, rubric, by.said, "Trainee disagrees")
    graded = "\n".join(f"- {plain(line)}" for line in lines)
    return (
        f"### Turn {exchange.turn}\n\n**Trainee**\n\n{quoted(exchange.trainee)}\n\n{graded}\n\n"
        f"**{name}**\n\n{quoted(exchange.reply or '')}"
    )


def _reflection(number: int, prompt: str, report: SessionReport) -> str:
    return f"**{plain(prompt)}**\n\n{quoted(report.reflections.get(number) or '(nothing written)')}"
