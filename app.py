"""Attune: the entry of the `attune` command line, and the only file that ends the program.

The verbs stand in `command_line/`; what is slow to import is imported by the verb that needs it.
"""

import argparse
import logging
import sys

from command_line import accounts, bench, content, demo, grading, judging, serving
from command_line.lines import say
from command_line.outcome import DONE, WRONG_CALL, WrongCall
from command_line.settings import VERSION, Settings, load_settings
from command_line.verbs import Verbs

GROUPS = (serving, grading, content, judging, accounts, demo, bench)
"""The files of verbs, in the order in which the help names them."""


def main(arguments: list[str] | None = None) -> int:
    """Run the `attune` command line; without a command it serves. Gives the exit status."""
    from dialogue.content import ContentError  # late: `--help` answers at once

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load_settings()
        options = parse(sys.argv[1:] if arguments is None else arguments, settings)
        status: int = options.run(options, settings)
        return status
    except (WrongCall, ContentError, LookupError) as error:
        say(str(error.args[0]) if error.args else str(error))
        return WRONG_CALL
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        return DONE


def parse(arguments: list[str], settings: Settings) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="attune", description="Practise building trust with simulated clients.")
    parser.add_argument("--version", action="version", version=f"attune {VERSION}")
    verbs = Verbs(parser)
    for group in GROUPS:
        group.add_verbs(verbs, settings)
    return parser.parse_args(arguments or ["serve"])


if __name__ == "__main__":
    raise SystemExit(main())
