"""The lines from the client's chair: for whatever moves trust, plain, readable with the trainee's words."""

import re

import pytest

from dialogue.acts import Act, Event
from personas.cast import load_cast
from personas.trust_table import shipped_table
from practice.client_eye import shipped_texts

TEXTS = shipped_texts().lines
TABLE = shipped_table()
EVENTS = sorted(TEXTS, key=str)
NO_WORDS = frozenset(Event) - {Event.EMPATHY_TOO_EARLY}
THERAPIST_WORDS = (
    r"\b(validat\w*|empath\w*|boundar\w*|reflect\w*|therap\w*|rapport|attun\w*|alliance|techniques?|skill\w*"
    r"|disclos\w*|safe space|confidential\w*|repair\w*|ruptur\w*)\b"
)
PRAISE = r"\b(great|excellent|well done|perfect\w*|wonderful|amazing|good question|good job)\b"


def test_whatever_moves_trust_by_a_point_has_lines():
    rows = {event: (*row.now, *row.next, *row.debt) for event, row in TABLE.acts.items()}
    moving = {event for event, points in rows.items() if max(map(abs, points)) >= 1}
    moving |= {override.act for persona in load_cast().values() for override in persona.overrides}
    assert moving | {Event.TRIGGER} <= set(TEXTS)


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_has_two_to_four_different_lines(event: Act | Event):
    assert 2 <= len(set(TEXTS[event])) == len(TEXTS[event]) <= 4


@pytest.mark.parametrize("event", EVENTS)
def test_a_line_speaks_in_the_first_person_or_to_the_trainee(event: Act | Event):
    spoken = r"\b(i|me|my|you|we|us|nobody)\b"
    assert [text for text in TEXTS[event] if not re.search(spoken, text.lower())] == []


def test_no_line_uses_a_therapist_word_or_praises():
    every = [text.lower() for lines in TEXTS.values() for text in lines]
    assert [text for text in every if re.search(THERAPIST_WORDS, text) or re.search(PRAISE, text)] == []


def test_a_line_about_what_was_not_said_quotes_nothing():
    assert [text for event in NO_WORDS for text in TEXTS.get(event, ()) if "{quote}" in text] == []


def test_quotes_stand_inside_a_sentence_and_nothing_else_is_in_braces():
    every = [text for lines in TEXTS.values() for text in lines]
    assert {brace for text in every for brace in re.findall(r"\{.*?\}", text)} == {"{quote}"}
    assert [text for text in every if text.startswith("{quote}") or ". {quote}" in text] == []


def test_lines_are_short_and_all_different():
    every = [text for lines in TEXTS.values() for text in lines]
    assert len(set(every)) == len(every)
    assert all(4 <= len(text.split()) <= 32 for text in every)
