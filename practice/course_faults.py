"""What drills and arcs refer to that is not there."""

from collections.abc import Iterator, Mapping

from evaluator.rubric import Rubric
from personas.persona import Persona
from scenarios.arc import Arc
from scenarios.arc_session import ArcSession
from scenarios.arc_success import InSessions, LayerTold
from scenarios.drill import Drill
from scenarios.scenario import Condition, LevelReached


def drill_faults(drill: Drill, rubric: Rubric) -> tuple[str, ...]:
    """Name what is wrong with a drill: an unknown skill, or words that give it no occasion."""
    criteria = {criterion.id for criterion in rubric.criteria}
    if drill.skill not in criteria:
        return (
            f"{drill.id}.yaml: field skill: {drill.skill!r} is not there; take one of {', '.join(sorted(criteria))}",
        )
    applies = rubric.criterion(drill.skill).applies
    known = ", ".join(applies.cues)
    return tuple(
        f"{drill.id}.yaml: field {stimulus.id}.cues: no occasion for {drill.skill}; add one of {known}"
        for stimulus in drill.all_stimuli()
        if not applies.always and not set(applies.cues) & set(stimulus.cues)
    )


def arc_faults(arc: Arc, cast: Mapping[str, Persona], rubric: Rubric) -> tuple[str, ...]:
    """Name what an arc refers to that is not there."""
    if arc.persona not in cast:
        known = ", ".join(cast)
        return (f"{arc.id}.yaml: field persona: there is no client {arc.persona!r}; take one of {known}",)
    persona, criteria = cast[arc.persona], {criterion.id for criterion in rubric.criteria}
    tests, memories = {test.id for test in persona.tests}, {memory.id for memory in persona.memories}
    named = [("skills", skill, criteria) for skill in arc.skills]
    named += [("start.told", memory, memories) for memory in arc.start.told]
    for number, session in enumerate(arc.sessions, start=1):
        place = f"sessions.{number}"
        named += [(f"{place}.tests", planned.test, tests) for planned in session.tests]
        named += [(f"{place}.meanwhile.told", memory, memories) for memory in session.meanwhile.told]
        named += [(f"{place}.success", one, criteria) for one in _criteria(session.success)]
    inner = tuple(one.condition for one in arc.success if isinstance(one, InSessions))
    named += [("success", one, criteria) for one in _criteria(inner)]
    unknown = [
        f"{arc.id}.yaml: field {field}: {value!r} is not there; take one of {', '.join(sorted(known))}"
        for field, value, known in named
        if value not in known
    ]
    return (*unknown, *_numbers(arc), *_turns(arc))


def _criteria(conditions: tuple[Condition, ...]) -> list[str]:
    return [condition.criterion for condition in conditions if isinstance(condition, LevelReached)]


def _numbers(arc: Arc) -> Iterator[str]:
    for condition in arc.success:
        numbers = condition.sessions if isinstance(condition, InSessions) else ()
        numbers += (condition.by_session,) if isinstance(condition, LayerTold) else ()
        for number in numbers:
            if not 1 <= number <= len(arc.sessions):
                yield f"{arc.id}.yaml: field success: there is no session {number}; the last one is {len(arc.sessions)}"


def _turns(arc: Arc) -> Iterator[str]:
    for number, session in enumerate(arc.sessions, start=1):
        for planned in session.tests:
            if planned.turn > _shortest(session) - 2:
                yield f"{arc.id}.yaml: field sessions.{number}.tests: {planned.test!r} comes too late; put it earlier"


def _shortest(session: ArcSession) -> int:
    """Give the turns of the shortest way in which this session can be held."""
    return min(variant.turn_limit or session.turn_limit for variant in session.variants if not variant.message)
