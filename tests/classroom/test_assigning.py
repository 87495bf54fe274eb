"""An instructor gives, changes, copies, extends and releases work, and nobody else does."""

import pytest
from sqlalchemy import text

from classroom.assigning import any_seed
from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind
from classroom.errors import ChangedMeanwhile
from classroom.given_store import GivenStore
from classroom.own_terms import Window, with_dates
from classroom.section_store import SectionStore
from classroom.sections import Seat
from classroom.stages import Stage
from practice.catalog import Catalog, Offer
from practice.errors import RecordNotFound
from tests.classroom.course import TERMS, open_course

DATED = with_dates(TERMS, "Europe/Vienna", opens="2026-03-20T08:00", due="2026-03-27T23:59", closes="2026-03-29T02:30")
PERSON = AssigneeKind.PERSON


def stage_of(course, assignment, name):
    people = {one.person: one for one in course.work.following.live(course.id("ira"), assignment.id)}
    return people[course.id(name)]


def logged(course):
    with course.school.engine.connect() as db:
        return [row[0] for row in db.execute(text("select action from access_log order by id"))]


def test_only_who_teaches_a_section_gives_work_in_it_or_sees_it(course):
    given, work = course.give(DATED), course.work
    ana = course.id("ana")
    verbs = (
        lambda person: work.assigning.give(person, course.school.monday.id, TERMS, [Assignee()]),
        lambda person: work.assigning.change(person, given.id, 1, TERMS, [Assignee()]),
        lambda person: work.assigning.copy(person, given.id, course.school.tuesday.id),
        lambda person: work.assigning.withdraw(person, given.id, 1),
        lambda person: work.assigning.release_feedback(person, given.id, 1),
        lambda person: work.assigning.withdraw_feedback(person, given.id, 1),
        lambda person: work.assigning.assignments(person, course.school.monday.id),
        lambda person: work.assigning.given(person, given.id),
        lambda person: work.following.live(person, given.id),
        lambda person: work.following.overview(person, course.school.monday.id),
        lambda person: work.following.standing(person, given.id),
        lambda person: work.following.take_in_all(person, given.id),
        lambda person: work.following.extend(person, given.id, ana, 0, due="2026-04-03T23:59"),
        lambda person: work.following.extend_by(person, given.id, ana, 0, 7),
        lambda person: work.following.excuse(person, given.id, ana, 0),
        lambda person: work.following.take_in(person, given.id, ana),
    )
    for verb in verbs:
        for name in ("ana", "ben", "ada"):
            with pytest.raises(PermissionError):
                verb(course.id(name))
        for person in (course.id("uma"), course.id("cem"), "local", "nobody"):
            with pytest.raises(RecordNotFound):
                verb(person)
    assert work.assigning.given(course.id("ira"), given.id).assignment == given
    assert work.assigning.given(course.id("ira"), given.id).extensions == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"content": "S99"}, "no scenario 'S99'"),
        ({"kind": Kind.DRILL}, "no drill 'S01'"),
        ({"kind": Kind.ARC}, "no arc"),
        ({"turn_limit": 6}, "planned test after turn 6"),
        ({"criteria": ("empathy", "charm")}, "no criterion 'charm'"),
        ({"title": " \u202e "}, "empty"),
        ({"zone": "Mars/Olympus"}, "time zone"),
    ],
)
def test_terms_that_do_not_fit_are_refused_and_nothing_is_given(course, changed, says):
    with pytest.raises(ValueError, match=says):
        course.give(**changed)
    assert course.work.assigning.assignments(course.id("ira"), course.school.monday.id) == ()


def test_only_people_and_groups_of_the_section_are_given_work(course):
    sections = SectionStore(course.school.engine, course.clock)
    other = sections.keep_group(course.school.tuesday.id, "Pairs", [course.id("cem")])
    group = AssigneeKind.GROUP
    strangers = [(PERSON, course.id("cem")), (PERSON, course.id("ira")), (group, other.id)]
    for kind, whom in strangers:
        with pytest.raises(ValueError, match="not in this section"):
            course.give(assignees=[Assignee(kind=kind, whom=whom)])
    with pytest.raises(ValueError, match="Nobody is chosen"):
        course.work.assigning.give(course.id("ira"), course.school.monday.id, TERMS, [])
    own = sections.keep_group(course.school.monday.id, "Pairs", [course.id("ben")])
    twice = [Assignee(kind=group, whom=own.id)] * 2
    given = course.give(assignees=twice)
    assert course.work.assigning.given(course.id("ira"), given.id).assignees == (twice[0],)
    assert [one.name for one in course.work.following.live(course.id("ira"), given.id)] == ["Ben"]


