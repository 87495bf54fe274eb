"""What happens to a client between two sessions."""

import pytest

from personas.between import Life, next_session
from personas.ledger import Commitment
from personas.state import Debt, Promise, Rupture, RuptureKind, first_state


@pytest.fixture
def end(cast):
    state = first_state(cast["C1"])
    return state.model_copy(update={"trust": 40.0, "told": ("M01",), "arousal": 30.0, "open_test": "like_me"})


def test_a_session_that_ended_higher_brings_two_points(end, cast, table):
    assert next_session(end, cast["C1"], table).trust == 42


def test_promises_ripen_and_debts_fall_due_together(end, cast, table):
    owing = end.model_copy(
        update={"debts": (Debt(reason="crossing", points=-5),), "promises": (Promise(reason="warm_limit", points=2),)}
    )
    assert next_session(owing, cast["C1"], table).trust == 40 + 2 + 2 - 5


def test_no_heap_of_debts_costs_more_than_one_event_may(end, cast, table):
    owing = end.model_copy(update={"debts": tuple(Debt(reason="crossing", points=-18) for _ in range(4))})
    assert next_session(owing, cast["C1"], table).trust == 40 + 2 + table.limits.event_floor


@pytest.mark.parametrize(("points", "severity"), [(-5, None), (-8, 1), (-15, 1), (-16, 2), (-30, 2)])
def test_a_heavy_debt_opens_a_strain(end, cast, table, points, severity):
    owing = end.model_copy(update={"debts": (Debt(reason="crossing", points=points),)})
    rupture = next_session(owing, cast["B4"], table).rupture
    assert (rupture.severity if rupture else None) == severity
    assert rupture is None or (rupture.kind, rupture.lost) == (RuptureKind.WITHDRAWAL, -points)


def test_of_two_strains_the_heavier_stands_and_keeps_what_was_lost(end, cast, table):
    light = Rupture(kind=RuptureKind.WITHDRAWAL, severity=1, lost=6, recovered=2)
    heavy = Rupture(kind=RuptureKind.CONFRONTATION, severity=2, lost=10)
    rupture = next_session(
        end.model_copy(update={"rupture": light}), cast["C1"], table, life=Life(rupture=heavy)
    ).rupture
    assert (rupture.kind, rupture.severity, rupture.lost) == (RuptureKind.CONFRONTATION, 2, 14)


def test_sessions_not_shown_count_only_after_a_good_one_without_a_strain(end, cast, table):
    good = next_session(end, cast["C1"], table, unseen=2)
    assert (good.trust, good.session) == (42 + 12, 4)
    strained = end.model_copy(update={"rupture": Rupture(kind=RuptureKind.WITHDRAWAL, severity=1, lost=6)})
    assert next_session(strained, cast["C1"], table, unseen=2).trust == 41
    flat = end.model_copy(update={"trust": end.tally.started_at})
    assert next_session(flat, cast["C1"], table, unseen=2).trust == flat.trust


def test_what_belongs_to_a_session_does_not_carry_over_and_the_ledgers_do(end, cast, table):
    promise = Commitment(words="I will ring.", session=1, turn=2)
    after = next_session(
        end.model_copy(update={"commitments": (promise,), "said": ("L1",), "corrected": ("F01",), "turn": 9}),
        cast["C1"],
        table,
        life=Life(arousal=20, told=("M02",)),
    )
    assert (after.turn, after.open_test, after.said, after.arousal) == (0, None, (), 20)
    assert (after.commitments, after.said_before, after.corrected) == ((promise,), ("L1",), ("F01",))
    assert after.told == ("M01", "M02")
    assert after.tally.started_at == after.trust


def test_what_is_still_mending_is_taken_along_unless_something_new_tore(end, cast, table):
    mending = Rupture(kind=RuptureKind.WITHDRAWAL, severity=2, lost=12, recovered=9, stage=5, moved_at=14)
    healing = end.model_copy(update={"mending": mending})
    assert next_session(healing, cast["C1"], table).mending == mending.model_copy(update={"moved_at": 0})
    torn = Life(rupture=Rupture(kind=RuptureKind.WITHDRAWAL, severity=1, lost=5))
    assert next_session(healing, cast["C1"], table, life=torn).mending is None
