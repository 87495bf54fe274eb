"""Loads the clients of the library, whole and checked."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dialogue.content import ContentError, load_content
from personas.fitness import faults_of
from personas.persona import Persona


def library_folder() -> Path:
    """Give the folder of the shipped clients."""
    return Path(str(files("personas"))) / "library"


def load_persona(path: Path) -> Persona:
    """Load one client and check it.

    Raises:
        ContentError: The file does not fit its shape, or the client is not fit yet; nothing was loaded.
    """
    kept = path.stat()
    return _loaded(path, kept.st_mtime_ns, kept.st_size)


@lru_cache(maxsize=64)
def _loaded(path: Path, _changed: int, _size: int) -> Persona:
    """Load a client once for each state of its file: reading one takes half a second."""
    persona = load_content(path, Persona)
    if faults := faults_of(persona):
        raise ContentError("\n".join(f"{path.name}: field {fault}" for fault in faults))
    return persona


def load_cast(folder: Path | None = None) -> dict[str, Persona]:
    """Load every client of a folder, by id.

    Raises:
        ContentError: A client is faulty; nothing was loaded.
    """
    return {path.stem: load_persona(path) for path in sorted((folder or library_folder()).glob("*.yaml"))}
