"""What another sentence would have done: same client, same moment, same seed."""

from dialogue.record import Record
from evaluator.grades import ExchangeGrades
from practice.exchange import Result
from practice.place import Place


class Road(Record):
    """One of the two sentences and where it led."""

    trainee: str
    reply: str
    trust_before: float
    """0–100."""
    trust_after: float
    """0–100."""
    layer_after: int
    grades: ExchangeGrades


class Counterfactual(Record):
    """The sentence that was sent and the one that was tried, side by side."""

    turn: int
    client: str
    """The client's words that both answer."""
    sent: Road
    tried: Road


def compare(place: Place, turn: int, result: Result) -> Counterfactual:
    """Lay the tried sentence beside the one that was sent at this turn."""
    exchange = place.exchanges[turn - 1]
    if exchange.outcome is None or exchange.grades is None:
        raise ValueError("This turn is not answered yet; reload and try again.")
    sent, tried = exchange.outcome, result.outcome
    return Counterfactual(
        turn=turn,
        client=exchange.client_before,
        sent=Road(
            trainee=exchange.trainee,
            reply=exchange.reply or "",
            trust_before=sent.change.before.trust,
            trust_after=sent.after.trust,
            layer_after=sent.after.layer_open,
            grades=exchange.grades,
        ),
        tried=Road(
            trainee=tried.reading.text,
            reply=tried.spoken.text,
            trust_before=tried.change.before.trust,
            trust_after=tried.after.trust,
            layer_after=tried.after.layer_open,
            grades=result.grades,
        ),
    )
