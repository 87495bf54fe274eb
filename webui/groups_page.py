"""Groups of a section: made, renamed, their people chosen, dropped."""

from html import escape
from typing import Annotated

from fastapi import FastAPI, Form
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.sections import Group, Member, Seat, Section
from practice.errors import RecordNotFound
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, answered, class_page, said, section_path, turned_away
from webui.plain_page import field, hidden, sent_to, sheet
from webui.present import shown
from webui.section_words import by_name, named, roll, step

Ids = Annotated[list[str], Form()]
DONE = {"made": "The group is made. Choose who is in it.", "kept": "Kept."}


def add_group_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page, start = GroupsPage(school), "/class/{section}/groups"
    app.add_api_route(start + "/{group}", page.on_look, methods=["GET"], include_in_schema=False)
    for path, handler in (("", page.on_make), ("/{group}", page.on_keep), ("/{group}/drop", page.on_drop)):
        app.add_api_route(start + path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class GroupsPage:
    """The pages of groups; the room asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request, section: str, group: str) -> Response:
        """Show a group and who could be in it."""
        return self._page(request, section, group)

    def on_make(self, request: Request, section: str, title: Text = "") -> Response:
        """Make a group, and show it."""
        try:
            made = self._teaching.keep_group(person_in(request), section, title, [])
        except REFUSALS as error:
            return refused(lambda wrong, status: self._not_made(request, section, title, wrong, status), error)
        return sent_to(request, f"/{section_path(section, 'groups')}/{made.id}?done=made")

    def on_keep(
        self,
        request: Request,
        section: str,
        group: str,
        version: Text = "",
        title: Text = "",
        people: Ids = [],  # noqa: B006
    ) -> Response:
        """Keep another name and other people of a group."""
        person = person_in(request)
        return answered(
            request,
            lambda: self._teaching.keep_group(person, section, title, people, group, version),
            f"{section_path(section, 'groups')}/{escape(group)}",
            lambda wrong, status: self._page(request, section, group, (title, tuple(people)), wrong, status),
            done="kept",
        )

    def on_drop(self, request: Request, section: str, group: str) -> Response:
        """Remove a group; its people stay in the section."""
        person = person_in(request)
        return answered(
            request,
            lambda: self._teaching.drop_group(person, section, group),
            section_path(section, "people"),
            lambda wrong, status: self._page(request, section, group, None, wrong, status),
            done="dropped",
        )

    def _page(
        self,
        request: Request,
        section: str,
        group: str,
        typed: tuple[str, tuple[str, ...]] | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        """Show a group; with what was typed, if it was refused."""
        person = person_in(request)
        try:
            kept = self._teaching.taught(person, section)
            found = next((one for one in self._teaching.groups(person, section) if one.id == group), None)
            if found is None:
                raise RecordNotFound("There is no such group in this section; look at its people.")
            members = self._teaching.members(person, section)
        except REFUSALS as error:
            return turned_away(request, error)
        trainees = sorted((one for one in members if one.seat is Seat.TRAINEE), key=lambda one: by_name(one.account))
        body = _form(kept, found, trainees, *(typed or (found.title, found.people)))
        told = said(request, DONE)
        return class_page(
            request, found.title, roll(body), section=kept, told=told, wrong=wrong, status=status, part="-"
        )

    def _not_made(self, request: Request, section: str, title: str, wrong: str, status: int) -> Response:
        try:
            kept = self._teaching.taught(person_in(request), section)
        except REFUSALS as error:
            return turned_away(request, error)
        inside = field("title", "Name of the group", value=title, maxlength="200", autocomplete="off")
        body = sheet(section_path(section, "groups"), inside, "Make the group and choose its people")
        return class_page(request, "Make a group", roll(body), section=kept, wrong=wrong, status=status, part="-")


def _form(section: Section, group: Group, trainees: list[Member], title: str, chosen: tuple[str, ...]) -> str:
    """Give the form of a group; it carries the version that stands now."""
    path = f"{section_path(section.id, 'groups')}/{escape(group.id)}"
    ticks = "".join(_tick(one, one.account.id in chosen) for one in trainees) or "<p>No trainee is here yet.</p>"
    inside = (
        hidden("version", group.version)
        + field("title", "Name of the group", value=title, maxlength="200", autocomplete="off")
        + f'<fieldset><legend>Who is in it</legend><div class="ticks">{ticks}</div></fieldset>'
    )
    gone = "Its people stay in the section. Work that was given to this group only is then given to nobody."
    drop = (
        f"<details><summary>Remove the group</summary><p>{gone}</p>"
        f'<form method="post" action="{path}/drop"><button>Remove the group</button></form></details>'
    )
    return sheet(path, inside, "Keep") + drop + f"<p>{step(section_path(section.id, 'people'), 'Back to people')}</p>"


def _tick(one: Member, chosen: bool) -> str:
    number = f' <small class="quiet">{shown(one.account.number)}</small>' if one.account.number else ""
    ticked = " checked" if chosen else ""
    box = f'<input type="checkbox" name="people" value="{escape(one.account.id)}"{ticked}>'
    return f'<label class="tick">{box}<span>{named(one.account.name)}{number}</span></label>'
