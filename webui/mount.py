"""How Gradio is put behind the door: its environment, its settings, its pulse, its first visit."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from webui.guard import Guard
from webui.guard_failures import log_without_words
from webui.guard_rooms import Limits, Room, Who, signed_in
from webui.guard_rules import LOOPBACK_NAMES
from webui.ownership import COOKIE, LocalVisitor

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.themes import ThemeClass as Theme

FIRST_VISIT = "/first-visit"
"""Where a browser is sent that does not yet show the cookie of the one local trainee."""
QUIET = {
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "100",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
}
"""Keeps every library from calling home, and Gradio from keeping what was written.

Gradio would also count all events of a day anew at the end of each, for a page that nobody can open.
"""
CACHE_SECONDS = 3_600
MOST_RUNNING = 300
"""Events that run at once; Gradio's own 40 is too few for streamed replies."""
LOCAL_OPEN_PATHS = frozenset({"/healthz", FIRST_VISIT})


def quiet_environment(temp_folder: Path) -> None:
    """Set what must be set before `import gradio`, and make its temporary folder private.

    Raises:
        OSError: the folder cannot be made; nothing was set.
    """
    temp_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temp_folder.chmod(0o700)
    os.environ.update(QUIET, GRADIO_TEMP_DIR=str(temp_folder))


def mount(
    app: FastAPI,
    blocks: "Blocks",
    who: Who,
    *,
    side_rooms: Sequence[Room] = (),
    hosts: frozenset[str] | None = LOOPBACK_NAMES,
    open_paths: frozenset[str] = LOCAL_OPEN_PATHS,
    asked_from_elsewhere: frozenset[str] = frozenset(),
    sign_in_path: str | None = FIRST_VISIT,
    limits: Limits | None = None,
    running: int = 8,
    waiting: int = 200,
    theme: "Theme | None" = None,
    css: str | None = None,
) -> Guard:
    """Mount Blocks at "/" and give the guarded application, which is what uvicorn must serve.

    Routes that `app` already has win over the Blocks; later ones are never reached. Serving `app`
    itself shows nobody anything: Gradio takes the person's name from the guard alone.

    Args:
        app: the application with all of its own routes.
        blocks: the trainee's pages.
        who: names the person a request comes from; None for nobody.
        side_rooms: further Blocks at paths of their own, each with its own `who`.
        hosts: the only host names served; None for any, where a server in front checks them.
        open_paths: own routes that need no sign-in.
        asked_from_elsewhere: own routes to which other sites' pages may send forms.
        sign_in_path: where a browser without sign-in is sent; None answers 401.
        limits: how much one person may ask for.
        running: events of one kind that run at once.
        waiting: events that may wait; more are told that the server is busy.
        theme: a Gradio theme.
        css: style rules, as text.

    Raises:
        ValueError: an event takes a Chatbot as input, so that a trainee could forge a transcript.
    """
    log_without_words()
    own_routes = tuple(app.router.routes)
    rooms = (*side_rooms, Room("/", blocks, who))
    for room in rooms:
        _mount_room(app, room, running=running, waiting=waiting, theme=theme, css=css)
    return Guard(
        app,
        rooms,
        own_routes=own_routes,
        open_paths=open_paths,
        asked_from_elsewhere=asked_from_elsewhere,
        sign_in_path=sign_in_path,
        hosts=hosts,
        limits=limits,
    )


def _mount_room(
    app: FastAPI, room: Room, *, running: int, waiting: int, theme: "Theme | None", css: str | None
) -> None:
    import gradio as gr

    blocks = room.blocks
    _refuse_forgeable_inputs(blocks)
    _send_through_queue(blocks)
    blocks.max_threads = MOST_RUNNING
    blocks.delete_cache = (CACHE_SECONDS, CACHE_SECONDS)
    blocks.queue(max_size=waiting, default_concurrency_limit=running, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path=room.path,
        auth_dependency=signed_in,
        run_history=False,
        show_error=False,
        footer_links=[],
        max_file_size="1mb",
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        theme=theme,
        css=css,
    )


def _refuse_forgeable_inputs(blocks: "Blocks") -> None:
    for event in blocks.fns.values():
        if any(component.get_block_name() == "chatbot" for component in event.inputs):
            raise ValueError(
                f"the event {event.api_name!r} takes a Chatbot as input, and whoever sends it can "
                "write anybody's words into it; read the transcript from the store"
            )


def _send_through_queue(blocks: "Blocks") -> None:
    """Let no event bypass the queue: the direct route answers 500 to a value it cannot use."""
    for event in blocks.fns.values():
        if event.fn is not None:
            event.queue = True


def queue_alive(blocks: "Blocks") -> bool:
    """Tell whether events are still being worked on.

    False before the server has started, and for good once the loop that takes events out of the
    queue has ended for any reason: that loop marks the queue as stopped when it ends.
    """
    queue = blocks._queue
    return bool(queue.active_jobs) and not queue.stopped


def add_first_visit(app: FastAPI, visitor: LocalVisitor) -> None:
    """Add the route that gives this computer's browser its cookie, before `mount`."""

    @app.get(FIRST_VISIT, include_in_schema=False)
    async def first_visit(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        if visitor.who(request) is not None:
            return RedirectResponse(f"{root}/", 303)
        if "again" in request.query_params:
            return PlainTextResponse("Attune needs a cookie: allow cookies for this address.", 401)
        if not _is_direct_from_loopback(request):
            return PlainTextResponse("Open Attune on the computer it runs on.", 403)
        answer = RedirectResponse(f"{root}{FIRST_VISIT}?again=1", 303)
        answer.set_cookie(COOKIE, visitor.token, httponly=True, samesite="lax", path="/")
        return answer


def _is_direct_from_loopback(request: Request) -> bool:
    """Tell whether a request comes from this computer and not through a server in front."""
    forwarded = any(name == "forwarded" or name.startswith("x-forwarded-") for name in request.headers)
    client = request.client.host if request.client else ""
    return not forwarded and (client.startswith("127.") or client in ("::1", "::ffff:127.0.0.1"))
