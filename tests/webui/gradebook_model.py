"""A plain model of a gradebook: one cell, worked out from the rows of the records file and by nothing of ours."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean

WHOLE = 0
"""The turn of a level that an instructor set for the whole session."""


@dataclass(frozen=True)
class CellModel:
    """What one cell has to say."""

    state: str
    overdue: bool = False
    dated: bool = False
    late: bool | None = None
    number: int | None = None
    begun: int = 0
    gates: int | None = None
    reviewed: bool | None = None
    again: bool = False
    means: dict | None = None
    changed: frozenset = frozenset()

    def mean(self, criterion):
        return (self.means or {}).get(criterion)


class RecordsRead:
    """The rows of the records file, read once; each table as dictionaries."""

    def __init__(self, folder):
        with closing(sqlite3.connect(folder / "attune.db")) as db:
            db.row_factory = sqlite3.Row
            self._db = db
            self.assignments = self._rows("assignment order by created_at")
            self.assignees = self._rows("assignee")
            self.extensions = self._rows("extension order by version")
            self.attempts = self._rows("attempt order by number")
            self.sessions = self._rows("attempt_session")
            self.exchanges = self._rows("exchange order by turn")
            self.grades = self._rows("grade order by created_at, id")
            self.events = self._rows("grade_event order by version")
            self.marks = self._rows("review_mark order by version")
            self.members = self._rows("membership join account using (person_id)")

    def _rows(self, table):
        return [dict(row) for row in self._db.execute(f"select * from {table}")]

    def columns(self, section):
        return [one for one in self.assignments if one["section_id"] == section and not one["withdrawn_at"]]

    def trainees(self, section):
        return [one for one in self.members if one["section_id"] == section and one["role"] == "trainee"]

    def cell(self, assignment, person):
        """Work a cell out."""
        own = [one for one in self.extensions if _is(one, assignment, person)]
        mine = [one for one in self.attempts if _is(one, assignment, person)]
        begun, dues = len(mine), [one["due_at"] for one in (assignment, *own[-1:]) if one["due_at"]]
        overdue = bool(assignment["due_at"]) and _moment(max(dues)) < datetime.now(UTC)
        plain = {"dated": bool(assignment["due_at"]), "begun": begun}
        if own and own[-1]["excused"]:
            return CellModel("excused", **plain)
        if not mine and not self._has(assignment, person):
            return CellModel("not given", **plain)
        if not mine:
            return CellModel("missing" if overdue else "not begun", overdue=overdue, **plain)
        if assignment["anonymous"] and not assignment["released_at"]:
            return CellModel("names hidden", **plain)
        finished = [self._finished(one, begun) for one in mine if one["handed_in_at"]]
        if not finished:
            return CellModel("in progress", overdue=overdue, **plain)
        return _counting(finished, assignment["which_counts"])

    def _has(self, assignment, person):
        given = [one for one in self.assignees if one["assignment_id"] == assignment["id"]]
        return any(one["kind"] == "section" or one["person_id"] == person["person_id"] for one in given)

    def _finished(self, attempt, begun):
        (session,) = [one["session_id"] for one in self.sessions if one["attempt_id"] == attempt["id"]]
        graded = self._graded(session)
        said = {(one["turn"], one["criterion"]): one for one in self.events if one["session_id"] == session}
        said = {key: one for key, one in said.items() if one["kind"] == "set"}
        marks = [one["state"] for one in self.marks if one["session_id"] == session]
        criteria = [one["criterion"] for one in graded[1]["criteria"]]
        turns = {one: _finals(one, graded, said) for one in criteria}
        means = {one: _mean(turns[one]) for one in criteria}
        automatic = {
            (turn, one["criterion"]): one["level"] for turn, all_ in graded.items() for one in all_["criteria"]
        }
        automatic |= {(WHOLE, one): means[one] for one in criteria}
        return CellModel(
            state="finished",
            late=bool(attempt["late"]),
            number=attempt["number"],
            begun=begun,
            gates=sum(len(one["gates"]) for one in graded.values()),
            reviewed=bool(marks) and marks[-1] == "done",
            again=any(one["automatic_level"] != automatic[key] for key, one in said.items()),
            means=means | {key[1]: one["level"] for key, one in said.items() if key[0] == WHOLE},
            changed=frozenset(key[1] for key in said),
        )

    def _graded(self, session):
        """Give the newest grades of each turn of a session."""
        newest = {one["exchange_id"]: json.loads(one["grades"]) for one in self.grades}
        return {one["turn"]: newest[one["id"]] for one in self.exchanges if one["session_id"] == session}


def _is(row, assignment, person):
    return (row["assignment_id"], row["person_id"]) == (assignment["id"], person["person_id"])


def _moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _finals(criterion, graded, said):
    """Give the levels that count of a criterion, the instructor's before the automatic one."""
    automatic = {
        turn: one["level"] for turn, all_ in graded.items() for one in all_["criteria"] if one["criterion"] == criterion
    }
    return [said[turn, criterion]["level"] if (turn, criterion) in said else level for turn, level in automatic.items()]


def _mean(levels):
    known = [one for one in levels if one is not None]
    return fmean(known) if known else None


def _counting(finished, which):
    if which != "best":
        return finished[0 if which == "first" else -1]
    return max(finished, key=_how_good)


def _how_good(one):
    headline = _mean([one.mean("empathy"), one.mean("boundary_setting")])
    return (one.gates == 0, -1 if headline is None else headline, one.number)
