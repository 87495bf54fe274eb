"""What can be assigned: every scenario, drill and treatment on offer, in groups, as one list to choose from."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from classroom.assignments import Kind
from dialogue.record import Record
from practice.catalog import Catalog, Offer
from scenarios.arc import Arc
from scenarios.drill import Drill
from webui.present import shown
from webui.present_home import difficulty
from webui.words import FAMILIES

DRILLS, ARCS = "Drills: one skill, short words", "Treatments: several sessions with one client"
KINDS = {Kind.SCENARIO: "Scenario", Kind.DRILL: "Drill", Kind.ARC: "Treatment"}


class Assignable(Record):
    """One thing that can be assigned."""

    kind: Kind
    content: str
    title: str
    group: str
    who: str
    """The client, and what they bring; for a drill, the skill."""
    difficulty: int | None
    """1–5; None for a drill, which has its own ladder."""
    length: str
    note: str
    """Kinds of hard content that may come up."""
    turn_limit: int | None = None
    """Its own; None where it has none."""


def scenario_on_offer(offer: Offer) -> Assignable:
    """Show a scenario with its client to whoever may assign it."""
    scenario, card = offer.scenario, offer.persona.card
    return Assignable(
        kind=Kind.SCENARIO,
        content=scenario.id,
        title=scenario.title,
        group=FAMILIES[offer.persona.family],
        who=f"{card.name}, {card.age}. {card.summary}",
        difficulty=scenario.difficulty,
        length=f"{scenario.minutes} min, up to {scenario.turn_limit} turns",
        note=scenario.prebrief.content_note,
        turn_limit=scenario.turn_limit,
    )


def drill_on_offer(drill: Drill, catalog: Catalog) -> Assignable:
    """Show a drill to whoever may assign it."""
    return Assignable(
        kind=Kind.DRILL,
        content=drill.id,
        title=drill.title,
        group=DRILLS,
        who=f"{catalog.rubric.criterion(drill.skill).name}. {drill.instruction}",
        difficulty=None,
        length=f"{drill.minutes} min",
        note=drill.content_note,
    )


def arc_on_offer(arc: Arc, catalog: Catalog) -> Assignable:
    """Show a treatment to whoever may assign it."""
    card = catalog.cast[arc.persona].card
    return Assignable(
        kind=Kind.ARC,
        content=arc.id,
        title=arc.title,
        group=ARCS,
        who=f"{card.name}, {card.age}. {arc.about}",
        difficulty=arc.difficulty,
        length=f"{len(arc.sessions)} sessions, {sum(one.minutes for one in arc.sessions)} min together",
        note=arc.content_note,
    )


def assignable(catalog: Catalog) -> tuple[Assignable, ...]:
    """Give all that can be assigned: the scenarios, by family and difficulty."""
    offers = [scenario_on_offer(one) for one in catalog.offers.values()]
    order = list(FAMILIES.values())
    offers.sort(key=lambda one: (order.index(one.group), one.difficulty, one.content))
    return tuple(offers)


def chosen(found: Iterable[Assignable], kind: str, content: str) -> Assignable | None:
    """Find what an address or a form names; None where it names nothing on offer."""
    return next((one for one in found if (one.kind.value, one.content) == (kind, content)), None)


def chooser(found: Sequence[Assignable], goes: str, here: str) -> str:
    """Give the list to choose from; each leads on to `goes`, and `here` is the address of this page."""
    groups = list(dict.fromkeys(one.group for one in found))
    jumps = "".join(f'<li><a href="{escape(here)}#g{n}">{escape(group)}</a></li>' for n, group in enumerate(groups))
    tables = "".join(
        f'<section><h2 id="g{n}">{escape(group)}</h2>{_table([one for one in found if one.group == group], goes)}'
        "</section>"
        for n, group in enumerate(groups)
    )
    return f'<ul class="jumps">{jumps}</ul><div class="chooser">{tables}</div>'


def _table(rows: Sequence[Assignable], goes: str) -> str:
    heads = "".join(f"<th scope=col>{head}</th>" for head in ("Title", "About", "Difficulty", "Length", "May come up"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(_row(one, goes) for one in rows)}</tbody></table>"


def _row(one: Assignable, goes: str) -> str:
    to = f"{goes}?{urlencode({'kind': one.kind.value, 'content': one.content})}"
    hard = difficulty(one.difficulty) if one.difficulty else '<span class="quiet">its own ladder</span>'
    return (
        f'<tr><td><a href="{escape(to)}">{shown(one.title)}</a></td><td>{shown(one.who)}</td><td>{hard}</td>'
        f'<td>{escape(one.length)}</td><td class="quiet">{shown(one.note)}</td></tr>'
    )


def chosen_card(one: Assignable, choose: str) -> str:
    """Show what was chosen above its form, with the way back to the list."""
    hard = difficulty(one.difficulty) if one.difficulty else ""
    return (
        f'<section class="chosen"><p class="quiet">{KINDS[one.kind]} · {escape(one.group.split(":")[0])} {hard}</p>'
        f"<p><strong>{shown(one.title)}</strong> · {escape(one.length)}</p><p>{shown(one.who)}</p>"
        f'<p class="quiet">May come up: {shown(one.note)}</p>'
        f'<p><a href="{escape(choose)}">Choose something else</a></p></section>'
    )
