"""What becomes of the levels of sessions that are graded again: pure, from the grades that were and those to be."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from classroom.practised import Grading, PractisedSession, PractisedTurn
from classroom.regrading_records import CriterionMoves
from evaluator.grades import ExchangeGrades
from evaluator.rubric import Rubric

Grades = Mapping[str, ExchangeGrades]
"""By exchange."""
NEW = "new"
"""Stands for the id of a grading that is not kept."""


def differs(session: PractisedSession, grades: Grades) -> bool:
    """Tell whether any of these grades is another than the newest of its turn."""
    newest = {turn.exchange.id: turn.newest.grades for turn in session.turns if turn.newest}
    return any(newest.get(exchange) != given for exchange, given in grades.items())


def with_grades(session: PractisedSession, grades: Grades, rubric: Rubric) -> PractisedSession:
    """Give a session as it would be with these grades after those that it has."""
    turns = tuple(_with(turn, grades.get(turn.exchange.id)) for turn in session.turns)
    return session.model_copy(update={"turns": turns, "rubric": rubric})


def _with(turn: PractisedTurn, grades: ExchangeGrades | None) -> PractisedTurn:
    if grades is None:
        return turn
    at = turn.newest.at if turn.newest else turn.exchange.created_at
    return turn.model_copy(update={"gradings": (*turn.gradings, _new(grades, at))})


def _new(grades: ExchangeGrades, at: datetime) -> Grading:
    return Grading(id=NEW, at=at, grades=grades)


def conflicts_of(session: PractisedSession) -> frozenset[tuple[int, str]]:
    """Name the changed levels whose automatic one is another now, by turn and criterion."""
    if not session.events:
        return frozenset()
    return frozenset((one.turn, one.criterion) for one in session.levels(session.rubric).conflicts)


def moves_of(changing: Iterable[tuple[PractisedSession, Grades]], rubric: Rubric) -> tuple[CriterionMoves, ...]:
    """Count the levels that rise, fall, come and go, by criterion."""
    counts: dict[str, dict[str, int]] = {one.id: {} for one in rubric.criteria}
    for session, grades in changing:
        for turn in session.turns:
            before = turn.newest.grades if turn.newest else None
            for one in grades[turn.exchange.id].criteria if turn.exchange.id in grades else ():
                way = _way(_level(before, one.criterion), one.level)
                if way and one.criterion in counts:
                    counts[one.criterion][way] = counts[one.criterion].get(way, 0) + 1
    return tuple(CriterionMoves(criterion=one.id, name=one.name, **counts[one.id]) for one in rubric.criteria)


def _level(grades: ExchangeGrades | None, criterion: str) -> int | None:
    return next((one.level for one in grades.criteria if one.criterion == criterion), None) if grades else None


def _way(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "" if before is after else "gained" if before is None else "lost"
    return "" if before == after else "up" if after > before else "down"


def gate_moves(changing: Iterable[tuple[PractisedSession, Grades]]) -> tuple[int, int]:
    """Count the gates that would be raised and are not now, and those that are and would not be."""
    more = fewer = 0
    for session, grades in changing:
        for turn in session.turns:
            if turn.exchange.id in grades:
                before = set(turn.newest.grades.gates) if turn.newest else set()
                after = set(grades[turn.exchange.id].gates)
                more, fewer = more + len(after - before), fewer + len(before - after)
    return more, fewer
