"""Puts the verbs of authors together: on the classroom's database, beside what ships."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from classroom.account_store import AccountStore
from classroom.authored_shelf import AuthoredShelf
from classroom.authoring import Authoring
from classroom.content_store import ContentStore
from classroom.copying import Copying
from classroom.packing import Packing
from classroom.previewing import Previewing
from practice.room import PracticeRoom


@dataclass(frozen=True)
class Authors:
    """The verbs of those who write content; pages hold this and no store."""

    authoring: Authoring
    copying: Copying
    packing: Packing
    previewing: Previewing
    shelf: AuthoredShelf


def open_authoring(engine: Engine, room: PracticeRoom, clock: Callable[[], datetime]) -> Authors:
    """Open the verbs of authors; what they write is held against the content of the room."""
    accounts, contents = AccountStore(engine, clock), ContentStore(engine, clock)
    shelf = AuthoredShelf(accounts, contents, room.catalog)
    authoring = Authoring(accounts, contents, shelf, room.catalog)
    return Authors(
        authoring=authoring,
        copying=Copying(authoring, room.catalog),
        packing=Packing(accounts, contents, authoring, room.catalog),
        previewing=Previewing(authoring, contents, shelf, room.company),
        shelf=shelf,
    )
