"""Which server gives second opinions, and how a judge on it is opened."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from evaluator.judge import Judge
from evaluator.judge_examples import JudgeExamples, shipped_contrasts
from evaluator.rubric import Rubric
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from practice.bounds import RubricNamed
from practice.model_server import ModelServer
from practice.opinion_worker import Judging, OpenJudge


class JudgeServer(ModelServer):
    """The server that gives second opinions."""

    timeout: float = 60.0
    deadline: float = 180.0
    """Seconds for an opinion with all its tries."""


def judge_opener(
    server: JudgeServer, rubric: Rubric, passages_folder: Path | None = None, others: RubricNamed | None = None
) -> OpenJudge:
    """Prepare to open a judge; nothing is imported, read or sent before it is opened.

    Args:
        server: Who is asked.
        rubric: By which it judges.
        passages_folder: Where the vectors of its examples may be kept between starts; in memory if not given.
        others: Gives the rubrics that do not ship, by which a session may have been graded.
    """

    @asynccontextmanager
    async def opened() -> AsyncGenerator[Judging]:
        from language_model.chat_model import build_chat_model  # late: seconds to import what it needs
        from language_model.json_reply import JsonModel

        encoder = shared_encoder()
        examples = JudgeExamples(shipped_contrasts(), Passages(encoder.encode, passages_folder), encoder)
        chat = build_chat_model(
            server.url,
            server.sent_key,
            server.model,
            temperature=0.0,
            timeout=server.timeout,
            max_retries=server.retries,
        )
        model = JsonModel(chat, deadline=server.deadline)
        try:
            yield Judge(model, rubric, examples, others=others)
        finally:
            await model.close()

    return opened
