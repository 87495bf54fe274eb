"""What an empathy estimate may never exceed, whatever the fitted score says: hard truths, each with its own cases."""

from dialogue.acts import Act
from dialogue.detectors import Found, Hits
from dialogue.features import Seen
from dialogue.sentences import plain_words
from dialogue.shape import content_words, parroted_share
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
DISTINCT = 0.7
"""Share of different sentences below which a turn repeats itself; ours."""


def empathy_ceiling(found: Found, hits: Hits, seen: Seen, exchange: ExchangeText) -> float:
    """Give the highest empathy (0.0 to 4.0) that this turn may get."""
    ceiling = 4.0
    if "not_sorry" in hits.names:
        ceiling = HARMFUL
    if found.has(Act.NONSENSE, Act.FRAME_BREAK):
        ceiling = min(ceiling, ABSENT)
    if found.is_sure(Act.CLAIMED_SAMENESS):
        ceiling = min(ceiling, WEAK)
    if repeats_itself(seen) or parrots(exchange.trainee, exchange.client):
        ceiling = min(ceiling, WEAK)
    return ceiling


def parrots(text: str, client: str) -> bool:
    """Tell whether the turn gives the client's own words back and little else."""
    return len(text.split()) >= 4 and parroted_share(plain_words(text), plain_words(client)) >= PARROTED


def repeats_itself(seen: Seen) -> bool:
    """Tell whether the same sentence comes again and again."""
    said = [" ".join(sentence.plain.split()) for sentence in seen.all_sentences if len(sentence.text) > 8]
    return len(said) >= 2 and len(set(said)) / len(said) < DISTINCT


def sympathy_off_topic(seen: Seen, hits: Hits, client: str, encoder: SentenceEncoder) -> bool:
    """Tell whether every sentence is either a formula of sympathy or has nothing to do with what the client said."""
    formulas, chat = set(hits.of("platitude")), set(hits.of("small_talk"))
    theirs = content_words(plain_words(client))
    said = [one for one in seen.sentences if one not in formulas and len(one.text.split()) > 2]
    if not said or any(content_words(one.plain) & theirs for one in said):
        return False
    first, *others = encoder.encode([client, *(one.text for one in said)])
    return all(one in chat or float(other @ first) < OFF_TOPIC for one, other in zip(said, others, strict=True))
