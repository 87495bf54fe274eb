"""Turns labelled on the pillars of trust: several answers to one client turn, each with its level on the criterion.

`evaluator/exchanges/partly/criteria.jsonl` holds them. At least two answers of a group differ in one clause alone.
"""

import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dialogue.content import ContentError
from dialogue.cues import Cue
from dialogue.pillars import FAULT
from dialogue.record import Record

MOST = 4
Level = Annotated[int, Field(ge=0, le=MOST)]
FEWEST = 60
"""Labelled turns below which a criterion is left to the rules; ours."""


class PillarTurn(Record):
    """A trainee turn with its level on one criterion, and on others that are clearly at stake."""

    id: str
    group: str
    """Turns of one group answer the same client turn."""
    criterion: str
    client: str
    cues: tuple[Cue, ...]
    trainee: str
    level: Level
    second: Level
    """The level of a second reader, who did not see the first."""
    also: dict[str, Level] = Field(default_factory=dict)
    """Levels of other criteria; of those that are not named nothing is known."""
    why: str = ""

    def known(self, target: str) -> float | None:
        """Give what is known of a target: how far a pillar is missed, 1.0 to 0.0; None where nothing is known."""
        kind, _, criterion = target.partition(":")
        level = self.level_on(criterion) if kind == FAULT else None
        return None if level is None else 1.0 - level / MOST

    def level_on(self, criterion: str) -> float | None:
        """Give the level on a criterion: the mean of both readers on its own one; None where it is not known."""
        return (self.level + self.second) / 2 if criterion == self.criterion else self.also.get(criterion)


def load_pillar_turns(folder: Path | None = None) -> tuple[PillarTurn, ...]:
    """Load every turn, in the order of the file.

    Raises:
        ContentError: A line does not fit; nothing was loaded.
    """
    path = (folder or Path(str(files("evaluator"))) / "exchanges" / "partly") / "criteria.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(PillarTurn.model_validate(json.loads(line)))
        except ValueError as error:
            raise ContentError(f"{path.name} line {number}: is not a labelled turn ({error}); mend it") from error
    return tuple(found)


def criteria_of(turns: Sequence[PillarTurn]) -> tuple[str, ...]:
    """Name the criteria of which enough turns are labelled, in order of the alphabet."""
    known = Counter(name for turn in turns for name in {turn.criterion, *turn.also})
    return tuple(sorted(name for name, number in known.items() if number >= FEWEST))
