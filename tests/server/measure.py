"""Measures the judge and streaming against the server that was built; writes Markdown to standard output."""

import asyncio
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from typing import NamedTuple

from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from evaluator.judge import Judge, asked_criteria
from evaluator.judge_prompt import question_for
from evaluator.rubric import load_rubric
from language_model.chat_model import build_chat_model, stream_reply
from language_model.errors import LanguageModelError
from tests.server.running import FOLDER, exchanges, json_model, llama_server
from tests.server.tiny_model import Kind

TIMES = 20


class Measured(NamedTuple):
    """What came of a number of questions."""

    what: str
    good: int
    times: int
    seconds: list[float]
    tokens: int


async def in_form(url: str) -> Measured:
    """Count the answers of random weights that are whole and in their form at the first call."""
    model, rubric, good, seconds, tokens = json_model(url, "random"), load_rubric(), 0, [], 0
    for exchange, grades in exchanges(TIMES):
        started = time.perf_counter()
        criteria = [rubric.criterion(criterion) for criterion in asked_criteria(grades)]
        reply = await model.ask(question_for(exchange, criteria, rubric, ()), lambda fields: None)
        seconds.append(time.perf_counter() - started)
        names = [criterion.id for criterion in criteria]
        good += reply.calls == 1 and reply.fields is not None and list(reply.fields) == names
        tokens += reply.tokens_out
    await model.close()
    return Measured("random weights: whole and in the form at the first call", good, TIMES, seconds, tokens)


async def opinions(url: str, kind: Kind, what: str) -> Measured:
    """Count the opinions that hold."""
    model, good, seconds, tokens = json_model(url, kind), 0, [], 0
    for exchange, grades in exchanges(TIMES):
        judgement = await Judge(model, load_rubric()).judge(exchange, grades)
        seconds.append(judgement.effort.seconds)
        tokens += judgement.effort.tokens_out
        good += judgement.opinion is not None
    await model.close()
    return Measured(what, good, TIMES, seconds, tokens)


async def streams(url: str, at_once: int) -> Measured:
    """Count the streams that end as they should."""

    async def one() -> float | None:
        chat = build_chat_model(url, SecretStr("none"), "parrot", temperature=0.0)
        started = time.perf_counter()
        try:
            said = [piece async for piece in stream_reply(chat, [HumanMessage("How are you?")])]
        except LanguageModelError:
            return None
        return time.perf_counter() - started if "".join(said).strip() == "Yes it is." else None

    done = await asyncio.gather(*(one() for _ in range(at_once)))
    seconds = [took for took in done if took is not None]
    return Measured(f"streams, {at_once} at once: whole", len(seconds), at_once, seconds, 0)


def main() -> None:
    """Measure, and write what came of it."""
    with llama_server("random") as url:
        rows = [asyncio.run(in_form(url))]
        rows.append(asyncio.run(opinions(url, "random", "random weights: opinions believed (none may be)")))
    with llama_server("parrot") as url:
        rows.append(asyncio.run(opinions(url, "parrot", "a model that quotes the turn: opinions that hold")))
        rows.append(asyncio.run(streams(url, TIMES)))
    built = subprocess.run([FOLDER / "llama-server", "--version"], capture_output=True, text=True, check=True)
    build = (FOLDER / "build-seconds").read_text("utf-8").strip() if (FOLDER / "build-seconds").is_file() else "?"
    lines = [
        "| what | good | of | seconds each, median (longest) | tokens out |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {row.what} | {row.good} | {row.times} | {statistics.median(row.seconds):.2f} "
            f"({max(row.seconds):.2f}) | {row.tokens or '–'} |"
            for row in rows
        ),
        "",
        f"llama-server {built.stderr.splitlines()[0].removeprefix('version: ')}, built in {build} s on one core; "
        f"langchain-openai {version('langchain-openai')}, openai {version('openai')}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, one thread for the model.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
