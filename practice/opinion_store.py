"""Keeps second opinions step by step: asked for, failed, given. The rows are the queue, so a crash loses none."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import ValidationError
from sqlalchemy import Engine, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from evaluator.opinion import Judgement, SecondOpinion
from practice.errors import RecordNotFound
from records.tables import ExchangeRow, GradeRow, SecondOpinionRow, SessionRow

MOST_TRIES = 5
"""Attempts that failed for what was asked after which an exchange stays with one opinion; ours."""
LONGEST_FAILURE = 400
LONGEST_NAME = 512
UNREADABLE = "the kept grade cannot be read"


class Step(StrEnum):
    """How far a second opinion has come."""

    ASKED = "asked"
    FAILED = "failed"
    GIVEN = "given"


class Wanted(Record):
    """An exchange that waits for a second opinion: the two turns and their grades, nothing else."""

    exchange: str
    text: ExchangeText
    grades: ExchangeGrades


class OpinionCounts(Record):
    """What second opinions came to so far."""

    given: int
    waiting: int
    """For the judge they were meant for, which need not be the one that is set now."""
    given_up: int
    """Exchanges that stay with one opinion after too many failures."""
    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float
    """Of all attempts together."""
    failures: dict[str, int]
    """How often an attempt failed, by the reason."""


class OpinionStore:
    """The records of second opinions."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], again_after: float = 300.0) -> None:
        """Keep where the records are.

        Args:
            engine: Of the database.
            clock: The present moment in UTC.
            again_after: Seconds after a failure before an exchange may be tried again.
        """
        self._engine = engine
        self._clock = clock
        self._again_after = timedelta(seconds=again_after)

    def wanting(self, most: int, asks: str) -> tuple[Wanted, ...]:
        """Give exchanges that wait and may be tried now, those with the fewest attempts first, then the oldest.

        Args:
            most: How many at most.
            asks: Who is asked now; what was sent while another was set is not given.
        """
        with Connection(self._engine) as db:
            rows = db.scalars(self._waiting(most, asks)).all()
            read = [(row.id, _wanted(db, row)) for row in rows]
        for exchange_id, wanted in read:
            if wanted is None:
                self.keep_failure(exchange_id, UNREADABLE)
        readable = tuple(wanted for _, wanted in read if wanted is not None)
        return readable if readable or not read else self.wanting(most, asks)

    def _waiting(self, most: int, asks: str) -> Select[ExchangeRow]:
        steps = _standing()
        return (
            select(ExchangeRow)
            .join(steps, steps.c.exchange_id == ExchangeRow.id)
            .where(
                steps.c.asks == asks[:LONGEST_NAME],
                steps.c.given == 0,
                steps.c.failed < MOST_TRIES,
                (steps.c.failed_at.is_(None)) | (steps.c.failed_at <= self._clock() - self._again_after),
                select(GradeRow.id).where(GradeRow.exchange_id == ExchangeRow.id).exists(),
            )
            .order_by(steps.c.tried, ExchangeRow.id)
            .limit(most)
        )

    def keep(self, exchange_id: str, judgement: Judgement) -> None:
        """Keep what came of one attempt; nothing where the exchange is gone or has its opinion."""
        opinion, failure = judgement.opinion, judgement.failure
        row = self._row(exchange_id, Step.GIVEN if opinion else Step.FAILED)
        row.model = judgement.stamp.model[:LONGEST_NAME]
        row.prompt = judgement.stamp.prompt
        row.opinion = opinion.model_dump_json() if opinion else None
        row.failure = failure[:LONGEST_FAILURE] if failure else None
        row.server_failed = judgement.server_failed
        effort = judgement.effort
        row.calls, row.seconds = effort.calls, effort.seconds
        row.tokens_in, row.tokens_out = effort.tokens_in, effort.tokens_out
        self._add(row)

    def keep_failure(self, exchange_id: str, failure: str) -> None:
        """Keep that an attempt broke off without a judgement."""
        row = self._row(exchange_id, Step.FAILED)
        row.failure = failure[:LONGEST_FAILURE]
        self._add(row)

    def of_session(self, person: str, session_id: str) -> dict[str, SecondOpinion]:
        """Read the second opinions on a session, by exchange.

        Raises:
            RecordNotFound: The session is not this person's.
        """
        query = (
            select(SecondOpinionRow)
            .join(ExchangeRow)
            .where(ExchangeRow.session_id == session_id, SecondOpinionRow.step == Step.GIVEN.value)
        )
        with Connection(self._engine) as db:
            session = db.get(SessionRow, session_id)
            if session is None or session.person_id != person:
                raise RecordNotFound(f"there is no session {session_id!r} of yours; go back to your sessions")
            rows = db.scalars(query.order_by(SecondOpinionRow.created_at, SecondOpinionRow.id))
            return {row.exchange_id: SecondOpinion.model_validate_json(row.opinion) for row in rows if row.opinion}

    def counts(self) -> OpinionCounts:
        """Count what second opinions came to so far."""
        steps, row = _standing(), SecondOpinionRow
        spent = select(func.sum(row.calls), func.sum(row.tokens_in), func.sum(row.tokens_out), func.sum(row.seconds))
        failures = select(row.failure, func.count()).where(row.step == Step.FAILED.value).group_by(row.failure)
        with Connection(self._engine) as db:
            stands = db.execute(select(steps.c.given, steps.c.failed)).all()
            calls, tokens_in, tokens_out, seconds = db.execute(spent).one()
            return OpinionCounts(
                given=sum(given > 0 for given, _ in stands),
                waiting=sum(given == 0 and failed < MOST_TRIES for given, failed in stands),
                given_up=sum(given == 0 and failed >= MOST_TRIES for given, failed in stands),
                calls=calls or 0,
                tokens_in=tokens_in or 0,
                tokens_out=tokens_out or 0,
                seconds=seconds or 0.0,
                failures={failure or "": times for failure, times in db.execute(failures)},
            )

    def _add(self, row: SecondOpinionRow) -> None:
        with Connection(self._engine) as db, db.begin():
            gone = db.get(ExchangeRow, row.exchange_id) is None
            if not gone and not _has(db, row.exchange_id, Step.GIVEN):
                db.add(row)

    def _row(self, exchange_id: str, step: Step) -> SecondOpinionRow:
        now = self._clock()
        return SecondOpinionRow(
            id=str(ULID.from_datetime(now)), exchange_id=exchange_id, step=step.value, created_at=now
        )


