"""The turns labelled on the pillars, and what is fitted on them."""

import json
from collections import Counter, defaultdict

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks.own_sets import read_own_sets
from dialogue.content import ContentError
from dialogue.weights import Calibration
from evaluator.fit.criteria import PillarTurn, load_pillar_turns
from evaluator.fit.pillars import PillarRows, build_pillars, figures_of, held_out, rows_of, scale_of
from evaluator.rubric import load_rubric

LINE = {
    "id": "X1a", "group": "X1", "criterion": "authenticity", "client": "c", "cues": [], "trainee": "t", "level": 2,
    "second": 3, "also": {"consistency": 1},
}  # fmt: skip


def turns_of(tmp_path, *lines: dict[str, object]) -> tuple[PillarTurn, ...]:
    (tmp_path / "criteria.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return load_pillar_turns(tmp_path)


def test_the_level_is_the_mean_of_both_readers_and_unknown_elsewhere(tmp_path):
    (turn,) = turns_of(tmp_path, LINE)
    assert [turn.level_on(name) for name in ("authenticity", "consistency", "confidentiality")] == [2.5, 1, None]


@pytest.mark.parametrize("fault", [{"level": 5}, {"also": {"consistency": -1}}, {"cues": ["rain"]}, {"second": None}])
def test_a_faulty_line_is_named_and_nothing_is_loaded(tmp_path, fault):
    with pytest.raises(ContentError, match=r"criteria\.jsonl line 2"):
        turns_of(tmp_path, LINE, {**LINE, **fault})


def test_the_shipped_turns_are_whole():
    turns, known = load_pillar_turns(), {criterion.id for criterion in load_rubric().criteria}
    groups = defaultdict(list)
    for turn in turns:
        groups[turn.group].append(turn)
    assert len({turn.id for turn in turns}) == len(turns)
    assert len({(turn.client, turn.trainee) for turn in turns}) == len(turns)
    assert {name for turn in turns for name in (turn.criterion, *turn.also)} <= known
    for name, group in groups.items():
        if "-" in name:  # the good answer of a drill, which stands alone
            continue
        assert len(group) >= 3
        assert len({(turn.client, turn.criterion) for turn in group}) == 1
        assert len({turn.level for turn in group}) >= 2


def test_every_level_of_every_criterion_stands_often_enough():
    counts = defaultdict(Counter)
    for turn in load_pillar_turns():
        counts[turn.criterion][turn.level] += 1
    for criterion, levels in counts.items():
        assert min(levels[level] for level in range(5)) >= 0.1 * levels.total(), criterion


def test_no_turn_stands_in_a_set_that_only_measures():
    sets = read_own_sets()
    measured = {text for pair in sets.planted for text in (pair.good, pair.bad, pair.client)}
    measured |= {text for each in (*sets.guises, *sets.exploits) for text in (each.client, each.trainee)}
    assert not measured & {text for turn in load_pillar_turns() for text in (turn.client, turn.trainee)}


def test_held_out_scores_find_what_is_there_and_nothing_where_nothing_is():
    rng = np.random.default_rng(5)
    seen, groups = rng.normal(size=(200, 6)), np.repeat(np.arange(50), 4)
    level = np.clip(np.round(2 + 1.2 * seen[:, 0]), 0, 4)
    own = np.arange(200)
    card = Calibration(slope=1.0, shift=0.0, sure=(0.0, 0.0, 0.0))
    rows = PillarRows(seen, level, groups, own)
    shuffled = PillarRows(seen, rng.permutation(level), groups, own)
    assert figures_of("x", rows, held_out(rows), card)["x_kappa"] > 0.8
    assert abs(figures_of("x", shuffled, held_out(shuffled), card)["x_kappa"]) < 0.3


def test_scores_weigh_as_much_whatever_their_unit_and_words_are_left_alone():
    seen = np.random.default_rng(2).normal(size=(40, 5)) * np.array([1.0, 100.0, 0.01, 1.0, 7.0])
    scale = scale_of(seen, 3)
    assert np.allclose((seen * scale)[:, :3].std(axis=0), 1.0)
    assert list(scale[3:]) == [1.0, 1.0]


def test_the_same_turns_give_the_same_bytes(tmp_path):
    some = [turn for turn in load_pillar_turns() if turn.criterion == "risk_and_scope"][:72]
    with threadpool_limits(1):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            card = build_pillars(tmp_path / name, some)
    assert list(card.criteria) == ["risk_and_scope"]
    for file in ("pillars.npz", "pillars.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert len(rows_of("risk_and_scope", some, np.zeros((72, 1))).own) == 72
