"""The scripted trainees are no loops, say the same for the same seed, and repair in order."""

import pytest

from benchmarks.scripted import SLIP_AT, Heard, Script, ScriptedTrainee, Standing, When, load_scripts
from dialogue.cues import Cue

SCRIPTS = load_scripts()


def heard(
    turn: int, *cues: Cue, words: str = "I just walked over here.", session: int = 1, last: bool = False
) -> Heard:
    return Heard(words=words, cues=cues, good_reply="A borrowed reply.", session=session, turn=turn, last=last)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=list(SCRIPTS))
def test_a_trainee_has_enough_sentences_and_repeats_none_in_a_session(script: Script):
    own = [sentence for group in script.turns for sentence in group.says]
    wanted = 60 if script.standing is Standing.BAD or script.id in ("skilled", "average") else 40
    assert len(set(own)) >= wanted
    trainee = ScriptedTrainee(script, SCRIPTS, seed=3)
    said = [trainee.say(heard(turn, Cue.FEELING, Cue.STORY, last=turn == 20)) for turn in range(1, 21)]
    assert len(set(said)) == 20
    assert not any("{said}" in sentence for sentence in said)


def test_twelve_kinds_of_trainee_are_there_and_the_exploits_stand_outside_the_order():
    assert len(SCRIPTS) == 12
    outside = {script.id for script in SCRIPTS.values() if script.rank is None}
    assert outside == {script.id for script in SCRIPTS.values() if script.standing is Standing.EXPLOIT}
    assert outside == {"formula_bot", "keyword_bot"}


def test_the_same_seed_says_the_same_and_another_seed_something_else():
    def session(seed: int) -> list[str]:
        trainee = ScriptedTrainee(SCRIPTS["skilled"], SCRIPTS, seed)
        return [trainee.say(heard(turn, Cue.FEELING)) for turn in range(1, 21)]

    assert session(1) == session(1)
    assert session(1) != session(2)


def test_a_planned_mistake_is_repaired_step_by_step_unless_it_is_to_be_left():
    groups = {moment: set(group.says) for group in SCRIPTS["rupture_repair"].turns for moment in group.when}
    groups |= {m: groups.get(m, set()) | set(g.says) for g in SCRIPTS["skilled"].turns for m in g.when}

    def after_the_slip(repairs: bool) -> list[str]:
        trainee = ScriptedTrainee(SCRIPTS["rupture_repair"], SCRIPTS, 0, repairs)
        said = [trainee.say(heard(turn)) for turn in range(1, SLIP_AT + 6)]
        assert said[SLIP_AT - 1] in groups["slip"]
        return said[SLIP_AT:]

    assert all(words in groups[f"rupture_{at}"] for at, words in enumerate(after_the_slip(True), start=1))
    assert not any(words in groups["rupture_1"] | groups["rupture_4"] for words in after_the_slip(False))


def test_a_sign_of_danger_in_the_middle_of_a_repair_is_asked_about_and_the_repair_goes_on():
    both = [*SCRIPTS["rupture_repair"].turns, *SCRIPTS["skilled"].turns]
    danger, second = (
        {words for group in both if moment in group.when for words in group.says}
        for moment in (Cue.RISK_SELF, When.RUPTURE_2)
    )
    trainee = ScriptedTrainee(SCRIPTS["rupture_repair"].model_copy(update={"borrows": 0.0}), SCRIPTS, 0)
    for turn in range(1, SLIP_AT + 2):
        trainee.say(heard(turn))
    assert trainee.say(heard(SLIP_AT + 2, Cue.RISK_SELF)) in danger
    assert trainee.say(heard(SLIP_AT + 3)) in second


def test_the_skilled_trainee_answers_danger_and_tests_before_anything_else():
    groups = {moment: group.says for group in SCRIPTS["skilled"].turns for moment in group.when}
    for cue in (Cue.RISK_SELF, Cue.BOUNDARY_PHONE):
        trainee = ScriptedTrainee(SCRIPTS["skilled"].model_copy(update={"borrows": 0.0}), SCRIPTS, 0)
        assert trainee.say(heard(9, Cue.FEELING, cue)) in groups[cue]


def test_the_mixed_trainee_is_as_good_as_its_shares_say():
    grades = {sentence: group.grade for group in SCRIPTS["average"].turns for sentence in group.says}
    drawn = []
    for seed in range(60):
        trainee = ScriptedTrainee(SCRIPTS["average"], SCRIPTS, seed)
        drawn += [grades.get(trainee.say(heard(turn, words=f"words {seed}")), "good") for turn in range(9, 17)]
    assert 0.15 < drawn.count("good") / len(drawn) < 0.35
    assert 0.01 < drawn.count("serious") / len(drawn) < 0.06
