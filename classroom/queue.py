"""Which sessions need a person: the review queue, most pressing first."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from classroom.assignments import Attempt
from classroom.needs import Need, Reason, reasons_of
from classroom.practised import PractisedSession
from classroom.reviews import EventKind, ReviewMark
from classroom.section_work import GivenWork, SectionWork
from dialogue.record import Record


class QueueItem(Record):
    """A session that can be reviewed."""

    session: str
    section: str
    assignment: str
    title: str
    """Of the assignment."""
    scenario: str
    who: str
    """The trainee's name, or what stands for it while names are hidden."""
    attempt: int
    late: bool
    turns: int
    handed_in: bool
    ended_at: datetime | None
    reasons: tuple[Reason, ...]
    """Those that nobody has settled yet, most pressing first."""
    changed: int
    """How many levels stand as an instructor set them."""
    mark: ReviewMark

    @property
    def waits(self) -> bool:
        """Whether it still waits for a person: nobody looked it through, or something came up since."""
        looked = self.mark.created_at if self.mark.done else None
        return looked is None or any(reason.since > looked for reason in self.reasons)

    @property
    def pressing(self) -> tuple[int, ...]:
        """How many reasons there are of each need, the most pressing need first; larger comes sooner."""
        counts = Counter(reason.need for reason in self.reasons)
        return tuple(counts[need] for need in Need)


def queue_of(work: SectionWork, reviewer: str) -> tuple[QueueItem, ...]:
    """Give every session that is over and that a person may review, most pressing first, then the oldest."""
    names = {member.account.id: member.account.name for member in work.trainees}
    items = [
        _item(given, attempt, session, names)
        for given, attempt, session in work.over
        if session.person != reviewer and session.turns
    ]
    return in_order(items)


def in_order(items: Iterable[QueueItem]) -> tuple[QueueItem, ...]:
    """Sort a queue; what waits comes before what was looked through."""
    return tuple(sorted(items, key=lambda one: (not one.waits, [-count for count in one.pressing], one.session)))


def _item(given: GivenWork, attempt: Attempt, session: PractisedSession, names: dict[str, str]) -> QueueItem:
    return QueueItem(
        session=session.id,
        section=given.assignment.section,
        assignment=given.assignment.id,
        title=given.assignment.terms.title,
        scenario=session.scenario,
        who=given.alias(session.person) if given.nameless else names.get(session.person, ""),
        attempt=attempt.number,
        late=attempt.late,
        turns=len(session.turns),
        handed_in=attempt.handed_in_at is not None,
        ended_at=session.ended_at,
        reasons=reasons_of(session),
        changed=_changed(session),
        mark=session.mark,
    )


def _changed(session: PractisedSession) -> int:
    newest = {(event.turn, event.criterion): event for event in sorted(session.events, key=lambda one: one.version)}
    return sum(event.kind is EventKind.SET for event in newest.values())
