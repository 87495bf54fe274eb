"""Keeps what instructors say of sessions; a level is only added to, and two who write at once do not lose a word."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import access_row
from classroom.errors import ChangedMeanwhile
from classroom.reviews import EventKind, GradeEvent, ReviewMark, TurnComment
from practice.errors import RecordNotFound
from records.reviews import GradeEventRow, ReviewMarkRow, TurnCommentRow

CHANGED_LEVEL = "changed a level"


class ReviewStore:
    """The records of review. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add_event(self, event: GradeEvent, trainee: str | None = None) -> None:
        """Keep an instructor's word, and in the same step that it was said of this trainee's work.

        Its `version` is one more than the one that was seen (0 where there was none).

        Raises:
            ChangedMeanwhile: Another instructor's word came first; nothing was kept.
        """
        row = GradeEventRow
        newest = select(func.max(row.version)).where(
            row.session_id == event.session, row.turn == event.turn, row.criterion == event.criterion
        )
        with Connection(self._engine) as db, db.begin():
            if (db.scalars(newest).one() or 0) + 1 != event.version:
                raise ChangedMeanwhile("Another instructor changed this level since you opened it; look at it again.")
            db.add(_event_row(event))
            db.add(
                access_row(event.created_at, event.made_by, CHANGED_LEVEL, "session", event.session, trainee, event.id)
            )

    def events(self, sessions: Sequence[str]) -> dict[str, tuple[GradeEvent, ...]]:
        """Read what was said of the levels of sessions, by session, oldest first."""
        query = select(GradeEventRow).where(GradeEventRow.session_id.in_(sessions)).order_by(GradeEventRow.version)
        found: dict[str, list[GradeEvent]] = {session: [] for session in sessions}
        with Connection(self._engine) as db:
            for row in db.scalars(query):
                found[row.session_id].append(_event(row))
        return {session: tuple(events) for session, events in found.items()}

    def mark(self, session: str, version: int, *, done: bool, by: str) -> ReviewMark:
        """Keep that a session was looked through, or not after all; `version` is the one that was seen.

        Raises:
            ChangedMeanwhile: Another instructor marked it since; nothing was kept.
        """
        newest = select(func.max(ReviewMarkRow.version)).where(ReviewMarkRow.session_id == session)
        with Connection(self._engine) as db, db.begin():
            if (db.scalars(newest).one() or 0) != version:
                raise ChangedMeanwhile("Another instructor marked this session since you opened it; look at it again.")
            state = "done" if done else "open"
            row = ReviewMarkRow(
                session_id=session, version=version + 1, state=state, made_by=by, created_at=self._clock()
            )
            db.add(row)
            db.flush()
            return _mark(row)

    def marks(self, sessions: Sequence[str]) -> dict[str, ReviewMark]:
        """Read how far the review of sessions is, by session."""
        query = select(ReviewMarkRow).where(ReviewMarkRow.session_id.in_(sessions)).order_by(ReviewMarkRow.version)
        found = {session: ReviewMark(session=session) for session in sessions}
        with Connection(self._engine) as db:
            found.update({row.session_id: _mark(row) for row in db.scalars(query)})
        return found

    def comment(self, session: str, turn: int, text: str, by: str) -> TurnComment:
        """Keep a comment."""
        now = self._clock()
        row = TurnCommentRow(
            id=str(ULID.from_datetime(now)), session_id=session, turn=turn, text=text, made_by=by, created_at=now
        )
        with Connection(self._engine) as db, db.begin():
            db.add(row)
            db.flush()
            return _comment(row)

    def withdraw_comment(self, session: str, comment: str, by: str) -> None:
        """Take a comment of one's own back.

        Raises:
            RecordNotFound: There is no such comment of theirs on this session.
        """
        with Connection(self._engine) as db, db.begin():
            row = db.get(TurnCommentRow, comment)
            if row is None or row.session_id != session or row.made_by != by:
                raise RecordNotFound("There is no such comment of yours on this session.")
            row.withdrawn_at = row.withdrawn_at or self._clock()

    def comments(self, session: str) -> tuple[TurnComment, ...]:
        """Read the comments on a session that were not taken back, by turn and time."""
        row = TurnCommentRow
        query = select(row).where(row.session_id == session, row.withdrawn_at.is_(None))
        with Connection(self._engine) as db:
            return tuple(_comment(one) for one in db.scalars(query.order_by(row.turn, row.created_at, row.id)))


def _event_row(event: GradeEvent) -> GradeEventRow:
    return GradeEventRow(
        id=event.id,
        session_id=event.session,
        turn=event.turn,
        criterion=event.criterion,
        kind=event.kind.value,
        level=event.level,
        reason=event.reason,
        made_by=event.made_by,
        based_on=event.based_on,
        automatic_level=event.automatic_level,
        version=event.version,
        created_at=event.created_at,
    )


def _event(row: GradeEventRow) -> GradeEvent:
    return GradeEvent(
        id=row.id,
        session=row.session_id,
        turn=row.turn,
        criterion=row.criterion,
        kind=EventKind(row.kind),
        level=row.level,
        reason=row.reason,
        made_by=row.made_by,
        based_on=row.based_on,
        automatic_level=row.automatic_level,
        version=row.version,
        created_at=row.created_at,
    )


def _mark(row: ReviewMarkRow) -> ReviewMark:
    return ReviewMark(
        session=row.session_id,
        done=row.state == "done",
        made_by=row.made_by,
        created_at=row.created_at,
        version=row.version,
    )


def _comment(row: TurnCommentRow) -> TurnComment:
    return TurnComment(
        id=row.id,
        session=row.session_id,
        turn=row.turn,
        text=row.text,
        made_by=row.made_by,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
    )
