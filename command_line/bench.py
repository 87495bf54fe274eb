"""The verb `bench`: figures, each beside its bar."""

import argparse
from pathlib import Path

from command_line.lines import write
from command_line.outcome import DONE, WrongCall
from command_line.settings import Settings
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, _settings: Settings) -> None:
    """Put `bench` on the command line."""
    measuring = verbs.add("bench", bench, "Measure, and print each figure beside its bar.")
    measuring.add_argument("what", choices=("evaluator", "clients", "speed"))
    measuring.add_argument("--data", type=Path)
    measuring.add_argument("--clients", default="", help="ids, with commas; all if not given")
    measuring.add_argument("--trainees", default="", help="ids of scripted trainees, with commas; all if not given")
    measuring.add_argument("--seeds", type=int, choices=range(1, 21), default=3, metavar="1-20")
    measuring.add_argument("--cards", type=Path, help="folder of the clients' pages that the figures are written into")
    measuring.add_argument("--json", action="store_true")


def bench(options: argparse.Namespace, settings: Settings) -> int:
    """Measure and print; exits 0 whatever the figures."""
    from benchmarks.table import as_json, as_text

    if options.what == "evaluator":
        from benchmarks.evaluator import measure

        if options.data is None or not options.data.is_dir():
            raise WrongCall("bench evaluator needs --data DIR, the folder with exchanges_dev.jsonl")
        rows = measure(options.data)
    elif options.what == "clients":
        from benchmarks.clients import measure_clients

        clients, trainees = (tuple(filter(None, names.split(","))) for names in (options.clients, options.trainees))
        rows = measure_clients(clients, trainees, options.seeds, options.cards, settings.rubric)
    else:
        from benchmarks.speed import measure as measure_speed

        rows = measure_speed()
    write(as_json(rows) if options.json else as_text(rows))
    return DONE
