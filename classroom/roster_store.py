"""Holds a roster against what is kept, and imports it whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connection

from classroom.account_store import NewAccount, access_row, account_of, account_row, add_accounts
from classroom.accounts import Role
from classroom.link_store import LinkKind, link_row
from classroom.people import Invitation
from classroom.roster import Imported, Roster, RosterRow, RowState
from classroom.secret import new_secret
from classroom.section_store import join
from classroom.sections import Seat, Section
from records.classes import MembershipRow
from records.people import AccountRow

ELSEWHERE = "Another person has this number here; correct the number or the e-mail address."
OTHER_NUMBER = "This e-mail address has another number here; correct one of them."
DISABLED = "This account is disabled; an administrator can enable it again."
TEACHES = "This person teaches the section."


class RosterStore:
    """Rosters and the records. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def compare(self, section: str, rows: Sequence[RosterRow]) -> Roster:
        """Tell what importing these rows would do; nothing is changed."""
        with Connection(self._engine) as db:
            return _compared(db, section, rows)

    def keep(self, section: Section, rows: Sequence[RosterRow], by: str) -> Imported:
        """Import a roster in one step; a second time changes nothing.

        Raises:
            ValueError: A row has a fault; nothing was imported.
        """
        now = self._clock()
        with Connection(self._engine) as db, db.begin():
            roster = _compared(db, section.id, rows)
            if roster.faults:
                lines = ", ".join(str(row.line) for row in roster.faults[:10])
                raise ValueError(f"Nothing was imported: {len(roster.faults)} rows have faults (line {lines}).")
            invitations = _make(db, section, [row for row in roster.rows if row.state is RowState.NEW], by, now)
            for row in roster.rows:
                if row.state is RowState.JOINS:
                    found = db.scalars(select(AccountRow.person_id).where(AccountRow.email == row.email)).one()
                    join(db, section.id, found, Seat.TRAINEE, now)
                    db.add(access_row(now, by, "let in", "section", section.id, found))
            return Imported(roster=roster, invitations=invitations)


def _make(
    db: Connection, section: Section, rows: Sequence[RosterRow], by: str, now: datetime
) -> tuple[Invitation, ...]:
    """Make the accounts of these rows, let them in and invite them: thousands in about a second."""
    accounts = [
        account_row(
            NewAccount(email=row.email, name=row.name, number=row.number, role=Role.TRAINEE, zone=section.zone), now
        )
        for row in rows
    ]
    add_accounts(db, accounts)
    invitations = []
    for account in accounts:
        person, secret = account.person_id, new_secret()
        db.add(MembershipRow(section_id=section.id, person_id=person, role=Seat.TRAINEE.value, joined_at=now))
        db.add(link_row(secret, LinkKind.INVITE, person, by, now))
        db.add(access_row(now, by, "made account", "section", section.id, person))
        invitations.append(Invitation(account=account_of(account), kind=LinkKind.INVITE, secret=secret))
    db.flush()
    return tuple(invitations)


def _compared(db: Connection, section: str, rows: Sequence[RosterRow]) -> Roster:
    accounts = db.scalars(select(AccountRow)).all()
    by_email = {account.email: account for account in accounts}
    by_number = {account.number: account for account in accounts if account.number}
    inside = {
        one.person_id: Seat(one.role)
        for one in db.scalars(
            select(MembershipRow).where(MembershipRow.section_id == section, MembershipRow.left_at.is_(None))
        )
    }
    compared = tuple(_row_compared(row, by_email, by_number, inside) for row in rows)
    named = {row.email for row in compared}
    missing = sorted(
        account.name
        for account in accounts
        if inside.get(account.person_id) is Seat.TRAINEE and account.email not in named
    )
    return Roster(rows=compared, missing=tuple(missing))


def _row_compared(
    row: RosterRow,
    by_email: dict[str, AccountRow],
    by_number: dict[str, AccountRow],
    inside: dict[str, Seat],
) -> RosterRow:
    if row.state is RowState.FAULT:
        return row
    account = by_email.get(row.email)
    holder = by_number.get(row.number) if row.number else None
    fault = ""
    if holder is not None and holder is not account:
        fault = ELSEWHERE
    elif account is not None and row.number and account.number and account.number != row.number:
        fault = OTHER_NUMBER
    elif account is not None and account.disabled_at is not None:
        fault = DISABLED
    elif account is not None and inside.get(account.person_id) is Seat.INSTRUCTOR:
        fault = TEACHES
    if fault:
        return row.model_copy(update={"state": RowState.FAULT, "fault": fault})
    state = RowState.NEW
    if account is not None:
        state = RowState.THERE if account.person_id in inside else RowState.JOINS
    return row.model_copy(update={"state": state})
