"""Short ways to grade a reading made by hand."""

from functools import lru_cache

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import BoundaryReading, Direction, Estimate, Reading, SpottedAct, SpottedFlag
from dialogue.turns import ExchangeText, Speaker, Turn
from evaluator.grades import ExchangeGrades
from evaluator.local_grader import LocalGrader
from evaluator.rubric import Sign, load_rubric

TRAINEE = "First I said this. Then I said that."


@lru_cache(maxsize=1)
def local_grader() -> LocalGrader:
    """The embedded grader with the shipped rubric."""
    return LocalGrader(load_rubric())


def reading_of(
    *signs: Sign,
    empathy: float = 1.0,
    boundary: float | None = None,
    cues: tuple[Cue, ...] = (),
    sure: float = 0.9,
    direction: Direction = Direction.NONE,
    domain: Cue | None = None,
    quote: str = "First I said this.",
    text: str = TRAINEE,
    pillars: dict[str, float] | None = None,
) -> Reading:
    """Make a reading in which these acts and flags were found, all in the same words."""
    stance = None
    if boundary is not None:
        estimate = Estimate(value=boundary, confidence=sure, quote=quote)
        stance = BoundaryReading(estimate=estimate, direction=direction, domain=domain)
    return Reading(
        text=text,
        acts=tuple(SpottedAct(act=sign, quote=quote) for sign in signs if isinstance(sign, Act)),
        empathy=Estimate(value=empathy, confidence=sure, quote=text),
        boundary=stance,
        pillars={name: Estimate(value=value, confidence=sure, quote=quote) for name, value in (pillars or {}).items()},
        flags=tuple(SpottedFlag(flag=sign, quote=quote) for sign in signs if isinstance(sign, Flag)),
        cues=cues,
        weights_version="by hand",
    )


def exchange_of(reading: Reading, client: str = "It has been a week.", history: tuple[Turn, ...] = ()) -> ExchangeText:
    """Put a reading's words after a client turn."""
    return ExchangeText(client=client, trainee=reading.text, history=history, cues=reading.cues)


def grade(reading: Reading, client: str = "It has been a week.", history: tuple[Turn, ...] = ()) -> ExchangeGrades:
    """Grade a reading made by hand."""
    return local_grader().grade_exchange(exchange_of(reading, client, history), reading)


def said(*texts: str) -> tuple[Turn, ...]:
    """Make a history in which client and trainee take turns, the client first."""
    return tuple(
        Turn(speaker=Speaker.TRAINEE if place % 2 else Speaker.CLIENT, text=text) for place, text in enumerate(texts)
    )
