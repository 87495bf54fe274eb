"""Words that could be said to anybody earn less and less, and in the end they cost."""

import pytest

from dialogue.acts import Act, Event
from personas.cast import load_cast
from personas.state import first_state
from personas.stock import is_stock
from personas.trust import update_trust
from tests.readings import reading

CAST = load_cast()


def heard(persona, table, *readings):
    state, changes = first_state(persona), []
    for number, read in enumerate(readings):
        changes.append(update_trust(state, read.model_copy(update={"text": f"{read.text} {number}"}), persona, table))
        state = changes[-1].after
    return changes


@pytest.mark.parametrize("acts", [(), (Act.ADEQUATE,), (Act.VALIDATION,), (Act.SHORT_FOLLOWING, Act.PLATITUDE)])
def test_sympathy_a_nod_or_nothing_could_be_said_to_anybody(acts, table):
    assert is_stock(reading(*acts, empathy=2.0), table)


@pytest.mark.parametrize("act", [Act.OPEN_QUESTION, Act.COMPLEX_REFLECTION, Act.OFFERS_CHOICE, Act.NAMES_STRAIN])
def test_a_question_a_reflection_or_an_act_of_its_own_could_not(act, table):
    assert not is_stock(reading(Act.VALIDATION, act, empathy=2.0), table)


def test_being_understood_could_not_be_said_to_anybody(table):
    assert not is_stock(reading(empathy=3.0), table)


def test_a_harm_beside_it_changes_nothing_about_that(table):
    for harm in (Act.JUDGMENT, Act.MINIMISING, Act.ADVICE):
        assert is_stock(reading(Act.VALIDATION, harm, empathy=2.0), table)


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_a_formula_earns_once_or_twice_then_nothing_then_costs(persona, table):
    points = [change.points for change in heard(persona, table, *[reading(empathy=2.0, text="It sounds hard")] * 20)]
    paid = len(table.stock.pays)
    assert points[0] > 0
    assert all(point == 0 for point in points[paid : table.stock.hollow_from])
    assert points[table.stock.hollow_from] < 0
    assert sum(points) < 0


def test_the_cost_is_named_and_stays_a_small_loss(table):
    changes = heard(CAST["T4"], table, *[reading(empathy=2.0, text="That is hard")] * 40)
    costs = [move.event for change in changes for move in change.moves if move.points < 0]
    assert set(costs) == {Event.HOLLOW}
    assert changes[-1].after.tally.minor_lost == pytest.approx(table.limits.minor_session)


def test_an_own_question_lets_kind_words_count_again(table):
    kind, own = reading(empathy=2.0, text="That is hard"), reading(Act.OPEN_QUESTION, text="What was it like")
    spent = heard(CAST["T4"], table, *[kind] * len(table.stock.pays), kind)
    fresh = heard(CAST["T4"], table, *[kind] * len(table.stock.pays), own, own, kind)
    assert spent[-1].points == 0
    assert fresh[-1].points > 0
