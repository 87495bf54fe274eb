"""The gradebook on a page, and as files to take away."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.gradebook_records import Gradebook
from classroom.open_school import School
from classroom.sections import Section
from webui.account_pages import person_in, refused
from webui.class_layout import REFUSALS, class_page, section_path
from webui.downloads import attached, file_name
from webui.present_gradebook import KEY, book_table, local_time, summary

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_gradebook_pages(app: FastAPI, school: School) -> None:
    """Add the page and its files, before `mount`."""
    page = GradebookPage(school)
    for path, handler in (
        ("/class/{section}/gradebook", page.on_look),
        ("/class/{section}/gradebook.csv", page.on_csv),
        ("/class/{section}/gradebook.xlsx", page.on_xlsx),
    ):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


def section_day(section: Section) -> str:
    """Give today's date in the section's zone, for the name of a file."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo(section.zone)):%Y-%m-%d}"


class GradebookPage:
    """The page and its files; the verbs ask each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._books = school.review.gradebooks
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request, section: str) -> Response:
        """Show the gradebook."""
        person = person_in(request)
        try:
            book, kept = self._books.gradebook(person, section), self._teaching.section(person, section)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._without(request, wrong, status), error)
        body = _body(book, kept) if book.rows and book.columns else _empty(book, kept)
        return class_page(request, "Gradebook", body, section=kept, part="gradebook")

    def on_csv(self, request: Request, section: str, criteria: str = "") -> Response:
        """Give the gradebook as CSV; with `criteria=every`, every criterion has a column."""
        person, every = person_in(request), criteria == "every"
        return self._file(request, section, "csv", CSV, lambda: self._books.csv(person, section, every_criterion=every))

    def on_xlsx(self, request: Request, section: str) -> Response:
        """Give the gradebook as a workbook."""
        person = person_in(request)
        return self._file(request, section, "xlsx", XLSX, lambda: self._books.xlsx(person, section))

    def _file(self, request: Request, section: str, ending: str, kind: str, verb: Callable[[], bytes]) -> Response:
        try:
            content, kept = verb(), self._teaching.section(person_in(request), section)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._without(request, wrong, status), error)
        return attached(file_name("gradebook", kept.title, section_day(kept), ending), content, kind)

    def _without(self, request: Request, wrong: str, status: int) -> Response:
        return class_page(request, "Gradebook", "", wrong=wrong, status=status)


def _body(book: Gradebook, section: Section) -> str:
    here = section_path(section.id, "gradebook")
    ways = (
        (f"{here}.csv", "CSV, the two headlines"),
        (f"{here}.csv?criteria=every", "CSV, every criterion"),
        (f"{here}.xlsx", "Workbook (XLSX)"),
    )
    research = f'<a href="{section_path(section.id, "research")}">Transcripts and grades for research</a>'
    links = "".join(f'<a href="{path}">{words}</a>' for path, words in ways) + research
    made = f"{local_time(book.made_at, section.zone)}, {section.zone}; due dates are in the same zone."
    return (
        f'<p class="lead">{summary(book)} <span class="quiet">As of {made}</span></p>'
        f'<p class="ways"><b>Take away</b> {links}</p>'
        f"{book_table(book, section.zone)}{KEY}"
    )


def _empty(book: Gradebook, section: Section) -> str:
    """Say what to do first."""
    if not book.rows:
        way = f'<a href="{section_path(section.id, "people")}">Add trainees</a>'
        return f'<p class="empty">Nobody learns in this section yet. {way}; each becomes a row here.</p>'
    return (
        '<p class="empty">Nothing has been given to this section yet. '
        f'<a href="{section_path(section.id, "assignments")}">Give an assignment</a>; each becomes a column here.</p>'
    )
