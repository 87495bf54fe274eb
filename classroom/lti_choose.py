"""How an instructor chooses what a link of their course opens, and how the choice goes back to the course."""

from typing import cast

from pylti1p3.deep_link import DeepLink, TDeepLinkData
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from classroom.account_store import AccountStore
from classroom.assigning import Assigning
from classroom.assignments import Assignee, Assignment, Kind, Terms
from classroom.lti_claims import Visit
from classroom.lti_course_store import LtiCourseStore
from classroom.lti_library import registration_of
from classroom.lti_records import OUT_OF, Course, LaunchRefused, Platform, origin_of
from classroom.lti_store import LtiStore
from classroom.lti_tickets import OVER, Ticket, TicketKind, Tickets
from classroom.rights import Action, InSection, check
from classroom.section_store import SectionStore
from classroom.sections import Section
from dialogue.record import Record
from practice.catalog import Catalog

DATA = "https://purl.imsglobal.org/spec/lti-dl/claim/data"


class Choice(Record):
    """What an instructor can choose from."""

    ticket: str
    """Stands for the instructor and the course; good once and for an hour."""
    person: str
    section: Section
    platform: str
    """Its title."""
    framed_by: tuple[str, ...]
    """Origins of the platform's pages that may show it; empty where it opens in a window of its own."""
    assignments: tuple[Assignment, ...]
    scenarios: tuple[tuple[str, str], ...]
    """Id and title of what a new assignment can be of."""


class Given(Record):
    """The choice, as it goes back to the course."""

    title: str
    platform: str
    return_url: str
    signed: str
    framed_by: tuple[str, ...]


class Bound(Record):
    """A link that opens an assignment from now on."""

    assignment: str


class Choosing:
    """The verbs of choosing. A ticket stands for the instructor, whose rights are asked anew."""

    def __init__(
        self,
        store: LtiStore,
        courses: LtiCourseStore,
        accounts: AccountStore,
        sections: SectionStore,
        assigning: Assigning,
        catalog: Catalog,
        tickets: Tickets,
    ) -> None:
        self._store = store
        self._courses = courses
        self._accounts = accounts
        self._sections = sections
        self._assigning = assigning
        self._catalog = catalog
        self._tickets = tickets

    def offered(self, person: str, platform: Platform, course: Course, visit: Visit) -> Choice:
        """Give an instructor what to choose from, after a launch that holds."""
        said = {"person": person, "course": course.id, "deployment": visit.deployment}
        if visit.wanted is not None:
            said |= {"return": visit.wanted.return_url}
            text: dict[str, str | None] = {"text": visit.wanted.text}
        else:
            text = {"link": visit.link, "line_item": visit.line_item_url}
        return self._choice(self._tickets.write(TicketKind.CHOOSE, platform.id, {**said, **text}))

    def again(self, ticket: str) -> Choice:
        """Give the choice once more, such as after a mistake.

        Raises:
            LaunchRefused: It took too long.
        """
        return self._choice(ticket)

    def choose(self, ticket: str, assignment: str, scenario: str, title: str, launch_address: str) -> Given | Bound:
        """Choose an assignment of the section, or make one with the usual terms.

        Args:
            ticket: Of the page.
            assignment: Which; empty for a new one.
            scenario: Of the new one.
            title: Of the new one; the scenario's if empty.
            launch_address: Where the link leads: always ours.

        Raises:
            LaunchRefused: The page is too old or was used; nothing was chosen.
            RecordNotFound: There is no such assignment in this section.
            ValueError: Nothing is chosen, or it cannot be given; nothing was made.
        """
        read = self._tickets.read(TicketKind.CHOOSE, ticket)
        person, course = self._whose(read)
        if not assignment and not scenario:
            raise ValueError("Choose an assignment, or a scenario for a new one.")
        listed = self._assigning.assignments(person, course.section)
        chosen = next((one for one in listed if one.id == assignment and one.withdrawn_at is None), None)
        if assignment and chosen is None:
            raise ValueError("This assignment is not in the section any more; choose another.")
        if chosen is None and scenario not in self._catalog.offers:
            raise ValueError("There is no such scenario to assign; choose one of the list.")
        self._tickets.spend(read)
        chosen = chosen or self._made(person, course.section, scenario, title)
        if read.said.get("return"):
            return self._given(read, chosen, launch_address)
        self._courses.bind(course, read.said.get("link") or "", chosen.id, read.said.get("line_item") or "")
        return Bound(assignment=chosen.id)

    def _choice(self, ticket: str) -> Choice:
        read = self._tickets.read(TicketKind.CHOOSE, ticket)
        person, course = self._whose(read)
        platform = self._store.platform(course.platform)
        return Choice(
            ticket=ticket,
            person="" if read.said.get("return") else person,
            section=self._sections.section(course.section),
            platform=platform.title,
            framed_by=_frames(read, platform),
            assignments=tuple(
                one for one in self._assigning.assignments(person, course.section) if one.withdrawn_at is None
            ),
            scenarios=tuple((one.scenario.id, one.scenario.title) for one in self._catalog.offers.values()),
        )

    def _whose(self, read: Ticket) -> tuple[str, Course]:
        """Give who chooses, and for which course; they may have stopped teaching it meanwhile."""
        person, course = read.said.get("person") or "", self._courses.course_by_id(read.said.get("course") or "")
        if course is None or self._store.platform(course.platform).disabled_at is not None:
            raise LaunchRefused(OVER)
        check(self._accounts.standing(person), Action.TEACH, InSection(section=course.section))
        return person, course

    def _made(self, person: str, section: str, scenario: str, title: str) -> Assignment:
        offer = self._catalog.offers.get(scenario)
        named = title.strip()[:200] or (offer.scenario.title if offer else scenario)
        zone = self._sections.section(section).zone
        terms = Terms(title=named, kind=Kind.SCENARIO, content=scenario, zone=zone)
        return self._assigning.give(person, section, terms, [Assignee()])

    def _given(self, read: Ticket, chosen: Assignment, launch_address: str) -> Given:
        platform, back = self._store.platform(read.platform), read.said.get("return") or ""
        settings = cast(TDeepLinkData, {"deep_link_return_url": back})
        link = DeepLink(
            registration_of(platform, self._store.signing_keys()[0]), read.said.get("deployment") or "", settings
        )
        message = {**link.get_message_jwt([_resource(chosen, launch_address)]), DATA: read.said.get("text")}
        said = {name: value for name, value in message.items() if value is not None}
        return Given(
            title=chosen.terms.title,
            platform=platform.title,
            return_url=back,
            signed=str(link.encode_jwt(said)),  # type: ignore[no-untyped-call]  # the library's
            framed_by=_frames(read, platform),
        )


def _frames(read: Ticket, platform: Platform) -> tuple[str, ...]:
    back = read.said.get("return")
    return tuple(dict.fromkeys((origin_of(back), origin_of(platform.issuer)))) if back else ()


def _resource(chosen: Assignment, launch_address: str) -> DeepLinkResource:
    """Describe a link with a column in the course's gradebook."""
    column = LineItem().set_score_maximum(OUT_OF).set_label(chosen.terms.title).set_resource_id(chosen.id)
    made = DeepLinkResource().set_title(chosen.terms.title).set_url(launch_address).set_lineitem(column)
    return made.set_custom_params({"assignment": chosen.id})
