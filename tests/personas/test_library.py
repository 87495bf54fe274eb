"""The shipped clients as content: whole, within their lengths, and able to answer plain first questions."""

import re
from statistics import mean, quantiles

import numpy as np
import pytest

from language_model.encoder import shared_encoder
from language_model.ready_vectors import vectors_of
from personas.cast import load_cast
from personas.line_kinds import Depth, Part, Stance
from personas.line_vectors import texts_of, vectors_file
from personas.state import first_state

CAST = load_cast()
LINES = [(persona.id, line) for persona in CAST.values() for line in persona.lines]
BANNED = (
    *("overdose", "noose", "razor", "hang myself", "cut myself", "cut my wrists", "slit", "shoot myself"),
    *("a gun", "the gun", "jump off", "jump in front", "drown myself", "carbon monoxide", "starve myself"),
    *("strangled", "choked me", "punched me", "punched", "raped", "rape", "molested", "bled", "bleeding"),
    *("bruise", "bruises", "black eye", "broken bone", "corpse", "gore", "blood on"),
)
THERAPY_WORDS = (
    *("validated", "validating", "empathic", "empathy", "safe space", "holding space", "boundaries"),
    *("coping mechanism", "processing my", "my trauma", "triggered", "therapeutic", "attuned"),
    *("i feel heard", "i feel seen"),
)
FIRST_QUESTIONS = (
    "What brings you here today?",
    "How have you been sleeping?",
    "How is your appetite?",
    "Who do you live with?",
    "What do you do for work?",
    "Tell me about your family.",
    "Do you have friends you can talk to?",
    "What have you tried so far?",
    "Have you been in therapy before?",
    "What do you hope to get out of coming here?",
    "What does a good day look like for you?",
    "How did it start?",
    "How long has this been going on?",
    "What helps when it gets bad?",
    "What do you do for fun?",
    "Is faith important to you?",
    "Do you drink at all?",
    "Where do you feel it in your body?",
    "Is there anything that worries you about being here?",
    "What would the people close to you say about how you're doing?",
    "What should I know about you?",
    "How are you feeling right now?",
    "How was your week?",
    "Where did you grow up?",
    "Are you married or in a relationship?",
    "Do you have children?",
    "What are you proud of?",
    "Does anyone know you're here?",
    "How is your physical health?",
    "Are you taking any medication?",
    "When is it worst?",
    "What made you decide to come now?",
    "How are things financially?",
    "Do you have any questions for me?",
    "What is a typical day like for you?",
)


@pytest.fixture(params=sorted(CAST), name="persona")
def each_persona(request):
    return CAST[request.param]


def holds(text, phrases):
    words = text.lower().replace("’", "'")
    return [phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words)]


def test_clients_of_every_family_are_shipped_and_each_family_has_one_who_is_not_like_the_others():
    for family in ("trauma", "culture", "broken_trust"):
        starts = [persona.trust.start for persona in CAST.values() if persona.family == family]
        assert max(starts) - min(starts) >= 10


def test_no_line_names_a_method_or_shows_harm():
    assert [(who, line.id, found) for who, line in LINES if (found := holds(line.text, BANNED))] == []


def test_no_suggested_reply_names_a_method_or_shows_harm():
    replies = [(line.id, line.good_reply) for _, line in LINES if line.good_reply]
    assert [(name, found) for name, text in replies if (found := holds(text, BANNED))] == []


def test_no_client_speaks_like_a_therapist():
    assert [(who, line.id, found) for who, line in LINES if (found := holds(line.text, THERAPY_WORDS))] == []


def test_every_client_says_beforehand_which_hard_content_may_come(persona):
    assert len(persona.card.content_note.split()) >= 8


def test_every_client_says_who_reviewed_the_card_or_that_review_is_owed(persona):
    assert holds(persona.card.review, ("owed", "reviewed"))


def test_the_summary_for_the_trainee_gives_no_secret_away(persona):
    told = persona.card.summary + " " + persona.card.presenting
    deeper = [memory for memory in persona.memories if memory.layer >= 1]
    assert [memory.id for memory in deeper if holds(told, memory.marks)] == []


def test_suggested_replies_are_as_long_as_a_spoken_turn():
    lengths = {line.id: len(line.good_reply.split()) for _, line in LINES if line.good_reply}
    assert {name: words for name, words in lengths.items() if not 8 <= words <= 60} == {}


def test_what_weighs_most_has_a_suggested_reply(persona):
    heavy = [line for line in persona.lines if line.part in (Part.TEST, Part.MARKER, Part.TRIGGER, Part.RISK)]
    heavy += [line for line in persona.lines if line.depth is Depth.NAME and line.layer >= 2]
    assert [line.id for line in heavy if not line.good_reply] == []


def test_suggested_replies_do_not_share_their_first_words(persona):
    starts = [" ".join(line.good_reply.lower().split()[:4]) for line in persona.lines if line.good_reply]
    often = {start: starts.count(start) for start in starts if starts.count(start) > 3}
    assert often == {}


def test_replies_are_as_long_as_people_type(persona):
    words = [len(line.text.split()) for line in persona.lines if line.part is Part.REPLY]
    tenths = quantiles(words, n=10)
    assert 12 <= mean(words) <= 25
    assert tenths[0] <= 6
    assert 25 <= tenths[-1] <= 45


def test_few_lines_begin_alike(persona):
    starts = [" ".join(line.text.lower().split()[:3]) for line in persona.lines if line.part is Part.REPLY]
    often = {start: starts.count(start) for start in starts if starts.count(start) > max(5, len(starts) / 60)}
    assert often == {}


def test_little_is_open_before_trust_is_earned(persona):
    assert sum(memory.layer == 0 for memory in persona.memories) / len(persona.memories) <= 0.25
    assert first_state(persona).layer_open == 0


def test_every_deep_memory_has_a_line_that_only_hints_names_or_says_more(persona):
    deep = {memory.id for memory in persona.memories if memory.layer >= 2}
    told = {line.tells for line in persona.lines if line.tells}
    assert deep <= told


def test_every_test_of_a_boundary_can_be_asked_in_two_ways(persona):
    for test in persona.tests:
        steps = [line.step for line in persona.lines if line.test == test.id and line.part is Part.TEST]
        assert steps.count(1) >= 2, test.id


def test_lines_with_danger_carry_its_cue(persona):
    cues = {risk.id: risk.cue for risk in persona.risks}
    assert [line.id for line in persona.lines if line.risk and cues[line.risk] not in line.cues] == []


def test_a_test_line_carries_the_cue_of_its_boundary(persona):
    cues = {test.id: test.cue for test in persona.tests}
    lines = [line for line in persona.lines if line.part is Part.TEST]
    assert [line.id for line in lines if cues[line.test] not in line.cues] == []


@pytest.mark.slow
def test_plain_first_questions_find_an_answer(persona):
    early = (Stance.GUARDED, Stance.WARMING)
    replies = [line for line in persona.lines if line.part is Part.REPLY and line.layer <= 1]
    heard = {text for line in replies if set(early) & set(line.stances) for text in line.hears}
    texts, encoder = texts_of(persona), shared_encoder()
    rows = [row for row, text in enumerate(texts) if text in heard]
    vectors = vectors_of(texts, encoder, vectors_file(persona))[rows]
    nearest = np.max(encoder.encode(FIRST_QUESTIONS) @ vectors.T, axis=1)
    far = {question: round(float(near), 2) for question, near in zip(FIRST_QUESTIONS, nearest, strict=True)}
    assert {question: near for question, near in far.items() if near < 0.5} == {}
