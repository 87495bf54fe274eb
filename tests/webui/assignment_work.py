"""A served school whose instructor gives work in two sections, in two zones."""

import re

import pytest

from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from practice.sessions import Prediction
from scenarios.shelf import load_arcs, load_drills
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
