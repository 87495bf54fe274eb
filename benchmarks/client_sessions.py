"""Scripted trainees talk with clients: whole sessions, and arcs of sessions, without a page, a store or a grade."""

import hashlib
import time
from collections.abc import Iterator
from typing import NamedTuple

from typing_extensions import override

from benchmarks.scripted import Heard, Script, ScriptedTrainee
from dialogue.cues import Cue
from dialogue.reader import Reader
from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from language_model.encoder import SentenceEncoder
from personas.between import next_session
from personas.calls import Moment
from personas.line_kinds import Part, Setting
from personas.persona import Persona
from personas.state import ClientState, first_state
from practice.exchange import Company, Situation, answer_exchange
from practice.sessions import Outcome

TURNS = 20
"""Trainee turns of a session."""
SESSIONS = 5
"""Sessions of an arc."""


class RememberingReader(Reader):
    """Reads each pair of turns once: the same words with the same cues are always read alike."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        super().__init__(encoder)
        self._read: dict[tuple[str, str, tuple[Cue, ...] | None], Reading] = {}

    @override
    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read the trainee's turn, or remember how it was read."""
        key = (exchange.client, exchange.trainee, exchange.cues)
        if key not in self._read:
            self._read[key] = super().read_turn(exchange)
        return self._read[key]


class Spot(NamedTuple):
    """One exchange of a played session, and the state after it."""

    turn: int
    trainee: str
    heard: str
    """The client's words that the trainee answered."""
    outcome: Outcome
    seconds: float

    @property
    def reply(self) -> str:
        """The client's answer."""
        return self.outcome.spoken.text

    @property
    def trust(self) -> float:
        """Trust after the exchange, 0–100."""
        return self.outcome.after.trust


class Played(NamedTuple):
    """One session."""

    persona: Persona
    script: Script
    seed: int
    session: int
    start: ClientState
    opening: str
    spots: tuple[Spot, ...]

    @property
    def after(self) -> ClientState:
        """The state in which the session ended."""
        return self.spots[-1].outcome.after

    @property
    def replies(self) -> list[str]:
        """The client's answers, in order, without the opening."""
        return [spot.reply for spot in self.spots]

    @property
    def digest(self) -> str:
        """Digest of all words and of the trust after each exchange."""
        told = [f"{spot.trainee}\n{spot.reply}\n{spot.trust:.6f}" for spot in self.spots]
        return hashlib.sha256("\n".join([self.opening, *told]).encode()).hexdigest()


def play_session(
    persona: Persona, trainee: ScriptedTrainee, company: Company, seed: int, start: ClientState | None = None
) -> Played:
    """Play one session in the office with free boundary tests, from a plain first meeting unless told otherwise."""
    state = start or first_state(persona)
    openings = [line for line in persona.lines if line.part is Part.OPENING and line.setting is not Setting.MESSAGES]
    opening = openings[min(state.session - 1, len(openings) - 1)]
    client, cues, good, spots = opening.text, opening.cues, opening.good_reply, list[Spot]()
    first = state.model_copy(update={"said": (opening.id,)})
    state = first
    for turn in range(1, TURNS + 1):
        last = turn == TURNS
        words = trainee.say(
            Heard(words=client, cues=cues, good_reply=good, session=state.session, turn=turn, last=last)
        )
        situation = Situation(
            persona=persona, state=state, client=client, cues=cues, history=(), moment=Moment(seed=seed, last=last)
        )
        began = time.perf_counter()
        outcome = answer_exchange(situation, words, company)
        spots.append(Spot(turn, words, client, outcome, time.perf_counter() - began))
        state, client, cues, good = (
            outcome.after,
            outcome.spoken.text,
            outcome.spoken.cues,
            outcome.spoken.good_reply,
        )
        if state.left:
            break
    return Played(persona, trainee.script, seed, first.session, first, opening.text, tuple(spots))


def play_arc(
    persona: Persona, trainee: ScriptedTrainee, company: Company, seed: int, sessions: int = SESSIONS
) -> Iterator[Played]:
    """Play sessions one after the other; a client who left comes back, as far as trust lets them."""
    state: ClientState | None = None
    for at in range(sessions):
        played = play_session(persona, trainee, company, seed + 1000 * at, state)
        yield played
        state = next_session(played.after, persona, company.table)
