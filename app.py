"""Attune: the settings, how the parts are put together, and the `attune` command line.

The only file that reads the environment and the only one that ends the program. What is slow to import is imported
by the command that needs it.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from classroom.oidc_provider import Provider
    from practice.judge_setup import JudgeServer
    from practice.model_server import ModelServer
    from webui.public_address import PublicAddress

VERSION = "0.1.0"
DONE, SOME_REFUSED, WRONG_CALL = 0, 1, 2


class Settings(BaseSettings):
    """Everything an operator can set; each is an environment variable with the prefix ATTUNE_, or a line in .env."""

    model_config = SettingsConfigDict(
        env_prefix="ATTUNE_", env_file=".env", frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    """Address to listen on. Without accounts only this machine may be served."""
    accounts: Literal["on", "off"] = "off"
    """Whether people sign in. `off`: one local trainee, on this machine only."""
    address: str = ""
    """Under which address people open Attune, such as https://attune.example.edu; links and cookies go by it.
    Needed with accounts where not only this machine is served."""
    oidc_issuer: str = ""
    """Issuer of an identity provider (OpenID Connect) where people may sign in too, exactly as the provider writes it,
    such as https://login.example.edu. Empty: they sign in with a password. See docs/accounts.md."""
    oidc_client: str = ""
    """Name (client id) under which that provider knows this site."""
    oidc_secret: SecretStr = SecretStr("")
    """Secret that the provider gave this site; never logged, never shown. Empty for a public client."""
    oidc_name: str = "your institution"
    """What the button on the sign-in page calls that provider."""
    port: int = Field(default=7860, ge=1, le=65535)
    """Port to listen on."""
    data: Path = Path("data")
    """Folder that holds everything that must survive."""
    engine: Literal["embedded", "model"] = "embedded"
    """Who words the client; `embedded` needs no key and no network, `model` asks the server of ATTUNE_MODEL_URL."""
    model_url: str = ""
    """Address of an OpenAI-compatible server that words the client, such as http://127.0.0.1:8080/v1; the conversation
    goes there. Only used with the engine `model`."""
    model_key: SecretStr = SecretStr("")
    """Key for that server; never logged, never shown."""
    model_name: str = ""
    """Name of the model on that server."""
    judge_url: str = ""
    """Address of an OpenAI-compatible server that gives a second opinion on each exchange, such as
    http://127.0.0.1:8080/v1. Empty: none is asked for, and nothing that is written leaves this machine."""
    judge_key: SecretStr = SecretStr("")
    """Key for that server; never logged, never shown."""
    judge_name: str = ""
    """Name of the model on that server."""
    rubric: str = "trust"
    """Which rubric grades."""
    care_line: str = (
        "If you are in danger now, call your local emergency number. In the US and Canada call or text 988, "
        "in the UK and Ireland call 116 123. Elsewhere, ask your programme for its support line."
    )
    """What a trainee is shown who writes of their own wish to die; put your own local help here."""


