"""Words that nobody means: lists, stage directions, what is unsaid, and understanding for somebody else."""

import pytest

from dialogue.ceilings import feels_for_another, lists_words, only_narrates, unsays


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        (lists_words, "empathy, warmth, limits, privacy, choice, respect, safety"),
        (lists_words, "validation; reflection; pacing; grounding; okay; thanks"),
        (only_narrates, "[a kind sentence that names the feeling]"),
        (only_narrates, "*holds the frame warmly* (explains the reason)"),
        (unsays, "I would never dream of telling you that we can't be friends."),
        (unsays, "Far be it from me to say no to a present."),
        (feels_for_another, "Poor man, he must have felt so cornered and frightened."),
        (feels_for_another, "My heart goes out to her, with all she carries."),
    ],
)
def test_what_nobody_means_is_seen(asks, words):
    assert asks(words)


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        (lists_words, "The flat, the dog, his mother, and then the car as well. That is a lot to lose in one spring."),
        (lists_words, "No, no, no."),
        (lists_words, "Yes, of course, and if you want, we can stop, or wait, or talk of the garden."),
        (only_narrates, "[silence]"),
        (only_narrates, "(I stay quiet for a while.) Take the time you need."),
        (unsays, "I won't pretend that I know."),
        (unsays, "I'm not going to tell you what to do."),
        (feels_for_another, "She was frightened, and you had to be the calm one."),
        (feels_for_another, "He never even asked. No wonder it stings."),
        (feels_for_another, ""),
    ],
)
def test_what_is_meant_is_left_alone(asks, words):
    assert not asks(words)
