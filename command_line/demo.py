"""The verb `demo`: a course that never was, made once and then served."""

import argparse
from pathlib import Path

from command_line.lines import say
from command_line.outcome import DONE, WrongCall
from command_line.serving import serve
from command_line.settings import Settings
from command_line.sign_in import accounts_address
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, settings: Settings) -> None:
    """Put `demo` on the command line."""
    demonstrating = verbs.add(
        "demo", demo, "Fill an empty data folder with a course of sixty that never was, and serve it."
    )
    demonstrating.add_argument("--data", type=Path, default=Path("demo-data"))
    demonstrating.add_argument("--people", type=int, choices=range(4, 61), default=60, metavar="4-60")
    demonstrating.add_argument("--port", type=int, default=settings.port)
    demonstrating.add_argument("--only-fill", action="store_true", help="do not serve it")


def demo(options: argparse.Namespace, settings: Settings) -> int:
    """Fill a folder with a course, tell who can sign in, and serve it on this machine."""
    from benchmarks.demo_course import DemoCourse, DemoTaken
    from benchmarks.demo_plan import load_plan

    served = settings.model_copy(update={"accounts": "on", "address": "", "engine": "embedded", "judge_url": ""})
    address, filled, plan = accounts_address("127.0.0.1", options.port, served), options.data / "filled", load_plan()
    if not filled.exists():
        try:
            course = DemoCourse(options.data, plan.model_copy(update={"names": plan.names[: options.people]}), say)
        except DemoTaken as error:
            raise WrongCall(str(error)) from error
        for made in course.fill():
            link = address.link(made.kind.value, made.secret) if address else made.secret
            say(
                f"{made.account.role.value} {made.account.name}, {made.account.email}, sets a password with\n    {link}"
            )
        filled.touch()
    if options.only_fill:
        return DONE
    options.host = "127.0.0.1"
    return serve(options, served)
