"""What a client answers: at length where they talk at length, from a distance where they are distant, seldom asking."""

import pytest

from dialogue.acts import Act
from dialogue.reading import SpottedAct
from personas.calls import Calls, Moment
from personas.choice import Choice
from personas.line import Line
from personas.line_kinds import Part, Stance, TurnKind
from personas.manner import shipped_manner
from personas.plan import plan_reply
from personas.scoring import Scored
from personas.state import first_state
from personas.trust import update_trust
from personas.voice import line_of
from tests.readings import reading

TURNS = (
    ("What is it like at home?", Act.OPEN_QUESTION),
    ("How do you spend your evenings?", Act.OPEN_QUESTION),
    ("What brought you here today?", Act.OPEN_QUESTION),
    ("How is work going?", Act.OPEN_QUESTION),
    ("Do you sleep?", Act.CLOSED_QUESTION),
    ("So you have been carrying that alone.", Act.SIMPLE_REFLECTION),
    ("You could try to go for a walk.", Act.ADVICE),
    ("That sounds hard.", Act.PLATITUDE),
)
CLIENTS = ("T2", "B4", "C5")


def plans(persona, table, **changed):
    """Plan an answer to each of the turns, changed as a test wants."""
    for seed, (words, act) in enumerate(TURNS):
        read = reading(act, empathy=1.0, text=words)
        change = update_trust(first_state(persona), read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=seed), table)
        yield plan.model_copy(update={"calls": Calls.ANSWER, **changed})


def spoken(cast, voice, table, **changed):
    """Give what each of some clients says to each of the turns, as persona and words."""
    return [(cast[client], voice.speak(plan)) for client in CLIENTS for plan in plans(cast[client], table, **changed)]


def test_who_is_meant_to_keep_a_distance_does_and_who_is_not_does_not(cast, voice, table):
    distant = [said.resists is not None for _, said in spoken(cast, voice, table, resists=True)]
    near = [said.resists is not None for _, said in spoken(cast, voice, table, resists=False)]
    assert sum(distant) >= 0.9 * len(distant)
    assert sum(near) <= 0.1 * len(near)


def test_distance_is_blunt_where_there_is_little_trust_and_saves_face_elsewhere(cast, voice, table):
    blunt = shipped_manner().resist.blunt

    def share(bluntly):
        forms = [said.resists for _, said in spoken(cast, voice, table, resists=True, bluntly=bluntly)]
        return sum(form in blunt for form in forms) / len(forms)

    assert share(bluntly=True) > share(bluntly=False) + 0.2


def test_who_talks_at_length_stays_with_the_matter(cast, voice, table):
    followed = 0
    for persona, said in spoken(cast, voice, table, resists=False, words_wanted=60):
        lines = [line_of(persona, line) for line in said.lines]
        replies = [line for line in lines if line.part is Part.REPLY]
        for more in replies[1:]:
            followed += 1
            assert more.topic == replies[0].topic != "any"
            assert "?" not in more.text
    assert followed >= 3


@pytest.mark.parametrize("resists", [True, False])
def test_whoever_should_say_little_says_less(cast, voice, table, resists):
    def words(wanted):
        return sum(
            len(said.text.split()) for _, said in spoken(cast, voice, table, resists=resists, words_wanted=wanted)
        )

    assert words(5) < 0.75 * words(45)


def test_who_asked_lately_asks_less(cast, voice, table):
    def asking(persona, said):
        return [said_now for plan in plans(persona, table, said=said) if "?" in (said_now := voice.speak(plan).text)]

    after, before = 0, 0
    for client in CLIENTS:
        persona = cast[client]
        asked = next(line.id for line in persona.lines if line.part is Part.TEST and "?" in line.text)
        before += len(asking(persona, ()))
        after += len(asking(persona, (asked,)))
    assert after <= before
    assert after <= 0.15 * len(CLIENTS) * len(TURNS)


def test_nothing_is_added_to_a_plain_dodge(cast, voice, table):
    dodged = 0
    for client in CLIENTS:
        for words in ("What is the capital of Peru?", "How tall is a lamp post?", "Which number comes after six?"):
            for seed in range(8):
                read = reading(Act.OPEN_QUESTION, text=words)
                change = update_trust(first_state(cast[client]), read, cast[client], table)
                plan = plan_reply(change, read, cast[client], Moment(seed=seed), table)
                said = voice.speak(plan.model_copy(update={"calls": Calls.ANSWER, "resists": False}))
                parts = [line_of(cast[client], line).part for line in said.lines]
                dodged += Part.FALLBACK in parts
                assert not (Part.FALLBACK in parts and Part.MOVE in parts)
    assert dodged >= 12


def test_what_costs_nothing_is_told_from_a_distance(cast, voice, table):
    read = reading(Act.CLOSED_QUESTION, text="How old are you?")
    for client, age in (("B1", "Twenty-six"), ("B4", "Sixty-one")):
        change = update_trust(first_state(cast[client]), read, cast[client], table)
        plan = plan_reply(change, read, cast[client], Moment(seed=1), table)
        said = voice.speak(plan.model_copy(update={"calls": Calls.ANSWER, "resists": True}))
        assert said.text.startswith(age)


