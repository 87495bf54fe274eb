"""Nothing that is locked, and nothing that this person would never say, comes through the guard."""

import pytest

from language_model.encoder import shared_encoder
from personas.calls import Moment
from personas.guard import Fault, Guard
from personas.line_kinds import Depth
from personas.plan import plan_reply
from personas.state import first_state
from personas.trust import update_trust
from tests.readings import reading

CLIENTS = ["T2", "C1", "B4"]


@pytest.fixture(scope="module", name="guard")
def the_guard(cast):
    return Guard(cast, shared_encoder())


def first_plan(persona, table, words="How are things?"):
    read = reading(text=words)
    change = update_trust(first_state(persona), read, persona, table)
    plan = plan_reply(change, read, persona, Moment(seed=1), table)
    return plan.model_copy(update={"words_wanted": 40})


def locked_in(persona, plan):
    free = {*plan.tellable, *plan.told}
    return [memory for memory in persona.memories if memory.id not in free]


@pytest.mark.parametrize("client", CLIENTS)
def test_no_locked_fact_and_no_line_that_tells_it_comes_through(cast, table, guard, client):
    persona = cast[client]
    plan = first_plan(persona, table)
    locked = {memory.id for memory in locked_in(persona, plan)}
    telling = [line.text for line in persona.lines if line.tells in locked and line.depth is not Depth.HINT]
    told = [memory.fact for memory in persona.memories if memory.id in locked] + telling
    assert len(told) > 20
    assert [text for text in told if guard.fault(text, plan) in (None, Fault.LONG)] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_half_a_locked_line_inside_other_words_is_caught_while_it_streams(cast, table, guard, client):
    persona = cast[client]
    plan = first_plan(persona, table)
    locked = {memory.id for memory in locked_in(persona, plan)}
    for line in persona.lines:
        words = line.text.split()
        if line.tells in locked and line.depth is Depth.NAME and len(words) >= 16:
            said = "I don't know, it has been a week. " + " ".join(words[: len(words) - 3])
            marks = persona.memory(line.tells).marks
            assert guard.partial_fault(said, plan) is Fault.LOCKED or not any(mark in said.lower() for mark in marks)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_clients_own_words_come_through(cast, table, guard, client):
    persona = cast[client]
    plan = first_plan(persona, table)
    free = {*plan.tellable, *plan.told}
    own = [line.text for line in persona.lines if not line.tells and not line.after and "{" not in line.text]
    own = own[::6]
    refused = [text for text in own if guard.fault(text, plan) not in (None, Fault.LONG)]
    assert free
    assert len(refused) <= len(own) * 0.07, refused


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("That was so validating, thank you for listening so closely.", Fault.PRAISE),
        ("I feel really heard right now.", Fault.PRAISE),
        ("You've helped me realize something.", Fault.PRAISE),
        ("It sounds like you're feeling tired yourself.", Fault.THERAPIST),
        ("I've been using coping strategies.", Fault.THERAPIST),
        ("As an AI language model I can't say.", Fault.OUT_OF_ROLE),
        ("*looks down* I don't know.", Fault.OUT_OF_ROLE),
        ("Client: I don't know.", Fault.OUT_OF_ROLE),
        ("How can I assist you today?", Fault.OUT_OF_ROLE),
        ("word " * 120, Fault.LONG),
        ("!?", Fault.EMPTY),
    ],
)
def test_what_no_client_says_is_refused(cast, table, guard, said, fault):
    assert guard.fault(said, first_plan(cast["T2"], table)) is fault


def test_the_same_words_twice_are_refused(cast, table, guard):
    plan = first_plan(cast["T2"], table)
    assert guard.fault("I'm tired, mainly.", plan, before=["I'm  tired, mainly."]) is Fault.REPEATS


def test_words_of_the_trainees_own_may_be_taken_up(cast, table, guard):
    persona = cast["T2"]
    free = first_plan(persona, table)
    locked = {memory.id for memory in locked_in(persona, free)}
    line = next(
        line.text
        for line in persona.lines
        if line.tells in locked and line.depth is Depth.NAME and guard.partial_fault(line.text, free) is Fault.LOCKED
    )
    run = " ".join(line.split()[:7])
    asked = first_plan(persona, table, words=f"Did you say {run}")
    holds_a_mark = any(mark in run.lower() for memory in persona.memories for mark in memory.marks)
    assert holds_a_mark or guard.partial_fault(f"Did I say {run}", asked) is None


def test_what_was_told_may_be_said_again(cast, table, guard):
    persona = cast["T2"]
    plan = first_plan(persona, table)
    memory = locked_in(persona, plan)[-1]
    assert guard.fault(memory.fact, plan) is not None
    opened = plan.model_copy(update={"tellable": (*plan.tellable, memory.id)})
    assert guard.fault(memory.fact, opened) is None
