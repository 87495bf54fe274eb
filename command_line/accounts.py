"""The verb `account`: accounts made and listed, and links given, by whoever runs the server."""

import argparse
from pathlib import Path

from command_line.lines import listed, say, write
from command_line.outcome import DONE, WrongCall
from command_line.settings import Settings
from command_line.sign_in import accounts_address
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, settings: Settings) -> None:
    """Put `account` with its actions on the command line."""
    accounts = verbs.add("account", account, "Make and list accounts, and give links to set a password.")
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
