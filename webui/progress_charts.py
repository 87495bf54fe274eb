"""A trainee's progress: each criterion in small over the sessions, what can be said of it, and all of it as a table."""

from collections.abc import Sequence

from classroom.my_work import CriterionPath, PathPoint
from practice.trends import FEWEST_SESSIONS
from webui.charts import drawing, table
from webui.present import count, day, link, shown
from webui.present_course import moved
from webui.views import View, Where
from webui.words import mean_words

WIDTH, HEIGHT, TOP, BOTTOM, LEFT = 260, 96, 10, 18, 18
"""Of one drawing, in its own units; ours."""
BLOCKS = {"headline": "The two headlines", "pillar": "The pillars of trust", "gate": "Safety and scope"}
HEAD = '<h1>My progress</h1><p class="lead">Each criterion over your finished sessions, the oldest first.</p>'
HOW = (
    "<p>Each mark is the mean level of one session, 0 to 4, as it was graded automatically. A full mark: enough "
    "occasions for the mean to say something. A hollow mark: too few to go by. No mark: the client gave no occasion. "
    "Sessions with different clients are not equally hard, so a step down need not be a step back.</p>"
)
NOTHING = (
    "<div class='empty'><p>Nothing to draw yet. After your first finished session with grades, each criterion "
    "has its own small chart here.</p>{practise}</div>"
)


def progress(found: Sequence[CriterionPath]) -> str:
    """Give the whole view."""
    sessions = _sessions(found)
    back = f'<p class="back">{link(Where(view=View.SESSIONS), "My sessions")}</p>'
    if not sessions:
        return back + HEAD + NOTHING.format(practise=link(Where(), "Choose a scenario", "button primary"))
    few = _few(len(sessions))
    charts = "".join(_block(block, title, found) for block, title in BLOCKS.items())
    printing = '<p class="row"><button type="button" class="button" data-print>Print</button></p>'
    return f'{back}{HEAD}{few}<div class="quiet small">{HOW}</div>{charts}{_as_table(found, sessions)}{printing}'


def _sessions(found: Sequence[CriterionPath]) -> list[PathPoint]:
    """Give one point for each session that any criterion was told in, the oldest first."""
    points = {point.session: point for path in found for point in path.points}
    return sorted(points.values(), key=lambda point: (point.started_at, point.session))


def _few(sessions: int) -> str:
    if sessions >= FEWEST_SESSIONS:
        return ""
    so_far = count(sessions, "session", "sessions")
    return (
        f'<p class="notice"><strong>{so_far} so far.</strong> From {FEWEST_SESSIONS} sessions on with enough '
        "occasions, a trend is named; until then these are single days.</p>"
    )


def _block(block: str, title: str, found: Sequence[CriterionPath]) -> str:
    paths = [path for path in found if path.block == block]
    if not paths:
        return ""
    seen = [path for path in paths if any(point.graded for point in path.points)]
    silent = [path.name for path in paths if path not in seen]
    drawn = f'<ul class="paths">{"".join(map(_path, seen))}</ul>' if seen else ""
    unseen = f'<p class="quiet">No occasion in any session yet: {shown(", ".join(silent))}.</p>' if silent else ""
    return f"<section><h2>{title}</h2>{drawn}{unseen}</section>"


def _path(path: CriterionPath) -> str:
    return (
        f'<li class="path"><h3>{shown(path.name)}</h3>{_drawing(path)}<p class="quiet small">'
        f"{shown(path_words(path))}</p></li>"
    )


def path_words(path: CriterionPath) -> str:
    """Say what can be said of a criterion over the sessions, and no more than that."""
    solid = sum(point.enough for point in path.points)
    if path.trend is not None:
        each = count(path.trend.each, "session", "sessions")
        return f"{moved(path.trend).capitalize()}, the first {each} beside the last {path.trend.each}."
    if not solid:
        return "Seen, but in no session often enough to go by."
    seen = count(solid, "session", "sessions")
    return f"{seen} with enough occasions; {FEWEST_SESSIONS} are needed to name a trend."


def _drawing(path: CriterionPath) -> str:
    """Draw one criterion; only means that say something are joined."""
    places = [(_x(place, len(path.points)), point) for place, point in enumerate(path.points)]
    lines = "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{_y(level):.1f}" y2="{_y(level):.1f}"/>'
        f'<text class="tick" x="{LEFT - 6}" y="{_y(level) + 4:.1f}" text-anchor="end">{level}</text>'
        for level in (0, 2, 4)
    )
    solid = [f"{x:.1f},{_y(point.mean):.1f}" for x, point in places if point.enough and point.mean is not None]
    joined = f'<polyline class="line" points="{" ".join(solid)}"/>' if len(solid) > 1 else ""
    marks = "".join(_mark(x, point) for x, point in places)
    says = ". ".join(_told(point) for point in path.points)
    return drawing(WIDTH, HEIGHT, path.name, says or "No session yet", lines + joined + marks, "small-path")


def _mark(x: float, point: PathPoint) -> str:
    if point.mean is None:
        return f'<circle class="none" cx="{x:.1f}" cy="{HEIGHT - 6}" r="2.2"/>'
    look = "point" if point.enough else "point hollow"
    return f'<circle class="{look}" cx="{x:.1f}" cy="{_y(point.mean):.1f}" r="4.5"/>'


def _x(place: int, points: int) -> float:
    return LEFT + (WIDTH - LEFT) * (place + 0.5) / max(points, 6)


def _y(level: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - level / 4)


def _told(point: PathPoint) -> str:
    if point.mean is None:
        return f"{day(point.started_at)}: no occasion"
    few = "" if point.enough else f", from only {count(point.graded, 'occasion', 'occasions')}"
    return f"{day(point.started_at)}: {mean_words(point.mean)}{few}"


def _as_table(found: Sequence[CriterionPath], sessions: Sequence[PathPoint]) -> str:
    """Give the same figures, a row for each session; one from too few occasions stands in brackets."""
    heads = ("Session", *(path.name for path in found))
    means = [{point.session: point for point in path.points} for path in found]
    rows = [(f"{one.title}, {day(one.started_at)}", *(_cell(of.get(one.session)) for of in means)) for one in sessions]
    return (
        '<details class="as-table"><summary>The same as a table</summary>'
        f'<p class="quiet small">In brackets: from too few occasions to go by.</p>{table(heads, rows)}</details>'
    )


def _cell(point: PathPoint | None) -> str:
    if point is None or point.mean is None:
        return "–"
    return mean_words(point.mean) if point.enough else f"({mean_words(point.mean)})"
