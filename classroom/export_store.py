"""Gathers everything that is kept about one person, table by table, for them to take away."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, Table, select
from sqlalchemy.orm import Session as Connection

from classroom.errors import NOT_THERE
from practice.errors import RecordNotFound
from records.schema import METADATA

EXPORTED: Mapping[str, tuple[str, frozenset[str]]] = {
    "person": ("id", frozenset()),
    "account": ("person_id", frozenset({"password"})),
    "outside_identity": ("person_id", frozenset()),
    "sign_in": ("person_id", frozenset({"digest"})),
    "one_time_token": ("person_id", frozenset({"digest", "made_by"})),
    "access_log": ("subject_id", frozenset()),
    "membership": ("person_id", frozenset()),
    "group_member": ("person_id", frozenset()),
    "assignee": ("person_id", frozenset()),
    "extension": ("person_id", frozenset({"made_by"})),
    "attempt": ("person_id", frozenset()),
    "attempt_session": ("attempt_id", frozenset()),
    "practice_session": ("person_id", frozenset()),
    "reflection": ("session_id", frozenset()),
    "arc_run": ("person_id", frozenset()),
    "arc_session": ("session_id", frozenset()),
    "drill_run": ("person_id", frozenset()),
    "drill_item": ("run_id", frozenset()),
    "drill_try": ("item_id", frozenset()),
    "exchange": ("session_id", frozenset()),
    "disagreement": ("exchange_id", frozenset()),
    "grade": ("exchange_id", frozenset()),
    "second_opinion": ("exchange_id", frozenset()),
    "grade_event": ("session_id", frozenset()),
    "review_mark": ("session_id", frozenset({"made_by"})),
    "turn_comment": ("session_id", frozenset()),
    "lti_outbox": ("person_id", frozenset()),
}
"""By table: through which column a row is about somebody, and the columns that are left out: secrets, and others."""
LEFT_OUT: Mapping[str, str] = {
    "assignment": "made for a class",
    "content_pack": "made for a class; exported as a pack",
    "content_version": "made for a class; exported as a pack",
}
"""Tables that name a person and are about something else."""
OWNED_BY = {"attempt_id": "attempt", "run_id": "drill_run", "item_id": "drill_item"}
"""By column: the table whose rows it points to, where these are about somebody in their turn."""
WHEN_TOLD = frozenset({"grade", "second_opinion", "grade_event", "review_mark", "turn_comment"})
"""Tables whose rows are given once the grades of their session are told."""
HIDDEN_UNTIL_TOLD = {"practice_session": {"start_state"}, "exchange": {"outcome"}}
"""Columns that hold what a trainee sees with their grades and not before."""
JSON_COLUMNS = frozenset({"start_state", "outcome", "grades", "feedback", "opinion", "shown"})
_Row = dict[str, object]
ABOUT = (
    "Everything that Attune keeps about you. Times are UTC. Grades, comments and what the client thought are in it "
    "for sessions whose feedback you may read by now; the others follow once it is released."
)


class ExportStore:
    """Reads what is kept about a person. It asks nobody's rights: its verb does."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def about(self, person: str, told: Mapping[str, datetime | None]) -> bytes:
        """Give everything about a person as JSON in UTF-8.

        Args:
            person: Whom it is about.
            told: The sessions whose grades they may see, with when these were released, if they were: what was
                graded again since then is left out.

        Raises:
            RecordNotFound: There is no such person.
        """
        shown = set(told)
        with Connection(self._engine) as db:
            records = {name: _rows(db, METADATA.tables[name], person, shown) for name in EXPORTED}
        if not records["person"]:
            raise RecordNotFound(NOT_THERE)
        records["grade"] = _told_grades(records["grade"], records["exchange"], told)
        whole = {"about": ABOUT, "made_at": self._clock().isoformat(), "records": records}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _rows(db: Connection, table: Table, person: str, told: set[str]) -> list[_Row]:
    _, hidden = EXPORTED[table.name]
    untold = HIDDEN_UNTIL_TOLD.get(table.name, set())
    rows = []
    for row in db.execute(select(table).where(_about(table, person, told)).order_by(*table.primary_key)).mappings():
        session = row.get("session_id", row.get("id"))
        left_out = hidden | untold if session not in told else hidden
        rows.append({name: _value(name, value) for name, value in row.items() if name not in left_out})
    return rows


def _told_grades(grades: Sequence[_Row], exchanges: Sequence[_Row], told: Mapping[str, datetime | None]) -> list[_Row]:
    """Give the first grade of each exchange, and the later ones that were there when the feedback was released."""
    session = {one["id"]: str(one["session_id"]) for one in exchanges}
    kept, seen = [], set()
    for one in sorted(grades, key=lambda one: (str(one["created_at"]), str(one["id"]))):
        released = told.get(session[one["exchange_id"]])
        if one["exchange_id"] not in seen or (released and str(one["created_at"]) <= released.isoformat()):
            kept.append(one)
        seen.add(one["exchange_id"])
    return kept


def _about(table: Table, person: str, told: set[str]) -> ColumnElement[bool]:
    through = EXPORTED[table.name][0]
    if through == "session_id":
        allowed = table.c.session_id.in_(_sessions(person))
        return allowed & table.c.session_id.in_(told) if table.name in WHEN_TOLD else allowed
    if through == "exchange_id":
        said = METADATA.tables["exchange"]
        mine = select(said.c.id).where(said.c.session_id.in_(_sessions(person)))
        mine = mine.where(said.c.session_id.in_(told)) if table.name in WHEN_TOLD else mine
        return table.c.exchange_id.in_(mine)
    if through in OWNED_BY:
        owner = METADATA.tables[OWNED_BY[through]]
        return table.c[through].in_(select(owner.c.id).where(_about(owner, person, told)))
    return table.c[through] == person


def _sessions(person: str) -> Select[tuple[str]]:
    session = METADATA.tables["practice_session"]
    return select(session.c.id).where(session.c.person_id == person)


def _value(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in JSON_COLUMNS and isinstance(value, str) else value
