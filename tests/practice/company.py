"""A company that answers at once, for tests of the room and the store: hand-made reading, voice and grades."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.turns import ExchangeText, Turn
from evaluator.grader import Grader
from evaluator.grades import CriterionGrade, ExchangeGrades, Feedback, GraderStamp
from evaluator.rubric import Rubric, load_rubric
from language_model.errors import LanguageModelError
from personas.cast import load_cast
from personas.plan import ReplyPlan
from personas.trust_table import shipped_table
from personas.voice import Hear, Spoken
from practice.catalog import Catalog
from practice.exchange import Company
from scenarios.shelf import load_shelf
from tests.readings import reading


class PlainReader:
    """Reads every turn as an open question with fair empathy."""

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read one turn."""
        act = Act.JUDGMENT if "your fault" in exchange.trainee else Act.OPEN_QUESTION
        return reading(act, empathy=2.0, text=exchange.trainee, cues=exchange.cues or ())


class EchoVoice:
    """Answers with the number of the turn and the words it heard; fails while `down`."""

    def __init__(self) -> None:
        self.down = False

    def speak(self, plan: ReplyPlan, history: Sequence[Turn] = (), hear: Hear | None = None) -> Spoken:
        """Word the plan."""
        if self.down:
            raise LanguageModelError("the voice is down")
        return Spoken(text=f"{plan.turn}: I heard {plan.words}", lines=(f"line {plan.turn}",), cues=())


class PlainGrader:
    """Gives every criterion no level but empathy, which is 2."""

    def grade_exchange(self, exchange: ExchangeText, read: Reading) -> ExchangeGrades:
        """Grade one exchange."""
        grades = tuple(
            CriterionGrade(
                criterion=criterion.id,
                level=2 if criterion.id == "empathy" else None,
                estimate=2.0 if criterion.id == "empathy" else None,
                confidence=0.9,
                quote=exchange.trainee if criterion.id == "empathy" else None,
                reason="made by hand",
            )
            for criterion in load_rubric().criteria
        )
        stamp = GraderStamp(name="by hand", rubric="trust", rubric_version=1, weights_version="none")
        return ExchangeGrades(criteria=grades, flags=(), gates=(), acts=read.acts, cues=read.cues, grader=stamp)


class SilentCoach:
    """Has nothing to say."""

    def under(self, grader: Grader, rubric: Rubric) -> "SilentCoach":
        """Go by another rubric."""
        return self

    def feedback(
        self,
        exchange: ExchangeText,
        grades: ExchangeGrades,
        good_reply: str | None,
        told: Sequence[Feedback | None] = (),
    ) -> Feedback:
        """Give no feedback."""
        return Feedback(strength=None, change=None, alternative=None)


def plain_company(voice: EchoVoice | None = None) -> Company:
    """Make a company that answers at once."""
    return Company(PlainReader(), voice or EchoVoice(), PlainGrader(), SilentCoach(), shipped_table())


def shipped_catalog() -> Catalog:
    """Load the shipped content."""
    return Catalog(load_cast(), load_shelf(), load_rubric())


def ticking_clock() -> Callable[[], datetime]:
    """Make a clock that moves on by a second at each look."""
    moments: Iterator[int] = iter(range(10**9))
    start = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(moments))
