"""A trainee's word against an item of feedback: kept with what was shown."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from dialogue.record import Record
from evaluator.grades import FeedbackItem
from evaluator.rubric import Rubric
from practice.errors import RecordNotFound
from practice.sessions import Exchange
from records.tables import DisagreementRow, ExchangeRow, SessionRow

NOT_SURE = "Not sure"
"""What stands in place of a level that is too unsure to be told."""


class Part(StrEnum):
    """What a trainee can disagree with."""

    STRENGTH = "strength"
    CHANGE = "change"
    ALTERNATIVE = "alternative"
    GRADE = "grade"
    """The level of a criterion, whether or not an item of feedback spoke of it."""


class Disagreement(Record):
    """One word against one item, with the exchange it belongs to."""

    id: str
    person: str
    session: str
    scenario: str
    persona: str
    exchange: str
    turn: int
    client: str
    trainee: str
    criterion: str
    part: Part
    shown: FeedbackItem | None
    """What was shown, as it was shown; None for what was kept before items were."""
    reason: str
    created_at: datetime


class DisagreementStore:
    """The records of disagreements; nothing is changed or removed but with its session."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, person: str, exchange_id: str, shown: FeedbackItem, reason: str) -> None:
        """Keep a word against an item of feedback.

        Raises:
            RecordNotFound: The exchange is not this person's; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            query = select(ExchangeRow.id).join(SessionRow)
            if db.scalar(query.where(ExchangeRow.id == exchange_id, SessionRow.person_id == person)) is None:
                raise RecordNotFound(f"there is no exchange {exchange_id!r} of yours")
            now = self._clock()
            db.add(
                DisagreementRow(
                    id=str(ULID.from_datetime(now)),
                    exchange_id=exchange_id,
                    criterion=shown.criterion,
                    kind=shown.kind,
                    shown=shown.model_dump_json(),
                    reason=reason,
                    created_at=now,
                )
            )

    def of_session(self, person: str, session_id: str) -> dict[str, tuple[Disagreement, ...]]:
        """Read the disagreements of a session by exchange, the oldest first; none where it is not this person's."""
        found: dict[str, tuple[Disagreement, ...]] = {}
        for one in self._read(person, session_id):
            found[one.exchange] = (*found.get(one.exchange, ()), one)
        return found

    def _read(self, person: str, session_id: str) -> list[Disagreement]:
        query = (
            select(DisagreementRow, ExchangeRow, SessionRow)
            .join(ExchangeRow, DisagreementRow.exchange_id == ExchangeRow.id)
            .join(SessionRow, ExchangeRow.session_id == SessionRow.id)
            .where(SessionRow.id == session_id, SessionRow.person_id == person)
            .order_by(DisagreementRow.created_at, DisagreementRow.id)
        )
        with Connection(self._engine) as db:
            return [_disagreement(row[0], row[1], row[2]) for row in db.execute(query)]


def shown_item(exchange: Exchange, part: str, criterion: str, rubric: Rubric) -> FeedbackItem:
    """Give what an exchange showed under this part, as a copy to keep.

    Raises:
        ValueError: There is no such part, or nothing was shown under it.
    """
    feedback = exchange.feedback
    if part in (Part.STRENGTH, Part.CHANGE, Part.ALTERNATIVE):
        items = feedback.items() if feedback else ()
        item = next((one for one in items if one.kind == part and criterion in ("", one.criterion)), None)
        if item is not None:
            return item
    known = criterion in {one.id for one in rubric.criteria}
    if part == Part.GRADE and known and exchange.grades is not None:
        grade = exchange.grades.of(criterion)
        unsure = grade.is_unsure(rubric.unsure_below)
        named = NOT_SURE if unsure else "Not observed" if grade.level is None else rubric.level_names[grade.level]
        return FeedbackItem(
            kind=Part.GRADE.value,
            criterion=criterion,
            text=named,
            quote=grade.quote,
            rule=grade.reason,
            confidence=grade.confidence,
            unsure=unsure,
            level=None if unsure else grade.level,
        )
    raise ValueError("Choose which part of the feedback you disagree with.")


def _disagreement(row: DisagreementRow, exchange: ExchangeRow, session: SessionRow) -> Disagreement:
    return Disagreement(
        id=row.id,
        person=session.person_id,
        session=session.id,
        scenario=session.scenario_id,
        persona=session.persona_id,
        exchange=exchange.id,
        turn=exchange.turn,
        client=exchange.client_before,
        trainee=exchange.trainee,
        criterion=row.criterion,
        part=Part(row.kind),
        shown=FeedbackItem.model_validate_json(row.shown) if row.shown else None,
        reason=row.reason,
        created_at=row.created_at,
    )
