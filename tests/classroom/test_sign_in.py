"""Signing in: who may, how often it may be tried, and when it is over."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.errors import SlowDown
from classroom.link_store import LinkKind
from classroom.open_class import open_class
from classroom.passwords import hash_password, password_fits, read_password
from practice.errors import RecordNotFound

GOOD = "seven quiet lamps"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def move(self, **by) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def room(engine, clock):
    return open_class(engine, clock)


@pytest.fixture
def ana(room):
    made = room.operator.add(NewAccount(email="Ana@Example.edu", name="Ana", role=Role.TRAINEE))
    return room.people.accept(LinkKind.INVITE, made.secret, GOOD)


def signed_in(room, password=GOOD, email=" ANA@example.EDU ", address="10.0.0.1", instead_of=""):
    return room.sign_in.sign_in(email, password, address, instead_of)


def test_the_right_password_signs_in_whatever_the_case_of_the_address(room, ana):
    assert room.sign_in.person_of(signed_in(room)) == ana


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@example.edu", "wrong password"), ("nobody@example.edu", GOOD), ("not an address", GOOD), ("", "")],
)
def test_a_wrong_address_is_told_no_differently_from_a_wrong_password(room, ana, email, password):
    with pytest.raises(ValueError, match="are not right"):
        signed_in(room, password, email)


@pytest.mark.parametrize("secret", ["", "x", "ü" * 40, "a" * 10_000])
def test_a_made_up_secret_is_nobody(room, ana, secret):
    assert room.sign_in.person_of(secret) is None


def test_the_secret_is_new_at_each_sign_in_and_the_old_one_is_dead(room, ana):
    first = signed_in(room)
    second = signed_in(room, instead_of=first)
    assert first != second
    assert room.sign_in.person_of(first) is None
    assert room.sign_in.person_of(second) == ana


def test_what_is_kept_signs_nobody_in(room, ana, engine):
    signed_in(room)
    with engine.connect() as db:
        kept = db.exec_driver_sql("select digest from sign_in").scalar_one()
        password = db.exec_driver_sql("select password from account").scalar_one()
    assert room.sign_in.person_of(kept) is None
    assert password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_browser_in_use_stays_signed_in_and_an_idle_one_does_not(room, ana, clock):
    secret = signed_in(room)
    for _ in range(5):
        clock.move(minutes=110)
        assert room.sign_in.person_of(secret) == ana
    clock.move(minutes=121)
    assert room.sign_in.person_of(secret) is None


def test_nobody_stays_signed_in_for_longer_than_half_a_day(room, ana, clock):
    secret = signed_in(room)
    for _ in range(12):
        assert room.sign_in.person_of(secret) == ana
        clock.move(hours=1)
    assert room.sign_in.person_of(secret) is None


def test_signing_out_is_at_once(room, ana):
    here, there = signed_in(room), signed_in(room)
    room.sign_in.sign_out(here)
    assert room.sign_in.person_of(here) is None
    assert room.sign_in.person_of(there) == ana


def test_changing_the_password_signs_out_every_other_browser(room, ana):
    here, there = signed_in(room), signed_in(room)
    fresh = room.sign_in.change_password(ana, GOOD, "another fine sentence", "10.0.0.1")
    assert room.sign_in.person_of(fresh) == ana
    assert room.sign_in.person_of(here) is room.sign_in.person_of(there) is None
    with pytest.raises(ValueError, match="are not right"):
        signed_in(room)
    assert signed_in(room, "another fine sentence")


def test_a_wrong_old_password_changes_nothing(room, ana):
    here = signed_in(room)
    with pytest.raises(ValueError, match="old password"):
        room.sign_in.change_password(ana, "not it at all", "another fine sentence", "10.0.0.1")
    assert room.sign_in.person_of(here) == ana
    assert signed_in(room)


def test_guessing_at_one_account_is_stopped_wherever_it_comes_from(room, ana, clock):
    for guess in range(10):
        with pytest.raises(ValueError, match="are not right"):
            signed_in(room, f"guess number {guess}", address=f"10.0.0.{guess}")
    with pytest.raises(SlowDown) as slow:
        signed_in(room, address="10.9.9.9")
    assert 800 < slow.value.seconds <= 900
    clock.move(minutes=15)
    assert signed_in(room)


def test_guessing_from_one_address_is_stopped_whoever_it_is_at(room, ana, clock):
    tried = 0
    for guess in range(200):
        try:
            signed_in(room, GOOD, f"person{guess}@example.edu")
        except SlowDown:
            clock.move(seconds=1)
        except ValueError:
            tried += 1
            clock.move(seconds=1)
    assert tried <= 40
    assert signed_in(room, address="10.0.0.2")


def test_many_guesses_at_once_are_not_more_than_one_after_another(room, ana):
    told = []

    def guess():
        try:
            signed_in(room, "wrong password")
        except (ValueError, SlowDown) as error:
            told.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(ValueError) == 10


def test_signing_in_makes_earlier_slips_forgotten_for_that_account(room, ana):
    for round_of_slips in range(3):
        for _ in range(4):
            with pytest.raises(ValueError, match="are not right"):
                signed_in(room, "a slip of the hand", address=f"10.0.{round_of_slips}.1")
        signed_in(room, address=f"10.0.{round_of_slips}.1")


def test_a_class_behind_one_address_is_not_held_up_by_slips(room):
    for n in range(12):
        made = room.operator.add(NewAccount(email=f"p{n}@example.edu", name=f"P {n}", role=Role.TRAINEE))
        room.people.accept(made.kind, made.secret, GOOD)
    for n in range(12):
        for _ in range(2):
            with pytest.raises(ValueError, match="are not right"):
                signed_in(room, "a slip of the hand", f"p{n}@example.edu")
        signed_in(room, GOOD, f"p{n}@example.edu")


def test_what_is_disabled_is_signed_out_at_once_and_stays_out(room, ana, clock):
    admin = administrator(room)
    secret = signed_in(room)
    room.people.set_disabled(admin, ana, disabled=True)
    assert room.sign_in.person_of(secret) is None
    with pytest.raises(ValueError, match="are not right"):
        signed_in(room)
    room.people.set_disabled(admin, ana, disabled=False)
    assert signed_in(room)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "ana@example.edu", "x" * 257, ""])
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(ValueError, match="password"):
        read_password(password, "ana@example.edu", "Ana")


def test_a_password_may_be_typed_on_any_keyboard():
    assert password_fits(hash_password(read_password("ﬁve cafe\u0301 lamps")), "five café lamps")


def test_a_hash_that_is_none_fits_nothing():
    assert not password_fits(None, "nobody has this password")
    assert not password_fits("not a hash", "x")


def administrator(room):
    secret = room.operator.first_link()
    return room.people.set_up(secret, "ada@example.edu", "Ada", "an unusual beginning", "Europe/Vienna")


def test_the_first_link_makes_one_administrator_and_no_second(room):
    earlier, secret = room.operator.first_link(), room.operator.first_link()
    with pytest.raises(RecordNotFound):
        room.people.set_up(earlier, "eve@example.edu", "Eve", "an unusual beginning", "UTC")
    ada = room.people.set_up(secret, "ada@example.edu", "Ada", "an unusual beginning", "UTC")
    assert room.people.me(ada).role is Role.ADMINISTRATOR
    assert room.operator.first_link() is None
    with pytest.raises(RecordNotFound):
        room.people.set_up(secret, "eve@example.edu", "Eve", "an unusual beginning", "UTC")


def test_a_first_link_is_worth_nothing_once_there_is_an_administrator(room):
    secret = room.operator.first_link()
    made = room.operator.add(NewAccount(email="ada@example.edu", name="Ada", role=Role.ADMINISTRATOR))
    room.people.accept(LinkKind.INVITE, made.secret, GOOD)
    with pytest.raises(RecordNotFound):
        room.people.set_up(secret, "eve@example.edu", "Eve", "an unusual beginning", "UTC")


def test_a_refused_setup_leaves_the_link_good(room):
    secret = room.operator.first_link()
    with pytest.raises(ValueError, match="password"):
        room.people.set_up(secret, "ada@example.edu", "Ada", "short", "UTC")
    with pytest.raises(ValueError, match="zone"):
        room.people.set_up(secret, "ada@example.edu", "Ada", GOOD, "Mars")
    assert room.people.set_up(secret, "ada@example.edu", "Ada", GOOD, "UTC")


def test_an_invitation_works_once_and_not_as_another_kind(room, ana, clock):
    made = room.operator.add(NewAccount(email="ben@example.edu", name="Ben", role=Role.TRAINEE))
    with pytest.raises(RecordNotFound):
        room.people.accept(LinkKind.RESET, made.secret, GOOD)
    room.people.accept(LinkKind.INVITE, made.secret, GOOD)
    with pytest.raises(RecordNotFound):
        room.people.accept(LinkKind.INVITE, made.secret, GOOD)


def test_a_link_that_is_too_old_or_replaced_is_no_longer_good(room, clock):
    made = room.operator.add(NewAccount(email="ben@example.edu", name="Ben", role=Role.TRAINEE))
    again = room.operator.link_for("ben@example.edu")
    with pytest.raises(RecordNotFound):
        room.people.whose(LinkKind.INVITE, made.secret)
    assert room.people.whose(LinkKind.INVITE, again.secret).name == "Ben"
    clock.move(days=14)
    with pytest.raises(RecordNotFound):
        room.people.accept(LinkKind.INVITE, again.secret, GOOD)


def test_a_reset_signs_out_everywhere_and_a_disabled_account_has_none(room, ana):
    admin, secret = administrator(room), signed_in(room)
    made = room.people.link_for(admin, ana)
    assert made.kind is LinkKind.RESET
    room.people.accept(made.kind, made.secret, "another fine sentence")
    assert room.sign_in.person_of(secret) is None
    late = room.people.link_for(admin, ana)
    room.people.set_disabled(admin, ana, disabled=True)
    with pytest.raises(RecordNotFound):
        room.people.accept(late.kind, late.secret, GOOD)
    with pytest.raises(ValueError, match="disabled"):
        room.operator.link_for("ana@example.edu")


def test_the_last_administrator_cannot_be_lost(room, ana):
    admin = administrator(room)
    for verb in (
        lambda: room.people.set_role(admin, admin, Role.TRAINEE),
        lambda: room.people.set_disabled(admin, admin, disabled=True),
    ):
        with pytest.raises(ValueError, match="last administrator"):
            verb()
    room.people.set_role(admin, ana, Role.ADMINISTRATOR)
    assert room.people.set_role(admin, admin, Role.TRAINEE).role is Role.TRAINEE


def test_whoever_manages_nothing_manages_nobody(room, ana):
    new = NewAccount(email="eve@example.edu", name="Eve", role=Role.ADMINISTRATOR)
    for verb in (
        lambda: room.people.accounts(ana),
        lambda: room.people.invite(ana, new),
        lambda: room.people.link_for(ana, ana),
        lambda: room.people.set_role(ana, ana, Role.ADMINISTRATOR),
        lambda: room.people.set_disabled(ana, ana, disabled=True),
        lambda: room.people.accounts("local"),
    ):
        with pytest.raises(PermissionError):
            verb()
    assert [account.email for account in room.operator.accounts()] == ["ana@example.edu"]


def test_an_address_or_a_number_is_taken_once(room):
    room.operator.add(NewAccount(email="ana@example.edu", name="Ana", number="7", role=Role.TRAINEE))
    for email, number in (("ANA@example.edu", None), ("ben@example.edu", "7")):
        with pytest.raises(ValueError, match="already"):
            room.operator.add(NewAccount(email=email, name="Ben", number=number, role=Role.TRAINEE))
    assert len(room.operator.accounts()) == 1
