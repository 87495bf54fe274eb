"""What to tell the trainee about one exchange: one strength, one change, one alternative; each may be missing.

Order and lengths: clinical design 3.2 (8). Nothing is said that the grades do not carry, and nothing is said twice in
one session.
"""

from dialogue.turns import ExchangeText
from evaluator.alternatives import Alternatives, TurnReader
from evaluator.exemplars import Exemplars
from evaluator.exemplars_adaptable import AdaptableAnswers
from evaluator.feedback_change import change_for
from evaluator.feedback_strength import strength_for
from evaluator.feedback_wording import Told, client_passage, same_words
from evaluator.grader import Grader
from evaluator.grades import ExchangeGrades, Feedback
from evaluator.rubric import Rubric, load_rubric


class Coach:
    """Gives feedback on graded exchanges; an alternative is shown only if our own grader finds it good."""

    def __init__(
        self,
        reader: TurnReader,
        grader: Grader,
        exemplars: Exemplars,
        rubric: Rubric | None = None,
        adaptable: AdaptableAnswers | None = None,
    ) -> None:
        self._alternatives = Alternatives(reader, grader, exemplars, adaptable)
        self._rubric = rubric
        self._found_in = (reader, exemplars, adaptable)

    def under(self, grader: Grader, rubric: Rubric) -> "Coach":
        """Give a coach who goes by another rubric and its grader, and finds alternatives in the same places."""
        reader, exemplars, adaptable = self._found_in
        return Coach(reader, grader, exemplars, rubric, adaptable)

    def feedback(
        self, exchange: ExchangeText, grades: ExchangeGrades, good_reply: str | None, told: Told = ()
    ) -> Feedback:
        """Give feedback on one exchange.

        Args:
            exchange: The two turns.
            grades: Of this exchange.
            good_reply: One of several good answers to exactly this client turn, by the client's author.
            told: What was said about the earlier turns of the session.
        """
        rubric = self._rubric or load_rubric(grades.grader.rubric)
        change = change_for(exchange, grades, rubric, told)
        alternative = None
        if change is not None:
            criterion = rubric.criterion(change.criterion)
            alternative = self._alternatives.alternative(exchange, grades, criterion, good_reply, told)
        strength = strength_for(grades, rubric, change, told)
        if strength and change and same_words(strength.quote, change.quote):
            # One and the same words are not praised and changed: what can grow goes by the client's words instead.
            change = change.model_copy(update={"quote": None, "client_quote": client_passage(exchange)})
        return Feedback(strength=strength, change=change, alternative=alternative)
