import json

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from dialogue.content import ContentError
from dialogue.patterns import load_patterns
from dialogue.pillars import PILLAR_ARRAYS, PILLAR_CARD
from dialogue.weights import ARRAYS_FILE, CARD_FILE, load_weights
from evaluator.fit.criteria import load_pillar_turns
from evaluator.fit.exchanges import load_exchanges
from evaluator.fit.packing import npz_bytes
from evaluator.fit.replies import load_harmless
from evaluator.fit.ridge import fit_ridge
from evaluator.fit.scores import read_scores
from evaluator.fit.second import best_threshold, f_score


def test_both_forms_of_the_ridge_give_the_same_weights():
    rng = np.random.default_rng(3)
    wide, wanted = rng.normal(size=(12, 30)), rng.normal(size=(12, 2))
    weights, shift = fit_ridge(wide, wanted, 2.0)
    centre = wide.mean(axis=0)
    held = wide - centre
    primal = np.linalg.solve(held.T @ held + 2.0 * np.eye(30), held.T @ (wanted - wanted.mean(axis=0)))
    assert np.allclose(weights, primal)
    assert np.allclose(shift, wanted.mean(axis=0) - centre @ primal)


def test_the_best_threshold_lets_rules_speak_for_themselves():
    found, wanted = np.array([0.9, 0.3, 0.3, 0.1]), np.array([1.0, 0.0, 0.0, 1.0])
    assert best_threshold(found, wanted, np.array([0.0, 0.0, 0.0, 1.0]), 1.0) > 0.3


def test_f_is_nought_where_nothing_was_said_and_one_where_all_is_right():
    assert f_score(np.array([False]), np.array([True])) == 0.0
    assert f_score(np.array([True, False]), np.array([True, False])) == 1.0


def test_packed_arrays_have_the_same_bytes_each_time():
    arrays = {"b": np.arange(3), "a": np.ones(2)}
    assert npz_bytes(arrays) == npz_bytes(dict(reversed(arrays.items())))


def test_a_faulty_line_is_named(tmp_path):
    (tmp_path / "faulty.jsonl").write_text('{"id": "X1"}\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"faulty\.jsonl line 1"):
        load_exchanges(tmp_path)


def test_the_same_exchange_twice_counts_once(tmp_path):
    line = {"id": "X1", "family": "general", "client": "c", "trainee": "t", "empathy": 1, "boundary": None}
    whole = json.dumps({**line, "flags": [], "acts": [], "cues": []})
    (tmp_path / "twice.jsonl").write_text(f"{whole}\n{whole}\n", encoding="utf-8")
    assert len(load_exchanges(tmp_path)) == 1


@pytest.mark.slow
def test_the_same_exchanges_give_the_same_bytes(tmp_path):
    build = pytest.importorskip("evaluator.fit.build", reason="the fit needs torch, which the product does not").build
    some, turns = (
        load_exchanges()[::24],
        [turn for turn in load_pillar_turns() if turn.criterion == "risk_and_scope"][:72],
    )
    with threadpool_limits(1):
        for name in ("one", "two"):
            build(tmp_path / name, some, load_harmless()[::48], turns, measured=False, epochs=1)
    for file in (ARRAYS_FILE, CARD_FILE, PILLAR_ARRAYS, PILLAR_CARD):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.slow
def test_the_shipped_weights_were_fitted_on_all_exchanges_of_today():
    card = load_weights(load_patterns("trainee").names).card
    assert card.exchanges == len(load_exchanges()), "run python -m evaluator.fit"


def test_kept_scores_of_other_exchanges_are_refused(tmp_path):
    kept = tmp_path / "scores.npz"
    np.savez_compressed(kept, turn=np.ones((3, 2)), most=np.ones((3, 2)), words=np.ones((3, 2)), cues=np.ones((3, 1)))
    assert read_scores(kept, (3, 2)).turn.shape == (3, 2)
    with pytest.raises(ValueError, match="fit anew"):
        read_scores(kept, (4, 2))
