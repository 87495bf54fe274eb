"""Reads the rows of many practice sessions in a few queries, and nothing else: what they mean is worked out after."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session as Connection

from practice.opinion_store import Step
from records.tables import DisagreementRow, ExchangeRow, GradeRow, SecondOpinionRow, SessionRow


class PractisedRows(NamedTuple):
    """Rows as they were read."""

    sessions: Sequence[SessionRow]
    exchanges: "Sequence[Row[str, str, int, str, str, str, str | None, datetime]]"
    gradings: "Sequence[Row[str, str, str, datetime]]"
    opinions: "Sequence[Row[str, str | None, datetime]]"
    objections: "Sequence[Row[str, str, str, str, datetime]]"


EXCHANGES = select(
    ExchangeRow.id,
    ExchangeRow.session_id,
    ExchangeRow.turn,
    ExchangeRow.key,
    ExchangeRow.client_before,
    ExchangeRow.trainee,
    ExchangeRow.reply,
    ExchangeRow.created_at,
).order_by(ExchangeRow.session_id, ExchangeRow.turn)
GRADINGS = (
    select(GradeRow.exchange_id, GradeRow.id, GradeRow.grades, GradeRow.created_at)
    .join(ExchangeRow)
    .order_by(GradeRow.created_at, GradeRow.id)
)
OPINIONS = (
    select(SecondOpinionRow.exchange_id, SecondOpinionRow.opinion, SecondOpinionRow.created_at)
    .join(ExchangeRow)
    .where(SecondOpinionRow.step == Step.GIVEN.value)
    .order_by(SecondOpinionRow.created_at, SecondOpinionRow.id)
)
OBJECTIONS = (
    select(
        DisagreementRow.exchange_id,
        DisagreementRow.criterion,
        DisagreementRow.kind,
        DisagreementRow.reason,
        DisagreementRow.created_at,
    )
    .join(ExchangeRow)
    .order_by(DisagreementRow.created_at, DisagreementRow.id)
)


def read_rows(db: Connection, ids: Sequence[str]) -> PractisedRows:
    """Read the rows of sessions, in order of turn and time."""
    of_these = ExchangeRow.session_id.in_(ids)
    return PractisedRows(
        sessions=db.scalars(select(SessionRow).where(SessionRow.id.in_(ids)).order_by(SessionRow.id)).all(),
        exchanges=db.execute(EXCHANGES.where(of_these)).all(),
        gradings=db.execute(GRADINGS.where(of_these)).all(),
        opinions=db.execute(OPINIONS.where(of_these)).all(),
        objections=db.execute(OBJECTIONS.where(of_these)).all(),
    )
