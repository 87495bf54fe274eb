"""What the trainee promised, and what they say of it later."""

import pytest

from dialogue.acts import Act, Event
from dialogue.reading import SpottedAct
from personas.events import happenings
from personas.ledger import Commitment, Standing, account_in, after_turn, asked, due, waiting_in
from personas.state import first_state
from tests.readings import reading

ONE = Commitment(words="I will find out about the bus by Friday.", session=1, turn=3)


def said(text, *acts):
    return reading(*acts, text=text)


@pytest.mark.parametrize(
    ("text", "acts", "standing"),
    [
        ("Yes. I asked at the desk, and it is number 12.", (), Standing.KEPT),
        ("I've got it here for you.", (), Standing.KEPT),
        ("Yeah I did", (), Standing.KEPT),
        ("I called them on Tuesday, they close at five.", (), Standing.KEPT),
        ("I haven't done it yet. I'm sorry, I said I would.", (), Standing.OWNED),
        ("No, I forgot. That was mine to do.", (Act.TAKES_RESPONSIBILITY,), Standing.OWNED),
        ("I didn't have time, it was a very full week.", (), Standing.BROKEN),
        ("I couldn't, and honestly you could have reminded me.", (Act.DEFENSIVE,), Standing.BROKEN),
        ("It slipped my mind, you know how it is.", (), Standing.BROKEN),
        ("Remind me, what did I say?", (), Standing.FORGOTTEN),
        ("I don't remember saying that.", (), Standing.FORGOTTEN),
        ("Did I say that?", (), Standing.FORGOTTEN),
    ],
)
def test_an_account_is_read_by_what_it_says(text, acts, standing):
    account = account_in(said(text, *acts), turn=1)
    assert account.standing is standing
    assert account.words in text


@pytest.mark.parametrize(
    "text",
    [
        "How was your week?",
        "You waited for that, didn't you?",
        "I can hear that it matters to you.",
        "Yes, I remember saying that.",
        "I didn't expect you to bring it up.",
        "Did you hear from them?",
    ],
)
def test_what_is_no_account_leaves_one_more_turn_to_answer(text):
    assert account_in(said(text), turn=1) is None
    assert account_in(said(text), turn=2).standing is Standing.FORGOTTEN


def test_somebody_elses_words_in_quotation_marks_are_no_account():
    assert account_in(said('You thought, "I did it all for nothing."'), turn=1) is None


def test_a_promise_is_noted_as_the_sentence_it_stands_in():
    quote = SpottedAct(act=Act.MAKES_PROMISE, quote="find out about the bus by")
    read = said("That sounds long. I will find out about the bus by Friday. Is that all right?")
    (one,) = after_turn((), read.model_copy(update={"acts": (quote,)}), session=2, turn=4)
    assert (one.session, one.turn, one.standing) == (2, 4, Standing.OPEN)
    assert one.words == "I will find out about the bus by Friday."


def test_the_same_promise_is_not_noted_twice_while_it_is_open():
    once = after_turn((), said("I will ring by noon.", Act.MAKES_PROMISE), 1, 1)
    assert after_turn(once, said("I will ring by noon.", Act.MAKES_PROMISE), 1, 2) == once


@pytest.mark.parametrize(
    "text",
    [
        "The desk takes them on Tuesdays.",
        "We stop here, and I'll see you on Thursday.",
        "Shall I ask them by Friday?",
        "I'll be here next week.",
        "I will do that every week.",
    ],
)
def test_what_nobody_would_ask_about_is_not_noted(text):
    assert after_turn((), said(text, Act.MAKES_PROMISE), session=1, turn=1) == ()


def test_only_a_promise_of_an_earlier_session_falls_due_the_oldest_first():
    later = ONE.model_copy(update={"words": "I will bring the form.", "session": 2})
    assert due((ONE,), 1) is None
    assert due((ONE, later), 3) == ONE


def test_what_is_asked_about_waits_in_that_session_and_is_settled_once():
    ledger = asked((ONE,), ONE, 2)
    assert waiting_in(ledger, 2) is not None
    assert waiting_in(ledger, 3) is None
    settled = after_turn(ledger, said("Yes, I asked, it is number 12."), 2, 1)
    assert settled[0].standing is Standing.KEPT
    assert after_turn(settled, said("I didn't really."), 2, 2) == settled


def test_an_account_is_not_taken_for_a_breach_unless_it_plainly_is_one(cast, table):
    ledger = asked((ONE,), ONE, 2)
    state = first_state(cast["C1"]).model_copy(update={"session": 2, "commitments": ledger})
    read = said("Yes, I asked him on Monday.")
    doubtful = SpottedAct(act=Act.BREACH, quote="I asked him", chance=0.9)
    plain = doubtful.model_copy(update={"chance": 1.0})
    events = [
        {one.event for one in happenings(read.model_copy(update={"acts": (act,)}), state, cast["C1"], table).events}
        for act in (doubtful, plain)
    ]
    assert [Act.BREACH in found for found in events] == [False, True]
    assert all(Event.PROMISE_KEPT in found for found in events)
