"""What did the trainee just do? Reads a turn against the client's: acts, two estimates, flags, cues, with quotes."""

from dialogue.acts import Act
from dialogue.ceilings import WEAK, empathy_ceiling, is_hollow, sympathy_off_topic
from dialogue.cues import Cue
from dialogue.detectors import Found, Hits, add_form, add_own_word, find_sure
from dialogue.features import Seen, Sight
from dialogue.flags import Flag
from dialogue.patterns import load_patterns
from dialogue.pillars import load_pillars
from dialogue.reading import Estimate, Reading, SpottedAct, SpottedFlag
from dialogue.scored import Level, Scored
from dialogue.sentences import split_sentences
from dialogue.stances import read_boundary
from dialogue.turns import ExchangeText
from dialogue.twins import SAME, act_of, target_of
from dialogue.weights import load_weights
from language_model.encoder import SentenceEncoder

BY_FORM = frozenset(
    {Act.OPEN_QUESTION, Act.CLOSED_QUESTION, Act.NONSENSE, Act.ADEQUATE, Act.EMPATHY_SKILLED, Act.EMPATHY_EXEMPLARY}
)
"""Acts that no fitted score decides."""
BY_RULE = frozenset({Act.GREETING})
"""Acts that only a rule finds: their words are few, and the fitted score sees them where nobody is greeted."""
HARM = (
    Act.JUDGMENT,
    Act.MINIMISING,
    Act.HOSTILITY,
    Act.COERCION,
    Act.STEREOTYPE,
    Act.COLOUR_BLIND,
    Act.PRESSES_FOR_DETAIL,
)
GRAVE = frozenset(
    {*HARM, Act.DEFENSIVE, Act.DOUBTS_ATTRIBUTION, Act.ABRUPT_REFERRAL, Act.VIOLATION, Act.BREACH, Act.SECRECY_PROMISE}
    | {Act.FORGETS_DETAIL, Act.LONG_DISCLOSURE, Act.RIGID_LIMIT, Act.NAMES_STRAIN, Act.EXPLORES_STRAIN}
    | {Act.VALIDATES_STRAIN, Act.TAKES_RESPONSIBILITY, Act.RENEGOTIATES, Act.PUSHES_TO_LEAVE, Act.ADVICE}
)
"""Acts that move trust far or raise a gate: a false alarm costs the trainee more than a miss."""
GRAVE_FROM, GRAVE_SHOWN_FROM = 0.35, 0.2
"""Chance from which a grave act is found without any rule's hint, and with one; ours, by reading plain turns."""
ADEQUATE, SKILLED, EXEMPLARY = 1.5, 2.5, 3.5
"""Empathy (0–4) from which each act is there; ours."""


class Reader:
    """Reads trainee turns; it keeps nothing of what it read."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        """Load the patterns and the fitted weights.

        Raises:
            ContentError: A shipped pattern or the weights are faulty or do not belong together.
        """
        self._patterns, self._client_patterns = load_patterns("trainee"), load_patterns("client")
        self._sight = Sight(self._patterns)
        self._weights = load_weights(self._patterns.names)
        self._pillars = load_pillars(self._weights.card.version)
        self._encoder = encoder

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read the trainee's turn; any text at all can be read."""
        seen = self._sight.see(exchange.client, exchange.trainee)
        scored = Scored(exchange.client, seen, self._weights, self._patterns, exchange.cues)
        cues = exchange.cues if exchange.cues is not None else self._find_cues(exchange.client, scored)
        hits = Hits(seen, self._patterns)
        found = find_sure(hits)
        add_form(found, seen, exchange.trainee)
        if not found.has(Act.NONSENSE) and seen.all_sentences:
            _add_fitted(found, hits, seen, scored)
        add_own_word(found, hits, cues)
        hollow = is_hollow(seen, exchange)
        boundary = read_boundary(found, scored, cues, hollow) if seen.all_sentences else None
        _agree(found)
        empathy = _empathy(found, hits, seen, scored, exchange, self._encoder)
        return Reading(
            text=exchange.trainee,
            acts=_in_order(found, exchange.trainee),
            empathy=empathy,
            boundary=boundary,
            pillars=scored.pillars(self._pillars) if seen.all_sentences and not found.has(Act.NONSENSE) else {},
            flags=tuple(SpottedFlag(flag=flag, quote=found.flags[flag]) for flag in Flag if flag in found.flags),
            main=scored.main(),
            cues=cues,
            weights_version=f"{self._weights.card.version}.{self._pillars.card.version}",
        )

    def _find_cues(self, client: str, scored: Scored) -> tuple[Cue, ...]:
        found = set(scored.cues())
        for sentence in split_sentences(client):
            for pattern in self._client_patterns.hits(sentence):
                if pattern.sure:
                    found.update(pattern.cues)
        return tuple(cue for cue in Cue if cue in found)


