"""What every record of the domain has in common: it is frozen, and an unknown field is an error."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value with named fields; an unknown field is refused, never dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
