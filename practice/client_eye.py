"""What a turn was like from the client's chair: one line for each turn that moved trust."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dialogue.acts import Act, Event
from dialogue.content import load_content
from dialogue.record import Record
from practice.sessions import Exchange, Outcome

LEAST_POINTS = 0.9
"""Points of trust from which a turn gets a line; ours."""


class EyeTexts(Record):
    """Lines by event; each may name the trainee's words as {quote}."""

    id: str
    lines: dict[Act | Event, tuple[str, ...]]


class EyeLine(Record):
    """The client's line on one turn."""

    turn: int
    points: float
    """Trust gained or lost."""
    text: str


@lru_cache(maxsize=1)
def shipped_texts() -> EyeTexts:
    """Load the shipped lines once."""
    return load_content(Path(str(files("practice"))) / "client_eye.yaml", EyeTexts)


STAGE_ACT = {
    1: Act.NAMES_STRAIN,
    2: Act.EXPLORES_STRAIN,
    3: Act.VALIDATES_STRAIN,
    4: Act.TAKES_RESPONSIBILITY,
    5: Act.RENEGOTIATES,
    6: Act.RENEGOTIATES,
}
"""The act that stands for each repair stage; the sixth is that the new agreement is kept."""


class Reason(Record):
    """Why a turn moved trust, and the words that did it."""

    event: Act | Event
    quote: str | None


def eye_lines(exchanges: tuple[Exchange, ...]) -> tuple[EyeLine, ...]:
    """Give the client's line for each turn that moved trust; no line comes twice before all were used."""
    texts, used = shipped_texts(), dict[Act | Event, int]()
    found = []
    for exchange in exchanges:
        if exchange.outcome is None or abs(exchange.outcome.change.points) < LEAST_POINTS:
            continue
        reason = _reason(exchange.outcome)
        choices = texts.lines.get(reason.event, ()) if reason else ()
        if reason is None or not choices:
            continue
        text = choices[used.get(reason.event, 0) % len(choices)]
        used[reason.event] = used.get(reason.event, 0) + 1
        quote = _short(reason.quote) if reason.quote else "what you said"
        points = round(exchange.outcome.change.points, 1)
        found.append(EyeLine(turn=exchange.turn, points=points, text=text.replace("{quote}", quote)))
    return tuple(found)


def _reason(outcome: Outcome) -> Reason | None:
    """Find what moved trust most in the direction it went; a repair weighs as what it gave back."""
    change = outcome.change
    same_way = [move for move in change.moves if (move.points > 0) == (change.points > 0)]
    main = max(same_way, key=lambda move: abs(move.points), default=None)
    repair = change.repair
    if repair and change.points > 0 and repair.points > (main.points if main else 0.0):
        act = STAGE_ACT[repair.after.stage or 1]
        return Reason(event=act, quote=outcome.reading.quote_of(act))
    return Reason(event=main.event, quote=main.quote) if main else None


def _short(quote: str) -> str:
    words = quote.split()
    return "“" + " ".join(words[:14]) + ("…" if len(words) > 14 else "") + "”"
