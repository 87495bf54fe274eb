"""The shipped drills and arcs: whole, referring only to what is there, giving nothing away."""

import re
from collections import Counter

import pytest

from dialogue.reader import Reader
from dialogue.turns import ExchangeText
from evaluator.local_grader import LocalGrader
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder
from personas.cast import load_cast
from personas.fitness import gives_away
from practice.check import faults_in
from practice.course_faults import arc_faults, drill_faults
from scenarios.arc import Arc
from scenarios.arc_success import InSessions
from scenarios.drill import Difficulty, Drill
from scenarios.scenario import GatesPassed, LevelReached
from scenarios.shelf import arcs_folder, drills_folder, load_arcs, load_drills, load_shelf

DRILLS = load_drills()
ARCS = load_arcs()
CAST = load_cast()
RUBRIC = load_rubric()
EACH_DRILL = [pytest.param(DRILLS[key], id=key) for key in DRILLS]
EACH_ARC = [pytest.param(arc, id=arc.id) for arc in ARCS.values()]
SKILLS = {
    "D01": "empathy",
    "D02": "emotional_validation",
    "D03": "boundary_setting",
    "D04": "confidentiality",
    "D05": "rupture_repair",
    "D06": "rupture_repair",
    "D07": "trauma_sensitivity",
    "D08": "cultural_competence",
    "D09": "risk_and_scope",
    "D10": "authenticity",
    "D11": "non_judgmental",
    "D12": "active_listening",
}
SHORT_BY_NATURE = {"D12": 2}
"""Following in a few words is level 2 in the rubric; more is not asked of it."""


def test_the_twelve_drills_are_there_with_their_skills():
    assert {key: drill.skill for key, drill in DRILLS.items()} == SKILLS


@pytest.mark.parametrize("drill", EACH_DRILL)
def test_a_drill_gives_its_skill_an_occasion_in_every_stimulus(drill: Drill):
    assert drill_faults(drill, RUBRIC) == ()


@pytest.mark.parametrize("drill", EACH_DRILL)
def test_no_two_client_words_are_alike(drill: Drill):
    said = [words for one in drill.all_stimuli() for words in (one.words, *one.paraphrases)]
    assert len({words.lower() for words in said}) == len(said)
    assert len({one.good_reply for one in drill.all_stimuli()}) == len(drill.all_stimuli())


@pytest.mark.parametrize("drill", EACH_DRILL)
def test_client_words_are_short_and_nobody_of_the_library(drill: Drill):
    names = {persona.card.name.split()[0].lower() for persona in CAST.values()}
    for one in drill.all_stimuli():
        for words in (one.words, *one.paraphrases):
            assert 1 <= len(words.split()) <= 36, (one.id, words)
            assert not names & set(re.findall(r"[a-z]+", words.lower())), one.id


@pytest.fixture(scope="module")
def reader():
    return Reader(shared_encoder())


@pytest.mark.parametrize("drill", EACH_DRILL)
def test_a_good_answer_is_good_by_the_grader_too(drill: Drill, reader: Reader):
    grader = LocalGrader(RUBRIC)
    levels = Counter()
    for one in drill.all_stimuli():
        text = ExchangeText(client=one.words, trainee=one.good_reply, cues=one.cues)
        level = grader.grade_exchange(text, reader.read_turn(text)).of(drill.skill).level
        assert (level or 0) >= 2, (one.id, level)
        levels[level] += 1
    good = SHORT_BY_NATURE.get(drill.id, 3)
    assert sum(count for level, count in levels.items() if level >= good) >= 0.55 * sum(levels.values()), levels


def test_a_drill_that_gives_no_occasion_is_refused():
    drill = DRILLS["D09"]
    mute = drill.beginner[0].model_copy(update={"cues": ("story",)})
    faults = drill_faults(drill.model_copy(update={"beginner": (mute, *drill.beginner[1:])}), RUBRIC)
    assert len(faults) == 1
    assert "risk_self" in faults[0]


def test_difficulty_stays_within_its_ends():
    assert Difficulty.BEGINNER.moved(-1) is Difficulty.BEGINNER
    assert Difficulty.ADVANCED.moved(1) is Difficulty.ADVANCED
    assert Difficulty.BEGINNER.moved(1) is Difficulty.INTERMEDIATE


