"""The error for two people who change the same thing."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else changed this since it was shown; nothing was kept. The message says what stands now."""
