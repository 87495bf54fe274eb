"""Treatments over several sessions: what carries over, how a session begins, and what it comes to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dialogue.acts import Act
from evaluator.rubric import load_rubric
from personas.cast import load_cast
from personas.ledger import Standing
from practice.catalog import Catalog
from practice.errors import RecordNotFound
from practice.room import PracticeRoom
from practice.sessions import Mode, Prediction, Status
from practice.store import Store
from scenarios.scenario import Setting
from scenarios.shelf import load_arcs, load_shelf
from tests.practice.company import plain_company, ticking_clock
from tests.readings import reading
from tests.records.fresh import fresh_records

CAST = load_cast()
ARCS = {key: arc for key, arc in load_arcs().items() if arc.persona in CAST}
ACTS = {
    "[crossing]": Act.CROSSING,
    "[judgment]": Act.JUDGMENT,
    "[limit]": Act.WARM_LIMIT,
    "[promise]": Act.MAKES_PROMISE,
    "[violation]": Act.VIOLATION,
    "[owns]": Act.TAKES_RESPONSIBILITY,
}


class MarkedReader:
    """Reads the acts that the trainee's words name in brackets."""

    def read_turn(self, exchange):
        acts = [act for mark, act in ACTS.items() if mark in exchange.trainee]
        return reading(*(acts or [Act.OPEN_QUESTION]), empathy=2.0, text=exchange.trainee, cues=exchange.cues or ())


@pytest.fixture(scope="module")
def catalog():
    return Catalog(CAST, load_shelf(), load_rubric(), {}, ARCS)


@pytest.fixture
def open_room(tmp_path, catalog):
    clock, company = ticking_clock(), plain_company()
    company.reader = MarkedReader()

    def opened():
        return PracticeRoom(catalog, company, Store(fresh_records(tmp_path), clock), clock)

    return opened


@pytest.fixture
def room(open_room):
    return open_room()


def begun(room, arc="A2", person="ana", seed=5, mode=Mode.COACHING):
    return room.arcs.begin(person, arc, mode, seed).run.id


def held(room, run, *words, person="ana", end=True):
    """Hold the next session with these words, and end it."""
    place = room.arcs.begin_next(person, run)
    for number, one in enumerate(words):
        room.say(person, place.session.id, one, f"k{number}")
    return room.end(person, place.session.id) if end else room.place(person, place.session.id)


def test_a_session_of_a_treatment_is_an_ordinary_session(room):
    run = begun(room)
    place = held(room, run, "Hello", end=False)
    assert (place.session.arc.arc, place.session.arc.number, place.session.scenario) == ("A2", 1, "A2-1")
    assert room.unfinished("ana").id == place.session.id
    room.end("ana", place.session.id)
    room.predict("ana", place.session.id, Prediction(empathy=2, boundary=2))
    assert room.report("ana", place.session.id).success[0].says == ARCS["A2"].sessions[0].success[0].says
    assert [summary.scenario for summary in room.history("ana")] == ["A2-1"]


def test_trust_and_what_was_told_carry_over(room):
    run = begun(room)
    first = held(room, run, "Hello", "[limit] I can't take that, and here is why.")
    end = first.exchanges[-1].outcome.after
    second = room.arcs.begin_next("ana", run)
    start = second.session.start_state
    assert start.session == 2
    assert start.trust > end.trust
    assert start.limits_kept == end.limits_kept == 1
    assert second.session.arc.variant == "held"


def test_what_was_given_falls_due_with_words_that_show_it(room):
    run = begun(room)
    first = held(room, run, "[crossing] Of course, here is my number.")
    start = room.arcs.begin_next("ana", run).session
    assert start.arc.variant == "debt"
    assert start.start_state.trust < first.exchanges[-1].outcome.after.trust - 15
    assert start.start_state.rupture.severity == 2
    assert "friend" in start.opening


