"""Where a learning platform's launches arrive: who comes, what they choose, and our keys for it to read."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from classroom.errors import SlowDown
from classroom.lti_choose import Bound, Choice
from classroom.lti_launch import CHOOSE, Claimed, Entered
from classroom.lti_records import LaunchRefused
from classroom.open_lti import LearningPlatforms
from classroom.open_school import School
from webui.account_cookie import AccountVisitors
from webui.account_pages import FORM, Text, address_of, refused
from webui.class_layout import REFUSALS
from webui.lti_cookie import StateCookie
from webui.lti_pages import (
    OWN_WINDOW,
    choose_page,
    give_page,
    join_page,
    joined_page,
    not_let_in_page,
    off_page,
    window_page,
)
from webui.plain_page import sent_to
from webui.public_address import PublicAddress

LOGIN, LAUNCH, JOIN = "/lti/login", "/lti/launch", "/lti/join"
LTI_FROM_ELSEWHERE = frozenset({LOGIN, LAUNCH})
"""Where platforms' pages send forms; whatever they send is held against the platform's signature."""
LTI_OPEN_PATHS = frozenset({LOGIN, LAUNCH, CHOOSE, JOIN, "/lti/jwks.json"})
FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})


async def everything_sent(request: Request) -> Mapping[str, str]:
    """Give the fields of a form, or of the address where there is no form."""
    given = await request.form() if request.method == "POST" else request.query_params
    return {name: value for name, value in given.items() if isinstance(value, str)}


Sent = Annotated[Mapping[str, str], Depends(everything_sent)]


def add_lti_routes(app: FastAPI, school: School, visitors: AccountVisitors, address: PublicAddress) -> None:
    """Add the routes, before `mount`."""
    door = PlatformDoor(school.lti, visitors, address)
    for path, handler, methods, own in (
        (LOGIN, door.on_login, ["GET", "POST"], []),
        (LAUNCH, door.on_launch, ["POST"], []),
        (CHOOSE, door.on_choose, ["POST"], FORM),
        (JOIN, door.on_join, ["POST"], FORM),
        ("/lti/jwks.json", door.on_keys, ["GET"], []),
    ):
        app.add_api_route(path, handler, methods=methods, include_in_schema=False, dependencies=own)


class PlatformDoor:
    """The routes; they ask platforms, so each runs in a thread of its own."""

    def __init__(self, lti: LearningPlatforms, visitors: AccountVisitors, address: PublicAddress) -> None:
        self._lti = lti
        self._visitors = visitors
        self._address = address
        self._states = StateCookie(secure=address.secure)

    def on_keys(self) -> Response:
        """Give the public halves of our keys."""
        return JSONResponse(self._lti.platforms.key_set())

    def on_login(self, request: Request, sent: Sent) -> Response:
        """Send a browser to the platform that it says it comes from, in a window of its own."""
        if not self._lti.platforms.are_on():
            return off_page(request)
        target = self._target(sent.get("target_link_uri", ""))
        alone = request.headers.get("sec-fetch-dest") == "document" or OWN_WINDOW in sent
        if not alone and target != CHOOSE:
            return window_page(request, {**sent, OWN_WINDOW: "yes"})

        def begin() -> Response:
            begun = self._lti.launching.begin(sent, self._address.base + LAUNCH, target)
            return self._states.give(RedirectResponse(begun.goes, 302), begun.state)

        return self._or_refused(request, begin)

    def on_launch(self, request: Request, sent: Sent) -> Response:
        """Let somebody in whose platform says who they are."""
        if not self._lti.platforms.are_on():
            return off_page(request)
        state, framed = sent.get("state", ""), request.headers.get("sec-fetch-dest") in FRAMES
        shown = self._states.shown(request, state)

        def launch() -> Response:
            landing = self._lti.launching.launch(sent, shown, framed=framed)
            if isinstance(landing, Entered):
                return self._signed_in(request, sent_to(request, landing.goes), landing.person)
            if isinstance(landing, Claimed):
                return join_page(request, landing.ticket, landing.email)
            page = choose_page(request, landing)
            return self._signed_in(request, page, landing.person) if landing.person else page

        answer = self._or_refused(request, launch)
        return self._states.take(answer, state) if shown else answer

    def on_choose(
        self, request: Request, ticket: Text = "", assignment: Text = "", scenario: Text = "", title: Text = ""
    ) -> Response:
        """Choose what a link opens."""
        if not self._lti.platforms.are_on():
            return off_page(request)

        def choose() -> Response:
            choice = self._lti.choosing.again(ticket)
            return self._chosen(request, choice, assignment, scenario, title)

        return self._or_refused(request, choose)

    def on_join(self, request: Request, ticket: Text = "", password: Text = "") -> Response:
        """Show with a password that an account is one's own."""
        if not self._lti.platforms.are_on():
            return off_page(request)

        def join() -> Response:
            email = self._lti.launching.address_in(ticket)
            try:
                secret = self._lti.launching.join(ticket, password, address_of(request), self._visitors.secret(request))
            except (ValueError, SlowDown) as error:
                return refused(lambda wrong, status: join_page(request, ticket, email, wrong, status), error)
            return self._visitors.give(joined_page(request), secret)

        return self._or_refused(request, join)

    def _chosen(self, request: Request, choice: Choice, assignment: str, scenario: str, title: str) -> Response:
        base = self._address.base + LAUNCH
        try:
            chosen = self._lti.choosing.choose(choice.ticket, assignment, scenario, title, base)
        except LaunchRefused:
            raise
        except REFUSALS as error:
            return refused(lambda wrong, status: choose_page(request, choice, wrong, status), error)
        if isinstance(chosen, Bound):
            return sent_to(request, f"/assignment/{chosen.assignment}")
        return give_page(request, chosen)

    def _or_refused(self, request: Request, verb: Callable[[], Response]) -> Response:
        try:
            return verb()
        except (LaunchRefused, PermissionError, LookupError) as error:
            return not_let_in_page(request, str(error.args[0]), 401 if isinstance(error, LaunchRefused) else 403)

    def _signed_in(self, request: Request, answer: Response, person: str) -> Response:
        secret = self._lti.launching.sign_in(person, self._visitors.secret(request))
        return self._visitors.give(answer, secret)

    def _target(self, asked: str) -> str:
        """Give the path of ours that a launch is to go to; an address elsewhere is none, and nobody is sent there."""
        return CHOOSE if asked.split("?")[0] == self._address.base + CHOOSE else "/"
