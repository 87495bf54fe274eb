"""What an operator can set: the only file that reads the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from command_line.outcome import WrongCall

VERSION = "0.1.0"


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
    lines = ["# Copy to .env and change what you need. Made from command_line/settings.py by `make env`.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if isinstance(field.default, SecretStr) else field.default
        lines += [f"# {' '.join((field.description or '').split())}", f"# ATTUNE_{name.upper()}={default}", ""]
    return "\n".join(lines)


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
