"""Which kind of turn the trainee just took, most telling first: it decides what may answer it."""

from dialogue.acts import Act
from dialogue.reading import Reading
from personas.line_kinds import TurnKind

BY_ACT: tuple[tuple[TurnKind, frozenset[Act]], ...] = (
    (TurnKind.FRAME_BREAK, frozenset({Act.FRAME_BREAK})),
    (TurnKind.NONSENSE, frozenset({Act.NONSENSE})),
    (TurnKind.VIOLATION, frozenset({Act.VIOLATION, Act.BREACH})),
    (
        TurnKind.HARM,
        frozenset(
            {Act.JUDGMENT, Act.MINIMISING, Act.HOSTILITY, Act.COERCION, Act.ABRUPT_REFERRAL, Act.PUSHES_TO_LEAVE}
        ),
    ),
    (TurnKind.STEREOTYPE, frozenset({Act.STEREOTYPE, Act.COLOUR_BLIND, Act.DOUBTS_ATTRIBUTION})),
    (TurnKind.PRESSING, frozenset({Act.PRESSES_FOR_DETAIL})),
    (TurnKind.SECRECY_PROMISE, frozenset({Act.SECRECY_PROMISE})),
    (TurnKind.CROSSING, frozenset({Act.CROSSING, Act.RESCUE_PROMISE})),
    (TurnKind.DEFENSIVE, frozenset({Act.DEFENSIVE, Act.OVER_APOLOGY})),
    (TurnKind.WARM_LIMIT, frozenset({Act.WARM_LIMIT})),
    (TurnKind.RIGID_LIMIT, frozenset({Act.RIGID_LIMIT, Act.UNCLEAR_LIMIT})),
    (TurnKind.RISK_QUESTION, frozenset({Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY})),
    (TurnKind.SAFE_CONTACT, frozenset({Act.ASKS_SAFE_CONTACT})),
    (TurnKind.CONFIDENTIALITY, frozenset({Act.LIMITS_OF_CONFIDENTIALITY})),
    (
        TurnKind.REPAIR,
        frozenset(
            {
                Act.NAMES_STRAIN,
                Act.EXPLORES_STRAIN,
                Act.TAKES_RESPONSIBILITY,
                Act.RENEGOTIATES,
                Act.NONDEFENSIVE,
                Act.VALIDATES_STRAIN,
            }
        ),
    ),
    (TurnKind.GROUNDING, frozenset({Act.GROUNDING, Act.GROUNDING_AS_SILENCING})),
    (TurnKind.STATUS, frozenset({Act.TRAINEE_STATUS})),
    (TurnKind.REFERRAL, frozenset({Act.WARM_REFERRAL})),
    (TurnKind.CULTURE, frozenset({Act.CULTURAL_HUMILITY})),
    (TurnKind.DISCLOSURE, frozenset({Act.BRIEF_DISCLOSURE, Act.LONG_DISCLOSURE})),
    (TurnKind.ADVICE, frozenset({Act.ADVICE, Act.SCOPE_OVERREACH})),
    (TurnKind.CLOSING, frozenset({Act.CLOSING})),
    (TurnKind.CHOICE, frozenset({Act.OFFERS_CHOICE, Act.ASKS_PERMISSION, Act.VALIDATES_DISTRUST})),
)
"""Acts by the kind of turn they make, most telling first."""
EMPATHY_FROM = 2.5
"""Empathy estimate (0–4) from which a turn counts as understanding; ours."""


def kinds_of(reading: Reading) -> tuple[TurnKind, ...]:
    """Name the kinds of one trainee turn, most telling first; never empty."""
    kinds = [kind for kind, acts in BY_ACT if reading.has(*acts)]
    if reading.has(Act.PLATITUDE, Act.CLAIMED_SAMENESS):
        kinds.append(TurnKind.PLATITUDE)
    elif reading.empathy.value >= EMPATHY_FROM:
        kinds.append(TurnKind.EMPATHY)
    elif reading.has(Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION, Act.VALIDATION):
        kinds.append(TurnKind.REFLECTION)
    if reading.has(Act.OPEN_QUESTION):
        kinds.append(TurnKind.OPEN_QUESTION)
    if reading.has(Act.CLOSED_QUESTION):
        kinds.append(TurnKind.CLOSED_QUESTION)
    if reading.has(Act.GREETING):
        kinds.append(TurnKind.GREETING)
    if reading.has(Act.SMALL_TALK):
        kinds.append(TurnKind.OFF_TOPIC)
    if reading.has(Act.SHORT_FOLLOWING) or not kinds:
        kinds.append(TurnKind.SHORT if len(reading.text.split()) <= 8 else TurnKind.REFLECTION)
    return tuple(dict.fromkeys(kinds))
