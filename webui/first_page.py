"""Where somebody goes after signing in: to their sections, or to practice."""

from classroom.accounts import Role
from classroom.open_class import Classroom


def teaches(room: Classroom, person: str) -> bool:
    """Tell whether somebody has sections, or may make one."""
    return room.people.me(person).role is not Role.TRAINEE or bool(room.teaching.taught_by(person))


def first_page(room: Classroom, person: str, asked: str = "/") -> str:
    """Give where somebody goes: where they wanted to, else to their sections if they teach, else to practice."""
    return "/class" if asked == "/" and teaches(room, person) else asked
