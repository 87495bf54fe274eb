"""The charts of the report and of the history: headlines, pillars and trust over the turns, sessions over time."""

from collections.abc import Sequence
from html import escape

from practice.progress import SessionSummary
from practice.report import Scores, TrustPoint
from webui.charts import BOTTOM, LEFT, TOP, Axes, both_widths, drawing, figure, key, series, table
from webui.present import count, day
from webui.words import LAYERS, level_name, mean_words

LEVELS = (0, 1, 2, 3, 4)
HOLLOW = "a guess, not sure enough for a level of that turn; it counts in the mean."


def _told(scores: Scores) -> list[str]:
    """Give the levels turn by turn in words; one that is too unsure to be told is not."""
    return [
        "not sure" if turn in scores.unsure else "not observed" if level is None else str(level)
        for turn, level in enumerate(scores.levels, start=1)
    ]


def headlines_chart(empathy: Scores, boundary: Scores) -> str:
    """Draw the two headlines over the turns."""
    turns = len(empathy.levels)

    def draw(width: int) -> str:
        axes = Axes(width, 220, turns, 4)
        squares = series(axes, boundary.levels, "boundary", square=True, hollow=boundary.unsure)
        return axes.grid(LEVELS) + squares + series(axes, empathy.levels, "empathy", hollow=empathy.unsure)

    pairs = zip(_told(empathy), _told(boundary), strict=True)
    rows = [(f"Turn {turn}", one, other) for turn, (one, other) in enumerate(pairs, start=1)]
    told = [f"{turn}: empathy {one}, boundary-setting {other}" for turn, one, other in rows]
    drawings = both_widths(220, "Empathy and boundary-setting over the turns", ". ".join(told) + ".", draw)
    marks = key([("empathy", empathy.name), ("boundary", boundary.name)])
    hollow = f" A hollow mark: {HOLLOW}" if empathy.unsure or boundary.unsure else ""
    caption = f"{marks}<p>Levels 0 to 4 by turn. Where a mark is missing, the client gave no occasion.{hollow}</p>"
    return figure(drawings, caption, table(("Turn", empathy.name, boundary.name), rows))


def pillars_chart(scores: Sequence[Scores], names: tuple[str, ...], fewest: int) -> str:
    """Draw each pillar in small over the turns, with its mean or why there is none."""
    rows = "".join(
        f'<li class="pillar{"" if s.graded else " silent"}"><p class="pillar-name">{escape(s.name)}</p>'
        f'{_strip(s)}<p class="pillar-mean">{escape(standing(s, names, fewest))}</p></li>'
        for s in scores
    )
    turns = len(scores[0].levels) if scores else 0
    heads = ("Pillar", *(f"Turn {turn}" for turn in range(1, turns + 1)), "Session")
    cells = [(s.name, *_told(s), standing(s, names, fewest)) for s in scores]
    hollow = f" A hollow bar: {HOLLOW}" if any(s.unsure for s in scores) else ""
    caption = f"<p>One column for each turn; the higher the bar, the higher the level. A dot: no occasion.{hollow}</p>"
    return figure(f'<ul class="pillars">{rows}</ul>', caption, table(heads, cells))


def standing(scores: Scores, names: tuple[str, ...], fewest: int) -> str:
    """Say where a criterion stands after the session: its mean, or why there is none."""
    if not scores.graded:
        return "Not observed"
    if not scores.enough:
        return f"Not enough yet: {scores.graded} of {fewest}"
    return f"{mean_words(scores.mean)} · {level_name(scores.mean, names)}"


def _strip(scores: Scores) -> str:
    turns = max(1, len(scores.levels))
    step = 160 / max(turns, 8)
    inside = f'<line class="grid" x1="0" x2="{turns * step:.1f}" y1="33" y2="33"/>'
    for place, level in enumerate(scores.levels):
        x = place * step
        if level is None:
            inside += f'<circle class="none" cx="{x + step / 2:.1f}" cy="29" r="2.2"/>'
        else:
            height, look = 3 + level * 7, "hollow" if place + 1 in scores.unsure else f"level{level}"
            inside += (
                f'<rect class="bar {look}" x="{x + 1.5:.1f}" y="{33 - height}" '
                f'width="{step - 3:.1f}" height="{height}" rx="1.5"/>'
            )
    says = ", ".join(f"turn {turn} {told}" for turn, told in enumerate(_told(scores), start=1))
    return drawing(160, 36, scores.name, says or "no turns", inside, "strip")


