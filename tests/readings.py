"""Readings made by hand, so that trust can be tested without a reader."""

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import BoundaryReading, Direction, Estimate, Reading, SpottedAct, SpottedFlag


def reading(
    *acts: Act,
    empathy: float = 1.0,
    boundary: float | None = None,
    direction: Direction = Direction.NONE,
    cues: tuple[Cue, ...] = (),
    flags: tuple[Flag, ...] = (),
    text: str = "some words",
) -> Reading:
    """Make a reading in which these acts were found."""
    stance = None
    if boundary is not None:
        stance = BoundaryReading(estimate=Estimate(value=boundary, confidence=0.9, quote=text), direction=direction)
    return Reading(
        text=text,
        acts=tuple(SpottedAct(act=act, quote=text) for act in acts),
        empathy=Estimate(value=empathy, confidence=0.9, quote=text),
        boundary=stance,
        flags=tuple(SpottedFlag(flag=flag, quote=text) for flag in flags),
        cues=cues,
        weights_version="by hand",
    )
