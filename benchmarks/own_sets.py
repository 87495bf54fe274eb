"""How does the grader do on the sets written to trip it: matched guises, planted errors, exploits?"""

from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from benchmarks.figures import at_places, figured, plain, within
from benchmarks.table import Row
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.record import Record
from dialogue.turns import ExchangeText, Turn
from evaluator.alternatives import TurnReader
from evaluator.grader import Grader
from evaluator.grades import ExchangeGrades

MOST_SHIFT = 0.15
"""Levels; clinical design 7.1."""
LEAST_ORDERED = 0.90
"""Share of planted errors that must be seen; our target."""
BAR = f"≥ {LEAST_ORDERED:.2f}"
MADE_UP = "made-up turns; no linguist or clinician has seen them"


class Guise(Record):
    """One trainee turn in several varieties of English, all of which say and do the same."""

    id: str
    client: str
    trainee: str
    empathy: int
    boundary: int | None
    flags: tuple[Flag, ...]
    versions: dict[str, str]


class PlantedError(Record):
    """A good turn and the same turn with one error in it."""

    id: str
    criterion: str
    client: str
    cues: tuple[Cue, ...]
    history: tuple[Turn, ...]
    good: str
    bad: str
    error: str


class Exploit(Record):
    """A turn that asks for a level without understanding."""

    id: str
    kind: str
    client: str
    trainee: str
    at_most: int = Field(ge=0, le=4)


class OwnSets(Record):
    """The three sets."""

    guises: tuple[Guise, ...]
    planted: tuple[PlantedError, ...]
    exploits: tuple[Exploit, ...]


def read_own_sets() -> OwnSets:
    """Read the shipped sets."""
    return OwnSets(
        guises=tuple(Guise.model_validate_json(line) for line in _lines("matched_guise")),
        planted=tuple(PlantedError.model_validate_json(line) for line in _lines("planted_errors")),
        exploits=tuple(Exploit.model_validate_json(line) for line in _lines("exploits")),
    )


def _lines(name: str) -> list[str]:
    path = Path(str(files("evaluator"))) / "sets" / f"{name}.jsonl"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Grading:
    """Grades texts with one reader and one grader."""

    def __init__(self, reader: TurnReader, grader: Grader) -> None:
        self._reader, self._grader = reader, grader

    def grades(self, exchange: ExchangeText) -> ExchangeGrades:
        """Read and grade one exchange."""
        return self._grader.grade_exchange(exchange, self._reader.read_turn(exchange))


def own_set_rows(grading: Grading) -> list[Row]:
    """Measure all three sets."""
    sets = read_own_sets()
    return [
        *guise_rows(sets.guises, grading),
        *planted_rows(sets.planted, grading),
        exploit_row(sets.exploits, grading),
    ]


def guise_rows(guises: Sequence[Guise], grading: Grading) -> list[Row]:
    """Give the mean shift of the headline estimates by variety, and how often a flag changes."""
    shifts: dict[str, list[float]] = defaultdict(list)
    changed, versions = 0, 0
    for guise in guises:
        plain_grades = grading.grades(ExchangeText(client=guise.client, trainee=guise.trainee))
        for variety, text in guise.versions.items():
            grades = grading.grades(ExchangeText(client=guise.client, trainee=text))
            shifts[variety] += _shifts(plain_grades, grades)
            versions += 1
            changed += set(grades.flags) != set(plain_grades.flags)
    every = [shift for variety in shifts.values() for shift in variety]
    mean = figured(lambda at: sum(at_places(every, at)) / len(at), len(every))
    rows = [within("matched guise: mean shift, all varieties, levels", mean, MOST_SHIFT, MADE_UP)]
    for variety, own in sorted(shifts.items()):
        value = sum(own) / len(own)
        rows.append(
            plain(f"matched guise: {variety}", value, f"{len(own)} levels", f"±{MOST_SHIFT}", abs(value) <= MOST_SHIFT)
        )
    share = changed / versions if versions else float("nan")
    rows.append(plain("matched guise: versions with another flag, share", share, MADE_UP, "0.00", share == 0.0))
    return rows


def _shifts(one: ExchangeGrades, other: ExchangeGrades) -> list[float]:
    pairs = [(one.of(name).estimate, other.of(name).estimate) for name in ("empathy", "boundary_setting")]
    return [after - before for before, after in pairs if before is not None and after is not None]


def planted_rows(planted: Sequence[PlantedError], grading: Grading) -> list[Row]:
    """Give the share of pairs ordered rightly by criterion and over all, and the mean level of the bad ones."""
    ordered: dict[str, list[bool]] = defaultdict(list)
    bad_levels: list[int] = []
    for pair in planted:
        good, bad = (level_of(pair, text, grading) for text in (pair.good, pair.bad))
        ordered[pair.criterion].append(good is not None and bad is not None and good > bad)
        bad_levels += [] if bad is None else [bad]
    every = [one for own in ordered.values() for one in own]
    share = sum(every) / len(every)
    rows = [plain("planted errors: ordered rightly, share", share, MADE_UP, BAR, share >= LEAST_ORDERED)]
    for criterion, own in sorted(ordered.items()):
        value = sum(own) / len(own)
        rows.append(plain(f"planted errors: {criterion}", value, f"{len(own)} pairs", BAR, value >= LEAST_ORDERED))
    lenient = sum(bad_levels) / len(bad_levels) if bad_levels else float("nan")
    return [*rows, plain("planted errors: mean level of the bad turns", lenient, "the lower the better")]


def level_of(pair: PlantedError, text: str, grading: Grading) -> int | None:
    """Give the level of the planted criterion for one of the two turns."""
    exchange = ExchangeText(client=pair.client, trainee=text, history=pair.history, cues=pair.cues)
    return grading.grades(exchange).of(pair.criterion).level


def exploit_row(exploits: Sequence[Exploit], grading: Grading) -> Row:
    """Give how many exploits got a headline level above what is allowed."""
    above = [one.id for one in exploits if highest(one, grading) > one.at_most]
    note = f"of {len(exploits)}; {', '.join(above)}" if above else f"of {len(exploits)}"
    return Row(
        what="exploits: above level 2", figure=str(len(above)), value=len(above), bar="0", met=not above, note=note
    )


def highest(exploit: Exploit, grading: Grading) -> int:
    """Give the higher of the two headline levels; 0 where there is none."""
    grades = grading.grades(ExchangeText(client=exploit.client, trainee=exploit.trainee))
    levels = [grades.of(name).level for name in ("empathy", "boundary_setting")]
    return max((level for level in levels if level is not None), default=0)
