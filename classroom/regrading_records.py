"""What an instructor is shown before an assignment is graded again, and what came of it."""

from dialogue.record import Record

KEPT, SHIPPED = "kept", "ships"
"""Choices of a rubric beside those that were written here: the one it was given with, and the one that ships."""


class RubricChoice(Record):
    """A rubric by which an assignment can be graded again."""

    key: str
    """`KEPT`, `SHIPPED`, or the id of what was written here."""
    name: str
    number: int
    """Its version."""


class CriterionMoves(Record):
    """What becomes of the automatic levels of one criterion."""

    criterion: str
    name: str
    up: int = 0
    down: int = 0
    gained: int = 0
    """Turns that had no level and get one."""
    lost: int = 0
    """Turns that had a level and get none."""

    @property
    def moved(self) -> int:
        """How many levels would be others."""
        return self.up + self.down + self.gained + self.lost


class Preview(Record):
    """What would change if an assignment, or one session of it, was graded again now."""

    assignment: str
    section: str
    title: str
    session: str | None
    """The only session that would be; None for all that were handed in."""
    version: int
    """Of the assignment."""
    seen: str
    """What it was worked out from; a form sends it back, so that nothing else is done than what was shown."""
    choices: tuple[RubricChoice, ...]
    choice: str
    sessions: int
    """How many would be graded again."""
    same: int
    """How many are graded so already; nothing is kept of them."""
    going_on: int
    """How many attempts are not handed in, and are left alone."""
    own: int
    """How many are of the instructor, who grades nothing of their own."""
    turns: int
    moves: tuple[CriterionMoves, ...]
    """Of each criterion, by the order of the rubric."""
    gates_more: int
    """Turns at which a gate would be raised that is not raised now."""
    gates_fewer: int
    conflicts: int
    """Changed levels whose automatic one would be another; the instructor's counts until it is settled."""
    released: bool
    """Whether trainees read the levels of the last release, and go on to."""

    @property
    def up(self) -> int:
        """How many levels would rise."""
        return sum(one.up for one in self.moves)

    @property
    def down(self) -> int:
        """How many levels would fall."""
        return sum(one.down for one in self.moves)


class Conflict(Record):
    """A changed level whose automatic one is another now."""

    session: str
    who: str
    """The trainee's name, or what stands for it while names are hidden."""
    turn: int
    criterion: str
    name: str
    """Of the criterion."""
