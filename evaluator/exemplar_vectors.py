"""The ready-made vectors of the exemplars' client turns; `python -m evaluator.exemplar_vectors` renews them."""

from importlib.resources import files
from pathlib import Path

from language_model.encoder import shared_encoder
from language_model.ready_vectors import make


def vectors_file() -> Path:
    """Give the shipped file of the exemplars' vectors."""
    return Path(str(files("evaluator"))) / "exchanges" / "client_vectors.npy"


if __name__ == "__main__":
    from evaluator.exemplars import shipped_exemplars

    make([exemplar.client for exemplar in shipped_exemplars()], shared_encoder(), vectors_file())
