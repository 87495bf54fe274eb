"""The figures of a class say in words and in a table what they draw, and tell nothing of few people."""

import re

import pytest

from classroom.cohort import Cohort, CriterionInClass, Practised, ScenarioSeparation
from classroom.cohort_figures import FEWEST_PEOPLE, TrendPoint, distribution, separation, trend
from tests.webui.small_course import words
from webui.cohort_charts import BAR, SEPARATIONS, distributions, separations, trends
from webui.cohort_practised import practised_what
from webui.present_cohort import OCCASIONS, coverage, few_words, hidden_words, untold_separations, who_practised

SIX = {f"p{number}": [number % 5, 2] for number in range(6)}
"""Levels of six people: 0, 0, 1, 2, 3, 4 and six times 2."""


def criterion(name="Empathy", levels=SIX, means=None, never=(), met=6, key=None):
    return CriterionInClass(
        criterion=key or name.lower(),
        name=name,
        distribution=distribution(levels),
        trend=trend(means or {}),
        met=met,
        never=never,
    )


def cohort(criteria=(), practised=(), titles=None, found=(), left_out=0):
    return Cohort(
        section="s",
        practised=practised,
        criteria=criteria,
        separations=found,
        left_out=left_out,
        titles={"S01": "A late start"} if titles is None else titles,
    )


def person(name, scenarios=None, left=False):
    done = scenarios or {}
    at = "2026-03-01T09:00:00Z" if done else None
    sessions = sum(done.values())
    return Practised(
        person=name, name=name, left=left, sessions=sessions, turns=3 * sessions, scenarios=done, last_at=at
    )


def test_the_pieces_of_a_bar_are_as_long_as_their_share_and_fill_it():
    drawn = distributions([criterion()])
    pieces = re.findall(r'class="piece level(\d)" x="([\d.]+)" y="0" width="([\d.]+)"', drawn)
    assert [level for level, _, _ in pieces] == ["0", "1", "2", "3", "4"]
    assert [float(long) for _, _, long in pieces] == pytest.approx([BAR * n / 12 for n in (2, 1, 7, 1, 1)], abs=0.1)
    ends = [float(at) + float(long) for _, at, long in pieces]
    assert [float(at) for _, at, _ in pieces[1:]] == pytest.approx(ends[:-1], abs=0.15)
    assert ends[-1] == pytest.approx(BAR, abs=0.2)


def test_a_distribution_says_its_figures_in_words_and_as_a_table():
    drawn = distributions([criterion("R & B")])
    assert "<title" in drawn
    assert "R &amp; B: level 0 2 (17%), level 1 1 (8%), level 2 7 (58%), level 3 1 (8%), level 4 1 (8%)." in drawn
    assert "<summary>The same as a table</summary>" in drawn
    cells = words(re.search(r"<tbody>(.*?)</tbody>", drawn)[1])
    assert cells == "R & B 2 (17%) 1 (8%) 7 (58%) 1 (8%) 1 (8%) 12 6"
    assert "12 turns of 6 trainees" in drawn


def test_a_level_that_nobody_has_gets_no_piece_and_a_short_piece_no_digit():
    levels = {f"p{number}": [2] * 20 for number in range(6)} | {"p9": [4]}
    drawn = distributions([criterion(levels=levels)])
    assert re.findall(r'class="piece level(\d)"', drawn) == ["2", "4"]
    assert re.findall(r'class="in level(\d)"', drawn) == ["2"]


def test_few_people_are_not_drawn_and_that_is_said():
    few = {f"p{number}": [3] for number in range(FEWEST_PEOPLE - 1)}
    drawn = distributions([criterion(), criterion("Consistency", few)])
    assert "Consistency" not in drawn
    assert "Consistency (4)" in few_words(cohort([criterion(), criterion("Consistency", few)]))
    assert distributions([criterion("Consistency", few)]) == ""
    assert few_words(cohort([criterion()])) == ""


def test_a_trend_is_drawn_from_two_points_on_with_its_band():
    means = {f"p{number}": [number / 2, 3.0] for number in range(6)}
    drawn = trends([criterion(means=means), criterion("Consistency", means={k: [1.0] for k in means})])
    assert "Consistency" not in drawn
    assert drawn.count('class="band"') == 1
    assert drawn.count("<circle") == 2
    assert "Empathy: session 1 mean 1.2 of 6 people, session 2 mean 3.0 of 6 people." in drawn
    assert "6 trainees at first, 6 at session 2" in drawn
    assert '<th scope="row">Empathy, 2</th><td>3.0</td><td>3.0</td><td>3.0</td><td>6</td>' in drawn
    assert trends([criterion()]) == ""


