"""Where people sign in, by the settings: under which address of ours, and at whose identity provider."""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from command_line.outcome import WrongCall
from command_line.settings import Settings

if TYPE_CHECKING:
    from classroom.oidc_provider import Provider
    from webui.public_address import PublicAddress


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