@pytest.mark.parametrize(
    ("words", "question", "heard"),
    [
        ("So… sleep. How's that going?", "How's that going?", "So… sleep. How's that going?"),
        ("And work? What is that like?", "What is that like?", "And work? What is that like?"),
        ("That sounds hard. How long has this been going on?", "How long has this been going on?", None),
        ("How's that going?", "How's that going?", None),
        (
            "Your doctor wrote to us. How did you feel about that?",
            "How did you feel about that?",
            "Your doctor wrote to us. How did you feel about that?",
        ),
        (
            "Some people think of ending their life then. Have you?",
            "Have you?",
            "Some people think of ending their life then. Have you?",
        ),
    ],
)
def test_a_question_that_only_points_back_is_heard_with_what_it_points_to(cast, table, words, question, heard):
    persona = cast["C5"]
    read = reading(text=words).model_copy(update={"acts": (SpottedAct(act=Act.OPEN_QUESTION, quote=question),)})
    change = update_trust(first_state(persona), read, persona, table)
    assert plan_reply(change, read, persona, Moment(seed=1), table).listen == (heard or question)


def told_of(plan, lines, fits):
    """Give what is said where only these lines may be, each as near and as fit as a test says."""
    reachable = [Scored(score=score, near=near, line=line) for line, (near, score) in zip(lines, fits, strict=True)]
    return Choice(plan, reachable, shipped_manner()).reply()


@pytest.fixture(name="asked")
def a_question_to_mariam(cast, table):
    plan = next(plans(cast["C5"], table, kinds=(TurnKind.OPEN_QUESTION,), asked=True, stance=Stance.GUARDED))
    fitting = [
        line
        for line in cast["C5"].lines
        if line.part is Part.REPLY and TurnKind.OPEN_QUESTION in line.answers and Stance.GUARDED in line.stances
    ]
    plain = [line for line in fitting if line.resists is None and not line.after]
    return plan, plain, [line for line in fitting if line.resists]


def test_what_comes_clearly_nearest_answers_a_question_however_well_another_line_fits_the_mood(asked):
    plan, plain, _ = asked
    plan = plan.model_copy(update={"resists": False})
    assert plain[0] in told_of(plan, plain[:2], fits=[(0.9, 0.7), (0.5, 1.2)])
    assert plain[1] in told_of(plan, plain[:2], fits=[(0.9, 0.7), (0.85, 1.2)])


def test_who_keeps_a_distance_still_answers_plainly_what_no_distant_line_is_about(asked):
    plan, plain, distant = asked
    plan = plan.model_copy(update={"resists": True})
    lines = [plain[0], distant[0]]
    assert plain[0] in told_of(plan, lines, fits=[(0.95, 0.7), (0.55, 1.2)])
    assert distant[0] in told_of(plan, lines, fits=[(0.95, 0.7), (0.85, 0.9)])


@pytest.mark.parametrize("resists", [True, False])
@pytest.mark.parametrize("client", CLIENTS)
def test_a_question_that_hurts_is_not_answered_as_a_question(cast, voice, table, client, resists):
    persona = cast[client]
    for words in ("How do you sleep, or do you just make a fuss?", "Who is at home, does anybody put up with you?"):
        read = reading(Act.JUDGMENT, Act.OPEN_QUESTION, text=words)
        change = update_trust(first_state(persona), read, persona, table)
        plan = plan_reply(change, read, persona, Moment(seed=2), table)
        kinds = (TurnKind.HARM, TurnKind.OPEN_QUESTION)
        said = voice.speak(plan.model_copy(update={"calls": Calls.ANSWER, "kinds": kinds, "resists": resists}))
        replies = [line for line in (line_of(persona, one) for one in said.lines) if line.part is Part.REPLY]
        assert replies or resists
        assert all(TurnKind.HARM in line.answers for line in replies[:1])


def answered(cast, table, *offered, resists=False):
    """Give the words that answer a question where some lines are on offer: words, nearness, score, resistance."""
    plan = next(plans(cast["T2"], table, resists=resists, kinds=(TurnKind.OPEN_QUESTION,), asked=True))
    scored = [
        Scored(
            score,
            near,
            Line(id=words, part="reply", text=words, answers=["open_question"], stances=list(Stance), resists=form),
        )
        for words, near, score, form in offered
    ]
    return Choice(plan, scored, shipped_manner()).reply()[0].text


def test_a_question_is_not_answered_by_what_answers_another_however_well_that_fits_the_moment(cast, table):
    assert answered(cast, table, ("I eat.", 0.8, 0.5, None), ("My shoulders ache.", 0.6, 0.9, None)) == "I eat."
    assert answered(cast, table, ("I eat.", 0.8, 0.5, None), ("Toast.", 0.75, 0.9, None)) == "Toast."
    assert answered(cast, table, ("I eat.", 0.8, 0.5, None), ("Silly.", 0.4, 0.9, None)) == "I eat."


def test_a_distant_answer_is_better_than_one_to_another_question(cast, table):
    assert answered(cast, table, ("Fine.", 0.9, 0.4, "minimal"), ("My shoulders ache.", 0.55, 0.9, None)) == "Fine."
    assert answered(cast, table, ("Fine.", 0.9, 0.4, "minimal"), ("I eat a little.", 0.7, 0.9, None)) != "Fine."


def test_who_keeps_a_distance_keeps_it_from_what_was_asked(cast, table):
    offered = [("Fine.", 0.9, 0.4, "minimal"), ("Pass.", 0.6, 0.9, "minimal")]
    assert answered(cast, table, *offered, resists=True) == "Fine."
