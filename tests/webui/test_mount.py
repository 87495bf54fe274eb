"""How Gradio is mounted: its environment, its pulse, the rooms, the first visit, the headers."""

import asyncio
import contextlib
import os
import stat
import time

import httpx
import pytest
from fastapi import FastAPI

from webui.guard_rooms import Limits, Room
from webui.mount import (
    FIRST_VISIT,
    add_first_visit,
    mount,
    queue_alive,
    quiet_environment,
)
from webui.ownership import COOKIE, LocalVisitor

TOKEN = "t0ken" * 8


def test_the_environment_is_quiet_and_the_folder_private(tmp_path, monkeypatch):
    for name in ("GRADIO_ANALYTICS_ENABLED", "GRADIO_TEMP_DIR", "HF_HUB_OFFLINE"):
        monkeypatch.setenv(name, os.environ[name])
    folder = tmp_path / "deep" / "gradio"
    quiet_environment(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["GRADIO_RUN_HISTORY"] == "False"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) > 10**6
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert os.environ["GRADIO_TEMP_DIR"] == str(folder)


def test_the_queue_is_not_alive_before_the_server_has_started(quiet, serving):
    _, small_blocks, _ = serving
    assert not queue_alive(small_blocks({}))


def test_without_the_guard_one_empty_session_kills_the_queue_and_the_pulse_shows_it(quiet, serving):
    """The attack that the guard is there for is real, and so is the check of our health."""
    import gradio as gr

    serve, small_blocks, served_type = serving
    blocks = small_blocks({})
    blocks.queue(default_concurrency_limit=1)
    bare = gr.mount_gradio_app(FastAPI(), blocks, path="/", auth_dependency=lambda _: "bob")
    with serve(bare) as url:
        running = served_type(url, blocks, {})
        bob = running.visitor("bob")
        assert queue_alive(blocks)
        for number in range(3):
            bob.join(running.event("chat"), ["hello"], f"waiting{number}")
        for _ in range(2):
            with contextlib.suppress(httpx.TransportError):
                bob.join(running.event("chat"), ["die"], "")
        for _ in range(300):
            if not queue_alive(blocks):
                break
            time.sleep(0.02)
        assert not queue_alive(blocks)
        assert bob.join(running.event("ready"), [], "next").status_code == 503


def test_the_applications_own_routes_win_over_the_pages(served):
    alice, stranger = served.visitor("alice"), served.visitor()
    assert alice.http.get("/export/grades").json() == {"exported": "grades"}
    assert stranger.http.get("/export/grades").status_code == 401
    assert stranger.http.get("/healthz").json() == {"alive": True}
    assert alice.http.post("/roster", content=b"x" * 900_000).json() == {"kept": True}
    assert alice.http.post("/roster", content=b"x" * 1_100_000).status_code == 413


def test_an_application_served_without_its_guard_shows_nobody_anything(quiet, serving):
    serve, small_blocks, _ = serving
    app = FastAPI()
    mount(app, small_blocks({}), lambda _request: "alice")
    with serve(app) as url:
        assert httpx.get(f"{url}/").status_code == 401
        assert httpx.get(f"{url}/config").status_code == 401


def test_no_event_bypasses_the_queue(served):
    assert all(event.queue for event in served.blocks.fns.values() if event.fn is not None)


def test_every_answer_has_the_strict_headers(served):
    alice = served.visitor("alice")
    for path in ("/", "/config", "/theme.css", "/healthz", "/nothing", "/gradio_api/upload"):
        headers = alice.http.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        kept = path == "/theme.css"
        assert (headers.get("cache-control") == "no-store") is not kept, path


def test_the_pages_own_scripts_run_by_a_nonce_that_is_new_each_time(served):
    alice = served.visitor("alice")
    nonces = set()
    for _ in range(2):
        answer = alice.http.get("/", headers={"accept-encoding": "br"})
        nonce = answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
        nonces.add(nonce)
        assert answer.text.count("<script") == answer.text.count(f'<script nonce="{nonce}"') > 3
        assert "script-src 'self' 'nonce-" in answer.headers["content-security-policy"]
    assert len(nonces) == 2


def test_a_page_may_evaluate_text_only_if_it_has_a_component_that_does(start, quiet, serving):
    import gradio as gr

    serve, _, _ = serving
    with gr.Blocks() as blocks:
        gr.HTML("<b>bold</b>")
    with serve(mount(FastAPI(), blocks, lambda _request: "alice")) as url:
        assert "'unsafe-eval'" in httpx.get(f"{url}/").headers["content-security-policy"]


