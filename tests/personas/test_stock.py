"""Words that could be said to anybody earn less and less, and in the end they cost."""

import pytest

from dialogue.acts import Act, Event
from personas.cast import load_cast
from personas.state import first_state
from personas.stock import is_barrage, is_stock
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


@pytest.mark.parametrize("acts", [(Act.OPEN_QUESTION,), (Act.CLOSED_QUESTION, Act.OPEN_QUESTION, Act.SHORT_FOLLOWING)])
def test_a_turn_that_asks_and_takes_nothing_up_is_one_of_a_barrage(acts, table):
    assert is_barrage(reading(*acts), table)
    assert not is_stock(reading(*acts), table)


@pytest.mark.parametrize("act", [Act.COMPLEX_REFLECTION, Act.VALIDATION, Act.OFFERS_CHOICE, Act.ASKS_ABOUT_SUICIDE])
def test_a_question_beside_something_taken_up_is_none_of_a_barrage(act, table):
    assert not is_barrage(reading(Act.OPEN_QUESTION, act), table)
    assert not is_barrage(reading(Act.OPEN_QUESTION, empathy=table.empathy.adequate_from), table)


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_a_formula_earns_once_then_nothing_then_costs_more_each_time(persona, table):
    points = [change.points for change in heard(persona, table, *[reading(empathy=2.0, text="It sounds hard")] * 20)]
    paid, costs = len(table.habits.stock.pays), table.habits.costs_from
    assert points[0] > 0
    assert all(point == 0 for point in points[paid:costs])
    assert 0 > points[costs] > points[costs + 1] > points[costs + 2]
    assert sum(points) < 0


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_question_upon_question_earns_less_and_then_costs(persona, table):
    points = [change.points for change in heard(persona, table, *[reading(Act.OPEN_QUESTION, text="Who was it")] * 20)]
    paid, costs = len(table.habits.barrage.pays), table.habits.costs_from
    assert all(point > 0 for point in points[:paid])
    assert all(point == 0 for point in points[paid:costs])
    assert 0 > points[costs] > points[costs + 1]


def test_taking_turns_with_both_habits_is_no_way_out(table):
    kind, asks = reading(empathy=2.0, text="That is hard"), reading(Act.OPEN_QUESTION, text="Who was it")
    changes = heard(CAST["T4"], table, *[kind, asks] * 5)
    costs = [move.event for change in changes for move in change.moves if move.points < 0]
    assert set(costs) == {Event.HOLLOW, Event.BARRAGE}


def test_the_cost_is_named_and_has_a_limit_of_its_own(table):
    changes = heard(CAST["T4"], table, *[reading(empathy=2.0, text="That is hard")] * 40)
    costs = [move.event for change in changes for move in change.moves if move.points < 0]
    assert set(costs) == {Event.HOLLOW}
    assert changes[-1].after.tally.habit_lost == pytest.approx(table.habits.session)
    assert changes[-1].after.tally.minor_lost == 0


def test_a_turn_that_hurts_does_not_pay_for_the_habit_as_well(table):
    kind = reading(empathy=2.0, text="That is hard")
    before = heard(CAST["T4"], table, *[kind] * (table.habits.costs_from + 1))[-1].after
    hurts = update_trust(before, reading(Act.MINIMISING, text="It is nothing"), CAST["T4"], table)
    assert Event.HOLLOW not in {move.event for move in hurts.moves if move.points < 0}
    assert hurts.points < update_trust(before, kind, CAST["T4"], table).points


def test_an_own_reflection_lets_kind_words_count_again(table):
    kind, own = reading(empathy=2.0, text="That is hard"), reading(Act.COMPLEX_REFLECTION, text="You kept it from her")
    spent = heard(CAST["T4"], table, *[kind] * 3)
    fresh = heard(CAST["T4"], table, *[kind] * 2, own, own, kind)
    assert spent[-1].points == 0
    assert fresh[-1].points > 0
