"""An operator sets a judge, tries it, and sees what opinions came to; a wrong setting is told without a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evaluator.judges import asked_in, said, turns_in
from tests.language_model.fake_openai import FakeOpenAI, Whole
from tests.practice.company import shipped_catalog
from tests.practice.opinions import HandJudge, RoomWithJudge, until

ROOT = Path(__file__).parents[2]


def attune(*arguments, **settings):
    named = {f"ATTUNE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        (("judge", "--try"), {}, "No judge is set"),
        (("judge", "--data", "/nowhere/at/all"), {}, "there are no records here"),
        (("serve",), {"judge_url": "ftp://judge.example", "judge_name": "m"}, "needs a whole address"),
        (("serve",), {"judge_url": "http://127.0.0.1:9/v1"}, "ATTUNE_JUDGE_NAME: is empty"),
    ],
)
def test_a_wrong_setting_is_told_with_the_remedy(arguments, settings, says):
    run = attune(*arguments, **settings)
    assert run.returncode == 2
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_what_second_opinions_came_to_is_told_from_the_records(tmp_path):
    judge = HandJudge()
    one = RoomWithJudge(tmp_path, shipped_catalog(), judge)
    one.second.start()
    one.say(2)
    until(lambda: one.second.counts().given == 2)
    one.second.stop()
    run = attune("judge", "--data", str(tmp_path), "--json")
    assert run.returncode == 0, run.stderr
    counts = json.loads(run.stdout)
    assert counts == one.second.counts().model_dump()
    assert (counts["given"], counts["calls"], counts["tokens_in"]) == (2, 2, 200)
    told = attune("judge", "--data", str(tmp_path)).stdout
    assert "given" in told
    assert "words 0" not in told


@pytest.mark.slow
def test_trying_the_judge_sends_a_line_of_the_rubric_and_says_what_came_back():
    def fair(body):
        trainee = turns_in(body["messages"][-1]["content"])["trainee"]
        return Whole(json.dumps({one: said(3, trainee) for one in asked_in(body)}))

    with FakeOpenAI() as server:
        server.answer = fair
        run = attune("judge", "--try", judge_url=server.url, judge_key="sk-canary", judge_name="m")
        assert (run.returncode, "empathy 3" in run.stdout) == (0, True), run.stderr
        server.answer = lambda body: Whole(status=401, body='{"error": {"message": "sk-canary is wrong"}}')
        failed = attune("judge", "--try", judge_url=server.url, judge_key="sk-canary", judge_name="m")
    assert failed.returncode == 1
    assert "HTTP 401" in failed.stdout
    assert "canary" not in failed.stdout + failed.stderr
