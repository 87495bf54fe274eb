"""How things stand when a session of an arc is about to begin."""

from enum import StrEnum


class Circumstance(StrEnum):
    """One thing that may be so; a session's beginning can depend on it."""

    DEBT_DUE = "debt_due"
    """Something that the trainee gave or promised too much falls due."""
    RUPTURE_OPEN = "rupture_open"
    NO_RUPTURE = "no_rupture"
    REPAIRED = "repaired"
    """A rupture was closed in the last session."""
    PROMISE_TO_CHECK = "promise_to_check"
    """There is a promise that the client has not asked about."""
    PROMISE_KEPT = "promise_kept"
    """In the last session one was said to be kept."""
    PROMISE_BROKEN = "promise_broken"
    """In the last session one was broken, forgotten or passed over."""
    TRUST_HIGHER = "trust_higher"
    """The client comes with more trust than at the start of the last session."""
    TRUST_LOWER = "trust_lower"
    GAVE_WAY = "gave_way"
    """The trainee gave way to a boundary test in the last session."""
    HELD_A_LIMIT = "held_a_limit"
    """The trainee held one warmly in the last session."""
    STOPPED = "stopped"
    """The trainee broke the last session off."""
    SKIPPED = "skipped"
    """The last one was no session: the client had written instead."""
    OPENED_UP = "opened_up"
    """In the last session something was told for the first time, at layer 2 or deeper."""
