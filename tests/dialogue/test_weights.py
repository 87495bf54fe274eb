import hashlib
from importlib.resources import files

import pytest

from dialogue.content import ContentError
from dialogue.patterns import load_patterns
from dialogue.weights import load_weights

FOLDER = files("dialogue").joinpath("weights")


def test_the_version_is_the_digest_of_the_arrays():
    digest = hashlib.sha256(FOLDER.joinpath("reader.npz").read_bytes()).hexdigest()
    assert load_weights(load_patterns("trainee").names).card.version == digest[:12]


def test_weights_of_other_patterns_are_refused_with_the_remedy():
    with pytest.raises(ContentError, match=r"python -m evaluator\.fit"):
        load_weights(("another",))


def test_the_weights_stay_small():
    assert len(FOLDER.joinpath("reader.npz").read_bytes()) < 3_500_000
