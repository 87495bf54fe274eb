"""What can be assigned: every scenario, drill and treatment on offer, in groups, as one list to choose from."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from classroom.assigning import Assigning
from classroom.assignments import Kind
from classroom.offered import minutes_of
from dialogue.record import Record
from evaluator.rubric import Rubric
from practice.catalog import ArcOffer, Catalog, Offer, Offered
from scenarios.drill import Drill
from webui.present import shown
from webui.present_home import difficulty
from webui.words import FAMILIES

WRITTEN = "Written here: your own and what was shared"
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


def on_offer(offer: Offered, rubric: Rubric) -> Assignable:
    """Show a scenario, a drill or a treatment to whoever may assign it."""
    if isinstance(offer, Drill):
        return _drill(offer, rubric)
    return _arc(offer) if isinstance(offer, ArcOffer) else _scenario(offer)


def _scenario(offer: Offer) -> Assignable:
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


def _drill(drill: Drill, rubric: Rubric) -> Assignable:
    return Assignable(
        kind=Kind.DRILL,
        content=drill.id,
        title=drill.title,
        group=DRILLS,
        who=f"{rubric.criterion(drill.skill).name}. {drill.instruction}",
        difficulty=None,
        length=f"{drill.minutes} min",
        note=drill.content_note,
    )


def _arc(offer: ArcOffer) -> Assignable:
    arc, card = offer.arc, offer.persona.card
    return Assignable(
        kind=Kind.ARC,
        content=arc.id,
        title=arc.title,
        group=ARCS,
        who=f"{card.name}, {card.age}. {arc.about}",
        difficulty=arc.difficulty,
        length=f"{len(arc.sessions)} sessions, {minutes_of(offer)} min together",
        note=arc.content_note,
    )


def assignable(catalog: Catalog, written: Iterable[Offer] = ()) -> tuple[Assignable, ...]:
    """Give all that can be assigned: what was written here, scenarios by family and difficulty, drills, treatments."""
    own = [_scenario(one).model_copy(update={"group": WRITTEN}) for one in written]
    order = list(FAMILIES.values())
    scenarios = [_scenario(one) for one in catalog.offers.values()]
    scenarios.sort(key=lambda one: (order.index(one.group), one.difficulty, one.content))
    drills = [_drill(one, catalog.rubric) for one in catalog.drills.values()]
    return (*own, *scenarios, *drills, *(_arc(catalog.arc_offer(one)) for one in catalog.arcs))


def assignable_by(assigning: Assigning, person: str) -> tuple[Assignable, ...]:
    """Give all that a person can assign."""
    return assignable(assigning.catalog, [one.offer for one in assigning.authored(person)])


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
