"""Lets a list of trainee messages talk to a client, without a page or a store."""

import json
from collections.abc import Iterable, Iterator

from dialogue.turns import Speaker, Turn
from personas.calls import Moment
from personas.line_kinds import Part
from personas.persona import Persona
from personas.state import ClientState, first_state
from practice.catalog import Catalog, Offer, moment_of, start_state
from practice.exchange import Company, Situation, run_exchange
from practice.message import checked_message
from practice.place import HISTORY


def parse_messages(lines: Iterable[str]) -> Iterator[str]:
    """Read trainee messages: a JSON string or `{"trainee": "…"}` a line.

    Raises:
        ValueError: A line is neither; it is named by its number.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            yield checked_message(value["trainee"] if isinstance(value, dict) else value)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(
                f'line {number}: give a JSON string or {{"trainee": "…"}} with some words in it'
            ) from error


def replay_messages(
    catalog: Catalog, company: Company, persona_id: str, scenario_id: str | None, seed: int, messages: Iterable[str]
) -> Iterator[dict[str, object]]:
    """Talk to a client and tell what happened: the opening first, then one record a message.

    Raises:
        LookupError: There is no such client or scenario, or they do not belong together.
    """
    persona, offer = chosen(catalog, persona_id, scenario_id)
    yield from replay(persona, offer, company, seed, messages)


def replay(
    persona: Persona, offer: Offer | None, company: Company, seed: int, messages: Iterable[str]
) -> Iterator[dict[str, object]]:
    """Talk to a client, in a scenario where one is given, and tell what happened as `replay_messages` does."""
    state = start_state(offer, company.table) if offer else first_state(persona)
    opening = next(line for line in persona.lines if line.part is Part.OPENING)
    client, cues = (offer.scenario.opening, offer.scenario.opening_cues) if offer else (opening.text, opening.cues)
    yield _told(0, "", client, state, (), cues, (), "embedded")
    history: tuple[Turn, ...] = ()
    for turn, message in enumerate(messages, start=1):
        moment = moment_of(offer.scenario, seed, turn) if offer else Moment(seed=seed)
        situation = Situation(
            persona=persona, state=state, client=client, cues=cues, history=history[-HISTORY:], moment=moment
        )
        outcome = run_exchange(situation, message, company).outcome
        history += (Turn(speaker=Speaker.CLIENT, text=client), Turn(speaker=Speaker.TRAINEE, text=message))
        state, client, cues = outcome.after, outcome.spoken.text, outcome.spoken.cues
        acts = tuple(dict.fromkeys(spotted.act.value for spotted in outcome.reading.acts))
        yield _told(turn, message, client, state, outcome.spoken.told, cues, acts, outcome.spoken.engine)
        if state.left:
            return


def chosen(catalog: Catalog, persona_id: str, scenario_id: str | None) -> tuple[Persona, Offer | None]:
    """Find a client and, where one is named, the scenario that is with them.

    Raises:
        LookupError: There is no such client or scenario, or they do not belong together.
    """
    if persona_id not in catalog.cast:
        raise LookupError(f"there is no client {persona_id!r}; choose one of {', '.join(catalog.cast)}")
    offer = catalog.offer(scenario_id) if scenario_id else None
    if offer and offer.persona.id != persona_id:
        raise LookupError(f"scenario {scenario_id} is with client {offer.persona.id}, not {persona_id}")
    return catalog.cast[persona_id], offer


def _told(
    turn: int,
    trainee: str,
    client: str,
    state: ClientState,
    told: tuple[str, ...],
    cues: Iterable[str],
    acts: tuple[str, ...],
    engine: str,
) -> dict[str, object]:
    rupture = state.rupture
    strain = {"kind": rupture.kind.value, "severity": rupture.severity, "stage": rupture.stage} if rupture else None
    return {
        "turn": turn,
        "trainee": trainee,
        "client": client,
        "trust": round(state.trust, 2),
        "layer": state.layer_open,
        "arousal": round(state.arousal, 2),
        "rupture": strain,
        "told": list(told),
        "cues": [str(cue) for cue in cues],
        "acts": list(acts),
        "engine": engine,
    }
