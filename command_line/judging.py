"""The verb `judge`: how second opinions stand, and a trial of who gives them."""

import argparse
import json
from pathlib import Path

from command_line.lines import write
from command_line.model_servers import judge_server
from command_line.outcome import DONE, SOME_REFUSED, WrongCall
from command_line.settings import Settings
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, settings: Settings) -> None:
    """Put `judge` on the command line."""
    judging = verbs.add("judge", judge, "Tell how second opinions stand; with --try, ask the judge for one.")
    judging.add_argument("--data", type=Path, default=settings.data)
    judging.add_argument("--try", action="store_true", dest="trying")
    judging.add_argument("--json", action="store_true")


def judge(options: argparse.Namespace, settings: Settings) -> int:
    """Tell how second opinions stand; with --try, ask the judge about an exchange from the rubric."""
    if options.trying:
        from practice.judge_trial import trial

        server = judge_server(settings)
        if server is None:
            raise WrongCall("No judge is set: give ATTUNE_JUDGE_URL and ATTUNE_JUDGE_NAME; see .env.example.")
        tried = trial(server, settings.rubric)
        write(tried.says)
        return DONE if tried.answered else SOME_REFUSED
    from practice.setup import opinion_counts

    counts = opinion_counts(options.data).model_dump()
    if options.json:
        write(json.dumps(counts, ensure_ascii=False))
        return DONE
    failures = counts.pop("failures")
    for name, count in counts.items():
        write(f"{name:12} {count:,.1f}" if name == "seconds" else f"{name:12} {count:,}")
    for failure, times in failures.items():
        write(f"failed {times:,} times: {failure}")
    return DONE
