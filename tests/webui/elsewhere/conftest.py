"""The site and a provider for all tests of signing in elsewhere; the provider is as new for each."""

import pytest
from pydantic import SecretStr

from classroom.oidc_provider import Provider
from tests.webui.elsewhere.both import Both
from tests.webui.provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.webui.school_site import school_site

CHANGEABLE = ("claims", "alg", "key", "address_apart", "userinfo", "described", "seconds", "broken", "token")


@pytest.fixture(scope="package")
def running(quiet, serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with identity_provider(serving[0]) as provider:
        known = Provider(
            issuer=provider.issuer, client=CLIENT, secret=SecretStr(SECRET), name="Example <University>", seconds=6.0
        )
        with school_site(serving[0], folder, provider=known) as school:
            yield Both(school, provider, str(folder))


@pytest.fixture
def both(running):
    fresh = IdentityProvider()
    for name in CHANGEABLE:
        setattr(running.provider, name, getattr(fresh, name))
    return running
