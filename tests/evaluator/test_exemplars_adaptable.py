"""Answers that take up the client's own words: only what the client said of themself, and only as a quotation."""

import pytest
from pydantic import ValidationError

from dialogue.cues import Cue
from dialogue.turns import ExchangeText
from evaluator.exemplars_adaptable import (
    AdaptableAnswers,
    AdaptableContent,
    feeling_word,
    load_adaptable,
    shipped_answers,
    short_sentence,
)
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from tests.evaluator.wording import BLAME

CONTENT = shipped_answers()


@pytest.fixture(scope="module")
def answers() -> AdaptableAnswers:
    encoder = shared_encoder()
    return load_adaptable(Passages(encoder.encode), encoder)


@pytest.mark.parametrize(
    ("client", "word"),
    [
        ("I guess I got lonesome, that's the word for it.", "lonesome"),
        ("Mostly tired.", "tired"),
        ("I'm so Ashamed of it. Anyway.", "Ashamed"),
        ("I’m scared.", "scared"),
        ("I feel so alone in that house of mine.", "alone"),
        ("Im lost, most days.", "lost"),
    ],
)
def test_the_clients_own_feeling_word_is_found_as_typed(client: str, word: str):
    assert feeling_word(client, CONTENT) == word


@pytest.mark.parametrize(
    "client",
    [
        "I'm not scared.", "i wasn't hurt bad.".replace("'", ""), "He was so angry that night.",
        "I can't come with my hands empty.",
        "The roads are pretty empty at that hour.", "You must be tired of me.", "It was a Tuesday.", "",
        "People think it's dirty work.", "Then I lost the list.", "I was alone in the house.",
        "It's just a ridiculous place.",
        "I carried a heavy tray.", "So I hurt my back.", "I live in a small town.", "I called in sick.",
    ],
)  # fmt: skip
def test_what_is_denied_or_is_another_persons_is_not_taken_up(client: str):
    assert feeling_word(client, CONTENT) is None


def test_a_short_sentence_is_said_back_without_its_full_stop():
    assert (
        short_sentence("Well. Nobody ever asks me that. Is it odd?", CONTENT, ("nobody",)) == "Nobody ever asks me that"
    )


@pytest.mark.parametrize(
    "client", ["Do I have to say it?", "Thank you for seeing me today.", "Fine.", "They all left."]
)
def test_questions_courtesies_and_others_are_not_said_back(client: str):
    assert short_sentence(client, CONTENT, ()) is None


def test_every_filled_answer_holds_the_clients_words_as_a_quotation(answers: AdaptableAnswers):
    client = "I get so lonely at night. I never tell anyone about it."
    found = answers.nearest(ExchangeText(client=client, trainee=""), "empathy", (Cue.FEELING,), 20)
    assert len(found) > 5
    for one in found:
        assert one.client_quote in client
        assert f"‘{one.client_quote}".lower() in one.text.lower()
        assert "{" not in one.text
    assert found[0].client_quote == "lonely"


def test_nothing_to_take_up_gives_no_answer(answers: AdaptableAnswers):
    assert answers.nearest(ExchangeText(client="That's the one.", trainee=""), "empathy", (), 5) == ()


def test_a_client_for_whom_it_is_too_much_is_not_asked_about_their_words(answers: AdaptableAnswers):
    exchange = ExchangeText(client="I get up at six and go.", trainee="")
    assert answers.nearest(exchange, "empathy", (Cue.FEELING,), 5)
    assert answers.nearest(exchange, "empathy", (Cue.FEELING, Cue.STOP_SIGNAL), 5) == ()


def test_an_answer_for_a_danger_needs_that_danger(answers: AdaptableAnswers):
    exchange = ExchangeText(client="I never see the point of it all.", trainee="")
    assert answers.nearest(exchange, "risk_and_scope", (Cue.FEELING,), 5) == ()
    assert "killing yourself" in answers.nearest(exchange, "risk_and_scope", (Cue.RISK_SELF,), 5)[0].text


def test_the_shipped_answers_are_short_kind_and_for_known_criteria():
    known = {criterion.id for criterion in load_rubric().criteria}
    for answer in CONTENT.answers:
        assert set(answer.criteria) <= known
        assert 15 <= len(answer.trainee.split()) <= 38, answer.id
        assert not BLAME.search(answer.trainee)


def test_an_answer_without_a_gap_is_refused():
    faulty = CONTENT.model_dump()
    faulty["answers"][0]["trainee"] = "No gap at all."
    with pytest.raises(ValidationError, match="exactly one gap"):
        AdaptableContent.model_validate(faulty)
