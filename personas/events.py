"""Which events a trainee's turn brings for this client: acts that were read, and what follows from cue and state."""

import hashlib
import re

from dialogue.acts import Act, Event
from dialogue.cues import BOUNDARY_CUES, RISK_CUES, Cue
from dialogue.flags import Flag
from dialogue.reading import Reading
from dialogue.record import Record
from personas.challenges import Trigger
from personas.heard import holds, mistakes_in
from personas.ledger import EVENT_OF, account_in, waiting_in
from personas.persona import Persona
from personas.state import ClientState
from personas.stock import Habit, habit_of
from personas.trust_table import TrustTable

HARMFUL = frozenset(
    {
        Act.JUDGMENT,
        Act.MINIMISING,
        Act.HOSTILITY,
        Act.COERCION,
        Act.VIOLATION,
        Act.BREACH,
        Act.STEREOTYPE,
        Act.COLOUR_BLIND,
        Act.PRESSES_FOR_DETAIL,
        Act.PUSHES_TO_LEAVE,
    }
)
"""Acts after which no empathy is credited in the same turn."""
ASKED_LATELY = 3
"""Turns for which a question about risk still counts as asked; ours."""
RISK_ASKED = frozenset({Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY, Act.ASKS_SAFE_CONTACT})
CULTURE_TAKEN = frozenset(
    {
        Act.CULTURAL_HUMILITY,
        Act.STEREOTYPE,
        Act.COLOUR_BLIND,
        Act.DOUBTS_ATTRIBUTION,
        Act.COMPLEX_REFLECTION,
        Act.VALIDATION,
    }
)
LIMIT_MET = frozenset(
    {
        Act.WARM_LIMIT,
        Act.RIGID_LIMIT,
        Act.UNCLEAR_LIMIT,
        Act.CROSSING,
        Act.VIOLATION,
        Act.EXPLORES_MEANING,
        Act.LIMITS_OF_CONFIDENTIALITY,
        Act.SECRECY_PROMISE,
        Act.BRIEF_DISCLOSURE,
        Act.LONG_DISCLOSURE,
        Act.TRAINEE_STATUS,
        Act.ASKS_SAFE_CONTACT,
    }
)
PROBES = frozenset({Act.OPEN_QUESTION, Act.CLOSED_QUESTION, Act.PRESSES_FOR_DETAIL})
STEADIES = frozenset({Act.GROUNDING, Act.OFFERS_CHOICE, Act.ASKS_PERMISSION, Act.SHORT_FOLLOWING})
"""Acts that make a question at the peak a kindness."""
GRAVE_FLAGS = frozenset({Flag.DUAL_RELATIONSHIP, Flag.ROMANTIC_OR_TOUCH, Flag.CONFIDENTIALITY_BREACH, Flag.ABANDONMENT})
"""Flags of a violation that is more than a promise of secrecy."""
LIMITS = frozenset({Act.WARM_LIMIT, Act.RIGID_LIMIT, Act.UNCLEAR_LIMIT})
"""Stances on a boundary; a doubtful one counts only where a boundary was tested."""
PLAIN = 0.97
"""Chance from which an act counts as plainly there, however the turn came about; ours."""
EMPATHY_ACTS = frozenset({Act.ADEQUATE, Act.EMPATHY_SKILLED, Act.EMPATHY_EXEMPLARY})
HABITS = frozenset({Event.HOLLOW, Event.BARRAGE})
"""Events with a limit of their own: each is too small to notice, and the habit is not."""


class Happening(Record):
    """One event of this turn, with the words that show it where there are any."""

    event: Act | Event
    quote: str | None = None
    chance: float = 1.0
    """How likely it is there, 0.0 to 1.0; it counts by it: a doubtful reading costs and earns less than a plain act."""
    times: float = 1.0
    """How many times the table's points it weighs."""


class Happenings(Record):
    """All events of one trainee turn."""

    events: tuple[Happening, ...]
    triggers: tuple[Trigger, ...]
    repeated: bool
    """The trainee has typed the same words before in this session: nothing is gained."""
    habit: Habit | None
    """The turn is one more that shows nobody is listening."""
    digest: str
    """Digest of the words, so that a repeat is known without keeping them twice."""

    def without_habit(self) -> "Happenings":
        """Give the same turn as one that was more than a habit."""
        events = tuple(happening for happening in self.events if happening.event not in HABITS)
        return self.model_copy(update={"events": events, "habit": None})

    def brings(self, event: Act | Event) -> bool:
        """Tell whether an event is among them."""
        return any(happening.event == event for happening in self.events)


