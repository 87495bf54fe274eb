"""A rupture is mended stage by stage, by what is said and what it follows on; the rest comes back when it lasts."""

import pytest

from dialogue.acts import Act
from personas.state import ClientState, Rupture, RuptureKind, first_state
from personas.trust import TrustChange, update_trust
from tests.readings import reading

LOST = 12.0
IN_ORDER = (
    Act.NAMES_STRAIN,
    Act.EXPLORES_STRAIN,
    Act.VALIDATES_STRAIN,
    Act.TAKES_RESPONSIBILITY,
    Act.RENEGOTIATES,
)


@pytest.fixture
def torn(cast) -> ClientState:
    """A client who lost twelve points to one plain remark."""
    start = first_state(cast["T1"])
    rupture = Rupture(kind=RuptureKind.WITHDRAWAL, severity=2, lost=LOST)
    return start.model_copy(update={"trust": start.trust - LOST, "rupture": rupture})


def play(state, persona, table, *turns) -> list[TrustChange]:
    changes = []
    for number, acts in enumerate(turns):
        acts, empathy = (acts, 1.0) if isinstance(acts, tuple) else ((), acts)
        changes.append(update_trust(state, reading(*acts, empathy=empathy, text=f"turn {number}"), persona, table))
        state = changes[-1].after
    return changes


def test_each_stage_in_order_gives_back_its_share(torn, cast, table):
    steps = [change.repair for change in play(torn, cast["T1"], table, *((act,) for act in IN_ORDER))]
    assert [step.after.stage for step in steps] == [1, 2, 3, 4, 5]
    assert [step.after.recovered / LOST for step in steps] == pytest.approx([0.10, 0.25, 0.40, 0.60, 0.75])


def test_a_plain_rupture_closes_at_the_fourth_stage_and_goes_on_mending(torn, cast, table):
    changes = play(torn, cast["T1"], table, *((act,) for act in IN_ORDER))
    assert [change.after.rupture is None for change in changes] == [False, False, False, True, True]
    assert changes[3].repair.closed
    assert not changes[4].repair.closed
    assert changes[3].after.guard_turns == table.repair.guard_turns


def test_a_kept_agreement_gives_back_the_rest_within_a_few_turns_and_no_more(torn, cast, table):
    calm = [(Act.GREETING,)] * (table.repair.follow_turns + 2)
    changes = play(torn, cast["T1"], table, *((act,) for act in IN_ORDER), *calm)
    kept = changes[4 + table.repair.follow_turns]
    assert kept.repair.after.stage == 6
    assert kept.repair.after.recovered == pytest.approx(LOST)
    assert changes[-1].repair is None
    assert changes[-1].after.mending is None


def test_what_is_left_stays_lost_where_nothing_was_agreed(torn, cast, table):
    changes = play(torn, cast["T1"], table, *((act,) for act in IN_ORDER[:4]), *[(Act.GREETING,)] * 5)
    assert changes[-1].repair.after.recovered == pytest.approx(0.6 * LOST)


def test_a_new_hurt_ends_the_mending(torn, cast, table):
    changes = play(torn, cast["T1"], table, *((act,) for act in IN_ORDER), (Act.JUDGMENT,))
    assert changes[-1].repair.points == 0
    assert changes[-1].after.mending is None
    assert changes[-1].after.rupture is not None


def test_a_violation_gives_back_half_at_most(torn, cast, table):
    grave = torn.model_copy(update={"rupture": torn.rupture.model_copy(update={"severity": 3})})
    changes = play(grave, cast["T1"], table, *((act,) for act in IN_ORDER), *[(Act.GREETING,)] * 5)
    assert sum(change.repair.points for change in changes if change.repair) == pytest.approx(LOST / 2)


def test_a_skipped_stage_holds_back_what_lies_behind_it(torn, cast, table):
    jumped = play(torn, cast["T1"], table, (Act.NAMES_STRAIN,), (Act.RENEGOTIATES,))[-1]
    assert jumped.repair.after.stage == 1
    assert jumped.repair.after.recovered == pytest.approx(0.30 * LOST)


