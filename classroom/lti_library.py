"""Lets the LTI library work on plain values: what a browser sent goes in, an address or a checked token comes out."""

from collections.abc import Mapping
from typing import cast

import jwt
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration, TKeySet
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract
from typing_extensions import override

from classroom.lti_http import KeySets
from classroom.lti_records import Platform, SigningKey

ALGORITHM = "RS256"
CLOCKS_DIFFER = 60
"""Seconds by which a platform's clock may be off; ours."""
NEEDED = ["exp", "iat", "nonce", "sub", "aud", "iss"]


class Sent(Request):
    """What a browser sent, as the library reads it."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    @property
    @override
    def session(self) -> dict[str, object]:
        """Give nothing: what must be remembered is in the records."""
        return {}

    @override
    def is_secure(self) -> bool:
        """Tell that the library need not think of cookies."""
        return True

    @override
    def get_param(self, key: str) -> str:
        """Give a field; empty where it was not sent."""
        return self._given.get(key, "")


class Remembered(SessionService):
    """The nonce and the state of one launch, which the records know, not a session."""

    def __init__(self, sent: Sent, nonce: str = "") -> None:
        super().__init__(sent)
        self.nonce = nonce

    @override
    def save_nonce(self, nonce: str) -> None:
        """Remember the nonce of a launch that begins."""
        self.nonce = nonce

    @override
    def check_nonce(self, nonce: str) -> bool:
        """Tell whether a nonce is that of the launch that was begun."""
        return bool(self.nonce) and nonce == self.nonce

    @override
    def save_launch_data(self, key: str, jwt_body: Mapping[str, object]) -> None:
        """Keep nothing of a token."""

    @override
    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        """Tell nothing: a state is good once, and the browser's cookie must name it."""
        return False


class States(CookieService):
    """The state that the browser's cookie names."""

    def __init__(self, state: str = "") -> None:
        self.state = state

    @override
    def get_cookie(self, name: str) -> str | None:
        """Give the state that the browser shows."""
        return self.state

    @override
    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """Remember the state that the browser is to be given."""
        self.state = str(value)


class Onward(Redirect[str]):
    """An address, instead of an answer that sends there."""

    def __init__(self, address: str) -> None:
        self._address = address

    @override
    def do_redirect(self) -> str:
        """Give the address."""
        return self._address

    @override
    def do_js_redirect(self) -> str:
        """Give the address."""
        return self._address

    @override
    def set_redirect_url(self, location: str) -> None:
        """Set the address."""
        self._address = location

    @override
    def get_redirect_url(self) -> str:
        """Give the address."""
        return self._address


class OnePlatform(ToolConfAbstract[Sent]):
    """The one platform that a launch was begun with: a token of any other is not known."""

    def __init__(self, platform: Platform, key: SigningKey) -> None:
        self._platform = platform
        self.registration = registration_of(platform, key)

    @override
    def check_iss_has_one_client(self, iss: str) -> bool:
        """Tell that an issuer may have several clients, so that each is looked for with its id."""
        return False

    @override
    def find_registration_by_issuer(self, iss: str, *args: object, **kwargs: object) -> Registration:
        """Find nothing by an issuer alone."""
        raise LtiException("no client id")

    @override
    def find_registration_by_params(self, iss: str, client_id: str, *args: object, **kwargs: object) -> Registration:
        """Give the registration if issuer and client are its own."""
        if iss != self._platform.issuer or client_id not in ("", self._platform.client_id):
            raise LtiException("another platform")
        return self.registration

    @override
    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        """Find nothing by an issuer alone."""
        return None

    @override
    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: object, **kwargs: object
    ) -> Deployment | None:
        """Give a deployment that an administrator has let in."""
        known = iss == self._platform.issuer and deployment_id in self._platform.deployments
        return Deployment().set_deployment_id(deployment_id) if known else None


class Login(OIDCLogin[Sent, OnePlatform, Remembered, States, str]):
    """A launch that begins: sends the browser to its platform."""

    @override
    def get_redirect(self, url: str) -> Redirect[str]:
        """Give where the browser goes."""
        return Onward(url)


class Launch(MessageLaunch[Sent, OnePlatform, Remembered, States]):
    """A launch that its platform answers; each step is asked for by itself."""

    def __init__(self, sent: Sent, platform: OnePlatform, kept: Remembered, states: States, keys: KeySets) -> None:
        super().__init__(sent, platform, kept, states)
        self._keys = keys
        self.set_auto_validation(False)

    @property
    def header(self) -> object:
        """Give the head of the token, which nobody has checked."""
        return self._jwt.get("header")

    @property
    def claims(self) -> object:
        """Give what the token says; not to be believed before every step."""
        return self._jwt.get("body")

    @override
    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    @override
    def fetch_public_key(self, key_set_url: str) -> TKeySet:
        """Read the platform's keys; its answer stands in no message."""
        return cast(TKeySet, self._keys.read(key_set_url, self._jwt.get("header", {}).get("kid")))

    @override
    def validate_jwt_signature(self) -> "Launch":
        """Hold signature, times and audience; the algorithm is ours to choose and not the token's."""
        key, _ = self.get_public_key()
        registration = self._registration
        client = registration.get_client_id() if registration else None
        if not client or self._jwt.get("header", {}).get("alg") != ALGORITHM:
            raise LtiException("another algorithm")
        try:
            held = jwt.decode(
                self._get_id_token(),
                key,
                algorithms=[ALGORITHM],
                audience=client,
                leeway=CLOCKS_DIFFER,
                options={"require": NEEDED},
            )
        except jwt.InvalidTokenError as error:
            raise LtiException("the token does not hold") from error
        several = isinstance(held["aud"], list) and len(held["aud"]) > 1
        if held.get("azp", None if several else client) != client:
            raise LtiException("made for another tool")
        return self


def registration_of(platform: Platform, key: SigningKey) -> Registration:
    """Give a platform, with the key that we sign with, as the library knows it."""
    made = Registration()
    made.set_issuer(platform.issuer).set_client_id(platform.client_id)
    made.set_auth_login_url(platform.authorize_url).set_auth_token_url(platform.token_url)
    made.set_key_set_url(platform.keys_url)
    made.set_tool_private_key(key.private_pem).set_tool_public_key(key.public_pem)
    return made
