"""The whole site with accounts, served on this computer, and people who are signed in to it."""

import contextlib
from dataclasses import dataclass, field
from typing import Any

import httpx

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.open_class import Classroom, open_class
from classroom.open_elsewhere import open_elsewhere
from classroom.open_school import School, open_school
from practice.room import PracticeRoom
from practice.setup import now_utc, open_records
from tests.records.fresh import lay_records
from tests.webui.conftest import GENEROUS, Visitor
from tests.webui.fakes import open_quick_room
from webui.public_address import PublicAddress

PASSWORD = "seven quiet lamps"
ROLES = {"ada": Role.ADMINISTRATOR, "ira": Role.INSTRUCTOR, "uma": Role.INSTRUCTOR}
NAMES = ("ada", "ira", "uma", "ana", "ben", "cem")
ROSTERS = {"ira": "name,email\nAna,ana@example.edu\nBen,ben@example.edu\n", "uma": "name,email\nCem,cem@example.edu\n"}


@dataclass
class SchoolSite:
    """A served site; Ada administers, Ira teaches Ana and Ben, Uma teaches Cem."""

    url: str
    site: Any
    room: PracticeRoom
    classroom: Classroom
    school: School
    people: dict[str, str]
    sections: dict[str, str] = field(default_factory=dict)

    def browser(self) -> httpx.Client:
        """Give a browser in which nobody is signed in."""
        return httpx.Client(base_url=self.url, headers={"origin": self.url}, timeout=20)

    def signed_in(self, name: str) -> httpx.Client:
        """Give a browser in which somebody is signed in."""
        browser = self.browser()
        secret = self.classroom.sign_in.open_for(self.people[name])
        browser.cookies.set("attune_in", secret)
        return browser

    def visitor(self, name: str | None) -> Visitor:
        """Give a program of somebody's that speaks Gradio's protocol."""
        visitor = Visitor(self.url, None)
        visitor.http = self.signed_in(name) if name else self.browser()
        return visitor


@contextlib.contextmanager
def school_site(serve, folder, limits=GENEROUS, provider=None, port=0):
    """Serve the site until the end of the block, at a port that was chosen before if its own address matters.

    People may sign in at an identity provider too, where one is given.
    """
    from webui.site import SiteSettings, build_site

    lay_records(folder)
    engine = open_records(folder)
    classroom = open_class(engine, now_utc)
    room = open_quick_room(folder, classroom.bounds)
    school = open_school(engine, classroom, room, now_utc)
    people = {}
    for name in NAMES:
        new = NewAccount(email=f"{name}@example.edu", name=name.title(), role=ROLES.get(name, Role.TRAINEE))
        made = classroom.operator.add(new)
        people[name] = classroom.people.accept(made.kind, made.secret, PASSWORD)
    sections = {}
    for teacher, roster in ROSTERS.items():
        section = classroom.teaching.make_section(people[teacher], f"Section of {teacher}", "UTC")
        classroom.teaching.import_roster(people[teacher], section.id, roster.encode())
        sections[teacher] = section.id
    settings = SiteSettings(
        care_line="Call.", version="9", visitor_token="t" * 40, temp_folder=folder / "temporary", limits=limits
    )
    if port:
        settings = settings.model_copy(update={"address": PublicAddress.read(f"http://127.0.0.1:{port}")})
    elsewhere = None
    if provider is not None:
        back = f"{settings.address.base}/sign-in/back"
        elsewhere = open_elsewhere(engine, classroom.sign_in, provider, back, now_utc)
    site = build_site(room, settings, school, elsewhere)
    with serve(site, port) as url:
        yield SchoolSite(url, site, room, classroom, school, people, sections)
