"""A judge is asked only what applies, is told only the two turns, and is believed only where it can be checked."""

import asyncio
import json

import pytest
from pydantic import SecretStr

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.turns import ExchangeText
from evaluator.judge import (
    NO_LEVEL,
    NOT_A_FORM,
    NOT_ANSWERED,
    NOT_IN_TURN,
    NOTHING_ASKED,
    OFF_SCALE,
    TOO_FEW_WORDS,
    Judge,
    asked_criteria,
)
from evaluator.judge_examples import JudgeExamples, shipped_contrasts
from evaluator.judge_prompt import LONGEST_REASON, prompt_version, schema_of
from evaluator.opinion import Judgement
from evaluator.rubric import load_rubric
from language_model.chat_model import build_chat_model
from language_model.encoder import shared_encoder
from language_model.json_reply import JsonModel
from language_model.passages import Passages
from tests.evaluator.grading import exchange_of, grade, reading_of
from tests.evaluator.grading import said as history_of
from tests.evaluator.judges import MadeUpModel, said, turns_in
from tests.language_model.fake_openai import FakeOpenAI, Whole

CLIENT = "Can I have your number? The nights are the worst."
READING = reading_of(Act.WARM_LIMIT, empathy=2.0, boundary=3.0, cues=(Cue.BOUNDARY_PHONE, Cue.FEELING))
EXCHANGE = exchange_of(READING, CLIENT)
GRADES = grade(READING, CLIENT)
ASKED = asked_criteria(GRADES)


def judged(fields, exchange: ExchangeText = EXCHANGE, grades=GRADES, **more) -> tuple[Judgement, MadeUpModel]:
    model = MadeUpModel(fields)
    judge = Judge(model, load_rubric(), mark=lambda: "a1b2", **more)
    return asyncio.run(judge.judge(exchange, grades)), model


def over_http(server: FakeOpenAI, *answers: Whole, retries: int = 0) -> Judgement:
    left = list(answers)
    server.answer = lambda body: left.pop(0) if len(left) > 1 else left[0]

    async def asked() -> Judgement:
        chat = build_chat_model(
            server.url, SecretStr("none"), "judge", temperature=0.0, timeout=0.6, max_retries=retries
        )
        model = JsonModel(chat, deadline=4.0)
        judgement = await Judge(model, load_rubric()).judge(EXCHANGE, GRADES)
        await model.close()
        return judgement

    return asyncio.run(asked())


@pytest.fixture
def server():
    with FakeOpenAI() as running:
        yield running


def test_only_what_applies_is_asked_in_the_order_reason_quote_level():
    assert "boundary_setting" in ASKED
    assert "rupture_repair" not in ASKED
    _, model = judged({one: said() for one in ASKED})
    (question,) = model.questions
    assert tuple(question.schema["properties"]) == ASKED
    for each in question.schema["properties"].values():
        assert list(each["properties"]) == ["reason", "quote", "level"]
        assert each["required"] == ["reason", "quote", "level"]
    assert '"rupture_repair"' not in question.system
    assert '"boundary_setting"' in question.system


def test_the_judge_is_told_the_two_turns_and_neither_history_nor_grades():
    exchange = EXCHANGE.model_copy(update={"history": history_of("An earlier secret.", "An earlier answer.")})
    _, model = judged({one: said() for one in ASKED}, exchange)
    (question,) = model.questions
    assert turns_in(question.words) == {"client": CLIENT, "trainee": EXCHANGE.trainee}
    told = question.system + question.words
    assert "earlier" not in told
    assert not [grade.reason for grade in GRADES.criteria if grade.level is None and grade.reason in told]


