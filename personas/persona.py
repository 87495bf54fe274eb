"""Who a simulated client is: the card, what they remember, how they trust, what they say.

A client is a YAML file in `personas/library/`; `docs/authoring-clients.md` says how to write one.
Source: clinical design 4 and 5.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from dialogue.acts import Act, Event
from dialogue.cues import BOUNDARY_CUES, RISK_CUES, RUPTURE_CUES, Cue
from dialogue.record import Record


class Family(StrEnum):
    """The three families of clients."""

    TRAUMA = "trauma"
    CULTURE = "culture"
    BROKEN_TRUST = "broken_trust"


class Pace(StrEnum):
    """How fast trust can grow."""

    SLOW = "slow"
    MEDIUM = "medium"
    FAST = "fast"


class Prior(StrEnum):
    """What the client expects of helpers before this one has done anything."""

    TRUSTING = "trusting"
    MIXED = "mixed"
    DISTRUSTING = "distrusting"


class Facet(StrEnum):
    """The four facets of trust that gate disclosure."""

    SAFETY = "safety"
    UNDERSTOOD = "understood"
    RELIABILITY = "reliability"
    RESPECT = "respect"


class Stance(StrEnum):
    """How the client stands towards the trainee in one turn; it chooses the tone of the words."""

    GUARDED = "guarded"
    WARMING = "warming"
    OPEN = "open"
    RUPTURED = "ruptured"
    FLOODED = "flooded"


class Depth(StrEnum):
    """How much of a memory a line gives away."""

    HINT = "hint"
    """Something is there; nothing is named. May come up to 12 points below the gate."""
    NAME = "name"
    """Names the thing."""
    ELABORATE = "elaborate"
    """Says more of a thing already named."""


class TurnKind(StrEnum):
    """The kind of trainee turn that a line answers."""

    GREETING = "greeting"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    EMPATHY = "empathy"
    """A specific reflection or validation of what this client feels or means."""
    REFLECTION = "reflection"
    """An accurate surface reflection."""
    PLATITUDE = "platitude"
    """Generic sympathy, formula, claimed sameness."""
    ADVICE = "advice"
    """Unasked advice or fixing."""
    HARM = "harm"
    """Judges, blames, minimises, mocks."""
    PRESSING = "pressing"
    """Presses for painful detail, or fires questions."""
    CHOICE = "choice"
    """Offers choice, permission or pace; respects a no."""
    GROUNDING = "grounding"
    WARM_LIMIT = "warm_limit"
    RIGID_LIMIT = "rigid_limit"
    CROSSING = "crossing"
    """Gives way: number, coffee, extra time, friend request; or promises rescue."""
    VIOLATION = "violation"
    CONFIDENTIALITY = "confidentiality"
    """States the limits of confidentiality."""
    SECRECY_PROMISE = "secrecy_promise"
    CULTURE = "culture"
    """Takes up a cultural opening with humility."""
    STEREOTYPE = "stereotype"
    """Stereotype, colour-blindness, doubting an attribution."""
    DISCLOSURE = "disclosure"
    """The trainee tells something of themself."""
    STATUS = "status"
    """Says plainly that they are in training, or what their role is."""
    REPAIR = "repair"
    """Names a strain, explores it, takes responsibility, renegotiates."""
    DEFENSIVE = "defensive"
    RISK_QUESTION = "risk_question"
    """Asks directly about suicide or safety."""
    SAFE_CONTACT = "safe_contact"
    REFERRAL = "referral"
    SHORT = "short"
    """Silence, "mm", "take your time"."""
    CLOSING = "closing"
    OFF_TOPIC = "off_topic"
    FRAME_BREAK = "frame_break"
    """Speaks to the software, or demands the secret."""
    NONSENSE = "nonsense"
    """No words that can be understood: symbols, emoji, keyboard noise."""


class Resistance(StrEnum):
    """The ways in which a client keeps the trainee at a distance; a person has several of their own."""

    MINIMAL = "minimal"
    """Answers, and gives next to nothing."""
    TOPIC_CHANGE = "topic_change"
    """Moves to something easier."""
    JOKING = "joking"
    """Laughs it off."""
    AGREEING = "agreeing"
    """Says yes to everything, and stays away."""
    ARGUING = "arguing"
    """Disputes the trainee, the method, the frame."""
    MINIMISING = "minimising"
    """ "It's fine." """
    STORYTELLING = "storytelling"
    """Tells at length, around the point."""
    TURNING_ROUND = "turning_round"
    """Turns the question on the trainee."""
    POSTPONING = "postponing"
    """Not now, maybe next time."""
    HOPELESS = "hopeless"
    """Nothing will help, so why say it."""


class Setting(StrEnum):
    """Where client and trainee meet."""

    ANY = "any"
    OFFICE = "office"
    MESSAGES = "messages"
    """A message thread, outside the hour."""


class Part(StrEnum):
    """What a line is in the conversation."""

    OPENING = "opening"
    """The first words of a session."""
    REPLY = "reply"
    """Stands alone as the answer to a trainee turn."""
    REACTION = "reaction"
    """A few words (at most eight) that may stand before a reply, a test or a risk line."""
    TEST = "test"
    """Tests a boundary; `test` and `step` say which."""
    MARKER = "marker"
    """Shows a rupture; its cue says withdrawal or confrontation."""
    TRIGGER = "trigger"
    """Reacts to a trigger that was touched; `trigger` says which."""
    RISK = "risk"
    """Lets a cue of danger surface at any trust; names nothing in detail."""
    FALLBACK = "fallback"
    """What this person says when nothing fits: a dodge, a shrug, a question back, in their own way."""
    CLOSING = "closing"
    """The last words of a session that ends well or neutrally."""
    LEAVING = "leaving"
    """Ends the session early because of harm."""
    SOFTENED = "softened"
    """After the trainee pressed Soften: a gentler way back in."""
    ECHO = "echo"
    """Takes up a feeling word of the trainee's, in the place of `{word}`: says whether it fits."""
    MOVE = "move"
    """A few words (at most fourteen) that may follow a reply: a question back, a thread taken up again, a doubt."""
    CORRECTION = "correction"
    """Sets right what the trainee took for granted; `corrects` says which fact."""


