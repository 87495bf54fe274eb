"""What a client's turn offers the trainee: the cues that decide which criteria apply.

Source: clinical design 3.2 (applicability from cue tags) and A6 (twelve boundary tests).
"""

from enum import StrEnum


class Cue(StrEnum):
    """One thing a client's turn offers. Values are stable: they stand in content and in exports."""

    FEELING = "feeling"
    """A feeling, need or meaning is voiced or plainly implied."""
    FEELING_DOUBTED = "feeling_doubted"
    """Doubts their own feeling ("am I being stupid?")."""
    SHAME = "shame"
    """Shame, self-blame, taboo or stigmatised content."""
    STORY = "story"
    """Tells something of substance."""
    CHOICE = "choice"
    """A choice, goal, plan or request for advice is in play, or a task is declined."""
    REAL_QUESTION = "real_question"
    """Asks the trainee something real: "is that what they teach you to say?"."""
    REACTION_NOTICED = "reaction_noticed"
    """Remarks on the trainee's own reaction: "you look shocked"."""
    LEDGER = "ledger"
    """Touches a promise made or a fact told earlier."""
    PRIVACY = "privacy"
    """Privacy, notes, supervision, family, employer, court or records."""
    CULTURE = "culture"
    """A cultural marker: family, faith, race, class, language, disability, community."""
    TRAUMA = "trauma"
    """Trauma is near: content, approach or avoidance."""
    AROUSAL = "arousal"
    """Outside the window: fragments, blankness, far away."""
    STOP_SIGNAL = "stop_signal"
    """Says, or shows, that this must stop here."""
    DISTRUST = "distrust"
    """Voices distrust or reluctance about this work or this trainee."""
    WITHDRAWAL = "withdrawal"
    """Rupture marker: moves away."""
    CONFRONTATION = "confrontation"
    """Rupture marker: moves against."""
    # boundary tests
    BOUNDARY_PHONE = "boundary_phone"
    BOUNDARY_GIFT = "boundary_gift"
    BOUNDARY_PERSONAL = "boundary_personal"
    """Asks a personal question."""
    BOUNDARY_TIME = "boundary_time"
    """Asks for extra time, other hours, fee."""
    BOUNDARY_SOCIAL_MEDIA = "boundary_social_media"
    BOUNDARY_TOUCH = "boundary_touch"
    BOUNDARY_SECRECY = "boundary_secrecy"
    BOUNDARY_FAVOUR = "boundary_favour"
    """Favour, money, business, letter."""
    BOUNDARY_MEETING = "boundary_meeting"
    """Coffee, event, friendship, family."""
    BOUNDARY_SCOPE = "boundary_scope"
    """Asks for advice outside the role: medical, legal, diagnosis."""
    BOUNDARY_AFTER_HOURS = "boundary_after_hours"
    BOUNDARY_ROMANCE = "boundary_romance"
    # risk
    RISK_SELF = "risk_self"
    RISK_OTHER = "risk_other"
    RISK_CHILD = "risk_child"
    """A child or dependent adult may be in danger."""
    RISK_PARTNER = "risk_partner"
    """Fear or control by a partner."""


BOUNDARY_CUES = frozenset(cue for cue in Cue if cue.startswith("boundary_"))
"""The cues that test a boundary."""
RISK_CUES = frozenset(cue for cue in Cue if cue.startswith("risk_"))
"""The cues of danger."""
RUPTURE_CUES = frozenset({Cue.WITHDRAWAL, Cue.CONFRONTATION})
"""The rupture markers."""
