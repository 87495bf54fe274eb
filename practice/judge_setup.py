"""Which server gives second opinions, and how a judge on it is opened."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator

from dialogue.record import Record
from evaluator.judge import Judge
from evaluator.judge_examples import JudgeExamples, shipped_contrasts
from evaluator.rubric import Rubric
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from practice.opinion_worker import Judging, OpenJudge

NO_KEY = SecretStr("none")
"""What is sent to a server that asks for no key."""


class JudgeServer(Record):
    """An OpenAI-compatible server that gives second opinions. Set by the operator alone."""

    url: str
    key: SecretStr = NO_KEY
    model: str
    timeout: float = 60.0
    """Seconds for a request to be answered."""
    deadline: float = 180.0
    """Seconds for an opinion with all its tries."""
    retries: int = 2
    """Further tries after a 429, a 5xx, a refused connection or a timeout."""

    @field_validator("url")
    @classmethod
    def is_an_address(cls, url: str) -> str:
        """Only a web address can be asked, and it holds no key: addresses are logged and shown."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("needs a whole address, such as http://127.0.0.1:8080/v1")
        if "@" in parts.netloc or "?" in url or "#" in url:
            raise ValueError("holds more than an address (a name, ? or #); give the key as ATTUNE_JUDGE_KEY")
        return url

    @property
    def host(self) -> str:
        """Who is asked, without keys or paths, for the operator and the trainee to see."""
        return urlsplit(self.url).hostname or ""


def judge_opener(server: JudgeServer, rubric: Rubric, passages_folder: Path | None = None) -> OpenJudge:
    """Prepare to open a judge; nothing is imported, read or sent before it is opened.

    Args:
        server: Who is asked.
        rubric: By which it judges.
        passages_folder: Where the vectors of its examples may be kept between starts; in memory if not given.
    """

    @asynccontextmanager
    async def opened() -> AsyncGenerator[Judging]:
        from language_model.chat_model import build_chat_model  # late: seconds to import what it needs
        from language_model.json_reply import JsonModel

        encoder = shared_encoder()
        examples = JudgeExamples(shipped_contrasts(), Passages(encoder.encode, passages_folder), encoder)
        chat = build_chat_model(
            server.url,
            server.key if server.key.get_secret_value() else NO_KEY,
            server.model,
            temperature=0.0,
            timeout=server.timeout,
            max_retries=server.retries,
        )
        model = JsonModel(chat, deadline=server.deadline)
        try:
            yield Judge(model, rubric, examples)
        finally:
            await model.close()

    return opened
