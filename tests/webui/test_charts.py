"""The charts: a missing value breaks the line, the words say what the picture shows, a table holds the figures."""

import re

from practice.report import Scores, TrustPoint
from webui.charts import NARROW, Axes, dial, series
from webui.report_charts import headlines_chart, pillars_chart, trust_chart

NAMES = ("Harmful", "Missed", "Adequate", "Skilled", "Exemplary")


def scores(name="Empathy", levels=(2, None, 3, 4)):
    given = [level for level in levels if level is not None]
    return Scores(
        criterion=name.lower(),
        name=name,
        block="pillar",
        levels=levels,
        graded=len(given),
        mean=sum(given) / len(given) if given else None,
        enough=len(given) >= 3,
    )


def test_a_dial_without_a_value_is_empty_and_says_so():
    drawn = dial("Empathy", None, "Not observed")
    assert "dial-value" not in drawn
    assert "Not observed" in drawn
    assert "dial-value" in dial("Empathy", 2.0, "Adequate")


def test_a_dial_at_four_ends_at_the_right_and_at_zero_shows_zero():
    assert re.search(r"78 78 0 0 1 178\.0 100\.0", dial("Empathy", 4, "Exemplary"))
    assert ">0.0<" in dial("Empathy", 0.0, "Harmful")


def test_a_missing_level_draws_no_point_and_a_fainter_line():
    drawn = series(Axes(NARROW, 200, 4, 4), (2, None, 3, 4), "empathy")
    assert drawn.count("<circle") == 3
    assert drawn.count("<line") == 2
    assert drawn.count("apart") == 1


def test_higher_levels_are_drawn_higher():
    axes = Axes(NARROW, 200, 4, 4)
    assert axes.y(4) < axes.y(3) < axes.y(0)
    assert axes.x(1) < axes.x(2)


def test_every_chart_says_in_words_and_in_a_table_what_it_shows():
    drawn = headlines_chart(scores(), scores("Boundary-setting", (None, None, 1, None)))
    assert "Turn 3: empathy 3, boundary-setting 1" in drawn
    assert drawn.count("<title") == drawn.count("<desc") == 2
    assert '<th scope="row">Turn 2</th><td>not observed</td>' in drawn
    ids = re.findall(r'id="(chart\d+t)"', drawn)
    assert len(ids) == len(set(ids)) == 2


def test_a_turn_that_is_not_sure_is_hollow_and_its_level_is_in_no_words():
    unsure = scores().model_copy(update={"unsure": (3,)})
    drawn = headlines_chart(unsure, scores("Boundary-setting", (None, None, 1, None)))
    assert drawn.count("point empathy hollow") == 2
    assert "boundary hollow" not in drawn
    assert "Turn 3: empathy not sure, boundary-setting 1" in drawn
    assert '<th scope="row">Turn 3</th><td>not sure</td><td>1</td>' in drawn
    assert "A hollow mark" in drawn
    strips = pillars_chart([unsure], NAMES, 3)
    assert strips.count("bar hollow") == 1
    assert "bar level3" not in strips
    assert "turn 3 not sure" in strips
    assert "A hollow bar" in strips


def test_without_an_unsure_turn_nothing_is_hollow():
    drawn = headlines_chart(scores(), scores()) + pillars_chart([scores()], NAMES, 3)
    assert "hollow" not in drawn


def test_a_pillar_says_mean_or_why_there_is_none():
    drawn = pillars_chart([scores(), scores("Respect", (1, None, 2, None)), scores("Culture", (None,) * 4)], NAMES, 3)
    assert "3.0 · Skilled" in drawn
    assert "Not enough yet: 2 of 3" in drawn
    assert "Not observed" in drawn


def test_the_trust_curve_marks_ruptures_and_layers():
    points = (
        TrustPoint(turn=0, trust=30, layer=0, arousal=0, rupture=None),
        TrustPoint(turn=1, trust=36, layer=1, arousal=0, rupture=None),
        TrustPoint(turn=2, trust=22, layer=0, arousal=10, rupture="withdrawal"),
    )
    drawn = trust_chart(points)
    assert drawn.count('<rect class="rupture"') == 2
    assert drawn.count('<path class="layer"') == 2
    assert "Turn 2: trust 22, layer 0, withdrawal rupture open" in drawn
    plain = trust_chart(points[:1])
    assert '<rect class="rupture"' not in plain
