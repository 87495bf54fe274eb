"""Erasing a person leaves nothing of them in the files, and nothing of anybody else is lost."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from classroom.account_store import AccountStore
from classroom.accounts import Role
from classroom.assignments import AssignedMode, Assignee, AssigneeKind
from classroom.erase_store import EraseStore
from classroom.export_store import EXPORTED, ExportStore
from classroom.oidc_store import ElsewhereStore
from classroom.open_class import open_class
from classroom.review_store import ReviewStore
from classroom.reviews import GradeEvent
from practice.errors import RecordNotFound
from practice.sessions import Mode
from records.schema import METADATA

CANARY = "quokka-on-the-ninth-pier"
ADDRESS = "ana@example.edu"


@pytest.fixture
def people(course):
    return open_class(course.school.engine, course.clock).people


def written(course):
    """Give every byte that is kept in the database's files."""
    found = course.school.engine.url.database
    return b"".join(path.read_bytes() for path in sorted(Path(found).parent.glob(Path(found).name + "*")))


def everything_of_ana(course, people):
    """Let there be something of Ana in every table that can hold it, with the canary in every text."""
    ana, ira, engine = course.id("ana"), course.id("ira"), course.school.engine
    given = course.give(assignees=[Assignee(kind=AssigneeKind.PERSON, whom=ana)])
    session = course.begin("ana", given)
    course.room.say(ana, session, f"I saw the {CANARY}.", CANARY)
    course.room.end(ana, session)
    course.room.reflect(ana, session, 0, f"About {CANARY}.")
    own = course.room.begin(ana, "S01", Mode.COACHING).session.id
    course.room.say(ana, own, f"Again the {CANARY}.", CANARY)
    course.room.disagree(ana, own, 1, "empathy", f"No: {CANARY}.")
    course.room.save_draft(ana, own, f"Perhaps {CANARY}", 1)
    course.work.following.extend(ira, given.id, ana, 0, more_attempts=1, reason=f"Ill: {CANARY}")
    reviews = ReviewStore(engine, course.clock)
    reviews.comment(session, 1, f"You said {CANARY}.", ira)
    with engine.connect() as db:
        of_turn = "select g.id from grade g join exchange e on e.id = g.exchange_id where e.session_id = :s"
        grade = db.execute(text(of_turn), {"s": session}).scalar_one()
    event = {"id": "E" * 26, "session": session, "turn": 1, "criterion": "empathy", "level": 3.0, "based_on": grade}
    more = {"reason": f"Because of {CANARY}.", "made_by": ira, "automatic_level": 1.0, "version": 1}
    reviews.add_event(GradeEvent(**event, **more, created_at=course.clock()), ana)
    reviews.mark(session, 0, done=True, by=ira)
    AccountStore(engine, course.clock).note_access(ira, "read a session", "session", session, ana)
    room = open_class(engine, course.clock)
    room.teaching.keep_group(ira, course.school.monday.id, "Early", [ana])
    people.describe_me(ana, f"Ana {CANARY}", "UTC")
    people.link_for(course.id("ada"), ana)
    ElsewhereStore(engine, course.clock, "https://login.example.edu").join(CANARY, ADDRESS)
    room.sign_in.open_for(ana)
    with pytest.raises(ValueError, match="not right"):
        room.sign_in.sign_in(ADDRESS, "a wrong password", "10.0.0.1")
    give_what_no_verb_here_makes(course, ana, given.id, session)
    return session, own


