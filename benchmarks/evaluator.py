"""How well does the grader agree with labels it has not seen? One row a figure, beside its bar and two baselines.

The labels of `exchanges_dev.jsonl` are the median of three readings by language models; no clinician gave them.
Agreement with them shows that the grader follows the written scales, not that it is right about people.
"""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.baselines import by_length, by_words, own_exchanges
from benchmarks.labelled import LabelledExchange, PeerPair, read_exchanges, read_peer_pairs
from benchmarks.table import Row
from dialogue.flags import Flag
from dialogue.reader import Reader
from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator import agreement
from evaluator.alternatives import TurnReader
from evaluator.grader import Grader
from evaluator.grades import ExchangeGrades
from evaluator.local_grader import LocalGrader
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder

Kind = TypeVar("Kind")

LABELS = "labels by language models, not by clinicians"
LEAST_KAPPA = 0.80
"""Our target; two people agreed at .66 to .74 on the parts of empathy in a public corpus."""
LEAST_OCCASION = 0.95
"""Our target for telling whether there is an occasion at all."""
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.70
"""Source: clinical design 3.8, flags."""
LEAST_FLAGS = 0.75
"""Our target."""
MOST_LENIENT = 0.15
"""Levels, either way; our target."""
MOST_LENGTH = 0.15
"""Correlation with length, either way; our target."""
MOST_SECONDS = (0.015, 0.060)
"""Seconds for reading and grading one exchange, p50 and p95, on two cores; our target."""
SEED = 20261121
SERIOUS = frozenset({
    Flag.CONFIDENTIALITY_BREACH, Flag.ABSOLUTE_SECRECY_PROMISE, Flag.DUAL_RELATIONSHIP, Flag.ROMANTIC_OR_TOUCH,
    Flag.SCOPE_OVERREACH, Flag.ABANDONMENT, Flag.TRIGGER_PUSH,
})  # fmt: skip
"""Flags that raise a gate."""


class Measured(Record):
    """An exchange, its grades, and the seconds that reading and grading took."""

    label: LabelledExchange
    grades: ExchangeGrades
    seconds: float

    def level(self, criterion: str) -> int | None:
        """Give the level of a criterion."""
        return self.grades.of(criterion).level


def measure(data: Path) -> list[Row]:
    """Measure the embedded grader on the labelled sets in a folder; for a set that is missing, a row says so."""
    reader, grader = Reader(shared_encoder()), LocalGrader(load_rubric())
    rows: list[Row] = []
    if (data / "exchanges_dev.jsonl").is_file():
        measured = grade_all(read_exchanges(data / "exchanges_dev.jsonl"), reader, grader)
        rows += headline_rows("empathy", "empathy", measured) + headline_rows("boundary_setting", "boundary", measured)
        rows += [occasion_row(measured), *flag_rows(measured), *speed_rows([one.seconds for one in measured])]
    else:
        rows.append(Row(what="exchanges_dev.jsonl", figure="not there", value=None))
    if (data / "epitome_dev.csv").is_file():
        rows += peer_rows(read_peer_pairs(data / "epitome_dev.csv"), reader, grader)
    return rows


def grade_all(labels: Sequence[LabelledExchange], reader: TurnReader, grader: Grader) -> list[Measured]:
    """Grade every exchange; the cues are left for the reader to find."""
    measured = []
    for label in labels:
        exchange = ExchangeText(client=label.client, trainee=label.trainee)
        started = time.perf_counter()
        grades = grader.grade_exchange(exchange, reader.read_turn(exchange))
        measured.append(Measured(label=label, grades=grades, seconds=time.perf_counter() - started))
    return measured


def headline_rows(criterion: str, name: str, measured: Sequence[Measured]) -> list[Row]:
    """Give kappa, leniency and the pull of length for one headline, beside what two baselines reach."""
    pairs = [(one, getattr(one.label, name)) for one in measured if getattr(one.label, name) is not None]
    found = [(one, label, one.level(criterion)) for one, label in pairs if one.level(criterion) is not None]
    labels, levels = [label for _, label, _ in found], [level for _, _, level in found if level is not None]
    kappa = _figured(lambda at: agreement.quadratic_kappa(_at(levels, at), _at(labels, at)), len(found))
    lenient = _figured(lambda at: agreement.leniency(_at(levels, at), _at(labels, at)), len(found))
    words = [len(one.label.trainee.split()) for one, _, _ in found]
    estimates = [one.grades.of(criterion).estimate or 0.0 for one, _, _ in found]
    pull = agreement.partial_correlation(estimates, words, labels)
    note = f"{len(found)} of {len(pairs)} labelled exchanges graded; {LABELS}"
    rows = [
        _row(f"{name}: quadratic kappa", kappa, f"≥ {LEAST_KAPPA:.2f}", kappa[0] >= LEAST_KAPPA, note),
        _row(
            f"{name}: leniency, levels",
            lenient,
            f"within ±{MOST_LENIENT:.2f}",
            abs(lenient[0]) <= MOST_LENIENT,
            f"below 0 is strict; {LABELS}",
        ),
        Row(
            what=f"{name}: pull of length, label held",
            figure=_shown(pull),
            value=_number(pull),
            bar=f"|r| < {MOST_LENGTH:.2f}",
            met=abs(pull) < MOST_LENGTH if math.isfinite(pull) else None,
        ),
    ]
    return rows + _baseline_rows(name, [one.label.trainee for one, _ in pairs], [label for _, label in pairs])


