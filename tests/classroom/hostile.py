"""Uploads that must never be accepted; each is made from a fit scenario's YAML."""

import re


def with_line(line):
    """Add a line of fields at the end."""
    return lambda body: body + line + "\n"


def with_field(name, value):
    """Give a field another value, as YAML."""
    return lambda body: re.sub(rf"(?m)^{name}: .*$", lambda _: f"{name}: {value}", body, count=1)


BOMB = 'a: &a ["x"]\n' + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "an alias bomb": lambda body: BOMB + body,
    "an alias": with_line('sources: &s ["a"]\nmore: *s'),
    "a merge": with_line("<<: {title: other}"),
    "a key twice": with_line('title: "Again"'),
    "deep nesting": with_line("reflection2: " + "[" * 60 + "]" * 60),
    "very deep nesting": with_line("deep: " + "[" * 40_000),
    "a python object": with_line("it: !!python/object/apply:os.system ['true']"),
    "a python name": with_field("title", "!!python/name:os.system ''"),
    "a number that is none": with_field("minutes", '!!int "x"'),
    "a date that is none": with_field("title", '!!timestamp "x"'),
    "bytes": with_field("title", "!!binary aGVsbG8="),
    "a number beyond all numbers": with_field("turn_limit", "9" * 6_000),
    "a large number": with_field("turn_limit", "9" * 300),
    "infinity": with_line("start: {trust: .inf}"),
    "not a number": with_line("start: {trust: NaN}"),
    "too large": lambda body: body + "# " + "x" * 70_000 + "\n" + 'more: "' + "x" * 70_000 + '"\n',
    "a path in the id": with_field("id", '"../../etc/passwd"'),
    "a windows path in the id": with_field("id", '"C:\\\\x"'),
    "an empty id": with_field("id", '""'),
    "a list as id": with_field("id", '["S01"]'),
    "a formula as title": with_field("title", '"=HYPERLINK(\\"https://x\\")"'),
    "a plus as title": with_field("title", '"+1"'),
    "markup in the title": with_field("title", '"<img src=x onerror=alert(1)>"'),
    "markup in the words": with_field("opening", '"Hello <script>alert(1)</script>"'),
    "markup as a field": with_line('"<b>": "x"'),
    "a null byte": with_field("title", '"a\x00b"'),
    "an escaped null byte": with_field("title", '"a\\0b"'),
    "words that run backwards": with_field("title", '"a\u202eb"'),
    "half a character": with_field("title", '"a\ud800b"'),
    "half an escaped character": with_field("title", '"a\\ud800b"'),
    "a title of great length": with_field("title", '"' + "x" * 5_000 + '"'),
    "no fields": lambda _: "- one\n- two\n",
    "nothing": lambda _: "",
    "only words": lambda _: "Dear Sir or Madam",
    "no yaml": lambda _: "a: b: c: [",
    "a tab": with_line("\tx: 1"),
    "another kind of thing": lambda _: 'id: "S01"\nwords: "hello"\n',
    "a key that is no text": with_line("1: 2"),
    "a list as key": with_line("? [a, b]\n: 2"),
    "a directive": lambda body: "%TAG ! tag:x,2000:\n" + body,
    "two documents in one": lambda body: body + "--- {}\n",
}
