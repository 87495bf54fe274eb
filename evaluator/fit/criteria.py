"""Turns labelled on the pillars of trust: several answers to one client turn, each with its level on the criterion.

`evaluator/exchanges/partly/criteria.jsonl` holds them. At least two answers of a group differ in one clause alone.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dialogue.content import ContentError
from dialogue.cues import Cue
from dialogue.record import Record

Level = Annotated[int, Field(ge=0, le=4)]


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
