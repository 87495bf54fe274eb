"""A treatment over several sessions: what is next, how it begins, and what carries over."""

import contextlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ulid import ULID

from dialogue.record import Record
from personas.between import Life, next_session
from personas.ledger import Commitment, asked, due
from personas.manner import chance
from personas.state import ClientState
from personas.trust_table import TrustTable
from practice.arc_report import ArcReport, arc_report
from practice.arc_store import ArcRun
from practice.bounds import ASSIGNED, BoundsOf, free
from practice.catalog import ArcOffer, Offer, rupture_of, state_at
from practice.circumstances import circumstances, end_of, standing_at_start
from practice.errors import SessionMoved
from practice.place import Place
from practice.sessions import ArcStep, Mode, Session, Status
from scenarios.arc import Arc
from scenarios.arc_session import Variant
from scenarios.circumstances import Circumstance

if TYPE_CHECKING:
    from practice.room import PracticeRoom
    from practice.store import Store


class ArcPlace(Record):
    """Where a trainee stands in a treatment."""

    run: ArcRun
    arc: Arc
    places: tuple[Place, ...]
    """The sessions so far, the first one first."""
    coming: Offer | None
    """The next session as it would begin; None while one is open, and after the last."""

    @property
    def open_session(self) -> Place | None:
        """The session that is begun and not over."""
        return next((place for place in self.places if not place.session.status.over), None)

    @property
    def finished(self) -> bool:
        """Tell whether the last session is over."""
        return self.coming is None and self.open_session is None


class _Coming(Record):
    """The next session, ready to be kept."""

    step: ArcStep
    state: ClientState
    asks: str | None
    """The client's question about a promise."""


