"""Accounts from the command line, and a site that is started with them: no password is ever given on it."""

import json
import os
import re
import socket
import subprocess
import sys
import time

import httpx
import pytest

import app  # noqa: TID251  (the composition itself is tested here)
from tests.test_app import ROOT, attune


def settings(**given):
    return app.Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("host", "given", "says"),
    [
        ("0.0.0.0", {}, "ATTUNE_ACCOUNTS=on"),
        ("192.168.1.4", {"address": "https://attune.example.edu"}, "this machine only"),
        ("0.0.0.0", {"accounts": "on"}, "ATTUNE_ADDRESS"),
        ("0.0.0.0", {"accounts": "on", "address": "attune.example.edu"}, "write one like"),
    ],
)
def test_what_others_could_reach_without_signing_in_is_not_served(host, given, says):
    with pytest.raises(app.WrongCall, match=says):
        app.accounts_address(host, 7860, settings(**given))


@pytest.mark.parametrize(
    ("host", "given", "base"),
    [
        ("127.0.0.1", {}, None),
        ("127.0.0.1", {"accounts": "on"}, "http://127.0.0.1:7860"),
        ("::1", {"accounts": "on"}, "http://[::1]:7860"),
        ("0.0.0.0", {"accounts": "on", "address": "https://attune.example.edu/"}, "https://attune.example.edu"),
    ],
)
def test_people_sign_in_under_the_address_that_is_theirs(host, given, base):
    found = app.accounts_address(host, 7860, settings(**given))
    assert (found.base if found else None) == base


ISSUER = "https://login.example.edu/realms/staff"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"accounts": "off", "oidc_client": "attune"}, "ATTUNE_ACCOUNTS=on"),
        ({}, "ATTUNE_OIDC_CLIENT"),
        ({"oidc_client": "attune", "oidc_issuer": "http://login.example.edu"}, "ATTUNE_OIDC_ISSUER.*https"),
    ],
)
def test_an_identity_provider_that_cannot_be_used_is_refused_at_the_start(given, says):
    with pytest.raises(app.WrongCall, match=says):
        app.identity_provider(settings(**{"accounts": "on", "oidc_issuer": ISSUER, **given}))


def test_an_identity_provider_is_off_until_it_is_named_and_its_secret_is_never_printed():
    assert app.identity_provider(settings()) is None
    given = settings(
        accounts="on", oidc_issuer=ISSUER, oidc_client="attune", oidc_secret="hunter2", oidc_name="Example"
    )
    provider = app.identity_provider(given)
    assert (provider.issuer, provider.client, provider.name) == (ISSUER, "attune", "Example")
    assert provider.secret.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(provider) + repr(given) + provider.model_dump_json()


def test_accounts_are_made_listed_and_given_links(tmp_path):
    data = ("--data", str(tmp_path))
    added = attune("account", "add", "ira@example.edu", "--name", "Ira Ünal", "--role", "instructor", *data)
    assert added.returncode == 0, added.stderr
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/invite\?token=[\w-]{43}\n", added.stdout)
    twice = attune("account", "add", "IRA@example.edu", "--name", "Ira", *data)
    assert (twice.returncode, "already" in twice.stderr) == (2, True)
    nobody = attune("account", "reset-password", "eve@example.edu", *data)
    assert (nobody.returncode, "attune account list" in nobody.stderr) == (2, True)
    again = attune("account", "reset-password", "ira@example.edu", *data)
    assert "/invite?token=" in again.stdout
    rows = [json.loads(line) for line in attune("account", "list", "--json", *data).stdout.splitlines()]
    assert [(row["email"], row["name"], row["role"], row["has_password"]) for row in rows] == [
        ("ira@example.edu", "Ira Ünal", "instructor", False)
    ]
    assert not [name for name in rows[0] if name == "password"]


@pytest.mark.page
def test_the_first_start_prints_a_link_that_makes_the_administrator(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ATTUNE_ACCOUNTS": "on"}
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--data", str(tmp_path)]
    log = tmp_path / "log"
    with log.open("w") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 120
        while time.monotonic() < until and not _is_up(url):
            assert running.poll() is None, log.read_text()
            time.sleep(0.3)
        link = re.search(rf"{url}/setup\?token=([\w-]+)", log.read_text())
        form = {"token": link[1], "name": "Ada", "email": "ada@example.edu", "zone": "Europe/Vienna"}
        with httpx.Client(base_url=url, headers={"origin": url}) as browser:
            assert browser.get("/").status_code == 401
            assert browser.get(link[0]).status_code == 200
            done = browser.post("/setup", data={**form, "password": "seven quiet lamps"})
            assert done.status_code == 303
            assert browser.get("/").status_code == 200
            assert browser.get("/people").status_code == 200
            assert browser.get(link[0]).status_code == 404
        assert "seven quiet lamps" not in log.read_text()
    finally:
        running.terminate()
        running.wait(20)


def _is_up(url):
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False
