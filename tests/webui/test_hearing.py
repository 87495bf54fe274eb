"""What a page hears while a verb runs beside it: the newest words, then what the verb gave back, or its error."""

import threading

import pytest

from webui.hearing import Done, hearing


def test_the_words_come_before_the_verb_is_done():
    heard_one = threading.Event()

    def verb(hear):
        hear("I sleep.")
        assert heard_one.wait(5)
        hear("I sleep. Badly.")
        return 7

    steps = hearing(verb)
    assert next(steps) == "I sleep."
    heard_one.set()
    rest = list(steps)
    assert rest[-1] == Done(7)
    assert rest[:-1] in ([], ["I sleep. Badly."])


def test_a_verb_that_says_nothing_gives_only_its_result():
    assert list(hearing(lambda hear: "kept")) == [Done("kept")]


def test_newer_words_replace_older_ones_that_nobody_saw():
    shown = threading.Event()

    def verb(hear):
        hear("one")
        assert shown.wait(5)
        for words in ("one two", "one two three", "one two three four"):
            hear(words)
        threading.Event().wait(0.5)

    steps = hearing(verb)
    assert next(steps) == "one"
    shown.set()
    assert list(steps) == ["one two three four", Done(None)]


def test_what_the_verb_raises_is_raised_to_the_page():
    def verb(hear):
        hear("I was")
        raise ValueError("the session is over")

    steps = hearing(verb)
    assert next(steps) == "I was"
    with pytest.raises(ValueError, match="is over"):
        list(steps)
