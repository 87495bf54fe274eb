"""Words that a treatment's story puts into a client's mouth: how they take an account, how they end a session."""

from dialogue.record import Record
from personas.calls import Calls
from personas.ledger import EVENT_OF, Standing
from personas.line_kinds import TurnKind
from personas.manner import chance
from personas.plan import ReplyPlan
from personas.trust import TrustChange
from personas.voice import Spoken
from scenarios.arc import PromiseWords
from scenarios.arc_session import Parting

TOO_MUCH = -4.0
"""Points of trust lost in the last turn from which a client parts in their own words instead; ours."""


PARTED = "parting"
"""Stands for the parting words among the lines spoken, so that they come once."""


class Story(Record):
    """What the story has to say in a session of a treatment."""

    promises: PromiseWords
    parting: Parting | None = None


def told_by(story: Story | None, spoken: Spoken, plan: ReplyPlan, change: TrustChange) -> Spoken:
    """Give the client's words as the story wants them; without a story they stay as they are."""
    if story is None or plan.calls is Calls.LEAVING:
        return spoken
    if story.parting and _parts(story.parting, plan) and change.points > TOO_MUCH:
        spoken = Spoken(
            text=story.parting.words,
            lines=(PARTED,),
            cues=story.parting.cues,
            topic=plan.topic,
            engine=spoken.engine,
        )
    taken = _taken(story.promises, plan, change)
    return spoken.model_copy(update={"text": f"{taken} {spoken.text}"}) if taken else spoken


def _parts(parting: Parting, plan: ReplyPlan) -> bool:
    """Tell whether the client parts now: at the turn that is set, or when the trainee closes the last of it."""
    closing = parting.after is None and plan.kinds[:1] == (TurnKind.CLOSING,)
    return (plan.calls is Calls.CLOSING or closing) and PARTED not in plan.said


def _taken(words: PromiseWords, plan: ReplyPlan, change: TrustChange) -> str | None:
    """Give what the client says first to an account of a promise that was asked about."""
    events = {move.event for move in change.moves}
    for standing, choices in (
        (Standing.KEPT, words.kept),
        (Standing.OWNED, words.owned),
        (Standing.BROKEN, words.broken),
        (Standing.FORGOTTEN, words.forgotten),
    ):
        if EVENT_OF[standing] in events:
            return choices[chance(plan.seed, plan.turn + 61, len(choices))]
    return None
