"""The encoder gives the published model's vectors, and the same bytes every time."""

import json
import logging
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from language_model import encoder as encoder_module
from language_model.encoder import MOST_TOKENS, WIDTH, SentenceEncoder, shared_encoder
from language_model.errors import LanguageModelError
from language_model.model_files import SHA256, model_folder

REFERENCE = json.loads(Path(__file__).with_name("reference_vectors.json").read_text(encoding="utf-8"))["sentences"]
TEXTS = [sentence["text"] for sentence in REFERENCE]


@pytest.mark.parametrize("place", range(len(REFERENCE)))
def test_vectors_are_those_of_sentence_transformers(encoder: SentenceEncoder, place: int) -> None:
    (vector,) = encoder.encode([TEXTS[place]])
    np.testing.assert_allclose(vector, REFERENCE[place]["vector"], atol=1e-5, rtol=0)


def test_vectors_are_rows_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), WIDTH)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_text_gives_no_row(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_one_text_in_place_of_a_sequence_is_refused(encoder: SentenceEncoder) -> None:
    with pytest.raises(TypeError, match="sequence"):
        encoder.encode("hello")


def test_company_and_a_new_start_do_not_change_a_bit(encoder: SentenceEncoder) -> None:
    together = encoder.encode(TEXTS)
    fresh = SentenceEncoder()
    alone = np.concatenate([fresh.encode([text]) for text in reversed(TEXTS)])[::-1]
    assert together.tobytes() == alone.tobytes()


def test_another_process_gives_the_same_bytes(encoder: SentenceEncoder) -> None:
    program = (
        "import sys, json; from language_model.encoder import shared_encoder; "
        "sys.stdout.buffer.write(shared_encoder().encode(json.load(sys.stdin)).tobytes())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(TEXTS[:4]).encode(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ran.stdout == encoder.encode(TEXTS[:4]).tobytes()


def test_what_a_caller_does_to_a_vector_is_not_remembered(encoder: SentenceEncoder) -> None:
    first = encoder.encode(["hello"])
    kept = first.copy()
    first[:] = 0
    assert encoder.encode(["hello"]).tobytes() == kept.tobytes()


def test_a_text_is_cut_at_the_most_tokens(encoder: SentenceEncoder) -> None:
    within = "word " * (MOST_TOKENS - 2)
    vectors = encoder.encode([within, within + "other " * 50])
    assert vectors[0].tobytes() == vectors[1].tobytes()


def test_half_a_surrogate_pair_is_encoded_all_the_same(encoder: SentenceEncoder) -> None:
    assert np.isfinite(encoder.encode(["I am \ud83d tired"])).all()


def test_likeness_in_meaning_beats_likeness_in_words(encoder: SentenceEncoder) -> None:
    asked, same, other = encoder.encode(
        ["I feel sad since my father died.", "Losing dad broke me.", "I feel fine, my father sang."]
    )
    assert asked @ same > asked @ other


def test_threads_get_the_same_bytes() -> None:
    fresh = SentenceEncoder()
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(fresh.encode(TEXTS[:8]).tobytes())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1


def test_the_shared_encoder_is_loaded_once_by_many_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loads: list[SentenceEncoder] = []

    class Counted(SentenceEncoder):
        def __init__(self, folder: Path | None = None) -> None:
            super().__init__(folder)
            loads.append(self)

    monkeypatch.setattr(encoder_module, "SentenceEncoder", Counted)
    encoder_module._loaded.cache_clear()
    given: list[SentenceEncoder] = []
    threads = [threading.Thread(target=lambda: given.append(shared_encoder())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    encoder_module._loaded.cache_clear()
    assert len(loads) == 1
    assert given == loads * 3


@pytest.mark.parametrize("name", sorted(SHA256))
def test_a_changed_file_is_refused_with_the_remedy(tmp_path: Path, name: str) -> None:
    for file in SHA256:
        shutil.copy(model_folder() / file, tmp_path)
    with (tmp_path / name).open("ab") as changed:
        changed.write(b" ")
    with pytest.raises(LanguageModelError) as caught:
        SentenceEncoder(tmp_path)
    for word in (name, SHA256[name], "pip install"):
        assert word in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageModelError, match=r"tokenizer\.json cannot be read"):
        SentenceEncoder(tmp_path)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("language_model.model_files.PACKAGE", "not_there_at_all")
    with pytest.raises(LanguageModelError, match="not_there_at_all is not installed"):
        model_folder()


def test_a_missing_graph_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder_module, "GRAPH_FILE", tmp_path / "gone.onnx")
    with pytest.raises(LanguageModelError, match=r"language_model\.build_graph"):
        SentenceEncoder()


def test_logs_do_not_carry_texts(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        SentenceEncoder().encode(["my secret sentence"])
    assert "secret" not in caplog.text
