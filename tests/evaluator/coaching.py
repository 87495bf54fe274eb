"""A reader that reads by a key, and a shelf of exemplars without an encoder, so that coaching is tested alone."""

from collections.abc import Sequence

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.exemplars import Exemplar
from evaluator.feedback import Coach
from evaluator.grades import Feedback
from tests.evaluator.grading import exchange_of, local_grader, reading_of


class KeyReader:
    """Reads a turn as skilled if it begins with "Good", as harmful if with "Harm", else as plain."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read one turn."""
        self.read.append(exchange.trainee)
        text, cues = exchange.trainee, exchange.cues or ()
        if text.startswith("Good"):
            signs = (Act.VALIDATION, Act.COMPLEX_REFLECTION, Act.OFFERS_CHOICE, Act.WARM_LIMIT)
            boundary = 3.2 if any(cue.startswith("boundary_") for cue in cues) else None
            return reading_of(*signs, empathy=3.2, boundary=boundary, cues=cues, text=text, quote=text)
        harmful = (Act.JUDGMENT, Act.HOSTILITY) if text.startswith("Harm") else ()
        return reading_of(*harmful, empathy=1.0, cues=cues, text=text, quote=text)


class Shelf:
    """Gives its exemplars in the order in which they lie."""

    def __init__(self, *exemplars: Exemplar) -> None:
        self.exemplars = exemplars

    def nearest(self, client: str, criterion: str, cues: Sequence[Cue], most: int) -> tuple[Exemplar, ...]:
        """Give the first of them."""
        return self.exemplars[:most]


def exemplar_of(trainee: str, client: str = "I can't sleep.", identity: str = "X1") -> Exemplar:
    """Make an exemplar with these words."""
    return Exemplar(
        id=identity, family="general", client=client, trainee=trainee, empathy=3, boundary=None, flags=(), acts=(),
        cues=(Cue.FEELING,), hard="",
    )  # fmt: skip


def coach_of(*exemplars: Exemplar) -> Coach:
    """Make a coach with these exemplars."""
    return Coach(KeyReader(), local_grader(), Shelf(*exemplars))


def feedback_on(
    reading: Reading, *exemplars: Exemplar, good_reply: str | None = None, client: str = "It has been a week."
) -> Feedback:
    """Coach a reading made by hand."""
    exchange = exchange_of(reading, client)
    return coach_of(*exemplars).feedback(exchange, local_grader().grade_exchange(exchange, reading), good_reply)
