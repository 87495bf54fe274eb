"""What an assignment sets for a session, a sitting or a treatment; practice of one's own has none of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.catalog import ArcOffer, Catalog, Offer, Offered
from practice.sessions import Exchange, Session
from scenarios.drill import Drill


class Bounds(Record):
    """What is not the trainee's own choice about a session, a sitting with a drill, or a treatment."""

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
    given: Offered | None = None
    """What is practised, as it was given: a scenario with its turn limit; None is what is on offer now."""
    rubric: Rubric | None = None
    """By which it is graded, where that is not the rubric that ships."""
    released_at: datetime | None = None
    """When its feedback was last released, UTC; what was graded again after that is not told yet."""
    rubrics: tuple[Rubric, ...] = ()
    """Those by which turns of it were graded already, where they do not ship."""

    @property
    def offer(self) -> Offer | None:
        """The scenario and the client as they were given."""
        return self.given if isinstance(self.given, Offer) else None

    @property
    def drill(self) -> Drill | None:
        """The drill as it was given."""
        return self.given if isinstance(self.given, Drill) else None

    @property
    def arc(self) -> ArcOffer | None:
        """The treatment and the client as they were given."""
        return self.given if isinstance(self.given, ArcOffer) else None


FREE = Bounds()
BoundsOf = Callable[[str], Bounds]
"""Gives the bounds of a session, a sitting or a treatment by its id, as they are at this moment."""
RubricNamed = Callable[[str, int], Rubric | None]
"""Gives a rubric that does not ship, by the id and the version in a grade's stamp; None where there is none."""
ASSIGNED = "This was done for an assignment, so it stays; ask your instructor."
CLOSED = "This assignment has closed, so nothing more can be said. Your words are still in the box."
NOT_RELEASED = "The feedback on this session comes when your instructor releases it."


def held_on(session: Session, bounds: Bounds, catalog: Catalog) -> Offer:
    """Give what a session is held on: as it was given, else as it is on offer now.

    Raises:
        LookupError: It is neither kept with an assignment nor on offer.
    """
    if bounds.arc is not None and session.arc is not None:
        return bounds.arc.held(session.arc, session)
    return bounds.offer or catalog.offer_of(session)


def graded_by(exchanges: Sequence[Exchange], bounds: Bounds, shipped: Rubric) -> Rubric:
    """Give the rubric of a session: by which its newest grades were made, else by which it is to be graded."""
    graded = [one.grades.grader for one in exchanges if one.grades]
    if not graded:
        return bounds.rubric or shipped
    named = (graded[-1].rubric, graded[-1].rubric_version)
    return next((one for one in bounds.rubrics if (one.id, one.version) == named), shipped)


def free(_session: str) -> Bounds:
    """Give the bounds of practice of one's own."""
    return FREE
