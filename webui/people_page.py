"""The administrator's page of people: who is there, who is invited, what they may do."""

from collections.abc import Callable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.account_store import NewAccount
from classroom.accounts import Account, Role
from classroom.open_class import Classroom
from classroom.people import Invitation
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import ABOVE, REFUSALS, answered, said
from webui.plain_page import field, hidden, plain_page, sheet
from webui.present import shown
from webui.public_address import PublicAddress

DAYS = {"invite": "14 days", "reset": "one day"}
DONE = {"erased": "The account and everything that hung on it are erased."}
ONCE = "It works once and for {days}, and is not shown again: send it to nobody else."


def add_people_page(app: FastAPI, room: Classroom, address: PublicAddress) -> None:
    """Add the page, before `mount`."""
    page = PeoplePage(room, address)
    app.add_api_route("/people", page.on_look, methods=["GET"], include_in_schema=False)
    for path, handler in (
        ("/people", page.on_invite),
        ("/people-link", page.on_link),
        ("/people-role", page.on_role),
        ("/people-access", page.on_access),
    ):
        app.add_api_route(path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class PeoplePage:
    """The page and its forms; the room asks each time whether this person manages the site."""

    def __init__(self, room: Classroom, address: PublicAddress) -> None:
        self._people = room.people
        self._address = address

    def on_look(self, request: Request) -> Response:
        """Show the page."""
        return self._page(person_in(request), said(request, DONE))

    def on_invite(self, request: Request, name: Text = "", email: Text = "", role: Text = "") -> Response:
        """Make an account, and show its invitation."""
        person = person_in(request)
        return self._with_link(
            person, lambda: self._people.invite(person, NewAccount(email=email, name=name, role=Role(role)))
        )

    def on_link(self, request: Request, account: Text = "") -> Response:
        """Show another link for somebody."""
        person = person_in(request)
        return self._with_link(person, lambda: self._people.link_for(person, account))

    def on_role(self, request: Request, account: Text = "", role: Text = "") -> Response:
        """Give an account another role."""
        person = person_in(request)
        return self._done(request, person, lambda: self._people.set_role(person, account, Role(role)))

    def on_access(self, request: Request, account: Text = "", disabled: Text = "") -> Response:
        """Keep somebody from signing in, or let them again."""
        person, off = person_in(request), disabled == "yes"
        return self._done(request, person, lambda: self._people.set_disabled(person, account, disabled=off))

    def _done(self, request: Request, person: str, verb: Callable[[], object]) -> Response:
        return answered(request, verb, "people", lambda wrong, status: self._page(person, "", wrong, status))

    def _with_link(self, person: str, verb: Callable[[], Invitation]) -> Response:
        try:
            made = verb()
        except REFUSALS as error:
            return refused(lambda wrong, status: self._page(person, "", wrong, status), error)
        link = self._address.link(made.kind.value, made.secret)
        told = f"A link for {shown(made.account.name)}. {ONCE.format(days=DAYS[made.kind.value])}"
        return self._page(person, f"{told}<code>{escape(link)}</code>")

    def _page(self, person: str, told: str = "", wrong: str = "", status: int = 200) -> Response:
        try:
            accounts, elsewhere = self._people.accounts(person), self._people.signing_in_elsewhere(person)
        except PermissionError as error:
            return plain_page("People", '<p><a href="./">Back to practice</a></p>', wrong=str(error), status=403)
        rows = "".join(_row(one, person, elsewhere=one.id in elsewhere) for one in accounts)
        heads = "".join(f"<th scope=col>{head}</th>" for head in ("Name", "E-mail address", "Role", "State", "Access"))
        body = (
            '<p><a href="platforms">Learning platforms</a></p>'
            f"<h2>Invite somebody</h2>{sheet('people', _invitation_fields(), 'Make an invitation')}"
            f"<h2>{len(accounts)} people</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )
        return plain_page("People", body, told=told, wrong=wrong, status=status, wide=True, nav=ABOVE, here="people")


def _invitation_fields() -> str:
    return (
        '<div class="columns">'
        + field("name", "Name", maxlength="200", autocomplete="off")
        + field("email", "E-mail address", kind="email", autocomplete="off")
        + f'<label>Role<select name="role">{_roles(Role.INSTRUCTOR)}</select></label></div>'
    )


def _row(one: Account, me: str, *, elsewhere: bool) -> str:
    off = one.disabled_at is not None
    begun = "signs in" if one.has_password else "signs in elsewhere" if elsewhere else "invited"
    stands = "disabled" if off else begun
    whose = f'<span class="help">{shown(one.number)}</span>' if one.number else ""
    name = f"{shown(one.name)}{' (you)' if one.id == me else ''}{whose}"
    label = f'aria-label="Role of {escape(one.name)}"'
    role = _form("people-role", one, f'<select name="role" {label}>{_roles(one.role)}</select>', "Keep")
    link = _form("people-link", one, "", "New link") if not off else ""
    access = _form("people-access", one, hidden("disabled", "no" if off else "yes"), "Enable" if off else "Disable")
    more = _link("people/looked", one, "Who looked") + _link("people/erase", one, "Erase…")
    cells = (name, shown(one.email), role, stands, link + access + f'<span class="more">{more}</span>')
    kinds = ("", "", "", " class=state", " class=acts")
    inside = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, cells, strict=True))
    return f"<tr{' class=off' if off else ''}>{inside}</tr>"


def _form(action: str, one: Account, inside: str, button: str) -> str:
    named = f"{button}<span class=unseen> {escape(one.name)}</span>"
    return f'<form method="post" action="{action}">{hidden("account", one.id)}{inside}<button>{named}</button></form>'


def _link(path: str, one: Account, words: str) -> str:
    return f'<a href="{path}?account={escape(one.id)}">{words}<span class=unseen> {escape(one.name)}</span></a>'


def _roles(chosen: Role) -> str:
    return "".join(
        f'<option value="{role.value}"{" selected" if role is chosen else ""}>{role.value}</option>' for role in Role
    )
