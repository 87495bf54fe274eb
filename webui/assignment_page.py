"""One assignment: how far the class is, its terms, and what can be done with it."""

from collections.abc import Callable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.assigning import Given
from classroom.offered import title_of
from classroom.open_school import School
from classroom.person_now import PersonNow, tally
from classroom.sections import Seat
from scenarios.drill import Drill
from webui.account_pages import FORM, Text, person_in
from webui.assignable import KINDS
from webui.assignment_pages import acted, seen_by_right
from webui.class_layout import class_page, said
from webui.present import count, shown
from webui.present_assignment import (
    copy_form,
    folded,
    grade_again_link,
    release_form,
    take_in_all_form,
    terms_list,
    withdraw_form,
)
from webui.present_assignments import (
    release_words,
    state_words,
    terms_words,
    whom_words,
)
from webui.present_live import given_limit, live_about, live_table, tally_tiles
from webui.reading_terms import whole_number

PATH = "/assignment/{assignment}"
SAID = {
    "given": "The assignment is given.",
    "changed": "The changes are kept.",
    "copied": "This is the copy. Look at its dates.",
    "released": "The feedback is released.",
    "kept-back": "The feedback waits again. What somebody has read by now they have read.",
    "withdrawn": "The assignment is withdrawn.",
    "taken": "What was over is taken in.",
    "extended": "The dates of this person are kept.",
    "excused": "They are excused.",
    "not-excused": "They are expected again.",
}


def add_assignment_page(app: FastAPI, school: School) -> None:
    """Add the page, before `mount`."""
    page = AssignmentPage(school)
    app.add_api_route(PATH, page.on_look, methods=["GET"], include_in_schema=False)
    for part, handler in (
        ("release", page.on_release),
        ("keep-back", page.on_keep_back),
        ("withdraw", page.on_withdraw),
        ("copy", page.on_copy),
        ("take-in-all", page.on_take_in_all),
    ):
        app.add_api_route(f"{PATH}/{part}", handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class AssignmentPage:
    """The page and its forms; the room asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._assigning = school.work.assigning
        self._following = school.work.following

    def on_look(self, request: Request, assignment: str) -> Response:
        """Show the page."""
        return seen_by_right(request, lambda: self._page(request, assignment))

    def on_release(self, request: Request, assignment: str, version: Text = "") -> Response:
        """Release the feedback."""
        return self._versioned(request, assignment, version, self._assigning.release_feedback, "released")

    def on_keep_back(self, request: Request, assignment: str, version: Text = "") -> Response:
        """Let the feedback wait again."""
        return self._versioned(request, assignment, version, self._assigning.withdraw_feedback, "kept-back")

    def on_withdraw(self, request: Request, assignment: str, version: Text = "") -> Response:
        """Take the assignment back."""
        return self._versioned(request, assignment, version, self._assigning.withdraw, "withdrawn")

    def on_copy(self, request: Request, assignment: str, to: Text = "", days: Text = "0") -> Response:
        """Give the same work to another section, and show it."""
        person = person_in(request)

        def copy() -> str:
            later = whole_number(days or "0", -1000, 1000)
            return f"assignment/{self._assigning.copy(person, assignment, to, later).id}?done=copied"

        return self._acted(request, assignment, copy, copying=(days, to))

    def on_take_in_all(self, request: Request, assignment: str) -> Response:
        """Take in all that is over and was not handed in."""
        person = person_in(request)

        def take() -> str:
            self._following.take_in_all(person, assignment)
            return f"assignment/{assignment}?done=taken"

        return self._acted(request, assignment, take)

    def _versioned(
        self,
        request: Request,
        assignment: str,
        version: str,
        verb: Callable[[str, str, int], object],
        done: str,
    ) -> Response:
        person = person_in(request)

        def act() -> str:
            verb(person, assignment, whole_number(version or "0", 0, 10**8 - 1))
            return f"assignment/{assignment}?done={done}"

        return self._acted(request, assignment, act)

    def _acted(
        self, request: Request, assignment: str, act: Callable[[], str], copying: tuple[str, str] | None = None
    ) -> Response:
        return acted(
            request, act, lambda wrong, status: self._page(request, assignment, wrong, status, copying=copying)
        )

    def _page(
        self,
        request: Request,
        assignment: str,
        wrong: str = "",
        status: int = 200,
        copying: tuple[str, str] | None = None,
    ) -> Response:
        person = person_in(request)
        given = self._assigning.given(person, assignment)
        kept, teaching = given.assignment, self._school.classroom.teaching
        section = teaching.section(person, kept.section)
        people = self._following.live(person, assignment)
        days, to = copying or ("0", section.id)
        body = (
            self._head(person, given)
            + self._class_now(request, given, people)
            + f"<h2>Feedback</h2>{release_form(kept, self._school.regrading.not_told(person, assignment))}"
            + f"{grade_again_link(kept)}<h2>Conditions</h2>"
            + self._terms(person, given)
            + (f'<p><a class="button" href="assignment/{kept.id}/change">Change the conditions</a></p>')
            + folded(
                "Copy to another section",
                copy_form(kept, teaching.taught_by(person), days, to),
                unfolded=copying is not None,
            )
            + folded("Withdraw", withdraw_form(kept))
        )
        return class_page(
            request,
            kept.terms.title,
            body,
            section=section,
            part="assignments",
            told=said(request, SAID) if not wrong else "",
            wrong=wrong,
            status=status,
        )

    def _head(self, person: str, given: Given) -> str:
        kept = given.assignment
        window = self._following.standing(person, kept.id).window
        offer = given.offer
        what = f"{KINDS[kept.terms.kind]}: {shown(title_of(offer) if offer else kept.terms.content)}"
        client = "" if offer is None or isinstance(offer, Drill) else f", with {shown(offer.persona.card.name)}"
        tags = f'<span class="tag">{state_words(kept, window)}</span> <span class="tag">{release_words(kept)}</span>'
        return f'<p class="lead">{what}{client}</p><p>{tags}</p>'

    def _class_now(self, request: Request, given: Given, people: tuple[PersonNow, ...]) -> str:
        kept, counted = given.assignment, tally(people)
        if not people:
            nobody = "Nobody has it yet. Import a roster or choose other people under “Change the conditions”."
            return f'<h2>The class now</h2><p class="empty">{nobody}</p>'
        about = live_about(given, by_stage=request.query_params.get("by") == "stage", acts=True)
        other = ("name", "By name") if about.by_stage else ("stage", "By how far they are")
        path = f"assignment/{kept.id}"
        links = (
            f'<p class="reading"><a href="{path}">Read again</a> <a href="{path}/live">Follow live</a> '
            f'<a href="{path}?by={other[0]}">{other[1]}</a></p>'
        )
        return (
            f'<h2>The class now</h2><p class="quiet">{count(counted.people, "trainee has", "trainees have")} it. Times '
            f"are those of {escape(kept.terms.zone)}.</p>{tally_tiles(counted)}"
            f"{take_in_all_form(kept.id, counted.waiting)}{links}{live_table(people, about)}"
        )

    def _terms(self, person: str, given: Given) -> str:
        teaching, kept = self._school.classroom.teaching, given.assignment
        groups = {one.id: one.title for one in teaching.groups(person, kept.section)}
        members = teaching.members(person, kept.section)
        people = {one.account.id: one.account.name for one in members if one.seat is Seat.TRAINEE}
        words = terms_words(kept.terms, given.rubric, given_limit(given))
        return f'<p class="quiet">Times are those of {escape(kept.terms.zone)}.</p>' + terms_list(
            words, whom_words(given.assignees, groups, people), kept.terms.instructions
        )