def give_what_no_verb_here_makes(course, ana, assignment, session):
    """Keep a drill, a treatment, a second opinion and a grade on its way to a platform, straight into the tables."""
    now, one = course.clock(), "Z" * 26
    rows = {
        "arc_run": {"id": one, "person_id": ana, "arc_id": "A", "mode": "coaching", "seed": 1, "started_at": now},
        "arc_session": {"session_id": session, "run_id": one, "arc_id": "A", "number": 1, "variant": CANARY},
        "drill_run": {"id": one, "person_id": ana, "drill_id": "D", "seed": 1, "started_at": now},
        "drill_item": {"id": one, "run_id": one, "number": 1, "stimulus": "s", "difficulty": "d", "created_at": now},
        "drill_try": {"id": one, "item_id": one, "number": 1, "key": "k", "client": CANARY, "trainee": CANARY},
        "lti_platform": {"id": one, "title": "P", "issuer": "i", "client_id": "c", "created_at": now},
        "lti_context": {"id": one, "platform_id": one, "context": "c", "section_id": course.school.monday.id},
        "lti_link": {"id": one, "context_id": one, "link": "l", "assignment_id": assignment},
    }
    rows["drill_try"]["created_at"] = now
    rows["lti_platform"] |= {"authorize_url": "a", "token_url": "t", "keys_url": "k"}
    rows["lti_outbox"] = {"id": one, "link_id": one, "person_id": ana, "score": 1, "out_of": 4, "failure": CANARY}
    rows["lti_outbox"] |= {"graded_at": now, "again_at": now, "created_at": now}
    with course.school.engine.begin() as db:
        said = db.execute(text("select id from exchange where session_id = :s"), {"s": session}).scalar_one()
        opinion = {"id": one, "exchange_id": said, "step": "given", "opinion": f'"{CANARY}"', "created_at": now}
        for name, row in {**rows, "second_opinion": opinion}.items():
            db.execute(METADATA.tables[name].insert().values(**row))


def set_password(course, name):
    with course.school.engine.begin() as db:
        db.execute(text("update account set password = 'x' where person_id = :p"), {"p": course.id(name)})


def test_nothing_of_somebody_who_was_erased_is_left_in_any_file_of_the_database(course, people):
    ana, bens = course.id("ana"), course.room.begin(course.id("ben"), "S01", Mode.COACHING).session.id
    course.room.say(course.id("ben"), bens, "Words of Ben.", "k")
    sessions = everything_of_ana(course, people)
    kept = json.loads(ExportStore(course.school.engine, course.clock).about(ana, dict.fromkeys(sessions)))["records"]
    assert [name for name in EXPORTED if not kept[name]] == []
    before = written(course)
    assert all(trace.encode() in before for trace in (CANARY, ADDRESS, ana, "Words of Ben."))
    people.erase(course.id("ada"), ana, ADDRESS)
    after = written(course)
    assert [trace for trace in (CANARY, ADDRESS, ana) if trace.encode() in after] == []
    assert b"Words of Ben." in after
    with course.school.engine.connect() as db:
        assert db.exec_driver_sql("pragma foreign_key_check").all() == []
        noted = db.execute(text("select person_id, object_id, subject_id from access_log where action like 'erased%'"))
        assert noted.all() == [(course.id("ada"), "", None)]
    with pytest.raises(RecordNotFound):
        people.me(ana)


def test_every_table_that_names_a_person_lets_them_go():
    """A key that neither cascades nor is emptied would stand in the way of erasing."""
    holding = {
        f"{table.name}.{key.parent.name}"
        for table in METADATA.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person" and key.ondelete not in ("CASCADE", "SET NULL")
    }
    assert holding == set()


def test_what_an_instructor_decided_stays_without_their_name(course, people):
    given = course.give(mode=AssignedMode.PRACTICE)
    session = course.do("ana", given)
    reviews, uma = ReviewStore(course.school.engine, course.clock), course.id("uma")
    open_class(course.school.engine, course.clock).teaching.add_instructor(
        course.id("ira"), course.school.monday.id, "uma@example.edu"
    )
    event = {"id": "E" * 26, "session": session, "turn": 1, "criterion": "empathy", "level": 3.0, "automatic_level": 1}
    reviews.add_event(
        GradeEvent(**event, reason="Warm.", made_by=uma, version=1, created_at=course.clock()), course.id("ana")
    )
    reviews.comment(session, 1, "Well heard.", uma)
    tuesday = course.school.tuesday
    with pytest.raises(ValueError, match="Nobody else teaches “Tuesday”"):
        people.erase(course.id("ada"), uma, "uma@example.edu")
    open_class(course.school.engine, course.clock).teaching.add_instructor(
        course.id("ada"), tuesday.id, "ira@example.edu"
    )
    people.erase(course.id("ada"), uma, "uma@example.edu")
    (kept,), (comment,) = reviews.events([session])[session], reviews.comments(session)
    assert (kept.level, kept.reason, kept.made_by) == (3.0, "Warm.", None)
    assert (comment.text, comment.made_by) == ("Well heard.", None)
    assert people.opened(course.id("ada"), course.id("ana")) == ()
    assert b"uma@example.edu" not in written(course)


