"""How a client's manner is drawn: always alike for a seed, within its bounds, and more guarded people resist more."""

from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personas.line_kinds import Stance, TurnKind
from personas.manner import BRIEF, chance, draw, shipped_manner
from personas.persona import Talk
from personas.trust_profile import Prior

MANNER = shipped_manner()
TALK = Talk(words=18, short=0.12)
OPEN = (TurnKind.OPEN_QUESTION,)


@given(st.integers(0, 2**31), st.integers(0, 60), st.integers(0, 100))
def test_a_draw_lies_between_nought_and_one_and_falls_alike_again(seed, turn, salt):
    assert 0 < draw(seed, turn, salt) < 1
    assert draw(seed, turn, salt) == draw(seed, turn, salt)


@given(st.integers(0, 2**31), st.integers(0, 60), st.integers(1, 9))
def test_a_die_shows_one_of_its_sides(seed, turn, sides):
    assert 0 <= chance(seed, turn, sides) < sides


def test_draws_of_different_salts_do_not_go_together():
    first = [draw(seed, 3, 47) for seed in range(4_000)]
    second = [draw(seed, 3, 41) for seed in range(4_000)]
    centred = [(a - 0.5) * (b - 0.5) for a, b in zip(first, second, strict=True)]
    assert abs(mean(first) - 0.5) < 0.02
    assert abs(mean(centred)) < 0.005


def test_lengths_spread_around_what_this_person_says():
    words = [MANNER.words(TALK, Stance.WARMING, (TurnKind.EMPATHY,), seed, 5) for seed in range(4_000)]
    brief = sum(count < BRIEF for count in words) / len(words)
    assert mean(words) == pytest.approx(18 * 1.1, rel=0.15)
    assert 0.5 <= stdev(words) / mean(words) <= 1.2
    assert brief == pytest.approx(0.12 / 1.1, abs=0.03)


def test_an_open_question_draws_more_words_than_a_closed_one():
    def words(kind):
        return mean(MANNER.words(TALK, Stance.WARMING, (kind,), seed, 5) for seed in range(2_000))

    assert words(TurnKind.OPEN_QUESTION) >= 1.5 * words(TurnKind.CLOSED_QUESTION)


def test_advice_meets_more_resistance_than_a_reflection():
    def share(kind):
        return MANNER.resists(Prior.MIXED, 38.0, Stance.WARMING, (kind,), again=False)

    assert share(TurnKind.ADVICE) >= 1.5 * share(TurnKind.REFLECTION) > 0


def test_who_expects_less_resists_more():
    shares = [
        MANNER.resists(prior, 30.0, Stance.GUARDED, OPEN, again=False)
        for prior in (Prior.TRUSTING, Prior.MIXED, Prior.DISTRUSTING)
    ]
    assert shares == sorted(shares)
    assert shares[0] < shares[2] <= MANNER.resist.most


@given(st.floats(0, 99), st.floats(0.1, 1))
def test_more_trust_means_less_resistance_whatever_politeness_shows(trust, more):
    less = MANNER.resists(Prior.MIXED, trust, Stance.WARMING, OPEN, again=False)
    assert MANNER.resists(Prior.MIXED, trust + more, Stance.WARMING, OPEN, again=False) < less


def test_nobody_resists_in_words_while_far_away():
    assert MANNER.resists(Prior.DISTRUSTING, 5.0, Stance.FLOODED, OPEN, again=True) == 0
