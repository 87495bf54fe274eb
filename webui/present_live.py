"""Who of a class is how far with an assignment, as a table that can be read again and again."""

from collections.abc import Sequence
from html import escape

from classroom.assigning import Given
from classroom.offered import length_of
from classroom.own_terms import OwnTerms, own_terms
from classroom.person_now import PersonNow, Tally
from classroom.stages import Stage
from dialogue.record import Record
from practice.catalog import Offer
from webui.present import shown
from webui.present_assignments import ORDER, STAGES, Length, due_words, lately, stage_words

HEADS = ("Name", "How far", "Last", "Attempts", "Own dates")
DONE = (Stage.TO_HAND_IN, Stage.FINISHED)


class LiveAbout(Record):
    """What a live table is about, beside its people."""

    assignment: str
    zone: str
    length: Length
    of_all: OwnTerms
    """The dates and attempts that hold for all."""
    by_stage: bool
    """Whether who may need somebody comes first; else by name."""
    acts: bool
    """Whether rows lead to what can be done for one person."""


def given_limit(given: Given) -> int | None:
    """Give the turn limit of what was given, before the assignment's own; None where it has none."""
    return given.offer.scenario.turn_limit if isinstance(given.offer, Offer) else None


def given_length(given: Given) -> Length:
    """Give how long what was given is, by which people are followed."""
    terms = given.assignment.terms
    return Length(kind=terms.kind, turns=terms.turn_limit or given_limit(given), sessions=length_of(given.offer))


def live_about(given: Given, *, by_stage: bool, acts: bool) -> LiveAbout:
    """Give what the live table of an assignment is about."""
    kept = given.assignment
    return LiveAbout(
        assignment=kept.id,
        zone=kept.terms.zone,
        length=given_length(given),
        of_all=own_terms(kept.terms, None),
        by_stage=by_stage,
        acts=acts,
    )


def tally_tiles(tally: Tally) -> str:
    """Give how many are how far, as figures in a row."""
    tiles = [(STAGES[stage], tally.stages[stage]) for stage in ORDER]
    tiles.append(("Late", tally.late))
    inside = "".join(
        f"<li{' class=none' if number == 0 else ''}><b>{number}</b> <span>{words}</span></li>"
        for words, number in tiles
    )
    return f'<ul class="tiles" aria-label="How many of {tally.people} are how far">{inside}</ul>'


def live_table(people: Sequence[PersonNow], about: LiveAbout) -> str:
    """Give everybody who has the assignment, or once began it, with how far they are."""
    found = sorted(people, key=lambda one: ORDER.index(one.progress.stage)) if about.by_stage else people
    rows = "".join(_row(one, about) for one in found)
    heads = "".join(f"<th scope=col>{head}</th>" for head in HEADS)
    last = "<th scope=col><span class=unseen>What can be done</span></th>" if about.acts else ""
    return (
        f'<table class="named live"><caption class="unseen">Everybody who has it; times are those of '
        f"{escape(about.zone)}.</caption><thead><tr>{heads}{last}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(one: PersonNow, about: LiveAbout) -> str:
    progress = one.progress
    late = ' <span class="tag late">late</span>' if progress.late else ""
    left = "" if one.has_it else '<span class="help">has it no longer</span>'
    stage = f"{escape(stage_words(one, about.length))}{late}"
    last = lately(progress.last_at, about.zone) if progress.last_at else ""
    of = f" of {one.own.attempts}" if one.own.attempts else ""
    taken = f"{progress.taken}{of}" if progress.taken else ""
    cells = (stage, last, taken, _own_dates(one.own, about.of_all))
    inside = "".join(
        f'<td data-name="{head}"{"" if cell else " class=blank"}>{cell}</td>'
        for head, cell in zip(HEADS[1:], cells, strict=True)
    )
    acts = f"<td>{_acts(one, about)}</td>" if about.acts else ""
    kind = progress.stage.value.replace(" ", "-")
    return f'<tr class="{kind}"><td>{shown(one.name)}{left}</td>{inside}{acts}</tr>'


def _own_dates(own: OwnTerms, of_all: OwnTerms) -> str:
    """Say what is different for one person."""
    own_due = f"due {due_words(own.due)}" if own.due != of_all.due else ""
    own_end = f"closes {due_words(own.closes)}" if own.closes != of_all.closes else ""
    return "<br>".join(one for one in (own_due, own_end) if one)


def _acts(one: PersonNow, about: LiveAbout) -> str:
    name = f"<span class=unseen> for {shown(one.name)}</span>"
    path = f"assignment/{about.assignment}/person/{one.person}"
    acts = [f'<a href="{path}">More time, excuse{name}</a>']
    if one.progress.stage in DONE and one.progress.session:
        whose = f"<span class=unseen> of {shown(one.name)}</span>"
        acts.append(f'<a href="transcript/{escape(one.progress.session)}">Read{whose}</a>')
    if one.progress.stage is Stage.TO_HAND_IN:
        acts.append(f'<form method="post" action="{path}/take-in"><button>Take in{name}</button></form>')
    return " ".join(acts)
