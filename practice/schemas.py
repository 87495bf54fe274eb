"""The JSON Schemas with which an author's editor completes and underlines; `python -m practice.schemas` writes them."""

import json
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from evaluator.rubric import Rubric
from personas.persona import Persona
from scenarios.arc import Arc
from scenarios.drill import Drill
from scenarios.scenario import Scenario


def schema_files() -> dict[Path, type[BaseModel]]:
    """Give where each schema lies, and the record it describes."""
    return {
        Path(str(files("personas"))) / "persona.schema.json": Persona,
        Path(str(files("scenarios"))) / "scenario.schema.json": Scenario,
        Path(str(files("scenarios"))) / "drill.schema.json": Drill,
        Path(str(files("scenarios"))) / "arc.schema.json": Arc,
        Path(str(files("evaluator"))) / "rubric.schema.json": Rubric,
    }


def schema_text(shape: type[BaseModel]) -> str:
    """Give the schema of a record as text."""
    return json.dumps(shape.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, record in schema_files().items():
        path.write_text(schema_text(record), encoding="utf-8")
