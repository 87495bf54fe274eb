"""The labeller goes by wording alone, and the measures of vocabulary are those of their sources."""

import math

import pytest

from benchmarks.client_text import Affect, Openness, Talk, label_turn, mattr, mtld
from personas.line_kinds import Resistance


@pytest.mark.parametrize(
    ("text", "talk", "form"),
    [
        ("I'm fine.", Talk.RESIST, Resistance.MINIMAL),
        ("It's not a big deal, people have it worse.", Talk.RESIST, Resistance.MINIMISING),
        ("What's the point? Talking won't bring it back.", Talk.RESIST, Resistance.HOPELESS),
        ("Maybe another time.", Talk.RESIST, Resistance.POSTPONING),
        ("That's not what I said. You aren't listening.", Talk.RESIST, Resistance.ARGUING),
        ("I've never told anyone, but I'd like to try.", Talk.CHANGE, None),
        ("We moved to the coast in May, and the bus took an hour.", Talk.NEUTRAL, None),
    ],
)
def test_resistance_and_movement_are_told_by_the_words(text: str, talk: Talk, form: Resistance | None):
    labels = label_turn(text)
    assert (labels.talk, labels.form) == (talk, form)


@pytest.mark.parametrize(
    "text",
    [
        "Okay.",
        "Right you are.",
        "Not today, I don't think.",
        "Other people have it harder.",
        "Is that something you ask everybody?",
        "I'm sure you're right.",
        "It wouldn't change anything.",
        "I'll look into it.",
        "There's nothing more to say.",
    ],
)
def test_ways_of_keeping_a_distance_are_heard(text: str):
    assert label_turn(text).talk is Talk.RESIST


def test_one_phrase_in_a_long_turn_that_tells_something_keeps_nobody_away():
    told = "I lay there till four and then I got up and made bread, it was fine, and I smelled of it all day at work."
    assert label_turn(told).talk is not Talk.RESIST
    assert (
        label_turn("It was fine, and nothing helps, so what's the point of me saying it to you again.").talk
        is Talk.RESIST
    )


def test_a_few_words_that_show_a_feeling_are_no_resistance():
    assert label_turn("Happy.").talk is not Talk.RESIST
    assert label_turn("The bus.").form is Resistance.MINIMAL


@pytest.mark.parametrize("text", ["Every second week, mostly.", "He manages all of that by himself.", "I drive a van."])
def test_a_few_words_with_hardly_a_person_in_them_keep_a_distance(text: str):
    assert label_turn(text).form is Resistance.MINIMAL


def test_the_same_few_words_about_oneself_do_not():
    assert label_turn("I drove until I was out of petrol.").talk is not Talk.RESIST


def test_who_opens_up_is_moving_without_a_wish_or_a_plan():
    told = "I sat in the car because I couldn't go in, and then I went in and said I'd been to the shops."
    assert label_turn(told).talk is Talk.CHANGE


def test_who_speaks_of_the_other_shows_little_of_themself():
    assert label_turn("You keep looking at your notes while I talk and you never look up.").openness is Openness.LOW


def test_politeness_is_no_good_feeling():
    assert label_turn("Good afternoon. Thank you, that's kind of you to ask.").affect is Affect.NEUTRAL


def test_words_sentences_and_small_words_are_counted():
    labels = label_turn("Um, I guess I don't know. Maybe it’s my fault? I think so.")
    assert (labels.words, labels.sentences) == (13, 3)
    assert (labels.fillers, labels.hedges, labels.first_person) == (1, 3, 4)
    assert labels.dont_know
    assert labels.asks


def test_a_denied_good_feeling_is_not_positive():
    assert label_turn("I was happy.").affect is Affect.POSITIVE
    assert label_turn("I was never happy.").affect is Affect.NEGATIVE
    assert label_turn("The bus was blue.").affect is Affect.NEUTRAL


def test_openness_rises_with_what_is_shown():
    assert label_turn("No.").openness is Openness.LOW
    assert label_turn("We drove to the coast and there was a fair and the bus took an hour.").openness is Openness.LOW
    assert label_turn("I drove to my sister's and I made dinner, and then I went home.").openness is Openness.MEDIUM
    shown = (
        "I'm ashamed of how I spoke to him. I still wake up thinking about it, and I don't know how I could tell him."
    )
    assert label_turn(shown).openness is Openness.HIGH


def test_any_text_can_be_labelled():
    for text in ("", "…", "😀", "?" * 500, "a" * 2000):
        assert label_turn(text).words >= 0


def test_vocabulary_measures():
    assert mattr(["a", "b"] * 50, 50) == pytest.approx(2 / 50)
    assert mattr([str(n) for n in range(60)], 50) == 1.0
    assert math.isnan(mattr(["a"], 50))
    assert math.isnan(mtld(["a"] * 9))
    assert mtld(["a"] * 20) == pytest.approx(2.0)
    assert mtld([str(n) for n in range(20)]) == 20.0
