"""Drafts load and refer only to what is there, and no trainee is offered one."""

from pathlib import Path

import pytest

from evaluator.rubric import load_rubric
from personas.cast import load_persona
from personas.fitness import gives_away
from practice.catalog import scenario_faults
from scenarios.shelf import library_folder, load_shelf

PERSONAS = sorted((Path(__file__).parents[2] / "personas" / "drafts").glob("*.yaml"))
DRAFTS = load_shelf(library_folder().parent / "drafts")


@pytest.fixture(scope="module")
def cast():
    return {path.stem: load_persona(path) for path in PERSONAS}


def test_a_draft_client_is_whole(cast):
    for persona in cast.values():
        assert 24 <= len(persona.memories) <= 30
        assert len(persona.lines) >= 260
        open_at_first = sum(memory.layer == 0 for memory in persona.memories) / len(persona.memories)
        assert open_at_first <= 0.25, persona.id


@pytest.mark.parametrize("key", sorted(DRAFTS))
def test_a_draft_scenario_refers_only_to_what_is_there(key, cast):
    assert scenario_faults(DRAFTS[key], cast, load_rubric()) == ()


def test_a_draft_gives_no_untold_secret_away_before_the_session(cast):
    for scenario in DRAFTS.values():
        shown = " ".join((scenario.prebrief.situation, scenario.objective, scenario.challenge, scenario.opening))
        deep = [memory for memory in cast[scenario.persona].memories if memory.layer >= 1]
        given = {memory.id for memory in deep for mark in memory.marks if gives_away(shown, mark)}
        assert given <= set(scenario.start.told), scenario.id


def test_no_draft_is_offered():
    assert not set(DRAFTS) & set(load_shelf())
    offered = PERSONAS[0].parents[1] / "library"
    assert not {path.name for path in PERSONAS} & {path.name for path in offered.glob("*.yaml")}
