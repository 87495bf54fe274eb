"""The assignments of a section, and giving another one."""

from collections.abc import Sequence
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.assignments import Terms
from classroom.open_school import School
from classroom.person_now import AssignmentNow
from classroom.sections import Seat, Section
from webui.account_pages import FORM, person_in
from webui.assignable import KINDS, Assignable, assignable_by, chooser, chosen, chosen_card
from webui.assignment_form import assignment_form
from webui.assignment_pages import faults_of, form_about, seen_by_right, status_of
from webui.class_layout import REFUSALS, class_page, section_path
from webui.form_parts import faults_first
from webui.plain_page import sent_to
from webui.present import shown
from webui.present_assignments import (
    MODES,
    due_words,
    release_words,
    state_words,
    tally_words,
    whom_words,
)
from webui.reading_terms import assignees_of, terms_of
from webui.typed_assignment import LABELS, Typed, TypedAssignment, blank

HEADS = ("Title", "Due", "Given to", "State", "How far")
PATH = "/class/{section}/assignments"


def add_assignments_page(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = AssignmentsPage(school)
    app.add_api_route(PATH, page.on_list, methods=["GET"], include_in_schema=False)
    app.add_api_route(f"{PATH}/new", page.on_new, methods=["GET"], include_in_schema=False)
    app.add_api_route(f"{PATH}/new", page.on_give, methods=["POST"], include_in_schema=False, dependencies=FORM)


class AssignmentsPage:
    """The list and the form; the room asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._school = school

    def on_list(self, request: Request, section: str) -> Response:
        """Show what was assigned."""
        return seen_by_right(request, lambda: self._list(request, person_in(request), section))

    def on_new(self, request: Request, section: str, kind: str = "", content: str = "") -> Response:
        """Show what there is to assign or, with one chosen, its form."""
        return seen_by_right(request, lambda: self._new(request, person_in(request), section, kind, content))

    def on_give(self, request: Request, section: str, typed: Typed) -> Response:
        """Give an assignment."""
        return seen_by_right(request, lambda: self._give(request, person_in(request), section, typed))

    def _list(self, request: Request, person: str, section: str) -> Response:
        found = self._school.work.following.overview(person, section)
        here = self._school.classroom.teaching.section(person, section)
        new = f"{section_path(section, 'assignments')}/new"
        if here.archived_at is not None:
            button = '<p class="quiet">This section is put away. Bring it back under People to give work in it.</p>'
        else:
            button = f'<p><a class="primary button" href="{new}">Give an assignment</a></p>'
        body = button + (self._table(person, here, found) if found else EMPTY)
        return class_page(request, "Assignments", body, section=here, part="assignments")

    def _table(self, person: str, section: Section, found: Sequence[AssignmentNow]) -> str:
        teaching = self._school.classroom.teaching
        groups = {one.id: one.title for one in teaching.groups(person, section.id)}
        members = teaching.members(person, section.id)
        people = {one.account.id: one.account.name for one in members if one.seat is Seat.TRAINEE}
        titles = {(one.kind, one.content): one.title for one in assignable_by(self._school.work.assigning, person)}
        rows = "".join(
            _row(
                one,
                titles.get((one.assignment.terms.kind, one.assignment.terms.content), ""),
                section.zone,
                whom_words(one.assignees, groups, people),
            )
            for one in reversed(found)
        )
        heads = "".join(f"<th scope=col>{head}</th>" for head in HEADS)
        return (
            f'<table class="named given"><caption>Times are those of {escape(section.zone)}, the newest assignment '
            f"first.</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _new(self, request: Request, person: str, section: str, kind: str, content: str) -> Response:
        catalog = self._school.work.assigning.catalog
        self._school.work.assigning.assignments(person, section)
        here = self._school.classroom.teaching.section(person, section)
        found = assignable_by(self._school.work.assigning, person)
        what = chosen(found, kind, content)
        if what is not None:
            typed = blank(kind, content, what.title, [one.id for one in catalog.rubric.criteria])
            return self._form(request, person, here, what, typed, None)
        lead = "<p>Choose what is practised; its conditions come on the next page.</p>"
        goes = f"{section_path(section, 'assignments')}/new"
        body = lead + chooser(found, goes, str(request.url.path))
        return class_page(request, "Give an assignment", body, section=here, part="assignments")

    def _give(self, request: Request, person: str, section: str, typed: TypedAssignment) -> Response:
        assigning = self._school.work.assigning
        assigning.assignments(person, section)
        here = self._school.classroom.teaching.section(person, section)
        what = chosen(assignable_by(self._school.work.assigning, person), typed.kind, typed.content)
        if what is None:
            return self._new(request, person, section, "", "")
        try:
            criteria = [one.id for one in assigning.catalog.rubric.criteria]
            terms = terms_of(typed, here.zone, criteria)
            made = assigning.give(person, section, terms, assignees_of(typed))
        except REFUSALS as error:
            return self._form(request, person, here, what, typed, error)
        return sent_to(request, f"/assignment/{made.id}?done=given")

    def _form(
        self,
        request: Request,
        person: str,
        section: Section,
        what: Assignable,
        typed: TypedAssignment,
        error: Exception | None,
    ) -> Response:
        about = form_about(self._school, person, section, what, section.zone)
        faults = faults_of(error) if error else {}
        action = f"{section_path(section.id, 'assignments')}/new"
        body = (
            faults_first(faults, LABELS, str(request.url.path))
            + chosen_card(what, action)
            + assignment_form(typed.model_copy(update={"version": "0"}), about, faults, action)
        )
        wrong = str(error) if error and not faults else ""
        status = status_of(error) if error else 200
        return class_page(
            request, "Give an assignment", body, section=section, part="assignments", wrong=wrong, status=status
        )


EMPTY = (
    '<p class="empty">Nothing is assigned yet. Give the section a scenario: trainees find it under My assignments, '
    "and you follow here who has begun.</p>"
)


def _row(one: AssignmentNow, what: str, zone: str, whom: str) -> str:
    kept, terms = one.assignment, one.assignment.terms
    about = (KINDS[terms.kind] + (f": {shown(what)}" if what else ""), MODES[terms.mode])
    named = f'<a href="assignment/{kept.id}">{shown(terms.title)}</a><span class="help">{" · ".join(about)}</span>'
    state = f'{state_words(kept, one.window)}<span class="help">{release_words(kept)}</span>'
    cells = (_dates(terms, zone), shown(whom), state, escape(tally_words(one.tally)))
    rest = "".join(f'<td data-name="{head}">{cell}</td>' for head, cell in zip(HEADS[1:], cells, strict=True))
    off = " class=off" if kept.withdrawn_at else ""
    return f"<tr{off}><td>{named}</td>{rest}</tr>"


def _dates(terms: Terms, zone: str) -> str:
    """Say when it is due, and when it opens and closes where that is bounded, with a zone that is another one."""
    more = [f"Opens {due_words(terms.opens)}"] if terms.opens else []
    more += [f"Closes {due_words(terms.closes)}"] if terms.closes else []
    more += [] if terms.zone == zone else [escape(terms.zone)]
    return due_words(terms.due, "No date") + "".join(f'<span class="help">{line}</span>' for line in more)