def test_a_question_right_after_the_strain_was_named_explores_it(torn, cast, table):
    asked = play(torn, cast["T1"], table, (Act.NAMES_STRAIN,), (Act.OPEN_QUESTION,))[-1]
    assert asked.repair.after.stage == 2
    before = play(torn, cast["T1"], table, (Act.OPEN_QUESTION,))[-1]
    assert before.repair.after.stage == 0


def test_a_question_that_repairs_is_none_of_a_barrage_however_many_came_before(torn, cast, table):
    many = torn.model_copy(update={"barrage_turns": 12, "stock_turns": 12})
    first, asked = play(many, cast["T1"], table, (Act.NAMES_STRAIN,), (Act.OPEN_QUESTION,))
    assert asked.repair.after.stage == 2
    assert not [move for change in (first, asked) for move in change.moves if move.points < 0]
    assert asked.after.barrage_turns < first.after.barrage_turns


def test_a_question_long_after_the_strain_was_named_is_about_something_else(torn, cast, table):
    later = [(Act.GREETING,)] * (table.repair.lately + 1)
    assert play(torn, cast["T1"], table, (Act.NAMES_STRAIN,), *later, (Act.OPEN_QUESTION,))[-1].repair.after.stage == 1


def test_being_understood_right_after_the_exploring_makes_sense_of_the_strain(torn, cast, table):
    understood = play(torn, cast["T1"], table, (Act.NAMES_STRAIN, Act.EXPLORES_STRAIN), 3.0)[-1]
    assert understood.repair.after.stage == 3
    assert play(torn, cast["T1"], table, (Act.NAMES_STRAIN,), 3.0)[-1].repair.after.stage == 1


def test_a_doubtful_reading_completes_no_stage(torn, cast, table):
    read = reading(Act.NONDEFENSIVE)
    doubtful = tuple(act.model_copy(update={"chance": table.repair.read_from - 0.01}) for act in read.acts)
    change = update_trust(torn, read.model_copy(update={"acts": doubtful}), cast["T1"], table)
    assert change.repair.after.stage == 0


def test_what_is_good_in_a_turn_that_repairs_counts_in_full(torn, cast, table):
    def warmth(*acts: Act) -> float:
        change = update_trust(torn, reading(*acts, empathy=3.0), cast["T1"], table)
        return next(move.points for move in change.moves if move.event is Act.EMPATHY_SKILLED)

    assert warmth() == pytest.approx(table.limits.rupture_gain * warmth(Act.NAMES_STRAIN))


def test_repair_in_order_brings_trust_back_within_the_session_and_nothing_else_does(cast, table):
    for persona in cast.values():
        before = first_state(persona)
        hurt = update_trust(before, reading(Act.JUDGMENT), persona, table)
        assert hurt.opened
        words = [reading(act, empathy=3.0, text=f"{act} {persona.id}") for act in IN_ORDER]
        mended = hurt.after
        for read in words:
            mended = update_trust(mended, read, persona, table).after
        assert mended.trust > before.trust - 0.25 * -hurt.points
        left = hurt.after
        for number in range(len(IN_ORDER)):
            left = update_trust(left, reading(empathy=3.0, text=f"{number}"), persona, table).after
        assert left.trust < before.trust
        assert left.trust < mended.trust


def test_hurting_and_mending_leads_no_higher_than_never_having_hurt(cast, table):
    for persona in cast.values():
        before = first_state(persona)
        state = update_trust(before, reading(Act.JUDGMENT), persona, table).after
        assert state.rupture.level == before.trust
        for number, act in enumerate((*IN_ORDER, *[Act.OPEN_QUESTION] * 3)):
            change = update_trust(state, reading(act, empathy=3.0, text=f"{number}"), persona, table)
            if change.repair and change.repair.points:
                assert change.after.trust <= before.trust + 1e-9
            state = change.after
        assert state.trust <= before.trust + table.limits.session_gain[persona.trust.pace] + 1e-9


def test_ordinary_kindness_leaves_an_unmended_rupture_between_them(cast, table):
    for persona in cast.values():
        before = first_state(persona)
        state = update_trust(before, reading(Act.JUDGMENT), persona, table).after
        for number in range(60):
            state = update_trust(state, reading(empathy=3.0, text=f"{number}"), persona, table).after
        assert state.rupture
        assert state.trust <= before.trust - table.repair.unhealed * state.rupture.lost + 1e-9
