"""The people of a section: its roster, who teaches it, one-time links, and taking somebody out."""

from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.people import Invitation
from classroom.sections import Group, Section
from practice.errors import RecordNotFound
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, answered, class_page, said, section_path, turned_away
from webui.people_page import DAYS, ONCE
from webui.plain_page import sheet
from webui.present_people import farewell, people_body
from webui.public_address import PublicAddress
from webui.section_words import named, roll, step

DONE = {
    "added": "They teach this section now.",
    "out": "They are no longer in this section. Their work stays.",
    "dropped": "The group is gone; its people stay in the section.",
}


def add_section_people_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the pages, before `mount`."""
    page, start = SectionPeoplePage(school, address), "/class/{section}/people"
    for path, handler in (("", page.on_look), ("/{person}/remove", page.on_ask)):
        app.add_api_route(start + path, handler, methods=["GET"], include_in_schema=False)
    for path, handler in (
        ("/instructor", page.on_add),
        ("/{person}/remove", page.on_remove),
        ("/{person}/link", page.on_link),
    ):
        app.add_api_route(start + path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class SectionPeoplePage:
    """The page and its forms; the room asks each time who may do what.

    Whoever manages the site sees who is in a section and says who teaches it, and no more.
    """

    def __init__(self, school: School, address: PublicAddress) -> None:
        self._teaching = school.classroom.teaching
        self._address = address

    def on_look(self, request: Request, section: str) -> Response:
        """Show who is in the section."""
        return self._page(request, section, told=said(request, DONE))

    def on_add(self, request: Request, section: str, email: Text = "") -> Response:
        """Let a colleague teach the section too."""
        person = person_in(request)
        return answered(
            request,
            lambda: self._teaching.add_instructor(person, section, email),
            section_path(section, "people"),
            lambda wrong, status: self._page(request, section, wrong=wrong, status=status, email=email),
            done="added",
        )

    def on_ask(self, request: Request, section: str, person: str) -> Response:
        """Ask whether somebody is really to be taken out."""
        me = person_in(request)
        try:
            kept = self._teaching.section(me, section)
            member = next((one for one in self._teaching.members(me, section) if one.account.id == person), None)
            if member is None:
                raise RecordNotFound("This person is not in the section; look at its list of people.")
        except REFUSALS as error:
            return turned_away(request, error)
        people = section_path(section, "people")
        form = sheet(f"{people}/{escape(person)}/remove", farewell(member, kept), "Remove from the section")
        body = form + f"<p>{step(people, 'Leave everything as it is')}</p>"
        title, taught = f"Remove {member.account.name}?", self._taught(me, section)
        return class_page(request, title, roll(body), section=taught, part="people")

    def on_remove(self, request: Request, section: str, person: str) -> Response:
        """Take somebody out of the section; their work stays."""
        me = person_in(request)
        return answered(
            request,
            lambda: self._teaching.remove(me, section, person),
            "class" if me == person else section_path(section, "people"),
            lambda wrong, status: self._page(request, section, wrong=wrong, status=status),
            done="left" if me == person else "out",
        )

    def on_link(self, request: Request, section: str, person: str) -> Response:
        """Show a new one-time link for somebody who has not signed in yet."""
        try:
            made = self._teaching.invite_again(person_in(request), section, person)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._page(request, section, wrong=wrong, status=status), error)
        return self._page(request, section, told=self._link(made))

    def _link(self, made: Invitation) -> str:
        link = self._address.link(made.kind.value, made.secret)
        told = f"A link for {named(made.account.name)}. {ONCE.format(days=DAYS[made.kind.value])}"
        return f"{told}<code>{escape(link)}</code>"

    def _page(
        self, request: Request, section: str, *, told: str = "", wrong: str = "", status: int = 200, email: str = ""
    ) -> Response:
        person = person_in(request)
        try:
            members = self._teaching.members(person, section, gone=True)
            kept = self._teaching.section(person, section)
        except REFUSALS as error:
            return turned_away(request, error)
        taught = self._taught(person, section)
        groups = self._groups(person, taught)
        title = "People" if taught else f"People of {kept.title}"
        body = people_body(kept, members, groups, person, teaches=taught is not None, email=email)
        return class_page(
            request, title, roll(body), section=taught, part="people", told=told, wrong=wrong, status=status
        )

    def _taught(self, person: str, section: str) -> Section | None:
        """Give the section where this person teaches it; None for whoever manages the site only."""
        return next((one for one in self._teaching.taught_by(person) if one.id == section), None)

    def _groups(self, person: str, section: Section | None) -> tuple[Group, ...]:
        return self._teaching.groups(person, section.id) if section else ()
