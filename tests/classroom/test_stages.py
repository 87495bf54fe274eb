"""How far somebody is, told from any history of attempts, agrees with what happened."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from classroom.assignments import AssignedMode, Attempt, Kind, Terms, WhichCounts
from classroom.due import Due
from classroom.own_terms import OwnTerms
from classroom.remaining import Remaining, remaining
from classroom.stages import SessionState, Stage, progress_of
from practice.sessions import Status

NOW = datetime(2026, 3, 23, 12, 0, tzinfo=UTC)
OVER = (Status.ENDED, Status.CLIENT_LEFT, Status.STOPPED)
STATUSES = st.sampled_from(list(Status))


def state(session, status=Status.ENDED, turns=1, guessed=True, reflections=0):
    return SessionState(
        id=session, status=status, turns=turns, last_at=NOW, ended_at=None, guessed=guessed, reflections=reflections
    )


@st.composite
def histories(draw):
    """Attempts one after the other: all but the last are handed in; one may have broken off without a session."""
    attempts, states = [], {}
    count = draw(st.integers(0, 4))
    for number in range(1, count + 1):
        last = number == count
        done = not last or draw(st.booleans())
        broken = last and not done and draw(st.booleans())
        session = f"s{number}"
        status = draw(st.sampled_from(OVER)) if done else draw(STATUSES)
        if not broken:
            states[session] = state(session, status, draw(st.integers(0, 9)))
        attempts.append(
            Attempt(
                id=session,
                assignment="a",
                person="p",
                number=number,
                sessions=() if broken else (session,),
                began_at=NOW,
                handed_in_at=NOW + timedelta(minutes=number) if done else None,
                late=done and draw(st.booleans()),
            )
        )
    return attempts, states


def own(due_in=None, excused=False):
    due = Due(wall="2026-03-23T12:00", at=NOW + due_in) if due_in is not None else None
    return OwnTerms(opens=None, due=due, closes=None, attempts=None, excused=excused)


@given(histories(), st.sampled_from(WhichCounts), st.booleans(), st.booleans())
def test_the_stage_is_what_the_history_says(history, counts, excused, past_due):
    attempts, states = history
    ago = timedelta(hours=-1) if past_due else timedelta(hours=1)
    found = progress_of(own(ago, excused), counts, attempts, states, NOW)
    real = [one for one in attempts if one.sessions]
    done = [one for one in real if one.handed_in_at]
    assert found.taken == len(real)
    if excused:
        assert (found.stage, found.late) == (Stage.EXCUSED, False)
        return
    if not real:
        assert (found.stage, found.session, found.turns) == (Stage.NOT_BEGUN, None, 0)
    elif not real[-1].handed_in_at:
        over = states[real[-1].id].status.over
        assert found.stage is (Stage.TO_HAND_IN if over else Stage.IN_SESSION)
    else:
        assert found.stage is Stage.FINISHED
    if not done:
        assert found.late == past_due
    elif counts is WhichCounts.FIRST:
        assert found.late == done[0].late
    elif counts is WhichCounts.LAST:
        assert found.late == done[-1].late
    else:
        assert found.late == all(one.late for one in done)


@given(STATUSES, st.integers(0, 3), st.booleans(), st.integers(0, 4), st.booleans(), st.booleans())
def test_what_remains_ends_with_handing_in_and_names_only_what_is_required(
    status, turns, guessed, reflections, guess, reflect
):
    terms = Terms(
        title="T",
        kind=Kind.SCENARIO,
        content="S01",
        zone="UTC",
        mode=AssignedMode.PRACTICE,
        prediction_required=guess,
        reflection_required=reflect,
    )
    left = remaining(terms, state("s", status, turns, guessed, reflections), 3)
    assert left[-1] is Remaining.HAND_IN
    assert list(left) == sorted(left, key=list(Remaining).index)
    assert (Remaining.SESSION in left) == (not status.over)
    silent = status.over and turns == 0
    assert (Remaining.GUESS in left) == (guess and not guessed and not silent)
    assert (Remaining.REFLECTION in left) == (reflect and reflections < 3 and not silent)
    assert remaining(terms, None, 3)[0] is Remaining.SESSION