def test_sessions_that_are_not_shown_count_when_the_last_one_was_good(room, catalog):
    arc = catalog.arcs["A2"]
    skipped = arc.sessions[1].model_copy(update={"unseen_before": 2})
    longer = arc.model_copy(update={"sessions": (arc.sessions[0], skipped, *arc.sessions[2:])})
    run = begun(room)
    held(room, run, "Hello", "And how is that?")
    plain = room.arcs.place("ana", run).coming.scenario
    room.catalog.arcs["A2"] = longer
    try:
        state = room.arcs.begin_next("ana", run).session.start_state
    finally:
        room.catalog.arcs["A2"] = arc
    assert plain.id == "A2-2"
    assert state.session == 4
    assert state.trust > 60


def test_the_next_session_cannot_begin_before_the_last_is_over(room):
    run = begun(room)
    first = room.arcs.begin_next("ana", run)
    assert room.arcs.begin_next("ana", run).session.id == first.session.id
    assert room.arcs.place("ana", run).coming is None


def test_two_windows_begin_one_session(room):
    run = begun(room)
    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(lambda _: room.arcs.begin_next("ana", run).session.id, range(6)))
    assert len(ids) == 1
    assert len(room.arcs.place("ana", run).places) == 1


def test_what_is_foretold_is_what_begins_also_after_a_restart(open_room):
    run = begun(open_room())
    held(open_room(), run, "Hello", "[promise] I will ask about the form by Thursday.")
    coming = open_room().arcs.place("ana", run).coming
    place = open_room().arcs.begin_next("ana", run)
    assert place.session.opening == coming.scenario.opening
    assert place.offer.scenario == coming.scenario


def test_the_client_asks_about_a_promise_in_the_trainees_own_words(room):
    run = begun(room)
    held(room, run, "[promise] I will ask about the form by Thursday.")
    second = room.arcs.begin_next("ana", run)
    assert "I will ask about the form by Thursday" in second.session.opening
    assert "ledger" in second.offer.scenario.opening_cues


@pytest.mark.parametrize(
    ("answer", "standing"),
    [
        ("Yes, I did. They said it is ready at the desk.", Standing.KEPT),
        ("No, I haven't. [owns] That's on me.", Standing.OWNED),
        ("I didn't get to it, it was a busy week.", Standing.BROKEN),
        ("Remind me, what was it?", Standing.FORGOTTEN),
    ],
)
def test_the_account_is_read_answered_and_moves_trust(room, answer, standing):
    run = begun(room)
    held(room, run, "[promise] I will ask about the form by Thursday.")
    place = held(room, run, answer)
    outcome, words = place.exchanges[0].outcome, ARCS["A2"].promises
    (one,) = outcome.after.commitments
    assert one.standing is standing
    said = {
        Standing.KEPT: words.kept,
        Standing.OWNED: words.owned,
        Standing.BROKEN: words.broken,
        Standing.FORGOTTEN: words.forgotten,
    }[standing]
    assert outcome.spoken.text.startswith(said)
    assert (outcome.change.points > 0) == (standing is Standing.KEPT)
    assert (outcome.after.rupture is not None) == (standing in (Standing.BROKEN, Standing.FORGOTTEN))


def test_passing_over_the_question_for_two_turns_is_forgetting_it(room):
    run = begun(room)
    held(room, run, "[promise] I will ask about the form by Thursday.")
    place = held(room, run, "How was the week?", "And your sleep?")
    before, after = (exchange.outcome.after.commitments[0].standing for exchange in place.exchanges)
    assert (before, after) == (Standing.OPEN, Standing.FORGOTTEN)


def test_trying_another_account_gives_the_other_answer(room):
    run = begun(room)
    held(room, run, "[promise] I will ask about the form by Thursday.")
    place = held(room, run, "I didn't get to it.")
    other = room.try_another("ana", place.session.id, 1, "Yes, I did, it is at the desk.")
    assert other.tried.trust_after > other.sent.trust_after


def test_a_client_who_left_writes_and_the_hour_after_that_is_held(room):
    run = begun(room)
    place = room.arcs.begin_next("ana", run)
    for number in range(4):
        if room.place("ana", place.session.id).session.status is not Status.ACTIVE:
            break
        room.say("ana", place.session.id, f"[violation] {number}", f"k{number}")
    assert room.place("ana", place.session.id).session.status is Status.CLIENT_LEFT
    message = room.arcs.begin_next("ana", run)
    assert message.session.arc.variant == "wrote_after_leaving"
    assert (message.offer.scenario.setting, message.turns_left) == (Setting.MESSAGES, 1)
    last = room.say("ana", message.session.id, "Thank you for writing. Thursday at three is yours.", "k1")
    assert last.reply == message.offer.story.parting.words
    assert room.place("ana", message.session.id).session.status is Status.ENDED
    third = room.arcs.begin_next("ana", run)
    assert (third.session.arc.number, third.offer.scenario.setting) == (3, Setting.OFFICE)


