"""How well does the grader agree with labels it has not seen? One row a figure, beside its bar and two baselines.

The labels of `exchanges_dev.jsonl` are the median of three readings by language models; no clinician gave them.
Agreement with them shows that the grader follows the written scales, not that it is right about people.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.baselines import by_length, by_words, own_exchanges
from benchmarks.corpora import interview_rows, peer_rows, read_peer_pairs, read_utterances
from benchmarks.figures import LABELS, at_least, at_places, figured, number, plain, within
from benchmarks.labelled import LabelledExchange, read_exchanges
from benchmarks.own_sets import Grading, own_set_rows
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
SERIOUS = frozenset({
    Flag.CONFIDENTIALITY_BREACH, Flag.ABSOLUTE_SECRECY_PROMISE, Flag.DUAL_RELATIONSHIP, Flag.ROMANTIC_OR_TOUCH,
    Flag.JUDGMENT, Flag.AUTONOMY_OVERRIDE, Flag.TRIGGER_PUSH, Flag.ABANDONMENT,
})  # fmt: skip
"""Violation, breach, secrecy, blame, coercion, abandonment."""
PEERS, INTERVIEWS = "epitome_dev.csv", "annomi_dev.csv"


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
        rows.append(_missing("exchanges_dev.jsonl"))
    grading = Grading(reader, grader)
    rows += own_set_rows(grading)
    rows += peer_rows(read_peer_pairs(data / PEERS), grading) if (data / PEERS).is_file() else [_missing(PEERS)]
    talks = data / INTERVIEWS
    rows += interview_rows(read_utterances(talks), reader, grading) if talks.is_file() else [_missing(INTERVIEWS)]
    return rows


def _missing(name: str) -> Row:
    return Row(what=name, figure="not there", value=None)


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
    kappa = figured(lambda at: agreement.quadratic_kappa(at_places(levels, at), at_places(labels, at)), len(found))
    lenient = figured(lambda at: agreement.leniency(at_places(levels, at), at_places(labels, at)), len(found))
    words = [len(one.label.trainee.split()) for one, _, _ in found]
    estimates = [one.grades.of(criterion).estimate or 0.0 for one, _, _ in found]
    pull = agreement.partial_correlation(estimates, words, labels)
    note = f"{len(found)} of {len(pairs)} labelled exchanges graded; {LABELS}"
    bar = f"|r| < {MOST_LENGTH:.2f}"
    rows = [
        at_least(f"{name}: quadratic kappa", kappa, LEAST_KAPPA, note),
        within(f"{name}: leniency, levels", lenient, MOST_LENIENT, f"below 0 is strict; {LABELS}"),
        plain(f"{name}: pull of length, label held", pull, "", bar, abs(pull) < MOST_LENGTH),
    ]
    return rows + _baseline_rows(name, [one.label.trainee for one, _ in pairs], [label for _, label in pairs])


def _baseline_rows(name: str, texts: Sequence[str], labels: Sequence[int]) -> list[Row]:
    own = own_exchanges(name)
    note = f"baseline, fitted on our own {len(own)} exchanges; {LABELS}"
    return [
        plain(f"{name}: kappa of {what}", agreement.quadratic_kappa(guess(texts), labels), note)
        for what, guess in (("length alone", by_length(own)), ("words without order", by_words(own)))
    ]


def occasion_row(measured: Sequence[Measured]) -> Row:
    """Give how well it is seen whether there is a boundary in play at all."""
    given = [{"occasion"} if one.level("boundary_setting") is not None else set() for one in measured]
    wanted = [{"occasion"} if one.label.boundary is not None else set() for one in measured]
    figure = figured(lambda at: agreement.f1(at_places(given, at), at_places(wanted, at)), len(measured))
    return at_least("boundary: occasion F1", figure, LEAST_OCCASION, LABELS)


def flag_rows(measured: Sequence[Measured]) -> list[Row]:
    """Give how well flags are found: all of them, and the serious ones."""
    given = [{flag.value for flag in one.grades.flags} for one in measured]
    wanted = [{flag.value for flag in one.label.flags} for one in measured]
    serious = {flag.value for flag in SERIOUS}
    hard, wanted_hard = [one & serious for one in given], [one & serious for one in wanted]
    every = figured(lambda at: agreement.f1(at_places(given, at), at_places(wanted, at)), len(measured))
    found = figured(lambda at: agreement.recall(at_places(hard, at), at_places(wanted_hard, at)), len(measured))
    exact = figured(lambda at: agreement.recall(at_places(wanted_hard, at), at_places(hard, at)), len(measured))
    return [
        at_least("flags: micro-F1", every, LEAST_FLAGS, LABELS),
        at_least("serious flags: recall", found, LEAST_RECALL, LABELS),
        at_least("serious flags: precision", exact, LEAST_PRECISION, LABELS),
    ]


def speed_rows(seconds: Sequence[float]) -> list[Row]:
    """Give the seconds that reading and grading one exchange take."""
    rows = []
    for share, bar in zip((50, 95), MOST_SECONDS, strict=True):
        value = float(np.percentile(seconds, share)) if seconds else float("nan")
        figure = f"{value * 1000:.0f} ms" if seconds else "–"
        note = "reading and grading, texts not seen before"
        rows.append(
            Row(what=f"one exchange, p{share}", figure=figure, value=number(value), bar=f"≤ {bar * 1000:.0f} ms",
                met=value <= bar if seconds else None, note=note)
        )  # fmt: skip
    return rows
