"""In practice mode no handler tells a grade or an item of feedback before the end and the trainee's own guess."""

from types import SimpleNamespace

import gradio as gr
import pytest

from practice.sessions import Mode, Prediction
from tests.webui.fakes import open_quick_room
from webui import coach_panel, report_page
from webui.coach_panel import CoachPanel
from webui.report_page import ReportPage

LOCAL = SimpleNamespace(username="local")


@pytest.fixture
def room(tmp_path):
    return open_quick_room(tmp_path)


@pytest.fixture
def refusals(monkeypatch):
    """What was refused, in place of a message on a page."""
    found = []
    for page in (coach_panel, report_page):
        monkeypatch.setattr(page, "tell", lambda error: found.append(str(error)))
    return found


def begun(room, mode):
    session = room.begin("local", "S04", mode, seed=5).session.id
    room.say("local", session, "That sounds frightening. What is it like?", "k1")
    return session


def asked(room, session):
    """Ask every handler that names what was told of turn 1."""
    coach = CoachPanel(room)
    pointed = [act(session, "1", LOCAL) for act in (coach.on_strength, coach.on_change, coach.on_alternative)]
    return [*(which for which, _ in pointed), ReportPage(room).on_turn(session, 1, LOCAL)]


def test_while_a_practice_session_runs_and_until_the_guess_nothing_is_told(room, refusals):
    session = begun(room, Mode.PRACTICE)
    assert asked(room, session) == [gr.skip()] * 4
    room.end("local", session)
    assert asked(room, session) == [gr.skip()] * 4
    assert len(refusals) == 8
    assert all("after the session" in words for words in refusals)


def test_after_the_guess_the_turn_is_told(room, refusals):
    session = begun(room, Mode.PRACTICE)
    room.end("local", session)
    room.predict("local", session, Prediction(empathy=2, boundary=2))
    told = asked(room, session)
    assert [one["value"] for one in told[:3]] == ["strength:empathy", "change:boundary_setting", "alternative:empathy"]
    assert len(told[3]["choices"]) > 3
    assert refusals == []


def test_with_coaching_the_turn_is_told_while_the_session_runs(room, refusals):
    assert gr.skip() not in asked(room, begun(room, Mode.COACHING))
    assert refusals == []
