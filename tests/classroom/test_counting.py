"""Which attempt counts, and what an attempt comes to."""

from hypothesis import given
from hypothesis import strategies as st

from classroom.assignments import WhichCounts
from classroom.counting import CountedAttempt, Figure, counting, figure_of
from classroom.levels import AutomaticLevel, levels_of

MEAN = st.none() | st.floats(0, 4)


def attempt(number, empathy, boundary=None, gates=0):
    def figure(criterion, mean):
        return Figure(criterion=criterion, mean=mean, graded=0, enough=False, changed=False, conflicts=0)

    figures = (figure("empathy", empathy), figure("boundary_setting", boundary))
    return CountedAttempt(number=number, sessions=(), figures=figures, gates=gates, late=False, reviewed=False)


ATTEMPTS = st.lists(st.tuples(MEAN, MEAN, st.integers(0, 2)), max_size=6).map(
    lambda some: [attempt(n, *one) for n, one in enumerate(some, start=1)]
)


@given(ATTEMPTS, st.randoms())
def test_the_order_of_reading_decides_nothing(attempts, chance):
    mixed = attempts.copy()
    chance.shuffle(mixed)
    assert all(counting(mixed, which) == counting(attempts, which) for which in WhichCounts)


@given(ATTEMPTS)
def test_first_last_and_best_are_what_they_say(attempts):
    if not attempts:
        assert all(counting(attempts, which) is None for which in WhichCounts)
        return
    assert counting(attempts, WhichCounts.FIRST).number == 1
    assert counting(attempts, WhichCounts.LAST).number == len(attempts)
    best = counting(attempts, WhichCounts.BEST)
    assert best.gates == 0 or all(one.gates for one in attempts)
    rivals = [one for one in attempts if bool(one.gates) == bool(best.gates)]
    assert headline(best) == max(headline(one) for one in rivals)


def headline(one):
    known = [figure.mean for figure in one.figures if figure.mean is not None]
    return sum(known) / len(known) if known else -1.0


def test_an_attempt_with_nothing_to_judge_is_not_better_than_one_that_was_judged_harmful():
    assert counting([attempt(1, 0.0), attempt(2, None)], WhichCounts.BEST).number == 1


def automatic(levels):
    return [AutomaticLevel(turn=n, criterion="empathy", level=one) for n, one in enumerate(levels, 1)]


@given(st.lists(st.lists(st.none() | st.integers(0, 4), max_size=6), max_size=4))
def test_several_sessions_count_by_their_graded_turns(sessions):
    made = [levels_of(automatic(levels), (), ("empathy",)) for levels in sessions]
    figure = figure_of("empathy", made, fewest=3)
    every = [one for levels in sessions for one in levels if one is not None]
    assert figure.graded == len(every)
    assert figure.enough == (len(every) >= 3)
    assert (figure.mean is None) == (not every)
    assert not every or abs(figure.mean - sum(every) / len(every)) < 1e-9
