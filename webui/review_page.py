"""The review queue: of one section, of one assignment, and of everything that somebody teaches."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.queue import QueueItem
from webui.account_pages import person_in, refused
from webui.class_layout import REFUSALS, class_page, section_path
from webui.present_queue import QueueView, assignment_filter, queue_body, scenario_titles
from webui.public_address import PublicAddress

TEACHES_NOTHING = (
    '<p class="empty">You teach no section, so nothing waits for your review.</p>'
    '<p><a href="class">My sections</a> · <a href="./">Practise</a></p>'
)
NOTHING_YET = (
    '<p class="empty">No session is over yet. Once a trainee has finished one, it comes here, those that need a person '
    "first.</p>"
)


def add_review_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the pages, before `mount`."""
    page = ReviewPage(school)
    app.add_api_route("/review", page.on_all, methods=["GET"], include_in_schema=False)
    app.add_api_route("/class/{section}/review", page.on_section, methods=["GET"], include_in_schema=False)


class ReviewPage:
    """The queues; the room asks each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._reviewing = school.review.reviewing
        self._scenario = scenario_titles(school.catalog)

    def on_all(self, request: Request) -> Response:
        """Show the queue of every section that somebody teaches."""
        person, classroom = person_in(request), self._school.classroom
        sections = {one.id: one.title for one in classroom.teaching.taught_by(person)}
        if not sections:
            return class_page(request, "Review", TEACHES_NOTHING, part="review")
        items, zone = self._reviewing.queue_of_all(person), classroom.people.me(person).zone
        view = QueueView(zone, self._scenario, sections, _more(request, "review"))
        to_do = '<p><a href="class">Give work to one of your sections</a></p>'
        return class_page(request, "Review", _body(items, view, to_do), part="review")

    def on_section(self, request: Request, section: str, assignment: str = "") -> Response:
        """Show the queue of a section, or of one assignment of it."""
        person, path = person_in(request), section_path(section, "review")
        try:
            assignments = self._school.work.assigning.assignments(person, section)
            kept = self._school.classroom.teaching.section(person, section)
            items = self._reviewing.queue(person, section, assignment or None)
        except REFUSALS as error:
            return refused(lambda wrong, status: gone(request, wrong, status), error)
        view = QueueView(kept.zone, self._scenario, {}, _more(request, path))
        agreement = f'<p><a href="{section_path(section, "agreement")}">How grader and instructors agree</a></p>'
        to_do = f'<p><a href="{section_path(section, "assignments")}">Assignments of this section</a></p>'
        body = assignment_filter(path, assignments, assignment) + _body(items, view, to_do) + agreement
        return class_page(request, "Review", body, section=kept, part="review")


def gone(request: Request, wrong: str, status: int) -> Response:
    """Say that something is not there for this person, and where to go instead."""
    return class_page(request, "Review", '<p><a href="review">To the review queue</a></p>', wrong=wrong, status=status)


def _body(items: tuple[QueueItem, ...], view: QueueView, to_do: str) -> str:
    return queue_body(items, view) if items else NOTHING_YET + to_do


def _more(request: Request, path: str) -> str:
    """Give where every row is shown; empty where it is here."""
    asked = request.query_params
    if "all" in asked:
        return ""
    return f"{path}?{request.url.query}&all=1" if request.url.query else f"{path}?all=1"
