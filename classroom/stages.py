"""How far somebody is with an assignment, from what is kept of their attempts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from classroom.assignments import Attempt, WhichCounts
from classroom.own_terms import OwnTerms
from dialogue.record import Record
from practice.sessions import Status


class Stage(StrEnum):
    """How far somebody is."""

    NOT_BEGUN = "not begun"
    IN_SESSION = "in a session"
    TO_HAND_IN = "to hand in"
    """The session is over, and nothing is handed in."""
    FINISHED = "finished"
    EXCUSED = "excused"


class SessionState(Record):
    """How a practice session stands; nothing that was said in it."""

    id: str
    status: Status
    turns: int
    last_at: datetime
    """When something was last said, or it began."""
    ended_at: datetime | None
    guessed: bool
    reflections: int
    """Prompts that were answered."""


class Progress(Record):
    """How far somebody is with an assignment."""

    stage: Stage
    late: bool
    """Whether what was handed in came late, or nothing was handed in and it is past due."""
    taken: int
    """Attempts that were begun."""
    turns: int
    """Trainee turns of the newest attempt."""
    last_at: datetime | None
    """When they last said something or handed in."""
    session: str | None
    """The session that is open, or was last."""


def progress_of(
    own: OwnTerms,
    counts: WhichCounts,
    attempts: Sequence[Attempt],
    states: Mapping[str, SessionState],
    now: datetime,
) -> Progress:
    """Tell how far somebody is at this moment.

    Args:
        own: Their dates and attempts.
        counts: Which of several attempts counts.
        attempts: Theirs at this assignment, by number; one that broke off before its session was kept does not count.
        states: The sessions of these attempts, by id.
        now: UTC.
    """
    begun = [one for one in attempts if one.sessions]
    newest = begun[-1] if begun else None
    session = states.get(newest.sessions[-1]) if newest else None
    handed_in = [one for one in begun if one.handed_in_at is not None]
    times = [one for one in (session and session.last_at, newest and newest.handed_in_at) if one]
    return Progress(
        stage=_stage(own, newest, session, bool(handed_in)),
        late=not own.excused and (_came_late(handed_in, counts) if handed_in else own.is_late(now)),
        taken=len(begun),
        turns=session.turns if session else 0,
        last_at=max(times, default=None),
        session=session.id if session else None,
    )


def _stage(own: OwnTerms, newest: Attempt | None, session: SessionState | None, finished: bool) -> Stage:
    if own.excused:
        return Stage.EXCUSED
    if newest is not None and newest.handed_in_at is None and session is not None:
        return Stage.TO_HAND_IN if session.status.over else Stage.IN_SESSION
    return Stage.FINISHED if finished else Stage.NOT_BEGUN


def _came_late(handed_in: Sequence[Attempt], counts: WhichCounts) -> bool:
    """Tell it of the attempt that counts; where that is known only by its grade, of all of them."""
    if counts is WhichCounts.BEST:
        return all(one.late for one in handed_in)
    return handed_in[0 if counts is WhichCounts.FIRST else -1].late
