"""The door of the whole application: who may ask Gradio for what, and how much of it."""

import logging
import time
from collections.abc import Callable, Sequence
from math import ceil
from urllib.parse import urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from webui.guard_events import check_event, parse_object, session_of
from webui.guard_messages import overhear_event, read_body, replay, trusted
from webui.guard_rooms import PERSON, Limits, Room, route_path
from webui.guard_rules import (
    HEARTBEAT,
    LONG_QUERY,
    LONGEST_QUERY,
    LOOPBACK_NAMES,
    Endpoint,
    Refused,
    check_host,
    check_query,
    check_source,
    check_target,
    endpoint,
)
from webui.headers import PageSend, StrictSend
from webui.ownership import Allowance, Ownership
from webui.plain_page import plain_page

logger = logging.getLogger(__name__)
TOLD_ON_A_PAGE = frozenset({413, 429})
"""Refusals that somebody meets who has done nothing wrong: a browser that asks for a page gets one."""


class Guard:
    """A pure ASGI wrapper around the FastAPI application and the rooms mounted on it.

    A request passes if its host is ours, it does not come from another site's page, a person is
    signed in, and that person asks within their allowance for something the pages use: an event
    that exists, in a session that is theirs, or the end of a running event that is theirs.
    """

    def __init__(
        self,
        app: ASGIApp,
        rooms: Sequence[Room],
        *,
        own_routes: Sequence[BaseRoute] = (),
        open_paths: frozenset[str] = frozenset({"/healthz"}),
        asked_from_elsewhere: frozenset[str] = frozenset(),
        sign_in_path: str | None = None,
        hosts: frozenset[str] | None = LOOPBACK_NAMES,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Guard `app`.

        Args:
            app: the whole application.
            rooms: the mounted Blocks; the one with the shortest path signs people in for
                `own_routes` as well.
            own_routes: the application's routes that win over the rooms.
            open_paths: own routes that need no sign-in.
            asked_from_elsewhere: own routes to which other sites' pages may send forms; each checks what comes.
            sign_in_path: where a browser that asks for a page is sent; None answers 401.
            hosts: the only names we answer to; None means any (the server in front checks).
            limits: how much one person may ask for.
            clock: gives seconds and never goes back.
        """
        limits = limits or Limits()
        self._app = app
        self._rooms = tuple(sorted(rooms, key=lambda room: len(room.path), reverse=True))
        self._own_routes = tuple(own_routes)
        self._open_paths = open_paths
        self._asked_from_elsewhere = asked_from_elsewhere
        self._sign_in_path = sign_in_path
        self._hosts = hosts
        self._limits = limits
        self._clock = clock
        self._requests = Allowance(limits.at_once, limits.per_second)
        self._new_pages = Allowance(limits.pages_at_once, limits.pages_per_second)
        self._sessions, self._events = Ownership(), Ownership()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection; there are no web sockets."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            try:
                await self._answer(scope, receive, send)
            except Refused as refused:
                logger.info("refused with %d: %s", refused.status, refused.reason)
                await self._refusal(refused, scope)(scope, receive, StrictSend(send))
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, path = Headers(scope=scope), route_path(scope)
        check_host(headers, self._hosts)
        elsewhere = path in self._asked_from_elsewhere
        check_target(path, scope["query_string"], LONG_QUERY if elsewhere else LONGEST_QUERY)
        if not elsewhere:
            check_source(scope["method"], headers)
        if any(route.matches(scope)[0] is Match.FULL for route in self._own_routes):
            await self._answer_own(path, scope, receive, send)
            return
        if any(path == room.path for room in self._rooms[:-1]):
            await RedirectResponse(scope["path"] + "/", 307)(scope, receive, StrictSend(send))
            return
        for room in self._rooms:
            inside = room.inside(path)
            if inside is not None:
                await self._answer_room(room, inside, scope, receive, send)
                return
        raise Refused(404, "not offered")

    async def _answer_own(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for one of the application's own routes."""
        person = await self._rooms[-1].person(scope)
        if person is None and path not in self._open_paths:
            raise Refused(401, "not signed in")
        address = (scope.get("client") or ("unknown",))[0]
        self._spend(self._requests, person or f"address {address}")
        body = await read_body(scope, receive, self._limits.own_bytes)
        await self._app({**scope, PERSON: person}, replay(body, receive), StrictSend(send))

    async def _answer_room(self, room: Room, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for Gradio; `path` is relative to the room."""
        asked = endpoint(scope["method"], path, room.pages())
        check_query(asked, scope["query_string"])
        if asked is Endpoint.STATIC:
            await self._app(trusted(scope), receive, StrictSend(send, may_be_kept=True))
            return
        person = await self._admit(room, scope)
        self._spend(self._requests, person)
        plain = asked in (Endpoint.PAGE, Endpoint.JOIN)
        scope = {**trusted(scope, plain_answer=plain), PERSON: person}
        out: Send = StrictSend(send)
        if asked is Endpoint.PAGE:
            out = PageSend(send, evaluates=room.evaluates())
        if asked in (Endpoint.LISTEN, Endpoint.HEARTBEAT):
            self._open_session(room, _listened(asked, path, scope), person)
        elif asked in (Endpoint.JOIN, Endpoint.CANCEL, Endpoint.RESET):
            body = await read_body(scope, receive, self._limits.event_bytes)
            self._check_post(asked, room, body, scope, person)
            receive = replay(body, receive)
        if asked is Endpoint.JOIN:
            out = overhear_event(out, lambda event: self._events.claim(event, person))
        await self._app(scope, receive, out)

    async def _admit(self, room: Room, scope: Scope) -> str:
        """Name the person, who may enter this room."""
        person = await room.person(scope)
        if person is not None:
            return person
        if room is not self._rooms[-1] and await self._rooms[-1].person(scope) is not None:
            raise Refused(403, "not open to you")
        raise Refused(401, "not signed in")

    def _check_post(self, asked: Endpoint, room: Room, raw: bytes, scope: Scope, person: str) -> None:
        """Check the body of an event, or of the wish to end one."""
        kind = Headers(scope=scope).get("content-type", "").split(";")[0]
        if kind.strip().lower() != "application/json":
            raise Refused(415, "only JSON is accepted")
        body = parse_object(raw)
        if asked is Endpoint.JOIN:
            self._open_session(room, check_event(body, room.blocks), person)
            return
        event = body.get("event_id")
        if not isinstance(event, str) or self._events.owner(event) != person:
            raise Refused(403, "not your event")
        if asked is Endpoint.CANCEL:
            if type(body.get("fn_index")) is not int:
                raise Refused(422, "no such event")
            if self._sessions.owner(_key(room, session_of(body.get("session_hash")))) != person:
                raise Refused(403, "not your session")

    def _open_session(self, room: Room, session: str, person: str) -> None:
        """Make a session this person's, or see that it is; a new one counts as a new page."""
        key = _key(room, session)
        if self._sessions.owner(key) is None:
            self._spend(self._new_pages, person)
        if not self._sessions.claim(key, person):
            raise Refused(403, "not your session")

    def _spend(self, allowance: Allowance, person: str) -> None:
        seconds = allowance.wait(person, self._clock())
        if seconds:
            raise Refused(429, "Too many requests at once. Wait a moment.", ceil(seconds))

    def _refusal(self, refused: Refused, scope: Scope) -> Response:
        wants_page = "text/html" in Headers(scope=scope).get("accept", "")
        if refused.status == 401 and self._sign_in_path and wants_page and scope["method"] == "GET":
            return RedirectResponse(scope.get("root_path", "") + self._sign_in_path + _onward(scope), 303)
        headers = {"retry-after": str(refused.retry_after)} if refused.retry_after else {}
        if refused.status in TOLD_ON_A_PAGE and wants_page:
            body = "<p>Go back to the page before this one, and try again.</p>"
            answer = plain_page("That did not work", body, wrong=refused.reason, status=refused.status)
            answer.headers.update(headers)
            return answer
        return JSONResponse({"detail": refused.reason}, refused.status, headers)


def _key(room: Room, session: str) -> str:
    return f"{room.path} {session}"


def _onward(scope: Scope) -> str:
    """Give the query that tells the sign-in page where the browser wanted to go; nothing for the first page."""
    path, query = route_path(scope), scope["query_string"].decode("ascii", "ignore")
    wanted = f"{path}?{query}" if query else path
    return "" if wanted == "/" else f"?{urlencode({'next': wanted})}"


def _listened(asked: Endpoint, path: str, scope: Scope) -> str:
    """Name the session whose messages are asked for."""
    if asked is Endpoint.HEARTBEAT:
        match = HEARTBEAT.fullmatch(path)
        return session_of(match[1] if match else None)
    given = QueryParams(scope["query_string"]).getlist("session_hash")
    return session_of(given[0] if len(given) == 1 else None)
