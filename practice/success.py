"""Whether the conditions of a scenario were met."""

from collections.abc import Callable, Mapping

from dialogue.cues import BOUNDARY_CUES, RISK_CUES
from dialogue.reading import Direction
from dialogue.record import Record
from practice.place import Place
from practice.sessions import Exchange
from scenarios.scenario import (
    ActsShown,
    Condition,
    FlagsAbsent,
    GatesPassed,
    LevelReached,
    RepairReached,
    TestsMet,
)


class Verdict(Record):
    """One condition of the scenario: met, not met, or without an occasion."""

    says: str
    met: bool | None
    """None where the session gave no occasion."""


def verdicts(place: Place, levels: Mapping[str, list[int]]) -> tuple[Verdict, ...]:
    """Judge every condition of the scenario.

    Args:
        place: The session.
        levels: By criterion, the levels 0–4 that were given, oldest first.
    """
    return tuple(Verdict(says=c.says, met=met(c, place.exchanges, levels)) for c in place.offer.scenario.success)


def met(condition: Condition, exchanges: tuple[Exchange, ...], levels: Mapping[str, list[int]]) -> bool | None:
    """Judge one condition over the exchanges of a session; None where it gave no occasion."""
    if isinstance(condition, LevelReached):
        return _level(condition, levels[condition.criterion])
    if isinstance(condition, GatesPassed):
        return _gates(condition, exchanges, levels)
    if isinstance(condition, ActsShown):
        return _acts(condition, exchanges)
    if isinstance(condition, FlagsAbsent):
        raised = {flag for exchange in exchanges if exchange.grades for flag in exchange.grades.flags}
        return not raised & set(condition.none_of) if exchanges else None
    if isinstance(condition, RepairReached):
        return _repair(condition, exchanges)
    return _tests(condition, exchanges)


STATISTICS: dict[str, Callable[[list[int]], float]] = {
    "mean": lambda given: sum(given) / len(given),
    "best": lambda given: max(given),
    "worst": lambda given: min(given),
    "last": lambda given: given[-1],
}


def _level(condition: LevelReached, given: list[int]) -> bool | None:
    return STATISTICS[condition.statistic](given) >= condition.at_least if given else None


def _gates(condition: GatesPassed, exchanges: tuple[Exchange, ...], levels: Mapping[str, list[int]]) -> bool | None:
    if not exchanges:
        return None
    raised = {gate for exchange in exchanges if exchange.grades for gate in exchange.grades.gates}
    if raised & set(condition.none_of):
        return False
    for place, exchange in enumerate(exchanges):
        if exchange.grades and RISK_CUES & set(exchange.grades.cues):
            following = [e.grades.of("risk_and_scope").level for e in exchanges[place : place + 2] if e.grades]
            if all(level is None or level < 2 for level in following):
                return False
    return True


def _acts(condition: ActsShown, exchanges: tuple[Exchange, ...]) -> bool:
    counted = [e for e in exchanges if condition.until_turn is None or e.turn <= condition.until_turn]
    times = sum(bool(e.outcome and e.outcome.reading.has(*condition.any_of)) for e in counted)
    return times >= condition.at_least and (condition.at_most is None or times <= condition.at_most)


def _repair(condition: RepairReached, exchanges: tuple[Exchange, ...]) -> bool | None:
    steps = [e.outcome.change.repair for e in exchanges if e.outcome and e.outcome.change.repair]
    return max(step.after.stage for step in steps) >= condition.at_least if steps else None


def _tests(condition: TestsMet, exchanges: tuple[Exchange, ...]) -> bool | None:
    wanted, met = set(condition.cues) or BOUNDARY_CUES, []
    for exchange in exchanges:
        if exchange.grades and wanted & set(exchange.grades.cues):
            grade = exchange.grades.of("boundary_setting")
            if condition.no_rigid and grade.direction is Direction.RIGID:
                return False
            met.append(grade.level if grade.level is not None else 1)
    if not met:
        return None
    return min(met) >= condition.each_at_least and sum(met) / len(met) >= condition.mean_at_least
