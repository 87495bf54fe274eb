"""The room where one trainee practises: who may do what, one exchange at a time, and nothing shown that is not kept."""

import secrets
from collections.abc import Callable
from datetime import datetime

from ulid import ULID

from dialogue.own_risk import speaks_of_own_risk
from dialogue.record import Record
from personas.voice import Hear
from practice.arcs import ArcRoom
from practice.bounds import ASSIGNED, BoundsOf, free
from practice.catalog import Catalog, Offer, start_state
from practice.drills import DrillRoom
from practice.errors import SessionMoved
from practice.exchange import Company
from practice.held import HeldSessions, must_be_open
from practice.looking_back import LARGEST_NOTE, LookingBack
from practice.message import checked_message
from practice.place import Place
from practice.second_opinion import SecondOpinions
from practice.sessions import Exchange, Mode, Prediction, Session, Status
from practice.store import Store


class Care(Record):
    """The trainee seems to write of their own wish to die: the client stops, nothing is kept or graded."""

    session: str


class PracticeRoom(LookingBack):
    """The verbs of practice. Each takes the person who asks, and finds only what is theirs.

    Every verb raises `RecordNotFound` for a session that is not this person's; nothing was changed then.
    """

    def __init__(
        self,
        catalog: Catalog,
        company: Company,
        store: Store,
        clock: Callable[[], datetime],
        second: SecondOpinions | None = None,
        bounds: BoundsOf = free,
    ) -> None:
        super().__init__(catalog, company, store, HeldSessions(catalog, company, store, bounds, second), second)
        self._clock = clock
        self._bounds = bounds
        self.arcs = ArcRoom(self, store, company.table, clock, bounds)
        self.drills = DrillRoom(catalog, company, store.drills, clock, bounds)

    @property
    def company(self) -> Company:
        """Who takes part in an exchange, for a conversation of which nothing is kept."""
        return self._company

    def begin(
        self,
        person: str,
        scenario_id: str,
        mode: Mode,
        seed: int | None = None,
        given: Offer | None = None,
        as_id: str | None = None,
    ) -> Place:
        """Begin a session; one that this person left active is paused, not lost.

        `given` is what an assignment was given with, and `as_id` the id that the session takes: with the same one twice
        the same session is given.

        Raises:
            LookupError: There is no such scenario; nothing was begun.
            ValueError: An assessment was begun by itself; nothing was begun.
        """
        if mode is Mode.ASSESSMENT and given is None:
            raise ValueError("An assessment is begun from its assignment; choose coaching or practice here.")
        offer, now = given or self.catalog.offer(scenario_id), self._clock()
        session = Session(
            id=as_id or str(ULID.from_datetime(now)),
            person=person,
            scenario=scenario_id,
            persona=offer.persona.id,
            mode=mode,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            status=Status.ACTIVE,
            opening=offer.scenario.opening,
            start_state=start_state(offer, self._company.table),
            started_at=now,
        )
        try:
            return self.hold(session, offer)
        except SessionMoved:
            return self.place(person, session.id)

    def hold(self, session: Session, offer: Offer | None = None) -> Place:
        """Keep a session that is ready to begin; one that its person left active is paused, not lost.

        `offer` is what it is held on, where that is not what is on offer now.

        Raises:
            SessionMoved: There is a session of this id, or this one of a treatment was begun already; nothing was kept.
        """
        others = [other for other in self._store.sessions(session.person) if other.status is Status.ACTIVE]
        self._store.add_session(session)
        for other in others:
            self._store.set_status(session.person, other.id, Status.PAUSED)
        return self._held.begun(session, offer)

    def place(self, person: str, session_id: str) -> Place:
        """Give a session as it is kept; what was sent but not answered or graded is answered and graded now."""
        return self._held.place(person, session_id)

    def unfinished(self, person: str) -> Session | None:
        """Give the session that this person left open most recently in a scenario still on offer, or None."""
        sessions = (one for one in self._store.sessions(person) if self._held.still_has(one))
        return next((session for session in sessions if not session.status.over), None)

    def say(self, person: str, session_id: str, text: str, key: str) -> Exchange | Care:
        """Say something to the client and have it graded, as `tell` and then `place` would."""
        told = self.tell(person, session_id, text, key)
        if isinstance(told, Care):
            return told
        return self.place(person, session_id).exchanges[told.turn - 1]

    def tell(self, person: str, session_id: str, text: str, key: str, hear: Hear | None = None) -> Exchange | Care:
        """Say something to the client: kept before the client answers, and the answer before it is given back.

        The same key twice gives the same exchange. The grade follows when the session is next read, so that nobody
        waits for it before the client's words. `hear` is given the client's words while they come, where they do.

        Raises:
            ValueError: The message is empty or too long, or the session is over or paused; nothing was kept.
            SessionMoved: Another window took this turn; nothing was kept.
        """
        with self._held.one_at_a_time(session_id):
            place = self._held.answered(person, session_id)
            known = next((exchange for exchange in place.exchanges if exchange.key == key), None)
            if known is not None:
                return known
            message = checked_message(text)
            must_be_open(place)
            if speaks_of_own_risk(message):
                self._store.set_status(person, session_id, Status.PAUSED)
                self._store.save_draft(person, session_id, "", place.session.draft_number + 1)
                return Care(session=session_id)
            turn = len(place.exchanges) + 1
            asks = self.second.asks if self.second else None
            self._store.submit(person, session_id, key, turn, place.client_before(turn), message, asks)
            return self._held.answered(person, session_id, hear).exchanges[-1]

    def pause(self, person: str, session_id: str) -> Place:
        """Freeze a session; nothing is lost, and the client does not mind."""
        self._store.set_status(person, session_id, Status.PAUSED)
        return self._held.at_once(person, session_id)

    def resume(self, person: str, session_id: str) -> Place:
        """Go on with a paused session."""
        self._store.set_status(person, session_id, Status.ACTIVE)
        return self.place(person, session_id)

    def soften(self, person: str, session_id: str) -> Place:
        """Let the client de-escalate from the next turn on: no tests, no confrontation."""
        place = self._held.at_once(person, session_id)
        self._store.soften(person, session_id, len(place.exchanges) + 1)
        return self._held.at_once(person, session_id)

    def stop(self, person: str, session_id: str) -> Place:
        """Stop and leave: no penalty, and the report is there for whoever wants it."""
        self._store.set_status(person, session_id, Status.STOPPED)
        return self._held.at_once(person, session_id)

    def end(self, person: str, session_id: str) -> Place:
        """End the session in the ordinary way."""
        self._store.set_status(person, session_id, Status.ENDED)
        return self._held.at_once(person, session_id)

    def save_draft(self, person: str, session_id: str, text: str, number: int) -> None:
        """Keep a half-typed message; `number` rises with each, so that a late one changes nothing."""
        self._store.save_draft(person, session_id, text[: LARGEST_NOTE * 2], number)

    def predict(self, person: str, session_id: str, prediction: Prediction) -> None:
        """Keep the trainee's own guess of the two headline scores; the first counts."""
        self._store.predict(person, session_id, prediction)

    def delete(self, person: str, session_id: str) -> None:
        """Remove a session and everything that hangs on it, for good.

        Raises:
            ValueError: It was done for an assignment; nothing was removed.
        """
        self._store.session(person, session_id)
        if self._bounds(session_id).assigned:
            raise ValueError(ASSIGNED)
        self._store.delete_session(person, session_id)