def test_a_section_that_is_put_away_gets_no_work(course):
    given, monday = course.give(), course.school.monday
    own = {"title": monday.title, "course": monday.course, "zone": monday.zone}
    SectionStore(course.school.engine, course.clock).change(monday.id, 1, **own, archived=True)
    for verb in (course.give, lambda: course.work.assigning.copy(course.id("ira"), given.id, monday.id)):
        with pytest.raises(ValueError, match="put away"):
            verb()
    with pytest.raises(ValueError, match="put away"):
        course.begin("ana", given)


def test_a_version_of_the_content_is_kept_once_and_stays_with_its_assignment(course, shipped):
    first, second = course.give(), course.give()
    assert first.content_digest == second.content_digest
    with course.school.engine.connect() as db:
        assert db.execute(text("select count(*) from content_version")).scalar_one() == 2
    offer = shipped.offer("S01")
    newer = Offer(scenario=offer.scenario.model_copy(update={"opening": "New words."}), persona=offer.persona)
    shelf = {key: one.scenario for key, one in shipped.offers.items()} | {"S01": newer.scenario}
    later = open_course(course.school, Catalog(shipped.cast, shelf, shipped.rubric))
    third = later.give()
    assert third.content_digest != first.content_digest
    words = {one.id: later.work.doing.begin(later.id("ana"), one.id).session.opening for one in (first, third)}
    assert words == {first.id: offer.scenario.opening, third.id: "New words."}
    given = GivenStore(course.school.engine, course.clock)
    assert given.offer(first.id) == offer
    copied = later.work.assigning.copy(later.id("ira"), first.id, later.school.monday.id)
    assert given.offer(copied.id) == offer
    assert copied.content_digest == first.content_digest
    renewed = later.work.assigning.change(later.id("ira"), second.id, 1, second.terms, [Assignee()], newest=True)
    assert renewed.content_digest == third.content_digest
    assert given.offer(second.id) == newer
    with pytest.raises(ValueError, match="Somebody has begun"):
        later.work.assigning.change(later.id("ira"), first.id, 1, first.terms, [Assignee()], newest=True)


def test_content_that_cannot_be_read_any_more_is_said_so_and_does_not_stop_the_page(course):
    given = course.give()
    with course.school.engine.begin() as db:
        body = '{"id": "B4", "unknown": 1}'
        db.execute(
            text(
                "insert into content_version (id, kind, content_id, number, digest, body, created_at) "
                "values ('v', 'persona', 'B4', 9, 'd', :body, '2026-03-01')"
            ),
            {"body": body},
        )
        db.execute(
            text(
                "update assignment_content set content_version_id = 'v' where content_version_id in "
                "(select id from content_version where kind = 'persona')"
            )
        )
    fresh = open_course(course.school, course.room.catalog)
    assert fresh.mine("ana")[0].content == ""
    with pytest.raises(ValueError, match="cannot read"):
        fresh.begin("ana", given)
    assert fresh.mine("ana")[0].attempts_taken == 0


def test_two_who_change_an_assignment_do_not_overwrite_each_other(course):
    given, assigning, ira = course.give(), course.work.assigning, course.id("ira")
    changed = assigning.change(ira, given.id, 1, TERMS.model_copy(update={"title": "Second"}), [Assignee()])
    assert (changed.terms.title, changed.version, changed.content_digest) == ("Second", 2, given.content_digest)
    for late in (
        lambda: assigning.change(ira, given.id, 1, TERMS, [Assignee()]),
        lambda: assigning.release_feedback(ira, given.id, 1),
        lambda: assigning.withdraw(ira, given.id, 1),
    ):
        with pytest.raises(ChangedMeanwhile):
            late()
    assert assigning.given(ira, given.id).assignment == changed


