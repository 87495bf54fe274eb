"""Loads the scenarios, drills and arcs that are shipped."""

from importlib.resources import files
from pathlib import Path

from dialogue.content import load_content
from scenarios.arc import Arc
from scenarios.drill import Drill
from scenarios.scenario import Scenario


def library_folder() -> Path:
    """Give the folder of the shipped scenarios."""
    return Path(str(files("scenarios"))) / "library"


def drills_folder() -> Path:
    """Give the folder of the shipped drills."""
    return Path(str(files("scenarios"))) / "drills"


def arcs_folder() -> Path:
    """Give the folder of the shipped arcs."""
    return Path(str(files("scenarios"))) / "arcs"


def load_shelf(folder: Path | None = None) -> dict[str, Scenario]:
    """Load every scenario of a folder, by id.

    Raises:
        ContentError: A scenario is faulty; nothing was loaded.
    """
    paths = sorted((folder or library_folder()).glob("*.yaml"))
    return {path.stem: load_content(path, Scenario) for path in paths}


def load_drills(folder: Path | None = None) -> dict[str, Drill]:
    """Load every drill of a folder, by id.

    Raises:
        ContentError: A drill is faulty; nothing was loaded.
    """
    return {path.stem: load_content(path, Drill) for path in sorted((folder or drills_folder()).glob("*.yaml"))}


def load_arcs(folder: Path | None = None) -> dict[str, Arc]:
    """Load every arc of a folder, by id.

    Raises:
        ContentError: An arc is faulty; nothing was loaded.
    """
    return {path.stem: load_content(path, Arc) for path in sorted((folder or arcs_folder()).glob("*.yaml"))}
