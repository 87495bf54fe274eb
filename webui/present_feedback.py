"""What is shown of one item of feedback: its words, what it goes by, how sure it is; and what can be disagreed with."""

from evaluator.grades import Feedback, FeedbackItem
from evaluator.rubric import Rubric
from practice.disagreements import NOT_SURE, Disagreement, Part
from practice.report import HEADLINES
from practice.sessions import Exchange
from webui.present import shown
from webui.words import KINDS, level_name

HIGH = 0.6
"""Confidence from which an item is called sure; below the rubric's own threshold it is a guess. Ours."""
PARTS = {
    Part.STRENGTH: "what worked",
    Part.CHANGE: "the thing to change",
    Part.ALTERNATIVE: "the suggested answer",
    Part.GRADE: "the grade",
}


def feedback_card(item: FeedbackItem | None, rubric: Rubric) -> str:
    """Give one thing that is said about an exchange; empty where there is none."""
    if item is None:
        return ""
    criterion = rubric.criterion(item.criterion).name
    rule = item.rule if item.rule.startswith(f"{criterion}:") else f"{criterion}. {item.rule}"
    return (
        f'<article class="feedback {shown(item.kind)}"><h3>{KINDS[item.kind]}</h3>{_quote(item)}'
        f'<p class="words">{shown(item.text)}</p>'
        f'<p class="rule">{shown(rule)} {confidence(item)}</p></article>'
    )


def _quote(item: FeedbackItem) -> str:
    """Quote the words that an item is about, and say whose they are."""
    if item.quote:
        return f'<p class="whose">You said</p><blockquote>{shown(item.quote)}</blockquote>'
    if item.client_quote:
        return (
            f'<p class="whose">The client said</p><blockquote class="of-client">{shown(item.client_quote)}</blockquote>'
        )
    return ""


def confidence(item: FeedbackItem) -> str:
    """Say how sure an item is, in words; a guess says that it has no level."""
    if item.unsure:
        return '<span class="badge">not sure: no level</span>'
    return f'<span class="sure">{"Quite sure" if item.confidence >= HIGH else "Fairly sure"} of this grade.</span>'


def disagree_choices(exchange: Exchange | None, rubric: Rubric) -> list[tuple[str, str]]:
    """Give what can be disagreed with in one exchange: words, and part and criterion as `part:criterion`.

    The items of feedback come first, then the grades.
    """
    if exchange is None or exchange.grades is None:
        return []
    items = exchange.feedback.items() if exchange.feedback else ()
    said = [(f"{KINDS[item.kind]}: {rubric.criterion(item.criterion).name}", value_of(item)) for item in items]
    given = [grade.criterion for grade in exchange.grades.criteria if grade.level is not None]
    grades = [
        (f"The grade for {rubric.criterion(criterion).name}", f"{Part.GRADE}:{criterion}")
        for criterion in dict.fromkeys((*HEADLINES, *given))
    ]
    return said + grades


def value_of(item: FeedbackItem) -> str:
    """Give the value that stands for an item among the choices."""
    return f"{item.kind}:{item.criterion}"


def item_of(feedback: Feedback | None, kind: str) -> FeedbackItem | None:
    """Find the item of a kind."""
    return next((item for item in feedback.items() if item.kind == kind), None) if feedback else None


def card_of(feedback: Feedback | None, kind: str, rubric: Rubric) -> str:
    """Give the card of an item; the client's words are quoted once, not again under the suggested answer."""
    item, change = item_of(feedback, kind), item_of(feedback, Part.CHANGE)
    if item and change and item is not change and item.client_quote == change.client_quote:
        item = item.model_copy(update={"client_quote": None})
    return feedback_card(item, rubric)


def disagreement_words(one: Disagreement, rubric: Rubric) -> str:
    """Say what a disagreement is about, without its reason."""
    about = f"{PARTS[one.part]}, {rubric.criterion(one.criterion).name}"
    if one.shown is None:
        return about
    if one.part is Part.GRADE:
        level = NOT_SURE if one.shown.unsure else level_name(one.shown.level, rubric.level_names)
        return f"{about} ({level})"
    return f"{about} (“{one.shown.text}”)"


def disagreements(spoken: tuple[Disagreement, ...], rubric: Rubric) -> str:
    """Give the trainee's own words against the feedback on one turn."""
    return "".join(
        f'<p class="disagreed">You disagree with {shown(disagreement_words(one, rubric))}: {shown(one.reason)}</p>'
        for one in spoken
    )
