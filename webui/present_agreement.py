"""What the page of agreement shows: a figure for each criterion with its interval drawn, and what it means."""

from collections.abc import Sequence

from classroom.agreement import FEWEST_PAIRS, FEWEST_SESSIONS, CriterionAgreement
from webui.charts import drawing
from webui.present import count, shown

HEADS = ("Criterion", "Weighted kappa", "With its interval", "Pairs", "Same level", "Grader against instructors")
WIDTH, HEIGHT, MARGIN = 220, 34, 10
LOWEST, HIGHEST = -0.25, 1.0
"""Ends of the drawing; an interval that goes on below has no end there, and its figure stands beside."""
STEPS = (0.0, 0.5, 1.0)
LENIENT_FROM = 0.1
"""Levels by which the grader must differ to be called milder or stricter; ours."""
MEANING = (
    "<p>Kappa says how far two who give levels agree beyond what their habits alone would bring about. <b>1</b> is the "
    "same level every time, <b>0</b> is no better than chance, below 0 is worse than chance. It is weighted with "
    "squares: two levels apart counts four times as much as one apart.</p>"
    "<p>The interval holds what the figure would be in 95 of 100 classes like this one. A wide one means: too little "
    "was looked at to rely on the figure. Where intervals overlap, do not call one criterion better than another.</p>"
    "<p>Pairs come from sessions that were marked as looked through: each turn’s automatic level, and the level that "
    "an instructor set or let stand. Whoever reviews sees the automatic level first, which makes the two agree more "
    "than two who judge apart.</p>"
)


def agreement_body(found: Sequence[CriterionAgreement]) -> str:
    """Give the table with its plots, and what it means."""
    if not any(one.pairs for one in found):
        return (
            '<p class="empty">Nothing to compare yet. Mark sessions as looked through in the review queue; what you '
            f"let stand and what you change there is held against the grader.</p>{_meaning()}"
        )
    heads = "".join(f"<th scope=col>{head}</th>" for head in HEADS)
    rows = "".join(map(_row, found))
    table = f'<table class="agreement"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    told = sum(one.kappa is not None for one in found)
    lead = f"{told} of {len(found)} criteria have the {FEWEST_PAIRS} pairs that a figure needs."
    return f"<p class=lead>{lead}</p>{table}<h2>How to read this</h2>{_meaning()}"


def _meaning() -> str:
    bounds = (
        f"<p>Below {FEWEST_PAIRS} pairs no figure is given, and below {FEWEST_SESSIONS} sessions no interval: turns of "
        "one session are alike.</p>"
    )
    return f'<div class="meaning">{MEANING}{bounds}</div>'


def _row(one: CriterionAgreement) -> str:
    cells = (shown(one.name), figure_words(one), interval_bar(one), _pairs(one), _same(one), _lean(one))
    named = zip(HEADS, cells, strict=True)
    row = "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in named)
    return f"<tr{' class=off' if one.kappa is None else ''}>{row}</tr>"


def figure_words(one: CriterionAgreement) -> str:
    """Give the kappa with its interval, or that there are too few pairs."""
    if one.kappa is None:
        return "too few" if one.pairs else "none yet"
    between = f"{signed(one.interval.low)} to {signed(one.interval.high)}" if one.interval else "too few sessions"
    return f"<b>{signed(one.kappa)}</b>{_small(between)}"


def signed(value: float) -> str:
    """Write a figure with two decimals and a true minus."""
    return f"{value:.2f}".replace("-", "−")


def _pairs(one: CriterionAgreement) -> str:
    alone = f"{count(one.one_alone, 'turn', 'turns')} with a level of one alone" if one.one_alone else ""
    of = f" in {count(one.sessions, 'session', 'sessions')}" if one.pairs else ""
    return f"{one.pairs}{of}{_small(alone)}"


def _same(one: CriterionAgreement) -> str:
    return "–" if one.exact is None else f"{one.exact:.0%}{_small(f'{one.changed} changed')}"


def _lean(one: CriterionAgreement) -> str:
    if one.lenient is None:
        return "–"
    if abs(one.lenient) < LENIENT_FROM:
        return "about as mild"
    return f"{signed(abs(one.lenient))} levels {'milder' if one.lenient > 0 else 'stricter'}"


def _small(words: str) -> str:
    return f'<span class="help">{words}</span>' if words else ""


def interval_bar(one: CriterionAgreement) -> str:
    """Draw the kappa as a point with its interval as a bar, on a scale that is the same in each row."""
    if one.kappa is None:
        return ""
    inside = "".join(_step(step) for step in STEPS)
    if one.interval:
        low, high = _x(one.interval.low), _x(one.interval.high)
        inside += f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="11" y2="11"/>'
        ends = [_x(end) for end in one.interval if end >= LOWEST]
        inside += "".join(f'<line class="interval" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="16"/>' for x in ends)
    inside += f'<circle class="point" cx="{_x(one.kappa):.1f}" cy="11" r="5"/>'
    between = f", 95 % interval {signed(one.interval.low)} to {signed(one.interval.high)}" if one.interval else ""
    return drawing(WIDTH, HEIGHT, one.name, f"Weighted kappa {signed(one.kappa)}{between}", inside, "bar-of-interval")


def _x(value: float) -> float:
    inside = min(max(value, LOWEST), HIGHEST)
    return MARGIN + (WIDTH - 2 * MARGIN) * (inside - LOWEST) / (HIGHEST - LOWEST)


def _step(value: float) -> str:
    x = _x(value)
    line = f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="20"/>'
    return f'{line}<text class="tick" x="{x:.1f}" y="32" text-anchor="middle">{value:g}</text>'
