"""The people of a section over HTTP: who is there, colleagues, who is taken out, links."""

import re

import pytest

from tests.webui.people.rosters import OUTSIDERS, alert, cells, enrolled, members
from tests.webui.school_site import PASSWORD


def test_an_empty_section_says_what_to_do_first(ira, section):
    page = ira.get(f"/class/{section}/people").text
    assert "No trainee is here yet" in page
    assert f'<a class="step primary" href="class/{section}/people/import">Import a roster</a>' in page
    assert "Make a group" not in page


def test_the_table_says_who_is_invited_signs_in_or_left(school, ira, section):
    people = enrolled(school, section, "Åsa", "Bob", "Zed")
    teaching = school.classroom.teaching
    link = teaching.invite_again(school.people["ira"], section, people["Bob"])
    school.classroom.people.accept(link.kind, link.secret, PASSWORD)
    teaching.remove(school.people["ira"], section, people["Zed"])
    page = ira.get(f"/class/{section}/people").text
    states = {row[0]: re.sub("<.*?>", "", row[-1] if len(row) == 3 else row[3]) for row in cells(page) if len(row) > 2}
    assert states["<bdi>Åsa</bdi>"] == "invited"
    assert states["<bdi>Bob</bdi>"] == "signs in"
    assert states["<bdi>Zed</bdi>"] == "left"
    assert "2 trainees. 1 of them has not signed in yet." in page
    assert page.index("Åsa") < page.index("Bob")
    assert "<bdi>Ira</bdi> (you)" in page


def test_somebody_whose_access_is_off_is_shown_so_and_gets_no_link(school, ira, section):
    people = enrolled(school, section, "Off")
    school.classroom.people.set_disabled(school.people["ada"], people["Off"], disabled=True)
    row = next(row for row in cells(ira.get(f"/class/{section}/people").text) if "Off" in "".join(row))
    assert "disabled" in row[3]
    assert "New link" not in row[4]


@pytest.mark.parametrize("path", ["people", "people/import", "people/{person}/remove", "groups/none"])
@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_the_pages_are_for_those_who_teach_the_section(school, name, status, path):
    section, ben = school.sections["ira"], school.people["ben"]
    with school.signed_in(name) as other:
        answer = other.get(f"/class/{section}/{path.format(person=ben)}")
    assert answer.status_code == status
    assert "ben@example.edu" not in answer.text
    assert "Section of ira" not in answer.text


FORMS = {
    "people/instructor": {"email": "uma@example.edu"},
    "people/{person}/remove": {},
    "people/{person}/link": {},
    "people/import": {"text": "name,email\nEve,eve@example.edu\n"},
    "people/import/keep": {"text": "name,email\nEve,eve@example.edu\n"},
    "groups": {"title": "Mine"},
    "groups/{group}": {"title": "Mine", "people": []},
    "groups/{group}/drop": {},
}
"""Every form, with which somebody who may not send it would change something."""


@pytest.mark.parametrize("path", sorted(FORMS))
@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_no_form_changes_anything_for_anybody_else(school, section, name, status, path):
    teaching, me = school.classroom.teaching, school.people["ira"]
    teaching.import_roster(me, section, b"name,email\nAna,ana@example.edu\nBen,ben@example.edu\n")
    group = teaching.keep_group(me, section, "Pairs", [school.people["ben"]])
    before = (members(school, section, gone=True), teaching.groups(me, section), school.classroom.operator.accounts())
    with school.signed_in(name) as other:
        form = f"/class/{section}/{path.format(person=school.people['ben'], group=group.id)}"
        answer = other.post(form, data=FORMS[path])
    assert answer.status_code == status
    assert "ben@example.edu" not in answer.text
    assert (members(school, section, gone=True), teaching.groups(me, section)) == before[:2]
    assert school.classroom.operator.accounts() == before[2]


@pytest.mark.parametrize("path", sorted(FORMS))
def test_a_form_that_no_page_of_ours_sends_is_refused(school, path):
    with school.signed_in("ira") as browser:
        del browser.headers["origin"]
        answer = browser.post(f"/class/{school.sections['ira']}/{path.format(person='x', group='x')}", data=FORMS[path])
    assert answer.status_code == 403


