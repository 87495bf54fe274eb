"""What a trainee is shown of a session where an assignment names the criteria: the levels of the others are left out.

Flags and gates stay, whatever was named: they are about care, not about a level.
"""

from collections.abc import Sequence

from evaluator.grades import CriterionGrade, ExchangeGrades, Feedback, FeedbackItem
from evaluator.opinion import SecondOpinion
from practice.place import Place
from practice.sessions import Exchange
from scenarios.scenario import LevelReached

LEFT_OUT = "This assignment does not show this criterion."


def as_shown(place: Place) -> Place:
    """Leave out of a session what its trainee is not shown."""
    named = place.bounds.criteria
    if not named:
        return place
    exchanges = tuple(_exchange(one, named) for one in place.exchanges)
    kept = tuple(c for c in place.offer.scenario.success if not isinstance(c, LevelReached) or c.criterion in named)
    scenario = place.offer.scenario.model_copy(update={"success": kept})
    offer = place.offer.model_copy(update={"scenario": scenario})
    return place.model_copy(update={"exchanges": exchanges, "offer": offer})


def grades_as_shown(grades: ExchangeGrades, named: Sequence[str]) -> ExchangeGrades:
    """Leave out the levels of the criteria that are not named; where none is named, all are shown."""
    if not named:
        return grades
    return grades.model_copy(update={"criteria": tuple(_grade(one, named) for one in grades.criteria)})


def opinions_as_shown(opinions: dict[str, SecondOpinion], named: Sequence[str]) -> dict[str, SecondOpinion]:
    """Leave out the second opinions on the criteria that are not named; where none is named, all are shown."""
    if not named:
        return opinions
    return {
        key: one.model_copy(update={"opinions": tuple(own for own in one.opinions if own.criterion in named)})
        for key, one in opinions.items()
    }


def _exchange(exchange: Exchange, named: Sequence[str]) -> Exchange:
    grades = grades_as_shown(exchange.grades, named) if exchange.grades else None
    feedback = _feedback(exchange.feedback, named) if exchange.feedback else None
    return exchange.model_copy(update={"grades": grades, "feedback": feedback})


def _grade(grade: CriterionGrade, named: Sequence[str]) -> CriterionGrade:
    if grade.criterion in named:
        return grade
    nothing = {"level": None, "estimate": None, "quote": None, "direction": None, "reason": LEFT_OUT}
    return grade.model_copy(update=nothing)


def _feedback(feedback: Feedback, named: Sequence[str]) -> Feedback:
    def of(item: FeedbackItem | None) -> FeedbackItem | None:
        return item if item and item.criterion in named else None

    return Feedback(strength=of(feedback.strength), change=of(feedback.change), alternative=of(feedback.alternative))
