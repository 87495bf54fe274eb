"""Agreement figures, held against values worked out by hand or known elsewhere."""

import math

import pytest

from evaluator import agreement

ONE = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
OTHER = [0, 1, 1, 1, 2, 3, 3, 4, 4, 2]


def test_kappa_is_one_for_the_same_levels_and_minus_one_for_a_mirror():
    assert agreement.quadratic_kappa(ONE, ONE) == 1.0
    assert agreement.quadratic_kappa([0, 4, 0, 4], [4, 0, 4, 0]) == pytest.approx(-1.0)


def test_kappa_is_zero_when_one_rater_always_says_the_same():
    assert agreement.quadratic_kappa([2] * 10, ONE) == pytest.approx(0.0)


def test_kappa_has_the_value_that_its_formula_gives_by_hand():
    disagreement = sum((a - b) ** 2 for a, b in zip(ONE, OTHER, strict=True)) / 10
    by_chance = sum((a - b) ** 2 for a in ONE for b in OTHER) / 100
    assert agreement.quadratic_kappa(ONE, OTHER) == pytest.approx(1 - disagreement / by_chance)


def test_kappa_agrees_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    expected = metrics.cohen_kappa_score(ONE, OTHER, weights="quadratic", labels=[0, 1, 2, 3, 4])
    assert agreement.quadratic_kappa(ONE, OTHER) == pytest.approx(expected)


def test_kappa_counts_a_far_miss_more_than_a_near_one():
    assert agreement.quadratic_kappa([0, 1, 2, 3, 4], [1, 1, 2, 3, 4]) > agreement.quadratic_kappa(
        [0, 1, 2, 3, 4], [4, 1, 2, 3, 4]
    )


@pytest.mark.parametrize("given", [[0, 5], [-1, 0], [0, 1, 2]])
def test_kappa_refuses_levels_off_the_scale_and_rows_of_other_length(given: list[int]):
    with pytest.raises(ValueError, match=r"scale|levels against"):
        agreement.quadratic_kappa(given, [0, 1])


def test_kappa_of_nothing_is_nan_and_of_one_level_throughout_is_one():
    assert math.isnan(agreement.quadratic_kappa([], []))
    assert agreement.quadratic_kappa([2, 2], [2, 2]) == 1.0


def test_f1_and_recall_count_marks_over_all_exchanges():
    given = [{"a", "b"}, {"a"}, set()]
    expected = [{"a"}, {"a", "c"}, {"b"}]
    assert agreement.f1(given, expected) == pytest.approx(2 * 2 / (3 + 4))
    assert agreement.recall(given, expected) == pytest.approx(2 / 4)


def test_f1_and_recall_without_any_mark_are_nan():
    assert math.isnan(agreement.f1([set()], [set()]))
    assert math.isnan(agreement.recall([{"a"}], [set()]))


def test_leniency_is_positive_for_the_milder_rater():
    assert agreement.leniency([3, 3], [2, 3]) == pytest.approx(0.5)
    assert agreement.leniency([1], [3]) == pytest.approx(-2.0)


def test_spearman_shares_ranks_between_equal_numbers():
    assert agreement.spearman([1, 2, 2, 3], [10, 20, 20, 90]) == pytest.approx(1.0)
    assert agreement.spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)
    assert math.isnan(agreement.spearman([1, 1, 1], [1, 2, 3]))


def test_a_correlation_that_the_label_explains_vanishes_when_it_is_held():
    label = [0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 2.0, 3.0, 4.0]
    length = [value * 10 + wobble for value, wobble in zip(label, [1, -1, 1, -1, 0, -1, 1, -1, 1, 0], strict=True)]
    estimate = [
        value + wobble for value, wobble in zip(label, [0.1, 0.1, -0.1, -0.1, 0, 0.1, 0.1, -0.1, -0.1, 0], strict=True)
    ]
    assert agreement.pearson(estimate, length) > 0.9
    assert abs(agreement.partial_correlation(estimate, length, label)) < 0.3


def test_the_bootstrap_interval_holds_the_figure_and_is_the_same_for_the_same_seed():
    numbers = [float(n) for n in range(100)]

    def mean(places):
        return float(sum(numbers[place] for place in places) / len(places))

    low, high = agreement.bootstrap(mean, 100, seed=3, draws=400)
    assert low < 49.5 < high
    assert high - low == pytest.approx(11.3, abs=2.5)
    assert agreement.bootstrap(mean, 100, seed=3, draws=400) == (low, high)
    assert agreement.bootstrap(mean, 100, seed=4, draws=400) != (low, high)


def test_the_bootstrap_of_nothing_is_nan():
    assert all(math.isnan(end) for end in agreement.bootstrap(lambda places: 1.0, 0))
