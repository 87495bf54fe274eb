"""What can stand in the way of a verb besides rights: somebody else was faster, or somebody tried too often."""

NOT_THERE = "There is nothing like this among what you may see; go back to the list."
"""What is told of a record that is not there, and of one that is not for this person: the same."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else changed this since it was shown; nothing was kept. The message says what stands now."""


class SlowDown(RuntimeError):
    """Too many attempts; nothing was tried."""

    def __init__(self, seconds: int) -> None:
        """Ask to wait so many seconds."""
        minutes = max(1, round(seconds / 60))
        super().__init__(f"Too many attempts. Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.")
        self.seconds = seconds
