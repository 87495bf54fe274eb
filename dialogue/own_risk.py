"""Does the trainee seem to write of their own wish to die or to harm themself? Then the tool stops and speaks to them.

A miss leaves a person alone; a false alarm costs a click. Quoted words, questions to the client, figures of speech and
what is said of the client or of anybody else do not count. The expressions stand in `patterns/own_risk.yaml`.
"""

from dialogue.patterns import load_patterns
from dialogue.sentences import split_sentences

MOST_SENTENCES = 200
"""Sentences that are looked at from each end of a message; ours."""


def speaks_of_own_risk(text: str) -> bool:
    """Tell whether the trainee seems to write, in the first person and of now, of a wish to die or to harm themself."""
    sentences = split_sentences(text)
    if len(sentences) > 2 * MOST_SENTENCES:
        sentences = sentences[:MOST_SENTENCES] + sentences[-MOST_SENTENCES:]
    patterns = load_patterns("self")
    return any(patterns.hits(sentence) for sentence in sentences)
