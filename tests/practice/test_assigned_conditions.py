"""What an assignment sets for a session holds in the room: version, limit, guess, criteria, and the wait."""

import pytest

from evaluator.grades import Feedback, FeedbackItem
from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from practice.bounds import Bounds
from practice.catalog import Offer
from practice.errors import RecordNotFound
from practice.place import Place
from practice.room import PracticeRoom
from practice.sessions import Mode, Prediction, Status
from practice.shown import LEFT_OUT, as_shown, grades_as_shown, opinions_as_shown
from practice.store import Store
from tests.practice.company import plain_company, ticking_clock
from tests.records.fresh import fresh_records

ASSESSED = Bounds(assigned=True, withheld=True)
FIRST = "0" * 26


@pytest.fixture
def bounded(tmp_path, catalog):
    """Open a room in which sessions are bound by what the test puts into a mapping."""
    engine = fresh_records(tmp_path)
    clock, bounds = ticking_clock(), {}
    of = lambda session: bounds.get(session, Bounds())  # noqa: E731  (a mapping asked for what it may not have)
    return PracticeRoom(catalog, plain_company(), Store(engine, clock), clock, None, of), bounds


def played(room, mode, given=None, turns=1):
    session = room.begin("ana", "S01", mode, seed=3, given=given).session.id
    for turn in range(turns):
        room.say("ana", session, f"words {turn}", f"k{turn}")
    room.end("ana", session)
    return session


def test_nobody_begins_an_assessment_by_themselves(room):
    with pytest.raises(ValueError, match="from its assignment"):
        room.begin("ana", "S01", Mode.ASSESSMENT)
    assert room.history("ana") == ()


def test_an_assessment_without_its_assignment_never_tells_a_grade(bounded, catalog):
    room, bounds = bounded
    session = played(room, Mode.ASSESSMENT, catalog.offer("S01"))
    room.predict("ana", session, Prediction(empathy=2, boundary=2))
    assert not room.place("ana", session).grades_told
    for way in (lambda: room.report("ana", session), lambda: room.told_at("ana", session, 1)):
        with pytest.raises(ValueError, match="releases"):
            way()
    bounds[session] = ASSESSED
    assert not room.place("ana", session).grades_told
    bounds[session] = Bounds(assigned=True)
    assert room.report("ana", session).of("empathy").mean == 2.0
    assert room.history("ana")[0].surprise is None


def test_the_report_waits_for_a_guess_only_where_one_is_required(bounded):
    room, bounds = bounded
    session = played(room, Mode.PRACTICE)
    assert room.place("ana", session).guess_missing
    with pytest.raises(ValueError, match="how you think it went"):
        room.report("ana", session)
    bounds[session] = Bounds(assigned=True, guess_required=False)
    assert not room.place("ana", session).guess_missing
    assert room.report("ana", session).calibration == ()
    assert room.told_at("ana", session, 1).grades is not None


def test_beginning_twice_under_one_id_begins_one_session_and_pauses_nothing(room, catalog):
    own = room.begin("ana", "S01", Mode.COACHING).session.id
    first = room.begin("ana", "S04", Mode.PRACTICE, seed=1, as_id=FIRST)
    room.say("ana", FIRST, "words", "k")
    again = room.begin("ana", "S04", Mode.PRACTICE, seed=2, as_id=FIRST)
    assert (first.session.id, again.session.id, again.session.seed, len(again.exchanges)) == (FIRST, FIRST, 1, 1)
    assert again.session.status is Status.ACTIVE
    assert room.place("ana", own).session.status is Status.PAUSED
    with pytest.raises(RecordNotFound):
        room.begin("ben", "S04", Mode.PRACTICE, as_id=FIRST)


def test_what_was_given_is_read_even_if_it_is_no_longer_on_offer(bounded, catalog):
    room, bounds = bounded
    offer = catalog.offer("S01")
    gone = Offer(scenario=offer.scenario.model_copy(update={"id": "S99", "turn_limit": 2}), persona=offer.persona)
    bounds[FIRST] = Bounds(assigned=True, given=gone)
    room.begin("ana", "S99", Mode.PRACTICE, seed=1, given=gone, as_id=FIRST)
    assert room.unfinished("ana").id == FIRST
    room.say("ana", FIRST, "one", "k1")
    room.say("ana", FIRST, "two", "k2")
    assert room.place("ana", FIRST).session.status is Status.ENDED
    assert [one.id for one in room.history("ana")] == [FIRST]
    bounds.clear()
    assert room.history("ana") == ()
    room.delete("ana", FIRST)
    with pytest.raises(RecordNotFound):
        room.delete("ana", FIRST)


def test_criteria_that_are_not_named_are_shown_nowhere(bounded, catalog):
    room, bounds = bounded
    session = played(room, Mode.COACHING)
    room.predict("ana", session, Prediction(empathy=2, boundary=2))
    bounds[session] = Bounds(assigned=True, criteria=("boundary_setting",))
    grade = room.place("ana", session).exchanges[0].grades.of("empathy")
    assert (grade.level, grade.estimate, grade.quote, grade.reason) == (None, None, None, LEFT_OUT)
    assert room.told_at("ana", session, 1).grades.of("empathy").level is None
    report = room.report("ana", session)
    assert (report.of("empathy").mean, report.of("empathy").graded) == (None, 0)
    tried = room.try_another("ana", session, 1, "I hear you.")
    assert (tried.sent.grades.of("empathy").level, tried.tried.grades.of("empathy").level) == (None, None)
    assert room.history("ana")[0].empathy is None
    bounds[session] = Bounds(assigned=True, criteria=("empathy",))
    assert room.report("ana", session).of("empathy").mean == 2.0


def test_feedback_opinions_and_conditions_on_other_criteria_are_left_out(bounded, catalog):
    room, _ = bounded
    session = played(room, Mode.COACHING)
    place = room.place("ana", session)
    made = {"text": "t", "quote": None, "rule": "r", "confidence": 0.9}
    items = [
        FeedbackItem(kind=kind, criterion=c, **made) for kind, c in (("strength", "empathy"), ("change", "rapport"))
    ]
    feedback = Feedback(strength=items[0], change=items[1], alternative=None)
    said = place.exchanges[0].model_copy(update={"feedback": feedback})
    place = place.model_copy(update={"exchanges": (said,), "bounds": Bounds(assigned=True, criteria=("empathy",))})
    shown = as_shown(place).exchanges[0].feedback
    assert (shown.strength, shown.change) == (items[0], None)
    kept = [getattr(one, "criterion", "empathy") for one in as_shown(place).offer.scenario.success]
    assert set(kept) <= {"empathy"}
    assert len(kept) <= len(place.offer.scenario.success)
    assert isinstance(as_shown(place), Place)
    stamp = JudgeStamp(model="m", prompt="p", rubric="trust", rubric_version=1, form="f", examples=())
    words = [CriterionOpinion(criterion=c, level=3, quote="q", reason="r") for c in ("empathy", "rapport")]
    opinions = {"e": SecondOpinion(opinions=tuple(words), suspicious=(), stamp=stamp)}
    assert [one.criterion for one in opinions_as_shown(opinions, ["empathy"])["e"].opinions] == ["empathy"]
    assert opinions_as_shown(opinions, []) == opinions
    assert grades_as_shown(said.grades, ()) is said.grades