def test_a_section_that_was_put_away_keeps_nobody(course, people):
    teaching, monday = open_class(course.school.engine, course.clock).teaching, course.school.monday
    ira = course.id("ira")
    teaching.change_section(ira, monday.id, monday.version, title="Monday", course="", zone="UTC", archived=True)
    people.erase(course.id("ada"), ira, "ira@example.edu")
    assert "Monday" in [section.title for section in teaching.all_sections(course.id("ada"))]


@pytest.mark.parametrize("typed", ["", "ben@example.edu", "ana@example.ed", "ana"])
def test_another_address_erases_nobody(course, people, typed):
    with pytest.raises(ValueError, match="not the address"):
        people.erase(course.id("ada"), course.id("ana"), typed)
    assert people.me(course.id("ana")).email == ADDRESS


def test_the_address_may_be_typed_in_any_case(course, people):
    people.erase(course.id("ada"), course.id("ana"), " ANA@Example.edu ")
    with pytest.raises(RecordNotFound):
        people.me(course.id("ana"))


@pytest.mark.parametrize("who", ["ira", "ben", "uma"])
def test_nobody_but_an_administrator_erases_somebody_else(course, people, who):
    with pytest.raises(PermissionError):
        people.erase(course.id(who), course.id("ana"), ADDRESS)
    with pytest.raises(PermissionError):
        people.to_erase(course.id(who), "no such account")
    assert people.me(course.id("ana"))


def test_a_trainee_erases_themselves_until_they_have_begun_something_for_a_course(course, people):
    ana, ben = course.id("ana"), course.id("ben")
    assert people.may_erase_myself(ana)
    given = course.give()
    people.erase(ana, ana, ADDRESS)
    with course.school.engine.connect() as db:
        assert db.execute(text("select person_id from access_log where action like 'erased%'")).all() == [(None,)]
    course.begin("ben", given)
    assert not people.may_erase_myself(ben)
    with pytest.raises(PermissionError, match="Ask an administrator of this site: Ada"):
        people.erase(ben, ben, "ben@example.edu")
    with pytest.raises(PermissionError, match="cannot erase your account yourself"):
        EraseStore(course.school.engine, course.clock).erase(ben, ben)
    assert people.me(ben)


def test_an_instructor_is_told_whom_to_ask(course, people):
    with pytest.raises(PermissionError, match="an administrator of this site: Ada"):
        people.erase(course.id("ira"), course.id("ira"), "ira@example.edu")


def test_the_last_administrator_stays(course, people):
    ada, uma = course.id("ada"), course.id("uma")
    set_password(course, "ada")
    with pytest.raises(ValueError, match="last administrator"):
        people.erase(ada, ada, "ada@example.edu")
    people.set_role(ada, uma, Role.ADMINISTRATOR)
    with pytest.raises(ValueError, match="last administrator"):
        people.erase(uma, ada, "ada@example.edu")
    set_password(course, "uma")
    people.erase(ada, ada, "ada@example.edu")
    assert people.accounts(uma)


def test_who_opened_a_session_is_told_to_its_trainee_and_to_an_administrator(course, people):
    given = course.give()
    session, ana = course.do("ana", given), course.id("ana")
    accounts = AccountStore(course.school.engine, course.clock)
    accounts.note_access(course.id("ira"), "read a session", "session", session, ana)
    accounts.note_access(course.id("ira"), "changed a level", "session", session, ana)
    accounts.note_access(course.id("ada"), "set role", "account", ana, ana)
    accounts.note_access(course.id("uma"), "exported for research", "section", course.school.monday.id, ana)
    accounts.note_access(course.id("ira"), "read a session", "session", "another", course.id("ben"))
    for who in ("ana", "ada"):
        found = people.opened(course.id(who), ana)
        assert [(one.who, one.what, one.of is not None) for one in found] == [
            ("Uma", "Took transcripts for research, without names", False),
            ("Ira", "Read a session", True),
        ]
        assert found[0].at > found[1].at
    for who in ("ira", "ben"):
        with pytest.raises(PermissionError):
            people.opened(course.id(who), ana)
    with pytest.raises(RecordNotFound):
        people.opened(course.id("ada"), "nobody")
