"""Giving work and following it, over HTTP: what is kept, what is refused and with which words."""

import re

import pytest

from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, Terms, WhichCounts
from classroom.stages import Stage
from practice.sessions import Prediction
from scenarios.shelf import load_arcs, load_drills
from tests.classroom.written_rubric import write_rubric
from tests.webui.school_site import school_site

ROSTER = "name,email\nAna,ana@example.edu\nBen,ben@example.edu\n"
FORM = {
    "kind": "scenario",
    "content": "S01",
    "title": "First hour",
    "mode": "practice",
    "which_counts": "last",
    "criteria": ["empathy", "boundary_setting"],
    "contract_card": "yes",
    "prediction_required": "yes",
    "to": "section",
}


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("work")) as running:
        teaching, ira = running.classroom.teaching, running.people["ira"]
        for name, zone in (("vienna", "Europe/Vienna"), ("york", "America/New_York")):
            section = teaching.make_section(ira, name.title(), zone)
            teaching.import_roster(ira, section.id, ROSTER.encode())
            running.sections[name] = section.id
        running.room.catalog.drills.update(load_drills())
        running.room.catalog.arcs.update({"A2": load_arcs()["A2"]})
        yield running


@pytest.fixture
def ira(school):
    with school.signed_in("ira") as browser:
        yield browser


def new(school, section="vienna"):
    return f"/class/{school.sections[section]}/assignments/new"


def give(school, section="vienna", **changed):
    """Give an assignment by the verb; gives its id."""
    plain = {"title": "First", "kind": Kind.SCENARIO, "content": "S01", "zone": "Europe/Vienna"}
    terms = Terms.model_validate({**plain, "mode": AssignedMode.PRACTICE, **changed})
    made = school.school.work.assigning.give(school.people["ira"], school.sections[section], terms, [Assignee()])
    return made.id


def given(school, assignment):
    return school.school.work.assigning.given(school.people["ira"], assignment)


def now(school, assignment, name="ana"):
    people = school.school.work.following.live(school.people["ira"], assignment)
    return next(one for one in people if one.person == school.people[name])


def practise(school, assignment, name="ana", end=True):
    person, room = school.people[name], school.room
    session = school.school.work.doing.begin(person, assignment).session.id
    room.say(person, session, "That sounds heavy.", "k")
    if end:
        room.end(person, session)
        room.predict(person, session, Prediction(empathy=2, boundary=2))
    return session


def of_answer(answer):
    """Give the id of the assignment to which a browser is sent."""
    assert answer.status_code == 303, answer.text
    return re.match(r"/assignment/(\w{26})\?done=[\w-]+$", answer.headers["location"])[1]


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


def test_what_is_not_on_offer_leads_back_to_the_list(school, ira):
    answer = ira.post(new(school), data={**FORM, "content": "S99"})
    assert "Choose what is practised" in answer.text


def test_an_hour_that_comes_twice_is_taken(school, ira):
    made = of_answer(ira.post(new(school), data={**FORM, "due": "2026-10-25T02:30"}))
    assert given(school, made).assignment.terms.due.at.isoformat() == "2026-10-25T01:30:00+00:00"


