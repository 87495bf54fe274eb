"""Content that was written here, as the rest of the program sees it: packs, and versions of what is in them."""

from datetime import datetime

from classroom.content_kinds import ContentKind
from dialogue.record import Record


class ContentPack(Record):
    """Content that belongs together; its owner may change it."""

    id: str
    title: str
    owner: str | None
    """None where the owner's account was removed: then nobody changes it any more."""
    owner_name: str = ""
    shared: bool = False
    """Whether other instructors may read, assign and copy it."""
    retired_at: datetime | None = None
    """Since when nothing of it is given any more; what was given stays."""
    created_at: datetime


class Version(Record):
    """One version of one thing in a pack; never changed, only followed by another."""

    id: str
    pack: str
    kind: ContentKind
    content: str
    number: int
    """From 1."""
    digest: str
    made_by: str | None
    maker_name: str = ""
    made_at: datetime


class Draft(Record):
    """What is to be kept as the next version."""

    kind: ContentKind
    content: str
    body: str
    """The YAML, checked."""
    after: int | None = None
    """The number of the version that its author saw, 0 for none; None is whatever stands."""
