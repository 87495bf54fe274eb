"""Assignments: given, changed, copied, taken back, and their feedback released."""

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignee, Assignment, Extension, Kind, Terms
from classroom.authored_shelf import Assignable, AuthoredShelf, GradingRubric
from classroom.errors import FieldFault
from classroom.fitting import fitting_assignees, fitting_terms, offer_for
from classroom.given_store import GivenStore
from classroom.own_terms import moved
from classroom.rights import Action, InSection, check
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.catalog import Catalog, Offered
from practice.errors import RecordNotFound


class Given(Record):
    """An assignment as its instructors see it."""

    assignment: Assignment
    assignees: tuple[Assignee, ...]
    extensions: dict[str, Extension]
    """What is different, by person."""
    offer: Offered | None
    """What it was given with, as it was then; None where this program cannot read it."""
    rubric: Rubric
    """By which it is graded: the version it was given with, or the rubric that ships."""


class _Found(NamedTuple):
    """What terms name, and the version of each part of it that was written here, by kind."""

    offer: Offered
    versions: Mapping[str, str]


class _GradedBy(NamedTuple):
    """The rubric that terms name, and its version where it was written here."""

    rubric: Rubric
    version: str | None


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
        rubrics: RubricStore,
        catalog: Catalog,
        shelf: AuthoredShelf,
    ) -> None:
        self._accounts = accounts
        self._sections = sections
        self._assignments = assignments
        self._given = given
        self._rubrics = rubrics
        self.catalog = catalog
        self._shelf = shelf

    def authored(self, person: str) -> tuple[Assignable, ...]:
        """Give the scenarios written on this site that a person may assign, beside those that ship."""
        return self._shelf.assignable(person)

    def rubrics(self, person: str) -> tuple[GradingRubric, ...]:
        """Give the rubrics written on this site that a person may grade by, beside the one that ships."""
        return self._shelf.rubrics(person)

    def give(self, person: str, section: str, terms: Terms, assignees: Sequence[Assignee]) -> Assignment:
        """Give work to a section, to groups of it or to trainees of it, with the content as it is now.

        Raises:
            ValueError: The section is put away, or something in the terms does not fit; nothing was given.
        """
        self._must_teach(person, section)
        self._must_be_open(section)
        found, graded_by = self._found(person, terms), self._graded_by(person, terms)
        terms = fitting_terms(terms, found.offer, graded_by.rubric)
        whom = self._fitting(section, assignees)
        kept = self._given.keep(found.offer, person, found.versions, graded_by.version)
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
        """Change an assignment. It keeps its versions of the content and of the rubric.

        Unless another is named, or `newest` is wanted.

        Raises:
            ChangedMeanwhile: Somebody else changed it since `version`; nothing was kept.
            ValueError: Something does not fit, or somebody has begun and content, rubric, mode, turn limit or
                seed would change; nothing was kept.
        """
        kept = self._of(person, assignment)
        other = newest or (terms.kind, terms.content) != (kept.terms.kind, kept.terms.content)
        regraded = terms.rubric != kept.terms.rubric or (newest and terms.rubric is not None)
        offer = None if other else self._given.offer(assignment)
        found = _Found(offer, {}) if offer else self._found(person, terms)
        graded_by = self._graded_by(person, terms) if regraded else self._kept_rubric(assignment)
        terms = fitting_terms(terms, found.offer, graded_by.rubric)
        whom = self._fitting(kept.section, assignees)
        given = None
        if other:
            given = self._given.keep(found.offer, person, found.versions, graded_by.version)
        elif regraded:
            given = self._given.keep_with(assignment, graded_by.version)
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
            rubric=self._kept_rubric(assignment).rubric,
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

    def _graded_by(self, person: str, terms: Terms) -> _GradedBy:
        """Find the rubric that terms name: the newest version of what was written here, or what ships.

        Raises:
            FieldFault: It is not there for this person, or does not fit; each fault is a line with its remedy.
        """
        if terms.rubric is None:
            return _GradedBy(self.catalog.rubric, None)
        try:
            found = self._shelf.rubric_to_give(person, terms.rubric)
        except (RecordNotFound, PermissionError, ValueError) as error:
            raise FieldFault("rubric", str(error)) from error
        return _GradedBy(found.rubric, found.version)

    def _kept_rubric(self, assignment: str) -> _GradedBy:
        found = self._rubrics.of_assignment(assignment)
        return _GradedBy(found.rubric, found.version) if found else _GradedBy(self.catalog.rubric, None)

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
