"""Sections: who makes them, who is in them, the roster, and groups."""

from collections.abc import Iterable

from classroom.account_store import AccountStore
from classroom.accounts import Role, read_email, read_name, read_zone
from classroom.link_store import LinkKind, LinkStore
from classroom.people import Invitation
from classroom.rights import Action, InSection, Site, check, may
from classroom.roster import Imported, Roster, read_roster
from classroom.roster_store import RosterStore
from classroom.section_store import SectionStore
from classroom.sections import Group, Member, Seat, Section
from practice.errors import RecordNotFound


class Teaching:
    """The verbs of sections. Each takes the person who asks, and asks their rights anew.

    Every verb about one section raises `RecordNotFound` for whoever is not in it, and `PermissionError` for whoever
    does not teach it; nothing was changed then.
    """

    def __init__(self, accounts: AccountStore, sections: SectionStore, rosters: RosterStore, links: LinkStore) -> None:
        self._accounts = accounts
        self._sections = sections
        self._rosters = rosters
        self._links = links

    def make_section(self, person: str, title: str, zone: str, course: str = "") -> Section:
        """Make a section that this person teaches.

        Raises:
            PermissionError: They may not; nothing was made.
            ValueError: A field cannot be read; nothing was made.
        """
        check(self._accounts.standing(person), Action.MAKE_SECTION, Site())
        return self._sections.add(read_name(title, "title"), read_zone(zone), _course(course), person)

    def taught_by(self, person: str) -> tuple[Section, ...]:
        """Give the sections that this person teaches."""
        return self._sections.sections(person, Seat.INSTRUCTOR) if self._accounts.standing(person).role else ()

    def all_sections(self, person: str) -> tuple[Section, ...]:
        """Give every section, to whoever manages the site."""
        check(self._accounts.standing(person), Action.MANAGE_SITE, Site())
        return self._sections.sections()

    def sizes(self, person: str) -> dict[str, int]:
        """Count the trainees of each section that this person teaches, or of every one for whoever manages the site."""
        every = may(self._accounts.standing(person), Action.MANAGE_SITE, Site())
        sections = self._sections.sections() if every else self.taught_by(person)
        sizes = self._sections.sizes()
        return {section.id: sizes.get(section.id, 0) for section in sections}

    def taught(self, person: str, section: str) -> Section:
        """Give a section to whoever teaches it."""
        self._must_teach(person, section)
        return self._sections.section(section)

    def section(self, person: str, section: str) -> Section:
        """Give a section to whoever is in it."""
        check(self._accounts.standing(person), Action.SEE_SECTION, InSection(section=section))
        return self._sections.section(section)

    def change_section(
        self, person: str, section: str, version: int, *, title: str, course: str, zone: str, archived: bool = False
    ) -> Section:
        """Change what a section is called, its zone, and whether it is put away.

        Raises:
            ChangedMeanwhile: Somebody else changed it; nothing was kept.
            ValueError: A field cannot be read; nothing was kept.
        """
        self._must_teach(person, section)
        return self._sections.change(
            section,
            version,
            title=read_name(title, "title"),
            course=_course(course),
            zone=read_zone(zone),
            archived=archived,
        )

    def members(self, person: str, section: str, *, gone: bool = False) -> tuple[Member, ...]:
        """Give who is in a section, by name; with `gone`, also who left."""
        self._must_staff(person, section)
        return self._sections.members(section, gone=gone)

    def add_instructor(self, person: str, section: str, email: str) -> None:
        """Let a colleague teach a section too: somebody whose account is an instructor's or an administrator's.

        Raises:
            ValueError: It is no address, or not a colleague's; nothing was changed.
        """
        self._must_staff(person, section)
        account = self._accounts.by_email(read_email(email))
        if account is None or account.role is Role.TRAINEE or account.disabled_at is not None:
            raise ValueError("No instructor here has this address; an administrator can invite one.")
        self._sections.put(section, account.id, Seat.INSTRUCTOR)
        self._accounts.note_access(person, "made instructor", "section", section, account.id)

    def remove(self, person: str, section: str, member: str) -> None:
        """Take somebody out of a section; their work stays.

        Raises:
            ValueError: It is its last instructor; nothing was changed.
        """
        self._must_staff(person, section)
        self._sections.leave(section, member)
        self._accounts.note_access(person, "took out", "section", section, member)

    def preview_roster(self, person: str, section: str, data: bytes) -> Roster:
        """Tell what importing a file would do; nothing is changed.

        Raises:
            ValueError: The file as a whole cannot be used.
        """
        self._must_teach(person, section)
        return self._rosters.compare(section, read_roster(data))

    def import_roster(self, person: str, section: str, data: bytes) -> Imported:
        """Import a file of trainees in one step; importing it again changes nothing.

        Raises:
            ValueError: The file cannot be used, or a row has a fault; nothing was imported.
        """
        self._must_teach(person, section)
        kept = self._sections.section(section)
        if kept.archived_at is not None:
            raise ValueError("The section is put away; bring it back first.")
        return self._rosters.keep(kept, read_roster(data), person)

    def invite_again(self, person: str, section: str, member: str) -> Invitation:
        """Give a new invitation for a trainee of this section and no other who has not signed in yet.

        Raises:
            ValueError: They have signed in, or are in another section too: only an administrator may give a link then,
                as whoever has it can sign in as them.
        """
        self._must_teach(person, section)
        found = next((one for one in self._sections.members(section) if one.account.id == member), None)
        if found is None or found.seat is not Seat.TRAINEE:
            raise RecordNotFound("This person is no trainee of the section; look at its list of people.")
        elsewhere = self._accounts.standing(member).seats.keys() != {section}
        begun = found.account.has_password or self._accounts.signs_in_elsewhere(member)
        if begun or elsewhere or found.account.role is not Role.TRAINEE:
            raise ValueError("This person signs in already, or has another section; ask an administrator for a link.")
        secret = self._links.make(LinkKind.INVITE, member, person)
        return Invitation(account=found.account, kind=LinkKind.INVITE, secret=secret)

    def groups(self, person: str, section: str) -> tuple[Group, ...]:
        """Give the groups of a section."""
        self._must_teach(person, section)
        return self._sections.groups(section)

    def keep_group(
        self,
        person: str,
        section: str,
        title: str,
        people: Iterable[str],
        group: str | None = None,
        version: str | None = None,
    ) -> Group:
        """Make a group of trainees, or give one another title and other people.

        Args:
            person: Who asks.
            section: Whose trainees they are.
            title: Of the group.
            people: Who is in it from now on.
            group: Which; None makes one.
            version: Of the group, as it was seen; None changes it however it stands.

        Raises:
            ChangedMeanwhile: Somebody else changed the group; nothing was kept.
            ValueError: The title is empty or taken; nothing was changed.
        """
        self._must_teach(person, section)
        return self._sections.keep_group(section, read_name(title, "title"), people, group, version)

    def drop_group(self, person: str, section: str, group: str) -> None:
        """Remove a group; the people stay in the section."""
        self._must_teach(person, section)
        self._sections.drop_group(section, group)

    def _must_teach(self, person: str, section: str) -> None:
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))

    def _must_staff(self, person: str, section: str) -> None:
        """Let those go on who teach the section, and those who manage the site."""
        standing = self._accounts.standing(person)
        if not may(standing, Action.MANAGE_SITE, Site()):
            check(standing, Action.TEACH, InSection(section=section))
        self._sections.section(section)


def _course(text: str) -> str:
    return read_name(text, "course") if text.strip() else ""
