"""Which of our passages mean the same as this sentence, among those that a filter lets through?

Chroma keeps the passages and decides what passes the filter; the ranking is ours and exact.
Measured with 3,000 passages of which 400 pass a filter on three fields (two cores, p50):

- Chroma `query` (HNSW): 6 ms, but approximate, for the index depends on the order in which it was
  filled; asking it for all that passes, so as to rank again, takes 14 ms;
- Chroma `get` with vectors, ranked here: 15 ms, as vectors arrive through Python floats;
- Chroma `get` of ids alone, ranked here over vectors read once: 5 to 7 ms and exact. This is it;
  the time grows with what passes (1,100 of 3,000: 11 ms), so keep one collection for each client.

Vectors are computed by our encoder and collections are opened with `embedding_function=None`:
Chroma's own embedding would fetch a model from the internet.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from language_model.digest import content_digest
from language_model.encoder import WIDTH
from language_model.errors import LanguageModelError
from language_model.shelf import Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

Value = str | int | float | bool
Where = Mapping[str, object]
"""Field to the value it must have or to a condition of Chroma's, such as `{"$lte": 3}`."""

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

BATCH = 1000
SMALLEST_INDEX: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 10, "max_neighbors": 4}
}
"""Chroma's own index is never asked, as the ranking is ours: a small one is made in half the time."""
DIGEST_FIELD = "content_sha256"
RECENT_FILTERS = 256

_log = logging.getLogger(__name__)


class Passage(BaseModel):
    """A text that we ship and want to find by its meaning; never what a person wrote."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    metadata: dict[str, Value] = {}


class Found(NamedTuple):
    """A passage near to a sentence; a plain tuple, for a turn may look at a thousand."""

    id: str
    similarity: float
    """Cosine from -1 (opposite) to 1 (same meaning), rounded to 6 decimals."""

    metadata: dict[str, Value]


class Passages:
    """Collections of passages, searched by meaning within a filter on their metadata.

    May be used by several threads at once. A folder must belong to one process.
    """

    def __init__(self, encode: Encode, folder: Path | None = None) -> None:
        """Open the collections.

        Args:
            encode: Texts to vectors of shape (texts, 384), as `SentenceEncoder.encode`.
            folder: Where to keep the collections, so that a later start need not encode again;
                made if missing. If not given, they are kept in memory and seen by nobody else.
        """
        self._encode = encode
        self._client = _open_client(folder)
        self._lock = threading.RLock()
        self._opened: dict[str, _Opened] = {}

    def put(
        self,
        collection: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        """Make a collection hold exactly these passages; does nothing if it already does.

        Whatever else it held is gone: a memory struck from a card must not be found again.

        Args:
            collection: 3 or more letters, digits, dots, hyphens and underscores.
            passages: With ids that differ.
            vectors: Ready-made, shape (passages, 384); computed here if not given.

        Raises:
            ValueError: Two ids are equal, or the vectors have another shape. Nothing was changed.
        """
        if len({passage.id for passage in passages}) < len(passages):
            raise ValueError(f"collection {collection}: two passages have the same id")
        if vectors is not None and vectors.shape != (len(passages), WIDTH):
            raise ValueError(
                f"collection {collection}: vectors have shape {vectors.shape}, expected {(len(passages), WIDTH)}"
            )
        digest = content_digest(passages, vectors)
        with self._lock:
            kept = self._find(collection)
            if kept is None or _digest_in(kept) != digest:
                started = time.perf_counter()
                if vectors is None:
                    vectors = self._encode([passage.text for passage in passages])
                self._replace(collection, passages, vectors, digest)
                seconds = time.perf_counter() - started
                _log.info("%s: %d passages put in %.1f s", collection, len(passages), seconds)
                kept = self._find(collection)
            if kept is not None and vectors is not None and collection not in self._opened:
                ids = [passage.id for passage in passages]  # what is at hand need not be read back
                metadata = {passage.id: dict(passage.metadata) for passage in passages}
                self._opened[collection] = _Opened(kept, Shelf(digest, ids, vectors), metadata)

    def nearest(
        self, collection: str, vector: NDArray[np.float32], where: Where | None, most: int
    ) -> tuple[Found, ...]:
        """Find the passages nearest in meaning, by similarity and then by id.

        Args:
            collection: One that was `put`.
            vector: Of the sentence, shape (384,).
            where: Every field must agree; None or empty lets all through. A passage without the
                field passes no condition but a negative one, such as `$ne`. `True` is not 1.
            most: How many at most, 1 or more.

        Raises:
            LanguageModelError: The collection was never put, or not to the end.
            ValueError: `most` is below 1, or Chroma does not understand the filter.
        """
        if most < 1:
            raise ValueError(f"most is {most}, expected 1 or more")
        with self._lock:
            opened = self._open(collection)
            among = opened.passing(where).ids if where else None
        return tuple(
            Found(id=near.id, similarity=near.similarity, metadata=opened.metadata[near.id])
            for near in opened.shelf.nearest(vector, among, most)
        )

    def likeness(
        self, collection: str, vectors: Sequence[NDArray[np.float32]], where: Where
    ) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give every passage that a filter lets through, by id, with its greatest likeness to any of some sentences.

        Args:
            collection: One that was `put`.
            vectors: Of the sentences, at least one, shape (384,) each.
            where: As in `nearest`.

        Raises:
            LanguageModelError: The collection was never put, or not to the end.
            ValueError: Chroma does not understand the filter.
        """
        with self._lock:
            opened = self._open(collection)
            passing = opened.passing(where)
        each = [opened.shelf.similarities(vector, passing.rows) for vector in vectors]
        return passing.ids, np.max(each, axis=0)

    def drop(self, collection: str) -> None:
        """Forget a collection; nothing happens where there is none."""
        with self._lock:
            self._opened.pop(collection, None)
            if self._find(collection) is not None:
                self._client.delete_collection(collection)

    def _open(self, collection: str) -> "_Opened":
        """Give a collection as it was read; asking Chroma each time whether it is still there takes milliseconds."""
        if (opened := self._opened.get(collection)) is not None:
            return opened
        kept = self._find(collection)
        digest = None if kept is None else _digest_in(kept)
        if kept is None or digest is None:
            raise LanguageModelError(f"no passages were put in the collection {collection!r}")
        opened = self._opened[collection] = _read(kept, digest)
        return opened

    def _find(self, collection: str) -> "Collection | None":
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(collection, embedding_function=None)
        except NotFoundError:
            return None

    def _replace(
        self,
        collection: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        digest: str,
    ) -> None:
        self._opened.pop(collection, None)
        if self._find(collection) is not None:
            self._client.delete_collection(collection)
        kept = self._client.create_collection(
            collection,
            embedding_function=None,
            configuration=SMALLEST_INDEX,
        )
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            # Chroma wants None for no fields, though its types do not say so.
            metadata: Any = [passage.metadata or None for passage in batch]
            kept.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors[start : start + BATCH],
                metadatas=metadata,
            )
        # Last of all: a collection without it was not filled to the end and is filled again.
        kept.modify(metadata={DIGEST_FIELD: digest})


