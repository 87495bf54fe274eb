"""Erasing an account, on a page of its own: what goes, what stays, and the address typed again."""

from collections.abc import Callable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.accounts import Account
from classroom.open_class import Classroom
from classroom.people import People
from webui.account_cookie import AccountVisitors
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import ABOVE, REFUSALS, root_of
from webui.opened_part import opened_table
from webui.plain_page import field, hidden, plain_page, sent_to
from webui.present import shown

STAYS = (
    "<h2>What goes</h2><p>The account, its sessions and drills with every word and grade, seats, attempts, extensions, "
    "what was said of them and the list of who opened them. It leaves the database at once and cannot be brought back; "
    "copies that somebody made of the data folder are not reached.</p>"
    "<h2>What stays</h2><p>Assignments, comments and levels that this person gave to others, without a name.</p>"
)


def add_erase_pages(app: FastAPI, room: Classroom, visitors: AccountVisitors) -> None:
    """Add the pages, before `mount`."""
    page = ErasePages(room.people, visitors)
    for path, look, erase in (
        ("/people/erase", page.on_look, page.on_erase),
        ("/account/erase", page.on_look_own, page.on_erase_own),
    ):
        app.add_api_route(path, look, methods=["GET"], include_in_schema=False)
        app.add_api_route(path, erase, methods=["POST"], include_in_schema=False, dependencies=FORM)
    app.add_api_route("/people/looked", page.on_looked, methods=["GET"], include_in_schema=False)


class ErasePages:
    """The second step before an account goes, and who has opened what it holds; the room asks for rights each time."""

    def __init__(self, people: People, visitors: AccountVisitors) -> None:
        self._people = people
        self._visitors = visitors

    def on_look(self, request: Request, account: str = "") -> Response:
        """Show an administrator what would go."""
        return self._page(request, account, "people")

    def on_look_own(self, request: Request) -> Response:
        """Show somebody what of theirs would go."""
        return self._page(request, person_in(request), "account")

    def on_erase(self, request: Request, account: Text = "", email: Text = "") -> Response:
        """Erase somebody."""
        done = self._erased(request, account, email, "people")
        if done is not None:
            return done
        return sent_to(request, "/sign-in" if account == person_in(request) else "/people?done=erased")

    def on_erase_own(self, request: Request, email: Text = "") -> Response:
        """Erase oneself, which signs out everywhere."""
        done = self._erased(request, person_in(request), email, "account")
        if done is not None:
            return done
        told = "Your account and everything that hung on it are erased."
        page = plain_page("Goodbye", '<p><a href="sign-in">Sign in</a></p>', told=told, base=root_of(request))
        return self._visitors.take(page)

    def on_looked(self, request: Request, account: str = "") -> Response:
        """Show an administrator who has opened what somebody wrote."""
        person, back = person_in(request), '<p><a href="people">Back to people</a></p>'
        try:
            opened = self._people.opened(person, account)
            whose, zone = self._people.me(account), self._people.me(person).zone
        except REFUSALS as error:
            return refused(lambda wrong, status: _plain(request, "Who looked", back, wrong, status), error)
        none = f"<p>Nobody has opened what {shown(whose.name)} wrote.</p>"
        body = opened_table(opened, zone, which=False) if opened else none
        lead = (
            f"<p>Who opened what {shown(whose.name)} wrote for an assignment: its instructors can, and nobody else. "
            "Practice of their own is theirs alone. Which session it was is told to themselves only. "
            f"Time zone: {escape(zone)}.</p>"
        )
        return plain_page(
            f"Who opened the work of {whose.name}", lead + body + back, wide=True, base=root_of(request), nav=ABOVE
        )

    def _erased(self, request: Request, account: str, email: str, at: str) -> Response | None:
        """Erase an account; gives a page where that was refused."""
        return _tried(
            lambda: self._people.erase(person_in(request), account, email),
            lambda wrong, status: self._page(request, account, at, wrong, status),
        )

    def _page(self, request: Request, account: str, at: str, wrong: str = "", status: int = 200) -> Response:
        back = f'<p><a href="{at}">Keep it, and go back</a></p>'
        try:
            going = self._people.to_erase(person_in(request), account)
        except REFUSALS as error:
            return refused(lambda no, code: _plain(request, "Not erased", back, no, code), error)
        title = "Erase your account" if at == "account" else f"Erase {going.name}"
        return _plain(request, title, STAYS + _form(at, going) + back, wrong, status)


def _tried(verb: Callable[[], None], page: Callable[[str, int], Response]) -> Response | None:
    try:
        verb()
    except REFUSALS as error:
        return refused(page, error)
    return None


def _form(at: str, going: Account) -> str:
    says = f"It is {going.email}."
    typed = field("email", "E-mail address of the account, typed again", says=says, autocomplete="off")
    named = hidden("account", going.id) if at == "people" else ""
    return (
        f'<form class="sheet" method="post" action="{escape(at)}/erase">{named}{typed}'
        '<button class="primary alarm">Erase for good</button></form>'
    )


def _plain(request: Request, title: str, body: str, wrong: str, status: int) -> Response:
    return plain_page(title, body, wrong=wrong, status=status, base=root_of(request))
