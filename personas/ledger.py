"""What the trainee said they would do, and what they say of it when the client asks in a later session.

There is no world in which a call could be looked up, so an account is taken at its word: what counts is whether the
trainee knows what they said, and says plainly how it stands.
"""

import re
from enum import StrEnum

from pydantic import Field

from dialogue.acts import Act, Event
from dialogue.reading import Reading
from dialogue.record import Record
from dialogue.sentences import Sentence, split_sentences

TURNS_TO_ANSWER = 2
"""Trainee turns of the session within which a question about a promise is answered or passed over; ours."""
MOST = 20
"""Commitments that are kept in mind at most; ours."""


LONGEST = 200
"""Characters of a commitment; ours."""


class Standing(StrEnum):
    """How a commitment stands."""

    OPEN = "open"
    """The client has not asked yet."""
    KEPT = "kept"
    OWNED = "owned"
    """Not done, and said straight out."""
    BROKEN = "broken"
    """Not done, and explained away."""
    FORGOTTEN = "forgotten"
    """Not remembered, or the question was passed over."""


class Commitment(Record):
    """One thing that the trainee said they would do."""

    words: str = Field(min_length=1)
    """The trainee's own words."""
    session: int = Field(ge=1)
    turn: int = Field(ge=1)
    standing: Standing = Standing.OPEN
    asked_in: int | None = None
    """The session in which the client asked about it; None before that."""
    account: str | None = None
    """The words by which it was settled; None where the question was passed over."""


class Account(Record):
    """What the trainee said of a commitment."""

    standing: Standing
    words: str | None


EVENT_OF = {
    Standing.KEPT: Event.PROMISE_KEPT,
    Standing.OWNED: Event.PROMISE_OWNED,
    Standing.BROKEN: Event.PROMISE_BROKEN,
    Standing.FORGOTTEN: Event.PROMISE_FORGOTTEN,
}
"""What each account does to trust, by the trust table."""

_UNKNOWN = re.compile(
    r"\b(?:remind me|what (?:was|did) (?:it|that|i)|did i (?:say|promise|tell)|which (?:one|promise|thing)"
    r"|i (?:don't|do not|can't|cannot) (?:really |quite |actually )?(?:remember|recall)"
    r"|i(?:'m| am) not sure (?:what|which|i said))\b"
)
_UNDONE = re.compile(
    r"\bi (?:completely |totally |just |clean |still |really |honestly )*"
    r"(?:didn't|did not|haven't|have not|couldn't|could not|never|forgot|failed|wasn't able|missed)\b"
    r"(?! (?:expect|mean to|know (?:you|how|that)|think (?:you|that)|realise|realize|want))"
    r"|\b(?:not yet|it slipped|slipped my mind|ran out of time|no,? i)\b"
)
_DONE = re.compile(
    r"^\W*(?:yes|yeah|yep|it did|i did|i have|done|of course)\b(?!.{0,24}\b(?:remember|said|forg[eo]t))"
    r"|\bi(?:'ve| have)? (?:did|done|asked|checked|called|rang|phoned|spoke|spoken|talked|looked|found|brought|wrote"
    r"|written|printed|sent|read|got|kept|put|made|started|stopped|went|took|told|showed|arranged|booked)\b"
    r"|\b(?:here (?:it is|is the|are the)|i(?:'ve| have) (?:got )?(?:it|them) (?:here|with me|for you))\b"
)
_OWNS = re.compile(r"\b(?:that(?:'s| is) (?:on me|mine|my (?:fault|mistake))|my (?:mistake|fault)|i said i would)\b")
_COMMITS = re.compile(
    r"\bi(?:'ll| will|'m going to| am going to| promise)\b"
    r"(?! (?:(?:still|also|always|just) )?"
    r"(?:see you|meet you|be (?:here|there|right|with)|do (?:that|it|so|this)|not|never|listen|try|stop here))"
)
"""A first person who will do something; seeing each other next week is no promise that anybody would ask about."""
_WHEN = re.compile(
    r"\b(?:by|on|before|until|this|next|for) (?:the )?(?:next |coming )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:by|before|until|for) (?:our )?(?:next|then|noon|tomorrow|the end)\b"
    r"|\b(?:tomorrow|by next (?:week|time|session)|(?:this|next) week|today)\b"
)
"""A day by which it can be asked about."""
OWNING = (Act.TAKES_RESPONSIBILITY, Act.NONDEFENSIVE, Act.RENEGOTIATES, Act.MAKES_PROMISE)
"""Acts by which a promise that was not kept is owned in the same breath."""
SPOILING = (Act.DEFENSIVE, Act.OVER_APOLOGY, Act.HOSTILITY, Act.JUDGMENT, Act.MINIMISING)
"""Acts beside which nothing counts as owned."""


