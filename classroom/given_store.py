"""Keeps the version of what an assignment was given with, and gives it back to practise on."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from dialogue.content import ContentError, read_content
from dialogue.record import Record
from personas.persona import Persona
from practice.catalog import ArcOffer, Offer, Offered
from records.authored import AssignmentContentRow, ContentVersionRow
from scenarios.arc import Arc
from scenarios.drill import Drill
from scenarios.scenario import Scenario

logger = logging.getLogger(__name__)
MOST_READ = 500
"""Versions that are held read at most; ours."""
Content = TypeVar("Content", bound=BaseModel)
Part = Scenario | Persona | Drill | Arc
SHAPES: dict[str, type[Part]] = {"scenario": Scenario, "persona": Persona, "drill": Drill, "arc": Arc}
"""What a version of each kind of what is practised is."""
RUBRIC = "rubric"


class Kept(Record):
    """What an assignment is given with."""

    digest: str
    """Over all versions together."""
    versions: tuple[str, ...]


class GivenStore:
    """The records of what assignments were given with. A version that is there already is kept once."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._read: dict[str, Part] = {}

    def keep(
        self,
        offer: Offered,
        by: str,
        authored: Mapping[str, str] = MappingProxyType({}),
        rubric: str | None = None,
    ) -> Kept:
        """Keep a scenario or a treatment with its client, or a drill, as they are now.

        What ships is kept as JSON, which is YAML too; what was written here has a version, named in `authored` by kind.
        `rubric` is the version of the rubric that grades it, where that was written here.
        """
        parts = _parts(offer)
        with Connection(self._engine) as db, db.begin():
            rows = [
                db.get_one(ContentVersionRow, authored[kind])
                if kind in authored
                else self._version(db, kind, one.id, one.model_dump_json(), by)
                for kind, one in parts
            ]
            return _kept([*rows, *_rubric(db, rubric)])

    def keep_with(self, assignment: str, rubric: str | None) -> Kept:
        """Keep what an assignment was given with as it is, with another version of a rubric or with what ships."""
        with Connection(self._engine) as db:
            rows = [row for row in db.scalars(_versions_of(assignment)) if row.kind != RUBRIC]
            return _kept([*rows, *_rubric(db, rubric)])

    def of_assignment(self, assignment: str) -> tuple[str, ...]:
        """Read the versions that an assignment was given with."""
        with Connection(self._engine) as db:
            return tuple(row.id for row in db.scalars(_versions_of(assignment)))

    def offer(self, assignment: str) -> Offered | None:
        """Give what an assignment was given with; None where nothing was kept, or this program cannot read it."""
        row = ContentVersionRow
        with Connection(self._engine) as db:
            query = _versions_of(assignment).where(row.kind != RUBRIC).with_only_columns(row.id)
            versions = db.scalars(query).all()
        parts = [self._content(version) for version in versions]
        what = next((one for one in parts if isinstance(one, Scenario | Drill | Arc)), None)
        persona = next((one for one in parts if isinstance(one, Persona)), None)
        if isinstance(what, Drill):
            return what
        if what is None or persona is None:
            return None
        if isinstance(what, Arc):
            return ArcOffer(arc=what, persona=persona)
        return Offer(scenario=what, persona=persona)

    def _version(self, db: Connection, kind: str, content: str, body: str, by: str) -> ContentVersionRow:
        row, digest = ContentVersionRow, _digest(body)
        same = (row.pack_id.is_(None), row.kind == kind, row.content_id == content)
        known = db.scalars(select(row).where(*same, row.digest == digest)).first()
        if known is not None:
            return known
        made = ContentVersionRow(
            id=str(ULID.from_datetime(self._clock())),
            kind=kind,
            content_id=content,
            number=(db.scalars(select(func.max(row.number)).where(*same)).one() or 0) + 1,
            digest=digest,
            body=body,
            made_by=by,
            created_at=self._clock(),
        )
        db.add(made)
        db.flush()
        return made

    def _content(self, version: str) -> Part | None:
        if version not in self._read:
            with Connection(self._engine) as db:
                row = db.get_one(ContentVersionRow, version)
                read = _parsed(row)
            if read is None:
                return None
            if len(self._read) >= MOST_READ:
                self._read = {}
            self._read[version] = read
        return self._read[version]


def _versions_of(assignment: str) -> Select[ContentVersionRow]:
    row, link = ContentVersionRow, AssignmentContentRow
    return select(row).join(link).where(link.assignment_id == assignment).order_by(row.id)


def _rubric(db: Connection, version: str | None) -> list[ContentVersionRow]:
    return [] if version is None else [db.get_one(ContentVersionRow, version)]


def _kept(rows: Sequence[ContentVersionRow]) -> Kept:
    digest = _digest("\n".join(f"{row.kind} {row.content_id} {row.digest}" for row in rows))
    return Kept(digest=digest, versions=tuple(row.id for row in rows))


def _parts(offer: Offered) -> tuple[tuple[str, Part], ...]:
    """Give what is kept of something that is assigned, each with its kind."""
    if isinstance(offer, Drill):
        return (("drill", offer),)
    if isinstance(offer, ArcOffer):
        return (("arc", offer.arc), ("persona", offer.persona))
    return (("scenario", offer.scenario), ("persona", offer.persona))


def _parsed(row: ContentVersionRow) -> Part | None:
    shape = SHAPES.get(row.kind)
    try:
        return _as(row.body, row.content_id, shape) if shape else None
    except (ContentError, ValidationError):
        logger.warning("content version %s cannot be read by this version of the program", row.id)
        return None


def _as(body: str, name: str, shape: type[Content]) -> Content:
    return shape.model_validate_json(body) if body.startswith("{") else read_content(body, name, shape)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
