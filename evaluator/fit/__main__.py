"""`python -m evaluator.fit`: make the reader's weights again; the same exchanges give the same bytes.

The shipped weights were fitted with `--harmless`. `--pillars` fits the pillars alone, in two minutes and without torch.
"""

import argparse
import logging
from importlib.resources import files
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from evaluator.fit.criteria import load_pillar_turns
from evaluator.fit.exchanges import load_exchanges
from evaluator.fit.pillars import build_pillars
from evaluator.fit.replies import load_harmless

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m evaluator.fit")
    parser.add_argument("--harmless", action="store_true", help="take in the turns that are known to do no harm")
    parser.add_argument("--keep", type=Path, help="a file for the held-out scores")
    parser.add_argument("--kept", type=Path, help="held-out scores of the same exchanges that an earlier fit kept")
    parser.add_argument(
        "--pillars", action="store_true", help="fit the pillars alone, over the reader's weights of now"
    )
    options = parser.parse_args()
    folder = Path(str(files("dialogue").joinpath("weights")))
    with threadpool_limits(1):
        if not options.pillars:
            from evaluator.fit.build import build  # needs torch, which the pillars do not

            build(
                folder,
                load_exchanges(),
                load_harmless() if options.harmless else (),
                keep=options.keep,
                kept=options.kept,
            )
        build_pillars(folder, load_pillar_turns())
