"""Signing in and out, one-time links, and one's own account: plain forms, without scripts."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, FastAPI, Form, HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from classroom.accounts import Account, Role
from classroom.errors import SlowDown
from classroom.link_store import LinkKind
from classroom.open_class import Classroom
from classroom.passwords import LONGEST, SHORTEST
from webui.account_cookie import AccountVisitors
from webui.elsewhere_parts import leaving_part, signed_out, way_elsewhere
from webui.first_page import first_page, teaches
from webui.guard_rooms import signed_in
from webui.opened_part import opened_part
from webui.plain_page import field, hidden, own_path, plain_page, sent_to, sheet, zone_field
from webui.present import shown

SIGN_IN = "/sign-in"
OPEN_PATHS = frozenset({"/healthz", SIGN_IN, "/setup", "/invite", "/reset"})
"""Pages for people who are not signed in."""
TITLES = {LinkKind.INVITE: "Welcome to Attune", LinkKind.RESET: "Choose another password"}
Text = Annotated[str, Form()]


def from_own_page(request: Request) -> None:
    """Let a form through only from a page of ours; the guard has held any origin that is named against our host.

    Raises:
        HTTPException: No page sent it.
    """
    if not request.headers.get("origin"):
        raise HTTPException(403, "Send this form from its page.")


FORM = [Depends(from_own_page)]


def address_of(request: Request) -> str:
    """Give the network address that a request comes from."""
    return request.client.host if request.client else "unknown"


def person_in(request: Request) -> str:
    """Name the person whom the guard let in.

    Raises:
        HTTPException: Nobody is signed in.
    """
    person = signed_in(request)
    if person is None:
        raise HTTPException(401, "Sign in first.")
    return person


def refused(page: Callable[[str, int], Response], error: Exception) -> Response:
    """Show a form again with why it was refused."""
    status = {SlowDown: 429, PermissionError: 403}.get(type(error), 404 if isinstance(error, LookupError) else 422)
    answer = page(str(error.args[0]), status)
    if isinstance(error, SlowDown):
        answer.headers["retry-after"] = str(error.seconds)
    return answer


def add_account_pages(app: FastAPI, room: Classroom, visitors: AccountVisitors, elsewhere: str = "") -> None:
    """Add the pages, before `mount`; `elsewhere` is what people call the identity provider, empty without one."""
    _add_sign_in(app, room, visitors, elsewhere)
    _add_setup(app, room, visitors)
    for kind in (LinkKind.INVITE, LinkKind.RESET):
        _add_link(app, room, visitors, kind)
    _add_account(app, room, visitors, elsewhere)


def _add_sign_in(app: FastAPI, room: Classroom, visitors: AccountVisitors, elsewhere: str) -> None:
    def page(onward: str, email: str = "", wrong: str = "", status: int = 200, told: str = "") -> Response:
        inside = (
            hidden("next", onward)
            + field("email", "E-mail address", kind="email", value=email, autocomplete="username", maxlength="254")
            + field("password", "Password", kind="password", autocomplete="current-password")
        )
        help_line = '<p class="quiet">No account, or the password is lost? Ask your instructor for a link.</p>'
        body = way_elsewhere(elsewhere, onward) + sheet("sign-in", inside, "Sign in") + help_line
        return plain_page("Sign in", body, told=told, wrong=wrong, status=status)

    @app.get(SIGN_IN, include_in_schema=False)
    async def sign_in_page(request: Request) -> Response:
        onward, person = own_path(request.query_params.get("next", "/")), await visitors.who(request)
        told = signed_out(elsewhere) if elsewhere and "out" in request.query_params else ""
        if person is None:
            return page(onward, told=told)
        return sent_to(request, await run_in_threadpool(first_page, room, person, onward))

    @app.post(SIGN_IN, include_in_schema=False, dependencies=FORM)
    def sign_in(request: Request, email: Text = "", password: Text = "", next: Text = "/") -> Response:
        onward = own_path(next)
        try:
            secret = room.sign_in.sign_in(email, password, address_of(request), visitors.secret(request))
            person = room.sign_in.person_of(secret)
        except (ValueError, SlowDown) as error:
            return refused(lambda wrong, status: page(onward, email[:254], wrong, status), error)
        return visitors.give(sent_to(request, first_page(room, person, onward) if person else onward), secret)

    @app.post("/sign-out", include_in_schema=False, dependencies=FORM)
    def sign_out(request: Request) -> Response:
        room.sign_in.sign_out(visitors.secret(request))
        return visitors.take(sent_to(request, f"{SIGN_IN}?out" if elsewhere else SIGN_IN))


def _new_password(label: str = "Password") -> str:
    says = f"At least {SHORTEST} characters. Four unrelated words are good."
    shortest, longest = str(SHORTEST), str(LONGEST)
    return field(
        "password",
        label,
        kind="password",
        says=says,
        autocomplete="new-password",
        minlength=shortest,
        maxlength=longest,
    )


def _gone(wrong: str, status: int = 404) -> Response:
    return plain_page("This link is not good", "<p>Links work once, and for some days.</p>", wrong=wrong, status=status)


def _add_setup(app: FastAPI, room: Classroom, visitors: AccountVisitors) -> None:
    def page(token: str, wrong: str = "", status: int = 200, **typed: str) -> Response:
        inside = (
            hidden("token", token)
            + field("name", "Your name", value=typed.get("name", ""), autocomplete="name", maxlength="200")
            + field("email", "E-mail address", kind="email", value=typed.get("email", ""), autocomplete="username")
            + _new_password()
            + zone_field(typed.get("zone", "UTC"))
        )
        lead = "<p>You are about to make the administrator’s account, who invites everybody else.</p>"
        return plain_page(
            "Set up Attune", lead + sheet("setup", inside, "Make the account"), wrong=wrong, status=status
        )

    @app.get("/setup", include_in_schema=False)
    def setup_page(token: str = "") -> Response:
        try:
            room.people.whose(LinkKind.SETUP, token)
        except LookupError as error:
            return refused(_gone, error)
        return page(token)

    @app.post("/setup", include_in_schema=False, dependencies=FORM)
    def setup(
        request: Request, token: Text = "", name: Text = "", email: Text = "", password: Text = "", zone: Text = ""
    ) -> Response:
        try:
            person = room.people.set_up(token, email, name, password, zone)
        except LookupError as error:
            return refused(_gone, error)
        except ValueError as error:
            return refused(lambda w, status: page(token, w, status, name=name, email=email, zone=zone), error)
        return visitors.give(
            sent_to(request, first_page(room, person)), room.sign_in.open_for(person, visitors.secret(request))
        )


def _add_link(app: FastAPI, room: Classroom, visitors: AccountVisitors, kind: LinkKind) -> None:
    def page(token: str, wrong: str = "", status: int = 200) -> Response:
        try:
            account = room.people.whose(kind, token)
        except LookupError as error:
            return refused(_gone, error)
        if account is None:
            return _gone("This link is for something else.")
        lead = (
            f"<p>{shown(account.name)}, choose a password. You sign in as <strong>{shown(account.email)}</strong>.</p>"
        )
        inside = hidden("token", token) + hidden("email", account.email) + _new_password()
        body = lead + sheet(kind.value, inside, "Keep this password")
        return plain_page(TITLES[kind], body, wrong=wrong, status=status)

    @app.get(f"/{kind.value}", include_in_schema=False)
    def link_page(token: str = "") -> Response:
        return page(token)

    @app.post(f"/{kind.value}", include_in_schema=False, dependencies=FORM)
    def use_link(request: Request, token: Text = "", password: Text = "") -> Response:
        try:
            person = room.people.accept(kind, token, password)
        except (LookupError, ValueError) as error:
            return refused(lambda wrong, status: page(token, wrong, status), error)
        return visitors.give(
            sent_to(request, first_page(room, person)), room.sign_in.open_for(person, visitors.secret(request))
        )


def _password_part(me: Account, elsewhere: str) -> str:
    if not me.has_password:
        how = f" You sign in with {shown(elsewhere)}." if elsewhere else ""
        return f"<h2>Password</h2><p>You have none here.{how}</p>"
    old = field("old", "Present password", kind="password", autocomplete="current-password")
    return f"<h2>Password</h2>{sheet('change-password', old + _new_password('New password'), 'Change the password')}"


def _add_account(app: FastAPI, room: Classroom, visitors: AccountVisitors, elsewhere: str) -> None:
    def page(person: str, told: str = "", wrong: str = "", status: int = 200) -> Response:
        me = room.people.me(person)
        named = field("name", "Name", value=me.name, autocomplete="name", maxlength="200") + zone_field(me.zone)
        people = '<p><a href="people">People and invitations</a></p>' if me.role is Role.ADMINISTRATOR else ""
        people += '<p><a href="class">My sections</a></p>' if teaches(room, person) else ""
        body = (
            f'<p class="quiet">{shown(me.email)} · {me.role.value}</p><p><a href="./">Back to practice</a></p>{people}'
            f"<h2>About you</h2>{sheet('account', named, 'Keep')}{_password_part(me, elsewhere)}"
            f"{opened_part(me, room.people.opened(person, person))}{leaving_part(elsewhere)}"
        )
        return plain_page("Your account", body, told=told, wrong=wrong, status=status)

    @app.get("/account", include_in_schema=False)
    def account_page(request: Request, done: str = "") -> Response:
        told = {"kept": "Kept.", "password": "The password is changed. Every other browser is signed out."}
        return page(person_in(request), told.get(done, ""))

    @app.post("/account", include_in_schema=False, dependencies=FORM)
    def describe(request: Request, name: Text = "", zone: Text = "") -> Response:
        person = person_in(request)
        try:
            room.people.describe_me(person, name, zone)
        except ValueError as error:
            return refused(lambda wrong, status: page(person, wrong=wrong, status=status), error)
        return sent_to(request, "/account?done=kept")

    @app.post("/change-password", include_in_schema=False, dependencies=FORM)
    def change_password(request: Request, old: Text = "", password: Text = "") -> Response:
        person = person_in(request)
        try:
            secret = room.sign_in.change_password(person, old, password, address_of(request))
        except (ValueError, SlowDown) as error:
            return refused(lambda wrong, status: page(person, wrong=wrong, status=status), error)
        return visitors.give(sent_to(request, "/account?done=password"), secret)
