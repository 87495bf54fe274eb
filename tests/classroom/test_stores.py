"""What is kept of a class comes back as it was, and two who change the same thing do not lose a word."""

import pytest

from classroom.assignment_store import AssignmentStore
from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Extension, Kind, Terms
from classroom.attempt_store import AttemptStore
from classroom.due import Due
from classroom.errors import ChangedMeanwhile
from classroom.review_store import ReviewStore
from classroom.reviews import EventKind, GradeEvent
from classroom.section_store import SectionStore
from classroom.sections import Seat
from practice.errors import RecordNotFound

TERMS = Terms(
    title="First session",
    instructions="Take your time.",
    kind=Kind.SCENARIO,
    content="S01",
    zone="Europe/Vienna",
    opens=Due.read("2026-03-01T08:00", "Europe/Vienna"),
    due=Due.read("2026-03-29T02:30", "Europe/Vienna"),
    attempts=2,
    mode=AssignedMode.ASSESSMENT,
    turn_limit=12,
    criteria=("empathy", "boundary_setting"),
    shared_seed=7,
    anonymous=True,
)


@pytest.fixture
def assignments(school):
    return AssignmentStore(school.engine, school.clock)


@pytest.fixture
def given(school, assignments):
    return assignments.add(school.monday.id, TERMS, [Assignee()], by=school.people["ira"], digest="d")


def test_an_assignment_comes_back_as_it_was_given(assignments, given, school):
    kept = assignments.assignment(given.id)
    assert kept == given
    assert kept.terms == TERMS
    assert kept.withholds
    assert assignments.of_section(school.monday.id) == (given,)
    assert assignments.assignees(given.id) == (Assignee(),)


def test_dates_out_of_order_are_refused():
    with pytest.raises(ValueError, match="out of order"):
        Terms.model_validate({**TERMS.model_dump(), "closes": Due.read("2026-03-02T08:00", "UTC").model_dump()})


def test_a_trainee_has_what_was_given_to_their_section_their_group_or_them(assignments, given, school):
    sections, ira = SectionStore(school.engine, school.clock), school.people["ira"]
    ana, ben, cem = (school.people[name] for name in ("ana", "ben", "cem"))
    pair = sections.keep_group(school.monday.id, "Pairs", [ben])
    whom = ((AssigneeKind.GROUP, pair.id), (AssigneeKind.PERSON, ana))
    group, person = (
        assignments.add(school.monday.id, TERMS, [Assignee(kind=kind, whom=one)], by=ira, digest="d")
        for kind, one in whom
    )
    assert assignments.of_trainee(ana) == (given, person)
    assert assignments.of_trainee(ben) == (given, group)
    assert assignments.of_trainee(cem) == assignments.of_trainee(ira) == ()
    sections.leave(school.monday.id, ben)
    assert assignments.of_trainee(ben) == ()
    assert not assignments.is_given_to(group.id, ben)


def test_a_withdrawn_assignment_is_no_longer_given(assignments, given, school):
    assignments.withdraw(given.id, given.version)
    assert assignments.of_trainee(school.people["ana"]) == ()


def test_two_who_change_an_assignment_do_not_overwrite_each_other(assignments, given):
    changed = assignments.change(given.id, 1, TERMS.model_copy(update={"title": "Second"}), [Assignee()])
    assert (changed.terms.title, changed.version) == ("Second", 2)
    with pytest.raises(ChangedMeanwhile):
        assignments.set_released(given.id, 1, released=True)
    assert assignments.set_released(given.id, 2, released=True).released_at
    assert not assignments.assignment(given.id).withholds
    assert assignments.set_released(given.id, 3, released=False).released_at is None


def test_an_extension_is_followed_never_overwritten(assignments, given, school):
    one = Extension(
        assignment=given.id,
        person=school.people["ana"],
        due=Due.read("2026-04-05T23:59", "Europe/Vienna"),
        reason="Ill",
        created_at=school.clock(),
        version=1,
    )
    assignments.extend(one)
    with pytest.raises(ChangedMeanwhile):
        assignments.extend(one)
    excused = one.model_copy(update={"version": 2, "excused": True})
    assignments.extend(excused)
    assert assignments.extensions(given.id) == {school.people["ana"]: excused}


