"""A second opinion on the same rubric, from a language model: one call an exchange, and nothing believed unchecked."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from dialogue.acts import Act
from dialogue.turns import ExchangeText
from evaluator.criterion_rules import NO_OCCASION
from evaluator.fence import Mark, harmless, locate, new_mark, word_count
from evaluator.grades import ExchangeGrades
from evaluator.judge_examples import Example, JudgeExamples
from evaluator.judge_prompt import LONGEST_REASON, prompt_version, question_for
from evaluator.opinion import CriterionOpinion, Effort, Judgement, JudgeStamp, SecondOpinion
from evaluator.rubric import LEVELS, Rubric
from evaluator.suspicion import suspicious_signs
from language_model.errors import LanguageModelError
from language_model.json_form import Question
from language_model.json_reply import Check, JsonReply

MISSED = 1
"""The one level that may stand without a quote: nothing was said that could be quoted."""
FEWEST_WORDS = 3
"""Words that a quote needs, unless the turn has fewer; ours. "I" stands in every turn and carries nothing."""
NOTHING_ASKED = "no criterion applies to this exchange"
SPEAKS_TO_THE_SOFTWARE = "words to the software in place of the client"
NOT_ANSWERED = "The judge did not speak to this."
NO_LEVEL = "The judge gave no level."
OFF_SCALE = "Not counted: the judge's level is not on the scale."
NOT_IN_TURN = "Not counted: the words that the judge quotes do not stand in the turn."
TOO_FEW_WORDS = "Not counted: the judge quotes too few words to carry a level."
NO_REASON = "Not counted: the judge gave no reason."
NOT_A_FORM = "Not counted: the judge's answer has another form."


class JsonAnswers(Protocol):
    """What answers a question in JSON: `JsonModel`, or a made-up one."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    async def ask(self, question: Question, check: Check) -> JsonReply:
        """Answer, or tell why not; never raises for what a server does."""
        ...


class Judge:
    """Asks a language model for an opinion; to be used in one event loop."""

    def __init__(
        self,
        model: JsonAnswers,
        rubric: Rubric,
        examples: JudgeExamples | None = None,
        *,
        mark: Mark = new_mark,
        seconds: Callable[[], float] = time.perf_counter,
        others: Callable[[str, int], Rubric | None] | None = None,
    ) -> None:
        """Keep who is asked and by which rubric.

        Args:
            model: Who is asked.
            rubric: By which it judges.
            examples: Labelled exchanges that show the scale; none if not given.
            mark: Gives the random mark of the fence.
            seconds: Any clock that only goes forward.
            others: Gives another rubric by the id and version in a grade's stamp; that one judges then.
        """
        self._model = model
        self._rubric = rubric
        self._examples = examples
        self._mark = mark
        self._seconds = seconds
        self._others = others

    async def judge(self, exchange: ExchangeText, grades: ExchangeGrades) -> Judgement:
        """Ask for an opinion on the criteria that the embedded grades say apply.

        Only the two turns are told; what went before, and the grades themselves, are not.
        """
        started = self._seconds()
        asked, rubric = asked_criteria(grades), self._rubric_of(grades)
        if not asked:
            return Judgement(
                opinion=None, failure=NOTHING_ASKED, stamp=self._stamp(rubric, "", ()), effort=_effort(None, 0.0)
            )
        examples = self._near(exchange.client, asked)
        question = question_for(
            exchange, [rubric.criterion(criterion) for criterion in asked], rubric, examples, self._mark
        )
        reply = await self._model.ask(question, lambda fields: _fault(fields, asked, exchange.trainee))
        stamp = self._stamp(rubric, reply.form.value, tuple(example.id for example in examples))
        effort = _effort(reply, self._seconds() - started)
        if reply.fields is None:
            return Judgement(
                opinion=None, failure=reply.failure, server_failed=reply.server_failed, stamp=stamp, effort=effort
            )
        opinion = SecondOpinion(
            opinions=checked(reply.fields, asked, exchange.trainee),
            suspicious=signs_in(exchange.trainee, grades),
            stamp=stamp,
        )
        return Judgement(opinion=opinion, failure=None, stamp=stamp, effort=effort)

    def _near(self, client: str, asked: Sequence[str]) -> tuple[Example, ...]:
        """Give examples; an opinion without them is better than none."""
        try:
            return self._examples.near(client, asked) if self._examples else ()
        except LanguageModelError:
            return ()

    def _rubric_of(self, grades: ExchangeGrades) -> Rubric:
        """Give the rubric by which an exchange was graded, so that both go by the same one."""
        stamp = grades.grader
        return (self._others and self._others(stamp.rubric, stamp.rubric_version)) or self._rubric

    def _stamp(self, rubric: Rubric, form: str, examples: tuple[str, ...]) -> JudgeStamp:
        return JudgeStamp(
            model=self._model.name,
            prompt=prompt_version(),
            rubric=rubric.id,
            rubric_version=rubric.version,
            form=form,
            examples=examples,
        )


