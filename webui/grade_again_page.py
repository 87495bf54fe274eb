"""Grading an assignment or one session again: what would change, doing it, and the conflicts that come of it."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.regrading_records import KEPT
from webui.account_pages import FORM, Text, person_in
from webui.assignment_pages import seen_by_right, status_of
from webui.class_layout import REFUSALS, class_page, said
from webui.plain_page import sent_to
from webui.present_grade_again import grade_again_body
from webui.reading_terms import whole_number

SAID = {"graded": "It is graded again. The levels before stay on the transcripts."}


def add_grade_again_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = GradeAgainPage(school)
    for path, look, grade in (
        ("/assignment/{assignment}/grade-again", page.on_look, page.on_grade),
        ("/transcript/{session}/grade-again", page.on_look_at_one, page.on_grade_one),
    ):
        app.add_api_route(path, look, methods=["GET"], include_in_schema=False)
        app.add_api_route(path, grade, methods=["POST"], include_in_schema=False, dependencies=FORM)


class GradeAgainPage:
    """The pages and their forms; the verbs ask each time whether this person may."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._regrading = school.regrading

    def on_look(self, request: Request, assignment: str, rubric: str = KEPT) -> Response:
        """Show what would change for everything that was handed in, by the rubric that is chosen."""
        return seen_by_right(request, lambda: self._page(request, assignment, None, rubric))

    def on_look_at_one(self, request: Request, session: str) -> Response:
        """Show what would change for one session."""
        return seen_by_right(request, lambda: self._page(request, self._of(request, session), session, KEPT))

    def on_grade(
        self, request: Request, assignment: str, version: Text = "", seen: Text = "", rubric: Text = KEPT
    ) -> Response:
        """Grade again what was handed in."""
        return seen_by_right(request, lambda: self._grade(request, assignment, None, version, seen, rubric))

    def on_grade_one(self, request: Request, session: str, version: Text = "", seen: Text = "") -> Response:
        """Grade one session again."""
        return seen_by_right(
            request, lambda: self._grade(request, self._of(request, session), session, version, seen, KEPT)
        )

    def _of(self, request: Request, session: str) -> str:
        return self._regrading.assignment_of(person_in(request), session)

    def _grade(
        self, request: Request, assignment: str, session: str | None, version: str, seen: str, rubric: str
    ) -> Response:
        person = person_in(request)
        try:
            number = whole_number(version or "0", 0, 10**8 - 1)
            self._regrading.grade_again(person, assignment, number, seen, rubric, session)
        except REFUSALS as error:
            wrong, status = str(error), status_of(error)
            if status in (403, 404):
                raise
            return self._page(request, assignment, session, rubric, wrong, status)
        return sent_to(request, f"/{_path(assignment, session)}?done=graded")

    def _page(
        self, request: Request, assignment: str, session: str | None, rubric: str, wrong: str = "", status: int = 200
    ) -> Response:
        person = person_in(request)
        kept = self._school.work.assigning.given(person, assignment).assignment
        section = self._school.classroom.teaching.section(person, kept.section)
        goes, name = (f"transcript/{session}", "transcript") if session else (f"assignment/{assignment}", "assignment")
        back = f'<p><a href="{goes}">Back to the {name}</a></p>'
        title = f"Grade {'one session ' if session else ''}again: {kept.terms.title}"

        def page(body: str, wrong: str, status: int) -> Response:
            told = said(request, SAID) if not wrong else ""
            return class_page(
                request, title, body + back, section=section, part="assignments", told=told, wrong=wrong, status=status
            )

        return self._previewed(person, assignment, session, rubric, wrong, status, page)

    def _previewed(
        self,
        person: str,
        assignment: str,
        session: str | None,
        rubric: str,
        wrong: str,
        status: int,
        page: Callable[[str, str, int], Response],
    ) -> Response:
        """Show the preview; where a rubric cannot grade, the one it was given with and why."""
        try:
            preview = self._regrading.preview(person, assignment, rubric, session)
        except REFUSALS as error:
            why, code = wrong or str(error), status if wrong else status_of(error)
            if rubric == KEPT or code in (403, 404):
                return page("", why, code)
            return self._previewed(person, assignment, session, KEPT, why, code, page)
        waits = [one for one in self._regrading.conflicts(person, assignment) if session in (None, one.session)]
        return page(grade_again_body(preview, waits, _path(assignment, session)), wrong, status)


def _path(assignment: str, session: str | None) -> str:
    return f"transcript/{session}/grade-again" if session else f"assignment/{assignment}/grade-again"
