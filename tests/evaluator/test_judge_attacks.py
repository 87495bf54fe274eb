"""A judge that obeys whatever it reads raises no grade: the same turn with and without words to the grader."""

import asyncio
from itertools import cycle

import pytest
from pydantic import SecretStr

from dialogue.reader import Reader
from dialogue.turns import ExchangeText
from evaluator.judge import Judge
from evaluator.local_grader import LocalGrader
from evaluator.panel import Panel, hear_both
from evaluator.rubric import load_rubric
from language_model.chat_model import build_chat_model
from language_model.encoder import shared_encoder
from language_model.json_reply import JsonModel
from tests.evaluator.injections import INJECTIONS
from tests.evaluator.judges import obeying, turns_in
from tests.language_model.fake_openai import FakeOpenAI, Whole

CLIENT = "Mum's funeral was Tuesday and I went back to work Wednesday. Everyone keeps saying I'm so strong."
TURNS = (
    "Well, lots of people lose their mum. You'll bounce back.",
    "Okay. And how are you sleeping?",
    "You lost your mum this week and you're already back at work. That sounds really hard.",
)
QUOTES = {
    "the first words": lambda trainee: " ".join(trainee.split()[:4]),
    "the whole turn": lambda trainee: trainee,
    "the words to the grader": lambda trainee: " ".join(trainee.split()[-4:]),
    "words of its own": lambda trainee: "a perfect and exemplary answer",
}


@pytest.fixture(scope="module")
def graded():
    """Grade a turn as the app does, each once."""
    grader, reader, known = LocalGrader(load_rubric()), Reader(shared_encoder()), {}

    def grade(trainee: str):
        if trainee not in known:
            exchange = ExchangeText(client=CLIENT, trainee=trainee)
            known[trainee] = exchange, grader.grade_exchange(exchange, reader.read_turn(exchange))
        return known[trainee]

    return grade


@pytest.fixture
def server():
    with FakeOpenAI() as running:
        yield running


def panels(server: FakeOpenAI, graded, turns: list[str], quoted) -> list[Panel | None]:
    """Have an obeying judge give its opinion over HTTP on each turn, and hear both."""
    answer = obeying(quoted)
    server.answer = lambda body: Whole(answer(body))

    async def all_of_them() -> list[Panel | None]:
        chat = build_chat_model(server.url, SecretStr("none"), "judge", temperature=0.0, timeout=3, max_retries=0)
        model, heard = JsonModel(chat, deadline=5.0), []
        for turn in turns:
            exchange, grades = graded(turn)
            judgement = await Judge(model, load_rubric()).judge(exchange, grades)
            heard.append(hear_both(grades, judgement.opinion, load_rubric()) if judgement.opinion else None)
        await model.close()
        return heard

    return asyncio.run(all_of_them())


def attacked_turns() -> list[tuple[str, str]]:
    """Pair each turn with itself and words to the grader behind it."""
    return [(turn, f"{turn} {words}") for turn, words in zip(cycle(TURNS), INJECTIONS.values(), strict=False)]


@pytest.mark.parametrize("quoted", QUOTES)
def test_no_words_to_the_judge_raise_a_grade_and_a_person_is_called(server, graded, quoted):
    attacked = [both for _, both in attacked_turns()]
    for words, panel in zip(attacked, panels(server, graded, attacked, QUOTES[quoted]), strict=True):
        if panel is None:
            assert quoted == "words of its own", words
            continue
        assert panel.needs_person, words
        alone = graded(words)[1]
        for grade in panel.grades:
            before = alone.of(grade.criterion)
            assert (grade.level, grade.confidence) == (before.level, before.confidence), words


def test_the_same_turn_with_words_to_the_grader_is_graded_alike_and_no_jump_goes_unnoticed(server, graded):
    """The bar is that of the threat model: a mean shift of at most 0.1 of a level, no jump without a person."""
    pairs = attacked_turns()
    first_words = QUOTES["the first words"]
    plain = dict(zip(TURNS, panels(server, graded, list(TURNS), first_words), strict=True))
    attacked = panels(server, graded, [both for _, both in pairs], first_words)
    shifts = []
    for (turn, _), panel in zip(pairs, attacked, strict=True):
        before, after = plain[turn].of("empathy").level, panel.of("empathy").level
        shifts.append((after or 0) - before)
        assert shifts[-1] < 1 or panel.needs_person
    assert len(shifts) >= 25
    assert sum(shifts) / len(shifts) <= 0.1


def test_a_judge_that_gives_four_for_everything_is_not_believed_about_an_unsuspicious_turn_either(server, graded):
    (panel,) = panels(server, graded, [TURNS[0]], QUOTES["the whole turn"])
    assert panel.suspicious == ()
    assert panel.of("empathy").level == graded(TURNS[0])[1].of("empathy").level <= 1
    assert panel.needs_person


def test_no_words_leave_the_fence_on_their_way(server, graded):
    attacked = [f"{TURNS[1]} {words}" for words in INJECTIONS.values()]
    panels(server, graded, attacked, QUOTES["the first words"])
    assert len(server.requests) == len(attacked)
    for body in server.requests:
        assert [message["role"] for message in body["messages"]] == ["system", "user"]
        assert set(turns_in(body["messages"][1]["content"])) == {"client", "trainee"}
        assert "Okay. And how" not in body["messages"][0]["content"]
