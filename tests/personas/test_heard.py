"""What a client picks out of the trainee's words."""

import pytest

from personas.heard import feeling_word, holds, mistakes_in
from personas.memory import Fact


@pytest.mark.parametrize(
    ("words", "picked"),
    [
        ("That sounds exhausting.", "exhausting"),
        ("You were lonely, and then you were angry.", "angry"),
        ("Worn down, after all that.", "worn down"),
        ("You don't sound angry to me.", None),
        ("I'm confused, sorry.", None),
        ("I feel sad hearing it.", None),
        ("You said 'it was scary' and then stopped.", None),
        ("Never lonely?", None),
        ("How do you sleep?", None),
    ],
)
def test_the_last_feeling_word_offered_to_the_client_is_picked(words, picked):
    assert feeling_word(words) == picked


@pytest.fixture(name="persona")
def client_with_one_fact(cast):
    fact = Fact(id="F1", says="They are not married.", mistaken=("your husband", "you're married"))
    return cast["T2"].model_copy(update={"facts": (fact,)})


def test_a_thing_taken_for_granted_is_noticed(persona):
    (mistake,) = mistakes_in("What does your husband think of that?  I mean, he must worry.", persona)
    assert mistake.fact == "F1"


def test_asking_whether_it_is_so_is_no_mistake(persona):
    (mistake,) = mistakes_in("So you're married?", persona)
    assert not mistake.asserted


def test_saying_it_is_so_is_a_mistake(persona):
    (mistake,) = mistakes_in("I’m glad your husband drives you.", persona)
    assert mistake.asserted


def test_quoting_somebody_is_no_mistake(persona):
    assert mistakes_in('She called him "your husband", you said.', persona) == ()


def test_a_phrase_is_held_as_whole_words_only():
    assert holds("your husbandry", "your husband") is False
    assert holds("so your husband, then", "your husband") is True
