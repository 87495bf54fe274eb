"""Who owns what at the door, and what a fair share is; no server is needed for these."""

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request

from webui.guard_rules import LOOPBACK_NAMES, Refused, check_host, check_source, check_target
from webui.ownership import Allowance, LocalVisitor, Ownership


def test_the_first_person_to_use_a_key_owns_it():
    sessions = Ownership()
    assert sessions.claim("a", "alice")
    assert not sessions.claim("a", "bob")
    assert sessions.claim("a", "alice")
    assert sessions.owner("a") == "alice"
    assert sessions.owner("b") is None


def test_a_person_who_claims_too_much_loses_their_own_oldest_key_only():
    sessions = Ownership(keys_per_person=3)
    sessions.claim("hers", "alice")
    for number in range(1_000):
        sessions.claim(f"his {number}", "bob")
    assert sessions.owner("hers") == "alice"
    assert sessions.owner("his 0") is None
    assert sessions.owner("his 999") == "bob"


def test_a_key_in_use_is_not_the_oldest():
    sessions = Ownership(keys_per_person=2)
    for key in ("page", "other", "page", "third"):
        sessions.claim(key, "alice")
    assert sessions.owner("page") == "alice"
    assert sessions.owner("other") is None


def test_the_person_seen_longest_ago_is_forgotten_first():
    sessions = Ownership(people=2)
    for person in ("alice", "bob", "alice", "carla"):
        sessions.claim(f"page of {person}", person)
    assert sessions.owner("page of bob") is None
    assert sessions.owner("page of alice") == "alice"


def test_an_allowance_is_spent_and_comes_back_with_time():
    requests = Allowance(at_once=2, per_second=0.5)
    assert [requests.wait("bob", 10.0) for _ in range(3)] == [0.0, 0.0, 2.0]
    assert requests.wait("alice", 10.0) == 0.0
    assert requests.wait("bob", 11.0) == 1.0
    assert requests.wait("bob", 12.0) == 0.0
    assert requests.wait("bob", 12.0) == 2.0


def test_an_allowance_never_grows_beyond_its_bucket():
    requests = Allowance(at_once=2, per_second=1)
    requests.wait("bob", 0.0)
    assert [requests.wait("bob", 9_999.0) > 0 for _ in range(3)] == [False, False, True]


def with_cookie(value):
    headers = [(b"cookie", b"attune_sid=" + value)] if value else []
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize("value", [b"", b"x", b"t" * 31, b"t" * 33, b"\xff" * 32, b"T" * 32])
def test_only_the_right_cookie_is_the_local_visitor(value):
    visitor = LocalVisitor("t" * 32)
    assert visitor.who(with_cookie(value)) is None
    assert visitor.who(with_cookie(b"t" * 32)) == "local"


def test_a_short_token_is_refused():
    with pytest.raises(ValueError, match="32"):
        LocalVisitor("short")


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "LOCALHOST", "[::1]:80", "localhost."])
def test_a_loopback_name_is_ours(host):
    check_host(Headers({"host": host}), LOOPBACK_NAMES)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.2", "0.0.0.0"],
)
def test_a_name_that_was_rebound_to_this_computer_is_refused(host):
    with pytest.raises(Refused) as refused:
        check_host(Headers({"host": host}), LOOPBACK_NAMES)
    assert refused.value.status == 421


@pytest.mark.parametrize("host", ["", "a b", "user@localhost", "localhost:x", "[::1", "localhost/x"])
def test_a_malformed_host_is_refused_even_where_every_name_is_served(host):
    with pytest.raises(Refused) as refused:
        check_host(Headers({"host": host}), None)
    assert refused.value.status == 400


def test_a_configured_name_is_served():
    check_host(Headers({"host": "sim.uni.example"}), LOOPBACK_NAMES | {"sim.uni.example"})


def test_another_port_of_this_computer_is_another_site():
    headers = Headers({"host": "localhost:7860", "origin": "http://localhost:8888"})
    with pytest.raises(Refused):
        check_source("POST", headers)
    check_source("GET", headers)
    check_source("POST", Headers({"host": "localhost:7860", "origin": "http://localhost:7860"}))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a\x00b", 400),
        ("/assets/../x", 400),
        ("/a\\b", 400),
        ("/\ud800", 400),
        ("/" + "a" * 600, 414),
    ],
)
def test_an_address_that_no_page_asks_for_is_refused(path, status):
    with pytest.raises(Refused) as refused:
        check_target(path, b"")
    assert refused.value.status == status
    check_target("/assets/index-1.2.js", b"session_hash=abc")
