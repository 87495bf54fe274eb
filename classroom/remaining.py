"""What a trainee still has to do before they can hand in."""

from enum import StrEnum

from classroom.assignments import Terms
from classroom.stages import SessionState


class Remaining(StrEnum):
    """One thing that is still to do, in the order in which it is done."""

    SESSION = "bring the session to its end"
    GUESS = "say how you think it went"
    REFLECTION = "answer the reflection questions"
    HAND_IN = "hand in"


def remaining(terms: Terms, state: SessionState | None, prompts: int) -> tuple[Remaining, ...]:
    """Name what is still to do; a session in which nothing was said needs no guess and no reflection.

    Args:
        terms: Of the assignment.
        state: Of the attempt's session; None where it has not begun.
        prompts: How many reflection questions there are.
    """
    if state is None:
        return tuple(_wanted(terms))
    left = []
    if not state.status.over:
        left.append(Remaining.SESSION)
    said = state.turns > 0 or not state.status.over
    if said and terms.prediction_required and not state.guessed:
        left.append(Remaining.GUESS)
    if said and terms.reflection_required and state.reflections < prompts:
        left.append(Remaining.REFLECTION)
    return (*left, Remaining.HAND_IN)


def _wanted(terms: Terms) -> list[Remaining]:
    guess = [Remaining.GUESS] if terms.prediction_required else []
    reflection = [Remaining.REFLECTION] if terms.reflection_required else []
    return [Remaining.SESSION, *guess, *reflection, Remaining.HAND_IN]
