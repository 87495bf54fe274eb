"""Reads feedback as a strict supervisor would, and names every fault that it finds."""

import re
from collections.abc import Callable, Iterator, Sequence

from dialogue.acts import Act
from dialogue.flags import Flag
from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator.feedback_wording import UNSURE
from evaluator.grades import ExchangeGrades, Feedback, FeedbackItem
from evaluator.rubric import Rubric, Sign
from tests.evaluator.wording import BLAME

GOAL_WORDS = range(28, 43)
ANSWER_WORDS = range(3, 46)
MOST_PRAISE = 26
ALIKE = 0.75
"""Share of content words from which two pieces of advice are one and the same."""
ANSWER = re.compile(r"(?:answer this|good answers was): “(.*)”$", re.DOTALL)
OTHER_CLIENT = re.compile(r"^After another client, who said “(.*)”, one of several", re.DOTALL)

STRAIN = (
    Act.NAMES_STRAIN, Act.TAKES_RESPONSIBILITY, Act.NONDEFENSIVE, Act.EXPLORES_STRAIN, Act.VALIDATES_STRAIN,
    Act.VALIDATES_DISTRUST, Act.RENEGOTIATES, Flag.RUPTURE_ACKNOWLEDGED, Flag.RESPONSIBILITY_TAKEN,
)  # fmt: skip
CLAIMS: tuple[tuple[str, tuple[Sign, ...]], ...] = (
    (r"\bstrain\b|come between you|difficulty be spoken|something is not right between", STRAIN),
    (r"background|where the client comes from|their own world|towards the difference", (Act.CULTURAL_HUMILITY,)),
    (r"makes sense, given|where it comes from|made sense of the feeling",
     (Act.VALIDATION, Act.VALIDATES_STRAIN, Act.VALIDATES_DISTRUST)),
    (r"stays private|truth about privacy|how far privacy",
     (Act.LIMITS_OF_CONFIDENTIALITY, Flag.CONFIDENTIALITY_LIMITS_STATED)),
    (r"choice back|left the client a say|client's own choice|decision where it belongs",
     (Act.OFFERS_CHOICE, Act.ASKS_PERMISSION, Act.EXPLORES_MEANING, Flag.AUTONOMY_SUPPORT, Flag.PACING_OFFERED)),
    (r"your (own )?reaction|something showed|what the client saw",
     (Act.NONDEFENSIVE, Act.BRIEF_DISCLOSURE, Act.TAKES_RESPONSIBILITY, Act.NAMES_STRAIN, Act.EXPLORES_STRAIN,
      Flag.RESPONSIBILITY_TAKEN, Flag.RUPTURE_ACKNOWLEDGED)),
    (r"brought it back|kept hold of it\.|listening closely", (Act.REMEMBERS_DETAIL, Act.COMPLEX_REFLECTION)),
    (r"agreed or told|what was said before|earlier (word|point)|holds you to|open point",
     (Act.REMEMBERS_DETAIL, Act.MAKES_PROMISE, Act.RENEGOTIATES, *STRAIN)),
    (r"turned towards the client|stayed with the client for a moment|you are with them",
     (Act.VALIDATION, Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION, Act.SHORT_FOLLOWING, Act.REMEMBERS_DETAIL,
      Act.CULTURAL_HUMILITY, Act.GROUNDING, Act.PLATITUDE, *STRAIN)),
)  # fmt: skip
"""What praise says was done, and the findings of which one must be there."""


class Read(Record):
    """One exchange with its grades and its feedback, and what was said before in the session."""

    exchange: ExchangeText
    grades: ExchangeGrades
    feedback: Feedback
    told: tuple[Feedback | None, ...] = ()


def faults(read: Read, rubric: Rubric) -> list[str]:
    """Name every fault in the feedback on one exchange; the name is the word before the colon."""
    checks: tuple[Callable[[Read, Rubric], Iterator[str]], ...] = (
        _quotes, _levels, _contradictions, _claims, _copies, _blame, _lengths, _labels,
    )  # fmt: skip
    return [fault for check in checks for fault in check(read, rubric)]


def answer_in(item: FeedbackItem) -> str:
    """Give the suggested answer alone."""
    found = ANSWER.search(item.text)
    return found.group(1) if found else ""


def answered_client(item: FeedbackItem, read: Read) -> str:
    """Give the client's words that the suggested answer is for."""
    found = OTHER_CLIENT.search(item.text)
    return found.group(1) if found else read.exchange.client


def _quotes(read: Read, rubric: Rubric) -> Iterator[str]:
    for item in read.feedback.items():
        if item.quote is not None and (not item.quote.strip() or item.quote not in read.exchange.trainee):
            yield f"quote: {item.quote!r} is not in the trainee's turn"
        if item.client_quote is not None and item.client_quote not in read.exchange.client:
            yield f"quote: {item.client_quote!r} is not in the client's turn"
        if not item.quote and not item.client_quote and read.exchange.client.strip():
            yield f"quote: the {item.kind} has none"


