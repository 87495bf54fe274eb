"""A pair is cut as the fit cuts it, and the tuned tensors replace the published ones."""

import numpy as np

from language_model.encoder import shared_encoder
from language_model.graphs import load_tensors
from language_model.model_files import model_folder
from language_model.pair_encoder import (
    MOST_CLIENT_TOKENS,
    MOST_TRAINEE_TOKENS,
    SEPARATOR,
    START,
    PairEncoder,
    PairTokens,
)

CLIENT, SAID = "I nearly did not come today.", ("Something in you did not want to.", "And you came.")


def test_every_token_belongs_to_one_of_the_two_turns():
    pair = PairTokens().cut(CLIENT, SAID)
    assert pair.ids[0] == START
    assert pair.ids[-1] == pair.ids[pair.client.stop] == SEPARATOR
    assert pair.client.stop + 1 == pair.trainee.start
    assert pair.sentences[0].stop == pair.sentences[1].start
    assert (pair.sentences[0].start, pair.sentences[-1].stop) == (pair.trainee.start, pair.trainee.stop)
    assert set(pair.types[: pair.trainee.start]) == {0}
    assert set(pair.types[pair.trainee.start :]) == {1}


def test_a_long_client_turn_keeps_its_end_and_a_long_answer_its_beginning():
    pair = PairTokens().cut("word " * 500 + "end.", ["first."] + ["word " * 300] * 3)
    assert pair.client.stop - pair.client.start == MOST_CLIENT_TOKENS
    assert pair.trainee.stop - pair.trainee.start == MOST_TRAINEE_TOKENS
    assert pair.sentences[-1].start == pair.sentences[-1].stop
    assert pair.ids[pair.client.stop - 2] == PairTokens().cut("end.", SAID).ids[1]


def test_an_empty_turn_and_half_a_letter_can_be_read():
    tokens = PairTokens()
    assert tokens.cut("", ()).trainee.stop - tokens.cut("", ()).trainee.start == 1
    assert len(tokens.cut("\ud83d", ("\ude00 yes",)).sentences) == 1


def test_a_tuned_tensor_changes_the_rows_and_an_untuned_model_gives_one_row_for_each_token():
    pair = PairTokens().cut(CLIENT, SAID)
    plain = PairEncoder({}).encode(pair)
    assert plain.shape == (len(pair.ids), 384)
    name = "encoder.layer.5.output.LayerNorm.bias"
    moved = PairEncoder({name: load_tensors()[name] + 1.0}).encode(pair)
    np.testing.assert_allclose(moved, plain + 1.0, atol=1e-4)


def test_the_same_pair_gives_the_same_bytes():
    pair = PairTokens().cut(CLIENT, SAID)
    assert PairEncoder({}).encode(pair).tobytes() == PairEncoder({}).encode(pair).tobytes()


def test_both_encoders_work_in_one_copy_of_the_published_tensors() -> None:
    assert load_tensors() is load_tensors(None) is load_tensors(model_folder())
    for graph in (shared_encoder()._graph, PairEncoder({})._graph):
        for name, tensor in load_tensors().items():
            assert np.shares_memory(graph._held[name].numpy(), tensor), name
