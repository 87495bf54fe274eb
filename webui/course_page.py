"""The instructor's page of a section's course in a learning platform: its links, its people, grades on their way."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.lti_names import Brought, CourseOfSection
from classroom.lti_records import PlatformFailed
from classroom.open_school import School
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, answered, class_page, said, section_path
from webui.lti_scores import scores_table
from webui.present import bullets, shown
from webui.public_address import PublicAddress

DONE = {"again": "It is tried again within a minute."}
RULE = (
    '<p class="quiet">A score is the mean of empathy and boundary-setting, each 0–4, of the attempt that counts, with '
    "the levels that count. It is sent once the feedback is released, and again when a level changes. Excused and "
    "missing work sends nothing.</p>"
)


def add_course_page(app: FastAPI, school: School, _address: PublicAddress) -> None:
    """Add the page, before `mount`."""
    page = CoursePage(school)
    app.add_api_route("/class/{section}/course", page.on_look, methods=["GET"], include_in_schema=False)
    for path, handler in (
        ("/class/{section}/course", page.on_bring),
        ("/class/{section}/course-again", page.on_again),
    ):
        app.add_api_route(path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class CoursePage:
    """The page and its forms; the verbs ask each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._lti = school.lti

    def on_look(self, request: Request, section: str) -> Response:
        """Show the page."""
        return self._page(request, section, told=said(request, DONE))

    def on_bring(self, request: Request, section: str) -> Response:
        """Bring the people of the course into the section."""
        try:
            brought = self._lti.names.bring(person_in(request), section)
        except PlatformFailed as error:
            why = f"The learning platform does not tell who is in the course. {error.args[0]} Try again later."
            return self._page(request, section, wrong=why, status=502)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._page(request, section, wrong=wrong, status=status), error)
        return self._page(request, section, told=_told(brought))

    def on_again(self, request: Request, section: str, score: Text = "") -> Response:
        """Try a score again."""
        person = person_in(request)
        return answered(
            request,
            lambda: self._lti.grades.retry(person, section, score),
            section_path(section, "course"),
            lambda wrong, status: self._page(request, section, wrong=wrong, status=status),
            "again",
        )

    def _page(self, request: Request, section: str, *, told: str = "", wrong: str = "", status: int = 200) -> Response:
        person = person_in(request)
        try:
            courses = self._lti.names.courses(person, section)
            scores = self._lti.grades.of_section(person, section)
            kept = self._school.classroom.teaching.section(person, section)
        except REFUSALS as error:
            return refused(lambda why, code: class_page(request, "Course", "", wrong=why, status=code), error)
        body = "".join(map(_course, courses)) if courses else _NONE
        if courses:
            body += _bring_form(section) + f"<h2>Grades on their way</h2>{RULE}"
            body += scores_table(scores, section_path(section, "course-again"), figures=True)
        return class_page(request, "Course", body, section=kept, part="people", told=told, wrong=wrong, status=status)


_NONE = (
    "<p>This section belongs to no course of a learning platform. A section that does is made when who teaches a "
    "course opens Attune from it for the first time; before that, an administrator registers "
    'the platform under <a href="platforms">Learning platforms</a>.</p>'
)


def _course(one: CourseOfSection) -> str:
    off = " It is switched off at present." if one.platform.disabled_at is not None else ""
    rows = "".join(
        f'<li><a href="assignment/{link.assignment}">{shown(title)}</a>'
        f"{'' if link.line_item_url else ' – has no column in the course’s gradebook, so no grades go there'}</li>"
        for link, title in one.links
    )
    none = "<p>No link of the course opens an assignment yet. Add one there with deep linking (content selection).</p>"
    lead = f"<p>This section is a course in <strong>{shown(one.platform.title)}</strong>.{off}</p>"
    return lead + (f"<h2>Links of the course</h2><ul>{rows}</ul>" if rows else none)


def _bring_form(section: str) -> str:
    return (
        "<h2>People</h2><p>People come into the section when they open Attune from the course. You can also bring "
        "everybody in now; nobody is taken out, and no work is lost.</p>"
        f'<form method="post" action="{section_path(section, "course")}">'
        "<button>Bring the people up to date</button></form>"
    )


def _told(brought: Brought) -> str:
    parts = [f"{len(brought.came)} came into the section; {brought.were_here} were in it."]
    for names, words in (
        (brought.came, "Came:"),
        (brought.have_accounts, "Have an account here already, and come in when they open Attune from the course:"),
        (brought.left, "Are not in the course any more; they and their work stay until you take them out:"),
    ):
        parts += [f"{words}{bullets(names)}"] if names else []
    return " ".join(parts)
