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

from tests.command_line.program import ROOT, attune


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
