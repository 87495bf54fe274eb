"""Reads what was practised, many sessions in a few queries; it asks nobody's rights, and changes nothing."""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connection

from classroom.practised import Grading, HeardOpinion, Objection, PractisedSession, PractisedTurn
from classroom.review_store import ReviewStore
from classroom.reviews import ReviewMark
from dialogue.record import Record
from evaluator.grades import ExchangeGrades
from evaluator.opinion import SecondOpinion
from practice.opinion_store import Step
from practice.sessions import Exchange, Mode, Prediction, Status
from records.tables import DisagreementRow, ExchangeRow, GradeRow, ReflectionRow, SecondOpinionRow, SessionRow


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

    def __init__(self, engine: Engine, reviews: ReviewStore) -> None:
        self._engine = engine
        self._reviews = reviews

    def sessions(self, ids: Sequence[str]) -> dict[str, PractisedSession]:
        """Read sessions with their turns, gradings and reviews; one that is not there is left out."""
        events, marks = self._reviews.events(ids), self._reviews.marks(ids)
        with Connection(self._engine) as db:
            turns = _turns(db, ids)
            rows = db.scalars(select(SessionRow).where(SessionRow.id.in_(ids)).order_by(SessionRow.id)).all()
            return {
                row.id: _session(row).model_copy(
                    update={"turns": tuple(turns[row.id]), "events": events[row.id], "mark": marks[row.id]}
                )
                for row in rows
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
            read = [(found[0], _Outcome.model_validate_json(found[1] or "").after) for found in db.execute(query)]
        return {key: ClientNow(trust=after.trust, layer_open=after.layer_open) for key, after in read}


def _turns(db: Connection, ids: Sequence[str]) -> dict[str, list[PractisedTurn]]:
    gradings = _gradings(db, ids)
    heard, objections = _heard(db, ids), _objections(db, ids)
    turns: dict[str, list[PractisedTurn]] = defaultdict(list)
    row = ExchangeRow
    wanted = (row.id, row.session_id, row.turn, row.key, row.client_before, row.trainee, row.reply, row.created_at)
    for one in db.execute(select(*wanted).where(row.session_id.in_(ids)).order_by(row.session_id, row.turn)):
        graded = tuple(gradings[one.id])
        exchange = Exchange(
            id=one.id,
            session=one.session_id,
            turn=one.turn,
            key=one.key,
            client_before=one.client_before,
            trainee=one.trainee,
            reply=one.reply,
            outcome=None,
            grades=graded[-1].grades if graded else None,
            created_at=one.created_at,
        )
        turns[one.session_id].append(
            PractisedTurn(
                exchange=exchange, gradings=graded, heard=heard.get(one.id), objections=tuple(objections[one.id])
            )
        )
    return turns


def _gradings(db: Connection, ids: Sequence[str]) -> dict[str, list[Grading]]:
    row, found = GradeRow, defaultdict[str, list[Grading]](list)
    query = select(row.id, row.exchange_id, row.grades, row.created_at).join(ExchangeRow)
    for one in db.execute(query.where(ExchangeRow.session_id.in_(ids)).order_by(row.created_at, row.id)):
        grades = ExchangeGrades.model_validate_json(one.grades)
        found[one.exchange_id].append(Grading(id=one.id, at=one.created_at, grades=grades))
    return found


def _heard(db: Connection, ids: Sequence[str]) -> dict[str, HeardOpinion]:
    row = SecondOpinionRow
    query = select(row).join(ExchangeRow).where(ExchangeRow.session_id.in_(ids), row.step == Step.GIVEN.value)
    return {
        one.exchange_id: HeardOpinion(opinion=SecondOpinion.model_validate_json(one.opinion), at=one.created_at)
        for one in db.scalars(query.order_by(row.created_at, row.id))
        if one.opinion
    }


def _objections(db: Connection, ids: Sequence[str]) -> dict[str, list[Objection]]:
    row, found = DisagreementRow, defaultdict[str, list[Objection]](list)
    query = select(row).join(ExchangeRow).where(ExchangeRow.session_id.in_(ids))
    for one in db.scalars(query.order_by(row.created_at, row.id)):
        objection = Objection(criterion=one.criterion, part=one.kind, reason=one.reason, at=one.created_at)
        found[one.exchange_id].append(objection)
    return found


def _session(row: SessionRow) -> PractisedSession:
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
        turns=(),
        mark=ReviewMark(session=row.id),
    )