def _add_fitted(found: Found, hits: Hits, seen: Seen, scored: Scored) -> None:
    """Add what the fitted scores find outside vetoed sentences, and what only an unsure rule can find."""
    everything: tuple[Act | Flag, ...] = (*Act, *Flag)
    for one in everything:
        if one in BY_FORM or one in BY_RULE or found.has(one):
            continue
        vetoed = hits.vetoed(one)
        shown = tuple(sentence for sentence in hits.showing(one) if sentence not in vetoed)
        choice = scored.choice(one)
        if choice is None:
            if shown:
                found.add(one, shown[0].text)
        elif (scored.chance(one) or 0.0) >= _least_chance(one, choice.threshold, bool(shown)):
            if not shown and scored.telling(target_of(one)) in vetoed:
                continue
            among = shown or tuple(sentence for sentence in seen.sentences if sentence not in vetoed)
            telling = scored.telling(target_of(one), among)
            if telling is not None:
                found.add(one, telling.text, chance=scored.chance(one) or 0.0)


def _least_chance(one: Act | Flag, threshold: float, shown: bool) -> float:
    """Give the chance from which one is found: a grave one needs more, unless a rule hints at it."""
    if act_of(one) not in GRAVE:
        return threshold
    return max(threshold, GRAVE_SHOWN_FROM if shown else GRAVE_FROM)


def _agree(found: Found) -> None:
    for act, flag in SAME:
        if act in found.acts:
            found.add(flag, found.acts[act])
        elif flag in found.flags:
            found.add(act, found.flags[flag], chance=found.chances.get(flag, 1.0))


def _empathy(
    found: Found, hits: Hits, seen: Seen, scored: Scored, exchange: ExchangeText, encoder: SentenceEncoder
) -> Estimate:
    level = scored.empathy() if seen.all_sentences and not found.has(Act.NONSENSE) else Level(1.0, 0.5)
    value = min(level.value, empathy_ceiling(found, hits, seen, exchange))
    if value > WEAK and sympathy_off_topic(seen, hits, exchange.client, encoder):
        value = WEAK
    if value < SKILLED and found.has(*HARM) and value >= ADEQUATE:
        value = min(value, ADEQUATE)
    telling = scored.telling("empathy:3") if value >= ADEQUATE else scored.least_telling("empathy:1")
    quote = telling.text if telling else None
    if quote and value >= ADEQUATE and not found.has(*HARM):
        found.add(
            Act.EMPATHY_EXEMPLARY if value >= EXEMPLARY else Act.EMPATHY_SKILLED if value >= SKILLED else Act.ADEQUATE,
            quote,
        )
    return Estimate(value=round(value, 3), confidence=round(level.confidence, 3), quote=quote)


def _in_order(found: Found, text: str) -> tuple[SpottedAct, ...]:
    """Put acts in the order of their words; acts on the same words in the order of the vocabulary."""
    order = list(Act)
    ranked = sorted(found.acts.items(), key=lambda pair: (text.find(pair[1]), order.index(pair[0])))
    return tuple(
        SpottedAct(act=act, quote=quote, chance=round(1.0 if found.is_sure(act) else found.chances.get(act, 1.0), 3))
        for act, quote in ranked
    )