class Card(Record):
    """What a supervisor would know of the client, and the trainee may read the first lines of."""

    name: str
    age: int = Field(ge=18, le=100)
    pronouns: str
    occupation: str
    place: str
    summary: str = Field(max_length=220)
    """One or two sentences for the trainee, with nothing the client has not said."""
    presenting: str = Field(max_length=220)
    """The presenting concern in the client's words."""
    culture: str
    humble_question: str
    """A question that would open the cultural context with humility."""
    speech: str
    prior_helpers: str
    good_looks_like: str
    expects_of_therapist: str
    kept_going_by: str
    """What maintains the trouble."""
    humour: str
    strengths: tuple[str, ...] = Field(min_length=2)
    relationships: tuple[str, ...] = Field(min_length=2)
    """At least one of them good."""
    content_note: str
    review: str
    """Who reviewed the card and when, or that review by people with lived experience is still owed."""


class Memory(Record):
    """One thing the client knows and tells only as trust is earned."""

    id: str
    layer: int = Field(ge=0, le=4)
    topic: str
    fact: str
    """One plain sentence in the third person; the truth that no reply may contradict."""
    marks: tuple[str, ...] = Field(min_length=1)
    """Lower-case phrases that would give this memory away; no line below its layer may hold one."""
    needs: dict[Facet, int] = Field(default_factory=dict)
    """Facet levels needed beyond the layer's gate."""
    safety_critical: bool = False
    """May be opened early by a direct and kind question about risk."""


class Fact(Record):
    """One thing that is so in this person's life; every reply is held against it."""

    id: str
    says: str
    """The truth in one plain sentence, in the third person."""
    mistaken: tuple[str, ...] = ()
    """Lower-case phrases by which a trainee would take the wrong thing for granted ("your husband")."""
    never: tuple[str, ...] = ()
    """Lower-case phrases of the client's that would contradict it ("my husband")."""


class Talk(Record):
    """How much this person says. Shares are of turns, 0–1. Source: fidelity table, rows 1 to 12."""

    words: float = Field(ge=8, le=35)
    """Mean words a turn."""
    short: float = Field(ge=0.03, le=0.35)
    """Share of turns of at most three words."""
    dont_know: float = Field(default=0.04, ge=0, le=0.1)
    """Share of turns in which they say that they do not know."""


class TrustProfile(Record):
    """Where trust starts and how it moves. All numbers are judgement: see the decision on trust numbers."""

    start: float = Field(ge=0, le=100)
    facets: dict[Facet, float] = Field(default_factory=dict)
    """Facets that start elsewhere than `start`."""
    pace: Pace
    mask: float = Field(ge=0, le=1)
    """0 shows what is felt; 1 shows only politeness."""
    politeness: float = Field(ge=0, le=100)
    """Warmth that is shown however little is felt."""
    prior: Prior


class Override(Record):
    """How one act moves this client otherwise than the table says. Points on 0–100."""

    act: Act | Event
    now: float | None = None
    next_session: float | None = None
    debt: float | None = None
    """Points that fall due later; negative."""
    arousal: float | None = None
    times: float | None = None
    """Multiplies the table's points instead of replacing them."""
    why: str


class GateOverride(Record):
    """What else a layer of this client asks before it opens."""

    layer: int = Field(ge=1, le=4)
    limits_kept: int = 0
    """How many boundary tests must have been met at level 3 or more, over all sessions."""
    why: str


class Trigger(Record):
    """What wakes the old alarm."""

    id: str
    what: str
    phrases: tuple[str, ...] = Field(min_length=1)
    """Lower-case phrases; any one in the trainee's words touches the trigger."""
    arousal: float = Field(ge=5, le=40)
    """Points of arousal: 15 a brush, 40 direct. Source: clinical design 4.8."""
    trust: float = Field(le=0)
    """Points of trust lost, 0 or less."""


