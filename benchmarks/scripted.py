"""Who talks to the clients when nobody does: trainees whose authored sentences are chosen by cues and a seed."""

import re
import zlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from dialogue.content import load_content
from dialogue.cues import BOUNDARY_CUES, RISK_CUES, RUPTURE_CUES, Cue
from dialogue.record import Record

FEWEST = 40
"""Sentences of one's own that a trainee needs, so that none is a loop."""
SLIP_AT, EARLY = 8, range(2, 7)
"""The turn of the planned mistake; the turns in which limits of confidentiality are explained."""
ASKED_LATELY = 4
"""Turns in which a trainee does not ask about danger again; ours."""
STEPS = 5
"""Steps of a repair, in order."""
FRAGMENT = range(3, 10)
"""Words of a client's sentence that can be taken up in quotes; ours."""


class Standing(StrEnum):
    """What a trainee is in the comparisons."""

    GOOD = "good"
    MIDDLING = "middling"
    BAD = "bad"
    EXPLOIT = "exploit"


class When(StrEnum):
    """Moments that are no cue of the client's."""

    OPENING = "opening"
    RETURN = "return"
    """The first words of a later session."""
    EARLY = "early"
    """Once, in the first third of the first session."""
    SLIP = "slip"
    RUPTURE_1 = "rupture_1"
    RUPTURE_2 = "rupture_2"
    RUPTURE_3 = "rupture_3"
    RUPTURE_4 = "rupture_4"
    RUPTURE_5 = "rupture_5"
    CLOSING = "closing"
    ANY = "any"


class Grade(StrEnum):
    """How good a sentence of a mixed trainee is."""

    GOOD = "good"
    ADEQUATE = "adequate"
    MISS = "miss"
    SERIOUS = "serious"


class Says(Record):
    """Sentences for some moments; `{said}` stands for a few words of the client's."""

    when: tuple[Cue | When, ...] = Field(min_length=1)
    grade: Grade | None = None
    says: tuple[str, ...] = Field(min_length=1)


class Script(Record):
    """One scripted trainee."""

    id: str
    about: str
    standing: Standing
    rank: int | None = Field(default=None, ge=0, le=5)
    """Place in the order of skill, 5 the best; None stands outside the order."""
    like: str | None = None
    """Another trainee whose sentences are used where this one has none."""
    borrows: float = Field(default=0, ge=0, le=0.5)
    """Share of turns that take the good reply written for the client's line, where there is one."""
    mix: dict[Grade, float] = Field(default_factory=dict)
    turns: tuple[Says, ...]

    @model_validator(mode="after")
    def no_sentence_stands_twice(self) -> Self:
        """A trainee with few sentences would be a loop."""
        own = [sentence for group in self.turns for sentence in group.says]
        if twice := {sentence for sentence in own if own.count(sentence) > 1}:
            raise ValueError(f"{min(twice)!r} stands twice; change one")
        if len(own) < FEWEST:
            raise ValueError(f"{len(own)} sentences; at least {FEWEST} are needed")
        return self


class Heard(Record):
    """What a scripted trainee goes by: the client's last words, and where in the session it is."""

    words: str
    cues: tuple[Cue, ...]
    good_reply: str | None
    session: int
    turn: int
    last: bool


def load_scripts(folder: Path | None = None) -> dict[str, Script]:
    """Load the scripted trainees, by id.

    Raises:
        ContentError: A file is faulty; nothing was loaded.
    """
    where = folder or Path(str(files("benchmarks"))) / "trainees"
    return {path.stem: load_content(path, Script) for path in sorted(where.glob("*.yaml"))}


