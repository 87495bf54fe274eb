"""What a trainee is shown of their assignments and of how their practice goes, from what is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from classroom.assignments import AssignedMode, Assignment, Attempt, Extension, Kind
from classroom.offered import length_of, minutes_of, prompts_of, title_of
from classroom.own_terms import ShownDate, Window, own_terms, shown_date
from classroom.remaining import Remaining, remaining
from classroom.stages import SessionState, Stage, progress_of, state_of
from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.catalog import Offer, Offered
from practice.place import Place
from practice.report import scores_of
from practice.trends import FEWEST_SESSIONS, Shift, shift


class FeedbackState(StrEnum):
    """Whether there is feedback to read."""

    NONE = "none yet"
    WAITING = "waits for its release"
    READY = "ready"


class MyAssignment(Record):
    """One assignment as its trainee sees it."""

    id: str
    course: str
    section: str
    """Title of the section."""
    title: str
    instructions: str
    """Empty until it opens."""
    kind: Kind
    content: str
    """Title of what is practised; empty until it opens."""
    minutes: int | None
    """How long it takes, about."""
    mode: AssignedMode
    opens: ShownDate | None
    due: ShownDate | None
    closes: ShownDate | None
    window: Window
    time_left: timedelta | None
    """Until it is due, or closes once that is past; None where there is no such date."""
    stage: Stage
    late: bool
    attempts_taken: int
    attempts_left: int | None
    """None is as many as wanted."""
    attempt: str | None
    """The one that is not handed in yet."""
    session: str | None
    """The newest session; None for a drill."""
    work: str | None
    """The newest sitting with a drill, or treatment; None for a scenario."""
    remaining: tuple[Remaining, ...]
    """What is to do before the open attempt, or the first one, is handed in; empty where nothing is."""
    feedback: FeedbackState
    withdrawn: bool
    attempts: tuple[Attempt, ...] = ()
    """Those that were begun, by number."""
    due_for_all: ShownDate | None = None
    """When it is due for everybody else; None where it is the same for this person."""
    more_attempts: int = 0
    """How many attempts this person has beyond those of everybody."""
    reason: str = ""
    """Why it is different for this person, or why they are excused, in their instructor's words."""

    @property
    def is_to_do(self) -> bool:
        """Tell whether there is something to do for it now."""
        if self.stage in (Stage.FINISHED, Stage.EXCUSED) or self.window in (Window.NOT_OPEN, Window.CLOSED):
            return False
        return self.attempt is not None or not self.withdrawn

    @property
    def may_begin(self) -> bool:
        """Tell whether an attempt can be begun now, a first or a further one."""
        open_now = self.window in (Window.OPEN, Window.LATE) and not self.withdrawn
        return open_now and self.attempt is None and self.attempts_left != 0


class Before(Record):
    """What a trainee reads before they begin an assignment."""

    offer: Offer
    contract_card: bool
    """Whether the agency's rules are shown with it."""


class Titles(Record):
    """Where an assignment belongs."""

    course: str
    section: str


