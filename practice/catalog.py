"""What can be practised: scenarios, drills and arcs with their clients, checked against each other."""

from collections.abc import Mapping
from types import MappingProxyType

from dialogue.content import ContentError
from dialogue.cues import Cue
from dialogue.record import Record
from evaluator.rubric import Rubric
from personas.calls import Moment, ScheduledTest
from personas.gates import layers_open
from personas.ledger import waiting_in
from personas.line_kinds import Setting
from personas.persona import Persona
from personas.state import ClientState, Rupture, RuptureKind, SessionTally, first_state
from personas.trust_profile import Facet
from personas.trust_table import TrustTable
from practice.course_faults import arc_faults, drill_faults
from practice.sessions import ArcStep, Session
from practice.story import Story
from scenarios.arc import Arc
from scenarios.drill import Drill
from scenarios.scenario import LevelReached, RuptureAtStart, Scenario, Start


class Offer(Record):
    """One scenario with its client."""

    scenario: Scenario
    persona: Persona
    story: Story | None = None
    """What a treatment adds to one of its sessions."""

    @property
    def last_turn(self) -> int:
        """The trainee turn after which the session is over; a client can end it before the limit."""
        parting = self.story.parting if self.story else None
        return min(self.scenario.turn_limit, (parting and parting.after) or self.scenario.turn_limit)


class ArcOffer(Record):
    """One treatment with its client."""

    arc: Arc
    persona: Persona

    def step(self, step: ArcStep, opening: str | None = None, asked: bool = False) -> Offer:
        """Give one session of the treatment as it is held.

        Args:
            step: Which one, and how it begins.
            opening: The client's first words, where they are known already.
            asked: Whether they ask about a promise.

        Raises:
            LookupError: There is no such session or beginning.
        """
        scene = self.arc.scene(step.number, step.variant)
        cues = (*scene.opening_cues, *((Cue.LEDGER,) if asked else ()))
        scene = scene.model_copy(update={"opening": opening or scene.opening, "opening_cues": cues})
        story = Story(promises=self.arc.promises, parting=scene.parting)
        return Offer(scenario=scene, persona=self.persona, story=story)

    def held(self, step: ArcStep, session: Session) -> Offer:
        """Give what a session was held on, which is this step of the treatment.

        Raises:
            LookupError: It is no longer there.
        """
        asked = waiting_in(session.start_state.commitments, session.start_state.session) is not None
        return self.step(step, session.opening, asked)


Offered = Offer | Drill | ArcOffer
"""Anything that can be assigned."""


class Catalog:
    """All scenarios that can be practised."""

    def __init__(
        self,
        cast: dict[str, Persona],
        shelf: dict[str, Scenario],
        rubric: Rubric,
        drills: Mapping[str, Drill] = MappingProxyType({}),
        arcs: Mapping[str, Arc] = MappingProxyType({}),
    ) -> None:
        """Hold the content.

        Raises:
            ContentError: A scenario, drill or arc names a client, test, memory or criterion that is not there.
        """
        self.cast = cast
        self.rubric = rubric
        self.drills, self.arcs = dict(drills), dict(arcs)
        faults = [fault for scenario in shelf.values() for fault in scenario_faults(scenario, cast, rubric)]
        faults += [fault for drill in drills.values() for fault in drill_faults(drill, rubric)]
        faults += [fault for arc in arcs.values() for fault in arc_faults(arc, cast, rubric)]
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

    def offer_of(self, session: Session) -> Offer:
        """Find what a session is held on: its scenario, or its place in a treatment.

        Raises:
            LookupError: It is no longer there.
        """
        if session.arc is None:
            return self.offer(session.scenario)
        return self.arc_offer(session.arc.arc).held(session.arc, session)

    def arc_offer(self, arc_id: str) -> ArcOffer:
        """Find a treatment by its id.

        Raises:
            LookupError: There is no such arc.
        """
        if arc_id not in self.arcs:
            raise LookupError(f"there is no arc {arc_id!r}; choose one of {', '.join(self.arcs)}")
        return ArcOffer(arc=self.arcs[arc_id], persona=self.cast[self.arcs[arc_id].persona])

    def drill(self, drill_id: str) -> Drill:
        """Find a drill by its id.

        Raises:
            LookupError: There is no such drill.
        """
        if drill_id not in self.drills:
            raise LookupError(f"there is no drill {drill_id!r}; choose one of {', '.join(self.drills)}")
        return self.drills[drill_id]

    def still_has(self, session: Session) -> bool:
        """Tell whether what a session was held on is still on offer."""
        try:
            self.offer_of(session)
        except LookupError:
            return False
        return True


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
    return state_at(offer.scenario.start, offer.persona, table)


def state_at(start: Start, persona: Persona, table: TrustTable) -> ClientState:
    """Give the state in which a client comes in, from what a scenario or a treatment sets."""
    state = first_state(persona)
    trust = start.trust if start.trust is not None else state.trust
    facets = {facet: value + trust - persona.trust.start for facet, value in state.facets.items()}
    facets |= {Facet(name): value for name, value in start.facets.items()}
    rupture = rupture_of(start.rupture)
    state = state.model_copy(
        update={
            "trust": trust,
            "facets": {facet: min(100.0, max(0.0, value)) for facet, value in facets.items()},
            "arousal": start.arousal,
            "rupture": rupture,
            "session": start.session,
            "good_turns": table.between.good_turns * (start.session - 1),
            "told": start.told,
            "limits_explained": start.limits_explained,
            "limits_kept": start.limits_kept,
            "tally": SessionTally(started_at=trust),
        }
    )
    gates = layers_open(state, persona, table)
    return state.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint})


def rupture_of(given: RuptureAtStart | None) -> Rupture | None:
    """Give the strain that a content file sets, if it sets one."""
    if given is None:
        return None
    return Rupture(kind=RuptureKind(given.kind), severity=given.severity, lost=given.lost)


def moment_of(scenario: Scenario, seed: int, turn: int, last_turn: int | None = None) -> Moment:
    """Give what surrounds trainee turn `turn` (1 is the first) of a scenario; `last_turn` if it is not the limit."""
    return Moment(
        seed=seed,
        tests=tuple(ScheduledTest(test=planned.test, turn=planned.turn) for planned in scenario.tests),
        free_tests=scenario.free_tests,
        setting=Setting(scenario.setting.value),
        last=turn == (last_turn or scenario.turn_limit),
    )
