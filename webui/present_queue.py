"""What the review queue shows: who, what and when, why it waits, and what is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from classroom.assignments import Assignment
from classroom.queue import QueueItem
from practice.catalog import Catalog
from webui.present import count, shown
from webui.present_needs import need_labels
from webui.zone_time import day_in, time_in

AT_ONCE = 60
"""Rows that are shown before the rest is asked for; ours."""
HEADS = ("Trainee", "What was done", "Ended", "Why it waits", "Done so far")


@dataclass(frozen=True)
class QueueView:
    """How a queue is read: whose clock, which names."""

    zone: str
    """In which moments are written."""
    scenario: Callable[[str], str]
    """Gives a scenario's title by its id."""
    sections: Mapping[str, str]
    """Titles of sections by their id; empty where all are of one."""
    more: str
    """Where every row is shown; empty where every row is shown already."""


def scenario_titles(catalog: Catalog) -> Callable[[str], str]:
    """Give a way to name a scenario; one that is not on offer any more keeps its id."""
    return lambda one: catalog.offers[one].scenario.title if one in catalog.offers else one


def queue_body(items: Sequence[QueueItem], view: QueueView) -> str:
    """Give the queue: what waits, and folded below what was looked through."""
    waiting, done = [one for one in items if one.waits], [one for one in items if not one.waits]
    rows = waiting[:AT_ONCE] if view.more else waiting
    rest = (
        f'<p><a href="{escape(view.more)}">Show all {len(waiting)} that wait</a></p>'
        if len(rows) < len(waiting)
        else ""
    )
    table = (
        _table(rows, view) if rows else '<p class="empty">Nothing waits: everything here has been looked through.</p>'
    )
    return _lead(waiting) + table + rest + _done(done, view)


def _lead(waiting: Sequence[QueueItem]) -> str:
    if not waiting:
        return ""
    pressing = sum(bool(one.reasons) for one in waiting)
    plain = len(waiting) - pressing
    said = f"{count(len(waiting), 'session waits', 'sessions wait')}, those that need a person most first. "
    said += f"In {plain} of them nothing stands out." if plain else "In each of them something stands out."
    return f'<p class="lead">{said}</p>'


def _done(done: Sequence[QueueItem], view: QueueView) -> str:
    if not done:
        return ""
    return f'<details class="looked"><summary>Looked through: {len(done)}</summary>{_table(done, view)}</details>'


def _table(items: Sequence[QueueItem], view: QueueView) -> str:
    heads = "".join(f"<th scope=col>{head}</th>" for head in HEADS)
    zone = f'<p class="help">Times are those of {escape(view.zone.replace("_", " "))}.</p>'
    rows = "".join(_row(one, view) for one in items)
    return f'<table class="queue"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{zone}'


def _row(one: QueueItem, view: QueueView) -> str:
    ended = time_in(one.ended_at, view.zone) if one.ended_at else "Still open"
    cells = (
        f'<a href="transcript/{escape(one.session)}">{shown(one.who or "No name")}</a>{_small(_attempt(one))}',
        shown(one.title) + _small(_what(one, view)),
        f"{ended}{_small([count(one.turns, 'turn', 'turns')])}",
        need_labels(one.reasons) or '<span class="quiet">Nothing stands out</span>',
        _state(one, view),
    )
    named = zip(HEADS, cells, strict=True)
    return "<tr>" + "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in named) + "</tr>"


def _attempt(one: QueueItem) -> list[str]:
    parts = [f"attempt {one.attempt}"] if one.attempt > 1 else []
    parts += ["late"] if one.late else []
    return parts + ([] if one.handed_in else ["not handed in"])


def _what(one: QueueItem, view: QueueView) -> list[str]:
    scenario, section = view.scenario(one.scenario), view.sections.get(one.section, "")
    return [part for part in ("" if scenario == one.title else scenario, section) if part]


def _small(parts: Sequence[str]) -> str:
    return f'<span class="help">{shown(", ".join(parts))}</span>' if parts else ""


def _state(one: QueueItem, view: QueueView) -> str:
    said = [count(one.changed, "level changed", "levels changed")] if one.changed else []
    if one.mark.done and one.mark.created_at:
        news = ", and something came up since" if one.waits else ""
        said.append(f"looked through {day_in(one.mark.created_at, view.zone)}{news}")
    return shown("; ".join(said).capitalize()) if said else '<span class="quiet">Nothing yet</span>'


def assignment_filter(path: str, assignments: Sequence[Assignment], chosen: str) -> str:
    """Give a form that shows the queue of one assignment; empty where there is nothing to choose from.

    Args:
        path: Of the queue.
        assignments: Of the section.
        chosen: Id of the one that is shown now; empty is every one.
    """
    if not assignments:
        return ""
    options = "".join(
        f'<option value="{escape(one.id)}"{" selected" if one.id == chosen else ""}>{shown(one.terms.title)}</option>'
        for one in assignments
    )
    return (
        f'<form class="filter" method="get" action="{escape(path)}"><label>Assignment<select name="assignment">'
        f'<option value="">All assignments</option>{options}</select></label><button>Show</button></form>'
    )
