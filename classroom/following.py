"""How a class is getting on with an assignment, and what is different for one person."""

from collections.abc import Callable, Mapping
from datetime import datetime

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import LONGEST_INSTRUCTIONS, Assignment, Attempt, Extension
from classroom.attempt_store import AttemptStore
from classroom.due import Due
from classroom.errors import NOT_THERE
from classroom.fitting import given_to
from classroom.given_store import GivenStore
from classroom.offered import length_of
from classroom.own_terms import Window, own_terms
from classroom.person_now import AssignmentNow, PersonNow, StandingNow, person_now, tally
from classroom.rights import Action, InSection, check
from classroom.section_store import SectionStore
from classroom.sections import Member
from classroom.stages import Stage, state_of
from classroom.work_store import WorkStore
from practice.errors import RecordNotFound


class Following:
    """The verbs about single people at an assignment. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for whoever is not in the section or a trainee without the assignment, and
    `PermissionError` for whoever does not teach it; nothing was changed then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        sections: SectionStore,
        assignments: AssignmentStore,
        attempts: AttemptStore,
        work: WorkStore,
        given: GivenStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._sections = sections
        self._assignments = assignments
        self._attempts = attempts
        self._work = work
        self._given = given
        self._clock = clock

    def live(self, person: str, assignment: str) -> tuple[PersonNow, ...]:
        """Tell who has not begun, is in a session, has finished, is late or excused; by name.

        Where names are hidden from whoever reviews, the sessions are not named here.
        """
        kept = self._of(person, assignment)
        taken: dict[str, list[Attempt]] = {}
        for one in self._attempts.of_assignment(assignment):
            taken.setdefault(one.person, []).append(one)
        states, now = self._work.states_of([one for own in taken.values() for one in own]), self._clock()
        length = length_of(self._given.offer(assignment))
        extensions = self._assignments.extensions(assignment)
        people = self._people(kept, set(taken))
        return tuple(
            person_now(kept, member, has_it, extensions.get(member.account.id), taken, states, now, length)
            for member, has_it in people
        )

    def overview(self, person: str, section: str) -> tuple[AssignmentNow, ...]:
        """Tell how a section stands with each of its assignments, oldest first."""
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        now = self._clock()
        return tuple(
            AssignmentNow(
                assignment=one,
                assignees=self._assignments.assignees(one.id),
                window=own_terms(one.terms, None).window(now),
                tally=tally(self.live(person, one.id)),
            )
            for one in self._assignments.of_section(section)
        )

    def standing(self, person: str, assignment: str) -> StandingNow:
        """Tell how an assignment stands at this moment, by the dates that hold for all."""
        kept, now = self._of(person, assignment), self._clock()
        return StandingNow(at=now, window=own_terms(kept.terms, None).window(now))

    def extend(
        self,
        person: str,
        assignment: str,
        trainee: str,
        version: int,
        *,
        due: str = "",
        closes: str = "",
        more_attempts: int = 0,
        reason: str = "",
    ) -> Extension:
        """Set later dates and more attempts for one person; what stood before is replaced, and kept in the records.

        Args:
            person: Who asks.
            assignment: Which.
            trainee: For whom.
            version: Of what is different for them, as it was seen; 0 where nothing is.
            due: `2026-11-01T23:59` in the zone of the assignment; empty is as for all.
            closes: As `due`.
            more_attempts: So many above those that all have.
            reason: For the records.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
            ValueError: A date cannot be read, or is earlier than for all; nothing was kept.
        """
        kept = self._of(person, assignment, trainee)
        terms, before = kept.terms, self._assignments.extensions(assignment).get(trainee)
        dates = {
            "due": _later_than(terms.due, due, terms.zone, "due date"),
            "closes": _later_than(terms.closes, closes, terms.zone, "date on which it closes"),
        }
        ends = dates["closes"] or terms.closes
        if dates["closes"] and dates["due"] and dates["due"].at > dates["closes"].at:
            raise ValueError("It would close before it is due; set a later date on which it closes.")
        if ends and dates["due"] and dates["due"].at > ends.at:
            dates["closes"] = dates["due"]
        if not 0 <= more_attempts <= 100:
            raise ValueError("Between 0 and 100 attempts can be added.")
        extra = {**dates, "more_attempts": more_attempts, "excused": bool(before and before.excused)}
        return self._keep(person, kept, trainee, version, reason, extra)

    def extend_by(
        self, person: str, assignment: str, trainee: str, version: int, days: int, reason: str = ""
    ) -> Extension:
        """Give one person so many days more than they have, at the same time of day.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
            ValueError: There is no date to move, or it would not be later; nothing was kept.
        """
        kept = self._of(person, assignment, trainee)
        before = self._assignments.extensions(assignment).get(trainee)
        own, zone = own_terms(kept.terms, before), kept.terms.zone
        if days < 1 or (own.due is None and own.closes is None):
            raise ValueError("There is no date that could be later, or no day was given; look at the dates.")
        due, closes = (one.moved(days, zone).wall if one else "" for one in (own.due, own.closes))
        more = before.more_attempts if before else 0
        return self.extend(
            person, assignment, trainee, version, due=due, closes=closes, more_attempts=more, reason=reason
        )

    def excuse(
        self, person: str, assignment: str, trainee: str, version: int, *, excused: bool = True, reason: str = ""
    ) -> Extension:
        """Excuse one person, or take that back; their dates and attempts stay.

        Raises:
            ChangedMeanwhile: Somebody else changed it since; nothing was kept.
        """
        kept = self._of(person, assignment, trainee)
        before = self._assignments.extensions(assignment).get(trainee)
        stays = {name: getattr(before, name) for name in ("due", "closes", "more_attempts")} if before else {}
        return self._keep(person, kept, trainee, version, reason, {**stays, "excused": excused})

    def take_in(self, person: str, assignment: str, trainee: str) -> Attempt:
        """Take what somebody forgot to hand in as handed in when they last said something or ended their session.

        Raises:
            ValueError: There is nothing of theirs, or they may still go on with it; nothing was kept.
        """
        kept = self._of(person, assignment, trainee)
        attempts = [one for one in self._attempts.of_assignment(assignment) if one.person == trainee and one.begun]
        waiting = next((one for one in reversed(attempts) if one.handed_in_at is None), None)
        length = length_of(self._given.offer(assignment))
        state = state_of(waiting, self._work.states_of([waiting]), length) if waiting else None
        if waiting is None or state is None:
            raise ValueError("Nothing of theirs waits to be handed in.")
        own = own_terms(kept.terms, self._assignments.extensions(assignment).get(trainee))
        if not state.status.over and own.window(self._clock()) is not Window.CLOSED:
            raise ValueError("They may still go on with their session; it can be taken in once it is over or closed.")
        at = state.ended_at or state.last_at
        taken = self._attempts.hand_in(waiting.id, late=own.is_late(at), at=at)
        self._accounts.note_access(person, "took in", "attempt", waiting.id, trainee)
        return taken

    def take_in_all(self, person: str, assignment: str) -> int:
        """Take in the sessions that are over and were not handed in, of everybody; tells how many there were."""
        waiting = [one.person for one in self.live(person, assignment) if one.progress.stage is Stage.TO_HAND_IN]
        for trainee in waiting:
            self.take_in(person, assignment, trainee)
        return len(waiting)

    def _keep(
        self, person: str, kept: Assignment, trainee: str, version: int, reason: str, extra: Mapping[str, object]
    ) -> Extension:
        own = {"assignment": kept.id, "person": trainee, "made_by": person, "created_at": self._clock()}
        said = reason.strip()[:LONGEST_INSTRUCTIONS]
        extension = Extension.model_validate({**own, **extra, "reason": said, "version": version + 1})
        self._assignments.extend(extension)
        return extension

    def _of(self, person: str, assignment: str, trainee: str | None = None) -> Assignment:
        kept = self._assignments.assignment(assignment)
        check(self._accounts.standing(person), Action.TEACH, InSection(section=kept.section))
        if trainee is not None:
            begun = {one.person for one in self._attempts.of_assignment(assignment)}
            if trainee not in {member.account.id for member, _ in self._people(kept, begun)}:
                raise RecordNotFound(NOT_THERE)
        return kept

    def _people(self, kept: Assignment, begun: set[str]) -> list[tuple[Member, bool]]:
        """Give who has an assignment, and who began it and has it no longer."""
        members = self._sections.members(kept.section, gone=True)
        has = given_to(self._assignments.assignees(kept.id), members, self._sections.groups(kept.section))
        ids = {member.account.id for member in has}
        return [(one, one.account.id in ids) for one in members if one.account.id in ids | begun]


def _later_than(for_all: Due | None, wall: str, zone: str, what: str) -> Due | None:
    """Read a later date for one person.

    Raises:
        ValueError: It cannot be read, is not later, or there is none for all.
    """
    if not wall.strip():
        return None
    if for_all is None:
        raise ValueError(f"The assignment has no {what}, so none can be later.")
    own = Due.read(wall, zone)
    if own.at < for_all.at:
        raise ValueError(f"The {what} for all is {for_all.wall} ({zone}); an extension gives a later one.")
    return own
