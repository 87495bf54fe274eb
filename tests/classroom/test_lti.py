"""Learning platforms without a web: what is read, what is good once, who gets which seat, and what is sent when."""

from datetime import timedelta

import pytest

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Role
from classroom.counting import Came, CountedAttempt, Figure
from classroom.gradebook_records import Cell
from classroom.lti_claims import CLAIM, IN_COURSE, place_of, seats_of, visit_of
from classroom.lti_course_store import LtiCourseStore
from classroom.lti_grades import score_of
from classroom.lti_http import KeySets
from classroom.lti_outbox_store import LtiOutboxStore
from classroom.lti_platforms import Platforms
from classroom.lti_records import KeptLogin, LaunchRefused, NewPlatform, PlatformFailed, SendState, read_address
from classroom.lti_store import LtiStore
from classroom.lti_tickets import TicketKind, Tickets
from classroom.sections import Seat
from tests.classroom.classwork import Classwork
from tests.classroom.course import HandClock

HERE = "https://lms.example.edu"
NEW = NewPlatform(
    title="Campus",
    issuer=HERE,
    client_id="c",
    deployments=("1",),
    authorize_url=f"{HERE}/auth",
    token_url=f"{HERE}/token",
    keys_url=f"{HERE}/keys",
)


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def store(school, clock):
    return LtiStore(school.engine, clock)


@pytest.fixture
def platform(store):
    return store.add(NEW)


@pytest.fixture
def courses(school, clock):
    return LtiCourseStore(school.engine, clock)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("https://lms.example.edu/x?a=b", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://[::1]/x", True),
        ("http://lms.example.edu", False),
        ("https://", False),
        ("https://a@lms.example.edu", False),
        ("https://lms.example.edu#x", False),
        ("https://lms.example.edu\\@evil.example", False),
        ("https://a;b.example", False),
        ("https://a,b.example", False),
        ("https://lms.example.edu:x", False),
        ("https://[::1", False),
        ("https://lms.example.edu/\r\nset-cookie: x", False),
        ("data:text/html,x", False),
    ],
)
def test_only_an_address_that_nobody_can_read_on_the_way_is_used(text, fine):
    if fine:
        assert read_address(text, "address") == text
    else:
        with pytest.raises(ValueError, match="web address"):
            read_address(text, "address")


def test_a_platform_elsewhere_cannot_send_us_to_this_machine(platform):
    claims = {
        "sub": "s",
        CLAIM + "deployment_id": "1",
        CLAIM + "context": {"id": "c"},
        CLAIM + "roles": ["Learner"],
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
            "context_memberships_url": "http://127.0.0.1:7860/people"
        },
    }
    with pytest.raises(LaunchRefused, match="list of people"):
        visit_of(claims, platform)


def test_a_course_is_named_by_its_deployment_too():
    assert place_of("1", "c") != place_of("2", "c")
    assert len(place_of("1" * 255, "c" * 255)) == 64
    assert place_of("1" * 255, "c" * 255) != place_of("1" * 255, "c" * 254)


@pytest.mark.parametrize(
    ("roles", "teaches", "learns"),
    [
        ([IN_COURSE + "Instructor"], True, False),
        ([IN_COURSE + "Learner"], False, True),
        (["Instructor", "Learner"], True, True),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"], False, False),
        (["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"], False, False),
        ([IN_COURSE + "Mentor"], False, False),
        (["http://evil.example#Instructor", "membership#Instructor"], False, False),
        ("Instructor", False, False),
        (None, False, False),
        ([None, {"Instructor": 1}], False, False),
    ],
)
def test_only_a_role_in_the_course_gives_a_seat(roles, teaches, learns):
    assert seats_of(roles) == (teaches, learns)


def test_our_key_is_made_with_the_first_platform_and_stays(store, platform):
    (first,) = store.signing_keys()
    store.add(NEW.model_copy(update={"client_id": "d"}))
    assert store.signing_keys() == (first,)
    assert "PRIVATE" not in first.public_pem


def test_a_platform_is_found_by_issuer_and_client_and_alone_by_its_issuer(store, platform):
    assert store.open_for(HERE, "c") == store.open_for(HERE, "") == platform
    assert store.open_for(HERE, "d") is None
    store.add(NEW.model_copy(update={"client_id": "d"}))
    assert store.open_for(HERE, "") is None, "it could be either"
    with pytest.raises(ValueError, match="registered"):
        store.add(NEW)


def test_a_launch_is_taken_once_and_within_ten_minutes(store, platform, clock):
    for state in ("one", "two"):
        store.keep_login(state, KeptLogin(platform=platform.id, nonce="n", target="/"))
    assert store.take_login("one") is not None
    assert store.take_login("one") is None
    assert store.take_login("three") is None
    clock.now += timedelta(minutes=11)
    assert store.take_login("two") is None


