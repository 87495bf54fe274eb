"""What the report says of moments: the client's side of a turn, the turns that gained and cost most, what falls due."""

from collections.abc import Sequence

from practice.client_eye import EyeLine
from practice.report import Moment
from webui.present import shown
from webui.words import event_words


def client_eye(lines: Sequence[EyeLine]) -> str:
    """Give what some turns were like from the client's chair."""
    if not lines:
        return ""
    told = "".join(
        f'<li><span class="turn-mark">Turn {line.turn}</span><p>{shown(line.text)}</p>{points_words(line.points)}</li>'
        for line in lines
    )
    return f'<section><h2>From the client’s chair</h2><ol class="eye">{told}</ol></section>'


def points_words(points: float, what: str = "trust ") -> str:
    """Give points of trust with their sign; `what` stands before them."""
    kind = "up" if points > 0 else "down"
    sign = "+" if points > 0 else "−"
    return f'<span class="points {kind}">{what}{sign}{abs(points):.1f}</span>'


def moments(strongest: Moment | None, costliest: Moment | None) -> str:
    """Give the turn that gained most trust and the one that cost most."""
    named = (("Strongest moment", strongest), ("Costliest moment", costliest))
    cards = "".join(_moment(name, moment) for name, moment in named if moment)
    return f'<section class="two moments">{cards}</section>' if cards else ""


def _moment(name: str, moment: Moment) -> str:
    why = f'<p class="rule">What weighed most: {shown(event_words(moment.reason))}.</p>' if moment.reason else ""
    return (
        f'<article class="card"><h2>{name}</h2>'
        f'<p class="turn-mark">Turn {moment.turn} {points_words(moment.points)}</p>'
        f"<blockquote>{shown(moment.trainee)}</blockquote><p>{shown(moment.reply)}</p>{why}</article>"
    )


def owed(reasons: Sequence[str]) -> str:
    """Say what would fall due in a later session."""
    if not reasons:
        return ""
    lines = "".join(f"<li>{shown(event_words(reason).capitalize())}</li>" for reason in reasons)
    return (
        '<section><h2>What would fall due later</h2><p class="quiet">It went down easily today, and it would cost '
        f"trust in a later session.</p><ul>{lines}</ul></section>"
    )
