"""What an empathy estimate may never exceed, whatever the fitted score says: hard truths, each with its own cases."""

import re
from collections import Counter

from dialogue.acts import Act
from dialogue.detectors import Found, Hits
from dialogue.features import Seen
from dialogue.sentences import plain_words
from dialogue.shape import WORD, content_words, parroted_share
from dialogue.turns import ExchangeText
from language_model.encoder import SentenceEncoder

HARMFUL = 0.4
ABSENT = 1.2
WEAK = 2.0
"""Highest estimates (0–4) of harm, of absence and of formula; ours."""
PARROTED = 0.6
"""Share of words in runs of four taken from the client from which a turn is parroting; ours."""
OFF_TOPIC = 0.16
"""Likeness (-1.0 to 1.0) to the client's turn below which a sentence without a shared word is off topic; ours."""
FRAME = frozenset(
    re.findall(
        r"\S+",
        "sounds sound seems seem like feel feels feeling felt hear hearing heard wonder wondering say saying said "
        "right perhaps maybe part tell wrong pace own want fit does guess sense makes understand know think must "
        "you'd you've you're that's it's",
    )
)
"""Words that stand around what is reflected and add nothing to it."""
SHORTEST = 5
"""Words up to which a turn made of the client's own may be just what was needed; ours."""
OPENING, LEAST_ALIKE = 3, 3
"""Words with which sentences begin alike, and how many such sentences are a formula; ours."""
DISTINCT = 0.7
"""Share of different sentences below which a turn repeats itself; ours."""
LISTED, LISTED_WORDS, LISTED_SHARE = 6, 2, 0.7
"""Pieces between commas from which a turn can be a list, words of an item at most, and the items' share; ours."""
NARRATED = 3
"""Words from which a turn that stands in brackets or stars tells what could be said instead of saying it; ours."""
NARRATION = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|<[^>]*>)[\s.,]*")
UNSAID = re.compile(
    r"\b(?:wouldn't|would not|won't|will not|i'd never|i would never|never|couldn't) (?:ever )?"
    r"(?:dream of|think of|dare) (?:say|saying|tell|telling|claim|claiming|suggest|suggesting|to say)\b|"
    r"\bfar be it from me to\b"
)
"""What follows is said in order not to have said it."""
ADDRESSED = re.compile(r"\b(?:you|you're|you've|you'd|you'll|yourself|yours)\b")
FOR_ANOTHER = re.compile(
    r"\b(?:heart goes out to|feel for|felt for|sorry for|pity for) (?:him|her|them)\b|"
    r"\b(?:she|he|they)(?:'s|'d|'re|'ve)?(?: \w+){0,4} (?:lonely|overwhelmed|stretched|cornered|alone|ashamed|"
    r"exhausted|frightened|scared|hurt|hurting|stressed|tired|drained|struggling|desperate|guilty|worried|unhappy|"
    r"under pressure)\b"
)
"""A feeling of somebody who is not in the room."""


NO_SYMPATHY = frozenset({"not_sorry", "denies_their_sense"})
"""Patterns of words that take back any sympathy beside them."""


def empathy_ceiling(found: Found, hits: Hits, seen: Seen, exchange: ExchangeText) -> float:
    """Give the highest empathy (0.0 to 4.0) that this turn may get."""
    ceiling = 4.0
    if NO_SYMPATHY & hits.names:
        ceiling = HARMFUL
    if found.has(Act.NONSENSE, Act.FRAME_BREAK):
        ceiling = min(ceiling, ABSENT)
    if found.is_sure(Act.CLAIMED_SAMENESS):
        ceiling = min(ceiling, WEAK)
    if is_hollow(seen, exchange) or parrots(exchange.trainee, exchange.client) or feels_for_another(exchange.trainee):
        ceiling = min(ceiling, WEAK)
    return ceiling


def is_hollow(seen: Seen, exchange: ExchangeText) -> bool:
    """Tell whether words are there and nobody means them: a formula, the client's own, a list, a stage direction."""
    text = exchange.trainee
    return (
        repeats_itself(seen) or says_nothing_new(exchange) or lists_words(text) or only_narrates(text) or unsays(text)
    )


def lists_words(text: str) -> bool:
    """Tell whether the turn is a list of words and hardly a sentence."""
    pieces = [piece.split() for piece in re.split(r"[,;/\n•]", text) if piece.strip()]
    return len(pieces) >= LISTED and sum(len(piece) <= LISTED_WORDS for piece in pieces) / len(pieces) >= LISTED_SHARE


def only_narrates(text: str) -> bool:
    """Tell whether all of a turn stands in brackets or stars, so that nothing was said."""
    return len(text.split()) >= NARRATED and not NARRATION.sub("", text).strip()


def unsays(text: str) -> bool:
    """Tell whether what the turn says is put as what the trainee would never say."""
    return UNSAID.search(plain_words(text)) is not None


def feels_for_another(text: str) -> bool:
    """Tell whether the understanding is for somebody else, and the client is not spoken to at all."""
    plain = plain_words(text)
    return FOR_ANOTHER.search(plain) is not None and ADDRESSED.search(plain) is None


def parrots(text: str, client: str) -> bool:
    """Tell whether the turn gives the client's own words back and little else."""
    return len(text.split()) >= 4 and parroted_share(plain_words(text), plain_words(client)) >= PARROTED


def repeats_itself(seen: Seen) -> bool:
    """Tell whether the same sentence comes again and again."""
    said = [" ".join(sentence.plain.split()) for sentence in seen.all_sentences if len(sentence.text) > 8]
    if len(said) >= 2 and len(set(said)) / len(said) < DISTINCT:
        return True
    starts = Counter(tuple(WORD.findall(sentence)[:OPENING]) for sentence in said)
    most = max(starts.values(), default=0)
    return most >= LEAST_ALIKE and most / len(said) > DISTINCT


def says_nothing_new(exchange: ExchangeText) -> bool:
    """Tell whether every word that carries content is the client's, or belongs to a frame around it."""
    own = content_words(plain_words(exchange.trainee)) - FRAME
    return len(exchange.trainee.split()) > SHORTEST and own <= content_words(plain_words(exchange.client))


def sympathy_off_topic(seen: Seen, hits: Hits, client: str, encoder: SentenceEncoder) -> bool:
    """Tell whether every sentence is either a formula of sympathy or has nothing to do with what the client said."""
    formulas, chat = set(hits.of("platitude")), set(hits.of("small_talk"))
    theirs = content_words(plain_words(client))
    said = [one for one in seen.sentences if one not in formulas and len(one.text.split()) > 2]
    if not said or any(content_words(one.plain) & theirs for one in said):
        return False
    first, *others = encoder.encode([client, *(one.text for one in said)])
    return all(one in chat or float(other @ first) < OFF_TOPIC for one, other in zip(said, others, strict=True))
