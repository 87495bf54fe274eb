"""What a report says of the whole: themes, trends, how well the trainee judged; and the word against an item."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from evaluator.grades import Feedback, FeedbackItem
from evaluator.rubric import load_rubric
from practice.calibration import self_awareness
from practice.catalog import Catalog
from practice.disagreements import Part, shown_item
from practice.errors import RecordNotFound
from practice.progress import over_time
from practice.report import scores_of
from practice.room import PracticeRoom
from practice.sessions import Exchange, Mode, Prediction
from practice.store import Store
from practice.themes import shipped_themes, themes_of
from practice.trends import shift
from records.engine import open_engine, sqlite_url, upgrade
from tests.practice.company import plain_company, ticking_clock


def item(kind: str, criterion: str, quote: str | None = None, **more: object) -> FeedbackItem:
    values = {
        "kind": kind,
        "criterion": criterion,
        "text": "Try it.",
        "quote": quote,
        "rule": "A rule.",
        "confidence": 0.7,
    }
    return FeedbackItem.model_validate(values | more)


def exchange(turn: int, strength: FeedbackItem | None, change: FeedbackItem | None) -> Exchange:
    return Exchange(
        id=str(turn), session="s", turn=turn, key=str(turn), client_before="Client.", trainee="Trainee.",
        reply="Reply.", outcome=None, feedback=Feedback(strength=strength, change=change, alternative=None),
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip


def test_every_criterion_belongs_to_exactly_one_theme():
    criteria = [criterion for theme in shipped_themes().themes for criterion in theme.criteria]
    assert sorted(criteria) == sorted(criterion.id for criterion in load_rubric().criteria)


def test_changes_are_gathered_by_theme_with_their_turns_and_the_clearest_words():
    found = themes_of((
        exchange(1, None, item("change", "empathy", "How is work?", level=1)),
        exchange(2, None, item("change", "boundary_setting", "Sure.", level=1)),
        exchange(3, None, item("change", "active_listening", "And your diet?", level=0)),
        exchange(4, None, item("change", "empathy", "Perhaps.", unsure=True)),
    ))  # fmt: skip
    assert [(theme.name, theme.count, theme.turns) for theme in found] == [
        ("Showing that you understand", 3, (1, 3, 4)),
        ("Keeping the frame clear and kind", 1, (2,)),
    ]
    assert (found[0].quote, found[0].quoted_turn) == ("And your diet?", 3)
    assert found[0].criteria == ("empathy", "active_listening")


def test_strengths_come_before_changes_and_what_was_passed_by_has_the_clients_words():
    found = themes_of((
        exchange(1, None, item("change", "empathy", None, client_quote="It hurts.")),
        exchange(2, item("strength", "confidentiality", "Most stays here.", level=3), None),
    ))  # fmt: skip
    assert [theme.kind for theme in found] == ["strength", "change"]
    assert (found[1].quote, found[1].client_quote) == (None, "It hurts.")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, 1, None, 2, 2, 3, 3], (1.0, 3.0, 2)),
        ([1, 1, 2, 2, 3], None),
        ([None] * 9, None),
        ([0, 0, 0, 4, 4, 4, 1, 1, 1], (0.0, 1.0, 3)),
    ],
)
def test_a_trend_holds_the_first_third_against_the_last_and_needs_enough(values, told):
    found = shift(values, 6)
    assert (None if found is None else (found.before, found.after, found.each)) == told


def test_nothing_is_claimed_of_self_awareness_before_four_sessions():
    found = self_awareness([(1.0,), (), (0.5, -0.5), (0.2,)])
    assert (found.sessions, found.trend, found.lean) == (3, None, None)
    assert found.error == pytest.approx(0.2)


def test_the_calibration_error_is_the_mean_distance_and_its_trend_compares_the_ends():
    found = self_awareness([(2.0, -1.0), (1.5,), (0.5,), (-0.5, 0.3)])
    assert found.error == pytest.approx(0.4)
    assert found.trend is not None
    assert (found.trend.before, found.trend.after) == (1.5, pytest.approx(0.45))
    assert found.lean == pytest.approx((2.0 - 1.0 + 1.5 + 0.5 - 0.5 + 0.3) / 6)


def test_a_session_without_a_guess_that_can_be_held_against_it_has_no_error():
    assert self_awareness([(1.0,), ()]).error is None
    assert self_awareness([]).error is None


def ended(room, guess: float | None, turns: int = 3, mode: Mode = Mode.PRACTICE, scenario: str = "S01"):
    session = room.begin("ana", scenario, mode, seed=3).session.id
    for turn in range(turns):
        room.say("ana", session, f"words {turn}", f"k{turn}")
    room.end("ana", session)
    if guess is not None:
        room.predict("ana", session, Prediction(empathy=guess, boundary=2.0))
    return session


def kept_against(room, session: str):
    found = room.report("ana", session).disagreements
    return [one for exchange in room.place("ana", session).exchanges for one in found.get(exchange.id, ())]


def test_a_report_compares_with_the_guesses_of_the_sessions_up_to_it(room):
    sessions = [ended(room, guess) for guess in (4.0, 3.5, 2.5, 2.0, 0.0)]
    fourth = room.report("ana", sessions[3]).awareness
    assert (fourth.sessions, fourth.error) == (4, 0.0)
    assert (fourth.trend.before, fourth.trend.after) == (1.75, 0.25)
    assert room.report("ana", sessions[0]).awareness.sessions == 1


def test_too_few_occasions_are_not_held_against_a_guess(room):
    session = ended(room, 4.0, turns=2)
    assert room.report("ana", session).awareness.error is None


def test_a_trend_over_sessions_needs_four_of_them(room):
    for _ in range(3):
        session = ended(room, 2.0)
    assert room.report("ana", session).trends[0].over_sessions is None
    report = room.report("ana", ended(room, 2.0))
    assert report.trends[0].over_sessions.is_steady
    assert over_time(report, ()).trends[0].over_sessions is None


def test_a_word_against_an_item_is_kept_with_what_was_shown(room):
    session = ended(room, 2.0)
    room.disagree("ana", session, 2, "empathy", "She laughed.", Part.GRADE)
    (kept,) = room.report("ana", session).disagreements[room.place("ana", session).exchanges[1].id]
    assert (kept.part, kept.criterion, kept.turn, kept.reason) == (Part.GRADE, "empathy", 2, "She laughed.")
    assert (kept.shown.text, kept.shown.level, kept.shown.quote) == ("Adequate", 2, "words 1")


@pytest.mark.parametrize(
    ("part", "criterion"), [("change", "empathy"), ("grade", "kindness"), ("", ""), ("all", "empathy")]
)
def test_nothing_is_kept_against_what_was_not_shown(room, part, criterion):
    session = ended(room, 2.0)
    with pytest.raises(ValueError, match="which part"):
        room.disagree("ana", session, 1, criterion, "No.", part)
    assert kept_against(room, session) == []


def test_the_disagreements_of_a_session_are_of_that_session_alone(room):
    first, second = ended(room, 2.0), ended(room, 2.0)
    room.disagree("ana", first, 1, "empathy", "One.")
    room.disagree("ana", second, 3, "boundary_setting", "Two.")
    (kept,) = kept_against(room, first)
    assert (kept.session, kept.turn, kept.reason, kept.trainee) == (first, 1, "One.", "words 0")
    assert room._store.disagreements.of_session("bob", first) == {}


def test_nobody_reads_what_others_disagreed_with(room):
    public = [name for name in dir(room) if not name.startswith("_")]
    assert "disagreements" not in public
    assert not hasattr(room._store.disagreements, "over_sessions")


def test_a_disagreement_with_the_exchange_of_somebody_else_is_refused(room):
    session = ended(room, 2.0)
    kept = room.place("ana", session).exchanges[0].id
    with pytest.raises(RecordNotFound):
        room._store.disagreements.keep("bob", kept, item("grade", "empathy"), "Mine.")
    assert kept_against(room, session) == []


def test_what_was_kept_before_items_were_is_still_read(room, tmp_path):
    session = ended(room, 2.0)
    room.disagree("ana", session, 1, "empathy", "Old.")
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    with engine.begin() as db:
        db.execute(text("update disagreement set shown = null"))
    (kept,) = kept_against(room, session)
    assert (kept.shown, kept.part) == (None, Part.GRADE)


def test_a_level_that_is_too_unsure_to_be_told_is_not_kept_as_one_that_was_shown(room):
    session, rubric = ended(room, 2.0), load_rubric()
    turn = room.place("ana", session).exchanges[0]
    unsure = turn.grades.of("empathy").model_copy(update={"confidence": 0.1})
    silent = turn.grades.of("boundary_setting").model_copy(update={"confidence": 0.1})
    shaky = turn.model_copy(update={"grades": turn.grades.model_copy(update={"criteria": (unsure, silent)})})
    shown = shown_item(shaky, Part.GRADE, "empathy", rubric)
    assert (shown.level, shown.text, shown.unsure) == (None, "Not sure", True)
    shown = shown_item(shaky, Part.GRADE, "boundary_setting", rubric)
    assert (shown.level, shown.text, shown.unsure) == (None, "Not observed", False)


@pytest.mark.parametrize(("confidence", "unsure"), [(0.1, (1, 2, 3)), (0.39, (1, 2, 3)), (0.4, ())])
def test_turns_that_are_too_unsure_to_be_told_are_named_and_count_in_the_mean(room, confidence, unsure):
    place, rubric = room.place("ana", ended(room, 2.0)), load_rubric()
    shaky = tuple(
        one.model_copy(update={"grades": one.grades.model_copy(update={"criteria": tuple(
            grade.model_copy(update={"confidence": confidence}) for grade in one.grades.criteria
        )})})
        for one in place.exchanges
    )  # fmt: skip
    found = scores_of(rubric.criterion("empathy"), shaky, rubric)
    assert (found.unsure, found.mean) == (unsure, 2.0)
    assert scores_of(rubric.criterion("boundary_setting"), shaky, rubric).unsure == ()


def test_a_session_in_a_scenario_that_was_removed_spoils_no_other(room, tmp_path, catalog):
    gone, kept = ended(room, 2.0, scenario="S04"), ended(room, 3.0)
    room.begin("ana", "S04", Mode.COACHING, seed=3)
    shelf = {key: offer.scenario for key, offer in catalog.offers.items() if key != "S04"}
    clock, engine = ticking_clock(), open_engine(sqlite_url(tmp_path))
    later = PracticeRoom(Catalog(catalog.cast, shelf, catalog.rubric), plain_company(), Store(engine, clock), clock)
    assert later.report("ana", kept).awareness.sessions == 1
    assert [one.id for one in later.history("ana")] == [kept]
    assert later.unfinished("ana") is None
    with pytest.raises(LookupError):
        later.place("ana", gone)


def test_without_a_reason_a_disagreement_says_where_it_would_stand(room):
    session = ended(room, 2.0)
    with pytest.raises(ValueError, match="kept with this turn and stands in the export"):
        room.disagree("ana", session, 1, "empathy", " ")
