import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.sentences import mask_quoted, plain_words, split_sentences


def texts(sentences):
    return [sentence.text for sentence in sentences]


def test_a_turn_falls_into_its_sentences_in_order():
    assert texts(split_sentences("You stayed. Why? I'd like to know…")) == ["You stayed.", "Why?", "I'd like to know…"]


def test_a_short_form_does_not_end_a_sentence():
    assert texts(split_sentences("You saw Dr. Amadi at 5 p.m. on Friday.")) == [
        "You saw Dr. Amadi at 5 p.m. on Friday."
    ]


def test_a_question_in_quotation_marks_in_mid_sentence_does_not_split_it():
    (only,) = split_sentences('"Why didn\'t you shout?" has a finger in it.')
    assert not only.is_question


def test_quoted_words_are_masked_and_apostrophes_are_not_quotes():
    assert "fault" not in mask_quoted("part of you says 'it was your fault' and you don't sleep")
    assert "don't sleep" in mask_quoted("part of you says 'it was your fault' and you don't sleep")


@pytest.mark.parametrize("mark", ["’", "ʼ", "'"])
def test_every_apostrophe_reads_the_same(mark):
    assert plain_words(f"DON{mark}T") == "don't"


@given(st.text(max_size=600))
def test_every_sentence_is_an_exact_piece_and_no_letter_is_lost(text):
    sentences = split_sentences(text)
    for sentence in sentences:
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text
        assert len(sentence.plain) == len(sentence.text) == len(sentence.unquoted)
    assert "".join("".join(texts(sentences)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["'a ", '"', "'", " '", "a.", "?", "'em ", "“", "\n", " "])
def test_eight_thousand_letters_split_without_a_stall(piece):
    text = (piece * 8000)[:8000]
    started = time.perf_counter()
    split_sentences.__wrapped__(text)
    assert time.perf_counter() - started < 0.5