def test_attempts_are_counted_and_keep_their_sessions(given, school):
    attempts, ana = AttemptStore(school.engine, school.clock), school.people["ana"]
    first = attempts.begin(given.id, ana, most=1)
    with pytest.raises(ValueError, match="No attempt is left"):
        attempts.begin(given.id, ana, most=1)
    session = school.session_of("ana")
    assert attempts.work_of(session) is None
    attempts.add_session(first.id, session)
    work = attempts.work_of(session)
    assert (work.attempt, work.assignment, work.section) == (first.id, given.id, school.monday.id)
    done = attempts.hand_in(first.id, late=True)
    assert attempts.hand_in(first.id, late=False) == done
    assert (done.sessions, done.late, done.number) == ((session,), True, 1)
    assert attempts.of_person(ana) == attempts.of_assignment(given.id) == (done,)
    assert attempts.begin(given.id, ana, most=None).number == 2


def test_levels_are_followed_never_overwritten(school):
    reviews, session, ira = ReviewStore(school.engine, school.clock), school.session_of("ana"), school.people["ira"]
    first = GradeEvent(
        id="1",
        session=session,
        turn=2,
        criterion="empathy",
        level=3,
        reason="Names the loss.",
        made_by=ira,
        automatic_level=2,
        version=1,
        created_at=school.clock(),
    )
    reviews.add_event(first)
    with pytest.raises(ChangedMeanwhile):
        reviews.add_event(first.model_copy(update={"id": "2", "level": 1}))
    back = first.model_copy(update={"id": "2", "kind": EventKind.WITHDRAWN, "level": None, "version": 2})
    reviews.add_event(back)
    assert reviews.events([session, "none"]) == {session: (first, back), "none": ()}


def test_a_session_is_marked_by_one_instructor_at_a_time(school):
    reviews, session, ira = ReviewStore(school.engine, school.clock), school.session_of("ana"), school.people["ira"]
    assert reviews.marks([session])[session].version == 0
    reviews.mark(session, 0, done=True, by=ira)
    with pytest.raises(ChangedMeanwhile):
        reviews.mark(session, 0, done=True, by=school.people["uma"])
    assert reviews.mark(session, 1, done=False, by=ira) == reviews.marks([session])[session]


def test_a_comment_is_taken_back_only_by_whoever_wrote_it(school):
    reviews, session, ira = ReviewStore(school.engine, school.clock), school.session_of("ana"), school.people["ira"]
    kept = reviews.comment(session, 1, "Stay here a little.", ira)
    with pytest.raises(RecordNotFound):
        reviews.withdraw_comment(session, kept.id, school.people["uma"])
    assert reviews.comments(session) == (kept,)
    reviews.withdraw_comment(session, kept.id, ira)
    assert reviews.comments(session) == ()


def test_a_section_keeps_its_last_instructor_and_whoever_left(school):
    sections, ira, ana = SectionStore(school.engine, school.clock), school.people["ira"], school.people["ana"]
    with pytest.raises(ValueError, match="last instructor"):
        sections.leave(school.monday.id, ira)
    sections.leave(school.monday.id, ana)
    assert [member.account.name for member in sections.members(school.monday.id)] == ["Ben", "Ira"]
    assert [member.account.name for member in sections.members(school.monday.id, gone=True)] == ["Ana", "Ben", "Ira"]
    sections.put(school.monday.id, ana, Seat.TRAINEE)
    assert len(sections.members(school.monday.id)) == 3
    assert sections.sections(ana, Seat.TRAINEE) == (school.monday,)


def test_a_group_holds_trainees_of_its_own_section_only(school):
    sections, monday = SectionStore(school.engine, school.clock), school.monday.id
    with pytest.raises(RecordNotFound):
        sections.keep_group(monday, "Pairs", [school.people["cem"]])
    pairs = sections.keep_group(monday, "Pairs", [school.people["ana"]])
    with pytest.raises(ValueError, match="already"):
        sections.keep_group(monday, "Pairs", [])
    changed = sections.keep_group(monday, "Threes", [school.people["ben"]], pairs.id)
    assert sections.groups(monday) == (changed,)
    with pytest.raises(RecordNotFound):
        sections.drop_group(school.tuesday.id, pairs.id)
    sections.drop_group(monday, pairs.id)
    assert sections.groups(monday) == ()


def test_two_who_change_a_section_do_not_overwrite_each_other(school):
    sections, monday = SectionStore(school.engine, school.clock), school.monday
    changed = sections.change(monday.id, 1, title="Mondays", course="", zone="UTC", archived=True)
    assert changed.archived_at
    with pytest.raises(ChangedMeanwhile, match="Mondays"):
        sections.change(monday.id, 1, title="Other", course="", zone="UTC", archived=False)
