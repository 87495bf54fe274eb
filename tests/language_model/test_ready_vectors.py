"""Ready-made vectors belong to their words; what is not ready is encoded."""

import numpy as np

from language_model.encoder import WIDTH
from language_model.ready_vectors import all_ready, make, vectors_of


class CountingEncoder:
    """Encodes a text as a unit vector of its own, and counts."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, sum(text.encode()) % WIDTH] = 1.0
        return vectors


def test_what_is_ready_is_not_encoded_again(tmp_path):
    make(["a", "b"], CountingEncoder(), tmp_path / "v.npy")
    encoder = CountingEncoder()
    vectors = vectors_of(["b", "c", "a", "c"], encoder, tmp_path / "v.npy")
    assert encoder.asked == ["c"]
    assert [int(row.argmax()) for row in vectors] == [98, 99, 97, 99]


def test_bringing_a_file_up_to_date_encodes_only_what_is_new_and_drops_what_is_gone(tmp_path):
    path = tmp_path / "v.npy"
    make(["a", "b"], CountingEncoder(), path)
    encoder = CountingEncoder()
    make(["b", "c"], encoder, path)
    assert encoder.asked == ["c"]
    assert all_ready(["c", "b"], path)
    assert not all_ready(["a", "b", "c"], path)
    assert not all_ready(["b"], path)


def test_without_a_file_everything_is_encoded(tmp_path):
    encoder = CountingEncoder()
    assert vectors_of(["a"], encoder, tmp_path / "none.npy").shape == (1, WIDTH)
    assert encoder.asked == ["a"]
