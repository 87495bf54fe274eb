"""How a client's manner is drawn: always alike for a seed, within its bounds, and more guarded people resist more."""

from itertools import pairwise
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
    warming = MANNER.length.by_stance[Stance.WARMING] * MANNER.length.by_kind[TurnKind.EMPATHY]
    assert mean(words) == pytest.approx(18 * warming, rel=0.15)
    assert 0.5 <= stdev(words) / mean(words) <= 1.2
    fewer = MANNER.length.short_by_stance[Stance.WARMING] / MANNER.length.by_kind[TurnKind.EMPATHY]
    assert brief == pytest.approx(0.12 * fewer, abs=0.03)


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


def test_less_trust_shows_over_the_whole_range():
    shares = [MANNER.resists(Prior.MIXED, trust, Stance.WARMING, OPEN, again=False) for trust in (12, 25, 38, 51, 64)]
    assert all(more > less * 1.1 for more, less in pairwise(shares))
    assert shares[0] >= 5 * shares[-1]


def test_what_was_resisted_is_likelier_resisted_again_unless_it_was_met_well():
    def after(kind, again):
        return MANNER.resists(Prior.MIXED, 38.0, Stance.WARMING, (kind,), again=again)

    assert after(TurnKind.SHORT, again=True) >= after(TurnKind.SHORT, again=False) + MANNER.resist.again
    assert after(TurnKind.REPAIR, again=True) < after(TurnKind.SHORT, again=True) / 1.5


def test_a_mood_lasts_some_turns_and_is_spread_evenly_over_a_session():
    for seed in range(50):
        moods = [MANNER.mood(seed, turn) for turn in range(1, 21)]
        changes = sum(a != b for a, b in pairwise(moods))
        assert changes <= 20 / MANNER.resist.lasts
        assert 0.15 <= sum(mood < 0.3 for mood in moods) / 20 <= 0.45
        assert moods == [MANNER.mood(seed, turn) for turn in range(1, 21)]


def test_who_keeps_a_distance_says_less():
    def words(resists):
        said = (TurnKind.REFLECTION,)
        turns = [MANNER.words(TALK, Stance.WARMING, said, seed, 5, resists=resists) for seed in range(2_000)]
        return mean(turns)

    assert words(resists=True) < 0.85 * words(resists=False)
