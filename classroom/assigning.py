"""Assignments: given, changed, copied, taken back, and their feedback released."""

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignee, Assignment, Extension, Kind, Terms
from classroom.authored_shelf import Assignable, AuthoredShelf
from classroom.fitting import fitting_assignees, fitting_terms, offer_for
from classroom.given_store import GivenStore
from classroom.own_terms import moved
from classroom.rights import Action, InSection, check
from classroom.section_store import SectionStore
from dialogue.record import Record
from practice.catalog import Catalog, Offered


class Given(Record):
    """An assignment as its instructors see it."""

    assignment: Assignment
    assignees: tuple[Assignee, ...]
    extensions: dict[str, Extension]
    """What is different, by person."""
    offer: Offered | None
    """What it was given with, as it was then; None where this program cannot read it."""


class _Found(NamedTuple):
    """What terms name, and the version of each part of it that was written here, by kind."""

    offer: Offered
    versions: Mapping[str, str]


class Assigning:
    """The verbs of assignments. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for whoever is not in the section, and `PermissionError` for whoever does not
    teach it; nothing was changed then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        sections: SectionStore,
        assignments: AssignmentStore,
        given: GivenStore,
        catalog: Catalog,
        shelf: AuthoredShelf,
    ) -> None:
        self._accounts = accounts
        self._sections = sections
        self._assignments = assignments
        self._given = given
        self.catalog = catalog
        self._shelf = shelf

    def authored(self, person: str) -> tuple[Assignable, ...]:
        """Give the scenarios written on this site that a person may assign, beside those that ship."""
        return self._shelf.assignable(person)

    def give(self, person: str, section: str, terms: Terms, assignees: Sequence[Assignee]) -> Assignment:
        """Give work to a section, to groups of it or to trainees of it, with the content as it is now.

        Raises:
            ValueError: The section is put away, or something in the terms does not fit; nothing was given.
        """
        self._must_teach(person, section)
        self._must_be_open(section)
        found = self._found(person, terms)
        terms = fitting_terms(terms, found.offer, self.catalog.rubric)
        whom = self._fitting(section, assignees)
        kept = self._given.keep(found.offer, person, found.versions)
        return self._assignments.add(section, terms, whom, by=person, digest=kept.digest, contents=kept.versions)

    def change(
        self,
        person: str,
        assignment: str,
        version: int,
        terms: Terms,
        assignees: Sequence[Assignee],
        *,
        newest: bool = False,
    ) -> Assignment:
        """Change an assignment. It keeps its version of the content, unless that is another one or `newest` is wanted.

        Raises:
            ChangedMeanwhile: Somebody else changed it since `version`; nothing was kept.
            ValueError: Something does not fit, or somebody has begun and content, mode, turn limit or seed would
                change; nothing was kept.
        """
        kept = self._of(person, assignment)
        now = (terms.kind, terms.content)
        other = newest or now != (kept.terms.kind, kept.terms.content)
        offer = None if other else self._given.offer(assignment)
        found = _Found(offer, {}) if offer else self._found(person, terms)
        terms = fitting_terms(terms, found.offer, self.catalog.rubric)
        whom = self._fitting(kept.section, assignees)
        given = self._given.keep(found.offer, person, found.versions) if other else None
        changed = self._assignments.change(assignment, version, terms, whom, given)
        self._accounts.note_access(person, "changed", "assignment", assignment)
        return changed

    def copy(self, person: str, assignment: str, section: str, days: int = 0) -> Assignment:
        """Give the same work, with the same version of the content, to the whole of a section that is taught too.

        The times of day stay and mean that section's time zone, so many days later.

        Raises:
            ValueError: The section is put away; nothing was given.
        """
        kept = self._of(person, assignment)
        self._must_teach(person, section)
        self._must_be_open(section)
        terms = moved(kept.terms, self._sections.section(section).zone, days)
        return self._assignments.add(
            section,
            terms,
            [Assignee()],
            by=person,
            digest=kept.content_digest,
            contents=self._given.of_assignment(assignment),
            copied_from=assignment,
        )

    def withdraw(self, person: str, assignment: str, version: int) -> Assignment:
        """Take an assignment back: nobody can begin it any more, and what was done for it is kept.

        Raises:
            ChangedMeanwhile: Somebody else changed it since `version`; nothing was kept.
        """
        self._of(person, assignment)
        taken = self._assignments.withdraw(assignment, version)
        self._accounts.note_access(person, "withdrew", "assignment", assignment)
        return taken

    def release_feedback(self, person: str, assignment: str, version: int) -> Assignment:
        """Let trainees see grades, comments and report of an assignment; names are no longer hidden then.

        Raises:
            ChangedMeanwhile: Somebody else changed it since `version`; nothing was kept.
        """
        return self._release(person, assignment, version, released=True)

    def withdraw_feedback(self, person: str, assignment: str, version: int) -> Assignment:
        """Let feedback wait again; what a trainee has read by then they have read.

        Raises:
            ChangedMeanwhile: Somebody else changed it since `version`; nothing was kept.
        """
        return self._release(person, assignment, version, released=False)

    def assignments(self, person: str, section: str) -> tuple[Assignment, ...]:
        """Give the assignments of a section, oldest first."""
        self._must_teach(person, section)
        return self._assignments.of_section(section)

    def given(self, person: str, assignment: str) -> Given:
        """Give an assignment with those who have it and what is different for some."""
        return Given(
            assignment=self._of(person, assignment),
            assignees=self._assignments.assignees(assignment),
            extensions=self._assignments.extensions(assignment),
            offer=self._given.offer(assignment),
        )

    def _release(self, person: str, assignment: str, version: int, *, released: bool) -> Assignment:
        self._of(person, assignment)
        kept = self._assignments.set_released(assignment, version, released=released)
        action = "released feedback" if released else "withdrew feedback"
        self._accounts.note_access(person, action, "assignment", assignment)
        return kept

    def _found(self, person: str, terms: Terms) -> _Found:
        """Find what terms name: what was written here and this person may use, or what ships."""
        authored = self._shelf.offer(person, terms.content) if terms.kind is Kind.SCENARIO else None
        return _Found(authored.offer, authored.versions) if authored else _Found(offer_for(terms, self.catalog), {})

    def _fitting(self, section: str, assignees: Sequence[Assignee]) -> tuple[Assignee, ...]:
        return fitting_assignees(assignees, self._sections.members(section), self._sections.groups(section))

    def _of(self, person: str, assignment: str) -> Assignment:
        kept = self._assignments.assignment(assignment)
        self._must_teach(person, kept.section)
        return kept

    def _must_teach(self, person: str, section: str) -> None:
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))

    def _must_be_open(self, section: str) -> None:
        if self._sections.section(section).archived_at is not None:
            raise ValueError("The section is put away; bring it back first.")


def any_seed() -> int:
    """Draw a seed that everybody of an assignment is to share."""
    return secrets.randbelow(2**31)
