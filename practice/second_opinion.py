"""What the room needs of second opinions: to ask for one, to read those of a session, and to count them."""

from dialogue.record import Record
from evaluator.feedback_wording import UNSURE
from evaluator.grades import FeedbackItem
from evaluator.judge import signs_in
from evaluator.opinion import SecondOpinion
from evaluator.panel import Panel, hear_both
from evaluator.rubric import Rubric
from practice.opinion_store import OpinionCounts, OpinionStore
from practice.opinion_worker import OpinionWorker
from practice.sessions import Exchange


class SecondOpinions:
    """The second opinions of a practice room; without a worker none is asked for, and the kept ones are still shown."""

    def __init__(self, kept: OpinionStore, worker: OpinionWorker | None = None) -> None:
        """Keep who works.

        Args:
            kept: The records.
            worker: Who gets the opinions; none are asked for if not given.
        """
        self._kept = kept
        self._worker = worker

    @property
    def asks(self) -> str | None:
        """Who is asked, for people to read; None where nobody is."""
        return self._worker.asks if self._worker is not None else None

    def start(self) -> None:
        """Start working in the background, if a judge is configured."""
        if self._worker is not None:
            self._worker.start()

    def stop(self) -> None:
        """Stop; what waits is judged after the next start."""
        if self._worker is not None:
            self._worker.stop()

    def wake(self) -> None:
        """Tell that something new waits; returns at once."""
        if self._worker is not None:
            self._worker.wake()

    def of_session(self, person: str, session_id: str) -> dict[str, SecondOpinion]:
        """Read the second opinions on a session, by exchange.

        Raises:
            RecordNotFound: The session is not this person's.
        """
        return self._kept.of_session(person, session_id)

    def counts(self) -> OpinionCounts:
        """Count what second opinions came to so far."""
        return self._kept.counts()


def weighed(exchanges: tuple[Exchange, ...], panels: dict[str, Panel], rubric: Rubric) -> tuple[Exchange, ...]:
    """Give each exchange with how sure its grades and feedback are after both were heard; no level changes."""
    return tuple(_weighed(exchange, panels.get(exchange.id), rubric) for exchange in exchanges)


def _weighed(exchange: Exchange, panel: Panel | None, rubric: Rubric) -> Exchange:
    if panel is None or exchange.grades is None:
        return exchange
    criteria = tuple(
        grade.model_copy(update={"confidence": panel.of(grade.criterion).confidence})
        for grade in exchange.grades.criteria
    )
    grades = exchange.grades.model_copy(update={"criteria": criteria})
    said = exchange.feedback.items() if exchange.feedback else ()
    items = {item.kind: _weighed_item(item, panel, rubric) for item in said}
    feedback = exchange.feedback.model_copy(update=items) if exchange.feedback else None
    return exchange.model_copy(update={"grades": grades, "feedback": feedback})


def _weighed_item(item: FeedbackItem, panel: Panel, rubric: Rubric) -> FeedbackItem:
    """Make a guess of an item whose grade is too unsure now; one that goes by no level stays."""
    if item.level is None:
        return item
    sure, criterion = panel.of(item.criterion).confidence, rubric.criterion(item.criterion)
    if sure >= rubric.unsure_below:
        return item.model_copy(update={"confidence": sure})
    guess = {"unsure": True, "level": None, "text": UNSURE + item.text}
    rule = f"{criterion.name}: {criterion.definition}"
    return item.model_copy(update={**guess, "rule": rule, "confidence": sure})


class Doubt(Record):
    """A turn at which a person should look, and why in plain words."""

    turn: int
    reasons: tuple[str, ...]


def panels_of(exchanges: tuple[Exchange, ...], opinions: dict[str, SecondOpinion], rubric: Rubric) -> dict[str, Panel]:
    """Hold each second opinion against its grades, by exchange."""
    return {
        exchange.id: hear_both(exchange.grades, opinions[exchange.id], rubric)
        for exchange in exchanges
        if exchange.grades is not None and exchange.id in opinions
    }


def doubts_of(exchanges: tuple[Exchange, ...], panels: dict[str, Panel], rubric: Rubric) -> tuple[Doubt, ...]:
    """Name the turns at which a person should look; words meant for a grader count whether or not one was asked."""
    found = []
    for exchange in exchanges:
        panel = panels.get(exchange.id)
        signs = panel.suspicious if panel else signs_in(exchange.trainee, exchange.grades)
        apart = [grade.criterion for grade in panel.grades if grade.needs_person] if panel else []
        reasons = [*signs, *(f"the two opinions differ on {rubric.criterion(one).name}" for one in apart)]
        if reasons:
            found.append(Doubt(turn=exchange.turn, reasons=tuple(reasons)))
    return tuple(found)
