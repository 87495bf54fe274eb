"""The figures of a class: how levels lie, how they move, and which scenarios separate most.

Each is drawn for print: it can be read without colours, says itself in words, and comes with a table.
"""

from collections.abc import Sequence
from html import escape

from classroom.cohort import Cohort, CriterionInClass, ScenarioSeparation
from classroom.cohort_figures import TrendPoint
from evaluator.rubric import LEVELS
from webui.charts import Axes, drawing, figure, key, series, table
from webui.present import count
from webui.words import mean_words

BAR, TALL = 320, 26
"""Length and height of a bar, in units of its drawing."""
ROOM_FOR_DIGIT = 13
"""Length of a piece of a bar from which its level is written into it."""
ENDS = ("0 harmful", "1", "2", "3", "4 exemplary")
SEPARATIONS = 8
"""How many scenarios are drawn as separating most; the table holds all. Ours."""


def distributions(criteria: Sequence[CriterionInClass]) -> str:
    """Draw how the levels of each criterion lie, as one bar each; those of too few people are not among them."""
    known = [(one, one.distribution) for one in criteria]
    told = [(one, d, d.counts) for one, d in known if d.counts is not None]
    if not told:
        return ""
    bars = [(one.name, _stacked(one.name, counts), _of(d.turns, d.people)) for one, d, counts in told]
    heads = ("Criterion", *(f"Level {name}" for name in ENDS), "Turns", "People")
    rows = [
        (one.name, *(_with_share(number, d.turns) for number in counts), str(d.turns), str(d.people))
        for one, d, counts in told
    ]
    marks = key([(f"level{level}", name) for level, name in zip(LEVELS, ENDS, strict=True)])
    caption = f"{marks}<p>Each bar is all turns with a level; its pieces are the levels, the lowest at the left.</p>"
    return figure(multiples(bars), caption, table(heads, rows))


def _stacked(name: str, counts: Sequence[int]) -> str:
    """Draw one bar of five pieces, as long as their share."""
    whole, at, inside = sum(counts), 0.0, ""
    for level, number in zip(LEVELS, counts, strict=True):
        long = BAR * number / whole if whole else 0.0
        if number:
            inside += f'<rect class="piece level{level}" x="{at:.1f}" y="0" width="{long:.1f}" height="{TALL}"/>'
        if long >= ROOM_FOR_DIGIT:
            inside += (
                f'<text class="in level{level}" x="{at + long / 2:.1f}" y="18" text-anchor="middle">{level}</text>'
            )
        at += long
    told = ", ".join(
        f"level {level} {_with_share(number, whole)}" for level, number in zip(LEVELS, counts, strict=True)
    )
    return drawing(BAR, TALL, name, f"{name}: {told}.", inside, "strip")


def _with_share(number: int, whole: int) -> str:
    return f"{number} ({number / whole:.0%})" if whole else "0"


def _of(turns: int, people: int) -> str:
    return f"{count(turns, 'turn', 'turns')} of {count(people, 'trainee', 'trainees')}"


def trends(criteria: Sequence[CriterionInClass]) -> str:
    """Draw how each criterion moves from everybody's first session on; one point alone is no trend and not drawn."""
    told = [one for one in criteria if len(one.trend) > 1]
    if not told:
        return ""
    lines = [(one.name, _trend(one), _got_so_far(one.trend)) for one in told]
    heads = ("Criterion and session", "Mean", "A quarter at or below", "A quarter at or above", "People")
    rows = [
        (f"{one.name}, {p.session}", *map(mean_words, (p.mean, p.low, p.high)), str(p.people))
        for one in told
        for p in one.trend
    ]
    caption = (
        "<p>Mean level, 0 to 4, of everybody’s first, second, … session that gave an occasion; half of the people "
        "lie in the band. Later points are of fewer people: whoever got so far, and not chosen ones.</p>"
    )
    return figure(multiples(lines), caption, table(heads, rows))


def _trend(one: CriterionInClass) -> str:
    axes = Axes(BAR, 120, len(one.trend), 4)
    above = [f"{axes.x(p.session):.1f},{axes.y(p.high):.1f}" for p in one.trend]
    below = [f"{axes.x(p.session):.1f},{axes.y(p.low):.1f}" for p in reversed(one.trend)]
    band = f'<polygon class="band" points="{" ".join([*above, *below])}"/>'
    inside = band + axes.grid((0, 2, 4)) + series(axes, [p.mean for p in one.trend], "cohort")
    told = [
        f"session {p.session} mean {mean_words(p.mean)} of {count(p.people, 'person', 'people')}" for p in one.trend
    ]
    return drawing(BAR, 120, one.name, f"{one.name}: {', '.join(told)}.", inside)


def _got_so_far(points: Sequence[TrendPoint]) -> str:
    return f"{points[0].people} trainees at first, {points[-1].people} at session {points[-1].session}"


def separations(cohort: Cohort) -> str:
    """Draw which scenarios separate most, by the share of the differences that lies between people."""
    found = [(one, one.separation) for one in cohort.separations]
    known = [(one, s, s.between) for one, s in found if s.between is not None]
    if not known:
        return ""
    bars = [
        (
            _what(cohort, one),
            share_bar(_what(cohort, one), share),
            f"{share:.0%} · mean {mean_words(s.mean)}, spread {mean_words(s.spread)}",
        )
        for one, s, share in known[:SEPARATIONS]
    ]
    heads = ("Scenario and headline", "Between people", "Mean", "Spread", "People")
    rows = [
        (_what(cohort, one), f"{share:.0%}", *map(mean_words, (s.mean, s.spread)), str(s.people))
        for one, s, share in known
    ]
    caption = (
        "<p>How much of the differences between turns lies between people: 100 % is that who speaks decides "
        "everything, 0 % that people differ no more than their own turns do. Beside it, the mean of the people’s "
        "means and how far these spread (standard deviation), in levels.</p>"
    )
    return figure(multiples(bars), caption, table(heads, rows))


def _what(cohort: Cohort, one: ScenarioSeparation) -> str:
    names = {criterion.criterion: criterion.name for criterion in cohort.criteria}
    return f"{cohort.titles[one.scenario]}: {names[one.criterion].lower()}"


def share_bar(name: str, share: float) -> str:
    """Draw a share as a bar on its rail."""
    inside = f'<rect class="rail" x="0" y="5" width="{BAR}" height="16"/>'
    inside += f'<rect class="piece whole" x="0" y="5" width="{BAR * share:.1f}" height="16"/>'
    return drawing(BAR, TALL, name, f"{name}: {share:.0%}.", inside, "strip")


def multiples(parts: Sequence[tuple[str, str, str]]) -> str:
    """Put small drawings side by side, each under its name and over its words."""
    rows = "".join(
        f'<li><p class="name">{escape(name)}</p>{drawn}<p class="quiet">{escape(words)}</p></li>'
        for name, drawn, words in parts
    )
    return f'<ul class="multiples">{rows}</ul>'
