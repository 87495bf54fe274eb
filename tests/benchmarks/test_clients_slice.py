"""A small slice of the measure: nothing locked is said, nothing is said twice, and the same seed says the same."""

import pytest

from benchmarks.client_engine import arc_of, engine_rows
from benchmarks.client_faults import grams_leaked, marks_leaked, telling_grams
from benchmarks.client_sessions import Played, Spot, play_arc, play_session
from benchmarks.client_surface import surface_rows
from benchmarks.clients import company_of
from benchmarks.scripted import ScriptedTrainee, load_scripts
from personas.line_kinds import Depth
from practice.exchange import Company
from practice.setup import load_catalog

pytestmark = pytest.mark.slow
CATALOG, SCRIPTS = load_catalog(), load_scripts()
CLIENTS = sorted(CATALOG.cast)


@pytest.fixture(scope="module")
def company() -> Company:
    return company_of(CATALOG)


@pytest.fixture(scope="module")
def sessions(company: Company) -> list[Played]:
    return [
        play_session(CATALOG.cast[client], ScriptedTrainee(SCRIPTS[name], SCRIPTS, 0), company, 0)
        for client in CLIENTS
        for name in ("average", "trauma_pusher")
    ]


def test_nothing_locked_nothing_twice_nothing_against_a_fact(sessions: list[Played]):
    rows = {row.what: row for row in engine_rows(sessions, [])}
    for what in ("locked marks in replies", "locked wording in replies", "exact repeats in a session"):
        assert rows[what].value == 0, rows[what].note
    assert rows["replies against a fact"].value == 0, rows["replies against a fact"].note
    assert rows["replies shared between clients"].value <= 0.02


def test_every_row_of_the_first_table_is_there(sessions: list[Played]):
    named = {row.what.split()[0] for row in surface_rows(sessions)}
    assert named == {str(number) for number in range(1, 25)}


def test_the_same_seed_gives_the_same_transcript(company: Company, sessions: list[Played]):
    persona = sessions[0].persona
    again = play_session(persona, ScriptedTrainee(SCRIPTS["average"], SCRIPTS, 0), company, 0)
    assert again.digest == sessions[0].digest


def test_a_leak_would_be_found(sessions: list[Played]):
    spot, persona = sessions[0].spots[0], sessions[0].persona
    core = next(m for m in persona.memories if m.layer == 4)
    telling = next(
        line for line in persona.lines if line.tells == core.id and line.depth is not Depth.HINT and len(line.text) > 60
    )
    spoken = spot.outcome.spoken.model_copy(update={"text": f"{telling.text} {core.marks[0]}."})
    leaking = spot._replace(outcome=spot.outcome.model_copy(update={"spoken": spoken}))
    assert isinstance(leaking, Spot)
    assert list(marks_leaked(persona, leaking))
    assert list(grams_leaked(telling_grams(persona), leaking))


def test_an_arc_goes_on_from_session_to_session(company: Company):
    persona = CATALOG.cast[CLIENTS[0]]
    arc = list(play_arc(persona, ScriptedTrainee(SCRIPTS["skilled"], SCRIPTS, 0), company, 0, sessions=2))
    assert [played.session for played in arc] == [1, 2]
    assert arc_of(arc).depth in range(5)
