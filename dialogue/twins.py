"""Which act and which flag say one thing, and the name by which a fitted score is kept."""

from dialogue.acts import Act
from dialogue.flags import Flag

SAME = (
    (Act.JUDGMENT, Flag.JUDGMENT),
    (Act.MINIMISING, Flag.MINIMISING),
    (Act.SECRECY_PROMISE, Flag.ABSOLUTE_SECRECY_PROMISE),
    (Act.BREACH, Flag.CONFIDENTIALITY_BREACH),
    (Act.DEFENSIVE, Flag.DEFENSIVENESS),
    (Act.PRESSES_FOR_DETAIL, Flag.TRIGGER_PUSH),
    (Act.TAKES_RESPONSIBILITY, Flag.RESPONSIBILITY_TAKEN),
    (Act.LIMITS_OF_CONFIDENTIALITY, Flag.CONFIDENTIALITY_LIMITS_STATED),
    (Act.RESCUE_PROMISE, Flag.RESCUE_PROMISE),
    (Act.SCOPE_OVERREACH, Flag.SCOPE_OVERREACH),
    (Act.LONG_DISCLOSURE, Flag.OVERSHARING),
    (Act.CULTURAL_HUMILITY, Flag.CULTURAL_HUMILITY),
    (Act.STEREOTYPE, Flag.CULTURAL_ASSUMPTION),
)
"""Acts and flags that say one thing: where one is found, so is the other."""


def target_of(found: Act | Flag) -> str:
    """Name the fitted score; an act and a flag of one value are two scores."""
    return f"{'act' if isinstance(found, Act) else 'flag'}:{found.value}"


def act_of(found: Act | Flag) -> Act | None:
    """Give the act itself, or the act that says the same as a flag."""
    if isinstance(found, Act):
        return found
    return next((act for act, flag in SAME if flag is found), None)
