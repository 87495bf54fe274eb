"""Keeps packs of content, and every version of what is in them; a version is never changed."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, and_, func, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.content_kinds import ContentKind
from classroom.contents import ContentPack, Draft, Version
from classroom.errors import NOT_THERE, ChangedMeanwhile
from practice.errors import RecordNotFound
from records.authored import ContentPackRow, ContentVersionRow
from records.people import AccountRow

MOST_IN_A_PACK = 60
"""Things in one pack; ours."""


class ContentStore:
    """The records of packs. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def make_pack(self, title: str, owner: str, drafts: Sequence[Draft] = ()) -> str:
        """Keep a new pack with what is in it, or nothing of it; gives its id."""
        now = self._clock()
        row = ContentPackRow(id=str(ULID.from_datetime(now)), title=title, owner_id=owner, created_at=now)
        with Connection(self._engine) as db, db.begin():
            db.add(row)
            db.flush()
            for draft in drafts:
                self._add(db, row.id, draft, owner)
            return row.id

    def pack(self, pack: str) -> ContentPack:
        """Read one pack.

        Raises:
            RecordNotFound: There is none.
        """
        found = self._packs(ContentPackRow.id == pack)
        if not found:
            raise RecordNotFound(NOT_THERE)
        return found[0]

    def packs_of(self, person: str) -> tuple[ContentPack, ...]:
        """Read the packs that a person owns, by title; retired ones last."""
        return self._packs(ContentPackRow.owner_id == person)

    def shared_packs(self) -> tuple[ContentPack, ...]:
        """Read the packs that are shared and not retired, by title."""
        return self._packs(ContentPackRow.shared.is_(True), ContentPackRow.archived_at.is_(None))

    def change_pack(self, pack: str, *, title: str, shared: bool, retired: bool) -> None:
        """Give a pack another title, share it or not, retire it or bring it back."""
        with Connection(self._engine) as db, db.begin():
            row = db.get(ContentPackRow, pack)
            if row is None:
                raise RecordNotFound(NOT_THERE)
            row.title, row.shared = title, shared
            row.archived_at = (row.archived_at or self._clock()) if retired else None

    def keep(self, pack: str, drafts: Sequence[Draft], by: str) -> tuple[Version, ...]:
        """Keep the next version of each of these, or of none.

        Raises:
            ChangedMeanwhile: Of one, a newer version stands than its author saw; nothing was kept.
            ValueError: Nothing in it is new, or the pack is full; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            rows = [self._add(db, pack, draft, by) for draft in drafts]
            return tuple(_version(row, "") for row in rows)

    def newest(self, pack: str) -> tuple[Version, ...]:
        """Read the newest version of everything in a pack, by kind and age."""
        row = ContentVersionRow
        last = (
            select(row.content_id, func.max(row.number).label("number"))
            .where(row.pack_id == pack)
            .group_by(row.content_id)
            .subquery()
        )
        at = and_(row.content_id == last.c.content_id, row.number == last.c.number)
        query = _with_maker().join(last, at).where(row.pack_id == pack).order_by(row.kind.desc(), row.content_id)
        with Connection(self._engine) as db:
            return tuple(_version(found, name or "") for found, name in db.execute(query))

    def versions(self, pack: str, content: str) -> tuple[Version, ...]:
        """Read all versions of one thing, newest first; none where it is not in this pack."""
        row = ContentVersionRow
        query = _with_maker().where(row.pack_id == pack, row.content_id == content).order_by(row.number.desc())
        with Connection(self._engine) as db:
            return tuple(_version(found, name or "") for found, name in db.execute(query))

    def version(self, pack: str, content: str, number: int | None = None) -> Version:
        """Read one version of one thing, the newest if no number is given.

        Raises:
            RecordNotFound: There is none in this pack.
        """
        found = next((one for one in self.versions(pack, content) if number in (None, one.number)), None)
        if found is None:
            raise RecordNotFound(NOT_THERE)
        return found

    def pack_of(self, content: str) -> str | None:
        """Name the pack in which something is; None where there is none."""
        row = ContentVersionRow
        with Connection(self._engine) as db:
            return db.scalars(select(row.pack_id).where(row.content_id == content, row.pack_id.is_not(None))).first()

    def body(self, version: str) -> str:
        """Read the YAML of a version."""
        with Connection(self._engine) as db:
            return db.get_one(ContentVersionRow, version).body

    def _packs(self, *where: ColumnElement[bool]) -> tuple[ContentPack, ...]:
        row = ContentPackRow
        query = (
            select(row, AccountRow.name)
            .outerjoin(AccountRow, AccountRow.person_id == row.owner_id)
            .where(*where)
            .order_by(row.archived_at.is_not(None), row.title, row.id)
        )
        with Connection(self._engine) as db:
            return tuple(_pack(found, name or "") for found, name in db.execute(query))

    def _add(self, db: Connection, pack: str, draft: Draft, by: str) -> ContentVersionRow:
        row, digest = ContentVersionRow, digest_of(draft.body)
        own = (row.pack_id == pack, row.content_id == draft.content)
        last = db.scalars(select(row).where(*own).order_by(row.number.desc())).first()
        number = last.number if last else 0
        if draft.after is not None and draft.after != number:
            raise ChangedMeanwhile(
                f"Version {number} was kept meanwhile; nothing of this was. Compare, then send again."
            )
        if last is not None and last.digest == digest:
            raise ValueError("Nothing in it is new, so no version was made.")
        if last is None:
            _must_have_room(db, pack)
        now = self._clock()
        made = ContentVersionRow(
            id=str(ULID.from_datetime(now)),
            pack_id=pack,
            kind=draft.kind.value,
            content_id=draft.content,
            number=number + 1,
            digest=digest,
            body=draft.body,
            made_by=by,
            created_at=now,
        )
        db.add(made)
        db.flush()
        return made


def _must_have_room(db: Connection, pack: str) -> None:
    row = ContentVersionRow
    held = db.scalars(select(func.count(row.content_id.distinct())).where(row.pack_id == pack)).one()
    if held >= MOST_IN_A_PACK:
        raise ValueError(f"A pack holds {MOST_IN_A_PACK} things at most; make another pack.")


def _with_maker() -> Select[ContentVersionRow, str | None]:
    maker = AccountRow.person_id == ContentVersionRow.made_by
    return select(ContentVersionRow, AccountRow.name).outerjoin(AccountRow, maker)


def _pack(row: ContentPackRow, owner: str) -> ContentPack:
    return ContentPack(
        id=row.id,
        title=row.title,
        owner=row.owner_id,
        owner_name=owner,
        shared=row.shared,
        retired_at=row.archived_at,
        created_at=row.created_at,
    )


def _version(row: ContentVersionRow, maker: str) -> Version:
    return Version(
        id=row.id,
        pack=row.pack_id or "",
        kind=ContentKind(row.kind),
        content=row.content_id,
        number=row.number,
        digest=row.digest,
        made_by=row.made_by,
        maker_name=maker,
        made_at=row.created_at,
    )


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