def form_of(page):
    """Give the fields of the form of an assignment as a browser would send them."""
    inside = re.search(r'<form class="sheet long".*?</form>', page, re.DOTALL)[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") not in ("checkbox", "radio") or " checked" in tag:
            fields.setdefault(found["name"], []).append(found.get("value", ""))
    fields["instructions"] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", inside, re.DOTALL)
    fields["which_counts"] = re.findall(r'value="(\w+)" selected', inside)
    return fields


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
    assert "Somebody has begun: content, rubric, mode, turn limit and seed stay" in answer.text
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


def test_feedback_is_released_and_taken_back_and_a_stale_version_is_a_conflict(school, ira):
    made = give(school, mode=AssignedMode.ASSESSMENT, anonymous=True)
    page = ira.get(f"/assignment/{made}").text
    assert "Feedback waits for you" in page
    assert of_answer(ira.post(f"/assignment/{made}/release", data={"version": "1"})) == made
    assert "Feedback released" in ira.get(f"/assignment/{made}").text
    stale = ira.post(f"/assignment/{made}/keep-back", data={"version": "1"})
    assert stale.status_code == 409
    assert "Somebody else changed this assignment" in stale.text
    assert given(school, made).assignment.released_at is not None
    of_answer(ira.post(f"/assignment/{made}/keep-back", data={"version": "2"}))
    assert given(school, made).assignment.released_at is None


def test_a_withdrawn_assignment_stays_to_be_read(school, ira):
    made = give(school)
    of_answer(ira.post(f"/assignment/{made}/withdraw", data={"version": "1"}))
    page = ira.get(f"/assignment/{made}").text
    assert "Withdrawn" in page
    assert f"assignment/{made}/withdraw" not in page
    assert ira.post(f"/assignment/{made}/withdraw", data={"version": "1"}).status_code == 409


def test_the_live_table_tells_each_persons_stage_and_can_be_stopped(school, ira):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, turn_limit=9)
    session = practise(school, made, end=False)
    page = ira.get(f"/assignment/{made}/live")
    assert page.headers["refresh"] == "20"
    assert "In a session, turn 1 of 9" in page.text
    assert re.search(r"Ben</td>.*?Not begun <span class=\"tag late\">late</span>", page.text)
    still = ira.get(f"/assignment/{made}/live?still=yes")
    assert "refresh" not in still.headers
    assert f"assignment/{made}/live?still=yes" in page.text
    school.room.end(school.people["ana"], session)
    whole = ira.get(f"/assignment/{made}?by=stage").text
    assert "Over, not handed in" in whole
    assert whole.index(">Ana<") < whole.index(">Ben<")
    assert f'href="transcript/{session}"' in whole


def test_one_person_gets_later_dates_and_a_stale_form_is_a_conflict(school, ira):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, attempts=1)
    ana = school.people["ana"]
    path = f"/assignment/{made}/person/{ana}"
    assert "Due Fri 27 Mar 2026, 23:59" in ira.get(path).text
    form = {"version": "0", "due": "2026-04-03T23:59", "more_attempts": "1", "reason": "Ill <i>"}
    of_answer(ira.post(f"{path}/extend", data=form))
    assert (now(school, made).own.due.wall, now(school, made).own.attempts) == ("2026-04-03T23:59", 2)
    page = ira.get(path).text
    assert "Ill &lt;i&gt;" in page
    assert 'value="2026-04-03T23:59"' in page
    stale = ira.post(f"{path}/extend", data={**form, "due": "2026-05-03T23:59"})
    assert stale.status_code == 409
    assert "Somebody else changed this extension" in stale.text
    assert 'value="2026-05-03T23:59"' in stale.text
    of_answer(ira.post(f"{path}/add-days", data={"version": "1", "days": "7"}))
    assert now(school, made).own.due.wall == "2026-04-10T23:59"
    assert now(school, made, "ben").own.due.wall == "2026-03-27T23:59"
    assert "due Fri 10 Apr 2026, 23:59" in ira.get(f"/assignment/{made}").text


@pytest.mark.parametrize(
    ("part", "form", "says"),
    [
        ("extend", {"due": "2026-03-29T02:30"}, "there is no 02:30"),
        ("extend", {"due": "2026-03-20T08:00"}, "gives a later one"),
        ("extend", {"more_attempts": "few"}, "whole number"),
        ("add-days", {"days": "0"}, "whole number from 1"),
        ("take-in", {}, "Nothing of theirs waits"),
    ],
)
def test_what_cannot_be_for_one_person_is_refused_with_what_was_typed(school, ira, part, form, says):
    made = give(school, due={"wall": "2026-03-27T23:59", "at": "2026-03-27T22:59:00Z"}, attempts=1)
    answer = ira.post(f"/assignment/{made}/person/{school.people['ana']}/{part}", data={"version": "0", **form})
    assert answer.status_code == 422
    assert says in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in form.values())
    assert given(school, made).extensions == {}


