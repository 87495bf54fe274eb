"""Which view the page shows: each of them has an address that can be reloaded, shared and gone back to."""

from enum import StrEnum
from urllib.parse import parse_qs, urlencode

from dialogue.record import Record

LONGEST = 64
"""Characters of one part of an address; ours."""


class View(StrEnum):
    """The views of the trainee's pages; values stand in addresses."""

    HOME = "home"
    PREBRIEF = "prebrief"
    SESSION = "session"
    PREDICTION = "prediction"
    REPORT = "report"
    ANOTHER = "another"
    """Try another sentence."""
    SESSIONS = "sessions"
    """All of them; `session` is one that is to be deleted, which is asked first. So with drills and treatments."""
    DRILLS = "drills"
    DRILL = "drill"
    """One sitting with a drill; `scenario` is the drill."""
    TREATMENTS = "treatments"
    TREATMENT = "treatment"
    """A treatment over several sessions: `scenario` is the arc to begin, or `session` the one under way."""
    ASSIGNMENTS = "assignments"
    ASSIGNMENT = "assignment"
    """One assignment; `session` is its id."""
    PROGRESS = "progress"


class Where(Record):
    """What the page is to show."""

    view: View = View.HOME
    scenario: str = ""
    session: str = ""
    turn: int = 0
    """A trainee turn, 1 is the first; 0 where none is meant."""


class Elsewhere(Exception):
    """This view cannot be shown now; another one can."""

    def __init__(self, where: Where) -> None:
        super().__init__(where.view.value)
        self.where = where


def address(where: Where) -> str:
    """Give the address of a view, as the query of a link."""
    parts = {"view": where.view.value, "scenario": where.scenario, "session": where.session}
    kept = {name: value for name, value in parts.items() if value}
    if where.turn:
        kept["turn"] = str(where.turn)
    return "?" + urlencode(kept)


def parse_address(text: str) -> Where | None:
    """Read an address; None where it names no view. Parts that are too long or odd are left out."""
    asked = {name: values[0] for name, values in parse_qs(text.removeprefix("?")).items() if len(values[0]) <= LONGEST}
    if asked.get("view") not in set(View):
        return None
    turn = asked.get("turn", "")
    return Where(
        view=View(asked["view"]),
        scenario=asked.get("scenario", ""),
        session=asked.get("session", ""),
        turn=int(turn) if turn.isdecimal() and len(turn) < 4 else 0,
    )