class _Passing(NamedTuple):
    """What a filter lets through, by id, and the rows of the shelf where it stands."""

    ids: tuple[str, ...]
    rows: NDArray[np.int64]


class _Opened:
    """A collection and what was read from it once; it is replaced when its content changes."""

    def __init__(self, kept: "Collection", shelf: Shelf, metadata: dict[str, dict[str, Value]]) -> None:
        self.kept = kept
        self.shelf = shelf
        self.metadata = metadata
        self._passing: dict[str, _Passing] = {}

    def passing(self, where: Where) -> _Passing:
        """Give the ids that a filter lets through; the same filter is asked of Chroma once."""
        key = json.dumps(where, sort_keys=True)
        if key not in self._passing:
            if len(self._passing) >= RECENT_FILTERS:
                self._passing.clear()
            ids = tuple(sorted(self.kept.get(where=_all_of(where), include=[])["ids"]))
            self._passing[key] = _Passing(ids, self.shelf.rows_of(ids))
        return self._passing[key]


def _read(kept: "Collection", digest: str) -> _Opened:
    whole: Any = kept.get(include=["embeddings", "metadatas"])
    vectors = np.asarray(whole["embeddings"], dtype=np.float32).reshape(-1, WIDTH)
    both = zip(whole["ids"], whole["metadatas"], strict=True)
    metadata = {id_: fields or {} for id_, fields in both}
    return _Opened(kept, Shelf(digest, whole["ids"], vectors), metadata)


def _digest_in(kept: "Collection") -> str | None:
    digest = (kept.metadata or {}).get(DIGEST_FIELD)
    return digest if isinstance(digest, str) else None


def _all_of(where: Where) -> dict[str, Any]:
    """Join the fields the way Chroma wants it: one operator on top."""
    fields = [{field: condition} for field, condition in where.items()]
    return fields[0] if len(fields) == 1 else {"$and": fields}


def _open_client(folder: Path | None) -> "ClientAPI":
    import chromadb  # late: takes a second
    from chromadb.config import Settings

    # Chroma reads a `.env` in the working folder unless told not to; that file is ours.
    options: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}
    settings = Settings(**options)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(folder, settings=settings)
    # All in-memory clients of a process share their collections; a database of its own parts them.
    database = f"passages-{uuid.uuid4().hex}"
    chromadb.AdminClient(settings).create_database(database)
    return chromadb.EphemeralClient(settings, database=database)
