"""`python -m evaluator.fit`: make the reader's weights again; the same exchanges give the same bytes.

The shipped weights were fitted on the labelled exchanges alone. With `--harmless` the turns of `exchanges/partly` are
taken in too, which is not yet measured.
"""

import argparse
import logging
from importlib.resources import files
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from evaluator.fit.build import build
from evaluator.fit.exchanges import load_exchanges
from evaluator.fit.replies import load_harmless

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m evaluator.fit")
    parser.add_argument("--harmless", action="store_true", help="take in the turns that are known to do no harm")
    parser.add_argument("--keep", type=Path, help="a file for the held-out scores")
    parser.add_argument("--kept", type=Path, help="held-out scores of the same exchanges that an earlier fit kept")
    options = parser.parse_args()
    with threadpool_limits(1):
        build(
            Path(str(files("dialogue").joinpath("weights"))),
            load_exchanges(),
            load_harmless() if options.harmless else (),
            keep=options.keep,
            kept=options.kept,
        )
