"""Counts made by hand that carry tone: how much is asked, ordered, shared, doubted, and how like the client it is."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialogue.sentences import Sentence, plain_words

Floats = NDArray[np.float32]

MOST_LETTERS = 3000
"""Letters of one text that are looked at; ours."""

WORD = re.compile(r"\w+(?:'\w+)?|[?!]")
"""A word with its apostrophe, or a mark that asks or cries out."""
_FEELINGS = re.compile(
    r"\b(?:afraid|alone|angr\w+|anger|anxious|asham\w+|shame|betray\w+|bitter|bored|brave|broken|"
    r"confus\w+|dread\w*|empty|envy|"
    r"exhaust\w+|fear\w*|fright\w+|furious|grie\w+|guilt\w*|happy|hate|helpless|hope\w*|humiliat\w+|"
    r"hurt\w*|jealous|joy|lonel\w+|lost|"
    r"love\w*|mad|miss|numb|overwhelm\w+|pain\w*|panic\w*|powerless|proud|rage|relie\w+|sad\w*|scared|"
    r"scary|sick|small|sore|stuck|"
    r"tender|terrif\w+|tired|trapped|trust\w*|unsafe|unwanted|upset\w*|weary|worn|worr\w+)\b"
)
_TENTATIVE = re.compile(
    r"\b(?:maybe|perhaps|might|may|wonder\w*|seems?|sounds|guess\w*|possibly|as if|as though|almost|"
    r"i imagine|i think|i'd say|could be)\b"
)
_INVITES = re.compile(
    r"\b(?:tell me if|(?:stop|correct|put) me|am i|have i (?:got|understood|that|the)|is that|does that|"
    r"if i've|if i'm|i may be|i might be|"
    r"or (?:am i|is it|that's me|off)|you'd know|near it|have it wrong|got that|off there|if not|say if|"
    r"put me right|wide of)\b"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself|you're|you've|you'd|you'll)\b")
_I = re.compile(r"\b(?:i|me|my|mine|i'm|i've|i'd|i'll|myself)\b")
_WE = re.compile(r"\b(?:we|us|our|we're|we'll|let's|together)\b")
_NOT = re.compile(r"\b(?:not|no|never|nothing|nobody|none|cannot|\w+n't)\b")
_ORDER = re.compile(r"\b(?:should|must|need to|have to|ought|got to|had better)\b")
_BUT = re.compile(r"\b(?:but|though|however|still|honestly|actually|just|really|only|well|look|frankly)\b")
_SORRY = re.compile(r"\b(?:sorry|apolog\w+)\b")
_CLOSED = re.compile(
    r"^(?:and |but |so |or |well,? )?(?:are|is|was|were|do|does|did|have|has|had|can|could|would|will|"
    r"should|am|shall|may|isn't|aren't|don't|didn't)\b"
)
_OPEN = re.compile(r"^(?:and |but |so |or |well,? |then )?(?:what|how|where|when|who|which|why|tell me)\b")
_GLIB = re.compile(r"\b(?:haha\w*|lol|oh wow|gosh|ooh|cheer up|bless|anyway|awesome|amazing|lovely|great)\b")
_CURT = re.compile(
    r"\b(?:policy|rules?|form|appropriate|procedure|permitted|required|regulations?|guidelines?|standard)\b"
)
_CAN = re.compile(
    r"\b(?:we can|we could|i can|i could|what i can|there(?:'s| is)|would it help|shall we|let's|you could|instead)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because|so that|since|otherwise|as i|as we|that way|which is why|if i|if we|would leave|would make)\b"
)
_STOP_TEXT = """
a an and are as at be been but by did do does for from had has have he her him his how i if in is it its
just me my no not of on or our she so that the their them then there they this to up was we were what
when who will with you your i'm it's i'd i've don't that's you're would could can all about out too very
really like get got one
"""
_STOPWORDS = frozenset(_STOP_TEXT.split())

SHAPE_NAMES = (
    "letters", "sentences", "words_each", "questions", "question_share", "all_questions", "open", "closed",
    "exclaims", "you", "i", "we", "not", "feelings", "tentative", "invites", "orders", "but", "sorry", "glib",
    "curt", "can", "because", "quote_marks", "dots", "digits", "shared", "taken", "parroted", "varied",
    "ends_asking", "starts_you", "starts_i", "last_invites",
)  # fmt: skip
"""The counts made by hand, in their order."""


def shape_of(text: str, client: str, sentences: Sequence[Sentence]) -> Floats:
    """Count by hand what carries tone: shape (34,), in the order of `SHAPE_NAMES`.

    Args:
        text: The trainee's words.
        client: The client's words.
        sentences: The trainee's sentences.
    """
    plain = plain_words(text)
    words = max(1, len(WORD.findall(plain)))
    number = max(1, len(sentences))
    asked = sum(sentence.is_question for sentence in sentences)
    counts = [len(re.findall(kind, plain)) * 20 / words for kind in (_YOU, _I, _WE, _NOT)]
    counts += [
        min(5, len(kind.findall(plain)))
        for kind in (_FEELINGS, _TENTATIVE, _INVITES, _ORDER, _BUT, _SORRY, _GLIB, _CURT, _CAN, _BECAUSE)
    ]
    last = sentences[-1].plain if sentences else ""
    asking = [sentence.plain for sentence in sentences if sentence.is_question]
    form = [
        np.log1p(len(text)),
        np.log1p(number),
        words / number,
        min(6, asked),
        asked / number,
        float(asked == number),
    ]
    form += [sum(bool(kind.search(one)) for one in asking) for kind in (_OPEN, _CLOSED)]
    marks = [min(6, sum(text.count(mark) for mark in '"“”')), float("..." in text or "…" in text)]
    marks += [min(5, sum(letter.isdigit() for letter in text))]
    ends = [float(bool(sentences) and sentences[-1].is_question), float(plain.startswith(("you", "your")))]
    ends += [float(plain.startswith(("i ", "i'"))), float(bool(_INVITES.search(last)))]
    varied = len(set(WORD.findall(plain))) / words
    shared = _shared(plain, plain_words(client))
    row = [*form, min(4, plain.count("!")), *counts, *marks, *shared, varied, *ends]
    return np.array(row, dtype=np.float32)


def _shared(plain: str, client: str) -> tuple[float, float, float]:
    said, heard_words = content_words(plain), content_words(client)
    both = said & heard_words
    return (len(both) / max(1, len(said)), len(both) / max(1, len(heard_words)), parroted_share(plain, client))


def parroted_share(plain: str, client: str) -> float:
    """Give the share of the trainee's words that stand in runs of four which the client had just said; 0.0 to 1.0."""
    words, theirs = WORD.findall(plain[:MOST_LETTERS]), WORD.findall(client[:MOST_LETTERS])
    turned = {
        "you": "i",
        "your": "my",
        "you're": "i'm",
        "you've": "i've",
        "yourself": "myself",
        "yours": "mine",
        "me": "you",
        "are": "am",
        "were": "was",
    }
    words, theirs = [turned.get(word, word) for word in words], [turned.get(word, word) for word in theirs]
    runs = {tuple(theirs[at : at + 4]) for at in range(len(theirs) - 3)}
    inside = [False] * len(words)
    for at in range(len(words) - 3):
        if tuple(words[at : at + 4]) in runs:
            inside[at : at + 4] = [True] * 4
    return sum(inside) / max(1, len(words))


def content_words(plain: str) -> set[str]:
    """Give the words that carry content: longer than two letters and not among the commonest."""
    return {word for word in WORD.findall(plain) if len(word) > 2 and word not in _STOPWORDS}