class BoundaryTest(Record):
    """One way in which this client tests a boundary, and what they are really asking."""

    id: str
    cue: Cue
    wish: str
    """The wish or fear behind the test."""
    from_turn: int = Field(ge=1)
    """Not before this trainee turn, unless the scenario schedules it."""

    @model_validator(mode="after")
    def the_cue_is_a_boundary(self) -> Self:
        """A test that tests no boundary could never be graded."""
        if self.cue not in BOUNDARY_CUES:
            raise ValueError(f"the cue {self.cue} is no boundary; take one that begins with boundary_")
        return self


class RiskCue(Record):
    """A danger that can surface at any trust, so that the trainee has the chance to ask."""

    id: str
    cue: Cue
    memory: str | None = None
    """The memory that a direct and kind question opens early."""
    from_turn: int = Field(ge=2)

    @model_validator(mode="after")
    def the_cue_is_a_risk(self) -> Self:
        """A risk cue that names no risk would pass the gate unseen."""
        if self.cue not in RISK_CUES:
            raise ValueError(f"the cue {self.cue} is no risk; take one that begins with risk_")
        return self


class Line(Record):
    """One response unit of the embedded voice: words this client would say, and when."""

    id: str
    part: Part
    text: str = Field(min_length=1, max_length=600)
    answers: tuple[TurnKind, ...] = ()
    """Which kinds of trainee turn this answers; needed for replies and reactions."""
    stances: tuple[Stance, ...] = Field(min_length=1)
    layer: int = Field(default=0, ge=0, le=4)
    """The layer that must be open before this may be said."""
    topic: str = "any"
    setting: Setting = Setting.ANY
    """Where the words fit; a line that names the room is for the office."""
    hears: tuple[str, ...] = ()
    """Two to four things a trainee might say that this answers well; they are matched by meaning."""
    cues: tuple[Cue, ...] = ()
    """What the words offer the trainee."""
    tells: str | None = None
    """The memory that is told."""
    depth: Depth | None = None
    after: tuple[str, ...] = ()
    """Memories that must have been told before."""
    test: str | None = None
    step: int = Field(default=1, ge=1, le=3)
    """1 asks; 2 asks again after a dodge; 3 presses."""
    trigger: str | None = None
    risk: str | None = None
    corrects: str | None = None
    """The fact that a correction sets right."""
    resists: Resistance | None = None
    """The way in which these words keep the trainee at a distance; None where they do not."""
    good_reply: str | None = Field(default=None, max_length=400)
    """One of several good trainee answers to these words; shown as such in feedback."""

    @model_validator(mode="after")
    def the_part_has_what_it_needs(self) -> Self:
        """A line without its hook would never be said, or be said at the wrong moment."""
        if (hook := HOOKS.get(self.part)) and not getattr(self, hook[0]):
            raise ValueError(f"a {self.part} line needs `{hook[0]}`{hook[1]}")
        if self.part is Part.ECHO and self.text.lower().count("{word}") != 1:
            raise ValueError("an echo line needs {word} or {Word} once in its text")
        if self.part is Part.MARKER and not RUPTURE_CUES & set(self.cues):
            raise ValueError("a marker line needs the cue withdrawal or confrontation")
        if (self.tells is None) != (self.depth is None):
            raise ValueError("`tells` and `depth` go together")
        if len(self.text.split()) > (most := LONGEST_PART.get(self.part, 600)):
            raise ValueError(f"a {self.part} line has at most {most} words; make it a reply")
        return self


HOOKS = {
    Part.REPLY: ("answers", ""),
    Part.REACTION: ("answers", ""),
    Part.ECHO: ("answers", ""),
    Part.TEST: ("test", ", the id of one of the tests"),
    Part.TRIGGER: ("trigger", ", the id of one of the triggers"),
    Part.RISK: ("risk", ", the id of one of the risks"),
    Part.CORRECTION: ("corrects", ", the id of one of the facts"),
}
"""The field without which a part could never be said."""
LONGEST_PART = {Part.REACTION: 8, Part.MOVE: 14, Part.ECHO: 25}
"""Words; ours."""


class Persona(Record):
    """A simulated client, whole."""

    id: str = Field(pattern=r"^([A-Z][0-9]{1,2}|C-[0-9a-z]{10})$")
    """`T1` and so on ship; a client written on the site is given an id with a hyphen."""
    family: Family
    difficulty: int = Field(ge=1, le=5)
    card: Card
    trust: TrustProfile
    talk: Talk = Talk(words=17, short=0.1)
    overrides: tuple[Override, ...] = ()
    gates: tuple[GateOverride, ...] = ()
    triggers: tuple[Trigger, ...] = Field(min_length=1)
    tests: tuple[BoundaryTest, ...] = Field(min_length=1)
    risks: tuple[RiskCue, ...] = ()
    memories: tuple[Memory, ...] = Field(min_length=20, max_length=30)
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = Field(min_length=150)

    def memory(self, memory_id: str) -> Memory:
        """Find a memory by its id."""
        return next(memory for memory in self.memories if memory.id == memory_id)
