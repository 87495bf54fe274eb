"""Assignments over HTTP: what can be given, each field of the form, a change, and a copy."""

import re

import pytest

from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, Terms, WhichCounts
from classroom.own_terms import with_dates
from tests.webui.assignment_work import FORM, form_of, give, given, ira, new, of_answer, practise, school

__all__ = ["ira", "school"]


def test_a_section_without_work_says_what_to_do_first(school, ira):
    page = ira.get(f"/class/{school.sections['york']}/assignments")
    assert "Nothing is assigned yet" in page.text
    assert f'href="class/{school.sections["york"]}/assignments/new"' in page.text


def test_what_can_be_assigned_stands_in_families_with_its_content_note(school, ira):
    page = ira.get(new(school)).text
    for words in ("Trauma", "Broken trust", "First ten minutes", "Loneliness and bereavement", "Difficulty 1 of 5"):
        assert words in page
    assert "kind=scenario&amp;content=S01" in page


def test_the_form_begins_with_the_scenarios_title_and_names_the_zone(school, ira):
    page = ira.get(new(school), params={"kind": "scenario", "content": "S01"}).text
    assert 'value="First ten minutes"' in page
    assert "Due (Europe/Vienna)" in page
    assert page.count('name="criteria"') == page.count('name="criteria" value') == 14
    assert len(re.findall(r'name="criteria" value="\w+" checked', page)) == 14


def test_every_field_of_the_form_is_kept(school, ira):
    teaching, people = school.classroom.teaching, school.people
    group = teaching.keep_group(people["ira"], school.sections["vienna"], "Early", [people["ben"]])
    form = {
        **FORM,
        "instructions": "Read <b>first</b>.\r\nThen begin.",
        "opens": "2026-03-20T08:00",
        "due": "2026-03-27T23:59",
        "closes": "2026-03-30T12:00",
        "attempts": "2",
        "which_counts": "best",
        "mode": "assessment",
        "turn_limit": "9",
        "criteria": ["empathy"],
        "contract_card": "",
        "shared_seed": "yes",
        "prediction_required": "",
        "reflection_required": "yes",
        "anonymous": "yes",
        "to": "some",
        "group": [group.id],
        "person": [people["ana"]],
    }
    made = given(school, of_answer(ira.post(new(school), data=form)))
    terms = made.assignment.terms
    assert terms.instructions == "Read <b>first</b>.\nThen begin."
    assert [one.wall for one in (terms.opens, terms.due, terms.closes)] == [
        "2026-03-20T08:00",
        "2026-03-27T23:59",
        "2026-03-30T12:00",
    ]
    assert terms.due.at.isoformat() == "2026-03-27T22:59:00+00:00"
    assert (terms.attempts, terms.which_counts, terms.mode) == (2, WhichCounts.BEST, AssignedMode.ASSESSMENT)
    assert (terms.turn_limit, terms.criteria, terms.contract_card) == (9, ("empathy",), False)
    assert (terms.prediction_required, terms.reflection_required, terms.anonymous) == (False, True, True)
    assert terms.shared_seed is not None
    assert set(made.assignees) == {
        Assignee(kind=AssigneeKind.GROUP, whom=group.id),
        Assignee(kind=AssigneeKind.PERSON, whom=people["ana"]),
    }
    page = ira.get(f"/assignment/{made.assignment.id}?done=given").text
    for words in (
        "The assignment is given",
        "Fri 27 Mar 2026, 23:59",
        "Group Early, Ana",
        "&lt;b&gt;first",
        "Assessment",
    ):
        assert words in page
    row = ira.get(f"/class/{school.sections['vienna']}/assignments").text
    assert "2 not begun, 2 late" in row
    assert "Closed" in row