def test_an_opinion_that_holds_is_kept_with_what_made_it():
    judgement, _ = judged({one: said(3, "then I said that") for one in ASKED})
    assert judgement.opinion is None, "a quote in other words must not count"
    judgement, _ = judged({one: said(3, "Then I said that") for one in ASKED})
    assert judgement.opinion is not None
    assert [(one.criterion, one.level, one.quote) for one in judgement.opinion.opinions] == [
        (one, 3, "Then I said that") for one in ASKED
    ]
    stamp = judgement.opinion.stamp
    assert (stamp.model, stamp.prompt, stamp.rubric, stamp.rubric_version) == ("made up", prompt_version(), "trust", 1)
    assert judgement.effort.calls == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (said(level=5), OFF_SCALE),
        (said(level=-1), OFF_SCALE),
        (said(level=3.0), OFF_SCALE),
        (said(level="4"), OFF_SCALE),
        (said(level=True), OFF_SCALE),
        (said(level=None), NO_LEVEL),
        (said(quote="The nights are the worst."), NOT_IN_TURN),
        (said(quote="Words that nobody said."), NOT_IN_TURN),
        (said(level=0, quote=""), NOT_IN_TURN),
        (said(level=4, quote=None), NOT_IN_TURN),
        (said(level=3, quote="I"), TOO_FEW_WORDS),
        (said(level=3, quote="."), TOO_FEW_WORDS),
        (said(quote=7), NOT_A_FORM),
        (said(reason=""), "Not counted: the judge gave no reason."),
        (said(reason="\u200b"), "Not counted: the judge gave no reason."),
        (said(reason=["a"]), "Not counted: the judge gave no reason."),
        ({}, NO_LEVEL),
        ([], NOT_A_FORM),
        ("4", NOT_A_FORM),
        (None, NOT_ANSWERED),
    ],
)
def test_what_cannot_be_checked_has_no_level_and_the_rest_stands(answer, reason):
    judgement, _ = judged({one: said() for one in ASKED} | {"empathy": answer})
    assert judgement.opinion is not None
    empathy = judgement.opinion.of("empathy")
    assert (empathy.level, empathy.quote, empathy.reason) == (None, None, reason)
    assert judgement.opinion.of("boundary_setting").level == 2


def test_a_criterion_that_was_passed_over_has_no_level_and_one_that_was_not_asked_is_dropped():
    judgement, _ = judged({"empathy": said(), "rupture_repair": said(4), "kindness": said(4)})
    assert [one.criterion for one in judgement.opinion.opinions] == list(ASKED)
    assert [one.criterion for one in judgement.opinion.opinions if one.level is not None] == ["empathy"]
    assert judgement.opinion.of("boundary_setting").reason == NOT_ANSWERED


def test_a_miss_needs_no_quote():
    judgement, _ = judged({"empathy": said(1, "")})
    assert judgement.opinion.of("empathy").level == 1


def test_a_short_turn_may_be_quoted_whole():
    reading = reading_of(empathy=3.0, text="Mm.", quote="Mm.", cues=(Cue.FEELING,))
    judgement, _ = judged({"empathy": said(3, "Mm.")}, exchange_of(reading), grade(reading))
    assert judgement.opinion.of("empathy").quote == "Mm."


@pytest.mark.parametrize(
    "fields", [{}, {"empathy": said(9)}, {"kindness": said()}, {"empathy": said(4, "Nobody said.")}]
)
def test_an_answer_of_which_nothing_holds_is_a_failure_and_never_a_zero(fields):
    judgement, model = judged(fields)
    assert judgement.opinion is None
    assert "no criterion can be counted" in judgement.failure
    assert "Nobody said" not in judgement.failure
    assert model.faults[0] is not None, "the model was not told that its answer is of no use"


def test_where_nothing_applies_nobody_is_asked():
    reading = reading_of(empathy=1.0)
    judgement, model = judged({}, exchange_of(reading, client=""), grade(reading, client=""))
    assert (judgement.failure, model.questions) == (NOTHING_ASKED, [])


def test_the_reason_is_cut_to_one_line_of_what_can_be_seen():
    judgement, _ = judged({"empathy": said(reason="Good.\n\u202e<b>" + "word " * 200)})
    reason = judgement.opinion.of("empathy").reason
    assert len(reason) <= LONGEST_REASON
    assert "\n" not in reason
    assert "\u202e" not in reason
    assert "<" not in reason


def test_words_to_the_software_are_marked_for_a_person():
    reading = reading_of(Act.FRAME_BREAK, empathy=2.0, cues=(Cue.FEELING,))
    judgement, _ = judged({"empathy": said()}, exchange_of(reading), grade(reading))
    assert judgement.opinion.suspicious == ("words to the software in place of the client",)


