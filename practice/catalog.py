"""What can be practised: scenarios with their clients, checked against each other."""

from dialogue.content import ContentError
from dialogue.record import Record
from evaluator.rubric import Rubric
from personas.calls import Moment, ScheduledTest
from personas.gates import layers_open
from personas.persona import Facet, Persona, Setting
from personas.state import ClientState, Rupture, RuptureKind, SessionTally, first_state
from personas.trust_table import TrustTable
from scenarios.scenario import LevelReached, Scenario


class Offer(Record):
    """One scenario with its client."""

    scenario: Scenario
    persona: Persona


class Catalog:
    """All scenarios that can be practised."""

    def __init__(self, cast: dict[str, Persona], shelf: dict[str, Scenario], rubric: Rubric) -> None:
        """Hold the content.

        Raises:
            ContentError: A scenario names a client, test, memory or criterion that is not there.
        """
        self.cast = cast
        self.rubric = rubric
        faults = [fault for scenario in shelf.values() for fault in scenario_faults(scenario, cast, rubric)]
        if faults:
            raise ContentError("\n".join(faults))
        self.offers = {key: Offer(scenario=s, persona=cast[s.persona]) for key, s in shelf.items()}

    def offer(self, scenario_id: str) -> Offer:
        """Find a scenario by its id.

        Raises:
            LookupError: There is no such scenario.
        """
        if scenario_id not in self.offers:
            raise LookupError(f"there is no scenario {scenario_id!r}; choose one of {', '.join(self.offers)}")
        return self.offers[scenario_id]


def scenario_faults(scenario: Scenario, cast: dict[str, Persona], rubric: Rubric) -> tuple[str, ...]:
    """Name what a scenario refers to that is not there."""
    name = f"{scenario.id}.yaml: field"
    if scenario.persona not in cast:
        return (f"{name} persona: there is no client {scenario.persona!r}; take one of {', '.join(cast)}",)
    persona, criteria = cast[scenario.persona], {criterion.id for criterion in rubric.criteria}
    tests, memories = {test.id for test in persona.tests}, {memory.id for memory in persona.memories}
    skills = [("skills", skill, criteria) for skill in scenario.skills]
    skills += [("success", c.criterion, criteria) for c in scenario.success if isinstance(c, LevelReached)]
    named = [
        *skills,
        *(("tests", planned.test, tests) for planned in scenario.tests),
        *(("start.told", memory, memories) for memory in scenario.start.told),
    ]
    return tuple(
        f"{name} {field}: {value!r} is not there; take one of {', '.join(sorted(known))}"
        for field, value, known in named
        if value not in known
    )


def start_state(offer: Offer, table: TrustTable) -> ClientState:
    """Give the state in which this client comes into this scenario."""
    start, persona = offer.scenario.start, offer.persona
    state = first_state(persona)
    trust = start.trust if start.trust is not None else state.trust
    facets = {facet: value + trust - persona.trust.start for facet, value in state.facets.items()}
    facets |= {Facet(name): value for name, value in start.facets.items()}
    rupture = None
    if start.rupture:
        kind = RuptureKind(start.rupture.kind)
        rupture = Rupture(kind=kind, severity=start.rupture.severity, lost=start.rupture.lost)
    state = state.model_copy(
        update={
            "trust": trust,
            "facets": {facet: min(100.0, max(0.0, value)) for facet, value in facets.items()},
            "arousal": start.arousal,
            "rupture": rupture,
            "session": start.session,
            "told": start.told,
            "limits_explained": start.limits_explained,
            "limits_kept": start.limits_kept,
            "tally": SessionTally(started_at=trust),
        }
    )
    gates = layers_open(state, persona, table)
    return state.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint})


def moment_of(scenario: Scenario, seed: int, turn: int) -> Moment:
    """Give what surrounds trainee turn `turn` (1 is the first) of a scenario."""
    return Moment(
        seed=seed,
        tests=tuple(ScheduledTest(test=planned.test, turn=planned.turn) for planned in scenario.tests),
        free_tests=scenario.free_tests,
        setting=Setting(scenario.setting.value),
        last=turn == scenario.turn_limit,
    )
