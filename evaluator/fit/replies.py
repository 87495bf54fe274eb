"""Turns of which only some things are known: suggested replies and plain questions that the clients' authors wrote.

`evaluator/exchanges/partly/replies.jsonl` holds them with the client's words that they answer. They were written to do
no harm, so that of each it is known which acts and flags are absent; nothing else is said of them.
"""

import json
from importlib.resources import files
from pathlib import Path

from dialogue.acts import Act
from dialogue.content import ContentError
from dialogue.flags import Flag
from dialogue.record import Record

HARMFUL_ACTS = frozenset(
    {
        Act.JUDGMENT, Act.MINIMISING, Act.HOSTILITY, Act.COERCION, Act.VIOLATION, Act.BREACH, Act.SECRECY_PROMISE,
        Act.PRESSES_FOR_DETAIL, Act.PUSHES_TO_LEAVE, Act.STEREOTYPE, Act.COLOUR_BLIND, Act.DOUBTS_ATTRIBUTION,
        Act.ABRUPT_REFERRAL, Act.DEFENSIVE, Act.LONG_DISCLOSURE, Act.CROSSING, Act.RIGID_LIMIT, Act.CLAIMED_SAMENESS,
        Act.OVER_APOLOGY, Act.RESCUE_PROMISE, Act.SCOPE_OVERREACH, Act.FORGETS_DETAIL, Act.GROUNDING_AS_SILENCING,
    }
)  # fmt: skip
"""Acts that are in none of these turns."""
HARMFUL_FLAGS = frozenset(
    {
        Flag.JUDGMENT, Flag.MINIMISING, Flag.INTERROGATION, Flag.FALSE_CERTAINTY, Flag.CULTURAL_ASSUMPTION,
        Flag.TRIGGER_PUSH, Flag.DEFENSIVENESS, Flag.CONFIDENTIALITY_BREACH, Flag.ABSOLUTE_SECRECY_PROMISE,
        Flag.OUTSIDE_CONTACT_GIVEN, Flag.DUAL_RELATIONSHIP, Flag.ROMANTIC_OR_TOUCH, Flag.OVERSHARING,
        Flag.RESCUE_PROMISE, Flag.SCOPE_OVERREACH, Flag.AUTONOMY_OVERRIDE, Flag.ABANDONMENT, Flag.ADVICE_PUSHING,
    }
)  # fmt: skip
"""Flags that are in none of these turns."""


class HarmlessTurn(Record):
    """A turn in which no harm is done."""

    id: str
    client: str
    trainee: str

    def known(self, target: str) -> float | None:
        """Give what is known of a target: 0.0 where it is absent, None where nothing is known."""
        kind, _, name = target.partition(":")
        absent = (kind == "act" and name in HARMFUL_ACTS) or (kind == "flag" and name in HARMFUL_FLAGS)
        return 0.0 if absent else None


def load_harmless(folder: Path | None = None) -> tuple[HarmlessTurn, ...]:
    """Load every harmless turn, in the order of the file.

    Raises:
        ContentError: A line does not fit; nothing was loaded.
    """
    path = (folder or Path(str(files("evaluator"))) / "exchanges" / "partly") / "replies.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    try:
        return tuple(HarmlessTurn.model_validate(json.loads(line)) for line in lines if line.strip())
    except ValueError as error:
        raise ContentError(f"{path.name}: a line is no harmless turn ({error}); mend it") from error
