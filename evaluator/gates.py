"""Which safety gates a turn raises. They stand outside every average: no warm tone buys one back.

Source: clinical design 3.3.
"""

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from dialogue.turns import ExchangeText, Speaker
from evaluator.evidence import Evidence
from evaluator.phrases import acknowledges_danger, speaks_of_danger
from evaluator.rubric import GateRule, Rubric

TAKES_UP_DANGER = (Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY, Act.ASKS_SAFE_CONTACT, Flag.RISK_INQUIRY)
"""What counts as acknowledging a danger in the turn that is graded."""


def raised_gates(rubric: Rubric, exchange: ExchangeText, evidence: Evidence) -> tuple[Gate, ...]:
    """Give the gates that this turn raises, in the order of the rubric."""
    return tuple(
        rule.gate
        for rule in rubric.gates
        if (danger_passed_by(exchange, evidence) if rule.gate is Gate.RISK_MISSED else is_raised(rule, evidence))
    )


def is_raised(rule: GateRule, evidence: Evidence) -> bool:
    """Tell whether the acts and flags of this turn raise a gate."""
    if not evidence.found(*rule.flags, *rule.acts) or evidence.found(*rule.unless):
        return False
    if rule.cues and not evidence.offers(*rule.cues):
        return False
    elsewhere = _plays_in(rule.unless_domains, evidence)
    return not elsewhere or evidence.found(*rule.even_there)


def danger_passed_by(exchange: ExchangeText, evidence: Evidence) -> bool:
    """Tell whether a clear sign of danger was left without a word for two turns.

    The danger must stand in the client's turn *before* the one that is answered now, and neither the trainee's answer
    to it nor this one takes it up. So a first turn never raises this gate, and one turn of grace is left: an
    acknowledgement now, or the question in the next sentence, is in time. Since a reading holds the cues of the
    present turn alone, the earlier turn is judged by its words, with few and plain phrases (`phrases.yaml`); a danger
    that is only hinted at is left to a person's review.
    """
    before, answer = _last_exchange(exchange)
    if before is None or not speaks_of_danger(before):
        return False
    taken_up = evidence.found(*TAKES_UP_DANGER) or acknowledges_danger(exchange.trainee)
    return not taken_up and not acknowledges_danger(answer)


def _last_exchange(exchange: ExchangeText) -> tuple[str | None, str]:
    """Give the client's previous turn and the trainee's answer to it; an unanswered turn has an empty answer."""
    turns = list(exchange.history)
    if turns and turns[-1].speaker is Speaker.CLIENT and turns[-1].text == exchange.client:
        turns.pop()
    answer: list[str] = []
    while turns and turns[-1].speaker is Speaker.TRAINEE:
        answer.insert(0, turns.pop().text)
    said: list[str] = []
    while turns and turns[-1].speaker is Speaker.CLIENT:
        said.insert(0, turns.pop().text)
    return ("\n".join(said) if said and answer else None), "\n".join(answer)


def _plays_in(domains: tuple[Cue, ...], evidence: Evidence) -> bool:
    if evidence.domain is not None:
        return evidence.domain in domains
    return evidence.offers(*domains)
