"""Trust moves by arithmetic: bounds, caps, asymmetry, and one case for each rule of the design."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.acts import Act, Event
from dialogue.cues import Cue
from personas.cast import load_cast
from personas.line_kinds import TurnKind
from personas.state import ClientState, Rupture, RuptureKind, expressed_warmth, first_state
from personas.trust import update_trust
from personas.trust_profile import Facet, Prior
from personas.trust_table import shipped_table
from tests.readings import reading

CAST = load_cast()
TABLE = shipped_table()
PEOPLE = st.sampled_from(sorted(CAST.values(), key=lambda persona: persona.id))
ACTS = st.lists(st.sampled_from(list(Act)), max_size=6, unique=True)
TURNS = st.lists(st.tuples(ACTS, st.floats(0, 4), st.sets(st.sampled_from(list(Cue)), max_size=3)), max_size=20)


def play(persona, turns):
    """Yield the change of each turn."""
    state = first_state(persona)
    for number, (acts, empathy, cues) in enumerate(turns):
        read = reading(*acts, empathy=empathy, cues=tuple(cues), text=f"words of turn {number}")
        change = update_trust(state, read, persona, TABLE)
        yield change
        state = change.after


@given(PEOPLE, TURNS)
def test_every_scale_stays_within_its_ends(persona, turns):
    for change in play(persona, turns):
        after = change.after
        assert 0 <= after.trust <= 100
        assert 0 <= after.arousal <= 100
        assert all(0 <= after.facets[facet] <= 100 for facet in Facet)
        assert 0 <= after.layer_open <= after.hint_layer <= 4


@given(PEOPLE, TURNS)
def test_no_turn_gains_more_than_five_points_beyond_what_a_repair_gives_back(persona, turns):
    for change in play(persona, turns):
        given_back = change.repair.points if change.repair else 0.0
        assert change.after.trust - change.before.trust <= TABLE.limits.exchange_gain + given_back + 1e-9


@given(PEOPLE, TURNS)
def test_nothing_but_a_repair_lifts_trust_further_above_its_start_than_the_pace_allows(persona, turns):
    most = persona.trust.start + TABLE.limits.session_gain[persona.trust.pace]
    for change in play(persona, turns):
        gained = sum(move.points for move in change.moves)
        if gained > 0:
            assert change.before.trust + gained <= most + 1e-9


@given(PEOPLE, TURNS)
def test_small_misses_cost_at_most_six_points_a_session(persona, turns):
    for change in play(persona, turns):
        assert change.after.tally.minor_lost >= TABLE.limits.minor_session - 1e-9


@given(PEOPLE, TURNS)
def test_habits_cost_no_more_in_a_session_than_their_own_limit(persona, turns):
    for change in play(persona, turns):
        assert change.after.tally.habit_lost >= TABLE.habits.session - 1e-9


@given(PEOPLE, TURNS)
def test_no_kindness_lifts_trust_over_what_an_open_rupture_holds_back(persona, turns):
    for change in play(persona, turns):
        torn = change.repair.after if change.repair and change.before.rupture else change.before.rupture
        if torn and torn.level is not None:
            most = torn.level - TABLE.repair.unhealed * (torn.lost - torn.recovered)
            gained = change.before.trust + sum(move.points for move in change.moves)
            assert gained <= max(most, change.before.trust) + 1e-9


@given(PEOPLE, TURNS)
def test_the_same_words_at_the_same_moment_change_the_same(persona, turns):
    assert [change.after for change in play(persona, turns)] == [change.after for change in play(persona, turns)]


@given(PEOPLE, TURNS)
def test_a_repair_never_gives_back_more_than_was_lost(persona, turns):
    for change in play(persona, turns):
        if change.repair:
            assert change.repair.after.recovered <= change.repair.after.lost + 1e-9
            assert change.repair.points >= 0


@given(PEOPLE, TURNS, st.sampled_from([Act.JUDGMENT, Act.MINIMISING, Act.VIOLATION, Act.HOSTILITY, Act.BREACH]))
def test_an_added_harm_never_leaves_more_trust_than_the_turn_without_it(persona, turns, harm):
    state = first_state(persona)
    for acts, empathy, cues in turns:
        without = update_trust(state, reading(*acts, empathy=empathy, cues=tuple(cues)), persona, TABLE)
        harmed = update_trust(state, reading(*acts, harm, empathy=empathy, cues=tuple(cues)), persona, TABLE)
        assert harmed.after.trust <= without.after.trust + 1e-9
        state = without.after


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_one_judgment_costs_more_than_one_skilled_reflection_gains(persona):
    state = first_state(persona)
    gain = update_trust(state, reading(empathy=3.0), persona, TABLE).points
    loss = update_trust(state, reading(Act.JUDGMENT), persona, TABLE).points
    assert gain > 0
    assert -loss >= 3 * gain


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_the_same_words_a_second_time_gain_nothing(persona):
    first = update_trust(first_state(persona), reading(empathy=3.0, text="That was a long year."), persona, TABLE)
    again = update_trust(first.after, reading(empathy=3.0, text="that was a long year"), persona, TABLE)
    assert first.points > 0
    assert again.points == 0


@pytest.mark.parametrize("persona", CAST.values(), ids=list(CAST))
def test_warm_words_beside_a_harm_earn_nothing(persona):
    both = update_trust(first_state(persona), reading(Act.MINIMISING, empathy=3.8), persona, TABLE)
    assert all(move.points < 0 for move in both.moves)


def test_the_same_words_cost_once_however_many_harms_are_read_in_them():
    persona = CAST["T4"]
    one = update_trust(first_state(persona), reading(Act.JUDGMENT), persona, TABLE).points
    both = update_trust(first_state(persona), reading(Act.JUDGMENT, Act.MINIMISING), persona, TABLE)
    assert both.points == pytest.approx(one)
    read = reading(Act.JUDGMENT, Act.MINIMISING, text="two things")
    apart = tuple(
        act.model_copy(update={"quote": quote}) for act, quote in zip(read.acts, ("two", "things"), strict=True)
    )
    assert update_trust(first_state(persona), read.model_copy(update={"acts": apart}), persona, TABLE).points < one


def test_a_doubtful_reading_earns_and_costs_less_than_a_plain_one():
    persona = CAST["T4"]
    for act in (Act.OFFERS_CHOICE, Act.JUDGMENT):
        plain = reading(act)
        doubtful = plain.model_copy(update={"acts": (plain.acts[0].model_copy(update={"chance": 0.4}),)})
        points = [update_trust(first_state(persona), read, persona, TABLE).points for read in (doubtful, plain)]
        assert 0 < points[0] / points[1] < 0.5


def test_what_was_lost_in_a_session_can_be_earned_again():
    persona = CAST["T4"]
    start = first_state(persona)
    full = start.model_copy(update={"trust": start.trust + TABLE.limits.session_gain[persona.trust.pace]})
    assert update_trust(full, reading(empathy=3.0), persona, TABLE).points == 0
    fallen = full.model_copy(update={"trust": start.trust - 2})
    assert update_trust(fallen, reading(empathy=3.0), persona, TABLE).points > 0


def test_the_nearer_the_session_is_to_its_limit_the_less_one_turn_adds():
    persona = CAST["T4"]
    start = first_state(persona)
    half = start.model_copy(update={"trust": start.trust + TABLE.limits.session_gain[persona.trust.pace] / 2})
    early, late = (update_trust(state, reading(empathy=3.0), persona, TABLE).points for state in (start, half))
    assert 0 < late < 0.6 * early


def test_an_exact_reflection_at_very_low_trust_frightens():
    persona = CAST["T2"]
    low = first_state(persona).model_copy(update={"trust": 10.0})
    change = update_trust(low, reading(empathy=3.9), persona, TABLE)
    assert change.points < 0
    assert change.moves[0].event is Event.EMPATHY_TOO_EARLY


def test_a_distrusting_client_waits_for_the_second_good_act_of_a_kind():
    persona = CAST["C1"]
    assert persona.trust.prior is Prior.DISTRUSTING
    start = first_state(persona)
    first = update_trust(start, reading(Act.OFFERS_CHOICE, text="one"), persona, TABLE)
    second = update_trust(
        first.after.model_copy(update={"trust": start.trust}), reading(Act.OFFERS_CHOICE, text="two"), persona, TABLE
    )
    assert second.points == pytest.approx(2 * first.points)


def test_an_open_rupture_slows_ordinary_warmth_but_not_repair():
    persona = CAST["B4"]
    torn = first_state(persona).model_copy(
        update={"rupture": Rupture(kind=RuptureKind.WITHDRAWAL, severity=2, lost=12.0)}
    )
    whole = update_trust(first_state(persona), reading(empathy=3.0), persona, TABLE).points
    slowed = update_trust(torn, reading(empathy=3.0), persona, TABLE).points
    assert slowed == pytest.approx(whole * TABLE.limits.rupture_gain)
    assert update_trust(torn, reading(Act.NAMES_STRAIN), persona, TABLE).points == pytest.approx(1.2)


def test_a_secrecy_promise_pleases_now_and_is_owed_later():
    persona = CAST["B4"]
    change = update_trust(first_state(persona), reading(Act.SECRECY_PROMISE), persona, TABLE)
    assert change.points > 0
    assert [debt.points for debt in change.after.debts] == [-30]


def test_giving_the_number_alarms_the_client_whose_partner_reads_her_phone():
    change = update_trust(first_state(CAST["T2"]), reading(Act.CROSSING), CAST["T2"], TABLE)
    assert change.points < 0


def test_limits_of_confidentiality_cost_a_little_now_and_pay_next_session():
    change = update_trust(first_state(CAST["T2"]), reading(Act.LIMITS_OF_CONFIDENTIALITY), CAST["T2"], TABLE)
    assert -1.01 <= change.points < 0
    assert [promise.points for promise in change.after.promises] == [3]
    assert change.after.limits_explained


def test_a_touched_trigger_raises_arousal_and_costs_trust():
    persona = CAST["T2"]
    trigger = persona.triggers[0]
    change = update_trust(first_state(persona), reading(text=f"So {trigger.phrases[0]}, is that it"), persona, TABLE)
    assert change.triggers == (trigger.id,)
    assert change.after.arousal == trigger.arousal
    assert change.points <= trigger.trust


def test_grounding_calms_an_aroused_client():
    persona = CAST["T2"]
    far = first_state(persona).model_copy(update={"arousal": 80.0})
    assert update_trust(far, reading(Act.GROUNDING), persona, TABLE).after.arousal == pytest.approx(62.0)


def test_a_violation_is_exempt_from_the_session_limit():
    persona = CAST["T2"]
    worn = first_state(persona)
    worn = worn.model_copy(update={"trust": 60.0, "tally": worn.tally.model_copy(update={"serious_lost": -20.0})})
    assert update_trust(worn, reading(Act.JUDGMENT), persona, TABLE).points == pytest.approx(0.0)
    assert update_trust(worn, reading(Act.VIOLATION), persona, TABLE).points == pytest.approx(-30.0)


def test_a_cultural_cue_that_is_passed_over_costs_a_little():
    change = update_trust(first_state(CAST["C1"]), reading(cues=(Cue.CULTURE,)), CAST["C1"], TABLE)
    assert [move.event for move in change.moves if move.points < 0] == [Event.MISSED_CULTURE]


def test_a_risk_cue_that_is_passed_over_costs_more_than_asking_gains():
    persona = CAST["T2"]
    passed = update_trust(first_state(persona), reading(cues=(Cue.RISK_PARTNER,)), persona, TABLE)
    asked = update_trust(first_state(persona), reading(Act.ASKS_ABOUT_SAFETY, cues=(Cue.RISK_PARTNER,)), persona, TABLE)
    assert passed.points < 0 < asked.points


def test_a_direct_and_kind_question_opens_what_is_critical_for_safety():
    persona = CAST["T2"]
    critical = {memory.id for memory in persona.memories if memory.safety_critical}
    change = update_trust(first_state(persona), reading(Act.ASKS_ABOUT_SAFETY, empathy=2.5), persona, TABLE)
    assert critical
    assert set(change.after.opened_early) == critical
    harsh = update_trust(first_state(persona), reading(Act.ASKS_ABOUT_SAFETY, Act.JUDGMENT), persona, TABLE)
    assert harsh.after.opened_early == ()


def test_politeness_shows_more_warmth_than_is_felt():
    persona = CAST["B4"]
    hurt = first_state(persona).model_copy(update={"trust": 20.0})
    assert expressed_warmth(hurt, persona) > 20.0


def test_every_act_that_moves_trust_has_a_row_in_the_table():
    techniques = {Act.CLOSED_QUESTION, Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION, Act.GREETING, Act.CLOSING}
    repair = {Act.NAMES_STRAIN, Act.EXPLORES_STRAIN, Act.VALIDATES_STRAIN, Act.TAKES_RESPONSIBILITY, Act.RENEGOTIATES}
    later = {Act.MAKES_PROMISE, Act.NONSENSE, Event.TRIGGER}
    assert set(Act) | set(Event) == set(TABLE.acts) | techniques | repair | later


def test_every_kind_of_turn_is_a_kind_some_client_answers():
    for persona in CAST.values():
        answered = {kind for line in persona.lines for kind in line.answers}
        assert set(TurnKind) == answered


@given(PEOPLE, TURNS)
def test_a_state_survives_being_kept_and_read_again(persona, turns):
    for change in play(persona, turns):
        assert ClientState.model_validate_json(change.after.model_dump_json()) == change.after
