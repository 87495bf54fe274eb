"""Keeps sessions and exchanges; every write is one transaction that has reached the disk when it returns."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from evaluator.grades import ExchangeGrades, Feedback
from personas.state import ClientState
from practice.arc_store import ArcStore, arc_session_row, arc_step
from practice.disagreements import DisagreementStore
from practice.drill_store import DrillStore
from practice.errors import RecordNotFound, SessionMoved
from practice.exchange import Graded
from practice.opinion_store import asked_row
from practice.person_row import keep_person
from practice.sessions import Exchange, Mode, Outcome, Prediction, Session, Status
from records.tables import (
    ExchangeRow,
    GradeRow,
    ReflectionRow,
    SessionRow,
)

Clock = Callable[[], datetime]


class Store:
    """The records of practice. Whatever belongs to another person is not found."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.disagreements = DisagreementStore(engine, clock)
        self.arcs = ArcStore(engine, clock)
        self.drills = DrillStore(engine, clock)

    def add_session(self, session: Session) -> None:
        """Keep a new session and, the first time, its person; of a treatment, with its place in it.

        Raises:
            SessionMoved: There is a session of this id, or this one of a treatment was begun already; nothing was kept.
        """
        try:
            self._add(session)
        except IntegrityError as error:
            raise SessionMoved("this session was begun in another window; reload to see it") from error

    def _add(self, session: Session) -> None:
        with Connection(self._engine) as db, db.begin():
            if db.get(SessionRow, session.id) is not None:
                raise SessionMoved("this session was begun already; reload to see it")
            keep_person(db, session.person, self._clock())
            db.add(
                SessionRow(
                    id=session.id,
                    person_id=session.person,
                    scenario_id=session.scenario,
                    persona_id=session.persona,
                    mode=session.mode.value,
                    seed=session.seed,
                    status=session.status.value,
                    opening=session.opening,
                    start_state=session.start_state.model_dump_json(),
                    draft="",
                    draft_number=0,
                    started_at=session.started_at,
                )
            )
            if session.arc is not None:
                db.flush()
                db.add(arc_session_row(session.id, session.arc))

    def session(self, person: str, session_id: str) -> Session:
        """Read one session.

        Raises:
            RecordNotFound: There is none of this id for this person.
        """
        with Connection(self._engine) as db:
            return _session(_own(db, person, session_id))

    def sessions(self, person: str) -> tuple[Session, ...]:
        """Read all sessions of a person, newest first."""
        query = select(SessionRow).where(SessionRow.person_id == person)
        with Connection(self._engine) as db:
            rows = db.scalars(query.order_by(SessionRow.started_at.desc(), SessionRow.id.desc()))
            return tuple(_session(row) for row in rows)

    def set_status(self, person: str, session_id: str, status: Status) -> None:
        """Change where a session stands; one that is over stays over."""
        with Connection(self._engine) as db, db.begin():
            row = _own(db, person, session_id)
            if not Status(row.status).over:
                row.status = status.value
                row.ended_at = self._clock() if status.over else None

    def soften(self, person: str, session_id: str, turn: int) -> None:
        """Keep that the client softens from this turn on."""
        with Connection(self._engine) as db, db.begin():
            row = _own(db, person, session_id)
            row.softened_from = turn if row.softened_from is None else row.softened_from

    def save_draft(self, person: str, session_id: str, text: str, number: int) -> None:
        """Keep a half-typed message; one that arrives after a newer one changes nothing."""
        with Connection(self._engine) as db, db.begin():
            row = _own(db, person, session_id)
            if number > row.draft_number:
                row.draft, row.draft_number = text, number

    def predict(self, person: str, session_id: str, prediction: Prediction) -> None:
        """Keep the trainee's own guess; the first one counts."""
        with Connection(self._engine) as db, db.begin():
            row = _own(db, person, session_id)
            if row.predicted_empathy is None:
                row.predicted_empathy = prediction.empathy
                row.predicted_boundary = prediction.boundary

    def submit(
        self, person: str, session_id: str, key: str, turn: int, client: str, trainee: str, asks: str | None = None
    ) -> str:
        """Keep the trainee's words before the client answers; the same key gives the same exchange.

        With `asks`, it is kept in the same step that they were told to be sent to this judge, and to no other.

        Raises:
            SessionMoved: Another message took this turn; nothing was kept.
        """
        query = select(ExchangeRow).where(ExchangeRow.session_id == session_id, ExchangeRow.key == key)
        try:
            with Connection(self._engine) as db, db.begin():
                row = _own(db, person, session_id)
                known = db.scalars(query).one_or_none()
                if known is not None:
                    return known.id
                exchange_id = str(ULID.from_datetime(self._clock()))
                db.add(
                    ExchangeRow(
                        id=exchange_id,
                        session_id=session_id,
                        turn=turn,
                        key=key,
                        client_before=client,
                        trainee=trainee,
                        created_at=self._clock(),
                    )
                )
                if asks is not None:
                    db.flush()
                    db.add(asked_row(exchange_id, asks, self._clock()))
                row.draft, row.draft_number = "", row.draft_number + 1
                return exchange_id
        except IntegrityError as error:
            raise SessionMoved("the conversation went on in another window; reload to see it") from error

    def answer(self, exchange_id: str, outcome: Outcome) -> None:
        """Keep the client's answer; an exchange is answered once."""
        with Connection(self._engine) as db, db.begin():
            row = db.get_one(ExchangeRow, exchange_id)
            if row.reply is not None:
                return
            row.reply = outcome.spoken.text
            row.outcome = outcome.model_dump_json()
            row.answered_at = self._clock()

    def grade_first(self, exchange_id: str, graded: Graded) -> None:
        """Keep the first grade of an exchange; where there is one already, nothing is changed."""
        with Connection(self._engine) as db, db.begin():
            if not _newest_grades(db, [exchange_id]):
                db.add(grade_row(exchange_id, graded, self._clock()))

    def exchanges(self, person: str, session_id: str) -> tuple[Exchange, ...]:
        """Read the exchanges of a session, oldest first, each with its newest grade."""
        with Connection(self._engine) as db:
            rows = _exchange_rows(db, person, session_id)
            grades = _newest_grades(db, [row.id for row in rows])
            return tuple(_exchange(row, grades.get(row.id)) for row in rows)

    def exchanges_told(self, person: str, session_id: str, released_at: datetime | None) -> tuple[Exchange, ...]:
        """Read the exchanges of a session as its trainee reads them.

        Each has its first grade, or the newest that was there when the feedback was released: what was graded again
        since then waits for the next release.
        """
        with Connection(self._engine) as db:
            rows = _exchange_rows(db, person, session_id)
            grades: dict[str, GradeRow] = {}
            for grade in _grades(db, [row.id for row in rows]):
                if grade.exchange_id not in grades or (released_at is not None and grade.created_at <= released_at):
                    grades[grade.exchange_id] = grade
            return tuple(_exchange(row, grades.get(row.id)) for row in rows)

    def reflect(self, person: str, session_id: str, prompt: int, text: str) -> None:
        """Keep what the trainee wrote to a reflection prompt; writing again replaces it."""
        query = select(ReflectionRow).where(ReflectionRow.session_id == session_id, ReflectionRow.prompt == prompt)
        with Connection(self._engine) as db, db.begin():
            _own(db, person, session_id)
            now, row = self._clock(), db.scalars(query).one_or_none()
            if row is None:
                row = ReflectionRow(id=str(ULID.from_datetime(now)), session_id=session_id, prompt=prompt)
                db.add(row)
            row.text, row.created_at = text, now

    def reflections(self, person: str, session_id: str) -> dict[int, str]:
        """Read what the trainee wrote to the reflection prompts, by their place (0 is the first)."""
        with Connection(self._engine) as db:
            _own(db, person, session_id)
            query = select(ReflectionRow).where(ReflectionRow.session_id == session_id)
            return {row.prompt: row.text for row in db.scalars(query)}

    def turns(self, person: str) -> dict[str, int]:
        """Count the answered exchanges of each session of a person."""
        query = (
            select(ExchangeRow.session_id, func.count())
            .join(SessionRow)
            .where(SessionRow.person_id == person, ExchangeRow.reply.is_not(None))
            .group_by(ExchangeRow.session_id)
        )
        with Connection(self._engine) as db:
            return {row[0]: row[1] for row in db.execute(query)}

    def delete_session(self, person: str, session_id: str) -> None:
        """Remove a session and everything that hangs on it."""
        with Connection(self._engine) as db, db.begin():
            _own(db, person, session_id)
            db.execute(delete(SessionRow).where(SessionRow.id == session_id))