def test_what_is_good_once_is_good_once_until_it_is_over(store, platform, clock):
    until = clock() + timedelta(minutes=5)
    assert store.spend(platform.id, "n" * 900, until)
    assert not store.spend(platform.id, "n" * 900, until)
    assert store.spend(platform.id, "m", until)


def test_a_ticket_is_for_one_thing_and_for_a_while(store, platform, clock):
    tickets = Tickets(store, clock)
    text = tickets.write(TicketKind.CHOOSE, platform.id, {"person": "p", "text": None})
    read = tickets.read(TicketKind.CHOOSE, text)
    assert dict(read.said) == {"person": "p", "text": None}
    with pytest.raises(LaunchRefused):
        tickets.read(TicketKind.JOIN, text)
    tickets.spend(read)
    with pytest.raises(LaunchRefused):
        tickets.spend(read)
    clock.now += timedelta(minutes=61)
    with pytest.raises(LaunchRefused):
        tickets.read(TicketKind.CHOOSE, text)


def test_an_account_is_made_once_and_never_for_a_taken_address(courses, platform, school):
    new = NewAccount(email="new@example.edu", name="New", role=Role.TRAINEE)
    made = courses.add_person(platform.id, "s-1", new)
    assert made == courses.person(platform.id, "s-1")
    assert courses.add_person(platform.id, "s-1", new) == made
    taken = new.model_copy(update={"email": "ana@example.edu"})
    assert courses.add_person(platform.id, "s-2", taken) is None
    assert courses.person(platform.id, "s-2") is None
    assert courses.join_person(platform.id, "s-2", school.people["ana"])
    assert not courses.join_person(platform.id, "s-2", school.people["ben"])
    assert courses.person(platform.id, "s-2") == school.people["ana"]


def test_two_instructors_at_once_open_one_section(courses, platform, school):
    ira, uma = school.people["ira"], school.people["uma"]
    first = courses.open_course(platform.id, "c", ira, title="T", label="", zone="UTC")
    assert courses.open_course(platform.id, "c", uma, title="U", label="", zone="UTC") == first


def test_the_course_decides_the_seat_and_the_last_instructor_stays(courses, school):
    monday, ira, uma, ana = school.monday.id, school.people["ira"], school.people["uma"], school.people["ana"]
    assert courses.give_seat(monday, ira, Seat.TRAINEE, lower=True) is Seat.INSTRUCTOR, "the last one"
    assert courses.give_seat(monday, uma, Seat.INSTRUCTOR, lower=True) is Seat.INSTRUCTOR
    assert courses.give_seat(monday, ira, Seat.TRAINEE, lower=False) is Seat.INSTRUCTOR
    assert courses.give_seat(monday, ira, Seat.TRAINEE, lower=True) is Seat.TRAINEE
    assert courses.give_seat(monday, ana, Seat.TRAINEE, lower=True) is Seat.TRAINEE
    assert AccountStore(school.engine, school.clock).standing(ira).seats[monday] is Seat.TRAINEE


def test_a_link_opens_what_it_opened_first(courses, platform, school):
    work = Classwork(school)
    first, second = work.give(), work.give()
    course = courses.open_course(platform.id, "c", school.people["ira"], title="T", label="", zone="UTC")
    assert courses.bind(course, "l", first.id, "") is None, "of another section"
    course = course.model_copy(update={"section": school.monday.id})
    assert courses.bind(course, "l", first.id, "https://a").assignment == first.id
    again = courses.bind(course, "l", second.id, "")
    assert (again.assignment, again.line_item_url) == (first.id, "https://a")


@pytest.fixture
def way(school, clock, courses, platform):
    """Give the outbox and a link from Ana's assignment to a column; the assignment is released."""
    work = Classwork(school)
    given = work.give()
    work.assignments.set_released(given.id, given.version, released=True)
    course = courses.open_course(platform.id, "c", school.people["ira"], title="T", label="", zone="UTC")
    link = courses.bind(course.model_copy(update={"section": school.monday.id}), "l", given.id, f"{HERE}/columns/1")
    courses.join_person(platform.id, "s-1", school.people["ana"])
    return LtiOutboxStore(school.engine, clock), link.id, school.people["ana"]


def test_each_score_is_later_than_the_one_before_though_the_clock_stands_still(way, clock):
    outbox, link, ana = way
    moments = []
    for score in (1.0, 2.0, 1.0):
        clock.looks = 0
        assert outbox.want(link, ana, score)
        assert not outbox.want(link, ana, score)
        moments.append(outbox.due(9)[-1].outgoing.graded_at)
    assert moments == sorted(set(moments))
    clock.now -= timedelta(days=1)
    outbox.want(link, ana, 3.0)
    clock.now += timedelta(days=2)
    assert outbox.due(9)[-1].outgoing.graded_at > moments[-1], "also when the clock is set back"


