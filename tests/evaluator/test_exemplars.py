"""Exemplars: which are worth showing, and which comes nearest."""

from pathlib import Path

import numpy as np
import pytest

from dialogue.cues import Cue
from dialogue.flags import Flag
from evaluator.exemplars import MOST_WORDS, Exemplars, is_worth_showing, load_exemplars, shipped_exemplars
from language_model.encoder import SentenceEncoder, shared_encoder
from language_model.passages import Passages
from language_model.ready_vectors import make, vectors_of
from tests.evaluator.coaching import exemplar_of

GRIEF = exemplar_of("Good one.", "My mother died in spring.", "G1")
NUMBER = exemplar_of("Good two.", "Can I have your phone number?", "B1").model_copy(
    update={"empathy": 2, "boundary": 4, "cues": (Cue.BOUNDARY_PHONE,)}
)
FRIEND = exemplar_of("Good three.", "Would you be my friend online?", "B2").model_copy(
    update={"boundary": 3, "cues": (Cue.BOUNDARY_SOCIAL_MEDIA,)}
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shared_encoder()


@pytest.fixture
def shelf(encoder: SentenceEncoder) -> Exemplars:
    return Exemplars([GRIEF, NUMBER, FRIEND], Passages(encoder.encode), encoder)


def test_the_nearest_in_meaning_comes_first(shelf: Exemplars):
    assert shelf.nearest("I lost my mum.", "empathy", (), 2)[0] == GRIEF


def test_for_boundary_setting_the_answer_must_be_good_at_the_boundary(shelf: Exemplars):
    found = shelf.nearest("Could you give me your number, just in case?", "boundary_setting", (), 3)
    assert found[0] == NUMBER
    assert GRIEF not in found


def test_an_answer_to_the_same_cue_comes_before_a_nearer_one(shelf: Exemplars):
    asked = "Could I have your phone number, or be friends online?"
    assert shelf.nearest(asked, "boundary_setting", (Cue.BOUNDARY_SOCIAL_MEDIA,), 1) == (FRIEND,)


def test_what_has_nothing_to_do_with_this_moment_is_not_given(shelf: Exemplars):
    assert shelf.nearest("The printer is out of toner again.", "empathy", (), 3) == ()
    assert shelf.nearest("  ", "empathy", (), 3) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"empathy": 2}, {"empathy": 1, "boundary": 4}, {"boundary": 2}, {"flags": (Flag.RESCUE_PROMISE,)},
        {"trainee": "word " * (MOST_WORDS + 1)},
    ],
)  # fmt: skip
def test_weak_long_or_flagged_exchanges_are_not_shown(change):
    assert is_worth_showing(GRIEF)
    assert not is_worth_showing(GRIEF.model_copy(update=change))


def test_the_shipped_exemplars_are_many_and_cover_both_headlines():
    exemplars = shipped_exemplars()
    assert len(exemplars) > 300
    assert sum(1 for one in exemplars if (one.boundary or 0) >= 3) > 80
    assert sum(1 for one in exemplars if one.empathy >= 3) > 250


def test_shipped_exemplars_can_be_searched(encoder: SentenceEncoder):
    shelf = load_exemplars(Passages(encoder.encode), encoder)
    found = shelf.nearest("Fine. Whatever you think is best.", "empathy", (Cue.WITHDRAWAL,), 3)
    assert len(found) == 3
    assert all(Cue.WITHDRAWAL in exemplar.cues for exemplar in found)


def test_ready_vectors_are_those_of_their_own_words_and_others_are_computed(encoder: SentenceEncoder, tmp_path: Path):
    where = tmp_path / "vectors.npy"
    make(["One thing.", "Another thing."], encoder, where)
    texts = ["A third thing.", "Another thing."]
    given = vectors_of(texts, encoder, where)
    assert np.abs(given - encoder.encode(texts)).max() < 0.005
    assert np.array_equal(given, vectors_of(texts, encoder, tmp_path / "none.npy"))
