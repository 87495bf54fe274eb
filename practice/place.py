"""Where a session stands, and the moment before any of its turns."""

from dialogue.record import Record
from dialogue.turns import Speaker, Turn
from evaluator.rubric import Rubric
from personas.state import ClientState
from practice.bounds import FREE, Bounds
from practice.catalog import Offer, moment_of
from practice.exchange import Situation
from practice.sessions import Exchange, Mode, Session

HISTORY = 6
"""Turns of history that a grader sees: three exchanges. Source: clinical design 3.2."""


class Place(Record):
    """A session with its scenario, its client and all that is kept of it."""

    session: Session
    offer: Offer
    exchanges: tuple[Exchange, ...]
    bounds: Bounds = FREE
    rubric: Rubric
    """By which it is graded: its levels, names and weights are those of this one."""

    @property
    def turns_left(self) -> int:
        """How many trainee turns remain, as far as the trainee may know."""
        over = len(self.exchanges) >= self.offer.last_turn
        return 0 if over else self.offer.scenario.turn_limit - len(self.exchanges)

    @property
    def waiting(self) -> Exchange | None:
        """The exchange that was sent and is not answered yet, if there is one."""
        return next((exchange for exchange in self.exchanges if exchange.reply is None), None)

    @property
    def ungraded(self) -> tuple[Exchange, ...]:
        """The exchanges that are answered and not graded yet."""
        return tuple(exchange for exchange in self.exchanges if exchange.outcome and exchange.grades is None)

    @property
    def withheld(self) -> bool:
        """Tell whether feedback waits for a release; an assessment without its assignment waits for ever."""
        adrift = self.session.mode is Mode.ASSESSMENT and not self.bounds.assigned
        return self.bounds.withheld or adrift

    @property
    def guess_missing(self) -> bool:
        """Tell whether the report waits for the trainee's own guess."""
        wanted = self.bounds.guess_required and bool(self.exchanges)
        return wanted and self.session.prediction is None

    @property
    def grades_told(self) -> bool:
        """Whether grades may be seen: beside the chat with coaching, else once the trainee has made their own guess.

        Never before an instructor has released them, where they wait for that.
        """
        session = self.session
        if self.withheld:
            return False
        return session.mode is Mode.COACHING or (session.status.over and not self.guess_missing)

    def client_before(self, turn: int) -> str:
        """Give the client's words that trainee turn `turn` (1 is the first) answers."""
        return self.session.opening if turn == 1 else self.exchanges[turn - 2].reply or ""


def state_before(place: Place, turn: int) -> ClientState:
    """Give the client's state before trainee turn `turn`."""
    before = place.exchanges[turn - 2].outcome if turn > 1 else None
    state = before.after if before else place.session.start_state
    softened = place.session.softened_from is not None and turn >= place.session.softened_from
    return state.model_copy(update={"softened": softened})


def situation_at(place: Place, turn: int) -> Situation:
    """Give the moment before trainee turn `turn`, exactly as it was."""
    scenario = place.offer.scenario
    before = place.exchanges[turn - 2].outcome if turn > 1 else None
    return Situation(
        persona=place.offer.persona,
        state=state_before(place, turn),
        client=place.client_before(turn),
        cues=before.spoken.cues if before else scenario.opening_cues,
        history=_history(place, turn),
        moment=moment_of(scenario, place.session.seed, turn, place.offer.last_turn),
        good_reply=before.spoken.good_reply if before else None,
        told=tuple(exchange.feedback for exchange in place.exchanges[: turn - 1]),
        story=place.offer.story,
    )


def _history(place: Place, turn: int) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for exchange in place.exchanges[: turn - 1]:
        turns.append(Turn(speaker=Speaker.CLIENT, text=exchange.client_before))
        turns.append(Turn(speaker=Speaker.TRAINEE, text=exchange.trainee))
    return tuple(turns[-HISTORY:])
