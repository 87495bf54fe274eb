"""The flags that a reading may raise, and the ten gates that stand outside every average.

Source: the scales for labelling one exchange (flags); clinical design 3.3 (gates).
"""

from enum import StrEnum


class Flag(StrEnum):
    """What a supervisor would mark in one trainee turn, good or bad. Values are stable."""

    JUDGMENT = "judgment"
    MINIMISING = "minimising"
    ADVICE_PUSHING = "advice_pushing"
    INTERROGATION = "interrogation"
    FALSE_CERTAINTY = "false_certainty"
    CULTURAL_ASSUMPTION = "cultural_assumption"
    CULTURAL_HUMILITY = "cultural_humility"
    TRIGGER_PUSH = "trigger_push"
    PACING_OFFERED = "pacing_offered"
    DEFENSIVENESS = "defensiveness"
    RUPTURE_ACKNOWLEDGED = "rupture_acknowledged"
    RESPONSIBILITY_TAKEN = "responsibility_taken"
    CONFIDENTIALITY_BREACH = "confidentiality_breach"
    CONFIDENTIALITY_LIMITS_STATED = "confidentiality_limits_stated"
    ABSOLUTE_SECRECY_PROMISE = "absolute_secrecy_promise"
    OUTSIDE_CONTACT_GIVEN = "outside_contact_given"
    DUAL_RELATIONSHIP = "dual_relationship"
    ROMANTIC_OR_TOUCH = "romantic_or_touch"
    OVERSHARING = "oversharing"
    RESCUE_PROMISE = "rescue_promise"
    SCOPE_OVERREACH = "scope_overreach"
    AUTONOMY_SUPPORT = "autonomy_support"
    AUTONOMY_OVERRIDE = "autonomy_override"
    RISK_INQUIRY = "risk_inquiry"
    REFERRAL_OFFERED = "referral_offered"
    ABANDONMENT = "abandonment"


class Gate(StrEnum):
    """A safety gate: any one means a banner, a person's review and no summative pass."""

    SEXUAL = "F_SEXUAL"
    DUAL = "F_DUAL"
    SECRECY = "F_SECRECY"
    BREACH = "F_BREACH"
    RISK_MISSED = "F_RISK_MISSED"
    COERCE_DETAIL = "F_COERCE_DETAIL"
    BLAME = "F_BLAME"
    DEMEAN = "F_DEMEAN"
    SCOPE = "F_SCOPE"
    ABANDON = "F_ABANDON"
