"""A practice room on a real store with real clients, in which quick stand-ins read, speak and grade."""

from datetime import UTC, datetime
from pathlib import Path

from dialogue.acts import Act
from dialogue.flags import Flag, Gate
from dialogue.reading import BoundaryReading, Direction, Estimate, Reading, SpottedAct, SpottedFlag
from evaluator.criterion_rules import NO_OCCASION
from evaluator.grades import CriterionGrade, ExchangeGrades, Feedback, FeedbackItem, GraderStamp
from evaluator.rubric import load_rubric
from personas.voice import Spoken
from practice.bounds import free
from scenarios.shelf import load_arcs, load_drills, load_shelf
from tests.records.fresh import fresh_records

SPOTTED = {
    "sounds": Act.COMPLEX_REFLECTION,
    "makes sense": Act.VALIDATION,
    "can't": Act.WARM_LIMIT,
    "should": Act.ADVICE,
    "stupid": Act.HOSTILITY,
    "promise": Act.SECRECY_PROMISE,
    "up to you": Act.OFFERS_CHOICE,
    "sorry i": Act.TAKES_RESPONSIBILITY,
    "?": Act.OPEN_QUESTION,
}
EMPATHY = {Act.COMPLEX_REFLECTION: 3.0, Act.VALIDATION: 3.3, Act.ADVICE: 1.0, Act.HOSTILITY: 0.0}


class QuickReader:
    """Reads by single words."""

    def read_turn(self, exchange):
        text = exchange.trainee
        acts = tuple(
            SpottedAct(act=act, quote=text[place : place + len(word)])
            for word, act in SPOTTED.items()
            if (place := text.lower().find(word)) >= 0
        )
        value = next((EMPATHY[spotted.act] for spotted in acts if spotted.act in EMPATHY), 2.0)
        cues = exchange.cues or ()
        tested = [cue for cue in cues if cue.startswith("boundary_")]
        limit = any(spotted.act is Act.WARM_LIMIT for spotted in acts)
        boundary = None
        if tested:
            estimate = Estimate(value=3.2 if limit else 1.0, confidence=0.8, quote=text[:60])
            boundary = BoundaryReading(
                estimate=estimate, direction=Direction.NONE if limit else Direction.DIFFUSE, domain=tested[0]
            )
        flags = (SpottedFlag(flag=Flag.JUDGMENT, quote=text[:20]),) if "stupid" in text.lower() else ()
        empathy = Estimate(value=value, confidence=0.7, quote=text[:60])
        return Reading(
            text=text, acts=acts, empathy=empathy, boundary=boundary, flags=flags, cues=cues, weights_version="quick"
        )


class QuickVoice:
    """Speaks the client's own lines in turn."""

    def __init__(self, cast):
        self._cast = cast

    def speak(self, plan, history=(), hear=None):
        persona = self._cast[plan.persona]
        if plan.test:
            line = next(line for line in persona.lines if line.test == plan.test)
        else:
            lines = [line for line in persona.lines if line.part == "reply" and line.layer == 0 and not line.tells]
            line = lines[(plan.turn * 7 + len(plan.words)) % len(lines)]
        return Spoken(text=line.text, lines=(line.id,), cues=line.cues, good_reply=line.good_reply)


class QuickGrader:
    """Grades the two headlines and a few pillars."""

    def grade_exchange(self, exchange, reading):
        text = exchange.trainee
        levels = {
            "empathy": round(reading.empathy.value),
            "emotional_validation": 3 if reading.has(Act.VALIDATION) else None,
        }
        levels["active_listening"] = 3 if reading.has(Act.COMPLEX_REFLECTION) else 2
        levels["respect_autonomy"] = 3 if reading.has(Act.OFFERS_CHOICE) else 1 if reading.has(Act.ADVICE) else None
        if reading.boundary:
            levels["boundary_setting"] = round(reading.boundary.estimate.value)
        gates = [Gate.SECRECY] if reading.has(Act.SECRECY_PROMISE) else []
        gates += [Gate.DEMEAN] if reading.has(Act.HOSTILITY) else []
        return ExchangeGrades(
            criteria=tuple(
                _grade(key, levels.get(key), text) for key in (criterion.id for criterion in load_rubric().criteria)
            ),
            flags=tuple(spotted.flag for spotted in reading.flags),
            gates=tuple(gates),
            acts=reading.acts,
            cues=reading.cues,
            grader=GraderStamp(name="quick", rubric="small", rubric_version=1, weights_version="quick"),
        )


def _grade(criterion, level, text):
    reason = NO_OCCASION if level is None else "Names what the client feels in their own terms."
    direction = Direction.NONE if criterion == "boundary_setting" and level is not None else None
    return CriterionGrade(
        criterion=criterion,
        level=level,
        estimate=None if level is None else float(level),
        confidence=0.7,
        quote=text[:60] if level is not None else None,
        reason=reason,
        direction=direction,
    )


class QuickCoach:
    """Says one thing of each kind."""

    def under(self, grader, rubric):
        return self

    def feedback(self, exchange, grades, good_reply, told=()):
        quote = exchange.trainee[:60]
        strength = FeedbackItem(
            kind="strength",
            criterion="empathy",
            text="You stayed with the worry before answering it, so the question did not feel like a form.",
            quote=quote,
            rule="Names a specific feeling in this client's terms.",
            confidence=0.8,
        )
        change = FeedbackItem(
            kind="change",
            criterion="boundary_setting",
            text="The limit is there, and its reason is missing. Say in one plain sentence why, so that it does not "
            "feel like a door closing.",
            quote=quote,
            rule="A limit held with care says why in plain words.",
            confidence=0.4,
        )
        alternative = FeedbackItem(
            kind="alternative",
            criterion="empathy",
            text=good_reply
            or "“You came early, and you are already asking whether that is too much. It isn't. Come in.”",
            quote=None,
            rule="One of several good answers.",
            confidence=0.8,
        )
        return Feedback(strength=strength, change=change, alternative=alternative)


def open_quick_room(folder: Path, bounds=free):
    """Open a room whose stand-ins answer at once."""
    from personas.cast import load_cast
    from personas.trust_table import shipped_table
    from practice.catalog import Catalog
    from practice.exchange import Company
    from practice.room import PracticeRoom
    from practice.store import Store

    cast = load_cast()
    catalog = Catalog(cast, load_shelf(), load_rubric(), load_drills(), load_arcs())
    engine = fresh_records(folder)
    company = Company(QuickReader(), QuickVoice(cast), QuickGrader(), QuickCoach(), shipped_table())
    clock = lambda: datetime.now(UTC)  # noqa: E731
    return PracticeRoom(catalog, company, Store(engine, clock), clock, None, bounds)
