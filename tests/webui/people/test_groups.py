"""The groups of a section over HTTP."""

import re

import pytest

from tests.webui.people.rosters import alert, enrolled, members


def group_form(page):
    return re.search(r'name="version" value="(.*?)"', page)[1], re.findall(r'value="(\w+)" checked', page)


def test_a_group_is_made_filled_renamed_and_dropped(school, ira, section):
    people = enrolled(school, section, "Nia", "Oli")
    goes = ira.post(f"/class/{section}/groups", data={"title": "Pairs"}).headers["location"]
    page = ira.get(goes).text
    assert "Choose who is in it" in page
    version, chosen = group_form(page)
    assert chosen == []
    path = goes.split("?")[0]
    form = {"version": version, "title": "Duos", "people": [people["Nia"], people["Oli"]]}
    assert ira.post(path, data=form).headers["location"] == f"{path}?done=kept"
    assert sorted(group_form(ira.get(path).text)[1]) == sorted(people.values())
    shown = ira.get(f"/class/{section}/people").text
    assert "<bdi>Duos</bdi>" in shown
    assert "2: <bdi>Nia</bdi>, <bdi>Oli</bdi>" in shown
    version = group_form(ira.get(path).text)[0]
    assert ira.post(path, data={"version": version, "title": "Duos"}).status_code == 303
    assert school.classroom.teaching.groups(school.people["ira"], section)[0].people == ()
    assert ira.post(f"{path}/drop").headers["location"] == f"/class/{section}/people?done=dropped"
    assert school.classroom.teaching.groups(school.people["ira"], section) == ()
    assert len(members(school, section)) == 3
    assert ira.get(path).status_code == 404


def test_a_group_that_a_colleague_changed_is_a_conflict_and_what_was_chosen_stays(school, ira, section):
    people, teaching = enrolled(school, section, "Pia", "Quy"), school.classroom.teaching
    group = teaching.keep_group(school.people["ira"], section, "Pairs", [])
    path = f"/class/{section}/groups/{group.id}"
    form = {"version": group.version, "title": "Mine", "people": [people["Quy"]]}
    theirs = teaching.keep_group(school.people["ira"], section, "Theirs", [people["Pia"]], group.id)
    answer = ira.post(path, data=form)
    assert answer.status_code == 422
    assert "&#x27;Theirs&#x27; and has 1 people now" in alert(answer.text)
    assert 'value="Mine"' in answer.text
    version, chosen = group_form(answer.text)
    assert (version, chosen) == (theirs.version, [people["Quy"]])
    assert teaching.groups(school.people["ira"], section) == (theirs,)
    assert ira.post(path, data={**form, "version": version}).status_code == 303


@pytest.mark.parametrize(("title", "why"), [("Pairs", "already"), (" ", "empty")])
def test_a_group_needs_a_title_of_its_own(school, ira, section, title, why):
    school.classroom.teaching.keep_group(school.people["ira"], section, "Pairs", [])
    answer = ira.post(f"/class/{section}/groups", data={"title": title})
    assert (answer.status_code, why in alert(answer.text)) == (422, True)
    assert f'value="{title}"' in answer.text
    assert len(school.classroom.teaching.groups(school.people["ira"], section)) == 1


def test_only_trainees_of_the_section_are_in_its_groups(school, ira, section):
    group = school.classroom.teaching.keep_group(school.people["ira"], section, "Pairs", [])
    form = {"version": group.version, "title": "Pairs", "people": [school.people["cem"]]}
    assert ira.post(f"/class/{section}/groups/{group.id}", data=form).status_code == 404
    assert school.classroom.teaching.groups(school.people["ira"], section) == (group,)
    assert ira.post(f"/class/{school.sections['ira']}/groups/{group.id}/drop").status_code == 404
