"""Content files are read safely, and a fault names file, field and remedy."""

import pytest

from dialogue.content import ContentError, load_content, parse_yaml, read_content
from dialogue.record import Record


class Small(Record):
    """A small content file."""

    id: str
    level: int = 0
    name: str = ""


HOSTILE = {
    "alias": "a: &x [1]\nb: *x\n",
    "alias bomb": "a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
    "merge key": "base: &b {x: 1}\nuse:\n  <<: *b\n",
    "duplicate key": "role: trainee\nrole: instructor\n",
    "nested duplicate key": "a:\n  b: 1\n  b: 2\n",
    "deep list": "[" * 200 + "]" * 200,
    "deeper list": "[" * 5000,
    "deep mapping": "".join(" " * n + "a:\n" for n in range(60)),
    "python object": "!!python/object/apply:os.system ['true']\n",
    "python name": "a: !!python/name:os.system\n",
    "unknown tag": "a: !secret 1\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "tab indentation": "a:\n\t- b\n",
    "unclosed quote": 'a: "b\n',
    "unclosed brace": "{a: 1",
    "a key that is a list": "? [a, b]\n: 1\n",
    "a key that is a number": "1: a\n",
    "control character": "a: \x01\n",
    "nul": "a: \x00\n",
    "huge": "a: " + "x" * 1_100_000,
    "bad anchor": "a: &\n",
    "stray percent": "%YAML 9.9\n---\na: 1\n",
    "reserved sign": "a: @b\n",
    "backtick": "a: `b`\n",
    "colon in plain text": "a: b: c\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_by_name(text):
    with pytest.raises(ContentError, match=r"bad\.yaml"):
        read_content(text, "bad.yaml", Small)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "12:30:00", "2026-01-01", "0x10", "1e3", "NULL", "True"])
def test_words_stay_words(word):
    assert parse_yaml(f"a: {word}\n", "x") == {"a": word}


def test_numbers_truth_and_nothing_are_read():
    assert parse_yaml("[1, -2, 0.5, true, false, null, ~]", "x") == [1, -2, 0.5, True, False, None, None]


def test_every_fault_has_its_own_line_with_field_and_remedy():
    with pytest.raises(ContentError) as refused:
        read_content("id: a\nlevel: high\nnmae: b\n", "a.yaml", Small)
    lines = str(refused.value).splitlines()
    assert lines == [
        "a.yaml: field level: Input should be a valid integer, unable to parse string as an integer; change the value",
        "a.yaml: field nmae: Extra inputs are not permitted; take the field out, or check its spelling",
    ]


def test_the_id_must_be_the_name_of_the_file(tmp_path):
    path = tmp_path / "S01.yaml"
    path.write_text("id: S02\n")
    with pytest.raises(ContentError, match="make it 'S01'"):
        load_content(path, Small)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match="UTF-8"):
        load_content(path, Small)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ContentError, match="check that it exists"):
        load_content(tmp_path / "none.yaml", Small)
