"""What a treatment over several sessions comes to: conditions over all of them, promises, what was told."""

from dialogue.record import Record
from personas.ledger import Commitment, Standing
from practice.circumstances import end_of
from practice.place import Place
from practice.report import scores_of
from practice.sessions import Outcome, Status
from practice.success import Verdict, met
from scenarios.arc import Arc
from scenarios.arc_success import ArcCondition, Completed, FollowedThrough, InSessions, LayerTold, PromisesKept
from scenarios.scenario import Setting


class SessionOfArc(Record):
    """One session that is over."""

    number: int
    session: str
    title: str
    variant: str
    """How it began."""
    status: Status
    turns: int
    trust_from: float
    """0–100."""
    trust_to: float
    """0–100."""
    strained: bool
    """Whether a rupture was open at its end."""


class ToldFact(Record):
    """One thing that the client told, and when: it is expected to be remembered."""

    memory: str
    fact: str
    session: int
    """Number of the session, 1 is the first; 0 for what was told before."""


class ArcReport(Record):
    """All that is shown over a whole treatment."""

    arc: Arc
    finished: bool
    sessions: tuple[SessionOfArc, ...]
    success: tuple[Verdict, ...]
    promises: tuple[Commitment, ...]
    """What the trainee said they would do, and what became of it."""
    told: tuple[ToldFact, ...]
    set_right: tuple[str, ...]
    """Facts that the client had to set right, in plain sentences."""


def arc_report(arc: Arc, places: tuple[Place, ...], finished: bool) -> ArcReport:
    """Sum up a treatment from the sessions that may be told of.

    Args:
        arc: The treatment's content.
        places: Its sessions that are over, the first one first.
        finished: Whether no session is to come.
    """
    end = end_of(places[-1]) if places else None
    facts = {fact.id: fact.says for fact in places[-1].offer.persona.facts} if places else {}
    return ArcReport(
        arc=arc,
        finished=finished,
        sessions=tuple(_session(place) for place in places),
        success=tuple(Verdict(says=one.says, met=_met(one, places, finished)) for one in arc.success),
        promises=end.commitments if end else (),
        told=_told(places),
        set_right=tuple(facts[one] for one in (end.corrected if end else ()) if one in facts),
    )


def number_of(place: Place) -> int:
    """Give which session of its treatment a session is; 1 is the first."""
    return place.session.arc.number if place.session.arc else 1


def _session(place: Place) -> SessionOfArc:
    end = end_of(place)
    return SessionOfArc(
        number=number_of(place),
        session=place.session.id,
        title=place.offer.scenario.title,
        variant=place.session.arc.variant if place.session.arc else "",
        status=place.session.status,
        turns=len(place.exchanges),
        trust_from=place.session.start_state.trust,
        trust_to=end.trust,
        strained=end.rupture is not None,
    )


def _told(places: tuple[Place, ...]) -> tuple[ToldFact, ...]:
    found: dict[str, ToldFact] = {}
    for place in places:
        start, end, persona = place.session.start_state, end_of(place), place.offer.persona
        for memory in (one for one in persona.memories if one.id in end.told and one.id not in found):
            number = 0 if memory.id in start.told else number_of(place)
            found[memory.id] = ToldFact(memory=memory.id, fact=memory.fact, session=number)
    return tuple(found.values())


def _met(condition: ArcCondition, places: tuple[Place, ...], finished: bool) -> bool | None:
    if isinstance(condition, InSessions):
        return _in_sessions(condition, places, finished)
    if isinstance(condition, PromisesKept):
        return _promises(condition, places)
    if isinstance(condition, LayerTold):
        return _layer(condition, places, finished)
    if isinstance(condition, FollowedThrough):
        return _followed_through(places, finished)
    return _completed(condition, places, finished)


def _in_sessions(condition: InSessions, places: tuple[Place, ...], finished: bool) -> bool | None:
    held = [place for place in places if place.offer.scenario.setting is Setting.OFFICE]
    counted = [place for place in held if not condition.sessions or number_of(place) in condition.sessions]
    verdicts = [met(condition.condition, place.exchanges, _levels(place)) for place in counted]
    given = [verdict for verdict in verdicts if verdict is not None]
    if condition.at_least is not None and sum(given) < condition.at_least:
        return False if finished else None
    return (condition.at_least is not None or all(given)) if given else None


def _levels(place: Place) -> dict[str, list[int]]:
    scores = [scores_of(criterion, place.exchanges, place.rubric) for criterion in place.rubric.criteria]
    return {one.criterion: [level for level in one.levels if level is not None] for one in scores}


def _promises(condition: PromisesKept, places: tuple[Place, ...]) -> bool | None:
    settled = [one for one in (end_of(places[-1]).commitments if places else ()) if one.standing is not Standing.OPEN]
    good = {Standing.KEPT, Standing.OWNED} if condition.owned_counts else {Standing.KEPT}
    return sum(one.standing in good for one in settled) >= condition.share * len(settled) if settled else None


def _layer(condition: LayerTold, places: tuple[Place, ...], finished: bool) -> bool | None:
    for place in (one for one in places if number_of(one) <= condition.by_session):
        told = set(end_of(place).told)
        if any(memory.id in told and memory.layer >= condition.layer for memory in place.offer.persona.memories):
            return True
    due = finished or (bool(places) and number_of(places[-1]) >= condition.by_session)
    return False if due else None


def _followed_through(places: tuple[Place, ...], finished: bool) -> bool | None:
    """Tell whether a repair held: closed in one session, and what was promised kept in a later one."""
    closed = [place for place in places if any(e.outcome and _closes(e.outcome) for e in place.exchanges)]
    strained = any(place.session.start_state.rupture or end_of(place).rupture for place in places)
    if not closed:
        return False if strained and finished else None
    since = closed[0].session.start_state.session
    after = [one.standing for one in end_of(places[-1]).commitments if (one.asked_in or 0) > since]
    if {Standing.BROKEN, Standing.FORGOTTEN} & set(after):
        return False
    return True if Standing.KEPT in after else (False if finished else None)


def _closes(outcome: Outcome) -> bool:
    return outcome.change.repair is not None and outcome.change.repair.closed


def _completed(condition: Completed, places: tuple[Place, ...], finished: bool) -> bool | None:
    held = sum(place.session.status is Status.ENDED for place in places)
    return True if held >= condition.at_least else (False if finished else None)