def _levels(read: Read, rubric: Rubric) -> Iterator[str]:
    for item in read.feedback.items():
        grade = read.grades.of(item.criterion)
        named = [name for name in rubric.level_names if name in item.text or item.rule.startswith(f"{name}:")]
        if item.unsure and (item.level is not None or named):
            yield f"level: the {item.kind} is a guess and names {named or item.level}"
        if item.unsure != item.text.startswith(UNSURE):
            yield f"level: the {item.kind} does not say that it is a guess, or says it of a grade"
        if item.kind != "alternative" and item.unsure != (item.confidence < rubric.unsure_below):
            yield f"level: confidence {item.confidence} and unsure {item.unsure}"
        if item.level is not None and item.level != grade.level:
            yield f"level: {item.criterion} was graded {grade.level}, told {item.level}"
        if item.level is not None and named != [rubric.level_names[item.level]]:
            yield f"level: {item.level} is told as {named}"


def _contradictions(read: Read, rubric: Rubric) -> Iterator[str]:
    strength, change = read.feedback.strength, read.feedback.change
    if strength is not None:
        level = read.grades.of(strength.criterion).level
        if level is None or level <= 1:
            yield f"contradiction: {strength.criterion} is praised at level {level}"
        if read.grades.gates:
            yield "contradiction: praise beside a gate"
        if level is not None and level < 3 and strength.text.removeprefix(UNSURE) in _high(rubric):
            yield "contradiction: the praise of a skilled turn for an adequate one"
    if change is not None and not read.grades.gates:
        level = read.grades.of(change.criterion).level
        if level is None or level >= 3:
            yield f"contradiction: {change.criterion} is to change at level {level}"
    if strength and change:
        if strength.criterion == change.criterion:
            yield "contradiction: two items on one pillar"
        same = strength.quote and change.quote
        if same and (strength.quote in change.quote or change.quote in strength.quote):  # type: ignore[operator]  # `same` says that both are there
            yield f"contradiction: {change.quote!r} is praised and to be changed"


def _high(rubric: Rubric) -> set[str]:
    return {text for criterion in rubric.criteria for text in criterion.strength["high"]}


def _claims(read: Read, rubric: Rubric) -> Iterator[str]:
    strength = read.feedback.strength
    found = {act.value for act in read.grades.acts_found()} | {flag.value for flag in read.grades.flags}
    for pattern, signs in CLAIMS if strength else ():
        if strength and re.search(pattern, strength.text) and not found & {sign.value for sign in signs}:
            yield f"claim: {strength.text!r}, and none of {sorted(sign.value for sign in signs)} was found"


def _copies(read: Read, rubric: Rubric) -> Iterator[str]:
    earlier = [item for feedback in read.told if feedback for item in feedback.items()]
    for item in read.feedback.items():
        for before in (one for one in earlier if one.kind == item.kind):
            if _are_alike(item, before):
                yield f"copy: {item.text!r} was said before: {before.text!r}"


def _are_alike(one: FeedbackItem, other: FeedbackItem) -> bool:
    texts = [item.text.removeprefix(UNSURE) for item in (one, other)]
    texts = [answer_in(item) for item in (one, other)] if one.kind == "alternative" else texts
    if texts[0] == texts[1]:
        return True
    words = [{word for word in re.findall(r"\w+", text.lower()) if len(word) > 3} for text in texts]
    both = words[0] & words[1]
    return one.kind != "strength" and len(both) >= ALIKE * min(len(words[0]), len(words[1]))


def _blame(read: Read, rubric: Rubric) -> Iterator[str]:
    for item in read.feedback.items():
        said = item.text if item.kind != "alternative" else item.text.replace(answer_in(item), "")
        said = said if item.kind != "alternative" else OTHER_CLIENT.sub("", said)
        found = BLAME.search(said) or BLAME.search(item.rule)
        if found:
            yield f"blame: {found.group(0)!r} in the {item.kind}"


def _lengths(read: Read, rubric: Rubric) -> Iterator[str]:
    feedback = read.feedback
    if feedback.change and len(feedback.change.text.removeprefix(UNSURE).split()) not in GOAL_WORDS:
        yield f"length: the goal has {len(feedback.change.text.split())} words"
    if feedback.alternative and len(answer_in(feedback.alternative).split()) not in ANSWER_WORDS:
        yield f"length: the alternative has {len(answer_in(feedback.alternative).split())} words"
    if feedback.strength and len(feedback.strength.text.removeprefix(UNSURE).split()) > MOST_PRAISE:
        yield "length: the praise is long"


def _labels(read: Read, rubric: Rubric) -> Iterator[str]:
    feedback = read.feedback
    kinds = [item.kind for item in feedback.items()]
    if kinds != [kind for kind in ("strength", "change", "alternative") if getattr(feedback, kind)]:
        yield f"label: the kinds are {kinds}"
    if feedback.alternative and "ne of several" not in feedback.alternative.text:
        yield "label: the alternative is not called one of several"
    if feedback.alternative and not feedback.change:
        yield "label: an alternative to nothing"
    if any(not item.rule.strip() or not rubric.criterion(item.criterion) for item in feedback.items()):
        yield "label: an item without its rule"


def all_faults(read: Sequence[Read], rubric: Rubric) -> list[str]:
    """Name the faults of many, each with the words it was found in."""
    return [f"{fault}\n  after: {one.exchange.trainee!r}" for one in read for fault in faults(one, rubric)]
