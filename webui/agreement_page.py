"""How grader and instructors of a section agree, criterion by criterion."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from webui.account_pages import person_in, refused
from webui.class_layout import REFUSALS, class_page, section_path
from webui.present_agreement import agreement_body
from webui.public_address import PublicAddress
from webui.review_page import gone


def add_agreement_page(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the page, before `mount`."""

    @app.get("/class/{section}/agreement", include_in_schema=False)
    def agreement(request: Request, section: str) -> Response:
        person = person_in(request)
        try:
            found = school.review.agreements.agreement(person, section)
            kept = school.classroom.teaching.section(person, section)
        except REFUSALS as error:
            return refused(lambda wrong, status: gone(request, wrong, status), error)
        back = f'<p><a href="{section_path(section, "review")}">To the review queue</a></p>'
        title = "How grader and instructors agree"
        return class_page(request, title, agreement_body(found) + back, section=kept, part="review")
