"""A trainee's program that opens views of the served site and presses buttons in them, over Gradio's protocol."""

from itertools import count

from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, Terms
from practice.sessions import Prediction

SESSIONS = count(1)
TERMS = Terms(title="First interview", kind=Kind.SCENARIO, content="S01", zone="Europe/Vienna")


class Trainee:
    """Somebody who is signed in, with one page open."""

    def __init__(self, school, name):
        self.school, self.id = school, school.people[name]
        self.visitor = school.visitor(name)
        self.blocks = school.site._rooms[-1].blocks
        self.hash = f"page{next(SESSIONS)}"

    def event(self, name):
        """Find an event by its class and method."""
        return next(i for i, one in self.blocks.fns.items() if getattr(one.fn, "__qualname__", "") == name)

    def press(self, name, *values):
        """Run an event; gives what changed by the name of its element, and what was told under `told`."""
        index = self.event(name)
        assert self.visitor.join(index, list(values), self.hash).status_code == 200
        messages = self.visitor.listen(self.hash)
        (done,) = [one for one in messages if one["msg"] == "process_completed"]
        assert done["success"], done
        outputs = self.blocks.fns[index].outputs
        changed = {}
        for place, (component, value) in enumerate(zip(outputs, done["output"]["data"], strict=True)):
            if not (isinstance(value, dict) and set(value) <= {"__type__", "props"}):
                changed[component.elem_id or f"output {place}"] = value
        changed["told"] = " ".join(one["log"] for one in messages if one["msg"] == "log")
        return changed

    def go(self, where):
        """Open a view."""
        return self.press("TraineePages.go", where)

    def text(self, where):
        """Open a view and give all markup of it as one text."""
        return " ".join(str(value) for value in self.go(where).values())


def give(school, *names, by="ira", **terms):
    """Give work to some trainees of an instructor."""
    whom = [Assignee(kind=AssigneeKind.PERSON, whom=school.people[name]) for name in names]
    whole = Terms.model_validate({**dict(TERMS), **terms})
    return school.school.work.assigning.give(school.people[by], school.sections[by], whole, whom)


def practise(school, name, assignment, turns=1, guess=True, words="That sounds frightening. What is it like?"):
    """Practise an assignment to its end; gives the session, which is the attempt's id too."""
    person = school.people[name]
    session = school.school.work.doing.begin(person, assignment.id).session.id
    for turn in range(turns):
        school.room.say(person, session, words, f"k{turn}")
    school.room.end(person, session)
    if guess:
        school.room.predict(person, session, Prediction(empathy=2, boundary=2))
    return session


def release(school, assignment, by="ira"):
    """Release the feedback of an assignment."""
    found = school.school.work.assigning.given(school.people[by], assignment.id).assignment
    return school.school.work.assigning.release_feedback(school.people[by], assignment.id, found.version)


__all__ = ["TERMS", "AssignedMode", "Trainee", "give", "practise", "release"]
