"""Asks the judge about one exchange from the rubric, so that an operator sees whether it answers. Nothing is kept."""

import asyncio

from dialogue.reader import Reader
from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator.local_grader import LocalGrader
from evaluator.opinion import Judgement
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder
from practice.judge_setup import JudgeServer, judge_opener

LEVEL = 3
"""Level of the rubric's own line that is judged."""


class Trial(Record):
    """How it went."""

    answered: bool
    says: str


def trial(server: JudgeServer, rubric_id: str) -> Trial:
    """Have one line of the rubric judged, and say what came of it."""
    rubric = load_rubric(rubric_id)
    anchor = rubric.criterion("empathy").anchors[0]
    exchange = ExchangeText(client=anchor.client, trainee=anchor.trainee[LEVEL])
    grades = LocalGrader(rubric).grade_exchange(exchange, Reader(shared_encoder()).read_turn(exchange))

    async def asked() -> Judgement:
        async with judge_opener(server, rubric)() as judge:
            return await judge.judge(exchange, grades)

    judgement = asyncio.run(asked())
    effort = judgement.effort
    took = f"{effort.calls} calls, {effort.tokens_in} + {effort.tokens_out} tokens, {effort.seconds:.1f} s"
    if judgement.opinion is None:
        return Trial(answered=False, says=f"no opinion: {judgement.failure} ({took})")
    told = ", ".join(f"{one.criterion} {one.level}" for one in judgement.opinion.opinions if one.level is not None)
    return Trial(
        answered=True,
        says=f"{server.model} at {server.host} answers as {judgement.stamp.form}: {told}; the rubric says "
        f"empathy {LEVEL} ({took})",
    )
