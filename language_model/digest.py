"""Does a collection already hold these passages? Two contents are the same if their digests are."""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from language_model.model_files import SHA256

if TYPE_CHECKING:
    from language_model.passages import Passage


def content_digest(passages: Sequence["Passage"], vectors: NDArray[np.float32] | None) -> str:
    """Hash the passages, in any order, and what makes their vectors.

    Args:
        passages: With ids that differ.
        vectors: If ready-made, shape (passages, width); else the encoder's files stand for them.
    """
    digest = hashlib.sha256("".join(SHA256.values()).encode())
    for place in sorted(range(len(passages)), key=lambda place: passages[place].id):
        passage = passages[place]
        fields = sorted(passage.metadata.items())
        digest.update(json.dumps([passage.id, passage.text, fields]).encode())
        if vectors is not None:
            digest.update(vectors[place].astype("<f4").tobytes())
    return digest.hexdigest()
