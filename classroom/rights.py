"""Who may do what: one pure function, asked by every verb of the classroom."""

from collections.abc import Mapping
from enum import StrEnum

from classroom.accounts import Role
from classroom.errors import NOT_THERE
from classroom.sections import Seat
from dialogue.record import Record
from practice.errors import RecordNotFound


class Action(StrEnum):
    """What somebody may want to do; the object says with what."""

    MANAGE_SITE = "manage the site"
    """Accounts and their roles, every section, learning platforms. Object: `Site`."""
    MAKE_SECTION = "make a section"
    """Object: `Site`."""
    AUTHOR = "write content"
    """Make a pack, or see those that are shared. Object: `Site`."""
    SEE_SECTION = "see a section"
    """That it is there, and one's own work in it. Object: `InSection`."""
    TEACH = "teach"
    """Its roster, assignments, gradebook, exports, and copying from it or into it. Object: `InSection`."""
    CHANGE_PACK = "change content"
    """Object: `Pack`."""
    USE_PACK = "use content"
    """Assign or copy it. Object: `Pack`."""
    PRACTISE = "practise"
    """Say, pause, predict, reflect, disagree. Object: `Work`."""
    READ_WORK = "read a session"
    """The words of a session. Object: `Work`."""
    READ_FEEDBACK = "read the feedback"
    """Grades, comments and report of a session. Object: `Work`."""
    REVIEW = "review"
    """Comment, change a level, mark as looked through. Object: `Work`."""
    DELETE_WORK = "delete a session"
    """Object: `Work`."""


class Site(Record):
    """The whole installation."""


class InSection(Record):
    """A section, or anything in it that its instructors share."""

    section: str


class Pack(Record):
    """A pack of authored content."""

    owner: str | None
    shared: bool = False


class Work(Record):
    """A practice session, a drill or an arc, of one trainee."""

    owner: str
    section: str | None = None
    """Of the assignment that it was done for; None for practice of one's own, which nobody else sees."""
    withheld: bool = False
    """Whether its feedback waits for a release: an assessment that is not released yet."""


Object = Site | InSection | Pack | Work


class Standing(Record):
    """What a person is at this moment; read anew for every verb."""

    person: str
    role: Role | None
    """None for whoever has no account, or one that is disabled: they may do nothing."""
    seats: Mapping[str, Seat] = {}
    """By section, of the sections that they are in and have not left."""

    def teaches(self, section: str | None) -> bool:
        """Tell whether this person is an instructor of a section."""
        return section is not None and self.seats.get(section) is Seat.INSTRUCTOR


def may(who: Standing, action: Action, on: Object) -> bool:
    """Tell whether a person may do something with something; what is not listed here, nobody may."""
    if who.role is None:
        return False
    match on:
        case Site():
            return _may_site(who.role, action)
        case InSection():
            return _may_section(who, action, on)
        case Pack():
            return _may_pack(who, action, on)
        case Work():
            return _may_work(who, action, on)


def _may_site(role: Role, action: Action) -> bool:
    if action is Action.MANAGE_SITE:
        return role is Role.ADMINISTRATOR
    return action in (Action.MAKE_SECTION, Action.AUTHOR) and role is not Role.TRAINEE


def _may_section(who: Standing, action: Action, on: InSection) -> bool:
    if action is Action.SEE_SECTION:
        return on.section in who.seats or who.role is Role.ADMINISTRATOR
    return action is Action.TEACH and who.teaches(on.section)


def _may_pack(who: Standing, action: Action, on: Pack) -> bool:
    if who.role is Role.TRAINEE:
        return False
    if action is Action.CHANGE_PACK:
        return on.owner == who.person
    return action is Action.USE_PACK and (on.shared or on.owner == who.person)


def _may_work(who: Standing, action: Action, on: Work) -> bool:
    own, teaches = on.owner == who.person, who.teaches(on.section)
    allowed = {
        Action.PRACTISE: own,
        Action.READ_WORK: own or teaches,
        Action.READ_FEEDBACK: (own and not on.withheld) or teaches,
        Action.REVIEW: teaches and not own,
        Action.DELETE_WORK: own and on.section is None,
    }
    return allowed.get(action, False)


def check(who: Standing, action: Action, on: Object) -> None:
    """Let a verb go on only if the person may.

    Raises:
        RecordNotFound: They may not even know of the object.
        PermissionError: They know of it, and may not do this with it.
    """
    if may(who, action, on):
        return
    known = {InSection: Action.SEE_SECTION, Pack: Action.USE_PACK, Work: Action.READ_WORK}.get(type(on))
    if known is not None and not may(who, known, on):
        raise RecordNotFound(NOT_THERE)
    raise PermissionError(f"You may not {action.value} here.")
