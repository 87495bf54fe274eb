"""Holds a launch against everything that could be wrong with it, in the order in which it is told."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from jwcrypto.common import JWException
from pylti1p3.exception import LtiException, OIDCException

from classroom.errors import NOT_THERE
from classroom.lti_claims import Visit, visit_of
from classroom.lti_http import KeySets
from classroom.lti_library import CLOCKS_DIFFER, Launch, Login, OnePlatform, Remembered, Sent, States
from classroom.lti_records import KeptLogin, LaunchRefused, Platform, PlatformFailed
from classroom.lti_store import LtiStore
from practice.errors import RecordNotFound

AGAIN = "Open it again from your course."
ODD = (LtiException, JWException, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the library raises for a token that is none, besides what it means to raise."""
UNKNOWN = "This learning platform is not registered here; whoever administers Attune can add it."


class Begun(NamedTuple):
    """A launch that begins."""

    goes: str
    """Address of the platform, which says who it is."""
    state: str
    """What the browser's cookie must name when it comes back."""


class Checked(NamedTuple):
    """A launch that holds."""

    platform: Platform
    visit: Visit


class LaunchCheck:
    """Begins launches, and checks what comes back."""

    def __init__(self, store: LtiStore, keys: KeySets) -> None:
        self._store = store
        self._keys = keys

    def begin(self, sent: Mapping[str, str], launch_address: str, target: str) -> Begun:
        """Send a browser to the platform that it says it comes from.

        Args:
            sent: What the platform's page sent along.
            launch_address: Where the platform is to send its answer: always ours.
            target: Path of ours to which the launch was to go.

        Raises:
            LaunchRefused: There is no such platform, or nothing to know the visitor by.
        """
        platform = self._store.open_for(sent.get("iss", ""), sent.get("client_id", ""))
        if platform is None:
            raise LaunchRefused(UNKNOWN)
        kept, states = Remembered(Sent(sent)), States()
        login = Login(Sent(sent), OnePlatform(platform, self._store.signing_keys()[0]), kept, states)
        try:
            goes = login.redirect(launch_address)
        except OIDCException as error:
            raise LaunchRefused(f"{platform.title} did not say whom it sends. {AGAIN}") from error
        self._store.keep_login(states.state, KeptLogin(platform=platform.id, nonce=kept.nonce, target=target))
        return Begun(goes=goes, state=states.state)

    def check(self, sent: Mapping[str, str], cookie: str | None) -> Checked:
        """Give who comes from where.

        Args:
            sent: What the platform's answer holds.
            cookie: The state that the browser was given; None if it is not asked for, where nobody is signed in.

        Raises:
            LaunchRefused: Anything at all is wrong; the launch cannot be tried again with the same answer.
        """
        state = sent.get("state", "")
        kept = self._store.take_login(state) if state else None
        if kept is None:
            raise LaunchRefused(f"This launch was used already, took too long, or was not begun here. {AGAIN}")
        platform = self._platform(kept)
        launch = Launch(
            Sent(sent),
            OnePlatform(platform, self._store.signing_keys()[0]),
            Remembered(Sent(sent), kept.nonce),
            States(state if cookie is None else cookie),
            self._keys,
        )
        visit = self._walked(launch, platform, kept)
        self._must_be_new(platform, kept, launch)
        return Checked(platform, visit)

    def _platform(self, kept: KeptLogin) -> Platform:
        try:
            platform = self._store.platform(kept.platform)
        except RecordNotFound as error:
            raise LaunchRefused(NOT_THERE) from error
        if platform.disabled_at is not None:
            raise LaunchRefused(UNKNOWN)
        return platform

    def _walked(self, launch: Launch, platform: Platform, kept: KeptLogin) -> Visit:
        """Take every step of the check; each names in our words what does not hold."""
        for step, wrong in _steps(launch, platform):
            try:
                step()
            except PlatformFailed as error:
                raise LaunchRefused(f"The keys of {platform.title} cannot be read. {error} Try again later.") from error
            except ODD as error:
                raise LaunchRefused(f"{wrong} {AGAIN}") from error
        claims = launch.claims
        if not isinstance(claims, dict):
            raise LaunchRefused(f"The answer cannot be read. {AGAIN}")
        return visit_of(claims, platform)

    def _must_be_new(self, platform: Platform, kept: KeptLogin, launch: Launch) -> None:
        now = self._store.clock()
        ends = launch.claims.get("exp", 0) if isinstance(launch.claims, dict) else 0
        until = min(datetime.fromtimestamp(int(ends), tz=UTC), now + timedelta(days=1))
        if not self._store.spend(platform.id, kept.nonce, until + timedelta(seconds=2 * CLOCKS_DIFFER)):
            raise LaunchRefused(f"This answer was used already. {AGAIN}")


def _steps(launch: Launch, platform: Platform) -> tuple[tuple[Callable[[], object], str], ...]:
    name = platform.title
    return (
        (launch.validate_state, "This browser did not begin the launch, or lets no cookie through."),
        (launch.validate_jwt_format, f"The answer of {name} cannot be read."),
        (lambda: _must_be_records(launch), f"The answer of {name} cannot be read."),
        (launch.validate_nonce, "The answer is for another launch."),
        (launch.validate_registration, f"The answer is not of {name}, or is for another tool."),
        (launch.validate_jwt_signature, f"The answer is not signed by {name}, is for another tool, or is too old."),
        (launch.validate_deployment, f"The deployment of {name} is not let in: an administrator adds its id."),
        (launch.validate_message, f"{name} asks for something that is not offered here."),
    )


def _must_be_records(launch: Launch) -> None:
    header, claims = launch.header, launch.claims
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TypeError("no record")
    for name in ("iss", "nonce"):
        if not isinstance(claims.get(name), str):
            raise TypeError(name)