def test_only_the_newest_score_waits(way, clock):
    outbox, link, ana = way
    outbox.want(link, ana, 1.0)
    outbox.want(link, ana, 2.0)
    clock.now += timedelta(seconds=1)
    (parcel,) = outbox.due(9)
    assert (parcel.outgoing.score, parcel.subject) == (2.0, "s-1")
    outbox.arrived(parcel.outgoing.id)
    assert outbox.due(9) == ()
    (shown,) = outbox.shown()
    assert (shown.outgoing.state, shown.name) == (SendState.SENT, "Ana")


def test_a_score_that_was_given_up_is_left_until_somebody_asks(way, clock):
    outbox, link, ana = way
    outbox.want(link, ana, 1.0)
    outbox.failed(outbox.shown()[0].outgoing.id, "no", None)
    clock.now += timedelta(days=9)
    assert not outbox.want(link, ana, 1.0)
    assert outbox.due(9) == ()
    outbox.retry(outbox.shown()[0].outgoing.id)
    clock.now += timedelta(seconds=1)
    assert len(outbox.due(9)) == 1
    with pytest.raises(LookupError):
        outbox.retry(outbox.shown()[0].outgoing.id, section="another")


def cell(came=Came.FINISHED, **means):
    figures = tuple(
        Figure(criterion=one, mean=means.get(one), graded=3, enough=True, changed=False, conflicts=0)
        for one in ("empathy", "boundary_setting", "warmth")
    )
    counted = CountedAttempt(number=1, sessions=("s",), figures=figures, gates=0, late=False, reviewed=True)
    return Cell(came=came, attempts=1, counted=counted if came is Came.FINISHED else None)


@pytest.mark.parametrize(
    ("figures", "score"),
    [
        (cell(empathy=3.0, boundary_setting=2.0, warmth=0.0), 2.5),
        (cell(empathy=3.0), 3.0),
        (cell(empathy=1 / 3, boundary_setting=0.0), 0.17),
        (cell(empathy=0.0, boundary_setting=0.0), 0.0),
        (cell(warmth=4.0), None),
        (cell(Came.EXCUSED), None),
        (cell(Came.MISSING), None),
        (cell(Came.IN_PROGRESS), None),
        (cell(Came.NAMELESS), None),
    ],
)
def test_the_one_figure_is_the_mean_of_the_two_headlines_and_missing_stays_missing(figures, score):
    assert score_of(figures) == score


@pytest.mark.parametrize("who", ["ira", "ana", "nobody"])
def test_only_an_administrator_says_who_may_launch(school, store, platform, who):
    verbs = Platforms(AccountStore(school.engine, school.clock), store)
    person = school.people.get(who, who)
    for verb in (
        lambda: verbs.platforms(person),
        lambda: verbs.register(person, NEW.model_copy(update={"client_id": "d"})),
        lambda: verbs.change(person, platform.id, platform.mark, NEW),
        lambda: verbs.set_disabled(person, platform.id, platform.mark, disabled=True),
    ):
        with pytest.raises(PermissionError):
            verb()
    assert store.platforms() == (platform,)


class Answer:
    def __init__(self, body):
        self.status_code, self._body = 200, body

    def json(self):
        return self._body


class Asked:
    def __init__(self, *bodies):
        self.bodies, self.times = list(bodies), 0

    def get(self, _address):
        self.times += 1
        return Answer(self.bodies[min(self.times, len(self.bodies)) - 1])


def test_keys_are_kept_and_a_new_one_is_asked_for_once_a_minute():
    now = [1_000.0]
    asked = Asked({"keys": [{"kid": "a"}]}, {"keys": [{"kid": "a"}, {"kid": "b"}]})
    keys = KeySets(asked, lambda: now[0])
    for _ in range(3):
        keys.read(HERE, "a")
        keys.read(HERE, "b")
    assert asked.times == 1
    now[0] += 61
    keys.read(HERE, "a")
    assert asked.times == 1
    keys.read(HERE, "b")
    keys.read(HERE, "c")
    assert asked.times == 2
    now[0] += 3_601
    keys.read(HERE, "a")
    assert asked.times == 3


@pytest.mark.parametrize("body", [[], {}, {"keys": 1}, None, "keys"])
def test_what_is_no_set_of_keys_is_refused(body):
    with pytest.raises(PlatformFailed, match="no set of keys"):
        KeySets(Asked(body)).read(HERE, "a")
