"""What the instructor's pages share: where they are, the way from one to another, and how a form answers."""

from collections.abc import Callable
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from classroom.errors import ChangedMeanwhile
from classroom.sections import Section
from webui.account_pages import refused
from webui.plain_page import plain_page, sent_to
from webui.present import shown

REFUSALS = (LookupError, ValueError, PermissionError, ChangedMeanwhile)
"""What a verb may refuse with; its message names the next step."""
ABOVE = (
    '<nav aria-label="Site"><a href="class">My sections</a><a href="review">Review</a><a href="author">Content</a>'
    '<a href="./">Practise</a>'
    '<a href="account">Account</a></nav>'
)
PARTS = {
    "": "Overview",
    "people": "People",
    "assignments": "Assignments",
    "review": "Review",
    "gradebook": "Gradebook",
    "cohort": "Cohort",
}
"""The pages of a section, as the last part of their address and as words."""


def root_of(request: Request) -> str:
    """Give the path at which the site begins, with a slash at its end."""
    return str(request.scope.get("root_path", "")) + "/"


def class_page(
    request: Request,
    title: str,
    body: str,
    *,
    section: Section | None = None,
    part: str = "",
    told: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    """Give one of the instructor's pages.

    Args:
        request: That is answered.
        title: Of the page, as text.
        body: Markup, in which everything that anybody wrote has been escaped; links begin at the site's start.
        section: In which the page is; its parts are shown as links.
        part: Which of `PARTS` this is.
        told: What was done, as markup.
        wrong: Why something was not done, as text.
        status: Of HTTP.
    """
    return plain_page(
        title,
        body,
        told=told,
        wrong=wrong,
        status=status,
        wide=True,
        part=part,
        base=root_of(request),
        nav=ABOVE,
        here=str(request.url.path),
        above=_parts(section, part) if section else "",
        within=section.title if section else "",
    )


def _parts(section: Section, here: str) -> str:
    links = "".join(
        f'<a href="{section_path(section.id, part)}"{" aria-current=page" if part == here else ""}>{words}</a>'
        for part, words in PARTS.items()
    )
    return f'<nav class="parts" aria-label="{escape(section.title)}"><b>{shown(section.title)}</b>{links}</nav>'


def section_path(section: str, part: str = "") -> str:
    """Give the address of a page of a section, from the site's start."""
    return f"class/{escape(section)}" + (f"/{part}" if part else "")


def answered(
    request: Request, verb: Callable[[], object], goes: str, page: Callable[[str, int], Response], done: str = ""
) -> Response:
    """Do what a form asks, then send the browser on; where it was refused, show the page again with why.

    Args:
        request: That is answered.
        verb: What to do.
        goes: Where the browser goes then, from the site's start.
        page: Shows the page with the reason and a status of HTTP.
        done: Key of what the page says that was done, see `said`.
    """
    try:
        verb()
    except REFUSALS as error:
        return refused(page, error)
    return sent_to(request, f"/{goes}" + (f"?done={done}" if done else ""))


def turned_away(request: Request, error: Exception) -> Response:
    """Say why somebody may not see a page, with the same words for what is not there, and lead them back."""
    body = '<p><a href="class">My sections</a> · <a href="./">Practise</a></p>'
    return refused(lambda wrong, status: class_page(request, "Not here", body, wrong=wrong, status=status), error)


def said(request: Request, words: dict[str, str]) -> str:
    """Give what the page says was done, by the key in its address; the words are ours."""
    return words.get(request.query_params.get("done", ""), "")