def test_all_criteria_ticked_is_kept_as_all(school, ira):
    page = ira.get(new(school), params={"kind": "scenario", "content": "S01"}).text
    every = re.findall(r'name="criteria" value="(\w+)"', page)
    made = of_answer(ira.post(new(school), data={**FORM, "criteria": every}))
    assert given(school, made).assignment.terms.criteria == ()


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"title": " "}, "title", "empty"),
        ({"due": "2026-03-29T02:30"}, "due", "On 2026-03-29 there is no 02:30 in Europe/Vienna"),
        ({"due": "soon"}, "due", "no date and time"),
        ({"opens": "2026-04-02T08:00", "due": "2026-04-01T08:00"}, "due", "due before it opens"),
        ({"due": "2026-04-02T08:00", "closes": "2026-04-01T08:00"}, "closes", "closes before it is due"),
        ({"attempts": "0"}, "attempts", "no whole number from 1 to 100"),
        ({"attempts": "many"}, "attempts", "no whole number"),
        ({"content": "S02", "turn_limit": "1"}, "turn_limit", "planned test after turn"),
        ({"criteria": []}, "criteria", "show at least one"),
        ({"criteria": ["charm"]}, "criteria", "no criterion"),
        ({"to": "some"}, "to", "Nobody is chosen"),
        ({"to": "some", "person": ["nobody"]}, "to", "not in this section"),
        ({"person": ["nobody"]}, "to", "choose one of the two"),
        ({"mode": "exam"}, "mode", "Input should be"),
        ({"instructions": "x" * 4001}, "instructions", "4000 characters"),
    ],
)
def test_a_fault_is_named_at_its_field_and_what_was_typed_stays(school, ira, changed, field, says):
    before = school.school.work.assigning.assignments(school.people["ira"], school.sections["vienna"])
    if changed.get("turn_limit"):
        changed["content"] = next(
            key
            for key, offer in school.room.catalog.offers.items()
            if any(one.turn > 1 for one in offer.scenario.tests)
        )
    answer = ira.post(new(school), data={**FORM, "instructions": "Stay <i>", **changed})
    assert answer.status_code == 422
    assert re.search(rf'href="/class/\w+/assignments/new#f-{field}"', answer.text)
    assert f'id="f-{field}"' in answer.text
    assert re.search(rf'id="w-{field}">[^<]*{re.escape(says)}', answer.text)
    if "instructions" not in changed:
        assert "Stay &lt;i&gt;" in answer.text
    for name in ("due", "closes", "title", "attempts"):
        if changed.get(name, "").strip():
            assert f'value="{changed[name]}"' in answer.text
    assert school.school.work.assigning.assignments(school.people["ira"], school.sections["vienna"]) == before


def test_the_list_says_when_work_is_due_and_only_where_bounded_when_it_opens_and_closes(school, ira):
    plain = Terms(title="x", kind=Kind.SCENARIO, content="S01", zone="Europe/Vienna", mode=AssignedMode.ASSESSMENT)
    walls = {"opens": "2026-03-01T08:00", "due": "2036-03-02T09:00", "closes": "2036-03-03T10:00"}
    dated = with_dates(plain, "Europe/Vienna", **walls)
    give(school, title="Bounded", mode=dated.mode, **{name: getattr(dated, name) for name in walls})
    give(school, title="Unbounded")
    page = ira.get(f"/class/{school.sections['vienna']}/assignments").text
    rows = {re.search(r">([^<]+)</a>", row)[1]: row for row in re.findall(r"<tr><td>.*?</tr>", page)}
    assert (
        'data-name="Due">Sun 2 Mar 2036, 09:00<span class="help">Opens Sun 1 Mar 2026, 08:00</span>' in rows["Bounded"]
    )
    assert '<span class="help">Closes Mon 3 Mar 2036, 10:00</span></td>' in rows["Bounded"]
    assert " · Assessment</span>" in rows["Bounded"]
    assert 'data-name="Due">No date</td>' in rows["Unbounded"]


def test_what_is_not_on_offer_leads_back_to_the_list(school, ira):
    answer = ira.post(new(school), data={**FORM, "content": "S99"})
    assert "Choose what is practised" in answer.text


def test_an_hour_that_comes_twice_is_taken(school, ira):
    made = of_answer(ira.post(new(school), data={**FORM, "due": "2026-10-25T02:30"}))
    assert given(school, made).assignment.terms.due.at.isoformat() == "2026-10-25T01:30:00+00:00"


def test_the_form_of_a_change_holds_what_stands_and_sending_it_changes_nothing_else(school, ira):
    made = give(school, attempts=2, shared_seed=5, criteria=("empathy",), instructions="Read.", anonymous=True)
    before = given(school, made)
    form = form_of(ira.get(f"/assignment/{made}/change").text)
    answer = ira.post(f"/assignment/{made}/change", data={**form, "title": "Second", "due": "2026-04-10T23:59"})
    assert of_answer(answer) == made
    after = given(school, made)
    assert after.assignment.terms.title == "Second"
    assert after.assignment.terms.due.wall == "2026-04-10T23:59"
    same = {"title": "First", "due": None}
    assert after.assignment.terms.model_copy(update=same) == before.assignment.terms
    assert (after.assignees, after.assignment.version) == (before.assignees, 2)


def test_two_who_change_it_are_shown_both_and_the_second_can_send_again_knowingly(school, ira):
    made = give(school)
    first, second = (form_of(ira.get(f"/assignment/{made}/change").text) for _ in range(2))
    of_answer(ira.post(f"/assignment/{made}/change", data={**first, "title": "Theirs", "attempts": "3"}))
    answer = ira.post(f"/assignment/{made}/change", data={**second, "title": "Mine <i>"})
    assert answer.status_code == 409
    assert "Somebody else changed this assignment" in answer.text
    assert "<td data-name=Yours>Mine &lt;i&gt;</td><td data-name=Now>Theirs</td>" in answer.text
    assert "<td data-name=Yours>As many as wanted</td><td data-name=Now>3</td>" in answer.text
    assert 'value="Mine &lt;i&gt;"' in answer.text
    assert given(school, made).assignment.terms.title == "Theirs"
    again = {**form_of(answer.text), "title": "Mine <i>"}
    of_answer(ira.post(f"/assignment/{made}/change", data=again))
    assert given(school, made).assignment.terms.title == "Mine <i>"


