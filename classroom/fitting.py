"""Whether the terms of an assignment fit what is assigned."""

from collections.abc import Sequence

from classroom.accounts import read_name
from classroom.assignments import Assignee, AssigneeKind, Kind, Terms
from classroom.errors import FieldFault
from classroom.own_terms import read_again
from classroom.sections import Group, Member, Seat
from evaluator.rubric import Rubric
from practice.catalog import Catalog, Offer


def fitting_terms(terms: Terms, offer: Offer, rubric: Rubric) -> Terms:
    """Give terms as they are kept: a clean title, and moments that are what their local times mean.

    Raises:
        FieldFault: The turn limit ends before the client's last planned test, a criterion is not in the rubric, or a
            date cannot be read.
    """
    last = max((planned.turn for planned in offer.scenario.tests), default=0)
    if terms.turn_limit is not None and terms.turn_limit <= last:
        says = f"The client brings a planned test after turn {last}; let it be {last + 1} turns or more."
        raise FieldFault("turn_limit", says)
    known = [criterion.id for criterion in rubric.criteria]
    for criterion in terms.criteria:
        if criterion not in known:
            raise FieldFault("criteria", f"There is no criterion {criterion!r}; choose from {', '.join(known)}.")
    return read_again(terms.model_copy(update={"title": read_name(terms.title, "title")}))


def offer_for(terms: Terms, catalog: Catalog) -> Offer:
    """Find what terms name, as it is on offer now.

    Raises:
        ValueError: There is nothing of this kind and id.
    """
    if terms.kind is not Kind.SCENARIO or terms.content not in catalog.offers:
        offered = ", ".join(catalog.offers)
        raise ValueError(f"There is no {terms.kind.value} {terms.content!r} to assign; choose a scenario of {offered}.")
    return catalog.offers[terms.content]


def fitting_assignees(
    assignees: Sequence[Assignee], members: Sequence[Member], groups: Sequence[Group]
) -> tuple[Assignee, ...]:
    """Give those to whom work is given, each once.

    Raises:
        FieldFault: Nobody is named, or somebody who is no trainee of the section, or a group of another one.
    """
    if not assignees:
        raise FieldFault("to", "Nobody is chosen; give it to the section, to a group or to somebody.")
    trainees = {one.account.id for one in members if one.seat is Seat.TRAINEE}
    known = {
        AssigneeKind.SECTION: {""},
        AssigneeKind.GROUP: {one.id for one in groups},
        AssigneeKind.PERSON: trainees,
    }
    for one in assignees:
        if one.whom not in known[one.kind]:
            says = f"The {one.kind.value} is not in this section; look at its list of people and groups."
            raise FieldFault("to", says)
    return tuple(dict.fromkeys(assignees))


def given_to(assignees: Sequence[Assignee], members: Sequence[Member], groups: Sequence[Group]) -> tuple[Member, ...]:
    """Give the trainees of a section to whom work was given, in the order of the list; who left is no longer one."""
    whom = {one.whom for one in assignees if one.kind is AssigneeKind.PERSON}
    named = {one.whom for one in assignees if one.kind is AssigneeKind.GROUP}
    whom |= {person for group in groups if group.id in named for person in group.people}
    everybody = any(one.kind is AssigneeKind.SECTION for one in assignees)
    trainees = [one for one in members if one.seat is Seat.TRAINEE and one.left_at is None]
    return tuple(one for one in trainees if everybody or one.account.id in whom)
