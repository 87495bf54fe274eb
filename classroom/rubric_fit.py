"""Whether a rubric that was written here can grade: what a class compares, and what is about care, must stay in it."""

from collections.abc import Iterator

from evaluator.rubric import Rubric


def rubric_faults(rubric: Rubric, shipped: Rubric, name: str) -> tuple[str, ...]:
    """Name what keeps a rubric from grading, a line a fault: its name, the field, what is wrong and what to do.

    Names, weights, levels, anchors, rules and advice are its author's. The criteria and the gates are those that ship:
    figures of a class are compared by criterion, and a gate is about care and not about a level.

    Args:
        rubric: That is to grade.
        shipped: The rubric that ships.
        name: What it is called in the faults.
    """
    return (*_criteria(rubric, shipped, name), *_gates(rubric, shipped, name))


def _criteria(rubric: Rubric, shipped: Rubric, name: str) -> Iterator[str]:
    known, own = {one.id: one for one in shipped.criteria}, {one.id for one in rubric.criteria}
    for missing in (one for one in known.values() if one.id not in own):
        remedy = "copy it from the rubric that ships"
        if missing.block != "headline":
            remedy += ", with weight 0 if it should not count"
        yield f"{name}: field criteria: {missing.block} {missing.id!r} is missing; {remedy}"
    for number, one in enumerate(rubric.criteria):
        if one.id not in known:
            yield f"{name}: field criteria.{number}.id: {one.id!r} is not there; take one of {', '.join(known)}"
        elif one.block != known[one.id].block:
            block = known[one.id].block
            yield f"{name}: field criteria.{number}.block: is {one.block!r}; make it {block!r}, as {one.id} is"


def _gates(rubric: Rubric, shipped: Rubric, name: str) -> Iterator[str]:
    own = {rule.gate for rule in rubric.gates}
    for rule in shipped.gates:
        if rule.gate not in own:
            yield f"{name}: field gates: {rule.gate.value!r} is missing; copy it from the rubric that ships"
