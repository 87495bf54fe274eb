"""Sections: who makes them, who may look into them, and who may be invited by whom."""

import pytest

from classroom.errors import ChangedMeanwhile
from classroom.link_store import LinkKind
from classroom.open_class import open_class
from practice.errors import RecordNotFound


@pytest.fixture
def room(school):
    return open_class(school.engine, school.clock)


def verbs(teaching, section, member):
    """Give every verb about a section as a call of the person who asks."""
    return {
        "change": lambda who: teaching.change_section(who, section, 1, title="X", course="", zone="UTC"),
        "members": lambda who: teaching.members(who, section),
        "add": lambda who: teaching.add_instructor(who, section, "uma@example.edu"),
        "remove": lambda who: teaching.remove(who, section, member),
        "preview": lambda who: teaching.preview_roster(who, section, b"name,email\na,a@example.edu\n"),
        "import": lambda who: teaching.import_roster(who, section, b"name,email\na,a@example.edu\n"),
        "invite": lambda who: teaching.invite_again(who, section, member),
        "taught": lambda who: teaching.taught(who, section),
        "groups": lambda who: teaching.groups(who, section),
        "keep group": lambda who: teaching.keep_group(who, section, "Pairs", [member]),
        "drop group": lambda who: teaching.drop_group(who, section, "none"),
    }


@pytest.mark.parametrize("verb", list(verbs(None, "", "")))
@pytest.mark.parametrize(
    ("who", "error"),
    [("ana", PermissionError), ("uma", RecordNotFound), ("cem", RecordNotFound), ("nobody", RecordNotFound)],
)
def test_a_section_is_changed_by_its_own_instructors_only(room, school, verb, who, error):
    before = room.teaching.members(school.people["ira"], school.monday.id)
    people = {**school.people, "nobody": "local"}
    with pytest.raises(error):
        verbs(room.teaching, school.monday.id, school.people["ana"])[verb](people[who])
    assert room.teaching.members(school.people["ira"], school.monday.id) == before


def test_an_administrator_staffs_a_section_and_does_not_teach_it(room, school):
    ada, monday = school.people["ada"], school.monday.id
    assert len(room.teaching.all_sections(ada)) == 2
    room.teaching.add_instructor(ada, monday, "uma@example.edu")
    room.teaching.remove(ada, monday, school.people["ira"])
    with pytest.raises(PermissionError):
        room.teaching.import_roster(ada, monday, b"name,email\na,a@example.edu\n")
    assert [one.id for one in room.teaching.taught_by(school.people["uma"])] == [monday, school.tuesday.id]


def test_a_trainee_sees_their_section_and_makes_none(room, school):
    assert room.teaching.section(school.people["ana"], school.monday.id) == school.monday
    with pytest.raises(PermissionError):
        room.teaching.make_section(school.people["ana"], "Mine", "UTC")
    with pytest.raises(PermissionError):
        room.teaching.all_sections(school.people["ira"])
    with pytest.raises(RecordNotFound):
        room.teaching.section(school.people["uma"], school.monday.id)


def test_a_trainee_is_not_made_an_instructor_by_a_colleague(room, school):
    with pytest.raises(ValueError, match="No instructor"):
        room.teaching.add_instructor(school.people["ira"], school.monday.id, "cem@example.edu")


def test_an_instructor_invites_again_only_who_is_theirs_alone_and_has_not_begun(room, school):
    ira, monday = school.people["ira"], school.monday.id
    made = room.teaching.invite_again(ira, monday, school.people["ana"])
    room.people.accept(LinkKind.INVITE, made.secret, "seven quiet lamps")
    for name in ("ana", "ben"):
        with pytest.raises(ValueError, match="administrator"):
            room.teaching.invite_again(ira, monday, school.people[name])
    for name in ("ira", "cem"):
        with pytest.raises(RecordNotFound):
            room.teaching.invite_again(ira, monday, school.people[name])


def test_what_an_instructor_does_to_people_is_noted(room, school):
    ira, monday = school.people["ira"], school.monday.id
    room.teaching.remove(ira, monday, school.people["ana"])
    room.teaching.import_roster(ira, monday, b"name,email\nAna,ana@example.edu\nZoe,zoe@example.edu\n")
    with school.engine.connect() as db:
        noted = (
            db.exec_driver_sql("select action from access_log where person_id = ? order by at", (ira,)).scalars().all()
        )
    assert noted[0] == "took out"
    assert sorted(noted[1:]) == ["let in", "made account"]


def test_a_section_that_is_not_there_sounds_like_one_that_is_not_ones_own(room, school):
    told = []
    for section in (school.monday.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(RecordNotFound) as refused:
            room.teaching.section(school.people["uma"], section)
        told.append(str(refused.value))
    assert told[0] == told[1]


def test_sizes_count_trainees_who_are_there_now_in_the_sections_that_somebody_may_know_of(room, school):
    room.teaching.remove(school.people["ira"], school.monday.id, school.people["ana"])
    assert room.teaching.sizes(school.people["ira"]) == {school.monday.id: 1}
    assert room.teaching.sizes(school.people["ada"]) == {school.monday.id: 1, school.tuesday.id: 2}
    assert room.teaching.sizes(school.people["ana"]) == {}
    empty = room.teaching.make_section(school.people["uma"], "Wednesday", "UTC")
    assert room.teaching.sizes(school.people["uma"])[empty.id] == 0


def test_a_group_that_somebody_else_changed_is_not_changed_over_theirs(room, school):
    ira, monday = school.people["ira"], school.monday.id
    pairs = room.teaching.keep_group(ira, monday, "Pairs", [school.people["ana"]])
    other = room.teaching.keep_group(ira, monday, "Threes", [school.people["ben"]], pairs.id, pairs.version)
    with pytest.raises(ChangedMeanwhile, match=r"'Threes' and has 1 people"):
        room.teaching.keep_group(ira, monday, "Fours", [], pairs.id, pairs.version)
    assert room.teaching.groups(ira, monday) == (other,)


def test_who_never_signed_in_is_told_from_who_signs_in_here_or_elsewhere(room, school):
    ira, monday = school.people["ira"], school.monday.id
    made = room.teaching.invite_again(ira, monday, school.people["ana"])
    room.people.accept(LinkKind.INVITE, made.secret, "seven quiet lamps")
    known = "insert into outside_identity (id, person_id, kind, issuer, subject, created_at) values (?, ?, ?, ?, ?, ?)"
    with school.engine.begin() as db:
        db.exec_driver_sql(known, ("1", school.people["ben"], "lti", "https://lms", "7", "2026-03-01"))
    new = room.teaching.import_roster(ira, monday, b"name,email\nZoe,zoe@example.edu\n").invitations[0].account.id
    signs_in = {one.account.id: one.signs_in for one in room.teaching.members(ira, monday)}
    names = {**school.people, "zoe": new}
    assert {name: signs_in.get(person) for name, person in names.items() if person in signs_in} == {
        "ira": False,
        "ana": True,
        "ben": True,
        "zoe": False,
    }


def test_people_are_listed_by_name_whatever_letters_it_begins_with(room, school):
    names = ("de Vries", "Émile", "Łukasz", "Mia", "Øystein", "Zoë")
    rows = "".join(f"{name},n{number}@example.edu\n" for number, name in enumerate(reversed(names)))
    room.teaching.import_roster(school.people["ira"], school.monday.id, f"name,email\n{rows}".encode())
    members = room.teaching.members(school.people["ira"], school.monday.id)
    assert [one.account.name for one in members if one.account.name in names] == list(names)
    assert [one.name for one in room.operator.accounts() if one.name in names] == list(names)
