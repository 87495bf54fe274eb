"""Which hand-written pattern matches a sentence? Patterns stand in `patterns/*.yaml` and run in linear time (RE2)."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import re2
from pydantic import Field, model_validator

from dialogue.acts import Act
from dialogue.content import ContentError, load_content
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.record import Record
from dialogue.sentences import Sentence
from dialogue.twins import target_of

CLAUSE_BREAKS = ("; ", " - ", " but ", "? ", "! ")
MATCHES = 8
"""Of one pattern in one sentence that are looked at; ours."""
MATCHED_CHARACTERS = 600
"""Of one sentence; a sentence is never longer than that."""


class Pattern(Record):
    """What a sentence must say, and must not say, to count as one act, flag or cue."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Stable: it is a feature of the fitted weights."""
    acts: tuple[Act, ...] = ()
    flags: tuple[Flag, ...] = ()
    cues: tuple[Cue, ...] = ()
    """Only in files about the client's words."""
    vetoes: tuple[Act, ...] = ()
    """Acts that no fitted score may find in such a sentence."""
    rule_only: bool = False
    """No feature of the fitted weights, so that it can be added without fitting again; then it must be sure or veto."""
    sure: bool = False
    """Wins over the fitted score; otherwise it is only one of its features."""
    question: bool | None = None
    """The sentence must, or must not, be a question; None where it does not matter."""
    quoted: bool = False
    """Quoted words count too."""
    any: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    """Must not stand before the match in its clause, nor within it: negation."""
    never: tuple[str, ...] = ()
    """Must not stand anywhere in the sentence."""

    @model_validator(mode="after")
    def a_rule_alone_decides(self) -> "Pattern":
        """A pattern that is neither a feature nor sure nor a veto would do nothing."""
        if self.rule_only and not (self.sure or self.vetoes):
            raise ValueError(f"{self.name}: rule_only does nothing here; add sure: true, or take it out")
        return self

    def raises(self) -> tuple[Act | Flag, ...]:
        """Give every act and flag that it speaks for."""
        return (*self.acts, *self.flags)


class PatternFile(Record):
    """One file of patterns."""

    id: str
    about: str
    """Whose words these patterns are held against."""
    words: dict[str, str] = Field(default_factory=dict)
    """Word groups by name; `<name>` in a pattern stands for the group."""
    patterns: tuple[Pattern, ...]

    @model_validator(mode="after")
    def names_stand_once(self) -> "PatternFile":
        """Two patterns of one name would be one feature with two meanings."""
        names = [pattern.name for pattern in self.patterns]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"the name {min(twice)!r} stands twice; give each pattern its own")
        return self


class CompiledPattern:
    """A pattern ready to be held against sentences."""

    def __init__(self, pattern: Pattern, words: dict[str, str], file: str) -> None:
        """Compile it.

        Raises:
            ContentError: An expression is not valid RE2.
        """
        self.pattern = pattern
        self._any = _compile(pattern.any, words, f"{file}: pattern {pattern.name}")
        place = f"{file}: pattern {pattern.name}"
        self._unless = _compile(pattern.unless, words, place) if pattern.unless else None
        self._never = _compile(pattern.never, words, place) if pattern.never else None

    @property
    def expression(self) -> str:
        """What must be found in the sentence, as one expression."""
        whole: str = self._any.pattern
        return whole

    def matches(self, sentence: Sentence) -> bool:
        """Tell whether the sentence says it."""
        if self.pattern.question is not None and self.pattern.question != sentence.is_question:
            return False
        said = (sentence.plain if self.pattern.quoted else sentence.unquoted)[:MATCHED_CHARACTERS]
        first = self._any.search(said)
        if first is None or (self._never is not None and self._never.search(said) is not None):
            return False
        if self._unless is None:
            return True
        unless = self._unless
        return any(
            unless.search(said[_clause_start(said, match.start()) : match.end()]) is None
            for match in islice(self._any.finditer(said), MATCHES)
        )


def _clause_start(said: str, place: int) -> int:
    """Find where the clause of a place begins: after the last strong break before it."""
    return max([said.rfind(mark, 0, place) + len(mark) for mark in CLAUSE_BREAKS if mark in said[:place]], default=0)


def _raising(compiled: tuple[CompiledPattern, ...]) -> dict[str, tuple[int, ...]]:
    raising: dict[str, tuple[int, ...]] = {}
    for at, each in enumerate(compiled):
        if not each.pattern.sure:
            for found in each.pattern.raises():
                raising[target_of(found)] = (*raising.get(target_of(found), ()), at)
    return raising


def _glance(compiled: tuple[CompiledPattern, ...]) -> "re2.Filter | None":
    """Make what tells by the fixed parts of all expressions at once which of them may match; None of none."""
    glance = re2.Filter()
    for each in compiled:
        glance.Add(each.expression, _options())
    if compiled:
        glance.Compile()
    return glance if compiled else None


class Patterns:
    """All patterns about one speaker's words, in a stable order."""

    def __init__(self, compiled: Iterable[CompiledPattern]) -> None:
        self.all = tuple(sorted(compiled, key=lambda each: each.pattern.rule_only))
        """Those that are features of the fitted weights come first."""
        self.names = tuple(each.pattern.name for each in self.all if not each.pattern.rule_only)
        """Of the features, in the order of their columns."""
        self.raising = _raising(self.all)
        """For each act or flag (`act:...`, `flag:...`), the places of the unsure patterns that speak for it."""
        self._glance = _glance(self.all)

    def hits(self, sentence: Sentence) -> tuple[Pattern, ...]:
        """Give every pattern that matches the sentence."""
        return tuple(self.all[at].pattern for at in self.matching(sentence))

    def matching(self, sentence: Sentence) -> tuple[int, ...]:
        """Give the places of the patterns that match the sentence: one glance leaves few to be held against it."""
        if self._glance is None:
            return ()
        likely: set[int] = set()
        for said in {sentence.plain[:MATCHED_CHARACTERS], sentence.unquoted[:MATCHED_CHARACTERS]}:
            likely.update(self._glance.Match(said, True) or ())
        return tuple(at for at in sorted(likely) if self.all[at].matches(sentence))


@lru_cache(maxsize=4)
def load_patterns(about: str) -> Patterns:
    """Load the shipped patterns about the words of `trainee` or `client`, or about the trainee's own `self`.

    Raises:
        ContentError: A file is faulty; nothing was loaded.
    """
    compiled = []
    for path in pattern_paths():
        file = load_content(path, PatternFile)
        if file.about == about:
            compiled += [CompiledPattern(pattern, file.words, path.name) for pattern in file.patterns]
    names = [each.pattern.name for each in compiled]
    if len(names) != len(set(names)):
        raise ContentError(f"patterns about the {about}: a name stands in two files; give each pattern its own")
    return Patterns(compiled)


def pattern_paths() -> tuple[Path, ...]:
    """Give the shipped pattern files, sorted by name."""
    return tuple(sorted(Path(str(files("dialogue").joinpath("patterns"))).glob("*.yaml")))


def _options() -> "re2.Options":
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    return options


def _compile(expressions: tuple[str, ...], words: dict[str, str], place: str) -> "re2._Regexp":
    whole = "|".join(f"(?:{_filled(expression, words)})" for expression in expressions)
    try:
        return re2.compile(whole, options=_options())
    except re2.error as error:
        raise ContentError(
            f"{place}: not a valid RE2 expression ({error}); lookaround and backreferences are not allowed"
        ) from error


def _filled(expression: str, words: dict[str, str]) -> str:
    for name, group in words.items():
        expression = expression.replace(f"<{name}>", f"(?:{group})")
    return expression
