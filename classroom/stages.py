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
    """How a practice session, a sitting with a drill or a whole treatment stands; nothing that was said in it."""

    id: str
    status: Status
    turns: int
    """What the trainee said; in a drill, the tries."""
    last_at: datetime
    """When something was last said, or it began."""
    ended_at: datetime | None
    guessed: bool
    reflections: int
    """Prompts that were answered."""


def state_of(attempt: Attempt, states: Mapping[str, SessionState], length: int | None = None) -> SessionState | None:
    """Give how an attempt stands; None where it came to nothing that could be practised.

    Args:
        attempt: Which.
        states: How its sessions, or its sitting with a drill, stand, by id.
        length: How many sessions a treatment has; None for what is no treatment.
    """
    own = [states[one] for one in attempt.sessions if one in states]
    if length is None:
        return own[-1] if own else states.get(attempt.work or "")
    if attempt.work is None:
        return None
    ended = bool(own) and len(own) >= length and own[-1].status.over
    said = [one for one in own if one.turns]
    return SessionState(
        id=attempt.work,
        status=Status.ENDED if ended else Status.ACTIVE,
        turns=sum(one.turns for one in own),
        last_at=max([attempt.began_at, *(one.last_at for one in own)]),
        ended_at=own[-1].ended_at if ended else None,
        guessed=bool(said) and all(one.guessed for one in said),
        reflections=sum(one.reflections for one in own),
    )


class Progress(Record):
    """How far somebody is with an assignment."""

    stage: Stage
    late: bool
    """Whether what was handed in came late, or nothing was handed in and it is past due."""
    taken: int
    """Attempts that were begun."""
    turns: int
    """Trainee turns of the newest attempt; in a drill, tries."""
    held: int = 0
    """Sessions of the newest attempt that were begun; more than one in a treatment."""
    last_at: datetime | None
    """When they last said something or handed in."""
    session: str | None
    """The session that is open, or was last; None for a drill."""


def progress_of(
    own: OwnTerms,
    counts: WhichCounts,
    attempts: Sequence[Attempt],
    states: Mapping[str, SessionState],
    now: datetime,
    length: int | None = None,
) -> Progress:
    """Tell how far somebody is at this moment.

    Args:
        own: Their dates and attempts.
        counts: Which of several attempts counts.
        attempts: Theirs at this assignment, by number; one that broke off before its session was kept does not count.
        states: The sessions and sittings of these attempts, by id.
        now: UTC.
        length: How many sessions a treatment has; None for what is no treatment.
    """
    begun = [one for one in attempts if one.begun]
    newest = begun[-1] if begun else None
    session = state_of(newest, states, length) if newest else None
    handed_in = [one for one in begun if one.handed_in_at is not None]
    times = [one for one in (session and session.last_at, newest and newest.handed_in_at) if one]
    return Progress(
        stage=_stage(own, newest, session, bool(handed_in)),
        late=not own.excused and (_came_late(handed_in, counts) if handed_in else own.is_late(now)),
        taken=len(begun),
        turns=session.turns if session else 0,
        last_at=max(times, default=None),
        held=len(newest.sessions) if newest else 0,
        session=newest.sessions[-1] if session and newest and newest.sessions else None,
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
