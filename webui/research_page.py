"""The research export on a page: what it holds, what it is not for, its codebook, and the files."""

import re
from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.codebook import Codebook, CriterionMeaning, PartMeaning, RubricMeaning
from classroom.open_school import School
from classroom.research import ResearchScope
from classroom.sections import Section
from webui.account_pages import FORM, person_in, refused
from webui.class_layout import REFUSALS, class_page, section_path
from webui.downloads import attached, file_name
from webui.gradebook_page import section_day
from webui.plain_page import sheet
from webui.present import count, shown

JSONL, JSON, MARKDOWN = "application/jsonl", "application/json", "text/markdown; charset=utf-8"
NOT_FOR = (
    "It is for research that trainees know of. It is not for grading, not for deciding about a single person, and not "
    "for showing around: whoever was there may recognise a conversation."
)
NOTED = "That you took it away is noted for each trainee whose words are in it."


def add_research_pages(app: FastAPI, school: School) -> None:
    """Add the page and its files, before `mount`."""
    page = ResearchPage(school)
    for path, handler in (
        ("/class/{section}/research", page.on_look),
        ("/class/{section}/codebook.md", page.on_markdown),
        ("/class/{section}/codebook.json", page.on_json),
    ):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)
    export = "/class/{section}/research.jsonl"
    app.add_api_route(export, page.on_export, methods=["POST"], include_in_schema=False, dependencies=FORM)


class ResearchPage:
    """The page and its files; the verbs ask each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._research = school.review.research
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request, section: str) -> Response:
        """Show what an export would hold, and the codebook."""
        person = person_in(request)
        try:
            scope, book = self._research.scope(person, section), self._research.codebook(person, section)
            kept = self._teaching.section(person, section)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._without(request, wrong, status), error)
        body = f'<div class="research">{_scope(scope, kept)}{_codebook(book, kept)}</div>'
        return class_page(request, "Research export", body, section=kept, part="cohort")

    def on_export(self, request: Request, section: str) -> Response:
        """Give the transcripts and grades as JSON Lines."""
        person = person_in(request)
        return self._file(
            request, section, "research", "jsonl", JSONL, lambda: self._research.export(person, section).jsonl()
        )

    def on_markdown(self, request: Request, section: str) -> Response:
        """Give the codebook as Markdown."""
        person = person_in(request)
        book = self._research.codebook
        return self._file(
            request, section, "codebook", "md", MARKDOWN, lambda: book(person, section).markdown().encode()
        )

    def on_json(self, request: Request, section: str) -> Response:
        """Give the codebook as JSON."""
        person = person_in(request)
        book = self._research.codebook
        return self._file(
            request, section, "codebook", "json", JSON, lambda: book(person, section).model_dump_json(indent=2).encode()
        )

    def _file(
        self, request: Request, section: str, what: str, ending: str, kind: str, verb: Callable[[], bytes]
    ) -> Response:
        try:
            content, kept = verb(), self._teaching.section(person_in(request), section)
        except REFUSALS as error:
            return refused(lambda wrong, status: self._without(request, wrong, status), error)
        return attached(file_name(what, kept.title, section_day(kept), ending), content, kind)

    def _without(self, request: Request, wrong: str, status: int) -> Response:
        return class_page(request, "Research export", "", wrong=wrong, status=status)


def _scope(scope: ResearchScope, section: Section) -> str:
    """Say what an export would hold now, and give the button for it."""
    hidden = (
        f" {count(scope.left_out, 'session is', 'sessions are')} left out, because names are hidden until the feedback "
        "is released."
        if scope.left_out
        else ""
    )
    lead = "<p>Transcripts and grades of what was done for the assignments of this section, under pseudonyms.</p>"
    if not scope.sessions:
        way = f'<a href="{section_path(section.id, "assignments")}">Look at the assignments</a>'
        return f"{lead}<p>There is nothing to export yet: no session of an assignment is over.{hidden} {way}.</p>"
    holds = (
        f"<p>Now it holds {count(scope.exchanges, 'exchange', 'exchanges')} in "
        f"{count(scope.sessions, 'session', 'sessions')} of {count(scope.trainees, 'trainee', 'trainees')}.{hidden}</p>"
    )
    inside = f"<p>{NOT_FOR}</p><p class=help>{NOTED}</p>"
    return lead + holds + sheet(f"{section_path(section.id, 'research')}.jsonl", inside, "Download as JSON Lines")


def _codebook(book: Codebook, section: Section) -> str:
    files = "".join(
        f'<a href="{section_path(section.id, "codebook")}.{ending}">{words}</a>'
        for ending, words in (("md", "Markdown"), ("json", "JSON"))
    )
    about = "".join(f"<p>{_marked(one)}</p>" for one in book.about)
    values = "".join(
        f"<li><code>{shown(name)}</code>: {', '.join(f'<code>{shown(one)}</code>' for one in given)}</li>"
        for name, given in book.values.items()
    )
    return (
        f"<h2>How names are replaced</h2>{''.join(f'<p>{_marked(one)}</p>' for one in book.pseudonyms)}"
        f'<h2>Codebook</h2>{about}<p class="ways"><b>Take away</b> {files}</p>'
        f'<div class="codebook">{"".join(map(_part, book.parts))}'
        f"<details><summary>Criteria of the rubric {shown(book.rubric)}, version {book.rubric_version}</summary>"
        f"{''.join(map(_criterion, book.criteria))}</details>{''.join(map(_rubric, book.written))}"
        f"<details><summary>Values of acts, cues, flags and gates</summary><ul>{values}</ul></details></div>"
    )


def _part(part: PartMeaning) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{shown(one.name)}</code></th><td>{_marked(one.type)}</td>'
        f"<td>{_marked(one.meaning)}</td></tr>"
        for one in part.fields
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Field", "Type", "Meaning"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<details><summary>{_marked(part.meaning)}</summary>{table}</details>"


def _rubric(one: RubricMeaning) -> str:
    summary = f"Criteria of the rubric {shown(one.name)} ({shown(one.rubric)}), version {one.version}"
    return f"<details><summary>{summary}</summary>{''.join(map(_criterion, one.criteria))}</details>"


def _criterion(one: CriterionMeaning) -> str:
    levels = "".join(f"<li>{shown(meaning)}</li>" for meaning in one.levels)
    return (
        f"<h3>{shown(one.name)} <code>{shown(one.id)}</code></h3><p>{shown(one.definition)}</p>"
        f'<ol start="0">{levels}</ol>'
    )


def _marked(text: str) -> str:
    """Give a paragraph of the codebook as markup: `…` as a word of the file, **…** as what stands out."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", shown(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", coded)
