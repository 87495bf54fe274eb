"""A section at a glance: who is in it, what was given, what waits; and what it is called."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.sections import Section
from webui.account_pages import FORM, Text, person_in
from webui.class_layout import REFUSALS, answered, class_page, said, section_path, turned_away
from webui.plain_page import field, hidden, sheet, zone_field
from webui.present_section import Glance, HowFar, overview
from webui.section_words import roll

DONE = {"made": "The section is made.", "kept": "Kept."}


def add_section_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = SectionPage(school)
    app.add_api_route("/class/{section}", page.on_look, methods=["GET"], include_in_schema=False)
    settings = "/class/{section}/settings"
    app.add_api_route(settings, page.on_settings, methods=["GET"], include_in_schema=False)
    app.add_api_route(settings, page.on_change, methods=["POST"], include_in_schema=False, dependencies=FORM)


class SectionPage:
    """The overview of a section and its settings; the room asks each time whether this person teaches it."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request, section: str) -> Response:
        """Show the overview."""
        try:
            glance = self._glance(person_in(request), section)
        except REFUSALS as error:
            return turned_away(request, error)
        told = said(request, DONE)
        return class_page(request, "Overview", roll(overview(glance)), section=glance.section, told=told)

    def _glance(self, person: str, section: str) -> Glance:
        kept = self._teaching.taught(person, section)
        given = self._school.work.assigning.assignments(person, section)
        live = self._school.work.following.live
        queue = self._school.review.reviewing.queue(person, section)
        return Glance(
            section=kept,
            members=self._teaching.members(person, section),
            given=tuple(HowFar.of(one, live(person, one.id)) for one in given),
            waiting=sum(one.waits for one in queue),
            reviewed=sum(not one.waits for one in queue),
        )

    def on_settings(self, request: Request, section: str) -> Response:
        """Show what can be changed of the section."""
        return self._settings(request, section, {})

    def on_change(
        self,
        request: Request,
        section: str,
        version: Text = "",
        title: Text = "",
        course: Text = "",
        zone: Text = "",
        archived: Text = "",
    ) -> Response:
        """Change what the section is called, its zone, or put it away."""
        person, away = person_in(request), archived == "yes"
        typed = {"title": title, "course": course, "zone": zone, "archived": archived}
        seen = int(version) if version.isascii() and version.isdecimal() else 0
        return answered(
            request,
            lambda: self._teaching.change_section(
                person, section, seen, title=title, course=course, zone=zone, archived=away
            ),
            section_path(section),
            lambda wrong, status: self._settings(request, section, typed, wrong, status),
            done="kept",
        )

    def _settings(
        self, request: Request, section: str, typed: dict[str, str], wrong: str = "", status: int = 200
    ) -> Response:
        try:
            kept = self._teaching.taught(person_in(request), section)
        except REFUSALS as error:
            return turned_away(request, error)
        return class_page(
            request, "Settings", roll(_form(kept, typed)), section=kept, wrong=wrong, status=status, part="-"
        )


def _form(kept: Section, typed: dict[str, str]) -> str:
    """Give the form, with what was typed if it was refused; it carries the version that stands now."""
    stands = {"title": kept.title, "course": kept.course, "zone": kept.zone}
    given = typed or {**stands, "archived": "yes" if kept.archived_at else ""}
    away = "checked" if given["archived"] == "yes" else ""
    says = (
        "It moves to the end of your list. Nothing new can be given in it; what was done stays, and you can undo this."
    )
    inside = (
        hidden("version", str(kept.version))
        + field("title", "Name of the section", value=given["title"], maxlength="200", autocomplete="off")
        + field("course", "Course", value=given["course"], says="May stay empty.", needed=False, maxlength="200")
        + zone_field(given["zone"])
        + f'<label class="tick"><input type="checkbox" name="archived" value="yes" {away}>'
        f"<span>Put the section away<span class=help>{says}</span></span></label>"
    )
    note = '<p class="quiet">Another time zone changes no date: each was typed in the time zone of its assignment.</p>'
    return sheet(section_path(kept.id, "settings"), inside, "Keep") + note
