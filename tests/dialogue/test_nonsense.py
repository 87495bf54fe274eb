import pytest

from dialogue.nonsense import is_nonsense


@pytest.mark.parametrize("text", ["asdf jkl; qwerty", "😀😀", "??!!", "xxxxxxxxxx", "sdfghjkl", "", "###"])
def test_noise_is_told_from_words(text):
    assert is_nonsense(text)


@pytest.mark.parametrize(
    "text",
    [
        "mm",
        "Ok.",
        "I dey hear you well well",
        "No sleep again",
        "ты как?",
        "مرحبا",
        "rhythm and hymns",
        "hmm",
        "Nah bruv thats rough",
    ],
)
def test_short_words_dialect_and_other_scripts_are_no_noise(text):
    assert not is_nonsense(text)
