"""Keeps sittings with drills; every write is one transaction that has reached the disk when it returns."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from evaluator.grades import ExchangeGrades, Feedback
from practice.drill_records import DrillItem, DrillRun, DrillTry, Rating
from practice.errors import RecordNotFound, SessionMoved
from practice.exchange import Graded
from practice.person_row import keep_person
from records.tables import DrillItemRow, DrillRunRow, DrillTryRow
from scenarios.drill import Difficulty


class DrillStore:
    """The records of drills. Whatever belongs to another person is not found."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, run: DrillRun, stimulus: str, difficulty: Difficulty) -> None:
        """Keep a new sitting with its first stimulus and, the first time, its person.

        Raises:
            SessionMoved: There is a sitting of this id; nothing was kept.
        """
        try:
            self._add(run, stimulus, difficulty)
        except IntegrityError as error:
            raise SessionMoved("this drill was begun in another window; reload to see it") from error

    def _add(self, run: DrillRun, stimulus: str, difficulty: Difficulty) -> None:
        with Connection(self._engine) as db, db.begin():
            keep_person(db, run.person, self._clock())
            db.add(
                DrillRunRow(
                    id=run.id, person_id=run.person, drill_id=run.drill, seed=run.seed, started_at=run.started_at
                )
            )
            db.flush()
            db.add(self._item(run.id, 1, stimulus, difficulty))

    def run(self, person: str, run_id: str) -> DrillRun:
        """Read one sitting.

        Raises:
            RecordNotFound: There is none of this id for this person.
        """
        with Connection(self._engine) as db:
            return _run(_own(db, person, run_id))

    def runs(self, person: str) -> tuple[DrillRun, ...]:
        """Read all sittings of a person, newest first."""
        query = select(DrillRunRow).where(DrillRunRow.person_id == person)
        with Connection(self._engine) as db:
            rows = db.scalars(query.order_by(DrillRunRow.started_at.desc(), DrillRunRow.id.desc()))
            return tuple(_run(row) for row in rows)

    def items(self, person: str, run_id: str) -> tuple[DrillItem, ...]:
        """Read the stimuli of a sitting with their tries, the first one first.

        Raises:
            RecordNotFound: There is no such sitting for this person.
        """
        query = select(DrillItemRow).where(DrillItemRow.run_id == run_id).order_by(DrillItemRow.number)
        with Connection(self._engine) as db:
            _own(db, person, run_id)
            rows = db.scalars(query).all()
            made = select(DrillTryRow).where(DrillTryRow.item_id.in_([row.id for row in rows]))
            tries = db.scalars(made.order_by(DrillTryRow.number)).all()
            return tuple(_item(row, [one for one in tries if one.item_id == row.id]) for row in rows)

    def submit(self, person: str, run_id: str, item_id: str, number: int, key: str, client: str, trainee: str) -> None:
        """Keep a try before it is graded; the same key twice keeps one.

        Raises:
            SessionMoved: Another window made this try; nothing was kept.
        """
        try:
            with Connection(self._engine) as db, db.begin():
                _own(db, person, run_id)
                known = select(DrillTryRow.id).where(DrillTryRow.item_id == item_id, DrillTryRow.key == key)
                if db.scalars(known).one_or_none() is None:
                    db.add(
                        DrillTryRow(
                            id=self._id(),
                            item_id=item_id,
                            number=number,
                            key=key,
                            client=client,
                            trainee=trainee,
                            created_at=self._clock(),
                        )
                    )
        except IntegrityError as error:
            raise SessionMoved("the drill went on in another window; reload to see it") from error

    def grade(self, try_id: str, graded: Graded) -> None:
        """Keep the grades of a try; the first ones count."""
        with Connection(self._engine) as db, db.begin():
            row = db.get_one(DrillTryRow, try_id)
            if row.grades is None:
                row.grades = graded.grades.model_dump_json()
                row.feedback = graded.feedback.model_dump_json()

    def rate(
        self, person: str, run_id: str, number: int, rating: Rating, stimulus: str, difficulty: Difficulty
    ) -> None:
        """Keep a rating and, in the same step, the stimulus that comes next; the first rating counts."""
        query = select(DrillItemRow).where(DrillItemRow.run_id == run_id, DrillItemRow.number == number)
        with Connection(self._engine) as db, db.begin():
            _own(db, person, run_id)
            row = db.scalars(query).one()
            if row.rating is None:
                row.rating = rating.value
                db.add(self._item(run_id, number + 1, stimulus, difficulty))

    def end(self, person: str, run_id: str) -> None:
        """Close a sitting; one that is closed stays as it is."""
        with Connection(self._engine) as db, db.begin():
            row = _own(db, person, run_id)
            row.ended_at = row.ended_at or self._clock()

    def delete(self, person: str, run_id: str) -> None:
        """Remove a sitting and everything that hangs on it."""
        with Connection(self._engine) as db, db.begin():
            _own(db, person, run_id)
            db.execute(delete(DrillRunRow).where(DrillRunRow.id == run_id))

    def _item(self, run_id: str, number: int, stimulus: str, difficulty: Difficulty) -> DrillItemRow:
        return DrillItemRow(
            id=self._id(),
            run_id=run_id,
            number=number,
            stimulus=stimulus,
            difficulty=difficulty.value,
            created_at=self._clock(),
        )

    def _id(self) -> str:
        return str(ULID.from_datetime(self._clock()))


def _own(db: Connection, person: str, run_id: str) -> DrillRunRow:
    row = db.get(DrillRunRow, run_id)
    if row is None or row.person_id != person:
        raise RecordNotFound(f"there is no drill {run_id!r} of yours; go back to your drills")
    return row


def _run(row: DrillRunRow) -> DrillRun:
    return DrillRun(
        id=row.id,
        person=row.person_id,
        drill=row.drill_id,
        seed=row.seed,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _item(row: DrillItemRow, tries: list[DrillTryRow]) -> DrillItem:
    return DrillItem(
        id=row.id,
        number=row.number,
        stimulus=row.stimulus,
        difficulty=Difficulty(row.difficulty),
        rating=Rating(row.rating) if row.rating else None,
        tries=tuple(_try(one) for one in tries),
    )


def _try(row: DrillTryRow) -> DrillTry:
    return DrillTry(
        id=row.id,
        number=row.number,
        key=row.key,
        client=row.client,
        trainee=row.trainee,
        grades=ExchangeGrades.model_validate_json(row.grades) if row.grades else None,
        feedback=Feedback.model_validate_json(row.feedback) if row.feedback else None,
        created_at=row.created_at,
    )