def test_the_check_command_finds_nothing_in_drills_and_arcs():
    paths = [*drills_folder().glob("*.yaml"), *arcs_folder().glob("*.yaml")]
    assert faults_in(paths) == []


@pytest.mark.parametrize("arc", EACH_ARC)
def test_an_arc_refers_only_to_what_is_there(arc: Arc):
    assert arc_faults(arc, CAST, RUBRIC) == ()


@pytest.mark.parametrize("arc", EACH_ARC)
def test_every_beginning_makes_a_whole_scenario(arc: Arc):
    for number, session in enumerate(arc.sessions, start=1):
        for variant in (*session.variants, arc.after_leaving):
            scene = arc.scene(number, variant.id)
            assert scene.id == f"{arc.id}-{number}"
            sentences = re.split(r"(?<=[.?!])\s+", scene.prebrief.situation)
            assert 3 <= len(sentences) <= 8, (number, variant.id, len(sentences))
            assert 6 <= len(scene.opening.split()) <= 65, (number, variant.id)
            assert sum(isinstance(one, GatesPassed) for one in scene.success) == 1


@pytest.mark.parametrize("arc", EACH_ARC)
def test_a_beginning_gives_no_untold_secret_away(arc: Arc):
    told = set(arc.start.told)
    for number, session in enumerate(arc.sessions, start=1):
        told |= set(session.meanwhile.told)
        for variant in (*session.variants, arc.after_leaving):
            scene = arc.scene(number, variant.id)
            parting = variant.parting.words if variant.parting else ""
            shown = " ".join((scene.prebrief.situation, scene.objective, scene.challenge, scene.opening, parting))
            untold = [m for m in CAST[arc.persona].memories if m.layer >= 1 and m.id not in told]
            assert [(m.id, mark) for m in untold for mark in m.marks if gives_away(shown, mark)] == [], variant.id


@pytest.mark.parametrize("arc", EACH_ARC)
def test_what_happens_in_between_shows_in_how_a_session_begins(arc: Arc):
    later = [session for session in arc.sessions[1:] if len(session.variants) > 1]
    assert len(later) == len(arc.sessions) - 1
    wanted = {circumstance.value for session in later for variant in session.variants for circumstance in variant.when}
    assert {"rupture_open", "promise_broken"} <= wanted
    texts = [variant.opening for session in arc.sessions for variant in session.variants]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("arc", EACH_ARC)
def test_success_over_the_arc_asks_for_behaviour_and_not_for_trust(arc: Arc):
    assert not [one for one in arc.success if "trust" in one.says.lower()]
    assert any(isinstance(one, InSessions) for one in arc.success)
    assert all(len(one.says.split()) >= 6 for one in arc.success)


@pytest.mark.parametrize("arc", EACH_ARC)
def test_an_arc_keeps_to_the_agency_of_its_clients_scenarios(arc: Arc):
    agencies = {s.contract.agency.split(",")[0] for s in load_shelf().values() if s.persona == arc.persona}
    assert arc.contract.agency.split(",")[0] in agencies or not agencies


def test_over_the_arcs_a_client_comes_late_cancels_and_ends_early():
    variants = [variant for arc in _all_arcs() for session in arc.sessions for variant in session.variants]
    assert any(variant.message for variant in variants)
    assert any(variant.turn_limit and not variant.message for variant in variants)
    assert any(variant.parting and variant.parting.after for variant in variants)
    assert {session.unseen_before for arc in _all_arcs() for session in arc.sessions} >= {0, 2}


def test_an_arc_is_offered_only_with_a_client_who_is():
    assert {arc.persona for arc in ARCS.values()} <= set(load_cast())


def test_the_six_arcs_are_written_with_their_clients():
    clients = {"A1": "B3", "A2": "B4", "A3": "B2", "A4": "C4", "A5": "C1", "A6": "T3"}
    assert {arc.id: arc.persona for arc in _all_arcs()} == clients


def test_levels_asked_for_are_on_the_scale():
    conditions = [one for arc in _all_arcs() for session in arc.sessions for one in session.success]
    assert all(0 < one.at_least <= 4 for one in conditions if isinstance(one, LevelReached))


def _all_arcs() -> list[Arc]:
    return list(ARCS.values())