def test_conditions_that_are_refused_once_somebody_has_begun_say_why(school, ira):
    made = give(school)
    practise(school, made, end=False)
    form = form_of(ira.get(f"/assignment/{made}/change").text)
    answer = ira.post(f"/assignment/{made}/change", data={**form, "mode": "assessment"})
    assert answer.status_code == 422
    assert "Somebody has begun: content, mode, turn limit and seed stay" in answer.text
    assert re.search(r'name="mode" value="assessment" checked', answer.text)
    assert given(school, made).assignment.terms.mode is AssignedMode.PRACTICE


def test_something_else_to_practise_is_chosen_from_the_list(school, ira):
    made = give(school)
    listed = ira.get(f"/assignment/{made}/change?choose=yes").text
    assert f'href="assignment/{made}/change?kind=scenario&amp;content=S04"' in listed
    form = form_of(ira.get(f"/assignment/{made}/change", params={"kind": "scenario", "content": "S04"}).text)
    assert form["content"] == ["S04"]
    of_answer(ira.post(f"/assignment/{made}/change", data=form))
    assert given(school, made).assignment.terms.content == "S04"


def test_a_copy_keeps_the_time_of_day_across_a_change_of_clocks(school, ira):
    form = {**FORM, "due": "2026-03-27T23:59", "closes": "2026-03-28T02:30"}
    made = of_answer(ira.post(new(school), data=form))
    for section, days, due, closes in (
        ("vienna", "7", "2026-04-03T21:59", "2026-04-04T00:30"),
        ("vienna", "1", "2026-03-28T22:59", "2026-03-29T01:30"),
        ("york", "-21", "2026-03-07T04:59", "2026-03-07T07:30"),
    ):
        answer = ira.post(f"/assignment/{made}/copy", data={"to": school.sections[section], "days": days})
        copied = given(school, of_answer(answer)).assignment
        assert copied.copied_from == made
        assert copied.section == school.sections[section]
        assert copied.terms.due.at.isoformat() == f"{due}:00+00:00"
        assert copied.terms.closes.at.isoformat() == f"{closes}:00+00:00"


@pytest.mark.parametrize(
    ("to", "days", "says"), [("vienna", "a week", "whole number"), ("uma", "0", "nothing like this")]
)
def test_a_copy_that_cannot_be_is_refused_with_what_was_typed(school, ira, to, days, says):
    made = give(school)
    answer = ira.post(f"/assignment/{made}/copy", data={"to": school.sections[to], "days": days})
    assert answer.status_code in (404, 422)
    assert says in answer.text
    assert f'value="{days}"' in answer.text


def test_a_drill_is_given_and_followed_by_its_tries(school, ira):
    page = ira.get(new(school), params={"kind": "drill", "content": "D01"}).text
    assert 'value="Meaning under the words"' in page
    for missing in ("turn_limit", "reflection_required", "anonymous"):
        assert f'name="{missing}"' not in page
    made = of_answer(ira.post(new(school), data=form_of(page)))
    terms = given(school, made).assignment.terms
    assert (terms.kind, terms.mode, terms.criteria) == (Kind.DRILL, AssignedMode.COACHING, ())
    run = school.school.work.doing.begin(school.people["ana"], made).run.id
    school.room.drills.attempt(school.people["ana"], run, "You miss her.", "k")
    page = ira.get(f"/assignment/{made}").text
    for words in ("Drill: Meaning under the words", "In the drill, 1 try", "nothing waits for a release"):
        assert words in page
    assert f"assignment/{made}/release" not in page
    changed = form_of(ira.get(f"/assignment/{made}/change").text)
    assert of_answer(ira.post(f"/assignment/{made}/change", data={**changed, "title": "Second"})) == made


def test_a_treatment_is_given_and_followed_by_its_sessions(school, ira):
    page = ira.get(new(school), params={"kind": "arc", "content": "A2"}).text
    assert 'name="turn_limit"' not in page
    made = of_answer(ira.post(new(school), data=form_of(page)))
    ana, room = school.people["ana"], school.room
    run = school.school.work.doing.begin(ana, made).run.id
    assert "In the treatment, no session yet, 0 turns in all" in ira.get(f"/assignment/{made}").text
    session = room.arcs.begin_next(ana, run).session.id
    room.say(ana, session, "That sounds heavy.", "k")
    page = ira.get(f"/assignment/{made}").text
    assert "Treatment: Limits that hold, with Gloria" in page
    assert "In the treatment, session 1 of 5, 1 turn in all" in page
