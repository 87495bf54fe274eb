"""The instructor's first page: the sections they teach, and a form for another one."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.sections import Section
from webui.account_pages import FORM, Text, person_in
from webui.class_layout import answered, class_page, section_path
from webui.plain_page import field, sheet, zone_field
from webui.present import shown
from webui.public_address import PublicAddress


def add_sections_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the pages, before `mount`."""
    page = SectionsPage(school)
    app.add_api_route("/class", page.on_look, methods=["GET"], include_in_schema=False)
    app.add_api_route("/class", page.on_make, methods=["POST"], include_in_schema=False, dependencies=FORM)


class SectionsPage:
    """The list of sections; the room asks each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._school = school

    def on_look(self, request: Request) -> Response:
        """Show the page."""
        return self._page(request, person_in(request))

    def on_make(self, request: Request, title: Text = "", zone: Text = "", course: Text = "") -> Response:
        """Make a section."""
        person = person_in(request)
        teaching = self._school.classroom.teaching
        return answered(
            request,
            lambda: teaching.make_section(person, title, zone, course),
            "class",
            lambda wrong, status: self._page(request, person, wrong, status),
        )

    def _page(self, request: Request, person: str, wrong: str = "", status: int = 200) -> Response:
        sections = self._school.classroom.teaching.taught_by(person)
        body = f"<ul>{''.join(map(_row, sections))}</ul>"
        inside = field("title", "Name of the section", maxlength="200") + zone_field("UTC")
        return class_page(
            request, "My sections", body + sheet("class", inside, "Make the section"), wrong=wrong, status=status
        )


def _row(section: Section) -> str:
    return f'<li><a href="{section_path(section.id)}">{shown(section.title)}</a></li>'
