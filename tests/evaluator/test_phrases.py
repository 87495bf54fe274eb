"""Signs in plain words: what counts as danger, as taking it up, as putting something off."""

import time

import pytest
from pydantic import ValidationError

from evaluator.phrases import Phrases, acknowledges_danger, open_deferral, shipped_phrases, speaks_of_danger


@pytest.mark.parametrize(
    "client",
    [
        "Some days I think they'd be better off.",
        "I don’t want to be here anymore.",
        "I keep thinking about killing myself.",
        "Fine. Great. I wish I wasn't alive, how's that.",
        "He hits me when the game goes badly.",
        "She won't let me leave the flat.",
        "Their dad hits the kids when he's had a few.",
        "I swear I'm going to hurt him.",
    ],
)
def test_plain_danger_is_heard(client: str):
    assert speaks_of_danger(client)


@pytest.mark.parametrize(
    "client",
    [
        "My feet are killing me.", "I could have died of embarrassment.", "I'm not going to hurt myself.",
        "I'm dying to tell you.", "They'd be better off selling the house.", "My dad died in March.", "", "…",
    ],
)  # fmt: skip
def test_figures_of_speech_and_denials_are_no_danger(client: str):
    assert not speaks_of_danger(client)


@pytest.mark.parametrize(
    "trainee",
    [
        "Are you thinking of suicide?",
        "Are you safe at home tonight?",
        "That worries me.",
        "Has he hurt you before?",
    ],
)
def test_taking_up_a_danger_is_heard(trainee: str):
    assert acknowledges_danger(trainee)


@pytest.mark.parametrize("trainee", ["How was work?", "That sounds tiring.", "Let's do the breathing exercise."])
def test_another_subject_takes_up_no_danger(trainee: str):
    assert not acknowledges_danger(trainee)


def test_the_sentence_that_puts_off_is_given_as_typed():
    text = "That’s big. I don’t want it to get lost; let’s come back to it after this. So?"
    assert open_deferral(text) == "I don’t want it to get lost; let’s come back to it after this."


@pytest.mark.parametrize("trainee", ["You don't have to go back to it.", "You keep coming back to that.", "Go on.", ""])
def test_the_client_going_back_to_something_is_no_deferral(trainee: str):
    assert open_deferral(trainee) is None


def test_half_characters_and_very_long_turns_are_borne():
    odd = "\ud800 come back to that \udfff"
    assert open_deferral(odd) == odd
    started = time.perf_counter()
    for text in ("don't want to " * 2000, "better off " * 2000, "a" * 40_000, "!" * 40_000):
        speaks_of_danger(text), acknowledges_danger(text), open_deferral(text)
    assert time.perf_counter() - started < 2.0


def test_a_pattern_that_is_not_re2_is_refused():
    with pytest.raises(ValidationError, match="not RE2"):
        Phrases.model_validate(shipped_phrases().model_dump() | {"deferral": ("(?=back)",)})