def test_somebody_is_excused_and_expected_again(school, ira):
    made = give(school)
    path = f"/assignment/{made}/person/{school.people['ana']}/excuse"
    of_answer(ira.post(path, data={"version": "0", "excused": "yes", "reason": "Moved."}))
    assert now(school, made).progress.stage is Stage.EXCUSED
    assert ira.post(path, data={"version": "0", "excused": "no"}).status_code == 409
    of_answer(ira.post(path, data={"version": "1", "excused": "no"}))
    assert now(school, made).progress.stage is Stage.NOT_BEGUN


def test_what_was_forgotten_is_taken_in_one_by_one_or_all_at_once(school, ira):
    one, all_of = give(school), give(school)
    for made in (one, all_of):
        practise(school, made)
    practise(school, all_of, "ben", end=False)
    of_answer(ira.post(f"/assignment/{one}/person/{school.people['ana']}/take-in"))
    assert now(school, one).progress.stage is Stage.FINISHED
    page = ira.get(f"/assignment/{all_of}").text
    assert "1 session is over and was not handed in" in page
    of_answer(ira.post(f"/assignment/{all_of}/take-in-all"))
    assert [now(school, all_of, name).progress.stage for name in ("ana", "ben")] == [Stage.FINISHED, Stage.IN_SESSION]
    assert "/take-in-all" not in ira.get(f"/assignment/{all_of}").text


def test_titles_and_names_are_shown_as_text(school, ira):
    made = give(school, title='<script>alert(1)</script>"')
    for path in (f"/assignment/{made}", f"/assignment/{made}/live", f"/assignment/{made}/change"):
        page = ira.get(path).text
        assert "<script" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("ada", 403), ("uma", 404), ("cem", 404)])
def test_nobody_else_sees_or_changes_an_assignment(school, who, status):
    made, ben = give(school, title="Hidden words"), school.people["ben"]
    section = f"/class/{school.sections['vienna']}/assignments"
    before = given(school, made)
    with school.signed_in(who) as browser:
        for path in (section, f"{section}/new", f"/assignment/{made}"):
            answer = browser.get(path)
            assert answer.status_code == status
            assert "Hidden words" not in answer.text
        for part in ("live", "change", f"person/{ben}"):
            assert browser.get(f"/assignment/{made}/{part}").status_code == status
        form = {**FORM, "version": "1"}
        assert browser.post(f"{section}/new", data=form).status_code == status
        parts = ("change", "copy", "withdraw", "release", "keep-back", "take-in-all")
        persons = [f"person/{ben}/{part}" for part in ("extend", "add-days", "excuse", "take-in")]
        for part in (*parts, *persons):
            data = {**form, "days": "1", "to": school.sections["vienna"], "due": "", "excused": "yes"}
            answer = browser.post(
                f"/assignment/{made}/{part}", data={**data, "version": "0" if "person" in part else "1"}
            )
            assert answer.status_code == status, part
            assert "Hidden words" not in answer.text
    assert given(school, made) == before


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


def test_a_rubric_that_was_written_here_is_chosen_kept_and_named(school, ira):
    assert "Graded by" not in ira.get(new(school), params={"kind": "scenario", "content": "S01"}).text
    authors, person = school.school.authors, school.people["ira"]
    pack = authors.authoring.make_pack(person, "Rubrics")
    strict = write_rubric(authors, person, pack)
    page = ira.get(new(school), params={"kind": "scenario", "content": "S01"}).text
    assert f'<option value="{strict.content}">Strict, version 2 (pack Rubrics, Ira)' in page
    answer = ira.post(new(school), data={**FORM, "rubric": strict.content})
    assert answer.status_code == 303
    path = answer.headers["location"].split("?")[0]
    assert "Strict, version 2" in ira.get(path).text
    change = ira.get(f"{path}/change").text
    assert f'<option value="{strict.content}" selected>' in change
    wrong = ira.post(new(school), data={**FORM, "rubric": "R-0000000000"})
    assert wrong.status_code == 422
    assert 'id="w-rubric"' in wrong.text
    assert "Graded by" not in ira.get(new(school), params={"kind": "drill", "content": "D01"}).text
