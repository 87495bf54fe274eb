"""How a content file is read: safely, strictly, and with a fault that names file, field and remedy.

The loader refuses what YAML would let through in silence: aliases, tags, duplicate keys, deep nesting, huge files, and
the words that YAML 1.1 turns into booleans, dates or sexagesimal numbers. Source: safety design 2 (scenario upload).
"""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from typing_extensions import override
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

MAX_BYTES = 1_000_000
"""Bytes of one shipped content file; ours, far above the largest client."""
MAX_DEPTH = 40
"""Levels of nesting; ours."""

if TYPE_CHECKING:
    from yaml import SafeLoader
    from yaml.error import Mark

Content = TypeVar("Content", bound=BaseModel)


class ContentError(ValueError):
    """A content file is wrong. The message names file, field, what is wrong and what to do."""


class StrictLoader(Composer, CParser, SafeConstructor, Resolver):
    """Safe YAML with only strings, whole and decimal numbers, true/false and null; no aliases, no duplicate keys.

    Libyaml reads the characters, as that is ten times as fast; what is refused is refused here.
    """

    depth = 0

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    @override
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, refusing aliases, tags and deep nesting."""
        if self.check_event(yaml.events.AliasEvent):
            raise self._refused("aliases (*name) are not allowed")
        if getattr(self.peek_event(), "tag", None):
            raise self._refused("tags (!name) are not allowed")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refused(f"nested deeper than {MAX_DEPTH} levels")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        """Construct one mapping, refusing a key that stands twice or is not text."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is not text", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

    def _refused(self, problem: str) -> yaml.constructor.ConstructorError:
        event = self.peek_event()
        mark = cast("Mark | None", event.start_mark if event else None)
        return yaml.constructor.ConstructorError(None, None, problem, mark)


StrictLoader.yaml_implicit_resolvers = {}
for kind, pattern, begins in (
    ("bool", r"^(?:true|false)$", list("tf")),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
):
    StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), begins)


def parse_yaml(text: str, name: str) -> object:
    """Parse strict YAML.

    Raises:
        ContentError: The text is not strict YAML; nothing was read.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise ContentError(f"{name}: larger than {MAX_BYTES} bytes; split it into one item a file")
    try:
        return yaml.load(text, Loader=cast("type[SafeLoader]", StrictLoader))  # noqa: S506  (it is a safe loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise ContentError(f"{name}:{line} {problem}; mend that line") from error


def load_content(path: Path, shape: type[Content]) -> Content:
    """Load one content file into its record; its `id` must be the file's name.

    Raises:
        ContentError: The file is missing, not strict YAML, or does not fit the record; nothing was loaded.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            f"{path.name}: cannot be read as UTF-8 text; check that it exists and its encoding"
        ) from error
    content = read_content(text, path.name, shape)
    identity = getattr(content, "id", path.stem)
    if identity != path.stem:
        raise ContentError(f"{path.name}: field id: is {identity!r}; make it {path.stem!r}, the file's name")
    return content


def read_content(text: str, name: str, shape: type[Content]) -> Content:
    """Read strict YAML text into a record.

    Raises:
        ContentError: The text is not strict YAML or does not fit the record. Every fault has its own line.
    """
    return fit_content(parse_yaml(text, name), name, shape)


def fit_content(value: object, name: str, shape: type[Content]) -> Content:
    """Hold what was parsed against its record.

    Raises:
        ContentError: It does not fit. Every fault has its own line.
    """
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        faults = [
            f"{name}: field {_place(fault['loc'])}: {fault['msg']}; {_remedy(fault['type'])}"
            for fault in error.errors()
        ]
        raise ContentError("\n".join(faults)) from error


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "(whole file)"


def _remedy(kind: str) -> str:
    return {
        "extra_forbidden": "take the field out, or check its spelling",
        "missing": "add the field",
        "enum": "choose one of the values that are named",
        "literal_error": "choose one of the values that are named",
    }.get(kind, "change the value")
