"""Words an item of feedback so that it says no more than its grade carries, and nothing twice in one session."""

import re
from collections.abc import Sequence

from dialogue.turns import ExchangeText
from evaluator.grades import CriterionGrade, Feedback, FeedbackItem
from evaluator.rubric import Criterion, Rubric

Told = Sequence[Feedback | None]
"""What was said about the earlier turns of the session, turn 1 first; None where nothing was."""

UNSURE = "This is a guess; weigh it yourself. "
PASSAGE = 24
"""Words of the client that are quoted at most; ours."""
SENTENCE = re.compile(r"\S[^.!?…]*[.!?…]*")


def fresh(wordings: Sequence[str], told: Told) -> str | None:
    """Give a wording that was not said in this session, or None; later turns begin with later wordings."""
    said = [item.text for feedback in told if feedback for item in feedback.items()]
    start = len(told) % len(wordings) if wordings else 0
    turned = [*wordings[start:], *wordings[:start]]
    return next((wording for wording in turned if not any(wording in text for text in said)), None)


def pointer(wordings: Sequence[str], turns: Sequence[int], told: Told) -> str | None:
    """Give a wording that points back to the first of these turns; None where each was said or there is no turn."""
    said = " ".join(item.text for feedback in told if feedback for item in feedback.items())
    unsaid = [wording for wording in wordings if max(wording.split("{turn}"), key=len) not in said]
    return unsaid[0].replace("{turn}", str(turns[0])) if unsaid and turns else None


def turns_on(kind: str, criterion: str, told: Told) -> list[int]:
    """Give the turns (1 is the first) whose item of this kind was about this criterion."""
    return [
        turn
        for turn, feedback in enumerate(told, start=1)
        if feedback and any(item.kind == kind and item.criterion == criterion for item in feedback.items())
    ]


def said(kind: str, grade: CriterionGrade, criterion: Criterion, rubric: Rubric, text: str) -> FeedbackItem:
    """Make an item of a grade; where the grade is unsure it says so and gives no level."""
    unsure = grade.confidence < rubric.unsure_below
    level = 0 if grade.level is None else grade.level
    named = rubric.level_names[level]
    told_level = grade.reason if grade.reason.startswith(f"{named}:") else f"{named}: {grade.reason}"
    return FeedbackItem(
        kind=kind,
        criterion=criterion.id,
        text=(UNSURE if unsure else "") + text,
        quote=grade.quote,
        rule=f"{criterion.name}: {criterion.definition}" if unsure else told_level,
        confidence=grade.confidence,
        unsure=unsure,
        level=None if unsure else grade.level,
    )


def client_passage(exchange: ExchangeText) -> str | None:
    """Give the client's words to quote: all of a short turn, else its fullest sentence that is short enough."""
    text = exchange.client.strip()
    if not text or len(text.split()) <= PASSAGE:
        return text or None
    sentences = [found.group(0).strip() for found in SENTENCE.finditer(text)]
    short = [sentence for sentence in sentences if len(sentence.split()) <= PASSAGE]
    if short:
        return max(short, key=lambda sentence: len(sentence.split()))
    return " ".join(text.split(" ")[:PASSAGE]).strip() or None


def same_words(one: str | None, other: str | None) -> bool:
    """Tell whether one of two quotes stands in the other."""
    return bool(one and other) and (str(one) in str(other) or str(other) in str(one))
