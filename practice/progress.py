"""How a trainee's sessions follow one another: the headline scores, and how well they guessed them."""

from datetime import datetime

from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.place import Place
from practice.report import HEADLINES, scores_of
from practice.sessions import Mode, Status


class SessionSummary(Record):
    """One session in the trainee's history."""

    id: str
    scenario: str
    title: str
    client: str
    mode: Mode
    status: Status
    started_at: datetime
    turns: int
    empathy: float | None
    """Mean level 0–4, None where nothing was graded."""
    boundary: float | None
    """Mean level 0–4, None where nothing was graded."""
    gates: int
    """How many gates were raised."""
    surprise: float | None
    """Mean distance of the trainee's own guess from the grade, in levels; 0 is a perfect guess."""


def summaries(places: list[Place], rubric: Rubric) -> tuple[SessionSummary, ...]:
    """Sum up sessions for the history page, in the order given."""
    return tuple(_summary(place, rubric) for place in places)


def _summary(place: Place, rubric: Rubric) -> SessionSummary:
    means = [scores_of(rubric.criterion(c), place.exchanges, rubric).mean for c in HEADLINES]
    guess, session = place.session.prediction, place.session
    guessed = [guess.empathy, guess.boundary] if guess else []
    gaps = [abs(g - mean) for g, mean in zip(guessed, means, strict=False) if mean is not None]
    shown = session.status.over or session.mode is Mode.COACHING
    return SessionSummary(
        id=session.id,
        scenario=session.scenario,
        title=place.offer.scenario.title,
        client=place.offer.persona.card.name,
        mode=session.mode,
        status=session.status,
        started_at=session.started_at,
        turns=len(place.exchanges),
        empathy=means[0] if shown else None,
        boundary=means[1] if shown else None,
        gates=sum(len(e.grades.gates) for e in place.exchanges if e.grades),
        surprise=sum(gaps) / len(gaps) if gaps else None,
    )
