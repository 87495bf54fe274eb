"""How somebody comes from a course: who they are here, in which section, and what the link opens."""

from collections.abc import Mapping

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Role
from classroom.lti_checked import Begun, Checked, LaunchCheck
from classroom.lti_choose import Choice, Choosing
from classroom.lti_claims import Visit
from classroom.lti_course_store import LtiCourseStore, made_up_address
from classroom.lti_records import Course, LaunchRefused, Platform
from classroom.lti_tickets import TicketKind, Tickets
from classroom.section_store import SectionStore
from classroom.sections import Seat
from classroom.sign_in import SignIn
from dialogue.record import Record

CHOOSE = "/lti/choose"
"""Path of ours that a platform opens to choose what a link is for; it stays in the platform's frame."""
NOBODY = "Attune lets in who teaches or learns in the course; your learning platform says neither of you."
NO_SECTION = "Nobody who teaches this course has opened it in Attune yet. Ask your instructor to open it once."


class Entered(Record):
    """Somebody who may be signed in, and where they go."""

    person: str
    goes: str
    """Path of ours, with a slash in front."""


class Claimed(Record):
    """Somebody whose address belongs to an account: they must show that it is theirs."""

    email: str
    ticket: str


Landing = Entered | Claimed | Choice


class Launching:
    """The verbs of launches. What a platform signed is taken at its word, and nothing else is."""

    def __init__(
        self,
        check: LaunchCheck,
        accounts: AccountStore,
        courses: LtiCourseStore,
        sections: SectionStore,
        choosing: Choosing,
        tickets: Tickets,
        sign_in: SignIn,
    ) -> None:
        self._check = check
        self._accounts = accounts
        self._courses = courses
        self._sections = sections
        self._choosing = choosing
        self._tickets = tickets
        self._sign_in = sign_in

    def begin(self, sent: Mapping[str, str], launch_address: str, target: str) -> Begun:
        """Send a browser to its platform, which says who it is; see `LaunchCheck.begin`."""
        return self._check.begin(sent, launch_address, target)

    def launch(self, sent: Mapping[str, str], cookie: str, *, framed: bool) -> Landing:
        """Let somebody in who comes from a course.

        Args:
            sent: What the platform's answer holds; everything in it but the signed token and its state is ignored.
            cookie: The state that the browser was given.
            framed: Whether the browser shows it inside the platform's page, where nobody is signed in: only a
                choice can be made there, and browsers keep cookies from it.

        Raises:
            LaunchRefused: The answer does not hold, or this person has no part in the course; nobody was let in.
        """
        platform, visit = checked = self._check.check(sent, None if framed and not cookie else cookie)
        if framed and visit.wanted is None:
            raise LaunchRefused("This opens in a window of its own. Open it again from your course.")
        if not visit.teaches and not visit.learns:
            raise LaunchRefused(NOBODY)
        person = self._courses.person(platform.id, visit.subject) or self._new_person(checked)
        if person is None:
            said = {"subject": visit.subject, "email": visit.email}
            return Claimed(email=visit.email, ticket=self._tickets.write(TicketKind.JOIN, platform.id, said))
        return self._enter(platform, visit, person)

    def sign_in(self, person: str, instead_of: str = "") -> str:
        """Sign in somebody whom `launch` let in; gives the secret for their browser."""
        return self._sign_in.open_for(person, instead_of)

    def join(self, ticket: str, password: str, address: str, instead_of: str = "") -> str:
        """Let somebody show with a password that an account is theirs; it is joined with who they are in the platform.

        Gives the secret for their browser.

        Raises:
            LaunchRefused: It took too long, or they are somebody else here already; nothing was joined.
            ValueError: The password is wrong.
            SlowDown: It was tried too often.
        """
        read = self._tickets.read(TicketKind.JOIN, ticket)
        email, subject = read.said.get("email") or "", read.said.get("subject") or ""
        secret = self._sign_in.sign_in(email, password, address, instead_of)
        person = self._sign_in.person_of(secret)
        self._tickets.spend(read)
        if person is None or not self._courses.join_person(read.platform, subject, person):
            self._sign_in.sign_out(secret)
            raise LaunchRefused("Your learning platform knows you as somebody else here; ask an administrator.")
        return secret

    def address_in(self, ticket: str) -> str:
        """Give the address of the account that somebody is to show is theirs.

        Raises:
            LaunchRefused: It took too long.
        """
        return self._tickets.read(TicketKind.JOIN, ticket).said.get("email") or ""

    def _new_person(self, checked: Checked) -> str | None:
        """Make an account; None where somebody has the address."""
        platform, visit = checked
        course = self._courses.course(platform.id, visit.context)
        if course is None and not visit.teaches:
            raise LaunchRefused(NO_SECTION)
        zone = visit.zone or (self._sections.section(course.section).zone if course else "UTC")
        new = new_account(platform.id, visit.subject, visit.name, visit.email, teaches=visit.teaches, zone=zone)
        return self._courses.add_person(platform.id, visit.subject, new)

    def _enter(self, platform: Platform, visit: Visit, person: str) -> Landing:
        if self._accounts.standing(person).role is None:
            raise LaunchRefused("Your access to Attune is switched off; ask whoever administers it.")
        course = self._course(platform, visit, person)
        wanted = Seat.INSTRUCTOR if visit.teaches else Seat.TRAINEE
        seat = self._courses.give_seat(course.section, person, wanted, lower=True)
        teaches = seat is Seat.INSTRUCTOR and visit.teaches
        if visit.wanted is not None and not teaches:
            raise LaunchRefused("Only who teaches the course chooses what a link opens.")
        if visit.wanted is not None:
            return self._choosing.offered(person, platform, course, visit)
        return self._opened(platform, visit, course, person, teaches=teaches)

    def _course(self, platform: Platform, visit: Visit, person: str) -> Course:
        course = self._courses.course(platform.id, visit.context)
        if course is None:
            if not visit.teaches:
                raise LaunchRefused(NO_SECTION)
            zone = visit.zone or self._accounts.account(person).zone
            course = self._courses.open_course(
                platform.id, visit.context, person, title=visit.title, label=visit.label, zone=zone
            )
        if visit.names_url and visit.names_url != course.names_url:
            self._courses.keep_names_url(course.id, visit.names_url)
        return course

    def _opened(self, platform: Platform, visit: Visit, course: Course, person: str, *, teaches: bool) -> Landing:
        """Find what a link opens: what it opened before, else what it was made for."""
        link = self._courses.bind(course, visit.link, visit.assignment, visit.line_item_url)
        if link is None and teaches:
            return self._choosing.offered(person, platform, course, visit)
        if link is None:
            raise LaunchRefused(
                "This link opens no assignment yet. Ask your instructor to open it once and choose one."
            )
        return Entered(person=person, goes=f"/assignment/{link.assignment}" if teaches else "/?view=assignments")


def new_account(platform: str, subject: str, name: str, email: str, *, teaches: bool, zone: str) -> NewAccount:
    """Describe the account of somebody who comes from a platform for the first time."""
    return NewAccount(
        email=email or made_up_address(platform, subject),
        name=name or "Without a name",
        role=Role.INSTRUCTOR if teaches else Role.TRAINEE,
        zone=zone,
    )
