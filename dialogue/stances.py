"""How did the trainee stand on a boundary? Level, direction and act agree with each other and with the flags."""

from dialogue.acts import Act
from dialogue.cues import BOUNDARY_CUES, Cue
from dialogue.detectors import Found
from dialogue.flags import Flag
from dialogue.reading import BoundaryReading, Direction, Estimate
from dialogue.scored import Level, Scored, tests_boundary

VIOLATION_FLAGS = frozenset(
    {
        Flag.CONFIDENTIALITY_BREACH,
        Flag.ABSOLUTE_SECRECY_PROMISE,
        Flag.DUAL_RELATIONSHIP,
        Flag.ROMANTIC_OR_TOUCH,
        Flag.ABANDONMENT,
    }
)
"""Flags that mean boundary level 0."""
LAPSE_FLAGS = frozenset({Flag.OUTSIDE_CONTACT_GIVEN, Flag.OVERSHARING, Flag.RESCUE_PROMISE, Flag.SCOPE_OVERREACH})
"""Flags that mean boundary level 1 at most."""
TOUCHES = frozenset(
    {Act.SECRECY_PROMISE, Act.BREACH, Act.LIMITS_OF_CONFIDENTIALITY, Act.VIOLATION, Act.CROSSING, Act.ABRUPT_REFERRAL}
)
"""Acts that touch a boundary even where nobody tested one."""
STANCES = (Act.WARM_LIMIT, Act.RIGID_LIMIT, Act.UNCLEAR_LIMIT, Act.CROSSING, Act.VIOLATION)
LAPSES = (Act.RESCUE_PROMISE, Act.LONG_DISCLOSURE, Act.SCOPE_OVERREACH, Act.SECRECY_PROMISE)
"""Lapses that have a name of their own and are not a crossing besides."""
HELD = 2.5
"""Level (0–4) from which a limit is held; ours."""
CLEARLY = 0.5
"""Probability from which a fitted violation outweighs the fitted level, unless a warm limit is likelier; ours."""
LAPSED = 2.0
"""Level (0–4) below which a fitted lapse stands: the level knows of the lapse and of what speaks against it; ours."""
NEAR = 0.4
"""Distance from the edge of two stances within which the likelier one decides; ours."""
EDGES = (
    (1.5, (Act.CROSSING, *LAPSES), (Act.RIGID_LIMIT, Act.UNCLEAR_LIMIT)),
    (HELD, (Act.RIGID_LIMIT, Act.UNCLEAR_LIMIT), (Act.WARM_LIMIT,)),
)
"""Levels where one stance ends and the next begins, with the acts below and above."""
BARE = 2.0
"""Highest boundary level of a hollow turn; ours."""
SURE = 0.9
"""Confidence of a level that a sure rule gives; ours."""


def read_boundary(found: Found, scored: Scored, cues: tuple[Cue, ...], hollow: bool = False) -> BoundaryReading | None:
    """Read the boundary and set the acts and flags in `found` to agree with it; None without an occasion.

    A hollow turn, made of the client's own words or of one formula, holds no limit with care.
    """
    touched = found.is_sure(*TOUCHES, *VIOLATION_FLAGS, *LAPSE_FLAGS)
    tested = touched or tests_boundary(cues)
    if not (tested or scored.occasion()):
        found.drop(*STANCES, *VIOLATION_FLAGS, *LAPSE_FLAGS, Act.BREACH, Act.SECRECY_PROMISE, Act.ABRUPT_REFERRAL)
        return None
    spoken = found.has(*STANCES, *TOUCHES, *LAPSES)
    level = _settle(found, scored)
    level = Level(min(level.value, BARE), level.confidence) if hollow else level
    act, direction = _stance(level.value, found, scored, cues)
    if not (tested or spoken):
        act = None  # a level can be likely where no act can be named
    quote = _quote(found, scored, act, level.value)
    found.drop(*STANCES)
    if act is not None and quote is not None:
        found.add(act, quote, chance=level.confidence)
    estimate = Estimate(value=round(level.value, 3), confidence=round(level.confidence, 3), quote=quote)
    return BoundaryReading(estimate=estimate, direction=direction, domain=_domain(cues))


