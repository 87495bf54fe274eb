"""Reads the terms of an assignment and those who have it from what was typed into its form."""

from pydantic import ValidationError

from classroom.accounts import read_name
from classroom.assigning import any_seed
from classroom.assignments import LONGEST_INSTRUCTIONS, Assignee, AssigneeKind, Assignment, Terms
from classroom.due import Due
from webui.typed_assignment import TypedAssignment

MOST = {"attempts": 100, "turn_limit": 200}
DATES = ("opens", "due", "closes")
SWITCHES = ("contract_card", "prediction_required", "reflection_required", "anonymous")


class Faults(ValueError):
    """Something that was typed cannot be kept; nothing was."""

    def __init__(self, by_field: dict[str, str]) -> None:
        """Hold what is wrong, by the name of the field."""
        super().__init__("; ".join(by_field.values()))
        self.by_field = by_field


def terms_of(typed: TypedAssignment, zone: str, criteria: list[str], before: Assignment | None = None) -> Terms:
    """Read what was typed.

    Args:
        typed: The form.
        zone: In which its times are.
        criteria: Ids of all criteria; all of them ticked is kept as "all".
        before: What it changes; its seed stays.

    Raises:
        Faults: Something cannot be read.
    """
    faults: dict[str, str] = {}
    numbers = {name: _number(typed.about(name), most, name, faults) for name, most in MOST.items()}
    dates = {name: _date(typed.about(name), zone, name, faults) for name in DATES}
    _must_be_in_order(dates, faults)
    title = _title(typed.title, faults)
    if len(_lines(typed.instructions)) > LONGEST_INSTRUCTIONS:
        faults["instructions"] = f"{LONGEST_INSTRUCTIONS} characters are the most."
    if not typed.criteria:
        faults["criteria"] = "None is ticked; show at least one."
    if faults:
        raise Faults(faults)
    plain = typed.model_dump(include={"kind", "content", "which_counts", "mode"})
    shown = () if set(criteria) <= set(typed.criteria) else tuple(dict.fromkeys(typed.criteria))
    graded = {"rubric": typed.rubric or None}
    known = {**graded, "title": title, "instructions": _lines(typed.instructions), "zone": zone, "criteria": shown}
    switches = {name: bool(getattr(typed, name)) for name in SWITCHES}
    seed = _seed(before) if typed.shared_seed else None
    try:
        return Terms.model_validate({**plain, **known, **numbers, **dates, **switches, "shared_seed": seed})
    except ValidationError as error:
        raise Faults({str(one["loc"][0] if one["loc"] else "due"): one["msg"] for one in error.errors()}) from error


def assignees_of(typed: TypedAssignment) -> tuple[Assignee, ...]:
    """Read to whom it is given.

    Raises:
        Faults: The whole section is chosen, and some of it too.
    """
    some = [Assignee(kind=AssigneeKind.GROUP, whom=one) for one in typed.group if one]
    some += [Assignee(kind=AssigneeKind.PERSON, whom=one) for one in typed.person if one]
    if typed.to == "some":
        return tuple(some)
    if some:
        says = "The whole section is chosen, and groups or people are ticked too; choose one of the two."
        raise Faults({"to": says})
    return (Assignee(),)


def whole_number(text: str, least: int, most: int) -> int:
    """Read a whole number.

    Raises:
        ValueError: It is none, or out of bounds.
    """
    plain = text.strip()
    digits = plain.removeprefix("-")
    number = int(plain) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None
    if number is None or not least <= number <= most:
        raise ValueError(f"{plain[:20]!r} is no whole number from {least} to {most}.")
    return number


def _number(text: str, most: int, name: str, faults: dict[str, str]) -> int | None:
    if not text.strip():
        return None
    try:
        return whole_number(text, 1, most)
    except ValueError as error:
        faults[name] = str(error)
        return None


def _date(text: str, zone: str, name: str, faults: dict[str, str]) -> Due | None:
    if not text.strip():
        return None
    try:
        return Due.typed(text, zone, earlier=name == "opens")
    except ValueError as error:
        faults[name] = str(error)
        return None


def _must_be_in_order(dates: dict[str, Due | None], faults: dict[str, str]) -> None:
    opens, due, closes = (dates[name] for name in DATES)
    if opens and due and due.at < opens.at:
        faults["due"] = "It is due before it opens."
    first = due or opens
    if closes and first and closes.at < first.at:
        faults["closes"] = f"It closes before it {'is due' if due else 'opens'}."


def _title(text: str, faults: dict[str, str]) -> str:
    try:
        return read_name(text, "title")
    except ValueError as error:
        faults["title"] = str(error)
        return ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _seed(before: Assignment | None) -> int:
    kept = before.terms.shared_seed if before else None
    return any_seed() if kept is None else kept
