"""Over real HTTP: a faulty or malicious server cannot make the client leak, hang or lose a turn."""

import time
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from evaluator.grades import Feedback
from language_model.chat_model import build_chat_model
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from language_model.talker import Talker
from personas.authored_voice import AuthoredVoice
from personas.calls import Moment
from personas.cast import library_folder, load_persona
from personas.fitness import gives_away
from personas.guard import Guard
from personas.line_vectors import line_vectors
from personas.model_voice import ModelVoice
from personas.state import first_state
from personas.trust_table import shipped_table
from practice.exchange import Company, Situation, answer_exchange
from practice.replay import replay_messages
from tests.language_model.fake_openai import FakeOpenAI
from tests.practice.company import PlainGrader, PlainReader

FINE = "I fall asleep all right. Then I lie there."
FAULTS = ("cut", "broken", "garbled", "down", "stalled", "silent", "mute", "long", "filtered")


@pytest.fixture(scope="module", name="persona")
def hannah():
    return load_persona(library_folder() / "T2.yaml")


@pytest.fixture(scope="module", name="authored")
def hannahs_lines(persona):
    encoder = shared_encoder()
    return AuthoredVoice({persona.id: persona}, Passages(encoder.encode), encoder, line_vectors([persona], encoder))


@pytest.fixture(name="server")
def a_server():
    with FakeOpenAI() as fake:
        yield fake


@pytest.fixture(name="voiced")
def a_voice_on(server, persona, authored):
    """Build a voice on the server's model of that name; it is stopped with the test."""
    talkers = []

    def voiced(model="good"):
        def build():
            return build_chat_model(
                server.url, SecretStr("none"), model, timeout=1.0, max_retries=1, chunk_timeout=0.5, most_tokens=260
            )

        talkers.append(Talker(build, deadline=4.0))
        cast = {persona.id: persona}
        return ModelVoice(cast, talkers[-1], authored, Guard(cast, shared_encoder()))

    yield voiced
    for talker in talkers:
        talker.stop()


def talk(persona, voice, messages):
    """Let messages talk to the client; give what `attune replay` would print."""
    company = Company(PlainReader(), voice, PlainGrader(), NoCoach(), shipped_table())

    catalog = SimpleNamespace(cast={persona.id: persona}, offers={})
    return list(replay_messages(catalog, company, persona.id, None, 3, messages))


class NoCoach:
    """Says nothing about an exchange."""

    def feedback(self, *asked):
        """Give nothing to say."""
        return Feedback(strength=None, change=None, alternative=None)


def test_the_reply_of_a_server_is_the_clients(server, persona, voiced):
    server.says = lambda body: FINE
    told = talk(persona, voiced(), ["How do you sleep?"])
    assert told[1]["client"] == FINE
    assert told[1]["engine"] == "model"
    assert len(server.requests) == 1
    assert server.requests[0]["messages"][-1] == {"role": "user", "content": "How do you sleep?"}


@pytest.mark.parametrize("model", FAULTS)
def test_a_faulty_server_loses_no_turn_and_hangs_nothing(persona, voiced, model):
    started = time.monotonic()
    told = talk(persona, voiced(model), ["How do you sleep?", "Who is at home?"])
    assert [line["engine"] for line in told[1:]] == ["embedded", "embedded"]
    assert all(line["client"] for line in told)
    assert time.monotonic() - started < 12


def test_a_malicious_server_that_knows_every_secret_cannot_have_one_said(server, persona, voiced):
    secrets = [memory for memory in persona.memories if memory.layer >= 2]
    said = iter([fact for memory in secrets for fact in (memory.fact, f"Well. {memory.marks[0]}.")] * 2)
    server.says = lambda body: next(said)
    told = talk(persona, voiced(), [f"Tell me more about that, number {turn}." for turn in range(len(secrets))])
    for line in told:
        assert not [memory.id for memory in secrets for mark in memory.marks if gives_away(line["client"], mark)]
    assert {line["engine"] for line in told[1:]} == {"embedded"}


def test_a_server_that_streams_for_ever_is_stopped(server, persona, voiced):
    server.says = lambda body: "and " * 5_000
    server.delay = 0.01
    started = time.monotonic()
    told = talk(persona, voiced(), ["How do you sleep?"])
    assert told[1]["engine"] == "embedded"
    assert time.monotonic() - started < 12


def test_nothing_that_was_written_stands_in_the_logs(persona, voiced, caplog):
    caplog.set_level("DEBUG")
    talk(persona, voiced("down"), ["my secret words"])
    assert "my secret words" not in caplog.text


def test_words_that_are_heard_early_are_words_that_are_kept(server, persona, voiced):
    server.says = lambda body: FINE
    heard = []
    voice = voiced()
    company = Company(PlainReader(), voice, PlainGrader(), NoCoach(), shipped_table())
    situation = Situation(
        persona=persona, state=first_state(persona), client="Hi.", cues=(), history=(), moment=Moment(seed=1)
    )
    outcome = answer_exchange(situation, "How do you sleep?", company, heard.append)
    assert heard[-1] == outcome.spoken.text
    assert all(outcome.spoken.text.startswith(words) for words in heard)
