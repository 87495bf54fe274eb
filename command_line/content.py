"""The verbs `personas`, `scenarios` and `check`: what can be practised, and whether its files are fit."""

import argparse
from pathlib import Path

from command_line.lines import listed, write
from command_line.outcome import DONE, SOME_REFUSED, WrongCall
from command_line.settings import Settings
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, _settings: Settings) -> None:
    """Put `personas`, `scenarios` and `check` on the command line."""
    for name, run in (("personas", personas), ("scenarios", scenarios)):
        verbs.add(name, run, f"List the {name} that can be practised with.").add_argument("--json", action="store_true")
    verbs.add("check", check, "Validate content files.").add_argument("paths", nargs="*", type=Path)


def personas(options: argparse.Namespace, _settings: Settings) -> int:
    """List the clients."""
    from personas.cast import load_cast

    rows: list[dict[str, object]] = [
        {
            "id": persona.id,
            "name": persona.card.name,
            "family": persona.family.value,
            "difficulty": persona.difficulty,
            "content_note": persona.card.content_note,
        }
        for persona in load_cast().values()
    ]
    return listed(rows, options.json)


def scenarios(options: argparse.Namespace, settings: Settings) -> int:
    """List the scenarios."""
    from practice.setup import load_catalog

    rows: list[dict[str, object]] = [
        {
            "id": offer.scenario.id,
            "name": offer.scenario.title,
            "persona": offer.persona.id,
            "family": offer.persona.family.value,
            "difficulty": offer.scenario.difficulty,
            "content_note": offer.scenario.prebrief.content_note,
        }
        for offer in load_catalog(settings.rubric).offers.values()
    ]
    return listed(rows, options.json)


def check(options: argparse.Namespace, _settings: Settings) -> int:
    """Validate content files; one line for each fault."""
    from practice.check import all_content, faults_in

    paths = options.paths or all_content()
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise WrongCall(f"{missing[0]}: there is no such file; give YAML files or folders of them")
    faults = faults_in(paths)
    for fault in faults:
        write(fault)
    if not faults:
        write(f"{len(paths)} checked: nothing to mend")
    return SOME_REFUSED if faults else DONE
