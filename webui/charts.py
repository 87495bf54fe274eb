"""Draws the charts: dials, levels over the turns, the pillars in small, as SVG with words for who cannot see it.

Each chart comes with a table of the same figures. Colours are custom properties of the theme, so that dark mode and
paper work.
"""

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import count, pairwise

from webui.words import mean_words

_numbers = count(1)
WIDE, NARROW = 920, 340
"""Widths of the drawing, in its own units; the page shows the one that fits."""
TOP, LEFT, RIGHT, BOTTOM = 16, 34, 14, 30

Levels = Sequence[float | None]


def drawing(width: int, height: int, title: str, says: str, inside: str, kind: str = "") -> str:
    """Wrap shapes as one image with a title and a description."""
    key = f"chart{next(_numbers)}"
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}t {key}d">'
        f'<title id="{key}t">{escape(title)}</title><desc id="{key}d">{escape(says)}</desc>{inside}</svg>'
    )


def figure(drawings: str, caption: str, table: str) -> str:
    """Give a chart with its caption and, folded away, its table."""
    return (
        f'<figure class="figure">{drawings}<figcaption>{caption}</figcaption>'
        f"<details><summary>The same as a table</summary>{table}</details></figure>"
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a table; the first cell of a row is its head."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _on_arc(value: float, radius: float) -> tuple[float, float]:
    turned = math.pi * (1 - value / 4)
    return 100 + radius * math.cos(turned), 100 - radius * math.sin(turned)


def _arc(start: float, end: float, kind: str) -> str:
    (x, y), (to_x, to_y) = _on_arc(start, 78), _on_arc(end, 78)
    return f'<path class="{kind}" d="M{x:.1f} {y:.1f}A78 78 0 0 1 {to_x:.1f} {to_y:.1f}"/>'


def dial(name: str, value: float | None, words: str, guess: float | None = None, figures: str = "") -> str:
    """Draw one headline as a half circle from 0 to 4; None leaves it empty.

    Args:
        name: Of the headline.
        value: Level 0–4, or None where nothing was observed.
        words: What stands under the figure.
        guess: The trainee's own guess, 0–4, as a mark on the rim.
        figures: What stands in the middle; the value if not given.
    """
    inside = _arc(0, 4, "dial-rim")
    if value:
        inside += _arc(0, value, "dial-value")
    for step in range(1, 4):
        (x, y), (to_x, to_y) = _on_arc(step, 71), _on_arc(step, 85)
        inside += f'<line class="dial-step" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
    if guess is not None:
        (x, y), (to_x, to_y) = _on_arc(guess, 66), _on_arc(guess, 94)
        inside += f'<line class="dial-guess" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
    middle = figures or mean_words(value)
    inside += f'<text class="dial-figure" x="100" y="92" text-anchor="middle">{escape(middle)}</text>'
    inside += '<text class="dial-end" x="22" y="116" text-anchor="middle">0</text>'
    inside += '<text class="dial-end" x="178" y="116" text-anchor="middle">4</text>'
    guessed = f" Your own guess was {mean_words(guess)}." if guess is not None else ""
    says = f"{name}: {middle} on a scale from 0 to 4. {words}.{guessed}"
    return (
        f'<div class="dial">{drawing(200, 120, name, says, inside)}'
        f'<p class="dial-name">{escape(name)}</p><p class="dial-words">{escape(words)}</p></div>'
    )


class Axes:
    """Places turns and values on a drawing; `first` is the number of the leftmost turn."""

    def __init__(self, width: int, height: int, turns: int, top_value: float, first: int = 1) -> None:
        self.width, self.height, self.turns, self.top_value, self.first = (
            width,
            height,
            turns,
            top_value,
            first,
        )

    def x(self, turn: float) -> float:
        """Give the place of a turn from the left."""
        room = self.width - LEFT - RIGHT
        return LEFT + room * (turn - self.first + 0.5) / max(1, self.turns)

    def y(self, value: float) -> float:
        """Give the place of a value from the top."""
        return TOP + (self.height - TOP - BOTTOM) * (1 - value / self.top_value)

    def grid(self, values: Sequence[float], names: Sequence[str] = ()) -> str:
        """Draw lines at these values, and the numbers of the turns."""
        lines = ""
        for value, name in zip(values, names or [f"{value:g}" for value in values], strict=True):
            y = self.y(value)
            lines += f'<line class="grid" x1="{LEFT}" x2="{self.width - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            lines += f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>'
        every = 1 if self.turns <= 12 or self.width == WIDE else 2
        for turn in range(self.first, self.first + self.turns, every):
            x, y = self.x(turn), self.height - 10
            lines += f'<text class="tick" x="{x:.1f}" y="{y}" text-anchor="middle">{turn}</text>'
        return lines


def series(axes: Axes, levels: Levels, kind: str, square: bool = False, hollow: Sequence[int] = ()) -> str:
    """Draw one line with its points; a missing value interrupts the line, a turn in `hollow` is drawn hollow."""
    points = [(axes.x(axes.first + place), axes.y(v)) for place, v in enumerate(levels) if v is not None]
    known = [place for place, value in enumerate(levels) if value is not None]
    inside = ""
    for (here, there), ((x, y), (to_x, to_y)) in zip(pairwise(known), pairwise(points), strict=True):
        apart = " apart" if there - here > 1 else ""
        inside += f'<line class="line {kind}{apart}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
    for (x, y), place in zip(points, known, strict=True):
        look = f"{kind} hollow" if axes.first + place in hollow else kind
        if square:
            inside += f'<rect class="point {look}" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>'
        else:
            inside += f'<circle class="point {look}" cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>'
    return inside


def both_widths(height: int, title: str, says: str, draw: Callable[[int], str]) -> str:
    """Draw a chart for a desk and for a phone; the page shows one of them."""
    wide = drawing(WIDE, height, title, says, draw(WIDE), "wide")
    return wide + drawing(NARROW, height, title, says, draw(NARROW), "narrow")


def key(entries: Sequence[tuple[str, str]]) -> str:
    """Give the key of a chart: pairs of class and name."""
    return '<p class="key">' + "".join(f'<span class="{kind}">{escape(name)}</span>' for kind, name in entries) + "</p>"
