"""`python -m evaluator.fit`: make the reader's weights again; the same exchanges give the same bytes."""

import logging
from importlib.resources import files
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from evaluator.fit.build import build
from evaluator.fit.exchanges import load_exchanges

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with threadpool_limits(1):
        build(Path(str(files("dialogue").joinpath("weights"))), load_exchanges())
