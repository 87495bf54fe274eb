"""The ready-made vectors of the clients' lines; `python -m personas.line_vectors` brings them up to date."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language_model.encoder import WIDTH, SentenceEncoder, shared_encoder
from language_model.ready_vectors import make, vectors_of
from personas.authored_voice import passages_of
from personas.cast import load_cast
from personas.persona import Persona
from personas.wordings import shipped_groups
from personas.wordings import vectors_file as wordings_file


def vectors_file(persona: Persona) -> Path:
    """Give the shipped file of one client's vectors."""
    return Path(str(files("personas"))) / "vectors" / f"{persona.id}.npy"


def texts_of(persona: Persona) -> list[str]:
    """Give every text under which a line of this client is found, in the order of `passages_of`."""
    return [passage.text for passage in passages_of([persona])]


def line_vectors(cast: Iterable[Persona], encoder: SentenceEncoder) -> NDArray[np.float32]:
    """Give the vectors of all lines of these clients, shape (passages, 384), in the order of `passages_of`."""
    parts = [vectors_of(texts_of(persona), encoder, vectors_file(persona)) for persona in cast]
    return np.concatenate(parts) if parts else np.empty((0, WIDTH), dtype=np.float32)


if __name__ == "__main__":
    for client in load_cast().values():
        make(texts_of(client), shared_encoder(), vectors_file(client))
    make([wording for group in shipped_groups() for wording in group.wordings], shared_encoder(), wordings_file())