def signs_in(trainee: str, grades: ExchangeGrades | None) -> tuple[str, ...]:
    """Name what in a trainee's words seems meant for a grader, by the words and by what was read in them."""
    read = (SPEAKS_TO_THE_SOFTWARE,) if grades is not None and Act.FRAME_BREAK in grades.acts_found() else ()
    return tuple(dict.fromkeys((*suspicious_signs(trainee), *read)))


def asked_criteria(grades: ExchangeGrades) -> tuple[str, ...]:
    """Give the criteria that apply to an exchange: an occasion comes from cue tags, not from opinion."""
    return tuple(grade.criterion for grade in grades.criteria if grade.reason != NO_OCCASION)


def checked(fields: Mapping[str, object], asked: Sequence[str], trainee: str) -> tuple[CriterionOpinion, ...]:
    """Check each criterion of an answer; what does not hold has no level, and what was not asked is dropped."""
    return tuple(_checked(criterion, fields.get(criterion), trainee) for criterion in asked)


def _checked(criterion: str, said: object, trainee: str) -> CriterionOpinion:
    def without_level(reason: str) -> CriterionOpinion:
        return CriterionOpinion(criterion=criterion, level=None, quote=None, reason=reason)

    if said is None:
        return without_level(NOT_ANSWERED)
    if not isinstance(said, Mapping):
        return without_level(NOT_A_FORM)
    reason, quoted, level = said.get("reason"), said.get("quote"), said.get("level")
    if level is None:
        return without_level(NO_LEVEL)
    if type(level) is not int or level not in LEVELS:
        return without_level(OFF_SCALE)
    if not isinstance(reason, str) or not harmless(reason).strip():
        return without_level(NO_REASON)
    if quoted is not None and not isinstance(quoted, str):
        return without_level(NOT_A_FORM)
    quote = locate(quoted, trainee) if quoted else None
    if fault := _quote_fault(quoted or "", quote, level, trainee):
        return without_level(fault)
    return CriterionOpinion(criterion=criterion, level=level, quote=quote, reason=_one_line(reason))


def _quote_fault(quoted: str, quote: str | None, level: int, trainee: str) -> str | None:
    """Tell why a quote does not carry a level, or None where it does."""
    if not quoted.strip():
        return None if level == MISSED else NOT_IN_TURN
    if quote is None:
        return NOT_IN_TURN
    if level != MISSED and word_count(quote) < min(FEWEST_WORDS, word_count(trainee)):
        return TOO_FEW_WORDS
    return None


def _fault(fields: Mapping[str, object], asked: Sequence[str], trainee: str) -> str | None:
    """Tell what is wrong with an answer of which nothing holds; the words say nothing that a person wrote."""
    opinions = checked(fields, asked, trainee)
    if any(opinion.level is not None for opinion in opinions):
        return None
    reasons = dict.fromkeys(opinion.reason.rstrip(".") for opinion in opinions)
    return f"no criterion can be counted ({'; '.join(reasons)})"


def _one_line(reason: str) -> str:
    line = " ".join(harmless(reason).split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1].rstrip() + "…"


def _effort(reply: JsonReply | None, seconds: float) -> Effort:
    if reply is None:
        return Effort(calls=0, tokens_in=0, tokens_out=0, seconds=seconds)
    return Effort(calls=reply.calls, tokens_in=reply.tokens_in, tokens_out=reply.tokens_out, seconds=seconds)
