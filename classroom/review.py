"""What an instructor does with a session: find it in the queue, read it, comment, mark it as looked through."""

from classroom.account_store import AccountStore
from classroom.needs import reasons_of
from classroom.practised import PractisedSession
from classroom.queue import QueueItem, in_order, queue_of
from classroom.review_records import Feedback, ReviewedSession
from classroom.review_store import ReviewStore
from classroom.reviewable import Reviewables, must_have_turn, words_of
from classroom.reviews import ReviewMark, TurnComment
from classroom.rights import Action, InSection, check
from classroom.section_work import SectionReader
from classroom.transcripts import Transcripts


class Reviewing:
    """The verbs of review. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for a session or section that this person does not teach, and `PermissionError`
    for their own work; nothing was changed then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        reader: SectionReader,
        found: Reviewables,
        reviews: ReviewStore,
        transcripts: Transcripts,
    ) -> None:
        self._accounts = accounts
        self._reader = reader
        self._found = found
        self._reviews = reviews
        self._transcripts = transcripts
        self._rubric = transcripts.rubric

    def queue(self, person: str, section: str, assignment: str | None = None) -> tuple[QueueItem, ...]:
        """Give the sessions of a section or of one assignment that are over, those that need a person most first."""
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        return queue_of(self._reader.read(section, only=assignment), self._rubric, person)

    def queue_of_all(self, person: str) -> tuple[QueueItem, ...]:
        """Give the queue of every section that this person teaches, as one."""
        standing = self._accounts.standing(person)
        taught = [section for section in standing.seats if standing.role and standing.teaches(section)]
        return in_order(one for section in taught for one in self.queue(person, section))

    def read(self, person: str, session: str) -> ReviewedSession:
        """Give a session with its grades, what was said of them and why to look; that it was read is noted first.

        Raises:
            LookupError: Its scenario is neither kept with its assignment nor on offer.
        """
        return self._read(person, session, "read a session")

    def take_away(self, person: str, session: str, form: str) -> ReviewedSession:
        """Give a session for a file to be handed on; that it was taken away is noted first.

        Args:
            person: Who asks.
            session: Which.
            form: Of the file, `md` or `html`; ours.

        Raises:
            LookupError: Its scenario is neither kept with its assignment nor on offer.
        """
        return self._read(person, session, "exported a session", form)

    def _read(self, person: str, session: str, action: str, note: str = "") -> ReviewedSession:
        one = self._found.read(person, session)
        owner, given = one.session.person, one.given
        self._accounts.note_access(person, action, "session", session, owner, note=note)
        comments = self._reviews.comments(session)
        attempt = next(attempt for attempt in given.attempts if session in attempt.sessions)
        return ReviewedSession(
            session=session,
            section=given.assignment.section,
            assignment=given.assignment.id,
            title=given.assignment.terms.title,
            who=one.who,
            nameless=given.nameless,
            attempt=attempt.number,
            late=attempt.late,
            released=given.assignment.released_at is not None,
            report=self._transcripts.report(owner, session, one.who if given.nameless else None),
            levels=one.session.levels(self._rubric),
            reasons=reasons_of(one.session, self._rubric),
            comments=comments,
            mark=one.session.mark,
            names=self._names(one.session, comments),
        )

    def comment(self, person: str, session: str, turn: int, text: str) -> TurnComment:
        """Comment on a turn (1 is the first) or on the session (0); the trainee reads it once feedback is released.

        Raises:
            ValueError: There is no such turn, or nothing was written; nothing was kept.
        """
        must_have_turn(self._found.read(person, session), turn)
        return self._reviews.comment(session, turn, words_of(text, "a comment"), person)

    def withdraw_comment(self, person: str, session: str, comment: str) -> None:
        """Take a comment of one's own back.

        Raises:
            RecordNotFound: There is no such comment of theirs on this session.
        """
        self._found.allow(person, session, Action.REVIEW)
        self._reviews.withdraw_comment(session, comment, person)

    def mark(self, person: str, session: str, version: int, *, done: bool = True) -> ReviewMark:
        """Keep that a session was looked through, or not after all; `version` is the one that the page showed.

        Raises:
            ChangedMeanwhile: Another instructor marked it since; nothing was kept.
        """
        self._found.allow(person, session, Action.REVIEW)
        return self._reviews.mark(session, version, done=done, by=person)

    def feedback(self, person: str, session: str) -> Feedback:
        """Give the trainee what instructors said of their own session, once the feedback was released.

        Raises:
            RecordNotFound: It is not theirs, or was done for no assignment.
        """
        owner = self._found.allow(person, session, Action.PRACTISE)
        given, kept = self._found.done_for(session)
        if given.released_at is None or not self._transcripts.place(owner, session).grades_told:
            return Feedback()
        shown = given.terms.criteria or [one.id for one in self._rubric.criteria]
        comments = self._reviews.comments(session)
        return Feedback.of(kept.levels(self._rubric), comments, self._names(kept, comments), shown)

    def _names(self, session: PractisedSession, comments: tuple[TurnComment, ...]) -> dict[str, str]:
        spoke = {session.mark.made_by, *(one.made_by for one in session.events), *(one.made_by for one in comments)}
        return {one: self._accounts.account(one).name for one in spoke if one is not None}
