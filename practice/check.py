"""Validates content files: every fault a line with file, field, what is wrong and what to do."""

from pathlib import Path

from dialogue.content import ContentError, load_content
from evaluator.rubric import Rubric, load_rubric, rubrics_folder
from personas.cast import library_folder as personas_folder
from personas.cast import load_cast, load_persona
from practice.catalog import scenario_faults
from practice.course_faults import arc_faults, drill_faults
from scenarios.arc import Arc
from scenarios.drill import Drill
from scenarios.scenario import Scenario
from scenarios.shelf import arcs_folder, drills_folder
from scenarios.shelf import library_folder as scenarios_folder

KIND_OF_FOLDER = (
    ("persona", "personas"),
    ("drill", "drills"),
    ("arc", "arcs"),
    ("scenario", "scenarios"),
    ("rubric", "rubrics"),
)
"""Which folder in a path tells what a file holds; the first one that is in it does."""
KIND_OF_NAME = {"S": "scenario", "D": "drill", "A": "arc"}


def all_content() -> list[Path]:
    """Give every shipped content file."""
    folders = (personas_folder(), scenarios_folder(), drills_folder(), arcs_folder(), rubrics_folder())
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
        elif kind == "drill":
            return list(drill_faults(load_content(path, Drill), load_rubric()))
        elif kind == "arc":
            return list(arc_faults(load_content(path, Arc), load_cast(), load_rubric()))
        else:
            load_content(path, Rubric)
    except ContentError as error:
        return str(error).splitlines()
    return []


def _kind(path: Path) -> str:
    """Tell what a file holds: by its folder, or else by its name."""
    for kind, folder in KIND_OF_FOLDER:
        if folder in path.parts:
            return kind
    return KIND_OF_NAME.get(path.stem[:1], "persona") if path.stem[1:].isdigit() else "persona"
