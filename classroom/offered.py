"""What scenarios, drills and treatments have in common once they are assigned: a title, a length, questions."""

from collections.abc import Mapping

from classroom.assignments import Attempt
from classroom.stages import SessionState
from practice.catalog import ArcOffer, Offer, Offered
from scenarios.drill import Drill


def title_of(offer: Offered) -> str:
    """Give what it is called."""
    if isinstance(offer, Drill):
        return offer.title
    return offer.arc.title if isinstance(offer, ArcOffer) else offer.scenario.title


def minutes_of(offer: Offered) -> int:
    """Give how long it takes, about, all sessions together."""
    if isinstance(offer, Drill):
        return offer.minutes
    return sum(one.minutes for one in offer.arc.sessions) if isinstance(offer, ArcOffer) else offer.scenario.minutes


def length_of(offer: Offered | None) -> int | None:
    """Give how many sessions a treatment has; None for what is no treatment."""
    return len(offer.arc.sessions) if isinstance(offer, ArcOffer) else None


def prompts_of(offer: Offered | None, attempt: Attempt | None, states: Mapping[str, SessionState]) -> int:
    """Count the reflection questions of an attempt; a session of a treatment in which nothing was said has none."""
    if isinstance(offer, Offer):
        return len(offer.scenario.reflection)
    if not isinstance(offer, ArcOffer) or attempt is None:
        return 0
    held = zip(offer.arc.sessions, attempt.sessions, strict=False)
    return sum(len(one.reflection) for one, session in held if session in states and states[session].turns)
