"""What an author's editor is told is what the records ask."""

from pathlib import Path

import pytest

from practice.schemas import schema_files, schema_text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("path", "shape"), schema_files().items(), ids=lambda value: getattr(value, "name", ""))
def test_the_schema_file_is_fresh(path, shape):
    assert path.read_text(encoding="utf-8") == schema_text(shape), "run `make schemas`"


@pytest.mark.parametrize(
    ("folder", "schema"),
    [("personas/library", "../persona.schema.json"), ("scenarios/library", "../scenario.schema.json")],
)
def test_every_content_file_names_its_schema(folder, schema):
    for path in sorted((ROOT / folder).glob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={schema}", path.name
