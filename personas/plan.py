"""What the client's next words may be: stance, depth, what is called for, what may be told.

The plan is made in code from the state; a voice, authored or model, only words it. What is locked is absent from it.
"""

import re

from dialogue.acts import Act
from dialogue.reading import Reading
from dialogue.record import Record
from personas.calls import Called, Calls, Moment, Turning, called_for
from personas.gates import may_tell
from personas.heard import feeling_word
from personas.kinds import kinds_of
from personas.line_kinds import Resistance, Setting, Stance, TurnKind
from personas.manner import Manner, shipped_manner
from personas.persona import Persona
from personas.state import ClientState, RuptureKind, expressed_warmth
from personas.trust import TrustChange
from personas.trust_table import TrustTable

OPEN_FROM, WARM_FROM = 52.0, 36.0
"""Warmth (0–100) from which the stance is open or warming; ours."""
ABOUT_DANGER = (Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY)
"""Acts that ask about danger; what they ask is answered first."""
POINTS_BACK = re.compile(
    r"(?:and |so )?(?:(?:how|what)(?:['’]s| is| has| was| are)?(?: about)? (?:that|it|they|those)"
    r"(?: (?:going|been|been going|like|like for you|for you|then|these days|at the moment|lately))?"
    r"|(?:how|what) d(?:o|id) you (?:feel about|find|take|think about|think of|make of) (?:that|it)"
    r"|(?:have|do|did|are|were|is|has|was) (?:you|it|that|they))\W*"
)
"""A short question about what was named before it: "How's that going?", "How did you feel about that?"; ours."""


class ReplyPlan(Record):
    """Everything a voice may know of this turn."""

    persona: str
    turn: int
    seed: int
    words: str
    """The trainee's words that are answered."""
    listen: str
    """The part of them that wants an answer: a question about danger, else the first question, or all of it."""
    asked: bool
    """The trainee asked a question."""
    kinds: tuple[TurnKind, ...]
    stance: Stance
    layer: int
    hint_layer: int
    tellable: tuple[str, ...]
    """Memories that may be told now."""
    told: tuple[str, ...]
    said: tuple[str, ...]
    """Lines already spoken; none comes twice."""
    topic: str
    calls: Calls
    test: str | None = None
    step: int = 1
    answered_test: str | None = None
    """The test that the trainee has just answered."""
    trigger: str | None = None
    risk: str | None = None
    corrects: str | None = None
    """The fact that the client sets right."""
    answers_too: bool = True
    """After a correction, whether the question is still there to be answered."""
    rupture: RuptureKind | None = None
    setting: Setting = Setting.OFFICE
    picked: str | None = None
    """A feeling word of the trainee's that the client may take up."""
    words_wanted: int = 17
    """How long the turn should be, in words."""
    resists: bool = False
    """The client keeps the trainee at a distance in this turn."""
    bluntly: bool = False
    """There is little trust: distance shows in blunt forms rather than in those that save face."""
    resisted: tuple[Resistance | None, ...] = ()
    """How the client resisted in the turns before; the forms change."""
    said_before: tuple[str, ...] = ()
    """Lines spoken in earlier sessions."""


def stance_of(state: ClientState, persona: Persona, table: TrustTable) -> Stance:
    """Give the tone in which the client speaks; warmth that is only politeness never reaches `open`."""
    if state.arousal >= table.arousal.outside_from:
        return Stance.FLOODED
    if state.rupture and state.rupture.stage < 3:
        return Stance.RUPTURED
    if state.guard_turns or state.rupture:
        return Stance.GUARDED
    if state.trust >= OPEN_FROM and state.layer_open >= 2:
        return Stance.OPEN
    return Stance.WARMING if expressed_warmth(state, persona) >= WARM_FROM else Stance.GUARDED


def _asked_for(reading: Reading) -> str:
    """Give the question of this turn: one about danger first; one that only points back, with what it points to."""
    if danger := reading.quote_of(*ABOUT_DANGER):
        return danger
    question = reading.quote_of(Act.OPEN_QUESTION, Act.CLOSED_QUESTION) or reading.text
    before = reading.text.partition(question)[0].strip()
    return reading.text if before and POINTS_BACK.fullmatch(question.lower()) else question


def plan_reply(
    change: TrustChange,
    reading: Reading,
    persona: Persona,
    moment: Moment,
    table: TrustTable,
    manner: Manner | None = None,
) -> ReplyPlan:
    """Plan the client's answer to one trainee turn; it reads no text but the trainee's."""
    state, kinds, manner = change.after, kinds_of(reading), manner or shipped_manner()
    asked = reading.has(Act.OPEN_QUESTION, Act.CLOSED_QUESTION)
    stance = stance_of(state, persona, table)
    listen = _asked_for(reading) if asked or reading.has(*ABOUT_DANGER) else reading.text
    turning = Turning(
        change=change, reading=reading, persona=persona, moment=moment, stance=stance, asked=asked, listen=listen
    )
    called = called_for(turning, table, manner)
    again = bool(state.resisted and state.resisted[-1])
    share = manner.resists(persona.trust.prior, state.trust, stance, kinds, again)
    resists = manner.mood(moment.seed, state.turn) < share
    return ReplyPlan(
        persona=persona.id,
        turn=state.turn,
        seed=moment.seed,
        words=reading.text,
        listen=listen,
        asked=asked,
        kinds=kinds,
        stance=stance,
        layer=state.layer_open,
        hint_layer=state.hint_layer,
        tellable=tuple(memory.id for memory in persona.memories if may_tell(memory, state)),
        told=state.told,
        said=state.said,
        topic=state.topic,
        answered_test=change.before.open_test if reading.boundary is not None else None,
        rupture=state.rupture.kind if state.rupture else None,
        setting=moment.setting,
        picked=feeling_word(reading.text),
        words_wanted=manner.words(persona.talk, stance, kinds, moment.seed, state.turn, resists=resists),
        resists=resists,
        bluntly=state.trust < manner.resist.middle,
        resisted=state.resisted,
        said_before=state.said_before,
        **{name: getattr(called, name) for name in Called.model_fields},
    )
