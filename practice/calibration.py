"""How close trainees come to their own grades: the error of their guess, and whether it shrinks over their sessions.

This is the measure of self-awareness. Nothing is claimed from fewer than four sessions with a guess that can be held
against enough occasions.
"""

from collections.abc import Sequence

from dialogue.record import Record
from practice.trends import FEWEST_SESSIONS, Shift, shift


class SelfAwareness(Record):
    """The trainee's guesses beside the grades, over their sessions."""

    error: float | None
    """Mean distance of the newest guess from the grade, in levels; 0 is exact. None where nothing can be compared."""
    lean: float | None
    """Mean of guess minus grade over all sessions; above 0 is rating oneself higher. None where too few sessions."""
    sessions: int
    """Sessions with a guess that can be compared."""
    needed: int
    """Sessions needed before a trend is named."""
    trend: Shift | None
    """The error in the first sessions and in the last."""


def error_of(gaps: Sequence[float]) -> float | None:
    """Give the mean distance of a guess from the grade; None where no headline can be compared."""
    return sum(abs(gap) for gap in gaps) / len(gaps) if gaps else None


def self_awareness(gaps: Sequence[Sequence[float]]) -> SelfAwareness:
    """Sum up a trainee's guesses.

    Args:
        gaps: Guess minus grade for each headline that can be compared, by session, the oldest session first; none
            where the grades were in sight.
    """
    compared = [session for session in gaps if session]
    every = [gap for session in compared for gap in session]
    enough = len(compared) >= FEWEST_SESSIONS
    return SelfAwareness(
        error=error_of(gaps[-1]) if gaps else None,
        lean=sum(every) / len(every) if enough else None,
        sessions=len(compared),
        needed=FEWEST_SESSIONS,
        trend=shift([error_of(session) for session in compared], FEWEST_SESSIONS),
    )
