"""Deliberate practice of one skill: three tries a stimulus, a ladder of difficulty that the trainee's rating moves.

Source: clinical design 6.3.
"""

import contextlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from ulid import ULID

from dialogue.own_risk import speaks_of_own_risk
from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator.grades import ExchangeGrades
from practice.bounds import ASSIGNED, CLOSED, BoundsOf, free
from practice.catalog import Catalog
from practice.drill_ladder import next_difficulty, next_stimulus
from practice.drill_records import DrillItem, DrillPlace, DrillRecord, DrillRun, DrillTry, Rating
from practice.drill_store import DrillStore
from practice.errors import SessionMoved
from practice.exchange import Company, Graded
from practice.message import checked_message
from practice.trends import shift
from scenarios.drill import TRIES, Difficulty, Drill

FEWEST_TRIES = 6
"""First tries before a trend is named: two at each end at least; ours."""
NOT_THIS_SKILL = "This drill grades one skill only."


class DrillCare(Record):
    """The trainee seems to write of their own wish to die: the drill stops, nothing is kept or graded."""

    run: str


class DrillRoom:
    """The verbs of drills. Each takes the person who asks, and finds only what is theirs.

    Every verb raises `RecordNotFound` for a sitting that is not this person's; nothing was changed then.
    """

    def __init__(
        self,
        catalog: Catalog,
        company: Company,
        store: DrillStore,
        clock: Callable[[], datetime],
        bounds: BoundsOf = free,
    ) -> None:
        self._catalog = catalog
        self._company = company
        self._store = store
        self._clock = clock
        self._bounds = bounds
        self._lock = Lock()

    def begin(
        self,
        person: str,
        drill_id: str,
        difficulty: Difficulty | None = None,
        seed: int | None = None,
        given: Drill | None = None,
        as_id: str | None = None,
    ) -> DrillPlace:
        """Begin a sitting, where nothing else is said at the level that the last one of this drill came to.

        `given` is what an assignment was given with, and `as_id` the id that the sitting takes: with the same one twice
        the same sitting is given.

        Raises:
            LookupError: There is no such drill; nothing was begun.
        """
        drill, now = given or self._catalog.drill(drill_id), self._clock()
        level = difficulty or self._where_left(person, drill_id)
        run = DrillRun(
            id=as_id or str(ULID.from_datetime(now)),
            person=person,
            drill=drill_id,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            started_at=now,
        )
        with contextlib.suppress(SessionMoved):
            self._store.add(run, next_stimulus(drill, level, (), run.seed), level)
        return self.place(person, run.id)

    def place(self, person: str, run_id: str) -> DrillPlace:
        """Give a sitting as it is kept; what was sent and not graded is graded now.

        Raises:
            LookupError: The drill is no longer there.
        """
        place = self._read(person, run_id)
        waiting = [one for item in place.items for one in item.tries if one.grades is None]
        if not waiting:
            return place
        with self._lock:
            return self._graded(self._read(person, run_id))

    def attempt(self, person: str, run_id: str, text: str, key: str) -> DrillTry | DrillCare:
        """Answer the client's words that are shown: kept first, then graded. The same key twice gives the same try.

        Raises:
            ValueError: The message is empty or too long, all tries are made, or the sitting or its assignment is over;
                nothing was kept.
            SessionMoved: Another window made this try; nothing was kept.
        """
        place = self.place(person, run_id)
        known = next((one for item in place.items for one in item.tries if one.key == key), None)
        if known is not None:
            return known
        message = checked_message(text)
        if place.run.ended_at:
            raise ValueError("This drill is over. Your words are still in the box; begin another when you like.")
        if place.next_try is None:
            raise ValueError("All three tries are made: say how hard it was, then the next one comes.")
        if speaks_of_own_risk(message):
            return DrillCare(run=run_id)
        self._must_be_open(run_id)
        number = place.next_try
        self._store.submit(person, run_id, place.item.id, number, key, place.client, message)
        return self.place(person, run_id).item.tries[number - 1]

    def rate(self, person: str, run_id: str, number: int, rating: Rating) -> DrillPlace:
        """Say how hard stimulus `number` (1 is the first) was; the next one comes with it. The first rating counts.

        Raises:
            ValueError: There is no such stimulus, or the tries are not made yet (for "too hard" none is needed), or
                the sitting is over; nothing was kept.
        """
        place = self.place(person, run_id)
        if not 1 <= number <= len(place.items):
            raise ValueError(f"There is no stimulus {number}; choose one of 1 to {len(place.items)}.")
        if place.items[number - 1].rating is not None:
            return place
        if place.run.ended_at:
            raise ValueError("This drill is over; begin another when you like.")
        if rating is not Rating.TOO_HARD and len(place.item.tries) < TRIES:
            raise ValueError("Make all three tries first. If it is too much, say that it is too hard at any time.")
        self._must_be_open(run_id)
        rated = (*place.items[:-1], place.item.model_copy(update={"rating": rating}))
        level = next_difficulty(rated)
        stimulus = next_stimulus(place.drill, level, rated, place.run.seed)
        self._store.rate(person, run_id, number, rating, stimulus, level)
        return self.place(person, run_id)

    def end(self, person: str, run_id: str) -> DrillPlace:
        """Close a sitting; nothing is lost, and it need not be finished."""
        self._store.end(person, run_id)
        return self.place(person, run_id)

    def history(self, person: str) -> tuple[DrillRecord, ...]:
        """Give what a person has done with each drill still on offer, the one practised last first."""
        places = self._places(person)
        drills = dict.fromkeys(place.drill.id for place in places)
        return tuple(_record([place for place in places if place.drill.id == drill]) for drill in drills)

    def sittings(self, person: str, drill_id: str) -> tuple[DrillPlace, ...]:
        """Give a person's sittings with one drill, newest first."""
        return tuple(place for place in self._places(person) if place.drill.id == drill_id)

    def delete(self, person: str, run_id: str) -> None:
        """Remove a sitting and everything that hangs on it, for good.

        Raises:
            ValueError: It was done for an assignment; nothing was removed.
        """
        self._store.run(person, run_id)
        if self._bounds(run_id).assigned:
            raise ValueError(ASSIGNED)
        self._store.delete(person, run_id)

    def _must_be_open(self, run_id: str) -> None:
        if self._bounds(run_id).closed:
            raise ValueError(CLOSED)

    def _drill(self, run: DrillRun) -> Drill:
        return self._bounds(run.id).drill or self._catalog.drill(run.drill)

    def _places(self, person: str) -> list[DrillPlace]:
        runs = [run for run in self._store.runs(person) if self._still_has(run)]
        return [self.place(person, run.id) for run in runs]

    def _still_has(self, run: DrillRun) -> bool:
        return run.drill in self._catalog.drills or self._bounds(run.id).drill is not None

    def _where_left(self, person: str, drill_id: str) -> Difficulty:
        last = next((run for run in self._store.runs(person) if run.drill == drill_id), None)
        return next_difficulty(self._store.items(person, last.id)) if last else Difficulty.BEGINNER

    def _read(self, person: str, run_id: str) -> DrillPlace:
        run = self._store.run(person, run_id)
        return DrillPlace(run=run, drill=self._drill(run), items=self._store.items(person, run_id))

    def _graded(self, place: DrillPlace) -> DrillPlace:
        for number, item in enumerate(place.items):
            for one in item.tries:
                if one.grades is None:
                    self._store.grade(one.id, self._grade(place, place.items[number], one))
                    place = self._read(place.run.person, place.run.id)
        return place

    def _grade(self, place: DrillPlace, item: DrillItem, one: DrillTry) -> Graded:
        """Grade one try for the drill's skill; what else could be said is left for sessions."""
        stimulus = place.drill.stimulus(item.stimulus)
        text = ExchangeText(client=one.client, trainee=one.trainee, cues=stimulus.cues)
        grades = self._company.grader.grade_exchange(text, self._company.reader.read_turn(text))
        grades = only(grades, place.drill.skill)
        told = tuple(earlier.feedback for earlier in item.tries if earlier.number < one.number)
        feedback = self._company.coach.feedback(text, grades, stimulus.good_reply, told)
        if one.number < TRIES:
            feedback = feedback.model_copy(update={"alternative": None})
        return Graded(grades=grades, feedback=feedback)


