"""How a verb is put on the command line: its name, what it says of itself, and what it runs."""

import argparse
from collections.abc import Callable

from command_line.settings import Settings

Verb = Callable[[argparse.Namespace, Settings], int]
"""What a verb runs: the options that were given and the settings, and the exit status back."""


class Verbs:
    """The verbs of one command line, in the order in which its help names them."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._added = parser.add_subparsers(title="commands")

    def add(self, name: str, run: Verb, says: str) -> argparse.ArgumentParser:
        """Add a verb; its options go on what is given back."""
        added = self._added.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added
