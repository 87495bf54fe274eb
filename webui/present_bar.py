"""The bar above every view: the name, and the way to each page that a person has."""

from collections.abc import Iterable

from dialogue.record import Record
from webui.views import View, Where, address

BRAND = (
    '<a class="skip" href="#main">Skip to the page</a><header class="bar">'
    '<a class="brand" href="?view=home" data-go="?view=home">'
    '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M4 20c4 0 4-10 8-10s4 14 8 14 4-8 8-8"/></svg>Attune</a>'
)
VIEWS = {
    View.ASSIGNMENTS: "My assignments",
    View.HOME: "Scenarios",
    View.DRILLS: "Drills",
    View.TREATMENTS: "Treatments",
    View.SESSIONS: "My sessions",
}


class Visit(Record):
    """What of the bar depends on who looks."""

    accounts: bool = False
    """Whether people sign in here."""
    assignments: bool = False
    """Whether this person learns here."""
    teaches: bool = False


def bar(visit: Visit) -> str:
    """Give the bar for somebody."""
    own = [(view, words) for view, words in VIEWS.items() if visit.assignments or view is not View.ASSIGNMENTS]
    views = "".join(f'<a href="{_to(view)}" data-go="{_to(view)}">{words}</a>' for view, words in own)
    return f'{BRAND}<nav aria-label="Pages">{views}{_elsewhere(_pages(visit))}</nav></header>'


def _to(view: View) -> str:
    return address(Where(view=view))


def _pages(visit: Visit) -> Iterable[tuple[str, str]]:
    if visit.teaches:
        yield "class", "My sections"
    if visit.accounts:
        yield "account", "Account"


def _elsewhere(pages: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<a href="{path}">{words}</a>' for path, words in pages)
