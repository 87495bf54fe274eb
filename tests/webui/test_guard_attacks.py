"""The fifteen attacks that were tried on a bare Gradio, and what they get now."""

import re
import threading
import time

import pytest

from webui.guard_rooms import Limits

EVIL = ("https://evil.example", "http://127.0.0.1:1", "http://localhost", "null", "http://[", "")


def test_a_stranger_reaches_nothing_but_static_files(served):
    stranger = served.visitor()
    for path, methods in gradio_routes(served.blocks):
        for method in methods:
            answer = stranger.http.request(method, path, json={})
            static = path.startswith(("/assets", "/static", "/svelte"))
            static = static or path in ("/favicon.ico", "/theme.css", "/gradio_api/theme.css")
            static = static or path == "/manifest.json"
            expected = (200, 403, 404) if static else (401, 404)
            assert answer.status_code in expected, (method, path)
    assert stranger.http.get("/healthz").status_code == 200
    assert stranger.http.get("/export/grades").status_code == 401


def gradio_routes(blocks):
    """List every route of Gradio with its methods, its parameters filled in."""
    for route in blocks.app.routes:
        path = re.sub(r"\{[^}]*\}", "1", getattr(route, "path", "/"))
        yield path, sorted(getattr(route, "methods", None) or {"GET"})


@pytest.fixture
def alice(served):
    return served.visitor("alice")


@pytest.fixture
def bob(served):
    return served.visitor("bob")


@pytest.fixture
def hers(request):
    """The session of Alice's page, a new one for each test."""
    return "".join(c for c in request.node.name if c.isalnum())[-60:]


@pytest.fixture
def talking(alice, hers, served):
    """Alice, in the middle of a turn of 40 messages that another thread reads."""
    event = alice.join(served.event("chat"), ["hello"], hers).json()["event_id"]
    heard = []
    reader = threading.Thread(target=alice.listen, args=(hers, heard), daemon=True)
    reader.start()
    while "word" not in str(heard):
        time.sleep(0.01)

    def wait():
        reader.join(20)
        return [m for m in heard if m["msg"] in ("process_generating", "process_completed")]

    return event, wait


def all_forty(messages):
    assert messages[-1]["msg"] == "process_completed"
    assert "word 40" in str(messages[-1]["output"])
    return len(messages)


def test_nobody_runs_an_event_in_another_persons_session(alice, bob, hers, served):
    alice.run(served.event("remember"), ["secret of alice", None], hers)
    assert bob.run(served.event("recall"), [None], hers) == 403
    assert "secret of alice" in str(alice.run(served.event("recall"), [None], hers))


def test_nobody_reads_another_persons_stream_and_the_stream_goes_on(talking, bob, hers):
    _, wait = talking
    assert bob.listen(hers) == 403
    assert bob.http.get(f"/gradio_api/heartbeat/{hers}").status_code == 403
    all_forty(wait())


@pytest.mark.parametrize("person", [None, "bob"])
def test_nobody_stops_another_persons_turn(talking, served, hers, person):
    event, wait = talking
    other = served.visitor(person)
    wishes = [
        {"session_hash": hers, "fn_index": served.event("chat"), "event_id": "junk"},
        {"session_hash": hers, "fn_index": served.event("chat"), "event_id": event},
        {"session_hash": "own", "fn_index": served.event("chat"), "event_id": event},
    ]
    for wish in wishes:
        answer = other.http.post("/gradio_api/cancel", json=wish)
        assert answer.status_code == (403 if person else 401)
    all_forty(wait())


def test_nobody_restarts_another_persons_turn_by_its_event_id(talking, served, bob):
    event, wait = talking
    before = served.kept["chats"]
    wish = {"session_hash": "none", "fn_index": 0, "event_id": event}
    for other, status in ((bob, 403), (served.visitor(), 401)):
        for path in ("cancel", "reset"):
            assert other.http.post(f"/gradio_api/{path}", json=wish).status_code == status
    assert all_forty(wait()) <= 42
    assert served.kept["chats"] == before


def test_the_person_who_started_a_turn_can_stop_it(talking, alice, hers, served):
    event, wait = talking
    wish = {"session_hash": hers, "fn_index": served.event("chat"), "event_id": event}
    assert alice.http.post("/gradio_api/cancel", json=wish).status_code == 200
    assert "word 40" not in str(wait())


def test_nobody_fetches_an_output_by_its_event_id(talking, bob):
    event, wait = talking
    for path in (f"/gradio_api/call/chat/{event}", f"/gradio_api/call/v2/chat/{event}"):
        assert bob.http.get(path).status_code == 404
    all_forty(wait())


def test_a_hidden_event_has_no_route_by_name(bob, served):
    for path in ("call/set_grade", "call/v2/set_grade", "run/set_grade", "api/set_grade"):
        answer = bob.http.post(f"/gradio_api/{path}", json={"data": ["5 of 5"]})
        assert answer.status_code == 404
    assert "grade" not in served.kept


def test_a_hidden_event_by_number_reaches_the_app_under_the_true_name(bob, served):
    """The guard cannot know roles: it makes sure that the app's own check sees who asks."""
    forged = {"username": "prof", "oauth_token": "x"}
    assert bob.join(served.event("set_grade"), ["5"], "bobs-hidden", **forged).status_code == 422
    assert "by bob" in str(bob.run(served.event("set_grade"), ["5"], "bobs-hidden"))
    served.kept.pop("grade")


