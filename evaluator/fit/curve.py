"""`python -m evaluator.fit.curve DATA PLOT`: how much would more exchanges help? Fits on shares, measures on DATA.

Only the network is fitted, without the second stage, so the last point lies below the shipped grader's figures.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from math import ceil
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes without types

from dialogue.features import Sight
from dialogue.patterns import load_patterns
from evaluator.agreement import f1, quadratic_kappa
from evaluator.fit.design import Design, build_design
from evaluator.fit.exchanges import LabelledExchange, load_exchanges
from evaluator.fit.matrices import Matrix
from evaluator.fit.side_by_side import side_by_side
from evaluator.fit.tuning import BATCH, EPOCHS, lesson_of, score, tune

SHARES = (0.0625, 0.125, 0.25, 0.5, 1.0)
LEAST_STEPS = 400
"""Batches that the network sees however few exchanges there are, or the curve would show too few steps; ours."""
SAID_FROM = 0.5
"""Chance from which a flag counts as said."""
SEED = 20261122
NAMES = ("empathy, kappa", "boundary, kappa", "flags, F1")
COLOURS = ("#1d6f6a", "#b4552d", "#6b5b95")
LEFT, TOP, WIDTH, HEIGHT = 60, 24, 560, 260

_log = logging.getLogger(__name__)


def curve(own: Sequence[LabelledExchange], measuring: Sequence[LabelledExchange]) -> list[tuple[int, Matrix]]:
    """Give for each share the number of exchanges and the three figures."""
    design = build_design([*own, *measuring], Sight(load_patterns("trainee")))
    lesson = lesson_of(design.pairs, design.targets, design.wanted, design.cues)
    order = np.random.default_rng(SEED).permutation(len(own))
    held = np.arange(len(own), len(own) + len(measuring))

    def point(share: float) -> tuple[int, Matrix]:
        rows = np.sort(order[: round(share * len(own))])
        epochs = max(EPOCHS, ceil(LEAST_STEPS * BATCH / len(rows)))
        figures = _figures(design, score(tune(lesson, rows, epochs), lesson, held).turn, measuring)
        _log.info("%d exchanges: %s", len(rows), figures)
        return len(rows), figures

    return side_by_side(point, sorted(SHARES, reverse=True))[::-1]


def _figures(design: Design, turn: Matrix, measuring: Sequence[LabelledExchange]) -> Matrix:
    def level(scale: str) -> list[int]:
        at = [place for place, target in enumerate(design.targets) if target.startswith(f"{scale}:")]
        return [int(one) for one in np.floor(turn[:, at].sum(axis=1) + 0.5)]

    tested = [row for row, one in enumerate(measuring) if one.boundary is not None]
    boundary = level("boundary")
    flags = [(at, name[5:]) for at, name in enumerate(design.targets) if name.startswith("flag:")]
    said = [{name for at, name in flags if row[at] >= SAID_FROM} for row in turn]
    return np.array(
        [
            quadratic_kappa(level("empathy"), [one.empathy for one in measuring]),
            quadratic_kappa([boundary[row] for row in tested], [measuring[row].boundary or 0 for row in tested]),
            f1(said, [{flag.value for flag in one.flags} for one in measuring]),
        ]
    )


def drawn(points: Sequence[tuple[int, Matrix]]) -> str:
    """Draw the curve as SVG, exchanges on a scale of doublings."""
    most = points[-1][0]

    def place(number: int, value: float) -> tuple[float, float]:
        along = 1.0 + np.log2(number / most) / -np.log2(SHARES[0])
        return LEFT + WIDTH * float(along), TOP + HEIGHT * (1.0 - value)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 150} {TOP + HEIGHT + 56}" '
        'font-family="sans-serif" font-size="13"><title>Agreement with the measuring set by number of exchanges</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    for value in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        _, down = place(most, value)
        parts.append(f'<path d="M{LEFT} {down:.1f}h{WIDTH}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{down + 4:.1f}" text-anchor="end" fill="#444444">{value:.1f}</text>')
    for number, _ in points:
        across, down = place(number, 0.0)
        parts.append(f'<text x="{across:.1f}" y="{down + 20:.1f}" text-anchor="middle" fill="#444444">{number}</text>')
    for at, (name, colour) in enumerate(zip(NAMES, COLOURS, strict=True)):
        line = [place(number, float(figures[at])) for number, figures in points]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.5" fill="{colour}"/>' for across, down in line]
        label = f'<text x="{line[-1][0] + 10:.1f}" y="{TOP + 14 + 18 * at}" fill="{colour}">{name} '
        parts.append(f"{label}{points[-1][1][at]:.2f}</text>")
    foot = f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 46}" text-anchor="middle" fill="#444444">'
    return "".join(parts) + f"{foot}exchanges fitted on (network alone)</text></svg>\n"


def _measuring(path: Path) -> list[LabelledExchange]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [LabelledExchange.model_validate({**json.loads(line), "acts": (), "cues": ()}) for line in lines if line]


def main() -> None:
    """Fit on growing shares and draw the curve."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path, help="exchanges_dev.jsonl, which is only measured on")
    parser.add_argument("plot", type=Path, help="where the SVG goes")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with threadpool_limits(1):
        options.plot.write_text(drawn(curve(load_exchanges(), _measuring(options.data))), encoding="utf-8")


if __name__ == "__main__":
    main()
