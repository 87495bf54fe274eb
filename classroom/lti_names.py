"""Who is in a course, as its platform tells, brought into its section; nobody is taken out and nothing is lost."""

from collections.abc import Mapping

from classroom.account_store import AccountStore
from classroom.lti_claims import email_of, name_of, seats_of
from classroom.lti_course_store import LtiCourseStore
from classroom.lti_http import PlatformHttp
from classroom.lti_launch import new_account
from classroom.lti_outbox_store import LtiOutboxStore
from classroom.lti_records import LONGEST_ID, Course, Link, Platform
from classroom.lti_services import Services
from classroom.lti_store import LtiStore
from classroom.rights import Action, InSection, check
from classroom.section_store import SectionStore
from classroom.sections import Seat
from dialogue.record import Record


class Brought(Record):
    """What bringing the people up to date came to."""

    came: tuple[str, ...] = ()
    """Names of those who are in the section since."""
    were_here: int = 0
    have_accounts: tuple[str, ...] = ()
    """Names of those whose address belongs to an account that they have not shown to be theirs."""
    left: tuple[str, ...] = ()
    """Names of those in the section whom the platform knows here no more; they and their work stay."""


class CourseOfSection(Record):
    """A course that a section belongs to."""

    course: Course
    platform: Platform
    links: tuple[tuple[Link, str], ...]
    """Each with the title of the assignment that it opens."""


class Names:
    """The verbs about the courses of a section. Each takes the person who asks, and asks their rights anew.

    Each raises `RecordNotFound` for whoever is not in the section, and `PermissionError` for whoever does not teach it;
    nothing was changed then.
    """

    def __init__(
        self,
        accounts: AccountStore,
        store: LtiStore,
        courses: LtiCourseStore,
        sections: SectionStore,
        outbox: LtiOutboxStore,
        http: PlatformHttp,
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._courses = courses
        self._sections = sections
        self._outbox = outbox
        self._http = http

    def courses(self, person: str, section: str) -> tuple[CourseOfSection, ...]:
        """Give the courses that a section belongs to."""
        self._must_teach(person, section)
        links = self._outbox.links(section)
        return tuple(
            CourseOfSection(
                course=one,
                platform=self._store.platform(one.platform),
                links=tuple((link, title) for link, title in links if link.course == one.id),
            )
            for one in self._courses.courses_of(section)
        )

    def bring(self, person: str, section: str) -> Brought:
        """Bring into a section who is in its courses.

        Raises:
            PlatformFailed: A platform does not tell; those whom another one told are in the section.
            ValueError: No course of this section tells who is in it.
        """
        self._must_teach(person, section)
        courses = [one for one in self._courses.courses_of(section) if one.names_url]
        if not courses:
            raise ValueError("No course tells who is in it. Allow names and roles for Attune in the learning platform.")
        brought = Brought()
        for course in courses:
            brought = self._bring(course, brought)
        self._accounts.note_access(person, "brought the people of a course", "section", section)
        return brought

    def _bring(self, course: Course, so_far: Brought) -> Brought:
        platform = self._store.platform(course.platform)
        if platform.disabled_at is not None:
            raise ValueError(f"{platform.title} is switched off; an administrator can switch it on.")
        said = Services(platform, self._store.signing_keys()[0], self._http).members(course.names_url)
        members = {one.account.id: one for one in self._sections.members(course.section)}
        zone = self._sections.section(course.section).zone
        came, have, here = [], [], set()
        for one in said:
            seat, subject = _seat(one), one.get("user_id")
            if seat is None or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_ID:
                continue
            person = self._person(platform, subject, one, zone)
            if person is None:
                have.append(name_of(one) or email_of(one))
                continue
            here.add(person)
            if person not in members:
                came.append(self._accounts.account(person).name)
            self._courses.give_seat(course.section, person, seat, lower=False)
        known = self._courses.subjects(platform.id)
        left = [one.account.name for id_, one in members.items() if id_ in known and id_ not in here]
        return Brought(
            came=(*so_far.came, *came),
            were_here=so_far.were_here + len(here & members.keys()),
            have_accounts=(*so_far.have_accounts, *have),
            left=(*so_far.left, *left),
        )

    def _person(self, platform: Platform, subject: str, said: Mapping[str, object], zone: str) -> str | None:
        """Find somebody, or make their account; None where somebody has the address."""
        found = self._courses.person(platform.id, subject)
        if found is not None:
            return found
        teaches = _seat(said) is Seat.INSTRUCTOR
        new = new_account(platform.id, subject, name_of(said), email_of(said), teaches=teaches, zone=zone)
        return self._courses.add_person(platform.id, subject, new)

    def _must_teach(self, person: str, section: str) -> None:
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))


def _seat(said: Mapping[str, object]) -> Seat | None:
    """Give the seat of somebody who is active in a course; None for whoever neither teaches nor learns there."""
    if said.get("status", "Active") != "Active":
        return None
    teaches, learns = seats_of(said.get("roles"))
    if teaches:
        return Seat.INSTRUCTOR
    return Seat.TRAINEE if learns else None
