"""How an instructor changes a level: with a reason, after what was shown, and nothing that was said before is lost."""

from collections.abc import Callable
from datetime import datetime

from ulid import ULID

from classroom.errors import ChangedMeanwhile
from classroom.levels import Level, SessionLevels, same
from classroom.review_records import LevelChangedMeanwhile, SeenLevel
from classroom.review_store import ReviewStore
from classroom.reviewable import Reviewable, Reviewables, must_have_turn, words_of
from classroom.reviews import WHOLE_SESSION, EventKind, GradeEvent


class Overriding:
    """The verbs that change a level. Each takes the person who asks, and asks their rights anew.

    Both raise `RecordNotFound` for a session that this person does not teach, and `PermissionError` for their own work;
    nothing was changed then.
    """

    def __init__(self, found: Reviewables, reviews: ReviewStore, clock: Callable[[], datetime]) -> None:
        self._found = found
        self._reviews = reviews
        self._clock = clock

    def change_level(
        self, person: str, session: str, turn: int, criterion: str, level: float | None, reason: str, seen: SeenLevel
    ) -> Level:
        """Set the level of a criterion; the automatic one and everything said before stay.

        Args:
            person: The instructor.
            session: Which.
            turn: 1 is the first trainee turn; 0 is the session as a whole.
            criterion: Its id.
            level: 0–4, a whole number for a turn; None where it is not to be judged.
            reason: In a few words, for the trainee and for other instructors.
            seen: What the form showed when it was opened.

        Raises:
            LevelChangedMeanwhile: The level is not what the form showed; it holds both, and nothing was kept.
            ValueError: There is no such turn, criterion or level, or no reason; nothing was kept.
        """
        one = self._found.read(person, session)
        self._must_be_on_scale(one, turn, criterion, level)
        return self._say(person, one, (turn, criterion), EventKind.SET, level, reason, seen)

    def withdraw_level(
        self, person: str, session: str, turn: int, criterion: str, reason: str, seen: SeenLevel
    ) -> Level:
        """Let the automatic level count again; what was said before stays.

        Raises:
            LevelChangedMeanwhile: The level is not what the form showed; it holds both, and nothing was kept.
            ValueError: No instructor's level stands here, or there is no reason; nothing was kept.
        """
        one = self._found.read(person, session)
        now = one.session.levels(one.session.rubric).of(turn, criterion)
        if now.override is None and now.version == seen.version:
            raise ValueError("No instructor's level stands here; the automatic one counts already.")
        return self._say(person, one, (turn, criterion), EventKind.WITHDRAWN, None, reason, seen)

    def _say(
        self,
        person: str,
        one: Reviewable,
        key: tuple[int, str],
        kind: EventKind,
        level: float | None,
        reason: str,
        seen: SeenLevel,
    ) -> Level:
        now, words = one.session.levels(one.session.rubric).of(*key), words_of(reason, "a reason")
        if (seen.version, seen.grade) != (now.version, now.grade) or not same(seen.automatic, now.automatic):
            raise LevelChangedMeanwhile(now, level, words)
        at = self._clock()
        event = GradeEvent(
            id=str(ULID.from_datetime(at)),
            session=one.session.id,
            turn=key[0],
            criterion=key[1],
            kind=kind,
            level=level,
            reason=words,
            made_by=person,
            based_on=now.grade,
            automatic_level=now.automatic,
            version=seen.version + 1,
            created_at=at,
        )
        try:
            self._reviews.add_event(event, one.session.person)
        except ChangedMeanwhile as error:
            raise LevelChangedMeanwhile(self._levels(person, one.session.id).of(*key), level, words) from error
        return self._levels(person, one.session.id).of(*key)

    def _levels(self, person: str, session: str) -> SessionLevels:
        kept = self._found.read(person, session).session
        return kept.levels(kept.rubric)

    def _must_be_on_scale(self, one: Reviewable, turn: int, criterion: str, level: float | None) -> None:
        must_have_turn(one, turn)
        if criterion not in {known.id for known in one.session.rubric.criteria}:
            raise ValueError(f"There is no criterion {criterion[:64]!r} in the rubric.")
        if level is not None and not 0 <= level <= 4:
            raise ValueError("A level is a number from 0 to 4; leave it empty where it is not to be judged.")
        if level is not None and turn != WHOLE_SESSION and level != int(level):
            raise ValueError("The level of a turn is a whole number from 0 to 4.")
