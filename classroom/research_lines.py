"""What a line of the research export holds; the codebook is made of the sentences here."""

from typing import Literal

from pydantic import ConfigDict

from dialogue.record import Record


class Line(Record):
    """A part of the export whose fields stand in the codebook."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Change(Line):
    """What an instructor said of a level; the newest one stands, and the instructor's reason is left out."""

    instructor: str
    """Pseudonym of the instructor."""
    withdrawn: bool
    """True where the automatic level counts again."""
    level: float | None
    """The instructor's level, 0–4; null where it is not to be judged, or was withdrawn."""
    automatic_seen: float | None
    """The automatic level that the instructor saw, 0–4."""
    day: int
    """Days since the first session of this export."""


class Graded(Line):
    """One criterion of one turn."""

    criterion: str
    """Id of the criterion; see the list of criteria."""
    automatic: float | None
    """The newest automatic level, 0–4; null where there was no occasion or no judgement, which is not 0."""
    confidence: float
    """Of the automatic level, 0–1; 0 for a session as a whole."""
    quote: str | None
    """The trainee's words that carry the automatic level."""
    second: int | None
    """The level of the second opinion, 0–4; null where there is none."""
    final: float | None
    """The level that counts: the instructor's where one stands, else the automatic one."""
    changes: tuple[Change, ...]
    """What instructors said of it, the oldest first."""


class Objected(Line):
    """That the trainee disagreed with something that was said of the turn."""

    criterion: str
    """Id of the criterion."""
    part: str
    """Which item: strength, change, alternative, or the grade itself."""
    reason: str
    """As the trainee typed it."""


class SessionLine(Line):
    """A line of kind `session`: one practice session that was done for an assignment."""

    kind: Literal["session"] = "session"
    """Kind of the line."""
    session: str
    """Pseudonym of the session."""
    trainee: str
    """Pseudonym of the trainee; the same throughout this export, another in the next."""
    assignment: str
    """Pseudonym of the assignment."""
    attempt: int
    """Which attempt at the assignment, 1 is the first."""
    scenario: str
    """Id of the scenario."""
    persona: str
    """Id of the client."""
    mode: str
    """When grades were shown: coaching (after each turn), practice (after the session), assessment (once released)."""
    seed: int
    """Seed of the session: the same seed and the same words give the same client."""
    status: str
    """How it ended: ended, client_left, stopped; or where it stands: active, paused."""
    late: bool
    """Whether it was handed in late."""
    day: int
    """Days since the first session of this export."""
    seconds: float | None
    """From the begin to the end; null where it was not ended."""
    predicted_empathy: float | None
    """The trainee's own guess of the mean, 0–4, made before the report."""
    predicted_boundary: float | None
    """The trainee's own guess of the mean, 0–4, made before the report."""
    reflections: dict[int, str]
    """What the trainee wrote to the reflection prompts, by prompt; 0 is the first."""
    reviewed: bool
    """Whether an instructor has looked it through."""
    whole: tuple[Graded, ...]
    """Each criterion over the session: `automatic` is the mean of the turns' final levels."""


class ExchangeLine(Line):
    """A line of kind `exchange`: one turn of a trainee with the client's words before and after."""

    kind: Literal["exchange"] = "exchange"
    """Kind of the line."""
    session: str
    """Pseudonym of the session."""
    turn: int
    """Which turn of the trainee, 1 is the first."""
    seconds: float
    """From the begin of the session until the turn was sent."""
    client: str
    """The client's words that the trainee answers; made by the program."""
    trainee: str
    """The trainee's words as they were typed; names that they typed stand here."""
    reply: str | None
    """The client's answer; made by the program."""
    trust: float | None
    """The client's trust after the turn, 0–100."""
    layer_open: int | None
    """How far the client may open after the turn; 0 is the surface."""
    acts: tuple[str, ...]
    """What the trainee did, as it was read."""
    cues: tuple[str, ...]
    """What the client's words offered, as it was read."""
    flags: tuple[str, ...]
    """What a supervisor would mark."""
    gates: tuple[str, ...]
    """Safety gates that were raised; they stand outside every mean."""
    grader: str | None
    """What made the automatic grades; null where the turn was not graded."""
    rubric: str | None
    """Id of the rubric."""
    rubric_version: int | None
    """Version of the rubric."""
    weights_version: str | None
    """Version of the grader's weights."""
    times_graded: int
    """How often it was graded; the newest grading is given."""
    judge: str | None
    """The model that gave the second opinion; null where there is none."""
    levels: tuple[Graded, ...]
    """Each criterion of the rubric."""
    disagreements: tuple[Objected, ...]
    """What the trainee disagreed with."""
