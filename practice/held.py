"""Sessions as they are kept: read under their bounds, and what waits in them answered and graded, one at a time."""

from threading import Lock

from personas.voice import Hear
from practice.bounds import CLOSED, Bounds, BoundsOf, graded_by, held_on
from practice.catalog import Catalog, Offer
from practice.exchange import Company, answer_exchange, grade_exchange
from practice.place import Place, situation_at
from practice.second_opinion import SecondOpinions
from practice.sessions import Exchange, Session, Status
from practice.shown import as_shown
from practice.store import Store


class HeldSessions:
    """Every session of the records; whose it is and whether it may go on is asked where this is called."""

    def __init__(
        self,
        catalog: Catalog,
        company: Company,
        store: Store,
        bounds: BoundsOf,
        second: SecondOpinions | None,
    ) -> None:
        self._catalog = catalog
        self._company = company
        self._store = store
        self._bounds = bounds
        self._second = second
        self._locks: dict[str, Lock] = {}
        self._locks_lock = Lock()

    def place(self, person: str, session_id: str) -> Place:
        """Give a session as it is kept; what was sent but not answered or graded is answered and graded now."""
        place = self.read(person, session_id)
        if place.waiting is None and not place.ungraded:
            return as_shown(place)
        with self.one_at_a_time(session_id):
            return as_shown(self._graded(self.answered(person, session_id)))

    def places(self, person: str) -> list[Place]:
        """Give all sessions of a person that can still be read, newest first, as they are kept now."""
        sessions = [one for one in self._store.sessions(person) if self.still_has(one)]
        return [as_shown(self.read(person, session.id)) for session in sessions]

    def still_has(self, session: Session) -> bool:
        """Tell whether what a session is held on can still be read."""
        return self._catalog.still_has(session) or self._bounds(session.id).given is not None

    def at_once(self, person: str, session_id: str) -> Place:
        """Give a session without waiting for a client who is still speaking: pause and stop always work."""
        lock = self.one_at_a_time(session_id)
        if lock.locked():
            return self.read(person, session_id)
        return self.place(person, session_id)

    def answered(self, person: str, session_id: str, hear: Hear | None = None) -> Place:
        """Read a session and answer what waits; only inside the session's lock."""
        place = self.read(person, session_id)
        waiting = place.waiting
        if waiting is None:
            return place
        outcome = answer_exchange(situation_at(place, waiting.turn), waiting.trainee, self._company, hear)
        self._store.answer(waiting.id, outcome)
        if outcome.after.left:
            self._store.set_status(person, session_id, Status.CLIENT_LEFT)
        elif waiting.turn >= place.offer.last_turn:
            self._store.set_status(person, session_id, Status.ENDED)
        return self.read(person, session_id)

    def _graded(self, place: Place) -> Place:
        """Grade what is answered and not graded; only inside the session's lock."""
        for exchange in place.ungraded:
            if exchange.outcome is not None:
                graded = grade_exchange(situation_at(place, exchange.turn), exchange.outcome, self.company_of(place))
                self._store.grade_first(exchange.id, graded)
                place = self.read(place.session.person, place.session.id)
        if self._second is not None:
            self._second.wake()
        return self.read(place.session.person, place.session.id)

    def read(self, person: str, session_id: str) -> Place:
        """Read a session as it is kept, whatever waits in it."""
        session, bounds = self._store.session(person, session_id), self._bounds(session_id)
        return self._placed(session, self._store.exchanges_told(person, session_id, bounds.released_at), bounds)

    def begun(self, session: Session, offer: Offer | None) -> Place:
        """Give a session that was just begun, with what its assignment sets."""
        return self._placed(session, (), self._bounds(session.id), offer)

    def company_of(self, place: Place) -> Company:
        """Give who takes part, with a grader and a coach that go by the session's rubric."""
        return self._company if place.rubric is self._catalog.rubric else self._company.under(place.rubric)

    def _placed(
        self, session: Session, exchanges: tuple[Exchange, ...], bounds: Bounds, offer: Offer | None = None
    ) -> Place:
        offer = offer or held_on(session, bounds, self._catalog)
        rubric = graded_by(exchanges, bounds, self._catalog.rubric)
        return Place(session=session, offer=offer, exchanges=exchanges, bounds=bounds, rubric=rubric)

    def one_at_a_time(self, session_id: str) -> Lock:
        """Give the lock of a session: only one of its exchanges is under way at a time."""
        with self._locks_lock:
            if len(self._locks) > 10_000:
                self._locks = {key: lock for key, lock in self._locks.items() if lock.locked()}
            return self._locks.setdefault(session_id, Lock())


def must_be_open(place: Place) -> None:
    """Hold that something may be said in a session now.

    Raises:
        ValueError: It is closed, paused or over.
    """
    if place.bounds.closed:
        raise ValueError(CLOSED)
    if place.session.status is Status.PAUSED:
        raise ValueError("The session is paused. Press Continue, then send again.")
    if place.session.status.over or place.turns_left == 0:
        raise ValueError("The session is over. Your words are still in the box; the report is ready.")