def test_the_examples_near_by_show_the_judge_low_and_high_levels():
    contrasts = [one for one in shipped_contrasts() if one.headline == "empathy"][:6]
    contrasts += [one for one in shipped_contrasts() if one.headline == "boundary_setting"][:4]
    encoder = shared_encoder()
    examples = JudgeExamples(contrasts, Passages(encoder.encode), encoder)
    judgement, model = judged({one: said() for one in ASKED}, examples=examples)
    shown = [json.loads(line) for line in model.questions[0].system.splitlines() if line.startswith('{"client"')]
    assert len(shown) == len(judgement.stamp.examples) >= 6
    for headline in ("empathy", "boundary_setting"):
        levels = [one["levels"][headline] for one in shown if headline in one["levels"]]
        assert min(levels) <= 1
        assert max(levels) >= 3
    own = contrasts[0]
    assert own.low.id in [one.id for one in examples.near(own.client, ["empathy"])]
    assert examples.near(own.client, ["consistency"]) == ()


def test_every_shipped_contrast_answers_one_client_in_two_ways():
    contrasts = shipped_contrasts()
    assert len(contrasts) > 300
    for one in contrasts:
        assert one.low.client == one.high.client == one.client
        assert one.low.levels[one.headline] <= 1
        assert one.high.levels[one.headline] >= 3


def test_a_good_answer_over_http_is_an_opinion(server):
    judgement = over_http(server, Whole(json.dumps({one: said() for one in ASKED})))
    assert judgement.opinion is not None
    assert (judgement.effort.calls, judgement.effort.tokens_in, judgement.effort.tokens_out) == (1, 100, 20)
    assert judgement.stamp.form == "json_schema with lengths"
    schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert schema == schema_of(ASKED)
    assert server.requests[0]["temperature"] == 0.0


def test_a_judge_that_first_makes_up_a_quote_may_mend_it_once(server):
    wrong = {one: said(quote="Nobody said this.") for one in ASKED}
    judgement = over_http(server, Whole(json.dumps(wrong)), Whole(json.dumps({one: said() for one in ASKED})))
    assert judgement.opinion is not None
    assert judgement.effort.calls == 2


@pytest.mark.parametrize(
    "answer",
    [
        Whole(status=500, body="{}"),
        Whole("{}", stalls=True),
        Whole("{}", cut_at=10),
        Whole(None, refusal="No."),
        Whole(""),
        Whole('{"empathy": {"reason": "It', finish_reason="length"),
        Whole("not json"),
        Whole(json.dumps({"empathy": said(level=7)})),
        Whole(json.dumps({"empathy": said(quote="Nobody said this.")})),
        Whole(json.dumps({"kindness": said()})),
    ],
)
def test_whatever_goes_wrong_is_a_failure_with_its_effort_and_without_the_turns(server, answer):
    judgement = over_http(server, answer)
    assert judgement.opinion is None
    assert judgement.failure
    assert judgement.effort.calls >= 1
    for words in (CLIENT, EXCHANGE.trainee, "Nobody said"):
        assert words not in judgement.failure


def test_a_busy_server_is_waited_for(server):
    good = Whole(json.dumps({one: said() for one in ASKED}))
    judgement = over_http(server, Whole(status=429, headers={"Retry-After": "0.2"}, body="{}"), good, retries=2)
    assert judgement.opinion is not None
    assert len(server.requests) == 2


def test_a_judge_reads_by_the_rubric_that_graded_the_exchange():
    meaning = "Blames the client, as our clinic says it."
    criteria = tuple(
        one.model_copy(update={"levels": (meaning, *one.levels[1:])}) if one.id == "empathy" else one
        for one in load_rubric().criteria
    )
    own = load_rubric().model_copy(update={"id": "R-0123456789", "version": 4, "criteria": criteria})
    stamp = GRADES.grader.model_copy(update={"rubric": own.id, "rubric_version": own.version})
    graded = GRADES.model_copy(update={"grader": stamp})

    def others(rubric, version):
        return own if (rubric, version) == (own.id, own.version) else None

    judgement, model = judged({}, grades=graded, others=others)
    assert (judgement.stamp.rubric, judgement.stamp.rubric_version) == (own.id, 4)
    assert meaning in str(model.questions[0])
    judgement, model = judged({}, others=others)
    assert judgement.stamp.rubric == "trust"
    assert meaning not in str(model.questions[0])
