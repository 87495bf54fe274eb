"""When a trainee may see grades: with coaching at once, in practice mode after the end and their own guess."""

import pytest

from practice.errors import RecordNotFound
from practice.sessions import Mode, Prediction
from tests.practice.test_report_course import ended


def test_a_guess_made_with_the_grades_in_sight_is_not_held_against_them(room):
    coached = ended(room, 4.0, mode=Mode.COACHING)
    (summary,) = room.history("ana")
    assert (summary.gaps, summary.surprise, summary.empathy) == ((), None, 2.0)
    found = room.report("ana", coached).awareness
    assert (found.sessions, found.error) == (0, None)


def test_a_practice_session_shows_no_means_before_the_guess(room):
    session = ended(room, None)
    (summary,) = room.history("ana")
    assert (summary.grades_told, summary.empathy, summary.boundary, summary.solid) == (False, None, None, {})
    room.predict("ana", session, Prediction(empathy=2.0, boundary=2.0))
    (summary,) = room.history("ana")
    assert (summary.grades_told, summary.empathy) == (True, 2.0)


def test_an_empty_practice_session_waits_for_no_guess(room):
    ended(room, None, turns=0)
    assert room.history("ana")[0].grades_told


def test_a_turn_of_a_practice_session_is_not_told_before_the_end_and_the_guess(room):
    session = room.begin("ana", "S01", Mode.PRACTICE, seed=3).session.id
    room.say("ana", session, "words", "k1")

    def refused():
        with pytest.raises(ValueError, match="after the session"):
            room.told_at("ana", session, 1)
        with pytest.raises(ValueError, match="after the session"):
            room.disagree("ana", session, 1, "empathy", "No.")

    refused()
    room.end("ana", session)
    refused()
    room.predict("ana", session, Prediction(empathy=2.0, boundary=2.0))
    assert room.told_at("ana", session, 1).trainee == "words"
    assert room.report("ana", session).disagreements == {}


def test_a_turn_with_coaching_is_told_at_once_and_only_where_there_is_one(room):
    session = room.begin("ana", "S01", Mode.COACHING, seed=3).session.id
    room.say("ana", session, "words", "k1")
    assert room.told_at("ana", session, 1).grades is not None
    for turn in (0, 2):
        with pytest.raises(ValueError, match="no turn"):
            room.told_at("ana", session, turn)
    with pytest.raises(RecordNotFound):
        room.told_at("bob", session, 1)


def test_a_second_try_at_a_practice_session_waits_for_the_guess_as_the_report_does(room):
    session = ended(room, None)
    with pytest.raises(ValueError, match="your own guess"):
        room.try_another("ana", session, 1, "Something else.")
    room.predict("ana", session, Prediction(empathy=2.0, boundary=2.0))
    assert room.try_another("ana", session, 1, "Something else.").tried.grades is not None
