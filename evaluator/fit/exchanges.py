"""Which labelled exchanges are there to fit on?"""

import json
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from dialogue.acts import Act
from dialogue.content import ContentError
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import Main
from dialogue.record import Record


class LabelledExchange(Record):
    """One exchange with what a supervisor would say of the trainee's turn."""

    id: str
    family: str
    client: str
    trainee: str
    empathy: int = Field(ge=0, le=4)
    boundary: int | None = Field(ge=0, le=4)
    flags: tuple[Flag, ...]
    acts: tuple[Act, ...]
    cues: tuple[Cue, ...]
    main: Main | None = None
    """What the turn mostly does; only where that was labelled."""
    hard: str = ""
    """What makes it hard: negation, quoted words, sarcasm...; empty where nothing does."""


def load_exchanges(folder: Path | None = None) -> tuple[LabelledExchange, ...]:
    """Load every exchange, sorted by id, each text pair once.

    Raises:
        ContentError: A line does not fit; nothing was loaded.
    """
    folder = folder or Path(str(files("evaluator").joinpath("exchanges")))
    found: dict[tuple[str, str], LabelledExchange] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                exchange = _read(line, f"{path.name} line {number}")
                found.setdefault((exchange.client, exchange.trainee), exchange)
    return tuple(sorted(found.values(), key=lambda exchange: (exchange.id, exchange.client, exchange.trainee)))


def _read(line: str, place: str) -> LabelledExchange:
    try:
        return LabelledExchange.model_validate(json.loads(line))
    except ValueError as error:
        raise ContentError(f"{place}: is not a labelled exchange ({error}); mend that line") from error
