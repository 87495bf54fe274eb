"""The error for something that is not there, or not this person's."""


class RecordNotFound(LookupError):
    """Nothing of this id belongs to this person; it may exist for somebody else, and that is not told."""


class SessionMoved(RuntimeError):
    """The session went on elsewhere (another tab); nothing was kept of this attempt."""
