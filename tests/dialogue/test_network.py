"""The network at run time is the one that was fitted."""

import numpy as np
import pytest

from dialogue.network import merged
from dialogue.patterns import load_patterns
from dialogue.weights import load_weights
from language_model.graphs import load_tensors

NAME = "encoder.layer.4.output.dense.weight"
CLIENT, SAID = "I nearly did not come today. My sister made me.", ("So it was not your choice.", "What was it like?")


def network():
    return load_weights(load_patterns("trainee").names).network


def test_scores_are_chances_and_there_is_one_row_for_each_sentence():
    scores = network().score(CLIENT, SAID)
    assert len(scores.each) == len(SAID)
    for part in (scores.turn, scores.each, scores.cues):
        assert ((part >= 0.0) & (part <= 1.0)).all()


def test_an_act_is_at_least_as_likely_in_the_turn_of_the_client_it_answers():
    """The client's turn is read too: the same words are worth more to the one they fit."""
    weights = load_weights(load_patterns("trainee").names)
    levels = [weights.card.targets.index(f"empathy:{level}") for level in (1, 2, 3, 4)]
    words = ("Three years of saving, and they gave the flat to somebody else the same week.",)
    fits = weights.network.score(
        "We saved three years for the flat, and on Tuesday they sold it to another couple.", words
    )
    misses = weights.network.score("My knee is better. I went swimming on Sunday with my brother.", words)
    assert fits.turn[levels].sum() > misses.turn[levels].sum() + 0.3


def test_a_turn_without_sentences_and_a_client_without_words_can_be_scored():
    assert np.isfinite(network().score("", ()).turn).all()


def test_a_low_rank_change_is_added_to_the_published_tensor():
    rank_one = {f"adapter:{NAME}:down": np.ones((1, 1536)), f"adapter:{NAME}:up": np.full((384, 1), 0.5)}
    tensors = merged(rank_one, load_tensors())
    np.testing.assert_allclose(tensors[NAME], load_tensors()[NAME] + 1.0, atol=1e-6)


def test_half_of_a_change_is_refused():
    with pytest.raises(KeyError):
        merged({f"adapter:{NAME}:down": np.ones((1, 1536))}, load_tensors())


def test_torch_and_the_run_time_agree():
    fit = pytest.importorskip("evaluator.fit.network", reason="the fit needs torch, which the product does not")
    import torch

    from dialogue.network import Network
    from language_model.pair_encoder import PairTokens

    levels = (f"{scale}:{level}" for scale in ("empathy", "boundary") for level in (1, 2, 3, 4))
    targets = (*levels, "act:advice")
    torch.manual_seed(5)
    tuned = fit.TunedNetwork(targets, 3).eval()
    with torch.no_grad():
        for weight in tuned.parameters():
            if weight.requires_grad and weight.ndim > 1:
                weight.add_(0.01 * torch.randn_like(weight))
        turn, each, cues = tuned(fit.batch_of([PairTokens().cut(CLIENT, SAID)]))
    ours = Network(tuned.arrays(), targets).score(CLIENT, SAID)
    for mine, its in ((ours.turn, turn[0]), (ours.each, each[0]), (ours.cues, cues[0])):
        np.testing.assert_allclose(mine, torch.sigmoid(its).numpy(), atol=5e-3)
