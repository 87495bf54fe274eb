"""What a turn of a client worded by a language model takes, beside two published designs.

Run by `python -m tests.server.measure_voice`.

The same server over real HTTP, with the same delay for every token. Attune's turns are run as they are. Of the others
the calls are made as their public code makes them (PatientHub, `patienthub/clients/patientAct.py` and `patientPsi.py`):
which calls, in which order, with or without a stream. The size of their prompts is that of their templates with a
profile of the length that their papers show; the length of their structured answers is judgement and stands here.
"""

import json
import sys
import time
import urllib.request
from statistics import mean
from typing import NamedTuple

from pydantic import SecretStr

from language_model.chat_model import build_chat_model
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from language_model.talker import Talker
from personas.authored_voice import AuthoredVoice
from personas.calls import Moment
from personas.cast import library_folder, load_persona
from personas.guard import Guard
from personas.line_vectors import line_vectors
from personas.model_voice import ModelVoice
from personas.plan import plan_reply
from personas.state import first_state
from personas.trust import update_trust
from personas.trust_table import shipped_table
from tests.language_model.fake_openai import FakeOpenAI
from tests.readings import reading

DELAY = 0.02
"""Seconds a token: fifty a second, as a small model on a workstation gives."""
TURNS = 12
REPLY = "I fall asleep all right. Then I am awake at four and listening, I could not say for what exactly."


class Call(NamedTuple):
    """One call of a published design."""

    prompt: int
    """Words of its prompt without the conversation. Counted from the template and a profile."""
    answer: int
    """Words of the answer; of structured ones, judgement."""
    history: bool


PATIENT_ACT = (
    Call(prompt=90, answer=12, history=False),
    Call(prompt=330, answer=45, history=True),
    Call(prompt=420, answer=40, history=True),
    Call(prompt=620, answer=60, history=True),
    Call(prompt=330, answer=40, history=True),
)
"""Topics, reaction, behaviour, response, trust; a sixth call, the form of resistance, where it resists."""
RESISTANCE = Call(prompt=300, answer=40, history=True)
RESISTS_EVERY = 4
PATIENT_PSI = (Call(prompt=780, answer=len(REPLY.split()), history=True),)


class Took(NamedTuple):
    """What the turns took, on average."""

    calls: float
    words_in: float
    words_out: float
    first_word: float
    whole: float


def published(server: FakeOpenAI, calls: tuple[Call, ...], resists: bool) -> Took:
    """Make the calls of a published design for each turn, one after the other, none streamed."""
    took, history = [], 0
    for turn in range(TURNS):
        wanted = [*calls[:3], RESISTANCE, *calls[3:]] if resists and turn % RESISTS_EVERY == 0 else list(calls)
        started, words_in, words_out, shown = time.perf_counter(), 0, 0, 0.0
        for call in wanted:
            sent = call.prompt + (history if call.history else 0)
            _whole(server, sent, call.answer)
            words_in, words_out = words_in + sent, words_out + call.answer
            if call is (wanted[-2] if len(calls) > 1 else wanted[-1]):
                shown = time.perf_counter() - started
        took.append(Took(len(wanted), words_in, words_out, shown, time.perf_counter() - started))
        history += 12 + len(REPLY.split())
    return _average(took)


def _whole(server: FakeOpenAI, sent: int, answer: int) -> None:
    body = {"model": "good", "stream": True, "messages": [{"role": "system", "content": "word " * sent}]}
    server.says = lambda _: "word " * (answer - 1) + "word"
    request = urllib.request.Request(f"{server.url}/chat/completions", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=60) as answered:
        answered.read()


def ours(server: FakeOpenAI) -> Took:
    """Let Attune's model voice say the same number of turns."""
    persona, encoder, table = load_persona(library_folder() / "T2.yaml"), shared_encoder(), shipped_table()
    cast = {persona.id: persona}
    authored = AuthoredVoice(cast, Passages(encoder.encode), encoder, line_vectors([persona], encoder))
    talker = Talker(lambda: build_chat_model(server.url, SecretStr("none"), "good", most_tokens=260))
    voice = ModelVoice(cast, talker, authored, Guard(cast, encoder))
    server.says = lambda _: REPLY
    read, state, took = reading(text="How do you sleep?"), first_state(persona), []
    for turn in range(TURNS + 1):
        change = update_trust(state, read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=turn, free_tests=False), table)
        first: list[float] = []
        calls, started = voice.effort.calls, time.perf_counter()

        def hear(_: str, first: list[float] = first) -> None:
            first.append(time.perf_counter())

        spoken = voice.speak(plan, (), hear)
        sent = server.requests[-1]["messages"]
        words_in = sum(len(str(message["content"]).split()) for message in sent)
        whole = time.perf_counter() - started
        shown = (first[0] if first else time.perf_counter()) - started
        took.append(Took(voice.effort.calls - calls, words_in, len(spoken.text.split()), shown, whole))
    talker.stop()
    return _average(took[1:])


def _average(took: list[Took]) -> Took:
    return Took(*(mean(values) for values in zip(*took, strict=True)))


def main() -> None:
    """Measure and print a table."""
    rows = {}
    with FakeOpenAI() as server:
        server.delay = DELAY
        rows["Attune, model voice"] = ours(server)
        rows["PATIENT-Ψ (PatientHub)"] = published(server, PATIENT_PSI, resists=False)
        rows["PatientAct (PatientHub)"] = published(server, PATIENT_ACT, resists=True)
    lines = ["| a turn | calls | words in | words out | first words, s | whole, s |", "|---|---|---|---|---|---|"]
    for name, took in rows.items():
        counted = f"{took.calls:.1f} | {took.words_in:.0f} | {took.words_out:.0f}"
        lines.append(f"| {name} | {counted} | {took.first_word:.2f} | {took.whole:.2f} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
