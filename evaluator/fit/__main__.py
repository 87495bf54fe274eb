"""`python -m evaluator.fit [HELD]`: make the reader's weights again; the same exchanges give the same bytes.

With HELD, a file, the held-out scores are kept there.
"""

import logging
import sys
from importlib.resources import files
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from evaluator.fit.build import build
from evaluator.fit.exchanges import load_exchanges
from evaluator.fit.replies import load_harmless

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with threadpool_limits(1):
        weights = Path(str(files("dialogue").joinpath("weights")))
        build(weights, load_exchanges(), load_harmless(), keep=Path(sys.argv[1]) if len(sys.argv) > 1 else None)
