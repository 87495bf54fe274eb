"""Changing the conditions of an assignment, and what happens where two do."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.assigning import Given
from classroom.errors import ChangedMeanwhile
from classroom.open_school import School
from classroom.sections import Seat
from evaluator.rubric import Rubric
from webui.account_pages import FORM, person_in
from webui.assignable import Assignable, assignable_by, chooser, chosen, chosen_card, on_offer
from webui.assignment_form import assignment_form, conflict
from webui.assignment_pages import faults_of, form_about, seen_by_right, status_of
from webui.class_layout import REFUSALS, class_page
from webui.form_parts import faults_first
from webui.plain_page import sent_to
from webui.present_assignments import differences, rubric_words, terms_words, whom_words
from webui.present_live import given_limit
from webui.reading_terms import Faults, assignees_of, terms_of
from webui.typed_assignment import LABELS, Typed, TypedAssignment, as_typed

PATH = "/assignment/{assignment}/change"


def add_change_page(app: FastAPI, school: School) -> None:
    """Add the page, before `mount`."""
    page = ChangePage(school)
    app.add_api_route(PATH, page.on_look, methods=["GET"], include_in_schema=False)
    app.add_api_route(PATH, page.on_keep, methods=["POST"], include_in_schema=False, dependencies=FORM)


class ChangePage:
    """The form of an assignment that is there; the room asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._assigning = school.work.assigning

    def on_look(self, request: Request, assignment: str, kind: str = "", content: str = "") -> Response:
        """Show the form; with `kind` and `content` for something else to practise, or `?choose` what there is."""
        return seen_by_right(request, lambda: self._look(request, assignment, kind, content))

    def on_keep(self, request: Request, assignment: str, typed: Typed) -> Response:
        """Keep the changes."""
        return seen_by_right(request, lambda: self._keep(request, assignment, typed))

    def _criteria(self) -> list[str]:
        return [one.id for one in self._assigning.catalog.rubric.criteria]

    def _look(self, request: Request, assignment: str, kind: str, content: str) -> Response:
        person = person_in(request)
        given = self._assigning.given(person, assignment)
        typed = as_typed(given, self._criteria())
        if "choose" in request.query_params:
            section = self._school.classroom.teaching.section(person, given.assignment.section)
            body = chooser(assignable_by(self._assigning, person), _path(given), str(request.url.path))
            return class_page(request, "Choose something else", body, section=section, part="assignments")
        if chosen(assignable_by(self._assigning, person), kind, content) is not None:
            typed = typed.model_copy(update={"kind": kind, "content": content, "turn_limit": ""})
        return self._form(request, given, typed)

    def _keep(self, request: Request, assignment: str, typed: TypedAssignment) -> Response:
        person, given = person_in(request), self._assigning.given(person_in(request), assignment)
        kept = given.assignment
        try:
            terms = terms_of(typed, kept.terms.zone, self._criteria(), kept)
            whom = assignees_of(typed)
            self._assigning.change(person, assignment, typed.seen, terms, whom, newest=bool(typed.newest))
        except ChangedMeanwhile as error:
            return self._form(request, self._assigning.given(person, assignment), typed, error)
        except REFUSALS as error:
            return self._form(request, given, typed, error)
        return sent_to(request, f"/assignment/{assignment}?done=changed")

    def _form(self, request: Request, given: Given, typed: TypedAssignment, error: Exception | None = None) -> Response:
        person, kept = person_in(request), given.assignment
        section = self._school.classroom.teaching.section(person, kept.section)
        what = chosen(assignable_by(self._assigning, person), typed.kind, typed.content) or _kept_only(
            given, self._assigning.catalog.rubric
        )
        about = form_about(self._school, person, section, what, kept.terms.zone)
        faults, beside = faults_of(error) if error else {}, ""
        if isinstance(error, ChangedMeanwhile):
            beside = conflict(self._differing(person, given, typed))
            typed = typed.model_copy(update={"version": str(kept.version)})
        body = (
            faults_first(faults, LABELS, str(request.url.path))
            + beside
            + chosen_card(what, f"{_path(given)}?choose=yes")
            + assignment_form(typed, about, faults, _path(given))
            + f'<p><a href="assignment/{kept.id}">Back without a change</a></p>'
        )
        wrong = str(error) if error and not faults and not beside else ""
        title = f"Change: {kept.terms.title}"
        status = status_of(error) if error else 200
        return class_page(request, title, body, section=section, part="assignments", wrong=wrong, status=status)

    def _differing(self, person: str, given: Given, typed: TypedAssignment) -> list[tuple[str, str, str]]:
        """Give what was typed and what stands now, where they differ; all that can be read of it."""
        kept, teaching = given.assignment, self._school.classroom.teaching
        names: dict[str | None, str] = {
            one.content: f"{one.name}, version {one.number}" for one in self._assigning.rubrics(person)
        }
        names |= {kept.terms.rubric: rubric_words(given.rubric), None: "The rubric that ships"}
        try:
            yours, whom = terms_of(typed, kept.terms.zone, self._criteria(), kept), assignees_of(typed)
        except Faults:
            return []
        groups = {one.id: one.title for one in teaching.groups(person, kept.section)}
        members = teaching.members(person, kept.section)
        people = {one.account.id: one.account.name for one in members if one.seat is Seat.TRAINEE}
        both = (
            {
                **terms_words(terms, given.rubric, given_limit(given)),
                "rubric": names.get(terms.rubric, "Another one"),
                "title": terms.title,
                "instructions": terms.instructions,
                "content": terms.content,
                "to": whom_words(given_to, groups, people),
            }
            for terms, given_to in ((yours, whom), (kept.terms, given.assignees))
        )
        return differences(*both)


def _path(given: Given) -> str:
    return f"assignment/{given.assignment.id}/change"


def _kept_only(given: Given, rubric: Rubric) -> Assignable:
    """Show what is on offer no longer, as it was given."""
    terms = given.assignment.terms
    if given.offer is not None:
        return on_offer(given.offer, rubric)
    gone = {"group": "", "who": "It cannot be read any more.", "length": "", "note": ""}
    return Assignable(kind=terms.kind, content=terms.content, title=terms.content, difficulty=None, **gone)