class ScriptedTrainee:
    """Says one sentence a turn, never one twice in a session; the same seed says the same."""

    def __init__(self, script: Script, scripts: dict[str, Script], seed: int, repairs: bool = True) -> None:
        self.script = script
        self._groups = [*script.turns, *(scripts[script.like].turns if script.like else ())]
        self._seed, self._repairs = seed, repairs
        self._session, self._explained = 0, False
        self._next: int | None = None
        self._asked_risk = -9
        self._said: set[str] = set()
        self._ever: set[str] = set()

    def say(self, heard: Heard) -> str:
        """Choose the next sentence."""
        if heard.session != self._session:
            self._session, self._next, self._said, self._asked_risk = heard.session, None, set(), -9
        said = self._borrowed(heard) or self._own(heard)
        self._said.add(said)
        self._ever.add(said)
        return said

    def _borrowed(self, heard: Heard) -> str | None:
        planned = heard.turn == 1 or heard.last or self._next or RUPTURE_CUES & set(heard.cues)
        slips = heard.turn == SLIP_AT and self._has(When.SLIP)
        if planned or slips or heard.good_reply is None or heard.good_reply in self._ever:
            return None
        return heard.good_reply if self._die(heard, "borrow", 100) < 100 * self.script.borrows else None

    def _own(self, heard: Heard) -> str:
        for wanted in self._wishes(heard):
            if sentence := self._drawn(heard, wanted):
                self._follow(wanted, heard.turn)
                return sentence
        rest = [sentence for group in self._groups if not _planned(group) for sentence in group.says]
        return self._fresh(heard, [_filled(one, heard) for one in rest]) or "Mm. Go on."

    def _wishes(self, heard: Heard) -> list[frozenset[Cue | When]]:
        """Give the moments that are met, the most pressing first."""
        cues, wishes = set(heard.cues), list[frozenset[Cue | When]]()
        if heard.turn == 1:
            wishes.append(frozenset({When.OPENING if heard.session == 1 else When.RETURN}))
        if heard.last:
            wishes.append(frozenset({When.CLOSING}))
        if heard.turn == SLIP_AT:
            wishes.append(frozenset({When.SLIP}))
        risks = RISK_CUES if heard.turn - self._asked_risk > ASKED_LATELY else frozenset[Cue]()
        if self._repairs and (self._next or RUPTURE_CUES & cues):
            wishes += [frozenset(cues & risks)] if cues & risks and self._next else []
            wishes.append(frozenset({When(f"rupture_{self._next or 1}")}))
        pressing = (RUPTURE_CUES, {Cue.AROUSAL, Cue.STOP_SIGNAL}, risks, BOUNDARY_CUES)
        wishes += [frozenset(cues & set(group)) for group in pressing if cues & set(group)]
        if heard.session == 1 and heard.turn in EARLY and not self._explained:
            wishes.append(frozenset({When.EARLY}))
        plain, anything = frozenset(cues - RISK_CUES), frozenset({When.ANY})
        wishes += [anything, plain] if self._die(heard, "any", 4) == 0 else [plain, anything]
        return wishes

    def _follow(self, wanted: frozenset[Cue | When], turn: int) -> None:
        self._asked_risk = turn if RISK_CUES & wanted else self._asked_risk
        self._explained = self._explained or When.EARLY in wanted
        if When.SLIP in wanted:
            self._next = 1
        elif step := next((at for at in range(1, STEPS + 1) if f"rupture_{at}" in wanted), None):
            self._next = step + 1 if step < STEPS else None

    def _drawn(self, heard: Heard, wanted: frozenset[Cue | When]) -> str | None:
        groups = [group for group in self._groups if wanted & set(group.when)]
        for grade in self._grades(heard):
            fitting = [one for group in groups if group.grade in (grade, None) for one in group.says]
            if sentence := self._fresh(heard, [_filled(one, heard) for one in fitting]):
                return sentence
        return None

    def _grades(self, heard: Heard) -> Sequence[Grade | None]:
        """Draw how good this turn is; where no sentence of that grade is left, an adequate one comes first."""
        if not self.script.mix:
            return (None,)
        at, drawn = self._die(heard, "grade", 1000) / 1000, Grade.ADEQUATE
        for grade, share in self.script.mix.items():
            if at < share:
                drawn = grade
                break
            at -= share
        return tuple(dict.fromkeys((drawn, Grade.ADEQUATE, Grade.GOOD, Grade.MISS)))

    def _fresh(self, heard: Heard, sentences: Iterable[str | None]) -> str | None:
        unsaid = [one for one in sentences if one and one not in self._said]
        best = [one for one in unsaid if one not in self._ever] or unsaid
        return best[self._die(heard, "pick", len(best))] if best else None

    def _has(self, moment: When) -> bool:
        return any(moment in group.when for group in self._groups)

    def _die(self, heard: Heard, salt: str, sides: int) -> int:
        thrown = f"{self.script.id}/{self._seed}/{heard.session}/{heard.turn}/{salt}/{heard.words}"
        return zlib.crc32(thrown.encode()) // 7 % sides


def _planned(group: Says) -> bool:
    return any(isinstance(moment, When) and moment is not When.ANY for moment in group.when)


def _filled(sentence: str, heard: Heard) -> str | None:
    """Put a few words of the client's into a sentence; None where they said nothing short enough."""
    if "{said}" not in sentence:
        return sentence
    found = [one.strip(" .…") for one in re.split(r"(?<=[.!?…])\s+", heard.words) if not one.endswith("?")]
    short = [one for one in found if len(one.split()) in FRAGMENT and '"' not in one]
    return sentence.replace("{said}", short[-1]) if short else None
