"""What is kept of a practice session and its exchanges, as the rest of the program sees it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from dialogue.reading import Reading
from dialogue.record import Record
from evaluator.grades import ExchangeGrades, Feedback
from personas.plan import ReplyPlan
from personas.state import ClientState
from personas.trust import TrustChange
from personas.voice import Spoken

LOCAL_TRAINEE = "local"
"""Who practises where there are no accounts."""


class Mode(StrEnum):
    """When the trainee sees the grades."""

    COACHING = "coaching"
    """Beside the chat, after each exchange."""
    PRACTICE = "practice"
    """After the session."""
    ASSESSMENT = "assessment"
    """Once an instructor has released them; only for an assignment."""


class Status(StrEnum):
    """Where a session stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    """Closed by the trainee, or at the turn limit."""
    CLIENT_LEFT = "client_left"
    STOPPED = "stopped"
    """The trainee stopped and left; no penalty."""

    @property
    def over(self) -> bool:
        """Tell whether nothing more can be said."""
        return self in (Status.ENDED, Status.CLIENT_LEFT, Status.STOPPED)


class Prediction(Record):
    """The trainee's own guess of the two headline scores, made before the report."""

    empathy: float = Field(ge=0, le=4)
    boundary: float = Field(ge=0, le=4)


class ArcStep(Record):
    """Which session of which treatment this is."""

    run: str
    arc: str
    number: int = Field(ge=1)
    variant: str
    """How it began."""


class Session(Record):
    """One practice session."""

    id: str
    person: str
    scenario: str
    persona: str
    mode: Mode
    seed: int
    status: Status
    opening: str
    start_state: ClientState
    softened_from: int | None = None
    draft: str = ""
    draft_number: int = 0
    prediction: Prediction | None = None
    started_at: datetime
    ended_at: datetime | None = None
    arc: ArcStep | None = None
    """None for a session that stands alone."""


class Outcome(Record):
    """All that one exchange did, as it was computed; enough to show it and to replay it."""

    reading: Reading
    change: TrustChange
    plan: ReplyPlan
    spoken: Spoken
    after: ClientState
    """The client's state once the answer is out."""


class Exchange(Record):
    """One kept exchange: the client's words before, the trainee's, the client's answer, the grades."""

    id: str
    session: str
    turn: int
    key: str
    client_before: str
    trainee: str
    reply: str | None
    outcome: Outcome | None
    grades: ExchangeGrades | None = None
    feedback: Feedback | None = None
    created_at: datetime