def waiting_in(commitments: tuple[Commitment, ...], session: int) -> Commitment | None:
    """Give the commitment that the client asked about in this session and that has no answer yet."""
    return next((c for c in commitments if c.asked_in == session and c.standing is Standing.OPEN), None)


def due(commitments: tuple[Commitment, ...], session: int) -> Commitment | None:
    """Give what the client would ask about at the start of a session: the oldest open one of an earlier session."""
    return next((c for c in commitments if c.standing is Standing.OPEN and c.session < session), None)


def asked(commitments: tuple[Commitment, ...], one: Commitment, session: int) -> tuple[Commitment, ...]:
    """Note that the client asks about a commitment in this session."""
    return tuple(c.model_copy(update={"asked_in": session}) if c == one else c for c in commitments)


def account_in(reading: Reading, turn: int) -> Account | None:
    """Read what the trainee says of the commitment they were asked about; None while they may still answer.

    Args:
        reading: Of the trainee's turn.
        turn: Which turn of the session it is; 1 is the first.
    """
    for pattern, standing in ((_UNKNOWN, Standing.FORGOTTEN), (_UNDONE, Standing.BROKEN), (_DONE, Standing.KEPT)):
        said = next((s for s in split_sentences(reading.text) if _says(pattern, s, standing)), None)
        if said is not None:
            owned = standing is Standing.BROKEN and _owned(reading)
            return Account(standing=Standing.OWNED if owned else standing, words=said.text)
    return Account(standing=Standing.FORGOTTEN, words=None) if turn >= TURNS_TO_ANSWER else None


def after_turn(
    commitments: tuple[Commitment, ...], reading: Reading, session: int, turn: int
) -> tuple[Commitment, ...]:
    """Give the ledger after a trainee turn: what was asked about is settled, what was promised is noted."""
    waiting = waiting_in(commitments, session)
    account = account_in(reading, turn) if waiting else None
    if account is not None:
        settled = {"standing": account.standing, "account": account.words}
        commitments = tuple(c.model_copy(update=settled) if c == waiting else c for c in commitments)
    words = _promised(reading)
    known = {c.words.lower() for c in commitments if c.standing is Standing.OPEN}
    if words is None or words.lower() in known or len(commitments) >= MOST:
        return commitments
    return (*commitments, Commitment(words=words, session=session, turn=turn))


def _promised(reading: Reading) -> str | None:
    """Give the sentence in which the trainee commits themself to something that can be asked about."""
    quote = reading.quote_of(Act.MAKES_PROMISE)
    for sentence in split_sentences(reading.text):
        found = (quote is not None and quote in sentence.text) or _WHEN.search(sentence.unquoted) is not None
        if found and not sentence.is_question and _COMMITS.search(sentence.unquoted):
            return sentence.text[:LONGEST]
    return None


def _says(pattern: re.Pattern[str], sentence: Sentence, standing: Standing) -> bool:
    asks = sentence.is_question and standing is not Standing.FORGOTTEN
    return not asks and pattern.search(sentence.unquoted) is not None


def _owned(reading: Reading) -> bool:
    owning = reading.has(*OWNING) or any(_OWNS.search(s.unquoted) for s in split_sentences(reading.text))
    return owning and not reading.has(*SPOILING)
