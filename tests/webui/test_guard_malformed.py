"""What nobody should send, sent to every route: never a failure of the server, and it lives on."""

import json
import random
import re
import socket
from urllib.parse import urlsplit

import pytest

SEED = 20_261_122
NASTY = [
    None,
    True,
    False,
    0,
    -1,
    7,
    2**31,
    2**63,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "x",
    "\x00",
    "\ud800",
    "../../etc/passwd",
    "a" * 9_000,
    "{{7*7}}",
    [],
    {},
    [[]],
    [None] * 50,
    {"a": {}},
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
    {"__type__": "update", "value": 1},
    {"headers": 1, "data": 2},
]
PARTS = [
    "1",
    "x",
    "%00",
    "%ff",
    "..",
    "%2e%2e%2f",
    "a" * 300,
    "%ed%a0%80",
    "é",
    "%0d%0aset-cookie",
    "{}",
]
BODIES = [b"", b"null", b"[]", b"1", b'"x"', b"{", b"\xff\xfe", b"[" * 30_000, b'{"a":' * 9_000]
KINDS = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "",
]
HEADERS = [
    {},
    {"origin": "null"},
    {"origin": "http://["},
    {"x-forwarded-host": "["},
    {"x-forwarded-proto": "https, gopher"},
    {"x-gradio-server": "http://["},
    {"cookie": "person=alice; attune_sid=\xff"},
    {"accept-encoding": "br;q=x, *"},
    {"range": "bytes=9-1"},
    {"if-none-match": "x"},
    {"content-encoding": "gzip"},
    {"sec-fetch-site": "x"},
    {"transfer-encoding": "chunked"},
]


class Fuzz:
    """Makes malformed requests, the same ones every time."""

    def __init__(self, served):
        self.random = random.Random(SEED)
        self.served = served
        paths = {getattr(route, "path", "/") for route in served.blocks.app.routes}
        self.paths = sorted(paths | {"/healthz", "/export/{name}", "/roster", "/{nothing}"})

    def value(self, depth=0):
        pick = self.random.random()
        if depth < 3 and pick < 0.15:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if depth < 3 and pick < 0.3:
            return {str(self.random.choice(NASTY)): self.value(depth + 1) for _ in range(2)}
        return self.random.choice(NASTY)

    def route(self):
        """Ask for any route, by any method, with odd parameters, headers and body."""
        path = self.random.choice(self.paths)
        path = re.sub(r"\{[^}]*\}", lambda _: self.random.choice(PARTS), path)
        query = self.random.choice(["", "page=x", "deep_link=..%2f", "session_hash=", "%ff=%00&&=", "a" * 3_000])
        method = self.random.choice(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
        headers = {"content-type": self.random.choice(KINDS), **self.random.choice(HEADERS)}
        body = self.random.choice([*BODIES, json.dumps(self.value()).encode()])
        return method, f"{path}?{query}", headers, body

    def event(self):
        """Send an event that is wrong in one or two places."""
        names = ["chat", "remember", "recall", "set_grade", "every", "ready"]
        name = self.random.choice(names)
        index = self.served.event(name)
        values = {"every": ["words", 1, "a", {"headers": ["one"], "data": [["1"]]}], "ready": []}
        body = {
            "data": values.get(name, ["words"]),
            "event_data": None,
            "fn_index": index,
            "trigger_id": 7,
            "session_hash": f"fuzz{self.random.randrange(9)}",
            "event_id": None,
        }
        for _ in range(self.random.choice([1, 1, 2])):
            self.spoil(body)
        path = self.random.choice(["queue/join"] * 6 + ["cancel", "reset"])
        headers = {"content-type": "application/json"}
        return "POST", f"/gradio_api/{path}", headers, json.dumps(body).encode()

    def spoil(self, body):
        key = self.random.choice([*body, "data", "batched", "simple_format", "oauth_token", "more"])
        if key == "data" and body.get("data") and isinstance(body["data"], list):
            place = self.random.randrange(len(body["data"]))
            body["data"] = list(body["data"])
            body["data"][place] = self.value()
        elif self.random.random() < 0.2:
            body.pop(key, None)
        else:
            body[key] = self.value()


def status_of(http, method, target, headers, body):
    """Send one request and read no more than its status: some answers never end."""
    headers = {name: value.encode("latin-1") for name, value in headers.items()}
    with http.stream(method, target, headers=headers, content=body) as answer:
        return answer.status_code


def raw_status(url, text):
    """Send bytes that no HTTP library would, and give the status (None if it just hung up)."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=5) as line:
        line.sendall(text)
        line.shutdown(socket.SHUT_WR)
        head = line.recv(64)
    return int(head.split()[1]) if head.startswith(b"HTTP/") else None


@pytest.fixture
def alice(served):
    return served.visitor("alice")


def assert_well(served, alice):
    assert alice.http.get("/healthz").json() == {"alive": True}
    assert "word 40" in str(alice.run(served.event("chat"), ["hello"], "afterwards"))


def test_one_thousand_five_hundred_malformed_requests_cause_no_failure(served, alice):
    fuzz = Fuzz(served)
    failed = []
    for turn in range(1_500):
        request = fuzz.event() if turn % 2 else fuzz.route()
        status = status_of(alice.http, *request)
        if status >= 500:
            failed.append((status, request))
    assert failed == []
    assert_well(served, alice)


@pytest.mark.parametrize("place", range(4))
def test_every_wrong_type_in_an_event_is_refused(served, alice, place):
    """A textbox, a number, a dropdown and a table, each sent what it never sends."""
    right = ["words", 1, "a", {"headers": ["one"], "data": [["1"]]}]
    wrong = [
        [1, True, [], {}, ["a"], "\ud800", "\x00"],
        ["1", True, [], {}, float("nan"), 10**400, 1e308],
        [{}, [{}], [[]], "\x00"],
        ["x", 1, [], {"headers": 1, "data": 2}, {"data": {}}],
    ]
    for value in wrong[place]:
        values = [*right[:place], value, *right[place + 1 :]]
        body = {"data": values, "fn_index": served.event("every"), "session_hash": "types"}
        headers = {"content-type": "application/json"}
        sent = json.dumps(body).encode()
        answer = alice.http.post("/gradio_api/queue/join", content=sent, headers=headers)
        assert answer.status_code in (400, 422), value
    assert alice.join(served.event("every"), right, "types").status_code == 200


@pytest.mark.parametrize("index", [None, -1, 99, 10**9, "0", 0.0, True, [], {}])
def test_an_event_that_does_not_exist_is_refused(alice, index):
    assert alice.join(index, [], "nowhere").status_code == 422


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a b\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nhost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: [::1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"POST /roster HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n",
        b"POST /roster HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9" + b"9" * 30 + b"\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_requests_that_are_hardly_http_cause_no_failure(served, alice, head):
    head = head.replace(b"host:", b"cookie: person=alice\r\nhost:", 1)
    assert (raw_status(served.url, head) or 400) < 500
    assert alice.http.get("/healthz").json() == {"alive": True}