class ArcRoom:
    """The verbs of treatments. Each takes the person who asks, and finds only what is theirs.

    The sessions themselves are ordinary: everything in them goes through the practice room. Every verb raises
    `RecordNotFound` for a treatment that is not this person's; nothing was changed then.
    """

    def __init__(
        self,
        room: "PracticeRoom",
        store: "Store",
        table: TrustTable,
        clock: Callable[[], datetime],
        bounds: BoundsOf = free,
    ) -> None:
        self._room = room
        self._store = store
        self._table = table
        self._clock = clock
        self._bounds = bounds

    def begin(
        self,
        person: str,
        arc_id: str,
        mode: Mode,
        seed: int | None = None,
        given: ArcOffer | None = None,
        as_id: str | None = None,
    ) -> ArcPlace:
        """Begin a treatment; its first session is begun by `begin_next`.

        `given` is what an assignment was given with, and `as_id` the id that the treatment takes: with the same one
        twice the same treatment is given.

        Raises:
            LookupError: There is no such arc; nothing was begun.
            ValueError: An assessment was begun by itself; nothing was begun.
        """
        if mode is Mode.ASSESSMENT and given is None:
            raise ValueError("An assessment is begun from its assignment; choose coaching or practice here.")
        if given is None:
            self._room.catalog.arc_offer(arc_id)
        now = self._clock()
        run = ArcRun(
            id=as_id or str(ULID.from_datetime(now)),
            person=person,
            arc=arc_id,
            mode=mode,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            started_at=now,
        )
        with contextlib.suppress(SessionMoved):
            self._store.arcs.add(run)
        return self.place(person, run.id)

    def place(self, person: str, run_id: str) -> ArcPlace:
        """Give a treatment as it is kept, and what comes next.

        Raises:
            LookupError: The arc is no longer there.
        """
        run = self._store.arcs.run(person, run_id)
        offer, places = self._arc(run), self._places(run)
        coming = self._coming(run, offer, places)
        return ArcPlace(run=run, arc=offer.arc, places=places, coming=self._offer(offer, coming) if coming else None)

    def begin_next(self, person: str, run_id: str) -> Place:
        """Begin the next session; where one is open already, that one is given. Twice at once begins one.

        Raises:
            LookupError: The arc is no longer there.
            ValueError: The last session is over, or its assignment has closed; nothing was begun.
        """
        run = self._store.arcs.run(person, run_id)
        offer, places = self._arc(run), self._places(run)
        if places and not places[-1].session.status.over:
            return places[-1]
        coming = self._coming(run, offer, places)
        if coming is None:
            raise ValueError("This treatment has come to its end: the report over all sessions is ready.")
        if self._bounds(run_id).closed:
            raise ValueError("This assignment has closed, so no further session begins. What you did is kept.")
        try:
            return self._room.hold(self._session(run, offer, coming))
        except SessionMoved:
            return self._places(run)[-1]

    def runs(self, person: str) -> tuple[ArcPlace, ...]:
        """Give a person's treatments in the arcs that are still on offer, newest first."""
        return tuple(self.place(person, run.id) for run in self._store.arcs.runs(person) if self._still_has(run))

    def report(self, person: str, run_id: str) -> ArcReport:
        """Give what the treatment comes to so far: conditions over all sessions, promises, what was told.

        Sessions that are open, and those whose grades may not be told yet, are left out of it.
        """
        place = self.place(person, run_id)
        told = tuple(one for one in place.places if one.session.status.over and one.grades_told)
        return arc_report(place.arc, told, place.finished)

    def delete(self, person: str, run_id: str) -> None:
        """Remove a treatment with all its sessions, for good.

        Raises:
            ValueError: It was done for an assignment; nothing was removed.
        """
        self._store.arcs.run(person, run_id)
        if self._bounds(run_id).assigned:
            raise ValueError(ASSIGNED)
        self._store.arcs.delete(person, run_id)

    def _arc(self, run: ArcRun) -> ArcOffer:
        return self._bounds(run.id).arc or self._room.catalog.arc_offer(run.arc)

    def _still_has(self, run: ArcRun) -> bool:
        return run.arc in self._room.catalog.arcs or self._bounds(run.id).arc is not None

    def _places(self, run: ArcRun) -> tuple[Place, ...]:
        return tuple(self._room.place(run.person, one) for one in self._store.arcs.sessions(run.person, run.id))

    def _coming(self, run: ArcRun, offer: ArcOffer, places: tuple[Place, ...]) -> _Coming | None:
        arc, persona = offer.arc, offer.persona
        last = places[-1] if places else None
        number = 1 if last is None or last.session.arc is None else last.session.arc.number + 1
        if number > len(arc.sessions) or (last and not last.session.status.over):
            return None
        session = arc.sessions[number - 1]
        if last is None:
            state = state_at(arc.start, persona, self._table)
            standing = standing_at_start(state)
        else:
            meanwhile = session.meanwhile
            life = Life(
                trust=meanwhile.trust,
                arousal=meanwhile.arousal,
                rupture=rupture_of(meanwhile.rupture),
                told=meanwhile.told,
            )
            state = next_session(end_of(last), persona, self._table, session.unseen_before, life)
            standing = circumstances(last, state)
        left = last is not None and last.session.status is Status.CLIENT_LEFT
        variant = arc.after_leaving if left else _variant(arc, number, standing, run.seed)
        step = ArcStep(run=run.id, arc=arc.id, number=number, variant=variant.id)
        promise = due(state.commitments, state.session) if variant.asks and not variant.message else None
        if promise is None:
            return _Coming(step=step, state=state, asks=None)
        commitments = asked(state.commitments, promise, state.session)
        state = state.model_copy(update={"commitments": commitments})
        return _Coming(step=step, state=state, asks=_question(arc, promise, run.seed, number))

    def _offer(self, arc: ArcOffer, coming: _Coming) -> Offer:
        offer = arc.step(coming.step)
        if coming.asks is None:
            return offer
        return arc.step(coming.step, f"{offer.scenario.opening} {coming.asks}", asked=True)

    def _session(self, run: ArcRun, arc: ArcOffer, coming: _Coming) -> Session:
        offer, now = self._offer(arc, coming), self._clock()
        return Session(
            id=str(ULID.from_datetime(now)),
            person=run.person,
            scenario=offer.scenario.id,
            persona=offer.persona.id,
            mode=run.mode,
            seed=(run.seed + 7919 * coming.step.number) % 2**31,
            status=Status.ACTIVE,
            opening=offer.scenario.opening,
            start_state=coming.state,
            started_at=now,
            arc=coming.step,
        )


def _variant(arc: Arc, number: int, standing: frozenset[Circumstance], seed: int) -> Variant:
    """Take the first way to begin that fits; a rare one only when the seed says so."""
    return next(
        variant
        for place, variant in enumerate(arc.sessions[number - 1].variants)
        if set(variant.when) <= standing and chance(seed, 31 * number + place, variant.one_in) == 0
    )


def _question(arc: Arc, promise: Commitment, seed: int, number: int) -> str:
    words = promise.words.strip().strip('"“”').rstrip(".,;:!") + "."
    asks = arc.promises.asks
    return asks[chance(seed, number + 17, len(asks))].replace("{promise}", words)
