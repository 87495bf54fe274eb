"""Passages are found by meaning within a filter, exactly and without the internet."""

import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from language_model.encoder import WIDTH, SentenceEncoder
from language_model.errors import LanguageModelError
from language_model.passages import Passage, Passages

SHIPPED = (
    Passage(id="father", text="My father left when I was seven.", metadata={"layer": 3, "t": True}),
    Passage(id="hikes", text="I like walking in the hills.", metadata={"layer": 0, "t": False}),
    Passage(id="dad", text="Dad walked out on us.", metadata={"layer": 1, "t": False}),
    Passage(id="bare", text="I am fine.", metadata={}),
)


class CountedEncoder:
    """Random but steady vectors, and a count of the texts that were encoded."""

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        return np.stack([vector_of(text) for text in texts])


def vector_of(text: str) -> NDArray[np.float32]:
    seed = list(text.encode())
    return np.random.default_rng(seed).standard_normal(WIDTH).astype(np.float32)


def many(count: int) -> list[Passage]:
    return [Passage(id=f"p{n}", text=f"text {n}", metadata={"layer": n % 5, "kind": "ab"[n % 2]}) for n in range(count)]


@pytest.fixture
def counted() -> CountedEncoder:
    return CountedEncoder()


@pytest.fixture
def shipped(encoder: SentenceEncoder) -> Passages:
    passages = Passages(encoder.encode)
    passages.put("memories", SHIPPED)
    return passages


def test_passages_come_by_meaning_nearest_first(shipped: Passages, encoder: SentenceEncoder) -> None:
    (asked,) = encoder.encode(["Tell me about your dad leaving."])
    found = shipped.nearest("memories", asked, None, 3)
    assert {one.id for one in found[:2]} == {"father", "dad"}
    assert found[0].similarity > found[1].similarity > found[2].similarity
    assert found == shipped.nearest("memories", asked, {}, 3)


def test_metadata_comes_back_with_its_types(shipped: Passages, encoder: SentenceEncoder) -> None:
    (asked,) = encoder.encode([SHIPPED[0].text])
    (found,) = shipped.nearest("memories", asked, None, 1)
    assert found.similarity == 1.0
    assert found.metadata == {"layer": 3, "t": True}
    assert found.metadata["t"] is True


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"layer": {"$lte": 1}}, {"hikes", "dad"}),
        ({"layer": {"$lte": 1}, "t": False}, {"hikes", "dad"}),
        ({"layer": {"$gte": 1}, "t": False}, {"dad"}),
        ({"layer": 9}, set()),
        ({"t": 1}, set()),
        ({"$or": [{"layer": 0}, {"layer": 3}]}, {"hikes", "father"}),
    ],
)
def test_only_what_passes_every_field_is_found(
    shipped: Passages, encoder: SentenceEncoder, where: dict[str, object], ids: set[str]
) -> None:
    (asked,) = encoder.encode(["Tell me about your dad leaving."])
    assert {one.id for one in shipped.nearest("memories", asked, where, 9)} == ids