def _own(db: Connection, person: str, session_id: str) -> SessionRow:
    row = db.get(SessionRow, session_id)
    if row is None or row.person_id != person:
        raise RecordNotFound(f"there is no session {session_id!r} of yours; go back to your sessions")
    return row


def _session(row: SessionRow) -> Session:
    prediction = None
    if row.predicted_empathy is not None and row.predicted_boundary is not None:
        prediction = Prediction(empathy=row.predicted_empathy, boundary=row.predicted_boundary)
    return Session(
        id=row.id,
        person=row.person_id,
        scenario=row.scenario_id,
        persona=row.persona_id,
        mode=Mode(row.mode),
        seed=row.seed,
        status=Status(row.status),
        opening=row.opening,
        start_state=ClientState.model_validate_json(row.start_state),
        softened_from=row.softened_from,
        draft=row.draft,
        draft_number=row.draft_number,
        prediction=prediction,
        started_at=row.started_at,
        ended_at=row.ended_at,
        arc=arc_step(row.arc),
    )


def grade_row(exchange_id: str, graded: Graded, now: datetime) -> GradeRow:
    """Make the row of one grading of an exchange; rows are only added."""
    stamp = graded.grades.grader
    return GradeRow(
        id=str(ULID.from_datetime(now)),
        exchange_id=exchange_id,
        grader=stamp.name,
        rubric=stamp.rubric,
        rubric_version=stamp.rubric_version,
        weights_version=stamp.weights_version,
        grades=graded.grades.model_dump_json(),
        feedback=graded.feedback.model_dump_json(),
        created_at=now,
    )


