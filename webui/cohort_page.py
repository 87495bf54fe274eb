"""The cohort on a page: who practised what, how each criterion lies and moves, what nobody met, what separates most."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.cohort import Cohort
from classroom.cohort_figures import FEWEST_PEOPLE
from classroom.open_school import School
from classroom.sections import Section
from webui.account_pages import person_in, refused
from webui.class_layout import REFUSALS, class_page, section_path
from webui.cohort_charts import distributions, separations, trends
from webui.cohort_practised import practised_what
from webui.present_cohort import (
    coverage,
    few_words,
    hidden_words,
    number_words,
    untold_separations,
    who_practised,
)


def add_cohort_page(app: FastAPI, school: School) -> None:
    """Add the page, before `mount`."""
    page = CohortPage(school)
    app.add_api_route("/class/{section}/cohort", page.on_look, methods=["GET"], include_in_schema=False)


class CohortPage:
    """The page; the verb asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._cohorts = school.review.cohorts
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request, section: str) -> Response:
        """Show how the section is doing."""
        person = person_in(request)
        try:
            cohort, kept = self._cohorts.cohort(person, section), self._teaching.section(person, section)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._without(request, wrong, status), error)
        body = f'<div class="cohort">{hidden_words(cohort)}{_body(cohort, kept)}</div>{_further(kept)}'
        return class_page(request, "Cohort", body, section=kept, part="cohort")

    def _without(self, request: Request, wrong: str, status: int) -> Response:
        return class_page(request, "Cohort", "", wrong=wrong, status=status)


def _body(cohort: Cohort, section: Section) -> str:
    practised = sum(bool(one.sessions) for one in cohort.practised)
    if not practised:
        return _empty(cohort, section)
    first = (
        f"<h2>Who practised what</h2>{who_practised(cohort)}{practised_what(cohort)}"
        f"<h2>What somebody never met</h2>{coverage(cohort)}"
    )
    return first + (_figures(cohort) if practised >= FEWEST_PEOPLE else _too_few(practised))


def _figures(cohort: Cohort) -> str:
    none = '<p class="quiet">Nothing can be drawn yet.</p>'
    after_two = '<p class="quiet">It is drawn once five people have practised a second time.</p>'
    return (
        f"<h2>How the levels lie</h2>{distributions(cohort.criteria) or none}{few_words(cohort)}"
        f"<h2>From session to session</h2>{trends(cohort.criteria) or after_two}"
        f"<h2>Which scenarios separate most</h2>{separations(cohort) or none}{untold_separations(cohort)}"
    )


def _too_few(practised: int) -> str:
    small = number_words(FEWEST_PEOPLE).lower()
    return (
        f"<h2>Figures</h2><p>Figures over several people begin with {small} of them: fewer would tell of single ones. "
        f"{number_words(practised)} {'has' if practised == 1 else 'have'} practised here so far. What each of them did "
        "stands in the gradebook and in their transcripts.</p>"
    )


def _empty(cohort: Cohort, section: Section) -> str:
    """Say what to do first."""
    if not cohort.practised:
        way = f'<a href="{section_path(section.id, "people")}">Add trainees</a>'
        words = f"Nobody learns in this section yet. {way}; what they practise is summed up here."
        return f'<p class="empty">{words}</p>'
    way = f'<a href="{section_path(section.id, "assignments")}">Look at the assignments</a>'
    words = f"Nobody has finished a session for this section yet. {way}; what was practised is summed up here."
    return f'<p class="empty">{words}</p>'


def _further(section: Section) -> str:
    ways = (
        ("agreement", "How far grader and instructors agree"),
        ("research", "Transcripts and grades for research"),
    )
    links = "".join(f'<a href="{section_path(section.id, part)}">{words}</a>' for part, words in ways)
    return f'<p class="ways"><b>Further</b> {links}</p>'
