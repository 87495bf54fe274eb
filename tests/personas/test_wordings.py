"""A plain question is heard in whatever words it is asked."""

import pytest

from dialogue.acts import Act
from dialogue.reading import SpottedAct
from language_model.encoder import shared_encoder
from language_model.ready_vectors import all_ready
from personas.calls import Calls, Moment
from personas.line_kinds import Depth, Part, TurnKind
from personas.plan import plan_reply
from personas.state import first_state
from personas.trust import update_trust
from personas.voice import line_of
from personas.wordings import Wordings, shipped_groups, vectors_file
from tests.readings import reading

ASKED = (
    ("And which name should I use for you?", "name"),
    ("Who else is living with you at home?", "home"),
    ("Any sisters or brothers?", "siblings"),
    ("Have you any children of your own?", "children"),
    ("How do you earn a living?", "work"),
    ("Are you religious at all?", "faith"),
    ("Do you drink much?", "drink"),
)


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    """The groups that ship."""
    return Wordings(shipped_groups(), shared_encoder())


def answered(cast, voice, table, words):
    """Give what each client's first answer is to a question, as the reply that was chosen."""
    for persona in cast.values():
        read = reading(Act.OPEN_QUESTION, text=words)
        change = update_trust(first_state(persona), read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=5), table)
        said = voice.speak(plan.model_copy(update={"calls": Calls.ANSWER, "resists": False}))
        yield next((line for name in said.lines if (line := line_of(persona, name)).part is Part.REPLY), None)


def test_no_wording_stands_in_two_groups():
    texts = [wording for group in shipped_groups() for wording in group.wordings]
    assert len(texts) == len(set(texts))
    assert len({group.name for group in shipped_groups()}) == len(shipped_groups())


def test_wordings_are_written_as_lines_hear_them():
    texts = [wording for group in shipped_groups() for wording in group.wordings]
    assert [text for text in texts if text != text.lower() or text.endswith((".", "…"))] == []


def test_every_plain_question_is_heard_by_somebody(cast):
    heard = {wording for persona in cast.values() for line in persona.lines for wording in line.hears}
    assert [group.name for group in shipped_groups() if not heard & set(group.wordings)] == []


def test_the_wordings_vectors_ship():
    assert all_ready([wording for group in shipped_groups() for wording in group.wordings], vectors_file())


@pytest.mark.parametrize(("words", "group"), ASKED)
def test_a_plain_question_is_known_in_other_words(wordings, words, group):
    asked = wordings.asked(words)
    assert max(asked, key=asked.__getitem__) == group


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Are you seeing anyone at the moment, or, how shall I put it, what is that side of things like?", "partner"),
        ("And, if it's not too nosy a thing to ask somebody at ten in the morning, do you drink much?", "drink"),
    ],
)
def test_a_plain_question_is_known_in_the_midst_of_a_long_one(wordings, words, group):
    asked = wordings.asked(words)
    assert max(asked, key=asked.__getitem__) == group


def test_a_line_hears_a_wording_whatever_mark_ends_it(wordings, cast):
    line = next(line for line in cast["T2"].lines if line.hears)
    for heard in ("do you drink?", "Do you drink", "do you drink"):
        assert wordings.groups_of(line.model_copy(update={"hears": (heard,)})) == ("drink",)


@pytest.mark.parametrize("words", ["It rained on the day of the parade.", "What did the parrot say to the judge?"])
def test_what_is_no_plain_question_is_not_taken_for_one(wordings, words):
    assert wordings.asked(words) == {}


def test_every_client_answers_to_most_of_the_groups(cast, wordings):
    for persona in cast.values():
        heard = {group for line in persona.lines for group in wordings.groups_of(line)}
        assert len(heard) >= 0.7 * len(shipped_groups()), persona.id


@pytest.mark.parametrize(("words", "group"), ASKED)
def test_clients_answer_the_question_and_no_other(cast, voice, table, wordings, words, group):
    said = [line is not None and group in wordings.groups_of(line) for line in answered(cast, voice, table, words)]
    assert sum(said) >= 2 / 3 * len(said)


