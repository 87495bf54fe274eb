"""What the pages of assignments share: what they find, and what is shown of what somebody may not see."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from classroom.errors import ChangedMeanwhile, FieldFault
from classroom.open_school import School
from classroom.sections import Seat, Section
from practice.errors import RecordNotFound
from webui.account_pages import refused
from webui.assignable import Assignable
from webui.assignment_form import FormAbout
from webui.class_layout import REFUSALS, class_page
from webui.plain_page import sent_to
from webui.reading_terms import Faults

BACK = '<p><a href="class">My sections</a></p>'


def seen_by_right(request: Request, make: Callable[[], Response], title: str = "Assignments") -> Response:
    """Give a page, or in its place why it is not for whoever asks."""
    try:
        return make()
    except (RecordNotFound, PermissionError) as error:
        return refused(lambda wrong, status: class_page(request, title, BACK, wrong=wrong, status=status), error)


def form_about(school: School, person: str, section: Section, what: Assignable, zone: str) -> FormAbout:
    """Find what the form of an assignment is about.

    Raises:
        PermissionError, RecordNotFound: They do not teach the section.
    """
    teaching = school.classroom.teaching
    members = teaching.members(person, section.id)
    return FormAbout(
        what=what,
        zone=zone,
        rubric=school.work.assigning.catalog.rubric,
        rubrics=school.work.assigning.rubrics(person),
        groups=teaching.groups(person, section.id),
        trainees=tuple(one for one in members if one.seat is Seat.TRAINEE),
    )


def faults_of(error: Exception) -> Mapping[str, str]:
    """Name the fields of which an error tells; none where it is about the whole."""
    if isinstance(error, Faults):
        return error.by_field
    return {error.field: str(error)} if isinstance(error, FieldFault) else {}


def status_of(error: Exception) -> int:
    """Give the status of HTTP for what a verb refused."""
    if isinstance(error, ChangedMeanwhile):
        return 409
    return {PermissionError: 403, RecordNotFound: 404}.get(type(error), 422)


def acted(request: Request, act: Callable[[], str], page: Callable[[str, int], Response]) -> Response:
    """Do what a form asks, then send the browser to where it says; where it was refused, show the page with why.

    Args:
        request: That is answered.
        act: Does it, and gives the address to go to, from the site's start.
        page: Shows the page with the reason and a status of HTTP; what somebody may not see is not shown.
    """
    try:
        goes = act()
    except REFUSALS as error:
        says, status = str(error), status_of(error)
        return seen_by_right(request, lambda: page(says, status))
    return sent_to(request, f"/{goes}")
