"""How a class is doing: who practised what, how each criterion lies and moves, what nobody met, what separates most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from classroom.account_store import AccountStore
from classroom.cohort_figures import Distribution, Separation, TrendPoint, distribution, separation, trend
from classroom.levels import SessionLevels
from classroom.practised import PractisedSession
from classroom.reviews import WHOLE_SESSION
from classroom.rights import Action, InSection, check
from classroom.section_work import SectionReader, SectionWork
from classroom.sections import Member
from dialogue.record import Record
from evaluator.judge import asked_criteria
from evaluator.rubric import Criterion, Rubric
from practice.catalog import Catalog
from practice.report import HEADLINES


class Practised(Record):
    """What one trainee practised for this section."""

    person: str
    name: str
    left: bool
    sessions: int
    turns: int
    scenarios: dict[str, int]
    """Sessions by scenario."""
    last_at: datetime | None


class CriterionInClass(Record):
    """One criterion over the class."""

    criterion: str
    name: str
    distribution: Distribution
    trend: tuple[TrendPoint, ...]
    met: int
    """How many of those who practised had an occasion for it."""
    never: tuple[str, ...]
    """The names of those who practised and never had one."""


class ScenarioSeparation(Record):
    """How far a scenario separates people in one headline."""

    scenario: str
    criterion: str
    separation: Separation


class Cohort(Record):
    """A class at one moment, from the levels that count."""

    section: str
    practised: tuple[Practised, ...]
    """By name; also who has not practised yet."""
    criteria: tuple[CriterionInClass, ...]
    separations: tuple[ScenarioSeparation, ...]
    """What separates most stands first; what cannot be told stands last."""
    left_out: int
    """Sessions that are left out because names are hidden until their feedback is released."""
    titles: dict[str, str]
    """Of the scenarios that were practised, by id; one that is no longer offered is called by its id."""


class Done(Record):
    """A session with the levels that count."""

    session: PractisedSession
    levels: SessionLevels

    def given(self, criterion: str) -> list[int]:
        """Give the whole levels of the turns of a criterion that count."""
        return [int(level) for level in self.levels.given(criterion)]


class Cohorts:
    """The verb of the cohort page."""

    def __init__(self, accounts: AccountStore, reader: SectionReader, catalog: Catalog) -> None:
        self._accounts = accounts
        self._reader = reader
        self._catalog = catalog

    def cohort(self, person: str, section: str) -> Cohort:
        """Give how a section is doing, from what was done for its assignments; nobody's own practice is in it.

        Raises:
            RecordNotFound: This person is not in the section.
            PermissionError: They do not teach it.
        """
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        return cohort_of(self._reader.read(section), self._catalog.rubric, scenario_titles(self._catalog))


def scenario_titles(catalog: Catalog) -> dict[str, str]:
    """Give the titles of all scenarios and of each session of a treatment, by what a kept session calls them."""
    scenarios = {key: offer.scenario.title for key, offer in catalog.offers.items()}
    steps = {
        f"{arc.id}-{number}": f"{arc.title}, {number}: {session.title}"
        for arc in catalog.arcs.values()
        for number, session in enumerate(arc.sessions, start=1)
    }
    return scenarios | steps


def cohort_of(work: SectionWork, rubric: Rubric, titles: Mapping[str, str]) -> Cohort:
    """Sum up what was done in a section.

    Args:
        work: Of the section.
        rubric: Its criteria are what is summed up.
        titles: Of scenarios, by id.
    """
    told = [session for given, _, session in work.over if not given.nameless and session.turns]
    done = [Done(session=one, levels=one.levels(rubric)) for one in sorted(told, key=lambda one: one.started_at)]
    by_person: dict[str, list[Done]] = defaultdict(list)
    for one in done:
        by_person[one.session.person].append(one)
    return Cohort(
        section=work.section.id,
        practised=tuple(_practised(member, by_person[member.account.id]) for member in work.trainees),
        criteria=tuple(_in_class(one, by_person, work.trainees) for one in rubric.criteria),
        separations=_separations(done),
        left_out=sum(given.nameless and bool(session.turns) for given, _, session in work.over),
        titles={one.session.scenario: titles.get(one.session.scenario, one.session.scenario) for one in done},
    )


def _practised(member: Member, done: Sequence[Done]) -> Practised:
    return Practised(
        person=member.account.id,
        name=member.account.name,
        left=member.left_at is not None,
        sessions=len(done),
        turns=sum(len(one.session.turns) for one in done),
        scenarios=dict(Counter(one.session.scenario for one in done)),
        last_at=max((one.session.started_at for one in done), default=None),
    )


def _in_class(criterion: Criterion, by_person: dict[str, list[Done]], trainees: Iterable[Member]) -> CriterionInClass:
    levels = {
        person: [level for one in done for level in one.given(criterion.id)] for person, done in by_person.items()
    }
    finals = {
        person: [one.levels.of(WHOLE_SESSION, criterion.id).final for one in done] for person, done in by_person.items()
    }
    practised = [one.account for one in trainees if by_person.get(one.account.id)]
    never = tuple(one.name for one in practised if not any(_met(done, criterion.id) for done in by_person[one.id]))
    return CriterionInClass(
        criterion=criterion.id,
        name=criterion.name,
        distribution=distribution(levels),
        trend=trend({person: [mean for mean in found if mean is not None] for person, found in finals.items()}),
        met=len(practised) - len(never),
        never=never,
    )


def _met(done: Done, criterion: str) -> bool:
    """Tell whether a session gave an occasion for a criterion; an instructor's level is one too."""
    asked = any(criterion in asked_criteria(turn.newest.grades) for turn in done.session.turns if turn.newest)
    return asked or bool(done.levels.given(criterion))


def _separations(done: Iterable[Done]) -> tuple[ScenarioSeparation, ...]:
    levels: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in done:
        for criterion in HEADLINES:
            levels[one.session.scenario, criterion][one.session.person] += one.given(criterion)
    found = [
        ScenarioSeparation(scenario=scenario, criterion=criterion, separation=separation(people))
        for (scenario, criterion), people in levels.items()
    ]
    return tuple(sorted(found, key=_most_first))


def _most_first(one: ScenarioSeparation) -> tuple[bool, float, str, str]:
    between = one.separation.between
    return (between is None, -(between or 0.0), one.scenario, one.criterion)
