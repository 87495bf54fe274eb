"""Whether the terms of an assignment fit what is assigned."""

from collections.abc import Callable, Sequence

from classroom.accounts import read_name
from classroom.assignments import AssignedMode, Assignee, AssigneeKind, Kind, Terms
from classroom.errors import FieldFault
from classroom.own_terms import read_again
from classroom.sections import Group, Member, Seat
from evaluator.rubric import Rubric
from practice.catalog import Catalog, Offer, Offered
from scenarios.drill import Drill


def fitting_terms(terms: Terms, offer: Offered, rubric: Rubric) -> Terms:
    """Give terms as they are kept: a clean title, and moments that are what their local times mean.

    A drill has no guess and no reflection, so none is required. `rubric` is the one by which it is graded.

    Raises:
        FieldFault: The turn limit ends before the client's last planned test, or there can be none; a drill is to be
            given in another mode than coaching or by another rubric; a criterion is not in the rubric.
        ValueError: A date cannot be read.
    """
    _must_fit_turns(terms.turn_limit, offer)
    if isinstance(offer, Drill):
        if terms.mode is not AssignedMode.COACHING:
            raise FieldFault("mode", "A drill gives feedback after each try: choose coaching.")
        if terms.rubric is not None:
            raise FieldFault("rubric", "A drill is graded by the rubric that ships: choose that one.")
        terms = terms.model_copy(update={"prediction_required": False, "reflection_required": False})
    known = [criterion.id for criterion in rubric.criteria]
    for criterion in terms.criteria:
        if criterion not in known:
            raise FieldFault("criteria", f"There is no criterion {criterion!r}; choose from {', '.join(known)}.")
    return read_again(terms.model_copy(update={"title": read_name(terms.title, "title")}))


def _must_fit_turns(limit: int | None, offer: Offered) -> None:
    if limit is None:
        return
    if not isinstance(offer, Offer):
        raise FieldFault("turn_limit", "Only a scenario has a turn limit of the assignment; leave it empty.")
    last = max((planned.turn for planned in offer.scenario.tests), default=0)
    if limit <= last:
        says = f"The client brings a planned test after turn {last}; let it be {last + 1} turns or more."
        raise FieldFault("turn_limit", says)


def offer_for(terms: Terms, catalog: Catalog) -> Offered:
    """Find what terms name, as it is on offer now.

    Raises:
        FieldFault: There is nothing of this kind and id.
    """
    find: dict[Kind, Callable[[str], Offered]] = {
        Kind.SCENARIO: catalog.offer,
        Kind.DRILL: catalog.drill,
        Kind.ARC: catalog.arc_offer,
    }
    try:
        return find[terms.kind](terms.content)
    except LookupError as error:
        said = str(error.args[0])
        raise FieldFault("content", f"{said[0].upper()}{said[1:]}.") from error


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