def test_an_administrator_says_who_teaches_and_does_not_run_the_section(school, section):
    people = enrolled(school, section, "Kim")
    group = school.classroom.teaching.keep_group(school.people["ira"], section, "Secret pairs", [])
    with school.signed_in("ada") as ada:
        page = ada.get(f"/class/{section}/people").text
        assert "<bdi>Kim</bdi>" in page
        for absent in ("Import a roster", "Secret pairs", "New link", 'class="parts"'):
            assert absent not in page
        assert ada.post(f"/class/{section}/people/instructor", data={"email": "uma@example.edu"}).status_code == 303
        assert ada.post(f"/class/{section}/people/{school.people['ira']}/remove").status_code == 303
        statuses = {
            path: ada.post(
                f"/class/{section}/{path}", data={"title": "x", "text": "name,email\nE,e@x.edu\n"}
            ).status_code
            for path in (
                f"people/{people['Kim']}/link",
                "people/import",
                "people/import/keep",
                "groups",
                f"groups/{group.id}",
                f"groups/{group.id}/drop",
            )
        }
        assert set(statuses.values()) == {403}, statuses
    assert [one.id for one in school.classroom.teaching.taught_by(school.people["uma"]) if one.id == section]


def test_a_colleague_is_added_by_address(school, ira, section):
    answer = ira.post(f"/class/{section}/people/instructor", data={"email": " UMA@example.edu "})
    assert answer.headers["location"] == f"/class/{section}/people?done=added"
    assert "They teach this section now." in ira.get(answer.headers["location"]).text
    with school.signed_in("uma") as uma:
        assert uma.get(f"/class/{section}/people").status_code == 200


@pytest.mark.parametrize(("email", "why"), [("ana@example.edu", "No instructor"), ("nobody", "no e-mail address")])
def test_who_is_no_colleague_is_not_added_and_the_address_stays(school, ira, section, email, why):
    answer = ira.post(f"/class/{section}/people/instructor", data={"email": email})
    assert (answer.status_code, why in alert(answer.text)) == (422, True)
    assert f'value="{email}"' in answer.text
    assert "<details open><summary>Add an instructor" in answer.text
    assert [one.account.id for one in members(school, section)] == [school.people["ira"]]


def test_taking_somebody_out_asks_first_and_keeps_their_work(school, ira, section):
    person = enrolled(school, section, "Lea")["Lea"]
    asked = ira.get(f"/class/{section}/people/{person}/remove").text
    assert "Remove Lea?" in asked
    assert "What they did for it stays" in asked
    assert len(members(school, section)) == 2
    answer = ira.post(f"/class/{section}/people/{person}/remove")
    assert answer.headers["location"] == f"/class/{section}/people?done=out"
    page = ira.get(answer.headers["location"]).text
    assert "Their work stays." in page
    assert "Who left: 1" in page
    again = ira.post(f"/class/{section}/people/{person}/remove")
    assert (again.status_code, "is not in the section" in alert(again.text)) == (404, True)
    assert ira.get(f"/class/{section}/people/{person}/remove").status_code == 404


def test_the_last_instructor_stays(school, ira, section):
    answer = ira.post(f"/class/{section}/people/{school.people['ira']}/remove")
    assert (answer.status_code, "last instructor" in alert(answer.text)) == (422, True)
    assert len(members(school, section)) == 1


def test_an_instructor_who_takes_themselves_out_goes_to_their_sections(school, ira, section):
    school.classroom.teaching.add_instructor(school.people["ira"], section, "uma@example.edu")
    answer = ira.post(f"/class/{section}/people/{school.people['ira']}/remove")
    assert answer.headers["location"] == "/class?done=left"
    assert "You are no longer in the section." in ira.get(answer.headers["location"]).text
    assert ira.get(f"/class/{section}/people").status_code == 404


def test_a_new_link_is_shown_once_and_replaces_the_one_before(school, ira, section):
    person = enrolled(school, section, "Mia")["Mia"]
    links = []
    for _ in range(2):
        page = ira.post(f"/class/{section}/people/{person}/link").text
        links.append(re.search(r"<code>http://127.0.0.1:7860(/invite\?token=.*?)</code>", page)[1])
        assert "14 days" in page
        assert links[-1] not in ira.get(f"/class/{section}/people").text
    with school.browser() as browser:
        assert [browser.get(link).status_code for link in links] == [404, 200]


def test_no_link_is_given_for_somebody_who_signs_in_or_is_elsewhere_too(school, ira, section):
    teaching = school.classroom.teaching
    teaching.import_roster(school.people["ira"], section, b"name,email\nAna,ana@example.edu\n")
    page = ira.get(f"/class/{section}/people").text
    assert f"{school.people['ana']}/link" not in page
    answer = ira.post(f"/class/{section}/people/{school.people['ana']}/link")
    assert (answer.status_code, "ask an administrator" in alert(answer.text)) == (422, True)
    assert "token=" not in answer.text
    assert ira.post(f"/class/{section}/people/{school.people['cem']}/link").status_code == 404
