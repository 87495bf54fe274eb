"""Who said what: one turn of the conversation, and one exchange as the reader sees it."""

from enum import StrEnum

from dialogue.cues import Cue
from dialogue.record import Record


class Speaker(StrEnum):
    """The two who speak in a session."""

    CLIENT = "client"
    TRAINEE = "trainee"


class Turn(Record):
    """One person's words, as typed."""

    speaker: Speaker
    text: str


class ExchangeText(Record):
    """A client turn and the trainee turn that answers it, with what went before."""

    client: str
    """The client's words that the trainee answers; empty only when the trainee opens."""
    trainee: str
    """The trainee's words: the only thing that is graded."""
    history: tuple[Turn, ...] = ()
    """What went before `client`, oldest first."""
    cues: tuple[Cue, ...] | None = None
    """What the client's turn offers, if it is known; None lets the reader find it."""