def my_assignment(
    kept: Assignment,
    titles: Titles,
    offer: Offered | None,
    extension: Extension | None,
    attempts: Sequence[Attempt],
    states: Mapping[str, SessionState],
    now: datetime,
    zone: str,
) -> MyAssignment:
    """Show an assignment to the trainee whose extension and attempts these are, with dates in their zone."""
    terms, own = kept.terms, own_terms(kept.terms, extension)
    length, window = length_of(offer), own.window(now)
    progress = progress_of(own, terms.which_counts, attempts, states, now, length)
    begun = [one for one in attempts if one.begun]
    waiting = next((one for one in reversed(begun) if one.handed_in_at is None), None)
    state = state_of(waiting, states, length) if waiting else None
    to_do = waiting is not None or (progress.stage is Stage.NOT_BEGUN and window is not Window.CLOSED)
    prompts = prompts_of(offer, waiting, states)
    shown = offer if window is not Window.NOT_OPEN else None
    opens, due, closes = (shown_date(one, terms.zone, zone) for one in (own.opens, own.due, own.closes))
    for_all = shown_date(terms.due, terms.zone, zone) if own.due != terms.due else None
    return MyAssignment(
        id=kept.id,
        course=titles.course,
        section=titles.section,
        title=terms.title,
        instructions="" if window is Window.NOT_OPEN else terms.instructions,
        kind=terms.kind,
        content=title_of(shown) if shown else "",
        minutes=minutes_of(shown) if shown else None,
        mode=terms.mode,
        opens=opens,
        due=due,
        closes=closes,
        window=window,
        time_left=_time_left(due, closes, now),
        stage=progress.stage,
        late=progress.late,
        attempts_taken=progress.taken,
        attempts_left=None if own.attempts is None else max(0, own.attempts - progress.taken),
        attempt=waiting.id if waiting else None,
        session=progress.session,
        work=begun[-1].work if begun else None,
        remaining=remaining(terms, state, prompts) if to_do else (),
        feedback=_feedback(kept, _parts(attempts, states)),
        withdrawn=kept.withdrawn_at is not None,
        attempts=tuple(one for one in attempts if one.sessions),
        due_for_all=for_all,
        more_attempts=extension.more_attempts if extension else 0,
        reason=extension.reason if extension else "",
    )


def _parts(attempts: Sequence[Attempt], states: Mapping[str, SessionState]) -> list[SessionState]:
    """Give how each session or sitting of some attempts stands."""
    ids = [part for one in attempts for part in (*one.sessions, one.work or "")]
    return [states[one] for one in ids if one in states]


def _time_left(due: ShownDate | None, closes: ShownDate | None, now: datetime) -> timedelta | None:
    coming = [one.at - now for one in (due, closes) if one is not None and one.at > now]
    return min(coming, default=None)


def _feedback(kept: Assignment, states: Sequence[SessionState]) -> FeedbackState:
    over = [one for one in states if one.status.over and one.turns]
    if kept.withholds:
        return FeedbackState.WAITING if over else FeedbackState.NONE
    guessed = any(one.guessed or not kept.terms.prediction_required for one in over)
    return FeedbackState.READY if guessed else FeedbackState.NONE


class PathPoint(Record):
    """One criterion in one session."""

    session: str
    title: str
    started_at: datetime
    mean: float | None
    """Mean level 0–4; None where no turn gave an occasion."""
    graded: int
    """How many turns gave an occasion."""
    enough: bool
    """Whether that is enough for the mean to say something."""


class CriterionPath(Record):
    """One criterion over the sessions of a trainee, the oldest first."""

    criterion: str
    name: str
    block: str
    points: tuple[PathPoint, ...]
    trend: Shift | None
    """Over the sessions with enough occasions; None where they are too few."""


def paths(places: Sequence[Place], shipped: Rubric) -> tuple[CriterionPath, ...]:
    """Tell how each criterion went over the finished sessions whose grades are told.

    Args:
        places: The sessions of a trainee as they are shown to them, in any order.
        shipped: The rubric that ships: what its criteria are called over all sessions. Each session goes by its own.
    """
    told = [one for one in places if one.session.status.over and one.exchanges and one.grades_told]
    told.sort(key=lambda one: (one.session.started_at, one.session.id))
    found = []
    for criterion in shipped.criteria:
        points = []
        for place in told:
            if place.bounds.criteria and criterion.id not in place.bounds.criteria:
                continue
            scores = scores_of(criterion, place.exchanges, place.rubric)
            points.append(
                PathPoint(
                    session=place.session.id,
                    title=place.offer.scenario.title,
                    started_at=place.session.started_at,
                    mean=scores.mean,
                    graded=scores.graded,
                    enough=scores.enough,
                )
            )
        trend = shift([one.mean if one.enough else None for one in points], FEWEST_SESSIONS)
        found.append(
            CriterionPath(
                criterion=criterion.id, name=criterion.name, block=criterion.block, points=tuple(points), trend=trend
            )
        )
    return tuple(found)
