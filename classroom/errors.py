"""What can stand in the way of a verb besides rights: somebody else was faster, or somebody tried too often."""

NOT_THERE = "There is nothing like this among what you may see; go back to the list."
"""What is told of a record that is not there, and of one that is not for this person: the same."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else changed this since it was shown; nothing was kept. The message says what stands now."""


class FieldFault(ValueError):
    """What was given for one field cannot be kept; nothing was."""

    def __init__(self, field: str, message: str) -> None:
        """Name the field as `Terms` does, and say what is wrong and what to write instead."""
        super().__init__(message)
        self.field = field


class SlowDown(RuntimeError):
    """Too many attempts; nothing was tried."""

    def __init__(self, seconds: int) -> None:
        """Ask to wait so many seconds."""
        minutes = max(1, round(seconds / 60))
        super().__init__(f"Too many attempts. Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.")
        self.seconds = seconds
