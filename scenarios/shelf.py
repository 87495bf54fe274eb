"""Loads the scenarios of the library."""

from importlib.resources import files
from pathlib import Path

from dialogue.content import load_content
from scenarios.scenario import Scenario


def library_folder() -> Path:
    """Give the folder of the shipped scenarios."""
    return Path(str(files("scenarios"))) / "library"


def load_shelf(folder: Path | None = None) -> dict[str, Scenario]:
    """Load every scenario of a folder, by id.

    Raises:
        ContentError: A scenario is faulty; nothing was loaded.
    """
    paths = sorted((folder or library_folder()).glob("*.yaml"))
    return {path.stem: load_content(path, Scenario) for path in paths}