def test_too_many_requests_are_told_when_to_come_back(start):
    with start(limits=Limits(at_once=5, per_second=0.5)) as running:
        bob, alice = running.visitor("bob"), running.visitor("alice")
        answers = [bob.http.get("/config") for _ in range(8)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
        assert answers[-1].headers["retry-after"] == "2"
        assert alice.http.get("/config").status_code == 200


def test_a_page_asked_for_under_another_host_name_is_refused(served):
    alice = served.visitor("alice")
    for path in ("/", "/healthz", "/theme.css", "/export/grades"):
        assert alice.http.get(path, headers={"host": "evil.example"}).status_code == 421
    assert alice.http.get("/config", headers={"host": "localhost"}).status_code == 200


def test_a_side_room_opens_to_its_own_people_only(quiet, serving):
    serve, small_blocks, served_type = serving

    def anybody(request):
        return request.cookies.get("person")

    async def professors(request):
        person = request.cookies.get("person")
        return person if person == "prof" else None

    inner, outer = small_blocks({}), small_blocks({})
    rooms = [Room("/instructor", inner, professors)]
    guarded = mount(FastAPI(), outer, anybody, side_rooms=rooms, sign_in_path="/login")
    with serve(guarded) as url:
        running = served_type(url, outer, {})
        prof, bob, stranger = (running.visitor(name) for name in ("prof", "bob", None))
        assert prof.http.get("/instructor/config").status_code == 200
        assert bob.http.get("/instructor/config").status_code == 403
        assert stranger.http.get("/instructor/config").status_code == 401
        sent = stranger.http.get("/instructor/", headers={"accept": "text/html"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Finstructor%2F")
        assert bob.http.get("/config").status_code == 200
        assert prof.http.get("/instructor").headers["location"] == "/instructor/"
        body = {"data": ["5"], "fn_index": running.event("set_grade"), "session_hash": "x"}
        join = "/instructor/gradio_api/queue/join"
        assert bob.http.post(join, json=body).status_code == 403
        assert prof.http.post(join, json=body).status_code == 200


@pytest.fixture(scope="module")
def local(quiet, serving):
    """The small application as it is served on a trainee's own computer, without accounts."""
    serve, small_blocks, served_type = serving
    app, visitor, blocks = FastAPI(), LocalVisitor(TOKEN), small_blocks({})
    add_first_visit(app, visitor)
    with serve(mount(app, blocks, visitor.who)) as url:
        yield served_type(url, blocks, {})


def test_the_first_visit_gives_the_cookie_and_leads_to_the_page(local):
    with httpx.Client(base_url=local.url, headers={"accept": "text/html"}) as browser:
        assert browser.get("/config", headers={"accept": "*/*"}).status_code == 401
        answer = browser.get("/", follow_redirects=True)
        assert answer.status_code == 200
        assert [str(step.url.path) for step in answer.history] == ["/", FIRST_VISIT, FIRST_VISIT]
        given = answer.history[1].headers["set-cookie"].lower()
        assert "httponly" in given
        assert "samesite=lax" in given
        assert answer.url.path == "/"
        assert browser.get("/config").json()["username"] == "local"


def test_a_wrong_cookie_opens_nothing(local):
    cookies = {COOKIE: "x" * len(TOKEN)}
    assert httpx.get(f"{local.url}/config", cookies=cookies).status_code == 401


def test_a_browser_without_cookies_is_told_so_and_not_sent_in_circles(local):
    answer = httpx.get(f"{local.url}{FIRST_VISIT}?again=1")
    assert answer.status_code == 401
    assert "cookie" in answer.text


def test_a_visit_through_a_server_in_front_gets_no_cookie(local):
    headers = {"x-forwarded-for": "203.0.113.9"}
    answer = httpx.get(f"{local.url}{FIRST_VISIT}", headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_failed_event_is_logged_without_what_was_written(served, caplog, capfd):
    alice = served.visitor("alice")
    alice.run(served.event("fail"), ["my client wept"], "logged")
    values = ["words", 1, "my client wept", {"headers": ["one"], "data": [["1"]]}]
    alice.run(served.event("every"), values, "logged2")
    told = "".join(capfd.readouterr()) + caplog.text
    assert "RuntimeError" in told
    assert "my client wept" not in told
    assert "hunter2" not in told


def test_web_sockets_are_closed(quiet, serving):
    _, small_blocks, _ = serving
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    guard = mount(FastAPI(), small_blocks({}), lambda _request: "alice")
    asyncio.run(guard({"type": "websocket", "path": "/gradio_api/queue/join"}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("value", ["evil.example", "http://evil.example", "[", "https"])
def test_nobody_tells_the_page_another_address_by_a_header(served, value):
    alice = served.visitor("alice")
    for name in ("x-forwarded-host", "x-forwarded-proto", "x-gradio-server"):
        answer = alice.http.get("/config", headers={name: value})
        assert answer.json()["root"] == served.url