@pytest.mark.parametrize(
    "words",
    [
        "Does your mother smoke?",
        "Are you angry with me?",
        "Does your daughter get panic attacks?",
        "You told me where you grew up, and what you do for work, but how was it when he left?",
    ],
)
def test_a_question_about_somebody_else_is_no_question_about_the_client(wordings, words):
    assert not {"smoke", "angry", "anxious", "work", "from"} & set(wordings.asked(words))


ABOUT_DEATH = "Are you thinking about killing yourself?"


def asked_about_death(persona, voice, table, state, *, resists=False):
    """Give the plan and the replies that were chosen."""
    read = reading(Act.ASKS_ABOUT_SUICIDE, Act.CLOSED_QUESTION, text=ABOUT_DEATH)
    change = update_trust(state, read, persona, table)
    plan = plan_reply(change, read, persona, Moment(seed=5), table)
    plan = plan.model_copy(update={"calls": Calls.ANSWER, "resists": resists})
    lines = [line_of(persona, name) for name in voice.speak(plan).lines]
    return plan, [line for line in lines if line.part is Part.REPLY], change.after


@pytest.mark.parametrize("resists", [False, True])
def test_who_is_asked_about_death_answers_that_and_truly_where_it_may_be_told(cast, voice, table, wordings, resists):
    truly = []
    for persona in cast.values():
        plan, replies, _ = asked_about_death(persona, voice, table, first_state(persona), resists=resists)
        assert [line.id for line in replies if TurnKind.RISK_QUESTION in line.answers], persona.id
        telling = {
            line.id
            for line in persona.lines
            if line.tells in plan.tellable
            and line.depth is Depth.NAME
            and "suicide" in wordings.groups_of(line)
            and plan.stance in line.stances
            and TurnKind.RISK_QUESTION in line.answers
        }
        if telling:
            truly.append(persona.id)
            assert telling & {line.id for line in replies}, persona.id
    assert {"T1", "C1", "C3", "B2", "B5"} <= set(truly)


def test_who_has_told_does_not_deny_it_when_asked_again(cast, voice, table, wordings):
    for name in ("T1", "C1", "C3", "B2", "B5"):
        persona = cast[name]
        _, first, state = asked_about_death(persona, voice, table, first_state(persona))
        told = tuple(line.tells for line in first if line.tells)
        said = tuple(line.id for line in first)
        state = state.model_copy(update={"told": told, "said": said})
        _, again, _ = asked_about_death(persona, voice, table, state)
        assert told
        assert again
        denials = [line.id for line in again if line.tells is None and "suicide" in wordings.groups_of(line)]
        assert not denials, persona.id


def test_what_is_asked_about_danger_is_heard_before_any_other_question(cast, table):
    persona = cast["T1"]
    read = reading(Act.OPEN_QUESTION, text="How have you been sleeping? " + ABOUT_DEATH).model_copy(
        update={
            "acts": (
                SpottedAct(act=Act.OPEN_QUESTION, quote="How have you been sleeping?"),
                SpottedAct(act=Act.ASKS_ABOUT_SUICIDE, quote=ABOUT_DEATH),
            )
        }
    )
    change = update_trust(first_state(persona), read, persona, table)
    assert plan_reply(change, read, persona, Moment(seed=1), table).listen == ABOUT_DEATH


def test_nobody_speaks_of_death_where_nobody_asked(cast, voice, table, wordings):
    for persona in cast.values():
        read = reading(Act.CLOSED_QUESTION, text="Have you thought about ending your marriage?")
        change = update_trust(first_state(persona), read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=5), table).model_copy(update={"calls": Calls.ANSWER})
        lines = [line_of(persona, name) for name in voice.speak(plan).lines]
        assert [line.id for line in lines if "suicide" in wordings.groups_of(line)] == [], persona.id


def test_no_line_hears_both_a_question_about_safety_and_one_about_death(cast, wordings):
    both = {"suicide", "safe_home"}
    found = [line.id for persona in cast.values() for line in persona.lines if both <= set(wordings.groups_of(line))]
    assert found == []
