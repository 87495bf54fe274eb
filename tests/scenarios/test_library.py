"""The shipped scenarios: whole, referring only to what is there, and fair to the trainee."""

import re

import pytest

from evaluator.rubric import load_rubric
from personas.cast import load_cast
from personas.fitness import gives_away
from personas.trust_table import shipped_table
from practice.catalog import Catalog, moment_of, scenario_faults, start_state
from practice.check import faults_in
from scenarios.scenario import GatesPassed, Scenario, Setting
from scenarios.shelf import library_folder, load_shelf

CAST = load_cast()
SHELF = load_shelf()
SIX = ("S01", "S04", "S07", "S13", "S18", "S21")
EACH = [pytest.param(SHELF[key], id=key) for key in sorted(SHELF)]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+", text) if part]


def test_the_first_six_scenarios_are_shipped():
    assert set(SIX) <= set(SHELF)


@pytest.mark.parametrize("scenario", EACH)
def test_a_scenario_refers_only_to_what_is_there(scenario: Scenario):
    assert scenario_faults(scenario, CAST, load_rubric()) == ()


def test_a_scenario_that_names_an_unknown_test_is_refused():
    scenario = SHELF["S04"]
    planned = scenario.tests[0].model_copy(update={"test": "no_such_test"})
    faults = scenario_faults(scenario.model_copy(update={"tests": (planned,)}), CAST, load_rubric())
    assert len(faults) == 1
    assert "no_such_test" in faults[0]


def test_the_check_command_finds_nothing_in_the_shipped_scenarios():
    assert faults_in([library_folder()]) == []


def test_every_client_has_a_scenario():
    assert set(CAST) <= {scenario.persona for scenario in SHELF.values()}


@pytest.mark.parametrize("scenario", EACH)
def test_the_situation_is_told_in_three_to_six_sentences(scenario: Scenario):
    assert 3 <= len(sentences(scenario.prebrief.situation)) <= 6


@pytest.mark.parametrize("scenario", EACH)
def test_a_prebrief_has_two_to_four_things_to_try_and_a_content_note(scenario: Scenario):
    assert 2 <= len(scenario.prebrief.try_this) <= 4
    assert len(scenario.prebrief.content_note.split()) >= 4


@pytest.mark.parametrize("scenario", EACH)
def test_the_client_begins_briefly(scenario: Scenario):
    assert 12 <= len(scenario.opening.split()) <= 60
    assert scenario.opening not in {line.text for line in CAST[scenario.persona].lines}


@pytest.mark.parametrize("scenario", EACH)
def test_what_the_trainee_reads_beforehand_gives_no_untold_secret_away(scenario: Scenario):
    persona = CAST[scenario.persona]
    shown = " ".join((scenario.prebrief.situation, scenario.objective, scenario.challenge, scenario.opening))
    deep = [memory for memory in persona.memories if memory.layer >= 1]
    shown_marks = {m.id for m in deep for mark in m.marks if gives_away(shown, mark)}
    assert shown_marks <= set(scenario.start.told)


@pytest.mark.parametrize("scenario", EACH)
def test_the_planned_tests_come_before_the_last_turn_and_one_at_a_time(scenario: Scenario):
    turns = [planned.turn for planned in scenario.tests]
    assert turns == sorted(set(turns))
    assert all(turn <= scenario.turn_limit - 2 for turn in turns)


@pytest.mark.parametrize("scenario", EACH)
def test_success_always_asks_that_the_gates_were_passed(scenario: Scenario):
    assert sum(isinstance(condition, GatesPassed) for condition in scenario.success) == 1
    assert all(len(condition.says.split()) >= 4 for condition in scenario.success)


@pytest.mark.parametrize("scenario", EACH)
def test_trust_reached_is_never_required(scenario: Scenario):
    assert not [condition for condition in scenario.success if "trust" in condition.says.lower()]


@pytest.mark.parametrize("scenario", EACH)
def test_the_agency_is_marked_as_invented(scenario: Scenario):
    assert "(invented)" in scenario.contract.agency


def test_two_scenarios_with_one_client_keep_to_one_agency():
    agencies: dict[str, set[str]] = {}
    for scenario in SHELF.values():
        agencies.setdefault(scenario.persona, set()).add(scenario.contract.agency.split(",")[0])
    assert {persona: names for persona, names in agencies.items() if len(names) > 1} == {}


def test_the_presets_of_the_design_are_set():
    coffee, knock = SHELF["S13"].start, SHELF["S18"].start
    assert (coffee.session, coffee.trust, coffee.facets) == (4, 57, {"safety": 40})
    assert (knock.session, knock.trust) == (3, 46)
    assert SHELF["S18"].setting is Setting.MESSAGES


def test_a_preset_opens_the_layers_that_the_scenario_needs():
    catalog = Catalog(CAST, SHELF, load_rubric())
    opened = {key: start_state(catalog.offer(key), shipped_table()).layer_open for key in SIX}
    assert opened == {"S01": 0, "S04": 1, "S07": 0, "S13": 2, "S18": 2, "S21": 1}


def test_a_strain_from_last_time_is_open_when_the_session_begins():
    catalog = Catalog(CAST, SHELF, load_rubric())
    rupture = start_state(catalog.offer("S21"), shipped_table()).rupture
    assert rupture is not None
    assert (rupture.kind, rupture.severity, rupture.stage) == ("withdrawal", 1, 0)


def test_the_moment_is_the_last_only_at_the_turn_limit():
    scenario = SHELF["S18"]
    assert not moment_of(scenario, 1, scenario.turn_limit - 1).last
    assert moment_of(scenario, 1, scenario.turn_limit).last