def only(grades: ExchangeGrades, skill: str) -> ExchangeGrades:
    """Keep the level of one criterion; flags and gates stay, whatever the drill is about."""
    criteria = tuple(
        one
        if one.criterion == skill
        else one.model_copy(
            update={"level": None, "estimate": None, "quote": None, "direction": None, "reason": NOT_THIS_SKILL}
        )
        for one in grades.criteria
    )
    return grades.model_copy(update={"criteria": criteria})


def _record(places: Sequence[DrillPlace]) -> DrillRecord:
    """Sum up one drill; its sittings come newest first."""
    oldest_first = [item for place in reversed(places) for item in place.items if item.tries]
    skill, level = places[0].drill.skill, next((item.difficulty for item in reversed(oldest_first)), None)
    firsts = [item.tries[0].grades for item in oldest_first if item.difficulty is level]
    levels = [grades.of(skill).level if grades else None for grades in firsts]
    return DrillRecord(
        drill=places[0].drill.id,
        title=places[0].drill.title,
        skill=skill,
        sittings=len(places),
        stimuli=len(oldest_first),
        difficulty=next_difficulty(places[0].items),
        trend=shift(levels, FEWEST_TRIES),
        unfinished=next((place.run.id for place in places if place.run.ended_at is None), None),
        last_at=places[0].run.started_at,
    )