def happenings(reading: Reading, state: ClientState, persona: Persona, table: TrustTable) -> Happenings:
    """Turn a reading into the events that move this client."""
    found = [
        Happening(event=spotted.act, quote=spotted.quote, chance=spotted.chance)
        for spotted in reading.acts
        if spotted.act not in EMPATHY_ACTS
        and not _only_secrecy(spotted.act, reading)
        and not (spotted.act in LIMITS and spotted.chance < table.limits.sure_from and not _tested(reading))
    ]
    events = _each_once(found + _mistaken(reading, state, persona)) + _empathy(reading, state, table)
    events += _missed(reading, state) + _probed(reading, state, table)
    if account := _account(reading, state):
        events = [one for one in events if not _part_of_the_account(one)] + account
    habit, digest = habit_of(reading, state, table), digest_of(reading.text)
    if habit and habit.times:
        events.append(Happening(event=habit.costs, times=habit.times))
    return Happenings(
        events=tuple(events),
        triggers=_touched(reading.text, persona),
        repeated=digest in state.heard,
        habit=habit,
        digest=digest,
    )


def digest_of(text: str) -> str:
    """Digest words so that case, spacing and punctuation make no difference."""
    return hashlib.sha256(" ".join(re.findall(r"\w+", text.lower())).encode()).hexdigest()[:16]


def _each_once(found: list[Happening]) -> list[Happening]:
    seen: dict[Act | Event, Happening] = {}
    for happening in found:
        seen.setdefault(happening.event, happening)
    return list(seen.values())


def _empathy(reading: Reading, state: ClientState, table: TrustTable) -> list[Happening]:
    level, rule, quote = reading.empathy.value, table.empathy, reading.empathy.quote
    if level >= rule.exemplary_from and state.trust < rule.too_early_below_trust:
        return [Happening(event=Event.EMPATHY_TOO_EARLY, quote=quote)]
    spoiled = reading.has(*HARMFUL, Act.PLATITUDE, Act.CLAIMED_SAMENESS)
    if spoiled or level < rule.adequate_from:
        return []
    if level >= rule.exemplary_from:
        return [Happening(event=Act.EMPATHY_EXEMPLARY, quote=quote)]
    return [Happening(event=Act.EMPATHY_SKILLED if level >= rule.skilled_from else Act.ADEQUATE, quote=quote)]


def _missed(reading: Reading, state: ClientState) -> list[Happening]:
    offered, missed = set(reading.cues), []
    if Cue.CULTURE in offered and not reading.has(*CULTURE_TAKEN) and reading.empathy.value < 2.5:
        missed.append(Happening(event=Event.MISSED_CULTURE))
    lately = state.turn + 1 - state.risk_asked_at <= ASKED_LATELY
    if RISK_CUES & offered and not reading.has(*RISK_ASKED) and not lately:
        missed.append(Happening(event=Event.AVOIDED_RISK))
    if BOUNDARY_CUES & offered and reading.boundary is None and not reading.has(*LIMIT_MET):
        missed.append(Happening(event=Event.UNMET_TEST))
    return missed


def _only_secrecy(act: Act, reading: Reading) -> bool:
    """Tell whether a violation is the promise of secrecy by another name: that has its own price, later."""
    return (
        act is Act.VIOLATION and reading.has(Act.SECRECY_PROMISE) and not GRAVE_FLAGS & {f.flag for f in reading.flags}
    )


def _tested(reading: Reading) -> bool:
    return bool((BOUNDARY_CUES | {Cue.PRIVACY}) & set(reading.cues))


def _mistaken(reading: Reading, state: ClientState, persona: Persona) -> list[Happening]:
    """Taking a fact wrongly for granted stings a little; saying it again once it was set right is forgetting."""
    found = []
    for mistake in mistakes_in(reading.text, persona):
        if mistake.asserted:
            again = mistake.fact in state.corrected
            found.append(Happening(event=Act.FORGETS_DETAIL if again else Event.WRONG_ASSUMPTION))
    return found


def _account(reading: Reading, state: ClientState) -> list[Happening]:
    """What the trainee says of a promise that the client asked about."""
    account = account_in(reading, state.turn + 1) if waiting_in(state.commitments, state.session) else None
    return [Happening(event=EVENT_OF[account.standing], quote=account.words)] if account else []


def _part_of_the_account(one: Happening) -> bool:
    """Tell whether an event is the account itself by another name.

    "I asked him" answers the client's own question; only words that plainly give something away are a breach then.
    """
    doubtful = one.event in (Act.BREACH, Act.VIOLATION, Act.DEFENSIVE) and one.chance < PLAIN
    return one.event is Act.FORGETS_DETAIL or doubtful


def _probed(reading: Reading, state: ClientState, table: TrustTable) -> list[Happening]:
    """At the peak of arousal a question for content only harms. Source: clinical design 4.8."""
    outside = state.arousal >= table.arousal.outside_from
    probed = outside and reading.has(*PROBES) and not reading.has(*STEADIES, *RISK_ASKED)
    return [Happening(event=Event.PROBED_AT_PEAK)] if probed else []


def _touched(text: str, persona: Persona) -> tuple[Trigger, ...]:
    words = text.lower().replace("’", "'")
    return tuple(trigger for trigger in persona.triggers if any(holds(words, phrase) for phrase in trigger.phrases))