def _standing() -> Subquery:
    """Select how each exchange stands: who was to be asked, opinions given, attempts failed, and when one failed last.

    `failed` leaves out the attempts that failed for the server; `tried` counts them too.
    """
    row = SecondOpinionRow
    failed = row.step == Step.FAILED.value
    return (
        select(
            row.exchange_id,
            func.sum(case((row.step == Step.GIVEN.value, 1), else_=0)).label("given"),
            func.max(case((row.step == Step.ASKED.value, row.model))).label("asks"),
            func.sum(case((and_(failed, row.server_failed.is_(False)), 1), else_=0)).label("failed"),
            func.sum(case((failed, 1), else_=0)).label("tried"),
            func.max(case((failed, row.created_at))).label("failed_at"),
        )
        .group_by(row.exchange_id)
        .subquery()
    )


def _has(db: Connection, exchange_id: str, step: Step) -> bool:
    row = SecondOpinionRow
    found = db.scalars(select(row.id).where(row.exchange_id == exchange_id, row.step == step.value).limit(1))
    return found.first() is not None


def asked_row(exchange_id: str, asks: str, now: datetime) -> SecondOpinionRow:
    """Make the row that keeps that a second opinion is wanted, and of whom; kept with the words themselves.

    Args:
        exchange_id: Of the words that are sent now.
        asks: Who the trainee was told would be asked.
        now: The present moment in UTC.
    """
    return SecondOpinionRow(
        id=str(ULID.from_datetime(now)),
        exchange_id=exchange_id,
        step=Step.ASKED.value,
        model=asks[:LONGEST_NAME],
        created_at=now,
    )


def _wanted(db: Connection, row: ExchangeRow) -> Wanted | None:
    """Read what a judge needs of an exchange; None where its grade cannot be read."""
    newest = (
        select(GradeRow).where(GradeRow.exchange_id == row.id).order_by(GradeRow.created_at.desc(), GradeRow.id.desc())
    )
    grade = db.scalars(newest.limit(1)).one()
    try:
        grades = ExchangeGrades.model_validate_json(grade.grades)
    except ValidationError:
        return None
    return Wanted(exchange=row.id, text=ExchangeText(client=row.client_before, trainee=row.trainee), grades=grades)
