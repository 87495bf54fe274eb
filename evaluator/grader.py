"""The seam between what reads a turn and what grades it: any grader answers this one call."""

from typing import Protocol

from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades


class Grader(Protocol):
    """Grades one exchange on every criterion of a rubric."""

    def grade_exchange(self, exchange: ExchangeText, reading: Reading) -> ExchangeGrades:
        """Grade the trainee's turn; never raises.

        A criterion without an occasion or without a valid judgement has the level None and a reason. The grade goes by
        the two turns and the reading alone: not by who the client is, nor by what the client did next.
        """
        ...