def _baseline_rows(name: str, texts: Sequence[str], labels: Sequence[int]) -> list[Row]:
    own = own_exchanges(name)
    rows = []
    for what, guess in (("length alone", by_length(own)), ("words without order", by_words(own))):
        kappa = agreement.quadratic_kappa(guess(texts), labels)
        note = f"baseline, fitted on our own {len(own)} exchanges; {LABELS}"
        rows.append(Row(what=f"{name}: kappa of {what}", figure=_shown(kappa), value=_number(kappa), note=note))
    return rows


def occasion_row(measured: Sequence[Measured]) -> Row:
    """Give how well it is seen whether there is a boundary in play at all."""
    given = [{"occasion"} if one.level("boundary_setting") is not None else set() for one in measured]
    wanted = [{"occasion"} if one.label.boundary is not None else set() for one in measured]
    figure = _figured(lambda at: agreement.f1(_at(given, at), _at(wanted, at)), len(measured))
    return _row("boundary: occasion F1", figure, f"≥ {LEAST_OCCASION:.2f}", figure[0] >= LEAST_OCCASION, LABELS)


def flag_rows(measured: Sequence[Measured]) -> list[Row]:
    """Give how well flags are found: all of them, and those that raise a gate."""
    given = [{flag.value for flag in one.grades.flags} for one in measured]
    wanted = [{flag.value for flag in one.label.flags} for one in measured]
    serious = {flag.value for flag in SERIOUS}
    hard, wanted_hard = [one & serious for one in given], [one & serious for one in wanted]
    every = _figured(lambda at: agreement.f1(_at(given, at), _at(wanted, at)), len(measured))
    found = _figured(lambda at: agreement.recall(_at(hard, at), _at(wanted_hard, at)), len(measured))
    exact = _figured(lambda at: agreement.recall(_at(wanted_hard, at), _at(hard, at)), len(measured))
    return [
        _row("flags: micro-F1", every, f"≥ {LEAST_FLAGS:.2f}", every[0] >= LEAST_FLAGS, LABELS),
        _row("serious flags: recall", found, f"≥ {LEAST_RECALL:.2f}", found[0] >= LEAST_RECALL, LABELS),
        _row("serious flags: precision", exact, f"≥ {LEAST_PRECISION:.2f}", exact[0] >= LEAST_PRECISION, LABELS),
    ]


def speed_rows(seconds: Sequence[float]) -> list[Row]:
    """Give the seconds that reading and grading one exchange take."""
    rows = []
    for share, bar in zip((50, 95), MOST_SECONDS, strict=True):
        value = float(np.percentile(seconds, share)) if seconds else float("nan")
        figure = f"{value * 1000:.0f} ms" if seconds else "–"
        note = "reading and grading, texts not seen before"
        rows.append(
            Row(what=f"one exchange, p{share}", figure=figure, value=_number(value), bar=f"≤ {bar * 1000:.0f} ms",
                met=value <= bar if seconds else None, note=note)
        )  # fmt: skip
    return rows


def peer_rows(pairs: Sequence[PeerPair], reader: TurnReader, grader: Grader) -> list[Row]:
    """Give the rank correlation of our estimate with people's codes of empathy in peer support."""
    exchanges = [ExchangeText(client=pair.post, trainee=pair.answer) for pair in pairs]
    grades = [grader.grade_exchange(exchange, reader.read_turn(exchange)) for exchange in exchanges]
    estimates = [one.of("empathy").estimate or 0.0 for one in grades]
    codes, words = [float(pair.empathy) for pair in pairs], [float(len(pair.answer.split())) for pair in pairs]
    ours = _figured(lambda at: agreement.spearman(_at(estimates, at), _at(codes, at)), len(pairs))
    plain = agreement.spearman(words, codes)
    note = f"{len(pairs)} pairs, fixed sample; another trade than ours; coded by people"
    return [
        _row("peer support (EPITOME): Spearman", ours, f"> {_shown(plain)} (length alone)", ours[0] > plain, note),
        Row(what="peer support (EPITOME): Spearman of length alone", figure=_shown(plain), value=_number(plain)),
    ]


def _figured(statistic: Callable[[Sequence[int]], float], exchanges: int) -> tuple[float, agreement.Interval]:
    interval = agreement.bootstrap(lambda at: statistic([int(place) for place in at]), exchanges, SEED, 300)
    return statistic(range(exchanges)), interval


def _at(values: Sequence[Kind], places: Sequence[int]) -> list[Kind]:
    return [values[place] for place in places]


def _row(what: str, figure: tuple[float, agreement.Interval], bar: str, met: bool, note: str) -> Row:
    value, interval = figure
    known = math.isfinite(value)
    ends = f"{_shown(interval.low)} to {_shown(interval.high)}" if known else ""
    return Row(
        what=what,
        figure=_shown(value),
        value=_number(value),
        interval=ends,
        bar=bar,
        met=met if known else None,
        note=note,
    )


def _shown(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "–"


def _number(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None
