"""The instructor's level counts where one stands, nothing that was said is lost, and no level is never 0."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from classroom.levels import AutomaticLevel, levels_of, mean, same
from classroom.reviews import EventKind, GradeEvent

CRITERIA = ("empathy", "boundary_setting")
LEVEL = st.none() | st.integers(0, 4)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
AUTOMATIC = st.dictionaries(st.tuples(st.integers(1, 4), st.sampled_from(CRITERIA)), LEVEL, max_size=8)
SAID = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(CRITERIA), st.sampled_from(EventKind), LEVEL, LEVEL), max_size=12
)


def event(number, turn, criterion, kind, level, automatic, version):
    return GradeEvent(
        id=str(number),
        session="s",
        turn=turn,
        criterion=criterion,
        kind=kind,
        level=level if kind is EventKind.SET else None,
        reason="Why",
        made_by="ira",
        automatic_level=automatic,
        version=version,
        created_at=NOW,
    )


def put_together(automatic, said):
    events, versions = [], {}
    for number, (turn, criterion, kind, level, seen) in enumerate(said):
        versions[turn, criterion] = versions.get((turn, criterion), 0) + 1
        events.append(event(number, turn, criterion, kind, level, seen, versions[turn, criterion]))
    graded = [AutomaticLevel(turn=t, criterion=c, level=level, grade="g") for (t, c), level in automatic.items()]
    return levels_of(graded, reversed(events), CRITERIA), events


@given(AUTOMATIC, SAID)
def test_the_last_word_counts_and_every_word_is_kept(automatic, said):
    levels, events = put_together(automatic, said)
    kept = [one for level in (*levels.whole, *levels.turns) for one in level.history]
    assert sorted(kept, key=lambda one: int(one.id)) == events
    for level in levels.turns:
        words = [one for one in events if (one.turn, one.criterion) == (level.turn, level.criterion)]
        auto = automatic.get((level.turn, level.criterion))
        last = words[-1] if words and words[-1].kind is EventKind.SET else None
        assert level.automatic == auto
        assert level.final == (last.level if last else auto)
        assert level.conflict == (last is not None and last.automatic_level != auto)
        assert level.version == len(words)


@given(AUTOMATIC, SAID)
def test_a_session_comes_to_the_mean_of_the_levels_that_count(automatic, said):
    levels, _ = put_together(automatic, said)
    for whole in levels.whole:
        finals = [one.final for one in levels.turns if one.criterion == whole.criterion and one.final is not None]
        assert levels.given(whole.criterion) == tuple(finals)
        assert (whole.automatic is None) == (not finals)
        if finals:
            assert abs(whole.automatic - sum(finals) / len(finals)) < 1e-12
            assert min(finals) <= whole.automatic <= max(finals)


@given(st.lists(st.integers(0, 4)), st.integers(0, 5))
def test_turns_without_a_level_change_no_mean(levels, missing):
    graded = [AutomaticLevel(turn=n, criterion="empathy", level=level) for n, level in enumerate(levels, start=1)]
    empty = [AutomaticLevel(turn=100 + n, criterion="empathy", level=None) for n in range(missing)]
    with_them, without = (levels_of(some, (), CRITERIA).of(0, "empathy").final for some in (graded + empty, graded))
    assert same(with_them, without)
    assert mean(()) is None


def test_none_is_the_same_as_none_only():
    assert same(None, None)
    assert not same(None, 0.0)
    assert not same(0.0, None)
    assert same(0.1 + 0.2, 0.3)


def test_a_level_that_is_not_to_be_judged_is_final_too():
    levels, _ = put_together({(1, "empathy"): 3}, [(1, "empathy", EventKind.SET, None, 3)])
    assert levels.of(1, "empathy").final is None
    assert levels.of(0, "empathy").final is None
    assert levels.conflicts == ()
    assert levels.of(9, "empathy").version == 0
