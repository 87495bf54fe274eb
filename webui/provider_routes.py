"""Signing in at the institution's identity provider: the way there, and the way back."""

from hmac import compare_digest

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from classroom.oidc import Arrived, Elsewhere
from classroom.oidc_provider import ProviderSilent
from classroom.open_class import Classroom
from webui.account_cookie import AccountVisitors
from webui.account_pages import refused
from webui.class_layout import root_of
from webui.first_page import first_page
from webui.plain_page import own_path, plain_page, sent_to

AWAY, BACK = "/sign-in/elsewhere", "/sign-in/back"
OPEN = frozenset({AWAY, BACK})
"""Pages for people who are not signed in."""
SECONDS = 600
"""How long the browser remembers that it was sent away."""
OFF = "Signing in elsewhere is not switched on here. Sign in with your e-mail address and password."
OTHER_BROWSER = "This sign-in was begun in another window or browser, or too long ago. Begin again here."


def add_provider_routes(app: FastAPI, room: Classroom, elsewhere: Elsewhere | None, visitors: AccountVisitors) -> None:
    """Add the routes, before `mount`; without a provider they say that signing in elsewhere is off."""
    ways = ProviderRoutes(room, elsewhere, visitors)
    app.add_api_route(AWAY, ways.on_away, methods=["GET"], include_in_schema=False)
    app.add_api_route(BACK, ways.on_back, methods=["GET"], include_in_schema=False)


class ProviderRoutes:
    """Sends a browser to the provider, and takes it back once."""

    def __init__(self, room: Classroom, elsewhere: Elsewhere | None, visitors: AccountVisitors) -> None:
        self._room = room
        self._elsewhere = elsewhere
        self._visitors = visitors

    async def on_away(self, request: Request, next: str = "/") -> Response:
        """Send a browser to the provider."""
        if self._elsewhere is None:
            return _stopped(request, OFF, 404)
        onward = own_path(next)
        if await self._visitors.who(request) is not None:
            return sent_to(request, onward)
        try:
            away = await self._elsewhere.leave(onward)
        except ProviderSilent as error:
            return _stopped(request, str(error), 502)
        return self._visitors.send_away(RedirectResponse(away.address, 303), away.state, SECONDS)

    async def on_back(self, request: Request, state: str = "", code: str = "") -> Response:
        """Sign in whoever comes back from the provider, in the browser that was sent there."""
        if self._elsewhere is None:
            return _stopped(request, OFF, 404)
        remembered = self._visitors.sent_away(request)
        if not remembered or not compare_digest(remembered.encode(), state.encode()):
            return _stopped(request, OTHER_BROWSER, 403)
        try:
            arrived = await self._elsewhere.arrive(state, code, self._visitors.secret(request))
        except ProviderSilent as error:
            answer = _stopped(request, str(error), 502)
        except (LookupError, ValueError, PermissionError) as error:
            answer = refused(lambda wrong, status: _stopped(request, wrong, status), error)
        else:
            goes = await run_in_threadpool(self._goes, arrived)
            answer = self._visitors.give(sent_to(request, goes), arrived.secret)
        return self._visitors.came_back(answer)

    def _goes(self, arrived: Arrived) -> str:
        person, asked = self._room.sign_in.person_of(arrived.secret), own_path(arrived.target)
        return first_page(self._room, person, asked) if person else asked


def _stopped(request: Request, wrong: str, status: int) -> Response:
    """Say why nobody was signed in, and where to go on."""
    body = '<p><a href="sign-in">Back to signing in</a></p>'
    return plain_page("You are not signed in", body, wrong=wrong, status=status, base=root_of(request))