def env_example() -> str:
    """Give the text of `.env.example`: every setting with its meaning and its default."""
    lines = ["# Copy to .env and change what you need. Made from the settings in app.py by `make env`.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if isinstance(field.default, SecretStr) else field.default
        lines += [f"# {' '.join((field.description or '').split())}", f"# ATTUNE_{name.upper()}={default}", ""]
    return "\n".join(lines)


class WrongCall(Exception):
    """The call itself is wrong; the message says how to make it right."""


def load_settings() -> Settings:
    """Read the settings from the environment and .env.

    Raises:
        WrongCall: A setting is wrong; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"ATTUNE_{'_'.join(str(part).upper() for part in fault['loc'])}: {fault['msg']}; see .env.example"
            for fault in error.errors()
        ]
        raise WrongCall("\n".join(faults)) from error


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
    verbs = parser.add_subparsers(title="commands")

    def verb(name: str, run: Callable[[argparse.Namespace, Settings], int], says: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    serving = verb("serve", serve, "Open the app.")
    serving.add_argument("--host", default=settings.host)
    serving.add_argument("--port", type=int, default=settings.port)
    serving.add_argument("--data", type=Path, default=settings.data)
    grading = verb("grade", grade, "Grade exchanges given as JSON Lines.")
    grading.add_argument("file", nargs="?", default="-")
    grading.add_argument("--out", default="-")
    grading.add_argument("--rubric", default=settings.rubric)
    grading.add_argument("--engine", choices=("embedded", "model"), default="embedded")
    replaying = verb("replay", replay, "Let a list of trainee messages talk to a client.")
    replaying.add_argument("file", nargs="?", default="-")
    replaying.add_argument("--persona", required=True)
    replaying.add_argument("--scenario")
    replaying.add_argument("--seed", type=int, default=0)
    replaying.add_argument("--engine", choices=("embedded", "model"), default="embedded")
    replaying.add_argument("--out", default="-")
    for name, run in (("personas", personas), ("scenarios", scenarios)):
        verb(name, run, f"List the {name} that can be practised with.").add_argument("--json", action="store_true")
    verb("check", check, "Validate content files.").add_argument("paths", nargs="*", type=Path)
    judging = verb("judge", judge, "Tell how second opinions stand; with --try, ask the judge for one.")
    judging.add_argument("--data", type=Path, default=settings.data)
    judging.add_argument("--try", action="store_true", dest="trying")
    judging.add_argument("--json", action="store_true")
    accounts = verb("account", account, "Make and list accounts, and give links to set a password.")
    actions = accounts.add_subparsers(dest="what", required=True, title="actions")
    adding = actions.add_parser("add", help="Make an account, and print a link with which its password is set.")
    adding.add_argument("email")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", choices=("administrator", "instructor", "trainee"), default="trainee")
    listing = actions.add_parser("list", help="List all accounts.")
    listing.add_argument("--json", action="store_true")
    resetting = actions.add_parser("reset-password", help="Print a link with which a password is set anew.")
    resetting.add_argument("email")
    for action in (adding, listing, resetting):
        action.add_argument("--data", type=Path, default=settings.data)
    demonstrating = verb("demo", demo, "Fill an empty data folder with a course of sixty that never was, and serve it.")
    demonstrating.add_argument("--data", type=Path, default=Path("demo-data"))
    demonstrating.add_argument("--people", type=int, choices=range(4, 61), default=60, metavar="4-60")
    demonstrating.add_argument("--port", type=int, default=settings.port)
    demonstrating.add_argument("--only-fill", action="store_true", help="do not serve it")
    measuring = verb("bench", bench, "Measure, and print each figure beside its bar.")
    measuring.add_argument("what", choices=("evaluator", "clients", "speed"))
    measuring.add_argument("--data", type=Path)
    measuring.add_argument("--clients", default="", help="ids, with commas; all if not given")
    measuring.add_argument("--trainees", default="", help="ids of scripted trainees, with commas; all if not given")
    measuring.add_argument("--seeds", type=int, choices=range(1, 21), default=3, metavar="1-20")
    measuring.add_argument("--cards", type=Path, help="folder of the clients' pages that the figures are written into")
    measuring.add_argument("--json", action="store_true")
    return parser.parse_args(arguments or ["serve"])


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Open the app and serve until stopped."""
    accounts_at = accounts_address(options.host, options.port, settings)
    provider = identity_provider(settings)
    judged_by, voiced_by = judge_server(settings), voice_server(settings, settings.engine)
    from webui.serving import serve_site  # late: Gradio takes seconds to import

    serve_site(
        options.host,
        options.port,
        options.data,
        settings.care_line,
        settings.rubric,
        VERSION,
        judged_by,
        voiced_by,
        accounts_at,
        provider,
        tell=say,
    )
    return DONE


def accounts_address(host: str, port: int, settings: Settings) -> "PublicAddress | None":
    """Give under which address people sign in, or None without accounts.

    Raises:
        WrongCall: Others could reach the site, and it has no accounts or does not know its address.
    """
    from webui.public_address import PublicAddress

    local = host in ("127.0.0.1", "localhost", "::1")
    if settings.accounts == "off":
        if not local:
            raise WrongCall(
                f"Without accounts Attune serves this machine only, not {host}: anyone who reached it would be the "
                "one local trainee. Use --host 127.0.0.1, or set ATTUNE_ACCOUNTS=on and ATTUNE_ADDRESS."
            )
        return None
    if not local and not settings.address:
        raise WrongCall(
            f"To serve {host} with accounts, say under which address people open Attune: "
            "ATTUNE_ADDRESS=https://attune.example.edu"
        )
    shown = f"[{host}]" if ":" in host else host
    try:
        return PublicAddress.read(settings.address or f"http://{shown}:{port}")
    except ValueError as error:
        raise WrongCall(f"ATTUNE_ADDRESS: {error}") from error


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


def identity_provider(settings: Settings) -> "Provider | None":
    """Give the identity provider where people may sign in too, or None where none is set.

    Raises:
        WrongCall: The setting is incomplete, has no accounts to sign in to, or could be read on the way.
    """
    if not settings.oidc_issuer:
        return None
    if settings.accounts == "off":
        raise WrongCall("ATTUNE_OIDC_ISSUER: people sign in only where there are accounts; set ATTUNE_ACCOUNTS=on")
    if not settings.oidc_client:
        raise WrongCall("ATTUNE_OIDC_CLIENT: is empty; give the name under which the provider knows this site")
    from classroom.oidc_provider import Provider

    try:
        return Provider(
            issuer=settings.oidc_issuer,
            client=settings.oidc_client,
            secret=settings.oidc_secret,
            name=settings.oidc_name,
        )
    except ValidationError as error:
        raise WrongCall(f"ATTUNE_OIDC_ISSUER: {error.errors()[0]['msg']}") from error


def account(options: argparse.Namespace, settings: Settings) -> int:
    """Make and list accounts, and give links; for whoever runs the server."""
    from classroom.account_store import NewAccount
    from classroom.accounts import Role
    from classroom.open_class import open_class
    from practice.setup import now_utc, open_records

    if options.what != "add" and not (options.data / "attune.db").is_file():
        raise WrongCall(f"{options.data}: there are no records here; give the data folder with --data")
    operator = open_class(open_records(options.data), now_utc).operator
    if options.what == "list":
        fields = {"id", "email", "number", "name", "role", "has_password", "disabled_at", "created_at"}
        return listed([one.model_dump(mode="json", include=fields) for one in operator.accounts()], options.json)
    address = accounts_address("127.0.0.1", settings.port, settings.model_copy(update={"accounts": "on"}))
    try:
        if options.what == "add":
            made = operator.add(NewAccount(email=options.email, name=options.name, role=Role(options.role)))
        else:
            made = operator.link_for(options.email)
    except ValueError as error:
        raise WrongCall(str(error)) from error
    say(f"A link for {made.account.name}: it sets the password, works once, and is not shown again.")
    write(address.link(made.kind.value, made.secret) if address else made.secret)
    return DONE


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
    from practice.replay import parse_messages, replay_messages
    from practice.setup import gathered_company, load_catalog

    with reading(options.file) as lines:
        try:
            messages = list(parse_messages(lines))
        except ValueError as error:
            raise WrongCall(str(error)) from error
    catalog = load_catalog(settings.rubric)
    company = gathered_company(catalog, voiced_by=voiced_by)
    told = replay_messages(catalog, company, options.persona, options.scenario, options.seed, messages)
    with writing(options.out) as out:
        for line in told:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return DONE


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


def voice_server(settings: Settings, engine: str) -> "ModelServer | None":
    """Give the server that words the client, or None for the embedded voice.

    Raises:
        WrongCall: The engine is `model` and its setting is incomplete or no web address.
    """
    if engine == "embedded":
        return None
    from practice.model_server import ModelServer

    if not settings.model_url or not settings.model_name:
        raise WrongCall("ATTUNE_MODEL_URL and ATTUNE_MODEL_NAME: the engine `model` needs both; see .env.example")
    try:
        return ModelServer(url=settings.model_url, key=settings.model_key, model=settings.model_name)
    except ValidationError as error:
        raise WrongCall(f"ATTUNE_MODEL_URL: {error.errors()[0]['msg']}") from error


def judge_server(settings: Settings) -> "JudgeServer | None":
    """Give the server that gives second opinions, or None where none is set.

    Raises:
        WrongCall: The setting is incomplete or no web address.
    """
    if not settings.judge_url:
        return None
    from practice.judge_setup import JudgeServer

    if not settings.judge_name:
        raise WrongCall("ATTUNE_JUDGE_NAME: is empty; give the name of the model on the server of ATTUNE_JUDGE_URL")
    try:
        return JudgeServer(url=settings.judge_url, key=settings.judge_key, model=settings.judge_name)
    except ValidationError as error:
        raise WrongCall(f"ATTUNE_JUDGE_URL: {error.errors()[0]['msg']}") from error


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


def embedded_only(engine: str) -> None:
    """Refuse to grade lines with a language model: its opinion comes beside the embedded grade, in the app.

    Raises:
        WrongCall: The engine is `model`.
    """
    if engine != "embedded":
        raise WrongCall("Lines are graded by the embedded grader; a judge's second opinion is given in the app.")


def listed(rows: list[dict[str, object]], as_lines: bool) -> int:
    """Print rows for a person, or as JSON Lines."""
    for row in rows:
        text = json.dumps(row, ensure_ascii=False) if as_lines else "  ".join(str(value) for value in row.values())
        write(text)
    return DONE


@contextmanager
def reading(name: str) -> Iterator[Iterable[str]]:
    """Open a file of lines; `-` is standard input.

    Raises:
        WrongCall: The file cannot be read.
    """
    try:
        if name == "-":
            yield (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        else:
            with Path(name).open(encoding="utf-8", errors="replace") as lines:
                yield lines
    except OSError as error:
        raise WrongCall(f"{name}: {error.strerror}; check the path") from error


@contextmanager
def writing(name: str) -> Iterator[TextIO]:
    """Open a place for output; `-` is standard output.

    Raises:
        WrongCall: The file cannot be written.
    """
    if name == "-":
        if isinstance(sys.stdout, TextIO):
            sys.stdout.flush()
        with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False) as out:
            yield out
        return
    try:
        with Path(name).open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise WrongCall(f"{name}: {error.strerror}; check the path") from error


def write(line: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(line + "\n")


def say(line: str) -> None:
    """Write one line to standard error, for a person."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
