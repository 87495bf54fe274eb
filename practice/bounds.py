"""What an assignment sets for a session; practice of one's own has none of it."""

from collections.abc import Callable

from dialogue.record import Record
from practice.catalog import Offer


class Bounds(Record):
    """What is not the trainee's own choice about a session."""

    assigned: bool = False
    """Whether it was done for an assignment: then it is not the trainee's to delete."""
    withheld: bool = False
    """Whether its feedback waits for an instructor's release."""
    closed: bool = False
    """Whether nothing more may be said: it has closed for this trainee, or was handed in."""
    guess_required: bool = True
    """Whether the report waits for the trainee's own guess."""
    criteria: tuple[str, ...] = ()
    """The criteria whose levels the trainee is shown; empty is all."""
    contract_card: bool = True
    """Whether the agency's policy is shown beside the session."""
    offer: Offer | None = None
    """The scenario and the client as they were given, with their turn limit; None is what is on offer now."""


FREE = Bounds()
BoundsOf = Callable[[str], Bounds]
"""Gives the bounds of a session by its id, as they are at this moment."""
CLOSED = "This assignment has closed, so nothing more can be said. Your words are still in the box."
NOT_RELEASED = "The feedback on this session comes when your instructor releases it."


def free(_session: str) -> Bounds:
    """Give the bounds of practice of one's own."""
    return FREE
