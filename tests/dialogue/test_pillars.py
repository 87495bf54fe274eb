"""The estimates of the pillars: within their scale, quoted, and better on a good answer than on a bad one."""

import hashlib
import math
from importlib.resources import files

import numpy as np
import pytest

from dialogue.content import ContentError
from dialogue.patterns import load_patterns
from dialogue.pillars import load_pillars, log_odds
from dialogue.reader import Reader
from dialogue.turns import ExchangeText
from dialogue.weights import load_weights
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder

FOLDER = files("dialogue").joinpath("weights")
LEAST_ORDERED = 0.85
"""Of the rubric's own anchors, 0 and 1 against 3 and 4; ours."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(shared_encoder())


def test_the_version_is_the_digest_of_the_arrays_and_they_stand_on_the_shipped_reader():
    reader = load_weights(load_patterns("trainee").names).card.version
    digest = hashlib.sha256(FOLDER.joinpath("pillars.npz").read_bytes()).hexdigest()
    assert load_pillars(reader).card.version == digest[:12]


def test_pillars_of_another_reader_are_refused_with_the_remedy():
    with pytest.raises(ContentError, match=r"python -m evaluator\.fit"):
        load_pillars("another")


def test_every_pillar_of_the_rubric_has_an_estimate(reader):
    reading = reader.read_turn(ExchangeText(client="I cried at work.", trainee="That must have been hard to hide."))
    graded = {criterion.id for criterion in load_rubric().criteria if criterion.block != "headline"}
    assert set(reading.pillars) == graded


@pytest.mark.parametrize("words", ["", "   ", "?", "a" * 9000, "No. " * 400, "١٢٣ 🙂\n\n\t", "asdf jkl qwer"])
def test_any_text_has_estimates_within_the_scale_and_quotes_that_stand_in_it(reader, words):
    reading = reader.read_turn(ExchangeText(client="I told nobody.", trainee=words))
    for estimate in reading.pillars.values():
        assert 0.0 <= estimate.value <= 4.0
        assert 0.0 <= estimate.confidence <= 1.0
        assert estimate.quote is None or estimate.quote in words


def test_the_rubrics_own_anchors_are_mostly_ordered(reader):
    seen = []
    for criterion in load_rubric().criteria:
        for anchor in criterion.anchors if criterion.block != "headline" else ():
            values = [
                reader.read_turn(ExchangeText(client=anchor.client, trainee=words)).pillars[criterion.id].value
                for words in anchor.trainee
            ]
            seen += [values[high] > values[low] for high in (3, 4) for low in (0, 1)]
    assert sum(seen) / len(seen) >= LEAST_ORDERED


def test_log_odds_are_cut_at_both_ends():
    odds = log_odds(np.array([0.0, 0.5, 1.0], dtype=np.float32))
    assert odds[1] == pytest.approx(0.0, abs=1e-6)
    assert odds[0] == -odds[2]
    assert all(math.isfinite(value) for value in odds)