def test_the_likeness_of_all_that_passes_is_that_of_the_nearest_sentence(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    passages.put("many", many(60))
    one, two = vector_of("one"), vector_of("two")
    ids, likeness = passages.likeness("many", [one, two], {"layer": {"$lte": 2}})
    ranked = [
        {near.id: near.similarity for near in passages.nearest("many", v, {"layer": {"$lte": 2}}, 60)}
        for v in (one, two)
    ]
    assert list(ids) == sorted(ranked[0])
    assert len(ids) == 36
    assert {id_: max(near[id_] for near in ranked) for id_ in ids} == dict(zip(ids, likeness.tolist(), strict=True))


def test_ranking_is_exact_and_equal_passages_come_by_id(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    twins = [Passage(id=id_, text="twin", metadata={"layer": 1}) for id_ in ("z", "a", "m")]
    passages.put("twins", [*many(500), *twins])
    found = passages.nearest("twins", vector_of("twin"), {"layer": 1}, 103)
    assert [one.id for one in found[:3]] == ["a", "m", "z"]
    asked = vector_of("twin") / np.linalg.norm(vector_of("twin"))
    cosine = {one.id: float(vector_of(one.text) @ asked / np.linalg.norm(vector_of(one.text))) for one in many(500)}
    others = [one for one in found if one.id in cosine]
    assert len(others) == 100
    assert [one.id for one in others] == sorted((one.id for one in others), key=cosine.__getitem__)[::-1]
    for one in others:
        assert one.similarity == pytest.approx(cosine[one.id], abs=2e-6)


def test_the_order_of_putting_changes_nothing(counted: CountedEncoder) -> None:
    one_way, other_way = Passages(counted.encode), Passages(counted.encode)
    one_way.put("lines", many(300))
    other_way.put("lines", many(300)[::-1])
    where = {"layer": {"$lte": 2}, "kind": "a"}
    asked = vector_of("asked")
    assert one_way.nearest("lines", asked, where, 50) == other_way.nearest("lines", asked, where, 50)


def test_a_restart_does_not_encode_again(counted: CountedEncoder, tmp_path: Path) -> None:
    first = Passages(counted.encode, tmp_path / "made" / "here")
    first.put("lines", many(50))
    before = first.nearest("lines", vector_of("asked"), {"kind": "a"}, 5)
    second = Passages(counted.encode, tmp_path / "made" / "here")
    second.put("lines", many(50)[::-1])
    assert counted.texts == 50
    assert second.nearest("lines", vector_of("asked"), {"kind": "a"}, 5) == before


def test_changed_passages_replace_the_old_ones(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    passages.put("lines", many(20))
    passages.nearest("lines", vector_of("asked"), None, 1)
    passages.put("lines", [Passage(id="p3", text="new", metadata={"layer": 9})])
    (found,) = passages.nearest("lines", vector_of("new"), None, 50)
    assert (found.id, found.similarity, found.metadata) == ("p3", 1.0, {"layer": 9})


def test_a_collection_not_filled_to_the_end_is_filled_again(counted: CountedEncoder) -> None:
    def fail(texts: Sequence[str]) -> NDArray[np.float32]:
        return counted.encode(texts)[:, :1][:0]  # no vectors: Chroma refuses them

    failing = Passages(fail)
    with pytest.raises(ValueError, match="Embeddings"):
        failing.put("lines", many(5))
    with pytest.raises(LanguageModelError, match="'lines'"):
        failing.nearest("lines", vector_of("asked"), None, 1)
    failing.put("lines", many(5), counted.encode([one.text for one in many(5)]))
    assert len(failing.nearest("lines", vector_of("asked"), None, 9)) == 5


def test_ready_made_vectors_are_taken_and_scaled(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    passages.put("lines", many(2), np.stack([vector_of("x"), 7 * vector_of("y")]))
    (found,) = passages.nearest("lines", vector_of("y"), None, 1)
    assert (found.id, found.similarity) == ("p1", 1.0)
    assert counted.texts == 0


def test_two_rooms_in_memory_do_not_see_each_other(counted: CountedEncoder) -> None:
    one, other = Passages(counted.encode), Passages(counted.encode)
    one.put("lines", many(3))
    with pytest.raises(LanguageModelError, match="no passages were put"):
        other.nearest("lines", vector_of("asked"), None, 1)


def test_an_empty_collection_finds_nothing(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    passages.put("lines", [], np.empty((0, WIDTH), np.float32))
    assert passages.nearest("lines", vector_of("asked"), None, 5) == ()
    assert passages.nearest("lines", vector_of("asked"), {"layer": 1}, 5) == ()


def test_wrong_uses_are_refused(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    with pytest.raises(ValueError, match="same id"):
        passages.put("lines", [*many(2), *many(1)])
    with pytest.raises(ValueError, match="shape"):
        passages.put("lines", many(2), np.ones((2, 3), np.float32))
    passages.put("lines", many(2))
    with pytest.raises(ValueError, match="most is 0"):
        passages.nearest("lines", vector_of("asked"), None, 0)
    with pytest.raises(ValueError, match="operator"):
        passages.nearest("lines", vector_of("asked"), {"layer": {"$about": 3}}, 1)


def test_threads_find_the_same(counted: CountedEncoder) -> None:
    passages = Passages(counted.encode)
    passages.put("lines", many(300))
    results: list[object] = []

    def ask() -> None:
        for _ in range(5):
            results.append(passages.nearest("lines", vector_of("asked"), {"layer": 1}, 5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 20
    assert all(result == results[0] for result in results)


def test_chromas_own_embedding_and_the_internet_are_never_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    from chromadb.api.models.CollectionCommon import CollectionCommon
    from chromadb.api.types import DefaultEmbeddingFunction
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("chromadb reached for its own embedding or for another host")

    monkeypatch.setattr(ONNXMiniLM_L6_V2, "__call__", forbidden)
    monkeypatch.setattr(ONNXMiniLM_L6_V2, "_download_model_if_not_exists", forbidden)
    monkeypatch.setattr(DefaultEmbeddingFunction, "__call__", forbidden)
    monkeypatch.setattr(CollectionCommon, "_embed", forbidden)  # the way to either of them
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    monkeypatch.setattr(socket.socket, "connect", forbidden)
    (asked,) = encoder.encode(["dad"])
    for folder in (None, tmp_path):
        passages = Passages(encoder.encode, folder)
        passages.put("memories", SHIPPED)
        passages.put("memories", SHIPPED[:3])
        assert passages.nearest("memories", asked, {"layer": {"$lte": 3}}, 1)
    reopened = Passages(encoder.encode, tmp_path)
    reopened.put("memories", SHIPPED[:3])
    assert reopened.nearest("memories", asked, None, 1)


def test_chroma_does_not_obey_a_dotenv_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, counted: CountedEncoder
) -> None:
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=example.org\nIS_PERSISTENT=true\n")
    monkeypatch.chdir(tmp_path)
    passages = Passages(counted.encode)
    passages.put("lines", many(2))
    assert passages.nearest("lines", vector_of("asked"), None, 1)
    assert [path.name for path in tmp_path.iterdir()] == [".env"]
