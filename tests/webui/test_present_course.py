"""How the course of a session and of all sessions is told: the trend, and the trainee's own judgement."""

import pytest

from practice.calibration import self_awareness
from practice.sessions import Mode
from practice.trends import Shift
from tests.webui.test_present import summary
from webui import present_course, present_history


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([(2.0,), (2.0,), (0.5,), (0.5,)], "You are coming closer: 2.0 in your first 2 sessions, 0.5 in the last 2."),
        ([(0.1,), (0.1,), (2.0,), (2.0,)], "The distance has grown"),
        ([(1.0,), (1.0,), (1.1,), (1.0,)], "stays about the same"),
        ([(-1.0,), (-1.0,), (-1.1,), (-1.0,)], "you do better than you think"),
    ],
)
def test_self_awareness_is_told_in_words(gaps, said):
    assert said in " ".join(present_course.awareness_words(self_awareness(gaps)))


def test_a_guess_that_cannot_be_held_against_its_session_says_so_only_in_practice_mode():
    found = self_awareness([()])
    assert "too few occasions" in present_course.awareness_words(found, Mode.PRACTICE)[0]
    assert "too few occasions" not in " ".join(present_course.awareness_words(found, Mode.COACHING))
    assert present_course.awareness_words(self_awareness([(0.5,)]), Mode.PRACTICE)[0].startswith("Your guess was off")


def test_a_trend_names_its_direction_and_its_two_figures():
    assert present_course.moved(Shift(before=1.0, after=2.5, each=2)) == "up (1.0 → 2.5)"
    assert present_course.moved(Shift(before=2.5, after=1.0, each=2)) == "down (2.5 → 1.0)"
    assert present_course.moved(Shift(before=2.0, after=2.2, each=2)) == "about the same (2.0 → 2.2)"


def test_over_all_sessions_the_newest_guess_is_told_and_sessions_without_one_are_passed_over():
    guessed, coached = summary(mode=Mode.PRACTICE, gaps=(0.5,), surprise=0.5), summary(surprise=None)
    told = present_history.history([coached, guessed])
    assert "Your newest guess was off by 0.5 of a level" in told
    assert "so far it is 1 guess." in told
    assert "too few occasions" not in told + present_history.history([coached])
