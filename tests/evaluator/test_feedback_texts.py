"""More than a hundred exchanges, played through the real reader, grader and cast: every feedback text is read."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.turns import ExchangeText, Speaker, Turn
from evaluator.exemplars import LEAST_LEVEL
from evaluator.feedback_wording import UNSURE
from evaluator.fit.exchanges import load_exchanges
from evaluator.grades import Feedback, FeedbackItem
from evaluator.rubric import load_rubric
from practice.catalog import Catalog, Offer, moment_of, start_state
from practice.exchange import Company, Situation, run_exchange
from practice.place import HISTORY
from practice.setup import gathered_company, load_catalog
from tests.evaluator.coaching import coach_of
from tests.evaluator.feedback_reading import Read, all_faults, answer_in, answered_client, faults
from tests.evaluator.grading import exchange_of, local_grader, reading_of

RUBRIC = load_rubric()
TRAINEE_TURNS = Path("benchmarks/trainee_turns.txt")
EVERY = 61
"""Every so many-th labelled exchange is read alone."""
ROW_SESSION = 16


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def company(catalog: Catalog) -> Company:
    return gathered_company(catalog)


@pytest.fixture(scope="module")
def sessions(catalog: Catalog, company: Company) -> list[list[Read]]:
    """Every scenario to its turn limit, and rows of labelled exchanges as if each row were a session."""
    turns = [line for line in TRAINEE_TURNS.read_text("utf-8").splitlines() if line.strip()]
    played = [
        list(play(offer, turns[5 * place :] + turns[: 5 * place], company))
        for place, offer in enumerate(catalog.offers.values())
    ]
    rows = [ExchangeText(client=e.client, trainee=e.trainee, cues=e.cues) for e in load_exchanges()]
    drills = [list(graded(rows[start : start + ROW_SESSION], company)) for start in (0, 400, 1200)]
    alone = [list(graded([row], company)) for row in rows[::EVERY]]
    return [*played, *drills, *alone]


def play(offer: Offer, turns: Sequence[str], company: Company) -> Iterator[Read]:
    """Play a scenario with these trainee turns."""
    state, scenario = start_state(offer, company.table), offer.scenario
    client, cues, good_reply = scenario.opening, scenario.opening_cues, None
    history: tuple[Turn, ...] = ()
    told: tuple[Feedback | None, ...] = ()
    for turn, trainee in enumerate(turns[: scenario.turn_limit], start=1):
        situation = Situation(
            persona=offer.persona, state=state, client=client, cues=cues, history=history[-HISTORY:],
            moment=moment_of(scenario, 3, turn), good_reply=good_reply, told=told,
        )  # fmt: skip
        result = run_exchange(situation, trainee, company)
        text = ExchangeText(client=client, trainee=trainee, history=history[-HISTORY:], cues=cues)
        yield Read(exchange=text, grades=result.grades, feedback=result.feedback, told=told)
        told += (result.feedback,)
        history += (Turn(speaker=Speaker.CLIENT, text=client), Turn(speaker=Speaker.TRAINEE, text=trainee))
        spoken = result.outcome.spoken
        state, client, cues, good_reply = result.outcome.after, spoken.text, spoken.cues, spoken.good_reply
        if state.left:
            return


def graded(rows: Sequence[ExchangeText], company: Company) -> Iterator[Read]:
    """Grade and coach these exchanges one after the other, as one session."""
    told: tuple[Feedback | None, ...] = ()
    for row in rows:
        grades = company.grader.grade_exchange(row, company.reader.read_turn(row))
        feedback = company.coach.feedback(row, grades, None, told)
        yield Read(exchange=row, grades=grades, feedback=feedback, told=told)
        told += (feedback,)


@pytest.mark.slow
def test_more_than_a_hundred_feedbacks_are_without_fault(sessions: list[list[Read]]):
    read = [one for session in sessions for one in session]
    assert len([one for one in read if one.feedback.items()]) >= 100
    assert all_faults(read, RUBRIC) == []


@pytest.mark.slow
def test_every_alternative_is_graded_skilled_by_our_own_grader(sessions: list[list[Read]], company: Company):
    shown = [one for session in sessions for one in session if one.feedback.alternative]
    assert len(shown) >= 60
    for one in shown:
        item = one.feedback.alternative
        assert item is not None
        client = answered_client(item, one)
        cues = (one.exchange.cues or one.grades.cues) if client == one.exchange.client else None
        history = one.exchange.history if client == one.exchange.client else ()
        tried = ExchangeText(client=client, trainee=answer_in(item), history=history, cues=cues)
        grades = company.grader.grade_exchange(tried, company.reader.read_turn(tried))
        level = grades.of(item.criterion).level or grades.of("empathy").level or 0
        assert level >= LEAST_LEVEL, (item.text, grades.of(item.criterion))
        assert not grades.gates


@pytest.mark.slow
def test_some_alternatives_take_up_the_clients_own_words(sessions: list[list[Read]]):
    items = [one.feedback.alternative for session in sessions for one in session if one.feedback.alternative]
    adapted = [
        item
        for item in items
        if item.client_quote and f"‘{item.client_quote}’".lower() in answer_in(item).lower().replace(".’", "’")
    ]
    assert len(adapted) >= 5


@pytest.mark.slow
def test_goals_have_about_35_words_and_alternatives_about_28(sessions: list[list[Read]]):
    feedbacks = [one.feedback for session in sessions for one in session]
    goals = [len(f.change.text.removeprefix(UNSURE).split()) for f in feedbacks if f.change]
    answers = [len(answer_in(f.alternative).split()) for f in feedbacks if f.alternative]
    assert 33 <= sum(goals) / len(goals) <= 38
    assert 23 <= sum(answers) / len(answers) <= 33


# The reading itself must find what it looks for: faults are planted one at a time.


def sound() -> Read:
    """A feedback without fault, with all three items, made by hand."""
    text = "Of course that hurt. Who was it?"
    reading = reading_of(
        Act.PRESSES_FOR_DETAIL,
        Act.VALIDATION,
        empathy=2.8,
        cues=(Cue.FEELING, Cue.TRAUMA),
        text=text,
        quote="Who was it?",
    )
    acts = tuple(
        a.model_copy(update={"quote": "Of course that hurt."}) if a.act is Act.VALIDATION else a for a in reading.acts
    )
    reading = reading.model_copy(update={"acts": acts})
    exchange = exchange_of(reading, "It still hurts. I never say it.")
    grades = local_grader().grade_exchange(exchange, reading)
    feedback = coach_of().feedback(exchange, grades, "Good. I am here with you.")
    return Read(exchange=exchange, grades=grades, feedback=feedback)


def planted(kind: str, told: tuple[Feedback, ...] = (), **changes: object) -> list[str]:
    """Read the sound feedback with one item changed; give the names of the faults."""
    read = sound()
    item = getattr(read.feedback, kind)
    assert isinstance(item, FeedbackItem)
    feedback = read.feedback.model_copy(update={kind: item.model_copy(update=changes)})
    found = faults(read.model_copy(update={"feedback": feedback, "told": told}), RUBRIC)
    return [fault.partition(":")[0] for fault in found]


def test_a_sound_feedback_has_no_fault_and_all_three_items():
    read = sound()
    assert faults(read, RUBRIC) == []
    assert len(read.feedback.items()) == 3


@pytest.mark.parametrize(
    ("kind", "fault", "changes"),
    [
        ("strength", "quote", {"quote": "Of course it will pass."}),
        ("change", "quote", {"quote": None}),
        ("alternative", "quote", {"client_quote": "I always say it."}),
        ("strength", "level", {"level": 4}),
        ("change", "level", {"unsure": True}),
        ("change", "level", {"confidence": 0.1}),
        ("change", "level", {"rule": "Exemplary: all was well."}),
        ("strength", "contradiction", {"criterion": "trauma_sensitivity", "level": None}),
        ("strength", "contradiction", {"quote": "Who was it?"}),
        ("change", "contradiction", {"criterion": "emotional_validation", "level": None}),
        ("strength", "claim", {"text": "You let the client know that you noticed the strain."}),
        ("strength", "claim", {"text": "You handed the choice back to the client."}),
        ("change", "blame", {"text": "You should have waited. " + "word " * 30}),
        ("change", "blame", {"rule": "Missed: that was careless."}),
        ("change", "length", {"text": "Try less."}),
        ("strength", "length", {"text": "word " * 40}),
        ("alternative", "length", {"text": "One of several ways to answer this: “" + "word " * 60 + "”"}),
        ("alternative", "label", {"text": "The right answer to this: “Good, I am here.”"}),
        ("change", "label", {"rule": " "}),
    ],
)
def test_a_planted_fault_is_found(kind: str, fault: str, changes: dict[str, object]):
    assert fault in planted(kind, **changes)


@pytest.mark.parametrize("kind", ["strength", "change", "alternative"])
def test_a_second_copy_in_one_session_is_found(kind: str):
    assert planted(kind, told=(sound().feedback,)).count("copy") == 3


def test_advice_with_a_few_words_changed_is_still_a_copy():
    read = sound()
    text = read.feedback.change.text
    almost = read.feedback.change.model_copy(update={"text": text.replace("Try", "Do try", 1) + " Really."})
    told = (read.feedback.model_copy(update={"strength": None, "change": almost, "alternative": None}),)
    assert [f for f in faults(read.model_copy(update={"told": told}), RUBRIC) if f.startswith("copy")]


def test_praise_beside_a_gate_is_found():
    read = sound()
    grades = read.grades.model_copy(update={"gates": (RUBRIC.gates[0].gate,)})
    assert "contradiction: praise beside a gate" in faults(read.model_copy(update={"grades": grades}), RUBRIC)
