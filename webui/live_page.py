"""The live table of an assignment alone, which a browser reads again by itself; made to stay open during a class."""

from html import escape
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.person_now import tally
from webui.account_pages import person_in
from webui.assignment_pages import seen_by_right
from webui.class_layout import class_page
from webui.present_assignments import moment_words
from webui.present_live import live_about, live_table, tally_tiles

EVERY = 20
"""Seconds after which the page is read again; ours."""


def add_live_page(app: FastAPI, school: School) -> None:
    """Add the page, before `mount`."""

    @app.get("/assignment/{assignment}/live", include_in_schema=False)
    def live(request: Request, assignment: str) -> Response:
        return seen_by_right(request, lambda: _page(request, school, assignment))


def _page(request: Request, school: School, assignment: str) -> Response:
    """Show the table; it is read again by itself, unless `still` is asked for."""
    person, following = person_in(request), school.work.following
    given, people = school.work.assigning.given(person, assignment), following.live(person, assignment)
    kept = given.assignment
    still, by_stage = (request.query_params.get(name) == value for name, value in (("still", "yes"), ("by", "stage")))
    at = moment_words(following.standing(person, assignment).at, kept.terms.zone)
    links = _links(f"assignment/{kept.id}", still=still, by_stage=by_stage)
    body = (
        f'<p class="reading"><strong>As of {at}</strong> ({escape(kept.terms.zone)}). {links}</p>'
        f"{tally_tiles(tally(people))}{live_table(people, live_about(given, by_stage=by_stage, acts=False))}"
    )
    section = school.classroom.teaching.section(person, kept.section)
    page = class_page(request, kept.terms.title, body, section=section, part="assignments")
    if not still:
        page.headers["refresh"] = str(EVERY)
    return page


def _links(path: str, *, still: bool, by_stage: bool) -> str:
    def to(words: str, *, still: bool, by_stage: bool) -> str:
        asked = urlencode({**({"still": "yes"} if still else {}), **({"by": "stage"} if by_stage else {})})
        return f'<a href="{escape(f"{path}/live?{asked}" if asked else f"{path}/live")}">{words}</a>'

    if still:
        reading = to(f"Read again every {EVERY} seconds", still=False, by_stage=by_stage)
    else:
        reading = f"Read again every {EVERY} seconds. " + to("Stop that", still=True, by_stage=by_stage)
    order = to("By name" if by_stage else "By how far they are", still=still, by_stage=not by_stage)
    return f'{reading} {order} <a href="{path}">The assignment</a>'
