"""The verbs `grade` and `replay`: exchanges graded, and messages that talk to a client, line by line."""

import argparse
import json

from command_line.lines import reading, say, writing
from command_line.model_servers import voice_server
from command_line.outcome import DONE, SOME_REFUSED, WrongCall
from command_line.settings import Settings
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, settings: Settings) -> None:
    """Put `grade` and `replay` on the command line."""
    grading = verbs.add("grade", grade, "Grade exchanges given as JSON Lines.")
    grading.add_argument("file", nargs="?", default="-")
    grading.add_argument("--out", default="-")
    grading.add_argument("--rubric", default=settings.rubric)
    grading.add_argument("--engine", choices=("embedded", "model"), default="embedded")
    replaying = verbs.add("replay", replay, "Let a list of trainee messages talk to a client.")
    replaying.add_argument("file", nargs="?", default="-")
    replaying.add_argument("--persona", required=True)
    replaying.add_argument("--scenario")
    replaying.add_argument("--seed", type=int, default=0)
    replaying.add_argument("--engine", choices=("embedded", "model"), default="embedded")
    replaying.add_argument("--out", default="-")


def grade(options: argparse.Namespace, settings: Settings) -> int:
    """Grade exchanges, in order, one line out for each line in."""
    embedded_only(options.engine)
    from dialogue.reader import Reader
    from evaluator.grade_lines import grade_lines
    from evaluator.local_grader import LocalGrader
    from evaluator.rubric import load_rubric
    from language_model.encoder import shared_encoder

    refused = 0
    with reading(options.file) as lines, writing(options.out) as out:
        grader = LocalGrader(load_rubric(options.rubric))
        for graded in grade_lines(lines, Reader(shared_encoder()), grader):
            out.write(graded.text + "\n")
            if graded.fault is not None:
                refused += 1
                say(graded.fault)
    return SOME_REFUSED if refused else DONE


def replay(options: argparse.Namespace, settings: Settings) -> int:
    """Let messages talk to a client; nothing is kept."""
    voiced_by = voice_server(settings, options.engine)
    from practice.replay import chosen, parse_messages, replay_messages
    from practice.setup import gathered_company, load_catalog

    with reading(options.file) as lines:
        try:
            messages = list(parse_messages(lines))
        except ValueError as error:
            raise WrongCall(str(error)) from error
    catalog = load_catalog(settings.rubric)
    chosen(catalog, options.persona, options.scenario)  # a wrong name is told before the seconds that gathering takes
    company = gathered_company(catalog, voiced_by=voiced_by)
    told = replay_messages(catalog, company, options.persona, options.scenario, options.seed, messages)
    with writing(options.out) as out:
        for line in told:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return DONE


def embedded_only(engine: str) -> None:
    """Refuse to grade lines with a language model: its opinion comes beside the embedded grade, in the app.

    Raises:
        WrongCall: The engine is `model`.
    """
    if engine != "embedded":
        raise WrongCall("Lines are graded by the embedded grader; a judge's second opinion is given in the app.")
