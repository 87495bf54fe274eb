"""Which rows of a collection lie nearest to a vector? Exact, and the same on every call."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DECIMALS = 6
"""Similarities are rounded so that noise in the last bits does not decide between two passages."""


class Near(NamedTuple):
    """An id and its cosine, from -1 (opposite) to 1 (same meaning), rounded to 6 decimals."""

    id: str
    similarity: float


class Shelf:
    """The vectors of a collection, in the order of their ids."""

    def __init__(self, digest: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep the vectors.

        Args:
            digest: Of the content, to see whether the collection has been changed since.
            ids: One for each vector.
            vectors: Shape (ids, width), of any length above 0.
        """
        order = sorted(range(len(ids)), key=ids.__getitem__)
        self.digest = digest
        self._ids = tuple(ids[place] for place in order)
        self._rows = {id_: row for row, id_ in enumerate(self._ids)}
        self._vectors = unit_length(vectors[order])

    def nearest(self, vector: NDArray[np.float32], among: Sequence[str] | None, most: int) -> tuple[Near, ...]:
        """Rank the passages by similarity, then by id.

        Args:
            vector: Shape (width,), of any length above 0.
            among: The ids to rank, in any order; all if not given.
            most: How many to return at most.

        Raises:
            KeyError: An id is not on this shelf.
        """
        rows = self.rows_of(among)
        similarities = self.similarities(vector, rows)
        order = np.argsort(-similarities, kind="stable")[:most]
        return tuple(Near(self._ids[rows[at]], float(similarities[at])) for at in order)

    def rows_of(self, among: Sequence[str] | None) -> NDArray[np.int64]:
        """Give the rows of some ids, in the order of the ids; of all if none are given.

        Raises:
            KeyError: An id is not on this shelf.
        """
        if among is None:
            return np.arange(len(self._ids), dtype=np.int64)
        return np.array(sorted(self._rows[id_] for id_ in among), dtype=np.int64)

    def similarities(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the cosine of a vector with each of some rows, from -1 to 1, rounded to 6 decimals."""
        # Row by row, not as one matrix product: its last bits would depend on the other rows.
        products = np.einsum("rw,w->r", self._vectors[rows], unit_length(vector[np.newaxis])[0])
        rounded: NDArray[np.float64] = np.round(products.astype(np.float64), DECIMALS)
        return rounded


def unit_length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to length 1; shape (rows, width). A row of zeros stays as it is."""
    lengths = np.sqrt(np.einsum("rw,rw->r", vectors, vectors, dtype=np.float64))
    lengths[lengths == 0.0] = 1.0
    scaled: NDArray[np.float32] = (vectors / lengths[:, np.newaxis]).astype(np.float32)
    return scaled
