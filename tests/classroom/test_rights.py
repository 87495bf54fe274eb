"""Who may do what: the whole table, each row written out once more by hand."""

from itertools import product

import pytest

from classroom.account_store import AccountStore
from classroom.accounts import Role
from classroom.rights import Action, InSection, Pack, Site, Standing, Work, check, may
from classroom.sections import Seat
from practice.errors import RecordNotFound

PEOPLE = {
    "nobody": Standing(person="nobody", role=None, seats={"mon": Seat.INSTRUCTOR}),
    "admin": Standing(person="admin", role=Role.ADMINISTRATOR),
    "teacher": Standing(person="teacher", role=Role.INSTRUCTOR, seats={"mon": Seat.INSTRUCTOR}),
    "other": Standing(person="other", role=Role.INSTRUCTOR, seats={"tue": Seat.INSTRUCTOR}),
    "helper": Standing(person="helper", role=Role.TRAINEE, seats={"mon": Seat.INSTRUCTOR, "tue": Seat.TRAINEE}),
    "owner": Standing(person="owner", role=Role.TRAINEE, seats={"mon": Seat.TRAINEE}),
    "peer": Standing(person="peer", role=Role.TRAINEE, seats={"mon": Seat.TRAINEE}),
}
OBJECTS = {
    "site": Site(),
    "section": InSection(section="mon"),
    "own pack": Pack(owner="teacher"),
    "shared pack": Pack(owner="teacher", shared=True),
    "orphan pack": Pack(owner=None),
    "assigned": Work(owner="owner", section="mon"),
    "withheld": Work(owner="owner", section="mon", withheld=True),
    "free": Work(owner="owner"),
}
TEACHERS = {"teacher", "helper"}
STAFF = {"admin", "teacher", "other"}
MAY = {
    ("site", Action.MANAGE_SITE): {"admin"},
    ("site", Action.MAKE_SECTION): STAFF,
    ("site", Action.AUTHOR): STAFF,
    ("section", Action.SEE_SECTION): {"admin", "owner", "peer"} | TEACHERS,
    ("section", Action.TEACH): TEACHERS,
    ("own pack", Action.CHANGE_PACK): {"teacher"},
    ("own pack", Action.USE_PACK): {"teacher"},
    ("shared pack", Action.CHANGE_PACK): {"teacher"},
    ("shared pack", Action.USE_PACK): STAFF,
    ("assigned", Action.PRACTISE): {"owner"},
    ("assigned", Action.READ_WORK): {"owner"} | TEACHERS,
    ("assigned", Action.READ_FEEDBACK): {"owner"} | TEACHERS,
    ("assigned", Action.REVIEW): TEACHERS,
    ("withheld", Action.PRACTISE): {"owner"},
    ("withheld", Action.READ_WORK): {"owner"} | TEACHERS,
    ("withheld", Action.READ_FEEDBACK): TEACHERS,
    ("withheld", Action.REVIEW): TEACHERS,
    ("free", Action.PRACTISE): {"owner"},
    ("free", Action.READ_WORK): {"owner"},
    ("free", Action.READ_FEEDBACK): {"owner"},
    ("free", Action.DELETE_WORK): {"owner"},
}


@pytest.mark.parametrize(("person", "action", "thing"), list(product(PEOPLE, Action, OBJECTS)))
def test_a_person_may_do_what_the_table_says_and_nothing_else(person, action, thing):
    allowed = person in MAY.get((thing, action), set())
    assert may(PEOPLE[person], action, OBJECTS[thing]) is allowed


@pytest.mark.parametrize(
    ("person", "action", "thing", "error"),
    [
        ("other", Action.TEACH, "section", RecordNotFound),
        ("peer", Action.TEACH, "section", PermissionError),
        ("peer", Action.READ_WORK, "assigned", RecordNotFound),
        ("other", Action.REVIEW, "assigned", RecordNotFound),
        ("owner", Action.REVIEW, "assigned", PermissionError),
        ("owner", Action.READ_FEEDBACK, "withheld", PermissionError),
        ("other", Action.USE_PACK, "own pack", RecordNotFound),
        ("owner", Action.MANAGE_SITE, "site", PermissionError),
        ("nobody", Action.SEE_SECTION, "section", RecordNotFound),
    ],
)
def test_what_somebody_may_not_see_is_not_there(person, action, thing, error):
    with pytest.raises(error):
        check(PEOPLE[person], action, OBJECTS[thing])


def test_nobody_reviews_their_own_work():
    own = Standing(person="owner", role=Role.INSTRUCTOR, seats={"mon": Seat.INSTRUCTOR})
    assert not may(own, Action.REVIEW, OBJECTS["assigned"])


def test_standing_follows_the_records_at_once(school):
    accounts, ben = AccountStore(school.engine, school.clock), school.people["ben"]
    assert accounts.standing(ben).seats == {school.monday.id: Seat.TRAINEE, school.tuesday.id: Seat.TRAINEE}
    accounts.set_role(ben, Role.INSTRUCTOR)
    assert accounts.standing(ben).role is Role.INSTRUCTOR
    assert accounts.standing("local").role is None
