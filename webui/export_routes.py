"""A session as a file to hand on: the trainee's own, and one under review for who reviews it."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from classroom.open_school import School
from classroom.review_records import Feedback
from evaluator.rubric import Rubric
from practice.place import Place
from practice.report import SessionReport
from practice.room import PracticeRoom
from webui.account_pages import person_in, refused
from webui.class_layout import REFUSALS
from webui.export import as_markdown
from webui.export_lines import HandedOn
from webui.export_page import as_html
from webui.guard_rooms import signed_in
from webui.present_instructor import NOBODY
from webui.review_page import gone

FORMS = ("md", "html")


def add_export_routes(app: FastAPI, room: PracticeRoom, school: School | None) -> None:
    """Add the files of a trainee's own sessions and, where there is a class, of those under review; before `mount`."""
    own = OwnExport(room, school)
    for form, handler in zip(FORMS, (own.on_markdown, own.on_html), strict=True):
        app.add_api_route(f"/export/{{session}}.{form}", handler, methods=["GET"], include_in_schema=False)
    if school is not None:
        reviewed = ReviewedExport(school)
        for form, handler in zip(FORMS, (reviewed.on_markdown, reviewed.on_html), strict=True):
            path = f"/transcript/{{session}}/export.{form}"
            app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


class OwnExport:
    """The trainee's own session, with what their instructor said once it was released."""

    def __init__(self, room: PracticeRoom, school: School | None) -> None:
        self._room = room
        self._reviewing = school.review.reviewing if school else None

    def on_markdown(self, session: str, request: Request) -> Response:
        """Give the session as Markdown."""
        return self._file(session, request, "md")

    def on_html(self, session: str, request: Request) -> Response:
        """Give the session as a page to print."""
        return self._file(session, request, "html")

    def _file(self, session: str, request: Request, form: str) -> Response:
        person = signed_in(request)
        if person is None:
            return PlainTextResponse("Sign in first.", 401)
        try:
            report = self._room.report(person, session)
            by = HandedOn(said=self._said_of(report.place))
        except LookupError:
            return PlainTextResponse("There is no such session of yours.", 404)
        except ValueError as error:
            return PlainTextResponse(str(error), 409)
        return _written(report, self._room.catalog.rubric, by, form)

    def _said_of(self, place: Place) -> Feedback:
        if self._reviewing is None or not place.bounds.assigned:
            return NOBODY
        return self._reviewing.feedback(place.session.person, place.session.id)


class ReviewedExport:
    """A session under review, with all that instructors said of it; that it was taken away is noted."""

    def __init__(self, school: School) -> None:
        self._reviewing = school.review.reviewing
        self._rubric = school.catalog.rubric

    def on_markdown(self, session: str, request: Request) -> Response:
        """Give the session as Markdown."""
        return self._file(session, request, "md")

    def on_html(self, session: str, request: Request) -> Response:
        """Give the session as a page to print."""
        return self._file(session, request, "html")

    def _file(self, session: str, request: Request, form: str) -> Response:
        try:
            read = self._reviewing.take_away(person_in(request), session, form)
        except REFUSALS as error:
            return refused(lambda why, status: gone(request, why, status), error)
        return _written(read.report, self._rubric, HandedOn(read.feedback, read.who, read.title), form)


def _written(report: SessionReport, rubric: Rubric, by: HandedOn, form: str) -> Response:
    session = report.place.session
    name = f"attune-{session.started_at:%Y-%m-%d}-{session.scenario}.{form}"
    if form == "md":
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(as_markdown(report, rubric, by), media_type="text/markdown; charset=utf-8", headers=headers)
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(as_html(report, rubric, by), media_type="text/html; charset=utf-8", headers=headers)
