"""Validates content files: every fault a line with file, field, what is wrong and what to do."""

from pathlib import Path

from dialogue.content import ContentError, load_content
from evaluator.rubric import Rubric, load_rubric, rubrics_folder
from personas.cast import library_folder as personas_folder
from personas.cast import load_cast, load_persona
from practice.catalog import scenario_faults
from scenarios.scenario import Scenario
from scenarios.shelf import library_folder as scenarios_folder


def all_content() -> list[Path]:
    """Give every shipped content file."""
    folders = (personas_folder(), scenarios_folder(), rubrics_folder())
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


def faults_in(paths: list[Path]) -> list[str]:
    """Check files; empty when all are fit. A folder stands for the YAML files in it."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return [fault for path in files for fault in _faults(path)]


def _faults(path: Path) -> list[str]:
    try:
        kind = _kind(path)
        if kind == "persona":
            load_persona(path)
        elif kind == "scenario":
            scenario = load_content(path, Scenario)
            return list(scenario_faults(scenario, load_cast(), load_rubric()))
        else:
            load_content(path, Rubric)
    except ContentError as error:
        return str(error).splitlines()
    return []


def _kind(path: Path) -> str:
    """Tell what a file holds: by its folder, or else by its name."""
    for kind, folder in (("persona", "personas"), ("scenario", "scenarios"), ("rubric", "rubrics")):
        if folder in path.parts:
            return kind
    return "scenario" if path.stem.startswith("S") and path.stem[1:].isdigit() else "persona"
