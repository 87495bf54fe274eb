"""The turns labelled on the pillars, and what is fitted on them."""

import json
from collections import Counter, defaultdict

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks.own_sets import read_own_sets
from dialogue.content import ContentError
from dialogue.features import Sight
from dialogue.patterns import load_patterns
from dialogue.pillars import pillar_row
from dialogue.shape import Floats
from dialogue.weights import Calibration, Weights, load_weights
from evaluator.fit.criteria import PillarTurn, criteria_of, load_pillar_turns
from evaluator.fit.design import build_design
from evaluator.fit.pillars import PillarRows, build_pillars, figures_of, held_out, rows_of, scale_of, seen_of
from evaluator.fit.scores import Scores
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


def row_of(turn: PillarTurn, sight: Sight, weights: Weights) -> Floats:
    seen = sight.see(turn.client, turn.trainee)
    return pillar_row(weights.network.score(turn.client, [sentence.text for sentence in seen.sentences]), seen.words)


def test_a_missed_pillar_is_a_target_of_the_network_and_nothing_else_is_known(tmp_path):
    (turn,) = turns_of(tmp_path, LINE)
    assert [turn.known(f"fault:{name}") for name in ("authenticity", "consistency", "confidentiality")] == [
        0.375, 0.75, None,
    ]  # fmt: skip
    assert turn.known("act:advice") is None


def test_the_fit_lays_rows_out_as_the_run_time_does():
    turns, patterns = load_pillar_turns()[:3], load_patterns("trainee")
    weights, sight = load_weights(patterns.names), Sight(patterns)
    seen = [sight.see(turn.client, turn.trainee) for turn in turns]
    said = [
        weights.network.score(turn.client, [sentence.text for sentence in each.sentences])
        for turn, each in zip(turns, seen, strict=True)
    ]
    held = Scores(
        turn=np.array([each.turn for each in said], dtype=float),
        most=np.array([each.each.max(axis=0) for each in said], dtype=float),
        words=np.zeros((3, 1)),
        cues=np.zeros((3, 1)),
    )
    design = build_design([], sight, pillars=turns)
    expected = [pillar_row(each, one.words) for each, one in zip(said, seen, strict=True)]
    assert np.allclose(seen_of(design, held, 3), expected, atol=1e-6)


def test_criteria_of_which_too_little_is_known_are_left_to_the_rules(tmp_path):
    turns = load_pillar_turns()
    assert set(criteria_of(turns)) == {
        criterion.id for criterion in load_rubric().criteria if criterion.block != "headline"
    }
    assert criteria_of(turns[:3]) == ()


def test_scores_weigh_as_much_whatever_their_unit_and_words_are_left_alone():
    seen = np.random.default_rng(2).normal(size=(40, 5)) * np.array([1.0, 100.0, 0.01, 1.0, 7.0])
    scale = scale_of(seen, 3)
    assert np.allclose((seen * scale)[:, :3].std(axis=0), 1.0)
    assert list(scale[3:]) == [1.0, 1.0]


def test_the_same_turns_give_the_same_bytes(tmp_path):
    some = [turn for turn in load_pillar_turns() if turn.criterion == "risk_and_scope"][:72]
    weights, sight = load_weights(load_patterns("trainee").names), Sight(load_patterns("trainee"))
    rows = [row_of(turn, sight, weights) for turn in some]
    scores = 2 * len(weights.card.targets)
    with threadpool_limits(1):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            card = build_pillars(tmp_path / name, some, np.array(rows, dtype=float), scores, "reader")
    assert list(card.criteria) == ["risk_and_scope"]
    assert card.reader == "reader"
    for file in ("pillars.npz", "pillars.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert len(rows_of("risk_and_scope", some, np.zeros((72, 1))).own) == 72
