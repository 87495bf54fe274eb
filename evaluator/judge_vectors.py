"""Computes the vectors of the judge's examples; `python -m evaluator.judge_vectors` renews those that are new."""

from evaluator.judge_examples import shipped_contrasts, vectors_file
from language_model.encoder import shared_encoder
from language_model.ready_vectors import make

if __name__ == "__main__":
    make([contrast.client for contrast in shipped_contrasts()], shared_encoder(), vectors_file())
