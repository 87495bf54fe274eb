"""What the feedback of a session comes to: its items gathered into a few themes, each with its turns and best words."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dialogue.content import load_content
from dialogue.record import Record
from evaluator.grades import FeedbackItem
from practice.sessions import Exchange


class ThemeText(Record):
    """A theme as its author words it."""

    id: str
    name: str
    criteria: tuple[str, ...]
    working: str
    growing: str


class ThemeTexts(Record):
    """All themes."""

    id: str
    themes: tuple[ThemeText, ...]


class Theme(Record):
    """One theme of a session: strengths or changes that belong together."""

    name: str
    kind: str
    """`strength` or `change`."""
    says: str
    turns: tuple[int, ...]
    criteria: tuple[str, ...]
    """The pillars in it, the most frequent first."""
    quote: str | None
    """The trainee's words that show it best, or None."""
    client_quote: str | None
    """Where there are none: the client's words that were passed by."""
    quoted_turn: int

    @property
    def count(self) -> int:
        """How often it was named."""
        return len(self.turns)


class _Said(Record):
    turn: int
    item: FeedbackItem


@lru_cache(maxsize=1)
def shipped_themes() -> ThemeTexts:
    """Load the shipped themes once."""
    return load_content(Path(str(files("practice"))) / "themes.yaml", ThemeTexts)


def themes_of(exchanges: tuple[Exchange, ...]) -> tuple[Theme, ...]:
    """Gather the strengths and then the changes of a session, the most frequent theme first."""
    return _gathered(exchanges, "strength") + _gathered(exchanges, "change")


def _gathered(exchanges: tuple[Exchange, ...], kind: str) -> tuple[Theme, ...]:
    said = [
        _Said(turn=exchange.turn, item=item)
        for exchange in exchanges
        if exchange.feedback
        for item in exchange.feedback.items()
        if item.kind == kind
    ]
    found = []
    for text in shipped_themes().themes:
        among = [one for one in said if one.item.criterion in text.criteria]
        if among:
            found.append(_theme(text, kind, among))
    return tuple(sorted(found, key=lambda theme: (-theme.count, theme.turns[0])))


def _theme(text: ThemeText, kind: str, said: list[_Said]) -> Theme:
    criteria = [one.item.criterion for one in said]
    best = max(said, key=_worth)
    return Theme(
        name=text.name,
        kind=kind,
        says=text.working if kind == "strength" else text.growing,
        turns=tuple(one.turn for one in said),
        criteria=tuple(sorted(dict.fromkeys(criteria), key=lambda criterion: -criteria.count(criterion))),
        quote=best.item.quote,
        client_quote=None if best.item.quote else best.item.client_quote,
        quoted_turn=best.turn,
    )


def _worth(one: _Said) -> tuple[bool, bool, int, float]:
    """Rank the words that show a theme: there at all, not a guess, the clearest level, the surest."""
    item = one.item
    level = 2 if item.level is None else item.level
    return bool(item.quote), not item.unsure, level if item.kind == "strength" else -level, item.confidence
