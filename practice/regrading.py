"""Grades a session again that was held, under the reader, grader and rubric of now; trust and words stay."""

from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from evaluator.rubric import Rubric
from practice.exchange import Company, Graded, Situation, as_text, grade_exchange
from practice.place import Place, situation_at
from practice.sessions import Exchange, Outcome

PROBE = ExchangeText(client="How are you?", trainee="Fine.", history=(), cues=())


class GradingAgain:
    """Grades exchanges again. A reading by the weights of now is not made twice: the same weights read the same."""

    def __init__(self, company: Company) -> None:
        """Keep who reads, and who grades by the rubric that ships.

        Args:
            company: As it takes part in exchanges.
        """
        self._company = company
        self._weights: str | None = None

    def company(self, rubric: Rubric | None) -> Company:
        """Give who grades by a rubric; None is the one that ships."""
        return self._company if rubric is None else self._company.under(rubric)

    def grades(self, place: Place, company: Company) -> dict[str, ExchangeGrades]:
        """Give the grades of each answered exchange by its id; nothing is kept, and nothing is said about them."""
        found = {}
        for exchange in place.exchanges:
            if exchange.outcome is not None:
                now = situation_at(place, exchange.turn)
                read = self._read(now, exchange.outcome)
                found[exchange.id] = company.grader.grade_exchange(as_text(now, exchange.trainee), read)
        return found

    def whole(self, place: Place, company: Company) -> dict[str, Graded]:
        """Give grades and feedback of each answered exchange by its id; feedback repeats nothing, as the first time."""
        found: dict[str, Graded] = {}
        said: list[Exchange] = [one.model_copy(update={"feedback": None}) for one in place.exchanges]
        for number, exchange in enumerate(place.exchanges):
            if exchange.outcome is None:
                continue
            now = situation_at(place.model_copy(update={"exchanges": tuple(said)}), exchange.turn)
            outcome = exchange.outcome.model_copy(update={"reading": self._read(now, exchange.outcome)})
            graded = found[exchange.id] = grade_exchange(now, outcome, company)
            said[number] = exchange.model_copy(update={"grades": graded.grades, "feedback": graded.feedback})
        return found

    def _read(self, situation: Situation, outcome: Outcome) -> Reading:
        if self._weights is None:
            self._weights = self._company.reader.read_turn(PROBE).weights_version
        if outcome.reading.weights_version == self._weights:
            return outcome.reading
        return self._company.reader.read_turn(as_text(situation, outcome.reading.text))
