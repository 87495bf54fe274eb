"""Drills: three tries a stimulus, kept before they are graded, and a ladder that the trainee's rating moves."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluator.rubric import load_rubric
from personas.cast import load_cast
from practice.catalog import Catalog
from practice.drill_records import Rating
from practice.drills import DrillCare, DrillRoom
from practice.errors import RecordNotFound
from practice.store import Store
from scenarios.drill import Difficulty
from scenarios.shelf import load_drills, load_shelf
from tests.practice.company import plain_company, ticking_clock
from tests.records.fresh import fresh_records


@pytest.fixture(scope="module")
def catalog():
    return Catalog(load_cast(), load_shelf(), load_rubric(), load_drills())


class BrokenGrader:
    """Fails while `down`, as a power cut would."""

    def __init__(self, inner):
        self.inner, self.down = inner, False

    def grade_exchange(self, exchange, read):
        if self.down:
            raise RuntimeError("the lights went out")
        return self.inner.grade_exchange(exchange, read)


@pytest.fixture
def company():
    made = plain_company()
    made.grader = BrokenGrader(made.grader)
    return made


@pytest.fixture
def drills(tmp_path, catalog, company):
    engine, clock = fresh_records(tmp_path), ticking_clock()
    return DrillRoom(catalog, company, Store(engine, clock).drills, clock)


def begun(drills, person="ana", drill="D01", **more):
    return drills.begin(person, drill, seed=3, **more).run.id


def three_tries(drills, run, person="ana"):
    number = len(drills.place(person, run).items)
    for turn in (1, 2, 3):
        drills.attempt(person, run, f"You are alone with it {number}.{turn}", f"k{number}.{turn}")


def rated(drills, run, rating, person="ana"):
    three_tries(drills, run, person)
    return drills.rate(person, run, len(drills.place(person, run).items), rating)


def test_the_third_try_is_on_other_words_and_only_then_a_good_answer_is_shown(drills):
    run = begun(drills)
    shown, good = [], []
    for turn in (1, 2, 3):
        place = drills.place("ana", run)
        shown.append(place.client)
        good.append(place.good_reply)
        drills.attempt("ana", run, "You waited all day.", f"k{turn}")
    place = drills.place("ana", run)
    assert shown[0] == shown[1] == place.stimulus.words
    assert shown[2] in place.stimulus.paraphrases
    assert (good, place.good_reply) == ([None] * 3, place.stimulus.good_reply)
    assert [one.client for one in place.item.tries] == shown


def test_a_fourth_try_is_refused_with_the_remedy(drills):
    run = begun(drills)
    three_tries(drills, run)
    with pytest.raises(ValueError, match="say how hard it was"):
        drills.attempt("ana", run, "Once more", "k4")


def test_a_try_is_graded_for_the_drills_skill_alone(drills):
    run = begun(drills)
    one = drills.attempt("ana", run, "You waited all day.", "k1")
    assert {grade.criterion for grade in one.grades.criteria if grade.level is not None} == {"empathy"}
    other = drills.begin("ana", "D03", seed=3).run.id
    one = drills.attempt("ana", other, "I don't do that.", "k1")
    assert all(grade.level is None for grade in one.grades.criteria)


def test_the_words_are_kept_when_the_grading_dies_and_graded_when_read_again(drills, company):
    run = begun(drills)
    company.grader.down = True
    with pytest.raises(RuntimeError, match="lights"):
        drills.attempt("ana", run, "You waited all day.", "k1")
    company.grader.down = False
    (one,) = drills.place("ana", run).item.tries
    assert (one.trainee, one.grades.of("empathy").level) == ("You waited all day.", 2)
    assert drills.attempt("ana", run, "You waited all day.", "k1") == one


def test_sending_twice_stores_once_also_at_the_same_moment(drills):
    run = begun(drills)
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: drills.attempt("ana", run, "You waited.", "same").id, range(6)))
    assert len(set(made)) == 1
    assert len(drills.place("ana", run).item.tries) == 1


def test_too_easy_once_stays_and_twice_goes_harder(drills):
    run = begun(drills)
    assert rated(drills, run, Rating.TOO_EASY).item.difficulty is Difficulty.BEGINNER
    place = rated(drills, run, Rating.TOO_EASY)
    assert place.item.difficulty is Difficulty.INTERMEDIATE
    assert rated(drills, run, Rating.TOO_EASY).item.difficulty is Difficulty.INTERMEDIATE
    assert rated(drills, run, Rating.RIGHT).item.difficulty is Difficulty.INTERMEDIATE


def test_too_hard_goes_easier_at_any_time_and_offers_a_break(drills):
    run = begun(drills, difficulty=Difficulty.ADVANCED)
    place = drills.rate("ana", run, 1, Rating.TOO_HARD)
    assert (place.item.difficulty, place.offers_break) == (Difficulty.INTERMEDIATE, True)
    drills.attempt("ana", run, "You laughed, and it hurts.", "k1")
    assert not drills.place("ana", run).offers_break


def test_right_and_too_easy_need_all_three_tries(drills):
    run = begun(drills)
    drills.attempt("ana", run, "You waited.", "k1")
    with pytest.raises(ValueError, match="all three"):
        drills.rate("ana", run, 1, Rating.RIGHT)
    assert drills.place("ana", run).item.rating is None


def test_rating_twice_counts_once(drills):
    run = begun(drills)
    rated(drills, run, Rating.RIGHT)
    place = drills.rate("ana", run, 1, Rating.TOO_HARD)
    assert (len(place.items), place.items[0].rating) == (2, Rating.RIGHT)


def test_no_stimulus_comes_twice_before_the_level_is_used_up(drills, catalog):
    run = begun(drills)
    for _ in catalog.drills["D01"].beginner:
        place = rated(drills, run, Rating.RIGHT)
    ids = [item.stimulus for item in place.items]
    assert len(set(ids[:-1])) == len(ids) - 1
    assert ids[-1] == ids[0]


def test_the_next_sitting_begins_where_the_last_one_ended(drills):
    run = begun(drills)
    rated(drills, run, Rating.TOO_EASY)
    rated(drills, run, Rating.TOO_EASY)
    drills.end("ana", run)
    assert drills.begin("ana", "D01").item.difficulty is Difficulty.INTERMEDIATE
    assert drills.begin("ana", "D02").item.difficulty is Difficulty.BEGINNER


def test_history_tells_the_trend_of_first_tries_and_no_score(drills):
    run = begun(drills)
    for _ in range(5):
        rated(drills, run, Rating.RIGHT)
    assert drills.history("ana")[0].trend is None
    rated(drills, run, Rating.RIGHT)
    (record,) = drills.history("ana")
    assert (record.drill, record.stimuli, record.sittings, record.unfinished) == ("D01", 6, 1, run)
    assert (record.trend.before, record.trend.after) == (2, 2)
    assert not {"score", "mean", "level"} & set(type(record).model_fields)


def test_after_the_end_nothing_more_is_kept(drills):
    run = begun(drills)
    drills.end("ana", run)
    with pytest.raises(ValueError, match="over"):
        drills.attempt("ana", run, "You waited.", "k1")
    with pytest.raises(ValueError, match="over"):
        drills.rate("ana", run, 1, Rating.TOO_HARD)
    assert drills.place("ana", run).item.tries == ()


def test_words_about_the_trainees_own_death_are_neither_kept_nor_graded(drills):
    run = begun(drills)
    answer = drills.attempt("ana", run, "I want to kill myself. This is not about the client, it is about me.", "k1")
    assert isinstance(answer, DrillCare)
    assert drills.place("ana", run).item.tries == ()


@pytest.mark.parametrize(
    "verb",
    [
        lambda drills, run: drills.place("eve", run),
        lambda drills, run: drills.attempt("eve", run, "Hello", "k"),
        lambda drills, run: drills.rate("eve", run, 1, Rating.TOO_HARD),
        lambda drills, run: drills.end("eve", run),
        lambda drills, run: drills.delete("eve", run),
    ],
)
def test_nobody_reaches_the_drill_of_somebody_else(drills, verb):
    run = begun(drills)
    with pytest.raises(RecordNotFound):
        verb(drills, run)
    assert drills.history("eve") == ()
    assert drills.place("ana", run).run.ended_at is None


def test_a_deleted_sitting_is_gone(drills):
    run = begun(drills)
    three_tries(drills, run)
    drills.delete("ana", run)
    assert drills.history("ana") == ()
    with pytest.raises(RecordNotFound):
        drills.place("ana", run)