def trust_chart(points: Sequence[TrustPoint]) -> str:
    """Draw the client's trust over the session, with ruptures and with the layers that stood open."""

    def draw(width: int) -> str:
        axes = Axes(width, 240, len(points), 100, first=0)
        return _ruptures(axes, points) + axes.grid((0, 25, 50, 75, 100)) + _trust_line(axes, points)

    told = [
        f"{'Start' if p.turn == 0 else f'Turn {p.turn}'}: trust {p.trust:.0f}, layer {p.layer}"
        + (f", {p.rupture} rupture open" if p.rupture else "")
        for p in points
    ]
    drawings = both_widths(240, "The client's trust over the session", ". ".join(told) + ".", draw)
    rows = [
        (
            "Start" if p.turn == 0 else f"Turn {p.turn}",
            f"{p.trust:.0f}",
            f"{p.layer}: {LAYERS[p.layer]}",
            p.rupture or "none",
        )
        for p in points
    ]
    marks = key([("trust", "Trust, 0–100"), ("layer", "A deeper layer opened"), ("rupture", "Rupture open")])
    caption = f"{marks}<p>Trust is reported, not graded: slow is not failure.</p>"
    return figure(drawings, caption, table(("Turn", "Trust", "Layer open", "Rupture"), rows))


def _ruptures(axes: Axes, points: Sequence[TrustPoint]) -> str:
    wide = axes.x(1) - axes.x(0)
    tall = axes.height - TOP - BOTTOM
    return "".join(
        f'<rect class="rupture" x="{max(LEFT, axes.x(p.turn) - wide / 2):.1f}" y="{TOP}" '
        f'width="{wide:.1f}" height="{tall}"/>'
        for p in points
        if p.rupture
    )


def _trust_line(axes: Axes, points: Sequence[TrustPoint]) -> str:
    path = " ".join(f"{axes.x(p.turn):.1f},{axes.y(p.trust):.1f}" for p in points)
    inside = f'<polyline class="line trust" points="{path}"/>'
    layer = points[0].layer if points else 0
    for point in points:
        x, y = axes.x(point.turn), axes.y(point.trust)
        inside += f'<circle class="point trust" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        if point.layer > layer:
            inside += f'<path class="layer" d="M{x:.1f} {y - 22:.1f}l7 7l-7 7l-7 -7z"/>'
            inside += f'<text class="mark" x="{x:.1f}" y="{y - 27:.1f}" text-anchor="middle">{point.layer}</text>'
        layer = max(layer, point.layer)
    return inside


def history_chart(summaries: Sequence[SessionSummary]) -> str:
    """Draw the headlines and the distance of the trainee's own guess, oldest session first."""
    told = [s for s in reversed(summaries) if s.empathy is not None or s.boundary is not None]
    if len(told) < 2:
        return '<p class="quiet">After two finished sessions, your trend is drawn here.</p>'

    def draw(width: int) -> str:
        axes = Axes(width, 220, len(told), 4)
        gap = series(axes, [s.surprise for s in told], "gap")
        squares = series(axes, [s.boundary for s in told], "boundary", square=True)
        return axes.grid(LEVELS) + gap + squares + series(axes, [s.empathy for s in told], "empathy")

    rows = [
        (f"{i}. {s.title}, {day(s.started_at)}", *map(mean_words, (s.empathy, s.boundary, s.surprise)))
        for i, s in enumerate(told, 1)
    ]
    says = ". ".join(f"{row[0]}: empathy {row[1]}, boundary-setting {row[2]}, guess off by {row[3]}" for row in rows)
    drawings = both_widths(220, f"Headlines over {count(len(told), 'session', 'sessions')}", says + ".", draw)
    marks = key([("empathy", "Empathy"), ("boundary", "Boundary-setting"), ("gap", "Distance of your own guess")])
    caption = f"{marks}<p>Means by session, oldest first. For your guess, lower is closer.</p>"
    return figure(drawings, caption, table(("Session", "Empathy", "Boundary-setting", "Guess off by"), rows))