@pytest.mark.parametrize(
    "changed",
    [{"content": "S04"}, {"mode": AssignedMode.ASSESSMENT}, {"turn_limit": 9}, {"shared_seed": 5}],
)
def test_conditions_stay_once_somebody_has_begun(course, changed):
    given, assigning, ira = course.give(), course.work.assigning, course.id("ira")
    course.begin("ana", given)
    other = TERMS.model_copy(update=changed)
    with pytest.raises(ValueError, match="Somebody has begun"):
        assigning.change(ira, given.id, 1, other, [Assignee()])
    later = with_dates(TERMS, "Europe/Vienna", due="2026-04-10T23:59")
    assert assigning.change(ira, given.id, 1, later, [Assignee()]).terms.due == later.due


def test_a_copy_means_the_other_sections_clock(course):
    sections = SectionStore(course.school.engine, course.clock)
    sections.put(course.school.tuesday.id, course.id("ira"), Seat.INSTRUCTOR)
    given = course.give(DATED, shared_seed=any_seed(), mode=AssignedMode.ASSESSMENT)
    course.work.assigning.release_feedback(course.id("ira"), given.id, 1)
    copied = course.work.assigning.copy(course.id("ira"), given.id, course.school.tuesday.id, days=7)
    assert copied.terms.zone == "America/New_York"
    assert [one.wall for one in (copied.terms.opens, copied.terms.due)] == ["2026-03-27T08:00", "2026-04-03T23:59"]
    assert copied.terms.due.at.isoformat() == "2026-04-04T03:59:00+00:00"
    assert (copied.copied_from, copied.released_at, copied.terms.shared_seed) == (
        given.id,
        None,
        given.terms.shared_seed,
    )
    assert [one.id for one in course.mine("cem")] == [copied.id]


def test_an_extension_is_later_or_refused_and_two_do_not_overwrite_each_other(course):
    given, following, ira, ana = (
        course.give(DATED, attempts=1),
        course.work.following,
        course.id("ira"),
        course.id("ana"),
    )
    refused = (
        ({"due": "2026-03-26T23:59"}, "gives a later one"),
        ({"closes": "2026-03-28T23:59"}, "gives a later one"),
        ({"due": "2026-04-03T23:59", "closes": "2026-04-02T23:59"}, "close before it is due"),
        ({"due": "tomorrow"}, "date and time"),
        ({"more_attempts": 101}, "Between 0 and 100"),
    )
    for changed, says in refused:
        with pytest.raises(ValueError, match=says):
            following.extend(ira, given.id, ana, 0, **changed)
    first = following.extend(ira, given.id, ana, 0, due="2026-04-03T23:59", more_attempts=1, reason=" Ill. ")
    assert (first.version, first.reason, first.made_by, first.closes.wall) == (1, "Ill.", ira, "2026-04-03T23:59")
    with pytest.raises(ChangedMeanwhile):
        following.excuse(ira, given.id, ana, 0)
    excused = following.excuse(ira, given.id, ana, 1)
    assert (excused.due, excused.more_attempts, excused.excused) == (first.due, 1, True)
    again = following.extend(ira, given.id, ana, 2, due="2026-04-05T23:59")
    assert (again.excused, again.more_attempts) == (True, 0)
    back = following.excuse(ira, given.id, ana, 3, excused=False)
    more = following.extend_by(ira, given.id, ana, back.version, 7)
    assert (more.due.wall, more.closes.wall) == ("2026-04-12T23:59", "2026-04-12T23:59")
    assert course.work.assigning.given(ira, given.id).extensions == {ana: more}
    with pytest.raises(RecordNotFound):
        following.excuse(ira, given.id, course.id("cem"), 0)
    plain = course.give()
    with pytest.raises(ValueError, match="no date"):
        following.extend_by(ira, plain.id, ana, 0, 7)
    with pytest.raises(ValueError, match="no due date"):
        following.extend(ira, plain.id, ana, 0, due="2026-04-05T23:59")


