"""The gradebook: rows by person, columns by assignment; what is missing stays missing."""

from collections.abc import Callable
from datetime import datetime

from classroom.account_store import AccountStore
from classroom.counting import Came, count_attempt, counting
from classroom.gradebook_files import as_csv, as_xlsx
from classroom.gradebook_records import Cell, Column, CriterionName, Gradebook, Row
from classroom.rights import Action, InSection, check
from classroom.section_work import GivenWork, SectionReader, SectionWork
from classroom.sections import Member
from evaluator.rubric import Rubric


class Gradebooks:
    """The verbs of the gradebook. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for a section that this person is not in, and `PermissionError` for one that they
    do not teach.
    """

    def __init__(
        self, accounts: AccountStore, reader: SectionReader, rubric: Rubric, clock: Callable[[], datetime]
    ) -> None:
        self._accounts = accounts
        self._reader = reader
        self._rubric = rubric
        self._clock = clock

    def gradebook(self, person: str, section: str) -> Gradebook:
        """Give the gradebook of a section as it is now."""
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        return gradebook_of(self._reader.read(section), self._rubric, self._clock())

    def csv(self, person: str, section: str, *, every_criterion: bool = False) -> bytes:
        """Give the gradebook as a CSV file, UTF-8 with its mark; that it was taken away is noted."""
        return as_csv(self._taken(person, section, "csv"), every_criterion=every_criterion)

    def xlsx(self, person: str, section: str) -> bytes:
        """Give the gradebook as a workbook of headlines, criteria and a legend; that it was taken away is noted."""
        return as_xlsx(self._taken(person, section, "xlsx"))

    def _taken(self, person: str, section: str, form: str) -> Gradebook:
        book = self.gradebook(person, section)
        self._accounts.note_access(person, "exported the gradebook", "section", section, note=form)
        return book


def gradebook_of(work: SectionWork, rubric: Rubric, now: datetime) -> Gradebook:
    """Make the gradebook of what was given and done.

    Args:
        work: Of a section.
        rubric: That ships; its criteria are the figures, under the names that an assignment's own rubric gives them.
        now: The present moment in UTC, which decides what is missing.
    """
    return Gradebook(
        section=work.section.id,
        title=work.section.title,
        made_at=now,
        criteria=tuple(CriterionName(id=c.id, name=c.name, headline=c.block == "headline") for c in rubric.criteria),
        columns=tuple(_column(given, rubric) for given in work.given),
        rows=tuple(_row(work, member, rubric, now) for member in work.trainees),
    )


def _column(given: GivenWork, shipped: Rubric) -> Column:
    terms, own = given.assignment.terms, given.rubric
    written = own is not shipped
    return Column(
        assignment=given.assignment.id,
        title=terms.title,
        kind=terms.kind,
        mode=terms.mode,
        which_counts=terms.which_counts,
        due_at=terms.due.at if terms.due else None,
        released=given.assignment.released_at is not None,
        withdrawn=given.assignment.withdrawn_at is not None,
        nameless=given.nameless,
        rubric=f"{own.name}, version {own.version}" if written else "",
        names={one.id: one.name for one in own.criteria} if written else {},
    )


def _row(work: SectionWork, member: Member, rubric: Rubric, now: datetime) -> Row:
    account = member.account
    return Row(
        person=account.id,
        name=account.name,
        email=account.email,
        number=account.number,
        left=member.left_at is not None,
        cells=tuple(cell_of(work, given, account.id, rubric, now) for given in work.given),
    )


def cell_of(work: SectionWork, given: GivenWork, person: str, rubric: Rubric, now: datetime) -> Cell:
    """Give what an assignment came to for one person; excused work has no figures, and gets them back after."""
    attempts, own = given.of(person), given.own(person)
    overdue = own.is_late(now)
    if own.excused:
        return Cell(came=Came.EXCUSED, attempts=len(attempts))
    if not attempts and person not in given.given_to:
        return Cell(came=Came.NOT_GIVEN)
    if not attempts:
        return Cell(came=Came.MISSING if overdue else Came.NOT_BEGUN, overdue=overdue)
    if given.nameless:
        return Cell(came=Came.NAMELESS, attempts=len(attempts))
    finished = [
        count_attempt(one.number, work.done_by(one), rubric, late=one.late)
        for one in attempts
        if one.handed_in_at is not None
    ]
    counted = counting(finished, given.assignment.terms.which_counts)
    came = Came.IN_PROGRESS if counted is None else Came.FINISHED
    return Cell(came=came, overdue=overdue and counted is None, attempts=len(attempts), counted=counted)