def _settle(found: Found, scored: Scored) -> Level:
    """Bring level and flags together: what is sure wins, then what is clearly likely, then the level."""
    level = scored.boundary()
    if found.is_sure(*VIOLATION_FLAGS, Act.VIOLATION):
        return Level(min(level.value, 0.3), SURE)
    if found.is_sure(*LAPSE_FLAGS, Act.CROSSING):
        level = Level(min(level.value, 1.3), SURE)
    held = scored.chance(Act.WARM_LIMIT) or 0.0
    violated = [flag for flag in VIOLATION_FLAGS if found.has(flag)]
    if violated and (level.value < 1.5 or any((scored.chance(flag) or 0.0) >= max(CLEARLY, held) for flag in violated)):
        return Level(min(level.value, 0.45), level.confidence)
    found.drop(*violated)
    lapsed = [flag for flag in LAPSE_FLAGS if found.has(flag)]
    if lapsed and level.value < LAPSED:
        return Level(min(level.value, 1.4), level.confidence)
    found.drop(*lapsed)
    return _to_likelier_band(level, scored)


def _to_likelier_band(level: Level, scored: Scored) -> Level:
    """Near the edge of two stances, let the likelier one decide."""
    for edge, below, above in EDGES:
        if abs(level.value - edge) <= NEAR:
            lower = max(scored.chance(act) or 0.0 for act in below)
            upper = max(scored.chance(act) or 0.0 for act in above)
            if lower > upper and level.value >= edge:
                return Level(edge - 0.05, level.confidence)
            if upper > lower and level.value < edge:
                return Level(edge + 0.05, level.confidence)
    return level


def _stance(value: float, found: Found, scored: Scored, cues: tuple[Cue, ...]) -> tuple[Act | None, Direction]:
    if value < 0.5:
        cold = found.has(Act.ABRUPT_REFERRAL, Flag.ABANDONMENT) and not found.has(
            Flag.ROMANTIC_OR_TOUCH, Flag.DUAL_RELATIONSHIP
        )
        return Act.VIOLATION, Direction.RIGID if cold else Direction.DIFFUSE
    if value < 1.5:
        asked_only = found.has(Act.EXPLORES_MEANING) and not found.is_sure(Act.CROSSING, *LAPSE_FLAGS)
        return (None if asked_only or found.has(*LAPSES) else Act.CROSSING), Direction.DIFFUSE
    if value < HELD:
        rigid = (scored.chance(Act.RIGID_LIMIT) or 0.0) >= (scored.chance(Act.UNCLEAR_LIMIT) or 0.0)
        return (Act.RIGID_LIMIT, Direction.RIGID) if rigid else (Act.UNCLEAR_LIMIT, Direction.NONE)
    choice, chance = scored.choice(Act.WARM_LIMIT), scored.chance(Act.WARM_LIMIT)
    held = tests_boundary(cues) or choice is None or (chance or 0.0) >= choice.threshold
    return (Act.WARM_LIMIT if held else None), Direction.NONE


def _quote(found: Found, scored: Scored, act: Act | None, value: float) -> str | None:
    if value < 1.5:
        for flag in (*VIOLATION_FLAGS, *LAPSE_FLAGS) if value < 0.5 else LAPSE_FLAGS:
            if flag in found.flags:
                return found.flags[flag]
    if act is not None and act in found.acts:
        return found.acts[act]
    telling = scored.telling(f"act:{act}" if act else "boundary:3")
    return telling.text if telling else None


def _domain(cues: tuple[Cue, ...]) -> Cue | None:
    tested = [cue for cue in cues if cue in BOUNDARY_CUES]
    return tested[0] if tested else (Cue.PRIVACY if Cue.PRIVACY in cues else None)