def test_the_live_state_tells_each_persons_stage(course):
    given, following, ira = course.give(DATED, attempts=2), course.work.following, course.id("ira")
    assert [(one.name, one.progress.stage) for one in following.live(ira, given.id)] == [
        ("Ana", Stage.NOT_BEGUN),
        ("Ben", Stage.NOT_BEGUN),
    ]
    session = course.begin("ana", given)
    course.room.say(course.id("ana"), session, "words", "k")
    now = stage_of(course, given, "ana").progress
    assert (now.stage, now.turns, now.session, now.taken, now.late) == (Stage.IN_SESSION, 1, session, 1, False)
    course.room.end(course.id("ana"), session)
    assert stage_of(course, given, "ana").progress.stage is Stage.TO_HAND_IN
    following.excuse(ira, given.id, course.id("ben"), 0)
    assert stage_of(course, given, "ben").progress.stage is Stage.EXCUSED
    course.clock.at("2026-03-28T12:00")
    late = stage_of(course, given, "ana")
    assert (late.progress.late, late.own.window(course.clock())) == (True, Window.LATE)
    assert not stage_of(course, given, "ben").progress.late
    SectionStore(course.school.engine, course.clock).leave(course.school.monday.id, course.id("ana"))
    gone = stage_of(course, given, "ana")
    assert (gone.has_it, gone.progress.stage) == (False, Stage.TO_HAND_IN)


def test_where_names_are_hidden_the_live_state_names_no_session_until_release(course):
    given = course.give(mode=AssignedMode.ASSESSMENT, anonymous=True)
    session = course.do("ana", given)
    found = stage_of(course, given, "ana").progress
    assert (found.stage, found.session) == (Stage.TO_HAND_IN, None)
    course.work.assigning.release_feedback(course.id("ira"), given.id, 1)
    assert stage_of(course, given, "ana").progress.session == session


def test_what_was_forgotten_is_taken_in_as_of_when_it_ended(course):
    given, following, ira, ana = course.give(DATED), course.work.following, course.id("ira"), course.id("ana")
    with pytest.raises(ValueError, match="Nothing of theirs"):
        following.take_in(ira, given.id, ana)
    session = course.begin("ana", given)
    course.room.say(ana, session, "words", "k")
    with pytest.raises(ValueError, match="may still go on"):
        following.take_in(ira, given.id, ana)
    course.clock.at("2026-04-20T12:00")
    taken = following.take_in(ira, given.id, ana)
    assert (taken.late, taken.handed_in_at.date().isoformat()) == (False, "2026-03-23")
    assert course.work.following.live(ira, given.id)[0].progress.stage is Stage.FINISHED
    with pytest.raises(ValueError, match="Nothing of theirs"):
        following.take_in(ira, given.id, ana)


def test_the_overview_counts_who_has_each_assignment_and_how_far_they_are(course):
    first, second = course.give(DATED), course.give(assignees=[Assignee(kind=PERSON, whom=course.id("ben"))])
    course.do("ana", first)
    course.begin("ben", second)
    SectionStore(course.school.engine, course.clock).leave(course.school.monday.id, course.id("ana"))
    course.clock.at("2026-03-28T12:00")
    found = course.work.following.overview(course.id("ira"), course.school.monday.id)
    assert [(one.assignment.id, one.window) for one in found] == [(first.id, Window.LATE), (second.id, Window.OPEN)]
    assert [one.assignees for one in found] == [(Assignee(),), (Assignee(kind=PERSON, whom=course.id("ben")),)]
    counted = [one.tally for one in found]
    assert [(one.people, one.late, one.waiting) for one in counted] == [(1, 1, 1), (1, 0, 0)]
    assert [one.stages[Stage.NOT_BEGUN] for one in counted] == [1, 0]
    assert [one.stages[Stage.IN_SESSION] for one in counted] == [0, 1]
    standing = course.work.following.standing(course.id("ira"), first.id)
    assert (standing.window, standing.at.date().isoformat()) == (Window.LATE, "2026-03-28")


def test_all_that_was_forgotten_is_taken_in_at_once_and_nobody_is_cut_off(course):
    given, following, ira = course.give(DATED), course.work.following, course.id("ira")
    course.do("ana", given)
    course.begin("ben", given)
    assert following.take_in_all(ira, given.id) == 1
    assert following.take_in_all(ira, given.id) == 0
    stages = [one.progress.stage for one in following.live(ira, given.id)]
    assert stages == [Stage.FINISHED, Stage.IN_SESSION]


def test_what_changes_what_others_may_do_is_logged(course):
    given, assigning, ira = course.give(), course.work.assigning, course.id("ira")
    assigning.change(ira, given.id, 1, TERMS, [Assignee()])
    assigning.release_feedback(ira, given.id, 2)
    assigning.withdraw_feedback(ira, given.id, 3)
    assigning.withdraw(ira, given.id, 4)
    assert logged(course) == ["changed", "released feedback", "withdrew feedback", "withdrew"]
