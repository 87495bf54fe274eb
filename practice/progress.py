"""How a trainee's sessions follow one another: the headline scores, and how well they guessed them."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from dialogue.record import Record
from practice.calibration import error_of, self_awareness
from practice.place import Place
from practice.report import HEADLINES, Scores, SessionReport, scores_of
from practice.sessions import Mode, Status
from practice.trends import FEWEST_SESSIONS, FEWEST_TURNS, Trend, shift


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
    assigned: bool = False
    """Whether it was done for an assignment: then it is not the trainee's to delete."""
    withheld: bool = False
    """Whether its feedback waits for an instructor's release."""
    grades_told: bool
    """Whether the trainee may see the grades by now; without that the two means are None."""
    surprise: float | None
    """Mean distance of the trainee's own guess from the grade, in levels; 0 is a perfect guess. Only where there were
    enough occasions to hold it against, and no grades in sight when it was made."""
    gaps: tuple[float, ...] = ()
    """Guess minus grade for each headline with enough occasions, where no grades were in sight; with coaching none."""
    solid: dict[str, float] = Field(default_factory=dict)
    """Mean level of each headline with enough occasions."""


def summaries(places: list[Place]) -> tuple[SessionSummary, ...]:
    """Sum up sessions for the history page, in the order given."""
    return tuple(_summary(place) for place in places)


def trends_of(scores: Sequence[Scores], earlier: Sequence[SessionSummary]) -> tuple[Trend, ...]:
    """Tell how each headline moved in a session and over the sessions.

    Args:
        scores: Of the session.
        earlier: The finished sessions up to this one, this one included, the oldest first.
    """
    found = []
    for one in (one for one in scores if one.criterion in HEADLINES):
        means = [summary.solid.get(one.criterion) for summary in earlier]
        found.append(
            Trend(
                criterion=one.criterion,
                name=one.name,
                in_session=shift(one.levels, FEWEST_TURNS),
                graded=one.graded,
                over_sessions=shift(means, FEWEST_SESSIONS),
                sessions=len([mean for mean in means if mean is not None]),
            )
        )
    return tuple(found)


def over_time(report: SessionReport, history: Sequence[SessionSummary]) -> SessionReport:
    """Add to a report how the trainee's finished sessions up to this one follow one another.

    Args:
        report: Of the session.
        history: All sessions of the trainee, newest first.
    """
    now = report.place.session
    finished = [one for one in reversed(history) if one.status.over and one.started_at <= now.started_at]
    return report.model_copy(
        update={
            "trends": trends_of(report.scores, finished),
            "awareness": self_awareness([one.gaps for one in finished]),
        }
    )


def _summary(place: Place) -> SessionSummary:
    rubric = place.rubric
    scores = [scores_of(rubric.criterion(criterion), place.exchanges, rubric) for criterion in HEADLINES]
    guess, session = place.session.prediction, place.session
    shown = place.grades_told
    guessed = [guess.empathy, guess.boundary] if guess and shown and session.mode is not Mode.COACHING else []
    gaps = [own - one.mean for own, one in zip(guessed, scores, strict=False) if one.enough and one.mean is not None]
    return SessionSummary(
        id=session.id,
        scenario=session.scenario,
        title=place.offer.scenario.title,
        client=place.offer.persona.card.name,
        mode=session.mode,
        status=session.status,
        started_at=session.started_at,
        turns=len(place.exchanges),
        empathy=scores[0].mean if shown else None,
        boundary=scores[1].mean if shown else None,
        gates=sum(len(e.grades.gates) for e in place.exchanges if e.grades and not place.withheld),
        assigned=place.bounds.assigned,
        withheld=place.withheld,
        grades_told=shown,
        surprise=error_of(gaps),
        gaps=tuple(gaps),
        solid={one.criterion: one.mean for one in scores if one.enough and one.mean is not None} if shown else {},
    )