def _exchange_rows(db: Connection, person: str, session_id: str) -> Sequence[ExchangeRow]:
    _own(db, person, session_id)
    query = select(ExchangeRow).where(ExchangeRow.session_id == session_id).order_by(ExchangeRow.turn)
    return db.scalars(query).all()


def _grades(db: Connection, ids: list[str]) -> Sequence[GradeRow]:
    """Read the gradings of exchanges, the oldest first."""
    query = select(GradeRow).where(GradeRow.exchange_id.in_(ids)).order_by(GradeRow.created_at, GradeRow.id)
    return db.scalars(query).all()


def _newest_grades(db: Connection, ids: list[str]) -> dict[str, GradeRow]:
    return {row.exchange_id: row for row in _grades(db, ids)}


def _exchange(row: ExchangeRow, grade: GradeRow | None) -> Exchange:
    return Exchange(
        id=row.id,
        session=row.session_id,
        turn=row.turn,
        key=row.key,
        client_before=row.client_before,
        trainee=row.trainee,
        reply=row.reply,
        outcome=Outcome.model_validate_json(row.outcome) if row.outcome else None,
        grades=ExchangeGrades.model_validate_json(grade.grades) if grade else None,
        feedback=Feedback.model_validate_json(grade.feedback) if grade else None,
        created_at=row.created_at,
    )
