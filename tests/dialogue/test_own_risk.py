from pathlib import Path

import pytest
import yaml

from dialogue.own_risk import speaks_of_own_risk

CASES = yaml.safe_load(Path(__file__).with_name("own_risk.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", CASES["own"])
def test_a_trainee_who_writes_of_their_own_wish_to_die_is_heard(words):
    assert speaks_of_own_risk(words)


@pytest.mark.parametrize("words", CASES["not_own"])
def test_words_about_the_client_or_figures_of_speech_are_not_taken_for_the_trainee(words):
    assert not speaks_of_own_risk(words)


@pytest.mark.parametrize("words", CASES["own"][:10])
def test_own_risk_is_heard_in_the_middle_of_a_long_message(words):
    around = "That sounds like a long week for you. "
    assert speaks_of_own_risk(around * 40 + words + " " + around * 40)


def test_there_are_enough_cases_on_both_sides():
    assert len(CASES["own"]) >= 40
    assert len(CASES["not_own"]) >= 60
