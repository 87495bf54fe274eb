"""The sets that measure: read strictly, never fitted on."""

from pathlib import Path

from pydantic import Field

from dialogue.flags import Flag
from dialogue.record import Record


class LabelledExchange(Record):
    """One exchange of the measuring set."""

    id: str
    family: str
    client: str
    trainee: str
    empathy: int = Field(ge=0, le=4)
    boundary: int | None = Field(ge=0, le=4)
    flags: tuple[Flag, ...]


def read_exchanges(path: Path) -> list[LabelledExchange]:
    """Read the measuring set."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [LabelledExchange.model_validate_json(line) for line in lines if line.strip()]
