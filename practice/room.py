"""The room where one trainee practises: who may do what, one exchange at a time, and nothing shown that is not kept."""

import secrets
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from ulid import ULID

from dialogue.own_risk import speaks_of_own_risk
from dialogue.record import Record
from evaluator.opinion import SecondOpinion
from personas.voice import Hear
from practice.arcs import ArcRoom
from practice.bounds import ASSIGNED, CLOSED, NOT_RELEASED, Bounds, BoundsOf, free, graded_by, held_on
from practice.catalog import Catalog, Offer, start_state
from practice.counterfactual import Counterfactual, compare
from practice.disagreements import Part, shown_item
from practice.drills import DrillRoom
from practice.errors import SessionMoved
from practice.exchange import Company, answer_exchange, grade_exchange, run_exchange
from practice.message import checked_message
from practice.place import Place, situation_at
from practice.progress import SessionSummary, over_time, summaries
from practice.report import SessionReport, report_on
from practice.second_opinion import SecondOpinions, panels_of, weighed
from practice.sessions import Exchange, Mode, Prediction, Session, Status
from practice.shown import as_shown, grades_as_shown, opinions_as_shown
from practice.store import Store

LARGEST_NOTE = 4_000
"""Characters of a disagreement, a reflection or a draft's tail; ours."""


class Care(Record):
    """The trainee seems to write of their own wish to die: the client stops, nothing is kept or graded."""

    session: str


