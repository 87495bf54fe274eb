"""Reads what was practised, many sessions in a few queries; it asks nobody's rights, and changes nothing."""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connection

from classroom.practised import Grading, HeardOpinion, Objection, PractisedSession, PractisedTurn
from classroom.practised_rows import PractisedRows, read_rows
from classroom.review_store import ReviewStore
from classroom.reviews import GradeEvent, ReviewMark
from classroom.rubric_store import RubricStore
from dialogue.record import Record
from evaluator.grades import ExchangeGrades
from evaluator.opinion import SecondOpinion
from evaluator.rubric import Rubric
from practice.sessions import Exchange, Mode, Prediction, Status
from records.tables import ExchangeRow, ReflectionRow, SessionRow


class ClientNow(Record):
    """How the client stood after a turn."""

    trust: float
    """0–100."""
    layer_open: int


class _After(BaseModel):
    """What is read of the client's state."""

    trust: float
    layer_open: int


class _Outcome(BaseModel):
    """What is read of an exchange's outcome."""

    after: _After


class PractisedStore:
    """The records of practice, read for a whole class."""

    def __init__(self, engine: Engine, reviews: ReviewStore, rubrics: RubricStore, shipped: Rubric) -> None:
        self._engine = engine
        self._reviews = reviews
        self._rubrics = rubrics
        self._shipped = shipped

    def rubric_of(self, assignment: str) -> Rubric:
        """Give the rubric that an assignment was given with, or the one that ships."""
        given = self._rubrics.of_assignment(assignment)
        return given.rubric if given else self._shipped

    def sessions(self, ids: Sequence[str]) -> dict[str, PractisedSession]:
        """Read sessions with their turns, gradings and reviews; one that is not there is left out.

        What was read is understood after the records are free again: others write meanwhile.
        """
        events, marks = self._reviews.events(ids), self._reviews.marks(ids)
        with Connection(self._engine) as db:
            read = read_rows(db, ids)
        turns, rubrics = _turns(read), _Rubrics(self._rubrics, self._shipped)
        return {
            row.id: _session(row, tuple(turns[row.id]), events[row.id], marks[row.id], rubrics.of(turns[row.id]))
            for row in read.sessions
        }

    def owner(self, session: str) -> str | None:
        """Give whose session it is; None where there is none."""
        with Connection(self._engine) as db:
            return db.scalars(select(SessionRow.person_id).where(SessionRow.id == session)).one_or_none()

    def reflections(self, ids: Sequence[str]) -> dict[str, dict[int, str]]:
        """Read what was written to the reflection prompts, by session and prompt (0 is the first)."""
        found: dict[str, dict[int, str]] = defaultdict(dict)
        query = select(ReflectionRow).where(ReflectionRow.session_id.in_(ids)).order_by(ReflectionRow.prompt)
        with Connection(self._engine) as db:
            for row in db.scalars(query):
                found[row.session_id][row.prompt] = row.text
        return found

    def client_after(self, ids: Sequence[str]) -> dict[str, ClientNow]:
        """Read how the client stood after each answered turn of sessions, by exchange."""
        row = ExchangeRow
        query = select(row.id, row.outcome).where(row.session_id.in_(ids), row.outcome.is_not(None))
        with Connection(self._engine) as db:
            read = db.execute(query).all()
        after = {key: _Outcome.model_validate_json(outcome or "").after for key, outcome in read}
        return {key: ClientNow(trust=now.trust, layer_open=now.layer_open) for key, now in after.items()}


class _Rubrics:
    """Finds the rubrics of many sessions, each once."""

    def __init__(self, rubrics: RubricStore, shipped: Rubric) -> None:
        self._rubrics = rubrics
        self._shipped = shipped
        self._found: dict[tuple[str, int], Rubric] = {}

    def of(self, turns: Sequence[PractisedTurn]) -> Rubric:
        graded = [turn.newest.grades.grader for turn in turns if turn.newest]
        if not graded:
            return self._shipped
        key = (graded[-1].rubric, graded[-1].rubric_version)
        if key not in self._found:
            self._found[key] = self._rubrics.named(*key) or self._shipped
        return self._found[key]


def _turns(read: PractisedRows) -> dict[str, list[PractisedTurn]]:
    """Put the turns of each session together."""
    gradings: dict[str, list[Grading]] = defaultdict(list)
    for key, grade, grades, at in read.gradings:
        gradings[key].append(Grading(id=grade, at=at, grades=ExchangeGrades.model_validate_json(grades)))
    heard = {
        key: HeardOpinion(opinion=SecondOpinion.model_validate_json(opinion), at=at)
        for key, opinion, at in read.opinions
        if opinion
    }
    objections: dict[str, list[Objection]] = defaultdict(list)
    for key, criterion, part, reason, at in read.objections:
        objections[key].append(Objection(criterion=criterion, part=part, reason=reason, at=at))
    turns: dict[str, list[PractisedTurn]] = defaultdict(list)
    for key, session, number, sent, client, trainee, reply, at in read.exchanges:
        graded = tuple(gradings[key])
        exchange = Exchange(
            id=key,
            session=session,
            turn=number,
            key=sent,
            client_before=client,
            trainee=trainee,
            reply=reply,
            outcome=None,
            grades=graded[-1].grades if graded else None,
            created_at=at,
        )
        turns[session].append(
            PractisedTurn(exchange=exchange, gradings=graded, heard=heard.get(key), objections=tuple(objections[key]))
        )
    return turns


def _session(
    row: SessionRow,
    turns: tuple[PractisedTurn, ...],
    events: tuple[GradeEvent, ...],
    mark: ReviewMark,
    rubric: Rubric,
) -> PractisedSession:
    prediction = None
    if row.predicted_empathy is not None and row.predicted_boundary is not None:
        prediction = Prediction(empathy=row.predicted_empathy, boundary=row.predicted_boundary)
    return PractisedSession(
        id=row.id,
        person=row.person_id,
        scenario=row.scenario_id,
        persona=row.persona_id,
        mode=Mode(row.mode),
        seed=row.seed,
        status=Status(row.status),
        prediction=prediction,
        started_at=row.started_at,
        ended_at=row.ended_at,
        turns=turns,
        events=events,
        mark=mark,
        rubric=rubric,
    )