def test_the_band_lies_between_the_quarters():
    point = TrendPoint(session=1, people=6, mean=2.0, low=1.0, high=3.0)
    one = criterion().model_copy(update={"trend": (point, point.model_copy(update={"session": 2}))})
    corners = re.search(r'class="band" points="(.*?)"', trends([one]))[1].split()
    heights = [float(corner.split(",")[1]) for corner in corners]
    middle = float(re.search(r'<circle [^>]*cy="([\d.]+)"', trends([one]))[1])
    assert heights[0] == heights[1] < middle < heights[2] == heights[3]


def apart(scenario, levels, key="empathy"):
    return ScenarioSeparation(scenario=scenario, criterion=key, separation=separation(levels))


def test_what_separates_is_drawn_by_its_share_and_what_cannot_be_told_is_said():
    fully, few = {f"p{n}": [n % 5] * 3 for n in range(6)}, {"p0": [1, 2]}
    both = cohort(
        [criterion()], titles={"S01": "A <late> start", "S02": "Rent"}, found=[apart("S01", fully), apart("S02", few)]
    )
    drawn = separations(both)
    assert "A &lt;late&gt; start: empathy: 100%." in drawn
    assert f'class="piece whole" x="0" y="5" width="{BAR:.1f}"' in drawn
    assert "mean 1.7, spread 1.6" in drawn
    assert "Rent" not in drawn
    assert "Rent" in untold_separations(both)
    assert "A &lt;late&gt;" not in untold_separations(both)
    assert separations(cohort([criterion()], found=[apart("S01", few)])) == ""


def test_only_the_first_few_scenarios_are_drawn_and_the_table_holds_all():
    titles = {f"S{n:02}": f"Scene {n}" for n in range(SEPARATIONS + 3)}
    drawn = separations(cohort([criterion()], titles=titles, found=[apart(one, SIX) for one in titles]))
    assert drawn.count("<svg") == SEPARATIONS
    assert drawn.count('<th scope="row">') == SEPARATIONS + 3


def test_who_practised_what_counts_those_who_are_here_and_names_all_in_the_table():
    people = (person("Ana", {"S01": 2}), person("Ben"), person("Cem", {"S01": 1}, left=True))
    drawn = practised_what(cohort(practised=people))
    assert "1 of 2 trainees" in drawn
    assert "A late start: 50%." in drawn
    rows = [words(one) for one in re.findall(r"<tr>(.*?)</tr>", drawn)[1:]]
    assert rows == ["Ana 2 6 1 Mar 2026 2", "Ben 0 0 – –", "Cem (left) 1 3 1 Mar 2026 1"]
    said = words(who_practised(cohort(practised=people)))
    assert said.startswith("One of 2 trainees has practised for this section: 3 sessions, 9 turns.")
    assert said.endswith("One has not practised yet: Ben.")
    assert words(who_practised(cohort(practised=people[:1]))).startswith("One of 1 trainee has practised")
    three = tuple(person(name, {"S01": 1}) for name in ("Ana", "Ben", "Cem"))
    assert words(who_practised(cohort(practised=three))).startswith("All 3 trainees have practised")


def test_coverage_says_who_has_never_met_what():
    people = tuple(person(f"p{n}", {"S01": 1}) for n in range(7))
    some = criterion("Rupture repair", never=("p1", "<p2>"), met=5, key="rupture_repair")
    none = criterion("Confidentiality", never=tuple(f"p{n}" for n in range(7)), met=0, key="confidentiality")
    own = criterion("Patience", never=("p1",), met=6, key="patience")
    said = coverage(cohort([criterion(), some, none, own], practised=people))
    assert "Two of 7 have never met a rupture: p1, &lt;p2&gt;." in said
    assert "Nobody has met yet: a question of privacy." in said
    assert "One of 7 has never met an occasion for “Patience”: p1." in said
    assert "Everybody who practised had an occasion for: Empathy." in said
    assert said.index("Patience") < said.index("a rupture") < said.index("privacy")


def test_many_names_are_folded_away():
    people = tuple(person(f"p{n}", {"S01": 1}) for n in range(20))
    some = criterion("Rupture repair", never=tuple(f"p{n}" for n in range(15)), met=5, key="rupture_repair")
    said = coverage(cohort([some], practised=people))
    assert "<summary>15 of 20 have never met a rupture</summary>" in said
    assert "p14." in said


def test_every_criterion_of_the_rubric_has_words_for_its_occasion():
    from evaluator.rubric import load_rubric

    assert set(OCCASIONS) == {one.id for one in load_rubric().criteria}


def test_what_is_left_out_for_hidden_names_is_said():
    assert "3 sessions are left out" in hidden_words(cohort(left_out=3))
    assert "1 session is left out" in hidden_words(cohort(left_out=1))
    assert hidden_words(cohort()) == ""
