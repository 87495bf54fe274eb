"""Why a person should look at a session, the most pressing reason first."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import partial

from classroom.levels import SessionLevels
from classroom.practised import PractisedSession, PractisedTurn
from classroom.reviews import WHOLE_SESSION
from dialogue.flags import Flag, Gate
from dialogue.record import Record
from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.judge import signs_in
from evaluator.panel import Panel, hear_both
from evaluator.rubric import Rubric


class Need(StrEnum):
    """Why a person should look, the most pressing first."""

    GATE = "a gate was raised"
    SERIOUS_FLAG = "something was noticed that can raise a gate"
    CONFLICT = "graded otherwise since an instructor changed the level"
    SUSPICIOUS = "words that seem meant for a grader"
    APART = "the two opinions are apart"
    DISAGREED = "the trainee disagreed"
    UNSURE = "the grader is unsure"
    NOT_GRADED = "not graded"


class Reason(Record):
    """One reason to look at one turn."""

    need: Need
    turn: int
    """1 is the first trainee turn; 0 is the session as a whole."""
    about: str
    """The name of the gate, flag or criterion, or what the trainee's words seem to be."""
    criterion: str = ""
    """Id of the criterion, where it is about one."""
    since: datetime


def reasons_of(session: PractisedSession) -> tuple[Reason, ...]:
    """Give why a person should look at a session; what an instructor has judged since is settled."""
    rubric = session.rubric
    order = {need: place for place, need in enumerate(Need)}
    found = [reason for turn in session.turns for reason in _of_turn(turn, rubric)]
    if session.events:  # the levels of a session of which nobody spoke settle nothing, and take long for a whole class
        levels = session.levels(rubric)
        found = [reason for reason in found if not _settled(reason, levels)]
        found += [_conflict(session, one.turn, one.criterion, rubric) for one in levels.conflicts]
    return tuple(sorted(found, key=lambda one: (order[one.need], one.turn, one.about)))


def _of_turn(turn: PractisedTurn, rubric: Rubric) -> Iterator[Reason]:
    number, newest, exchange = turn.number, turn.newest, turn.exchange
    if newest is None:
        yield Reason(need=Need.NOT_GRADED, turn=number, about="", since=exchange.created_at)
        return
    grades = newest.grades
    raised = [rule for rule in rubric.gates if rule.gate in grades.gates]
    for rule in raised:
        yield Reason(need=Need.GATE, turn=number, about=rule.name, since=turn.since(partial(_has_gate, rule.gate)))
    told = {flag for rule in raised for flag in rule.flags}
    for flag in (flag for flag in dict.fromkeys(grades.flags) if flag in serious_flags(rubric) - told):
        since = turn.since(partial(_has_flag, flag))
        yield Reason(need=Need.SERIOUS_FLAG, turn=number, about=flag.value, since=since)
    panel = hear_both(grades, turn.heard.opinion, rubric) if turn.heard else None
    for sign in panel.suspicious if panel else signs_in(exchange.trainee, grades):
        yield Reason(need=Need.SUSPICIOUS, turn=number, about=sign, since=exchange.created_at)
    yield from _of_levels(turn, panel, rubric)
    for word in turn.objections:
        yield Reason(
            need=Need.DISAGREED,
            turn=number,
            about=_name(rubric, word.criterion),
            criterion=word.criterion,
            since=word.at,
        )


def _of_levels(turn: PractisedTurn, panel: Panel | None, rubric: Rubric) -> Iterator[Reason]:
    """Give the criteria on which the two opinions are apart, and those of which the grader is unsure."""
    for one in turn.newest.grades.criteria if turn.newest else ():
        name, heard = _name(rubric, one.criterion), panel.of(one.criterion) if panel else None
        about = partial(Reason, turn=turn.number, about=name, criterion=one.criterion)
        if heard is not None and heard.needs_person and turn.heard is not None:
            yield about(need=Need.APART, since=turn.heard.at)
        sure = heard.confidence if heard is not None else one.confidence
        if one.level is not None and sure < rubric.unsure_below:
            yield about(need=Need.UNSURE, since=turn.since(partial(_has_level, one)))


def _has_gate(gate: Gate, grades: ExchangeGrades) -> bool:
    return gate in grades.gates


def _has_flag(flag: Flag, grades: ExchangeGrades) -> bool:
    return flag in grades.flags


def _has_level(given: CriterionGrade, grades: ExchangeGrades) -> bool:
    return any(one.criterion == given.criterion and one.level == given.level for one in grades.criteria)


def serious_flags(rubric: Rubric) -> frozenset[Flag]:
    """Give the flags that raise a gate whatever the client offered, unless something excuses them."""
    return frozenset(flag for rule in rubric.gates if not rule.cues for flag in rule.flags)


def _conflict(session: PractisedSession, turn: int, criterion: str, rubric: Rubric) -> Reason:
    """Name a conflict since the newest grading of its turn, or of any turn where it is about the whole session."""
    graded = [one.newest.at for one in session.turns if one.newest and turn in (one.number, WHOLE_SESSION)]
    said = [event.created_at for event in session.events]
    since = max([*graded, *(said if turn == WHOLE_SESSION else ())], default=session.started_at)
    return Reason(need=Need.CONFLICT, turn=turn, about=_name(rubric, criterion), criterion=criterion, since=since)


def _settled(reason: Reason, levels: SessionLevels) -> bool:
    if not reason.criterion:
        return False
    override = levels.of(reason.turn, reason.criterion).override
    return override is not None and override.created_at >= reason.since


def _name(rubric: Rubric, criterion: str) -> str:
    return next((one.name for one in rubric.criteria if one.id == criterion), criterion)