def test_a_client_can_end_early_unannounced_and_late_means_fewer_turns(room, catalog):
    arc = catalog.arcs["A2"]
    early = (
        arc.sessions[0]
        .variants[-1]
        .model_copy(update={"turn_limit": 8, "parting": arc.after_leaving.parting.model_copy(update={"after": 3})})
    )
    first = arc.sessions[0].model_copy(update={"variants": (early,)})
    room.catalog.arcs["A2"] = arc.model_copy(update={"sessions": (first, *arc.sessions[1:])})
    try:
        place = room.arcs.begin_next("ana", begun(room))
        assert place.turns_left == 8
        for number in range(3):
            said = room.say("ana", place.session.id, f"words {number}", f"k{number}")
        place = room.place("ana", place.session.id)
    finally:
        room.catalog.arcs["A2"] = arc
    assert said.reply == arc.after_leaving.parting.words
    assert (place.session.status, place.turns_left) == (Status.ENDED, 0)


def test_rare_beginnings_come_by_the_seed(room):
    variants = set()
    for seed in range(12):
        run = begun(room, seed=seed)
        held(room, run, "Hello")
        held(room, run, "Hello", "And then?")
        variants.add(room.arcs.begin_next("ana", run).session.arc.variant)
    assert "cancelled" in variants
    assert len(variants) >= 2


def test_a_whole_treatment_comes_to_its_end_and_its_report(room):
    run = begun(room)
    for number in range(5):
        held(room, run, "[promise] I will ask about it by Friday." if number == 0 else "Yes, I did.", "And you?")
    place = room.arcs.place("ana", run)
    assert (place.finished, place.coming) == (True, None)
    with pytest.raises(ValueError, match="come to its end"):
        room.arcs.begin_next("ana", run)
    report = room.arcs.report("ana", run)
    assert [one.number for one in report.sessions] == [1, 2, 3, 4, 5]
    assert [one.standing for one in report.promises] == [Standing.KEPT]
    verdicts = {verdict.says: verdict.met for verdict in report.success}
    assert verdicts[ARCS["A2"].success[-1].says] is True
    assert len(verdicts) == len(ARCS["A2"].success)


def test_a_crossing_is_seen_over_the_whole_treatment(room):
    run = begun(room)
    held(room, run, "[crossing] Here is my number.")
    report = room.arcs.report("ana", run)
    assert [verdict.met for verdict in report.success if "gave way to nothing" in verdict.says] == [False]


def test_in_practice_mode_the_report_waits_for_the_trainees_own_guess(room):
    run = begun(room, mode=Mode.PRACTICE)
    held(room, run, "Hello")
    assert room.arcs.report("ana", run).sessions == ()


@pytest.mark.parametrize("verb", ["place", "begin_next", "report", "delete"])
def test_nobody_reaches_the_treatment_of_somebody_else(room, verb):
    run = begun(room)
    held(room, run, "Hello")
    with pytest.raises(RecordNotFound):
        getattr(room.arcs, verb)("eve", run)
    assert room.arcs.runs("eve") == ()
    assert len(room.arcs.place("ana", run).places) == 1


def test_deleting_a_treatment_removes_its_sessions_and_no_other(room):
    alone = room.begin("ana", "S01", Mode.COACHING).session.id
    run = begun(room)
    session = held(room, run, "Hello").session.id
    room.arcs.delete("ana", run)
    assert [one.id for one in room.history("ana")] == [alone]
    with pytest.raises(RecordNotFound):
        room.place("ana", session)


def test_deleting_one_session_leaves_the_treatment_where_it_stood_before(room):
    run = begun(room)
    held(room, run, "Hello")
    session = held(room, run, "Hello").session.id
    room.delete("ana", session)
    assert room.arcs.begin_next("ana", run).session.arc.number == 2
