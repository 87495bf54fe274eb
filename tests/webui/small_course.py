"""A section of Ira's in which work is given, done and reviewed by the verbs, for tests of pages that sum it up."""

import csv
import io
import re
from html import unescape
from itertools import count

from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, Terms
from classroom.own_terms import with_dates
from classroom.review_records import SeenLevel

SOUNDS, PLAIN, SHOULD = "That sounds heavy.", "I see.", "You should rest."
"""Words that the quick grader gives 3, 2 and 1 for empathy."""
_numbers = count(1)


class SmallCourse:
    """A section with trainees of these names."""

    def __init__(self, site, names=("Ana", "Ben"), title="Monday", zone="Europe/Vienna"):
        self.site, self.school, self.ira = site, site.school, site.people["ira"]
        teaching = site.classroom.teaching
        self.section = teaching.make_section(self.ira, title, zone).id
        roster = io.StringIO()
        rows = csv.writer(roster)
        rows.writerow(["name", "email"])
        rows.writerows([name, f"n{next(_numbers)}@course.example"] for name in names)
        if names:
            teaching.import_roster(self.ira, self.section, roster.getvalue().encode())
        members = teaching.members(self.ira, self.section)
        self.people = {one.account.name: one.account.id for one in members}

    def path(self, part):
        return f"/class/{self.section}/{part}"

    def look(self, part, who="ira", **query):
        with self.site.signed_in(who) as browser:
            return browser.get(self.path(part), params=query)

    def give(self, title, to=None, due="", **changed):
        usual = {"kind": Kind.SCENARIO, "content": "S01", "zone": "Europe/Vienna", "prediction_required": False}
        terms = Terms(**{"title": title, "mode": AssignedMode.PRACTICE, **usual, **changed})
        whom = [Assignee(kind=AssigneeKind.PERSON, whom=self.people[to]) if to else Assignee()]
        assigning = self.school.work.assigning
        return assigning.give(self.ira, self.section, with_dates(terms, terms.zone, due=due), whom)

    def do(self, name, assignment, words=(SOUNDS,), hand_in=True):
        """Practise an assignment; gives the session."""
        room, person, doing = self.site.room, self.people[name], self.school.work.doing
        session = doing.begin(person, assignment.id).session.id
        for turn, said in enumerate(words, start=1):
            room.say(person, session, said, f"k{turn}")
        if hand_in:
            room.end(person, session)
            doing.hand_in(person, session)
        return session

    def change(self, session, turn, criterion, level):
        """Let Ira change a level."""
        review = self.school.review
        now = review.reviewing.read(self.ira, session).levels.of(turn, criterion)
        review.overriding.change_level(self.ira, session, turn, criterion, level, "So I read it.", SeenLevel.of(now))


def table(page):
    """Read the table of a gradebook: by name and title, the markup of the cell."""
    heads = [words(re.search(r"<a .*?</a>", one)[0]) for one in re.findall(r'<th scope="col">(.*?)</th>', page)]
    found = {}
    for row in re.findall(r"<tr.*?</tr>", page.split("<tbody>")[1]):
        name = words(re.search(r'class="who">(.*?)(?:<span|</th>)', row)[1])
        found[name] = dict(zip(heads, re.findall(r"<td.*?</td>", row), strict=True))
    return found


def words(markup):
    """Give what can be read of markup."""
    return re.sub(r" ([,.;:])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split()))
