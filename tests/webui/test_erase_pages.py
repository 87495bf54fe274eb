"""Erasing an account over HTTP, and who has opened what somebody wrote."""

import re

import pytest

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from practice.errors import RecordNotFound
from tests.webui.school_site import school_site


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


@pytest.fixture(scope="module")
def opened(school):
    """Ana has done an assignment of Ira's, and Ira has read it."""
    ana, ira = school.people["ana"], school.people["ira"]
    terms = Terms(title="First", kind=Kind.SCENARIO, content="S01", zone="UTC", mode=AssignedMode.COACHING)
    given = school.school.work.assigning.give(ira, school.sections["ira"], terms, [Assignee()])
    session = school.school.work.doing.begin(ana, given.id).session.id
    school.room.say(ana, session, "That sounds heavy.", "k")
    school.room.end(ana, session)
    school.school.review.reviewing.read(ira, session)
    return session


def somebody(school, name, role=Role.TRAINEE):
    """Let there be somebody who can go again."""
    made = school.classroom.operator.add(NewAccount(email=f"{name}@example.edu", name=f"{name} <i>", role=role))
    school.people[name] = made.account.id
    return made.account.id


def is_there(school, person):
    try:
        return bool(school.classroom.people.me(person))
    except RecordNotFound:
        return False


def test_an_administrator_erases_somebody_on_a_page_of_its_own_with_the_address_typed_again(school):
    person = somebody(school, "gus")
    gone = school.signed_in("gus")
    with school.signed_in("ada") as ada:
        listed = ada.get("/people").text
        link = re.search(rf'href="(people/erase\?account={person})"', listed)[1]
        page = ada.get(f"/{link}").text
        assert "Erase gus &lt;i&gt;" in page
        assert 'name="email"' in page
        wrong = ada.post("/people/erase", data={"account": person, "email": "ada@example.edu"})
        assert (wrong.status_code, "nothing was erased" in wrong.text, is_there(school, person)) == (422, True, True)
        done = ada.post("/people/erase", data={"account": person, "email": "GUS@example.edu"})
        assert (done.status_code, done.headers["location"]) == (303, "/people?done=erased")
        after = ada.get("/people?done=erased").text
        assert "are erased" in after
        assert "gus@" not in after
        for again in (ada.get(f"/{link}"), ada.post("/people/erase", data={"account": person, "email": "gus@x.y"})):
            assert again.status_code == 404
    assert gone.get("/account").status_code == 401


def test_nobody_else_comes_near_it(school, opened):
    ana, form = school.people["ana"], {"account": school.people["ana"], "email": "ana@example.edu"}
    for name in ("ira", "ben", "uma", "cem"):
        with school.signed_in(name) as other:
            answers = [other.get("/people/erase", params=form), other.post("/people/erase", data=form)]
            answers.append(other.get("/people/looked", params=form))
            assert [answer.status_code for answer in answers] == [403] * 3
            assert not [answer for answer in answers if "@example.edu" in answer.text or "Ana" in answer.text]
    assert is_there(school, ana)


@pytest.mark.parametrize("path", ["/people/erase", "/account/erase"])
@pytest.mark.parametrize("origin", [None, "https://evil.example"])
def test_a_form_from_elsewhere_erases_nobody(school, path, origin):
    person = somebody(school, f"zed{path[1]}{len(origin or '')}")
    name = school.classroom.people.me(person).email.split("@")[0]
    with school.signed_in("ada" if path == "/people/erase" else name) as browser:
        del browser.headers["origin"]
        form = {"account": person, "email": f"{name}@example.edu"}
        headers = {"origin": origin} if origin else {}
        assert browser.post(path, data=form, headers=headers).status_code == 403
    assert is_there(school, person)


def test_a_trainee_with_nothing_for_a_course_erases_themselves_and_is_signed_out(school):
    person = somebody(school, "hal")
    school.room.begin(person, "S01", "coaching", seed=1)
    with school.signed_in("hal") as hal:
        assert 'href="account/erase"' in hal.get("/account").text
        assert "hal@example.edu" in hal.get("/account/erase").text
        wrong = hal.post("/account/erase", data={"email": "hal"})
        assert (wrong.status_code, is_there(school, person)) == (422, True)
        done = hal.post("/account/erase", data={"email": "hal@example.edu", "account": school.people["ben"]})
        assert (done.status_code, "are erased" in done.text) == (200, True)
        assert 'attune_in=""' in done.headers["set-cookie"]
        assert hal.get("/account").status_code == 401
    assert not is_there(school, person)
    assert is_there(school, school.people["ben"])


def test_whoever_has_done_something_for_a_course_is_told_whom_to_ask(school, opened):
    for name in ("ana", "ira"):
        with school.signed_in(name) as browser:
            for answer in (
                browser.get("/account/erase"),
                browser.post("/account/erase", data={"email": f"{name}@example.edu"}),
            ):
                assert (answer.status_code, "Ask an administrator of this site: Ada." in answer.text) == (403, True)
                assert 'name="email"' not in answer.text
        assert is_there(school, school.people[name])


def test_the_last_administrator_and_the_last_instructor_are_not_offered_the_form(school):
    with school.signed_in("ada") as ada:
        for name, says in (("ada", "last administrator"), ("uma", "Nobody else teaches “Section of uma”")):
            form = {"account": school.people[name], "email": f"{name}@example.edu"}
            for answer in (ada.get("/people/erase", params=form), ada.post("/people/erase", data=form)):
                assert (answer.status_code, says in answer.text, 'name="email"' in answer.text) == (422, True, False)
        assert ada.get("/account/erase").status_code == 422


def test_a_trainee_sees_who_opened_which_session_in_their_own_zone(school, opened):
    with school.signed_in("ana") as ana:
        ana.post("/account", data={"name": "Ana", "zone": "Asia/Tokyo"})
        page = ana.get("/account").text
    part = page[page.index("Who has opened your sessions") :]
    assert "Time zone: Asia/Tokyo." in part
    assert part.count("<td>Ira</td>") == 1
    assert "Read a session" in part
    assert "The session of" in part
    assert "+09:00" in part
    with school.signed_in("ben") as ben:
        assert "Nobody has opened any yet." in ben.get("/account").text
    with school.signed_in("ira") as ira:
        assert "Who has opened" not in ira.get("/account").text


def test_an_administrator_sees_who_opened_somebodys_work_but_not_which(school, opened):
    with school.signed_in("ada") as ada:
        page = ada.get("/people/looked", params={"account": school.people["ana"]}).text
        assert "<td>Ira</td>" in page
        assert "The session of" not in page
        assert opened not in page
        assert (
            "Nobody has opened what Ben wrote"
            in ada.get("/people/looked", params={"account": school.people["ben"]}).text
        )
        assert ada.get("/people/looked").status_code == 404


def test_whoever_has_no_password_is_not_asked_for_one(school):
    somebody(school, "kit")
    with school.signed_in("kit") as kit:
        page = kit.get("/account").text
    assert "You have none here." in page
    assert "Present password" not in page