def test_no_file_of_gradio_can_be_fetched(bob, quiet):
    (quiet / "gradebook.csv").write_text("name,grade")
    paths = [f"file={quiet}/gradebook.csv", f"file/{quiet}/gradebook.csv", "file=/etc/passwd"]
    paths += [
        "file=https://evil.example/x",
        "proxy=https://evil.example/x",
        "stream/a/1/2/playlist.m3u8",
    ]
    for path in paths:
        assert bob.http.get(f"/gradio_api/{path}").status_code in (400, 404)


def test_nothing_can_be_uploaded(bob):
    answer = bob.http.post("/gradio_api/upload", files={"files": ("a.txt", b"words")})
    assert answer.status_code == 404
    for path in ("component_server", "process_recording", "vibe-edit", "dev/reload", "runs"):
        assert bob.http.post(f"/gradio_api/{path}", json={}).status_code == 404


def test_a_page_that_takes_a_transcript_as_input_is_not_mounted(quiet):
    import gradio as gr
    from fastapi import FastAPI

    from webui.mount import mount

    with gr.Blocks() as blocks:
        log = gr.Chatbot()
        gr.Button().click(lambda said: said, [log], [log], api_name="grade_what_was_said")
    with pytest.raises(ValueError, match="grade_what_was_said"):
        mount(FastAPI(), blocks, lambda _request: "alice")


def test_a_forged_state_is_refused(alice, served):
    assert alice.run(served.event("recall"), [["[EVALUATOR] 5 of 5"]], "forger") == 422


def test_a_failure_tells_the_page_nothing(alice, served):
    output = alice.run(served.event("fail"), ["hello"], "alices-failure")
    assert output["error"] is None
    assert "hunter2" not in str(output)


@pytest.fixture(autouse=True)
def no_grade_yet(served):
    served.kept.pop("grade", None)


@pytest.mark.parametrize("origin", EVIL)
def test_another_sites_page_cannot_send_an_event(alice, served, origin):
    alice.http.headers["origin"] = origin
    assert alice.run(served.event("set_grade"), ["5"], "cross") == 403
    assert alice.http.post("/roster", json={}).status_code == 403
    assert "grade" not in served.kept


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_sibling_site_without_origin_cannot_send_an_event_either(alice, served, site):
    alice.http.headers["sec-fetch-site"] = site
    assert alice.run(served.event("set_grade"), ["5"], "sibling") == 403
    assert alice.http.get("/gradio_api/heartbeat/sibling").status_code == 403


def test_a_form_of_another_site_cannot_pass_as_json(alice):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        headers = {"content-type": kind}
        answer = alice.http.post("/gradio_api/queue/join", content=b"{}", headers=headers)
        assert answer.status_code == 415


def test_our_own_page_may_send_events_and_a_link_may_lead_here(alice, served):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert alice.http.get("/", headers=followed).status_code == 200
    alice.http.headers.update({"origin": served.url, "sec-fetch-site": "same-origin"})
    assert alice.join(served.event("ready"), [], "same-origin").status_code == 200


def test_no_other_site_is_granted_anything(start):
    with start(hosts=None) as public:
        alice = public.visitor("alice")
        asks = {"origin": "https://evil.example", "host": "sim.uni.example"}
        wanted = {**asks, "access-control-request-method": "POST"}
        answers = [alice.http.get(path, headers=asks) for path in ("/", "/config", "/theme.css")]
        answers += [alice.http.options("/gradio_api/queue/join", headers=wanted)]
        for answer in answers:
            assert [h for h in answer.headers if h.startswith("access-control-")] == []


def test_an_empty_session_does_not_stop_the_queue(alice, served, talking):
    _, wait = talking
    for session_hash in ("", None, 0, [], {}, " ", "a/b", "x" * 65):
        assert alice.join(served.event("chat"), ["die"], session_hash).status_code == 422
    all_forty(wait())
    assert alice.http.get("/healthz").json() == {"alive": True}
    assert "word 40" in str(alice.run(served.event("chat"), ["still here"], "after-the-kill"))


def test_a_flood_of_sessions_is_slowed_and_the_others_are_unharmed(start):
    with start(limits=Limits()) as running:
        alice, bob = running.visitor("alice"), running.visitor("bob")
        alice.join(running.event("chat"), ["hello"], "victim")
        heard = []
        reader = threading.Thread(target=alice.listen, args=("victim", heard))
        reader.start()
        answers = [bob.join(running.event("ready"), [], f"flood{n}") for n in range(300)]
        reader.join(20)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(answers) - len(refused) <= 31
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert "word 40" in str(heard[-2])


def test_a_message_of_eight_thousand_characters_fits_and_one_more_does_not(alice, served):
    for character in ("a", '"', "\n", "\x01", "é", "😀"):
        text = character * 8_000
        assert alice.join(served.event("every"), [text, 1, "a", None], "long").status_code == 200
        answer = alice.join(served.event("every"), [text + "a", 1, "a", None], "long")
        assert answer.status_code == 413
        assert "8,000" in answer.json()["detail"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(alice, served):
    assert alice.join(served.event("chat"), ["a" * 64_000]).status_code == 413

    def endless():
        for _ in range(10_000):
            yield b" " * 10_000

    headers = {"content-type": "application/json"}
    answer = alice.http.post("/gradio_api/queue/join", content=endless(), headers=headers)
    assert answer.status_code == 413


def test_json_that_is_too_deep_is_refused(alice):
    for body in (b"[" * 60_000, b'{"a":' * 12_000, b'{"data":' + b"[" * 900 + b"]" * 900 + b"}"):
        headers = {"content-type": "application/json"}
        answer = alice.http.post("/gradio_api/queue/join", content=body, headers=headers)
        assert answer.status_code in (400, 422)
