"""A client that was written on a site speaks their own lines, and two versions of one client do not mix."""

import pytest

from language_model.encoder import shared_encoder
from personas.learned_voices import LearnedVoices
from personas.persona import Persona
from personas.trust_table import shipped_table
from practice.exchange import Company
from practice.replay import replay
from tests.practice.company import EchoVoice, PlainGrader, PlainReader, SilentCoach

ASKED = ["What brought you here today?", "What is that like?", "Who is at home?"]


def renamed(persona: Persona, ending: str) -> Persona:
    """Give a client whose every line ends in another way."""
    lines = tuple(line.model_copy(update={"text": f"{line.text} {ending}"}) for line in persona.lines)
    return persona.model_copy(update={"id": "C-0123456789", "lines": lines})


@pytest.fixture(scope="module")
def company(cast):
    made = Company(PlainReader(), EchoVoice(), PlainGrader(), SilentCoach(), shipped_table())
    made.learned = LearnedVoices(cast, shared_encoder())
    return made


def words(persona, company):
    return [str(one["client"]) for one in replay(persona, None, company, 1, ASKED)][1:]


def test_who_ships_keeps_the_one_voice(cast, company):
    assert company.voice_of(cast["B4"]) is company.voice
    assert company.voice_of(Persona.model_validate_json(cast["B4"].model_dump_json())) is company.voice


def test_a_copy_speaks_as_its_original_would(cast, company):
    copy = cast["B4"].model_copy(update={"id": "C-0123456789"})
    said = words(copy, company)
    texts = {line.text for line in copy.lines}
    assert all(any(text in one for text in texts) for one in said)
    assert words(copy, company) == said


def test_two_versions_of_a_client_do_not_mix(cast, company):
    few = cast["B4"].model_copy(update={"lines": cast["B4"].lines[:40] + cast["B4"].lines[-60:]})
    first, second = renamed(few, "(first)"), renamed(few, "(second)")
    assert all("(first)" in one for one in words(first, company))
    assert all("(second)" in one for one in words(second, company))
    again = words(first, company)
    assert all("(first)" in one for one in again)
    assert not any("(second)" in one for one in again)


def test_who_spoke_longest_ago_is_forgotten_and_learned_again(cast):
    learned = LearnedVoices(cast, shared_encoder(), most=2)
    few = cast["B4"].model_copy(update={"lines": cast["B4"].lines[:3], "id": "C-0123456789"})
    three = [few.model_copy(update={"difficulty": level}) for level in (1, 2, 3)]
    voices = [learned.voice_of(one) for one in three]
    assert learned.voice_of(three[2]) is voices[2]
    assert learned.voice_of(three[1]) is voices[1]
    assert learned.voice_of(three[0]) is not voices[0]
