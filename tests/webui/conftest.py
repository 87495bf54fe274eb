"""A small application behind the guard, served on this computer, and people who visit it."""

import asyncio
import contextlib
import json
import os
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from webui.guard_rooms import Limits
from webui.mount import mount, queue_alive, quiet_environment

GENEROUS = Limits(at_once=1e9, per_second=1e9, pages_at_once=1e9, pages_per_second=1e9)


@pytest.fixture(scope="session", autouse=True)
def quiet(tmp_path_factory):
    """Set Gradio's environment before anything imports it."""
    before = dict(os.environ)
    folder = tmp_path_factory.mktemp("gradio")
    quiet_environment(folder)
    yield folder
    os.environ.clear()
    os.environ.update(before)


@dataclass
class Visitor:
    """One person's program, which speaks Gradio's protocol over real HTTP."""

    url: str
    name: str | None

    def __post_init__(self):
        cookies = {"person": self.name} if self.name else {}
        self.http = httpx.Client(base_url=self.url, cookies=cookies, timeout=20)

    def join(self, event, values, session="own", **more):
        body = {"data": values, "fn_index": event, "session_hash": session, **more}
        return self.http.post("/gradio_api/queue/join", json=body)

    def listen(self, session="own", heard=None):
        """Read the messages of a session to the end, into `heard` as they come."""
        messages = [] if heard is None else heard
        where = {"session_hash": session}
        with self.http.stream("GET", "/gradio_api/queue/data", params=where) as stream:
            if stream.status_code != 200:
                return stream.status_code
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    messages.append(json.loads(line[5:]))
                    if messages[-1]["msg"] == "close_stream":
                        break
        return messages

    def run(self, event, values, session="own"):
        """Run an event to its end and give the last output; the status if it was refused."""
        answer = self.join(event, values, session)
        if answer.status_code != 200:
            return answer.status_code
        done = [m for m in self.listen(session) if m["msg"] == "process_completed"]
        return done[-1]["output"]


@dataclass
class Served:
    """An application that is being served, with the names of its events."""

    url: str
    blocks: Any
    kept: dict[str, Any]

    def event(self, name):
        return next(i for i, event in self.blocks.fns.items() if event.api_name == name)

    def visitor(self, name=None):
        return Visitor(self.url, name)


def person_in_cookie(request):
    return request.cookies.get("person")


def small_blocks(kept):
    """Build a page with a streaming chat, a State, a hidden instructor's event and a failure."""
    import gradio as gr

    async def chat(text):
        kept["chats"] = kept.get("chats", 0) + 1
        said = [{"role": "user", "content": text}]
        for count in range(1, 41):
            await asyncio.sleep(0.2 if text.startswith("slowly") else 0.02)
            yield [*said, {"role": "assistant", "content": f"word {count}"}], ""

    def remember(text, state):
        return [*state, text]

    def recall(state, request: gr.Request):
        return f"{request.username} sees {state}"

    def set_grade(text, request: gr.Request):
        kept["grade"] = f"{text} by {request.username}"
        return kept["grade"]

    def fail(_text):
        raise RuntimeError("password=hunter2 at /srv/secret")

    with gr.Blocks(title="Small") as blocks:
        state = gr.State([])
        log = gr.Chatbot(elem_id="log", buttons=["copy"], feedback_options=None)
        text = gr.Textbox(label="Your words", elem_id="words")
        number = gr.Number(label="Number")
        choice = gr.Dropdown(["a", "b"], label="Choice")
        table = gr.Dataframe(headers=["one", "two"], label="Table")
        out = gr.Textbox(label="Out", elem_id="out")
        stop = gr.Button("Stop", elem_id="stop")
        hidden = gr.Button("Hidden", visible=False)
        talking = text.submit(chat, [text], [log, text], api_name="chat")
        stop.click(None, cancels=[talking])
        hidden.click(remember, [text, state], [state], api_name="remember")
        hidden.click(recall, [state], [out], api_name="recall", queue=False)
        hidden.click(set_grade, [text], [out], api_name="set_grade", api_visibility="private")
        hidden.click(fail, [text], [out], api_name="fail")
        every = [text, number, choice, table]
        hidden.click(lambda *values: str(values), every, [out], api_name="every")
        blocks.load(lambda: "ready", None, [out], api_name="ready")
    return blocks


def small_app(blocks, **settings):
    """Mount a page behind the guard, with a few routes of the application's own."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def healthz():
        return {"alive": queue_alive(blocks)}

    @app.get("/export/{name}")
    async def export(name: str):
        return {"exported": name}

    @app.post("/roster")
    async def roster():
        return {"kept": True}

    settings = {"sign_in_path": None, "limits": GENEROUS, **settings}
    return mount(app, blocks, settings.pop("who", person_in_cookie), **settings)


@contextlib.contextmanager
def serve(application, port=0):
    """Serve an ASGI application on a free port of this computer, or a chosen one, until the end of the block."""
    config = uvicorn.Config(application, port=port, log_level="critical", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def start():
    """Give a context manager that serves the small application with any settings of `mount`."""

    @contextlib.contextmanager
    def started(**settings):
        kept = {}
        blocks = small_blocks(kept)
        with serve(small_app(blocks, **settings)) as url:
            yield Served(url, blocks, kept)

    return started


@pytest.fixture(scope="session")
def serving():
    """Give a context manager that serves any ASGI application, and a builder of small Blocks."""
    return serve, small_blocks, Served


@pytest.fixture(scope="session")
def served(start):
    """Serve the small application behind the guard, with limits that no test reaches."""
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def chromium():
    """Give a real browser."""
    from tests.webui.browsers import CHROMIUM, FLAGS

    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