class PracticeRoom:
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
        self.catalog = catalog
        self.second = second
        self._company = company
        self._store = store
        self._clock = clock
        self._bounds = bounds
        self._locks: dict[str, Lock] = {}
        self._locks_lock = Lock()
        self.arcs = ArcRoom(self, store, company.table, clock, bounds)
        self.drills = DrillRoom(catalog, company, store.drills, clock, bounds)

    @property
    def company(self) -> Company:
        """Who takes part in an exchange, for a conversation of which nothing is kept."""
        return self._company

    @property
    def judged_by(self) -> str | None:
        """Name who gives second opinions, for people to read; None where nobody does."""
        return self.second.asks if self.second else None

    @property
    def voiced_by(self) -> str | None:
        """Name the language model that words the client, for people to read; None for the embedded voice."""
        return self._company.voiced_by

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
        return self._placed(session, (), self._bounds(session.id), offer)

    def place(self, person: str, session_id: str) -> Place:
        """Give a session as it is kept; what was sent but not answered or graded is answered and graded now."""
        place = self._read(person, session_id)
        if place.waiting is None and not place.ungraded:
            return as_shown(place)
        with self._one_at_a_time(session_id):
            return as_shown(self._graded(self._answered(person, session_id)))

    def unfinished(self, person: str) -> Session | None:
        """Give the session that this person left open most recently in a scenario still on offer, or None."""
        sessions = (one for one in self._store.sessions(person) if self._still_has(one))
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
        with self._one_at_a_time(session_id):
            place = self._answered(person, session_id)
            known = next((exchange for exchange in place.exchanges if exchange.key == key), None)
            if known is not None:
                return known
            message = checked_message(text)
            _must_be_open(place)
            if speaks_of_own_risk(message):
                self._store.set_status(person, session_id, Status.PAUSED)
                self._store.save_draft(person, session_id, "", place.session.draft_number + 1)
                return Care(session=session_id)
            turn = len(place.exchanges) + 1
            asks = self.second.asks if self.second else None
            self._store.submit(person, session_id, key, turn, place.client_before(turn), message, asks)
            return self._answered(person, session_id, hear).exchanges[-1]

    def pause(self, person: str, session_id: str) -> Place:
        """Freeze a session; nothing is lost, and the client does not mind."""
        self._store.set_status(person, session_id, Status.PAUSED)
        return self._at_once(person, session_id)

    def resume(self, person: str, session_id: str) -> Place:
        """Go on with a paused session."""
        self._store.set_status(person, session_id, Status.ACTIVE)
        return self.place(person, session_id)

    def soften(self, person: str, session_id: str) -> Place:
        """Let the client de-escalate from the next turn on: no tests, no confrontation."""
        place = self._at_once(person, session_id)
        self._store.soften(person, session_id, len(place.exchanges) + 1)
        return self._at_once(person, session_id)

    def stop(self, person: str, session_id: str) -> Place:
        """Stop and leave: no penalty, and the report is there for whoever wants it."""
        self._store.set_status(person, session_id, Status.STOPPED)
        return self._at_once(person, session_id)

    def end(self, person: str, session_id: str) -> Place:
        """End the session in the ordinary way."""
        self._store.set_status(person, session_id, Status.ENDED)
        return self._at_once(person, session_id)

    def save_draft(self, person: str, session_id: str, text: str, number: int) -> None:
        """Keep a half-typed message; `number` rises with each, so that a late one changes nothing."""
        self._store.save_draft(person, session_id, text[: LARGEST_NOTE * 2], number)

    def predict(self, person: str, session_id: str, prediction: Prediction) -> None:
        """Keep the trainee's own guess of the two headline scores; the first counts."""
        self._store.predict(person, session_id, prediction)

    def report(self, person: str, session_id: str) -> SessionReport:
        """Give the report of a session.

        Raises:
            ValueError: The session is not over, or the trainee has not made the prediction yet.
        """
        place = self.place(person, session_id)
        if not place.session.status.over:
            raise ValueError("The session is still open: end it first, then the report is made.")
        if place.guess_missing:
            raise ValueError("First say how you think it went: the comparison is part of the report.")
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        reflections = self.reflections(person, session_id)
        disagreements = self._store.disagreements.of_session(person, session_id)
        opinions = self._opinions(place)
        report = report_on(place, reflections, disagreements, opinions)
        return over_time(report, self.history(person))

    def try_another(self, person: str, session_id: str, turn: int, text: str) -> Counterfactual:
        """Show what another sentence would have done at a turn (1 is the first); nothing is kept.

        Raises:
            ValueError: The session is not over or not yet guessed, there is no such turn, or the sentence cannot
                be sent.
        """
        place = self.place(person, session_id)
        if not place.session.status.over:
            raise ValueError("End the session first: then any turn can be tried again.")
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        if not place.grades_told:
            raise ValueError("Say first how it went: the grades beside a second try come after your own guess.")
        if not 1 <= turn <= len(place.exchanges):
            raise ValueError(f"There is no turn {turn}; choose one of 1 to {len(place.exchanges)}.")
        message = checked_message(text)
        if speaks_of_own_risk(message):
            raise ValueError("This is not run. If it is about you: please stop here and talk to someone you trust.")
        tried = run_exchange(situation_at(self._read(person, session_id), turn), message, self._company_of(place))
        shown = grades_as_shown(tried.grades, place.bounds.criteria)
        return compare(self._heard(place), turn, tried.model_copy(update={"grades": shown}))

    def told_at(self, person: str, session_id: str, turn: int) -> Exchange:
        """Give one turn (1 is the first) with its grades and feedback, for whoever may see them by now.

        Raises:
            ValueError: There is no such turn, or the grades of a practice session are not to be seen yet.
        """
        place = self.place(person, session_id)
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        if not place.grades_told:
            raise ValueError("In practice mode the grades come after the session and your own guess.")
        if not 1 <= turn <= len(place.exchanges):
            raise ValueError(f"There is no turn {turn}; choose one of 1 to {len(place.exchanges)}.")
        place = self._heard(place) if place.session.status.over else place
        return place.exchanges[turn - 1]

    def _heard(self, place: Place) -> Place:
        """Give a session with grades as sure as the report shows them."""
        panels = panels_of(place.exchanges, self._opinions(place), place.rubric)
        return place.model_copy(update={"exchanges": weighed(place.exchanges, panels, place.rubric)})

    def _opinions(self, place: Place) -> dict[str, SecondOpinion]:
        kept = self.second.of_session(place.session.person, place.session.id) if self.second else {}
        return opinions_as_shown(kept, place.bounds.criteria)

    def disagree(
        self, person: str, session_id: str, turn: int, criterion: str, reason: str, part: str = Part.GRADE
    ) -> None:
        """Keep the trainee's word against one item of feedback, with what was shown.

        Raises:
            ValueError: There is no such turn, item or criterion, it is not told yet, or no reason; nothing was kept.
        """
        exchange = self.told_at(person, session_id, turn)
        shown = shown_item(exchange, part, criterion, self.place(person, session_id).rubric)
        if not reason.strip():
            raise ValueError("Say in a few words why: it is kept with this turn and stands in the export.")
        self._store.disagreements.keep(person, exchange.id, shown, reason.strip()[:LARGEST_NOTE])

    def reflect(self, person: str, session_id: str, prompt: int, text: str) -> None:
        """Keep what the trainee wrote to a reflection prompt (0 is the first).

        Raises:
            ValueError: There is no such prompt; nothing was kept.
        """
        prompts = self.place(person, session_id).offer.scenario.reflection
        if not 0 <= prompt < len(prompts):
            raise ValueError(f"There is no prompt {prompt}; choose one of 0 to {len(prompts) - 1}.")
        self._store.reflect(person, session_id, prompt, text.strip()[:LARGEST_NOTE])

    def reflections(self, person: str, session_id: str) -> dict[int, str]:
        """Give what the trainee wrote to the reflection prompts, by number (0 is the first)."""
        return self._store.reflections(person, session_id)

    def history(self, person: str) -> tuple[SessionSummary, ...]:
        """Give a person's sessions in the scenarios that are still on offer, with headline scores, newest first."""
        return summaries(self.places(person))

    def places(self, person: str) -> list[Place]:
        """Give all sessions of a person that can still be read, newest first, as they are kept now."""
        sessions = [one for one in self._store.sessions(person) if self._still_has(one)]
        return [as_shown(self._read(person, session.id)) for session in sessions]

    def _still_has(self, session: Session) -> bool:
        return self.catalog.still_has(session) or self._bounds(session.id).given is not None

    def delete(self, person: str, session_id: str) -> None:
        """Remove a session and everything that hangs on it, for good.

        Raises:
            ValueError: It was done for an assignment; nothing was removed.
        """
        self._store.session(person, session_id)
        if self._bounds(session_id).assigned:
            raise ValueError(ASSIGNED)
        self._store.delete_session(person, session_id)

    def _at_once(self, person: str, session_id: str) -> Place:
        """Give a session without waiting for a client who is still speaking: pause and stop always work."""
        lock = self._one_at_a_time(session_id)
        if lock.locked():
            return self._read(person, session_id)
        return self.place(person, session_id)

    def _answered(self, person: str, session_id: str, hear: Hear | None = None) -> Place:
        """Read a session and answer what waits; only inside the session's lock."""
        place = self._read(person, session_id)
        waiting = place.waiting
        if waiting is None:
            return place
        outcome = answer_exchange(situation_at(place, waiting.turn), waiting.trainee, self._company, hear)
        self._store.answer(waiting.id, outcome)
        if outcome.after.left:
            self._store.set_status(person, session_id, Status.CLIENT_LEFT)
        elif waiting.turn >= place.offer.last_turn:
            self._store.set_status(person, session_id, Status.ENDED)
        return self._read(person, session_id)

    def _graded(self, place: Place) -> Place:
        """Grade what is answered and not graded; only inside the session's lock."""
        for exchange in place.ungraded:
            if exchange.outcome is not None:
                graded = grade_exchange(situation_at(place, exchange.turn), exchange.outcome, self._company_of(place))
                self._store.grade_first(exchange.id, graded)
                place = self._read(place.session.person, place.session.id)
        if self.second is not None:
            self.second.wake()
        return self._read(place.session.person, place.session.id)

    def _read(self, person: str, session_id: str) -> Place:
        session, bounds = self._store.session(person, session_id), self._bounds(session_id)
        return self._placed(session, self._store.exchanges_told(person, session_id, bounds.released_at), bounds)

    def _placed(
        self, session: Session, exchanges: tuple[Exchange, ...], bounds: Bounds, offer: Offer | None = None
    ) -> Place:
        offer = offer or held_on(session, bounds, self.catalog)
        rubric = graded_by(exchanges, bounds, self.catalog.rubric)
        return Place(session=session, offer=offer, exchanges=exchanges, bounds=bounds, rubric=rubric)

    def _company_of(self, place: Place) -> Company:
        """Give who takes part, with a grader and a coach that go by the session's rubric."""
        return self._company if place.rubric is self.catalog.rubric else self._company.under(place.rubric)

    def _one_at_a_time(self, session_id: str) -> Lock:
        with self._locks_lock:
            if len(self._locks) > 10_000:
                self._locks = {key: lock for key, lock in self._locks.items() if lock.locked()}
            return self._locks.setdefault(session_id, Lock())


def _must_be_open(place: Place) -> None:
    if place.bounds.closed:
        raise ValueError(CLOSED)
    if place.session.status is Status.PAUSED:
        raise ValueError("The session is paused. Press Continue, then send again.")
    if place.session.status.over or place.turns_left == 0:
        raise ValueError("The session is over. Your words are still in the box; the report is ready.")
