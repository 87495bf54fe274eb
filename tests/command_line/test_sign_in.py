"""Where people sign in is settled at the start: what others could reach without signing in is not served."""

import pytest

from command_line.outcome import WrongCall
from command_line.settings import Settings
from command_line.sign_in import accounts_address, identity_provider


def settings(**given):
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("host", "given", "says"),
    [
        ("0.0.0.0", {}, "ATTUNE_ACCOUNTS=on"),
        ("192.168.1.4", {"address": "https://attune.example.edu"}, "this machine only"),
        ("0.0.0.0", {"accounts": "on"}, "ATTUNE_ADDRESS"),
        ("0.0.0.0", {"accounts": "on", "address": "attune.example.edu"}, "write one like"),
    ],
)
def test_what_others_could_reach_without_signing_in_is_not_served(host, given, says):
    with pytest.raises(WrongCall, match=says):
        accounts_address(host, 7860, settings(**given))


@pytest.mark.parametrize(
    ("host", "given", "base"),
    [
        ("127.0.0.1", {}, None),
        ("127.0.0.1", {"accounts": "on"}, "http://127.0.0.1:7860"),
        ("::1", {"accounts": "on"}, "http://[::1]:7860"),
        ("0.0.0.0", {"accounts": "on", "address": "https://attune.example.edu/"}, "https://attune.example.edu"),
    ],
)
def test_people_sign_in_under_the_address_that_is_theirs(host, given, base):
    found = accounts_address(host, 7860, settings(**given))
    assert (found.base if found else None) == base


ISSUER = "https://login.example.edu/realms/staff"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"accounts": "off", "oidc_client": "attune"}, "ATTUNE_ACCOUNTS=on"),
        ({}, "ATTUNE_OIDC_CLIENT"),
        ({"oidc_client": "attune", "oidc_issuer": "http://login.example.edu"}, "ATTUNE_OIDC_ISSUER.*https"),
    ],
)
def test_an_identity_provider_that_cannot_be_used_is_refused_at_the_start(given, says):
    with pytest.raises(WrongCall, match=says):
        identity_provider(settings(**{"accounts": "on", "oidc_issuer": ISSUER, **given}))


def test_an_identity_provider_is_off_until_it_is_named_and_its_secret_is_never_printed():
    assert identity_provider(settings()) is None
    given = settings(
        accounts="on", oidc_issuer=ISSUER, oidc_client="attune", oidc_secret="hunter2", oidc_name="Example"
    )
    provider = identity_provider(given)
    assert (provider.issuer, provider.client, provider.name) == (ISSUER, "attune", "Example")
    assert provider.secret.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(provider) + repr(given) + provider.model_dump_json()
