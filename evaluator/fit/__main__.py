"""`python -m evaluator.fit`: make the reader's weights again; the same exchanges give the same bytes."""

import argparse
import logging
from importlib.resources import files
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from evaluator.fit.build import build
from evaluator.fit.criteria import load_pillar_turns
from evaluator.fit.exchanges import load_exchanges
from evaluator.fit.replies import load_harmless

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m evaluator.fit", description=__doc__)
    parser.add_argument("--keep", type=Path, help="a file for the held-out scores")
    parser.add_argument("--kept", type=Path, help="held-out scores of the same exchanges that an earlier fit kept")
    options = parser.parse_args()
    folder = Path(str(files("dialogue").joinpath("weights")))
    with threadpool_limits(1):
        build(folder, load_exchanges(), load_harmless(), load_pillar_turns(), keep=options.keep, kept=options.kept)
