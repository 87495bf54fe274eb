"""A real server words a client's turns, streamed; what it makes up is never let through unguarded."""

import pytest
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
from tests.readings import reading
from tests.server.running import is_built, llama_server

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not is_built(), reason="make test-server builds the server first"),
]
MOST_TOKENS = 40


@pytest.fixture(scope="module", name="persona")
def hannah():
    return load_persona(library_folder() / "T2.yaml")


def voice_on(url, kind, persona):
    """Build the voice that the app builds, on a server of one of the tiny models."""
    encoder = shared_encoder()
    authored = AuthoredVoice({persona.id: persona}, Passages(encoder.encode), encoder, line_vectors([persona], encoder))
    talker = Talker(lambda: build_chat_model(url, SecretStr("none"), kind, most_tokens=MOST_TOKENS))
    return talker, ModelVoice({persona.id: persona}, talker, authored, Guard({persona.id: persona}, encoder))


def turns_of(voice, persona, number):
    """Let the client say some turns; give each with what was heard while it came."""
    table, read, state = shipped_table(), reading(text="How do you sleep?"), first_state(persona)
    for turn in range(number):
        change = update_trust(state, read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=turn, free_tests=False), table)
        heard = []
        yield plan, voice.speak(plan, (), heard.append), heard


def test_words_of_a_real_stream_are_the_clients_in_one_call_a_turn(persona):
    with llama_server("parrot") as url:
        talker, voice = voice_on(url, "parrot", persona)
        turns = list(turns_of(voice, persona, 3))
        talker.stop()
    assert (voice.effort.calls, voice.effort.failed, voice.effort.stood_in) == (3, 0, 0)
    for _, spoken, heard in turns:
        assert spoken.engine == "model"
        assert heard
        assert all(spoken.text.startswith(part.strip()) for part in heard)


def test_random_weights_hang_nothing_and_every_turn_has_words_that_may_be_said(persona):
    with llama_server("random") as url:
        talker, voice = voice_on(url, "random", persona)
        turns = list(turns_of(voice, persona, 3))
        talker.stop()
    guard = Guard({persona.id: persona}, shared_encoder())
    assert voice.effort.turns == 3
    assert voice.effort.calls <= 2 * voice.effort.turns
    for plan, spoken, _ in turns:
        assert spoken.text
        assert spoken.stood_in or guard.fault(spoken.text, plan) is None
