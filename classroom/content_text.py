"""Content as text: how it is written as YAML, and how one file holds several documents."""

import re

import yaml
from typing_extensions import override

from dialogue.content import ContentError, parse_yaml

BETWEEN = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
"""A line that parts two documents; no text inside a document can hold one."""
Body = dict[str, object]
"""A document as it was read, before it is checked against its record."""


class _Dumper(yaml.CSafeDumper):
    """Writes values in double quotes, as the shipped files do, and every line once: no anchors."""

    @override
    def ignore_aliases(self, data: object) -> bool:
        """Write what stands twice twice."""
        return True


class _Quoted(str):
    """A text that is a value and no key."""

    __slots__ = ()


_Dumper.add_representer(
    _Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
)


def written(body: object) -> str:
    """Write a document as strict YAML; fields stand in the order that they have."""
    return yaml.dump(_marked(body), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000_000, indent=2)


def _marked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _marked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(one) for one in value]
    return _Quoted(value) if isinstance(value, str) else value


def read_mapping(text: str, name: str) -> Body:
    """Parse one document, which holds fields.

    Raises:
        ContentError: It is not strict YAML, or holds something else.
    """
    body = parse_yaml(text, name)
    if not isinstance(body, dict):
        raise ContentError(f'{name}: holds no fields; write lines such as `title: "…"`')
    return body


def documents(text: str) -> list[str]:
    """Part a file into its documents; those with nothing in them are left out."""
    parts = BETWEEN.split(text)
    return [part for part in parts if any(_says(line) for line in part.splitlines())]


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def decoded(raw: bytes, name: str) -> str:
    """Read bytes that somebody sent as UTF-8 text; a mark at the begin is taken off.

    Raises:
        ContentError: It is none.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: is no UTF-8 text; save it as UTF-8 and send it again") from error
