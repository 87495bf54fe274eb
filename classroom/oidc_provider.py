"""Asks an identity provider who somebody is: OpenID Connect, by an authorization code with PKCE."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from httpx2 import HTTPError, InvalidURL
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import ConfigDict, SecretStr, ValidationError, field_validator

from dialogue.record import Record

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=1)
"""How long the provider's own description of itself is taken as true; ours."""
LEEWAY = 60
"""Seconds by which the provider's clock may be wrong; ours."""
SCOPE = "openid email profile"
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
"""How an identity may be signed: with a key that the provider alone has. Never unsigned, never with our own secret."""
UNREADABLE = (AuthlibBaseError, JoseError, ValidationError, ValueError, TypeError, KeyError, AttributeError)
"""What comes of an answer that is not what it should be."""


class ProviderSilent(RuntimeError):
    """The provider could not be asked; nothing was changed."""


class NotShown(ValueError):
    """The provider's answer does not show who this is; nothing was changed."""


class Provider(Record):
    """An identity provider, as an operator names it. Set by the operator alone."""

    issuer: str
    """Exactly as the provider writes it, such as https://login.example.edu/realms/staff."""
    client: str
    """Under which name the provider knows this site."""
    secret: SecretStr = SecretStr("")
    """That the provider gave this site; empty for a public client."""
    name: str = "your institution"
    """What people call it."""
    seconds: float = 10.0
    """For everything that the provider is asked in one sign-in."""

    @field_validator("issuer")
    @classmethod
    def cannot_be_overheard(cls, issuer: str) -> str:
        """Only an address that nobody on the way can read or change is asked."""
        parts = urlsplit(issuer)
        if not _safe(issuer, local=True):
            raise ValueError("must be an https address (http only on this machine), as https://login.example.edu")
        if "@" in parts.netloc or "?" in issuer or "#" in issuer:
            raise ValueError("holds more than an address (a name, ? or #)")
        return issuer

    @property
    def local(self) -> bool:
        """Tell whether it runs on this machine."""
        return urlsplit(self.issuer).scheme == "http"


class Description(Record):
    """What a provider tells of itself; only what is used here."""

    model_config = ConfigDict(extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)

    @property
    def wants_secret_in_form(self) -> bool:
        """Tell whether this site's secret is taken as a field of the form only."""
        methods = self.token_endpoint_auth_methods_supported
        return "client_secret_post" in methods and "client_secret_basic" not in methods


class Shown(Record):
    """Who somebody is, by the provider's word."""

    subject: str
    """Never given to anybody else by this issuer."""
    email: str = ""
    email_verified: bool = False
    """Whether the provider itself has seen that the address is theirs."""


class ProviderClient:
    """Talks to one provider. Every call ends within the provider's `seconds`, or raises `ProviderSilent`."""

    def __init__(self, provider: Provider, back: str, clock: Callable[[], datetime]) -> None:
        """Talk to `provider`, which sends people back to the address `back`."""
        self.provider = provider
        self._back = back
        self._clock = clock
        self._described: tuple[datetime, Description] | None = None

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Give the provider's address to which a browser is sent.

        Raises:
            ProviderSilent: It could not be asked where that is, or describes itself wrongly.
        """
        try:
            async with asyncio.timeout(self.provider.seconds), self._open() as web:
                described = await self._describe(web)
                made, _ = web.create_authorization_url(
                    described.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier
                )
                return str(made)
        except (HTTPError, InvalidURL, TimeoutError, ValueError) as error:
            raise self._silent(error) from error

    async def shown(self, code: str, nonce: str, verifier: str) -> Shown:
        """Give who somebody is, for a code that the provider sent along with their browser.

        Raises:
            ProviderSilent: It could not be asked.
            NotShown: What it answered is not signed by it, not for this site, not for this sign-in, or too old.
        """
        try:
            async with asyncio.timeout(self.provider.seconds), self._open() as web:
                described = await self._describe(web)
                if self.provider.secret.get_secret_value() and described.wants_secret_in_form:
                    web.token_endpoint_auth_method = "client_secret_post"  # noqa: S105  (names a way, is no secret)
                token = await web.fetch_token(
                    described.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
                )
                claims = await self._claims(web, described, token, nonce)
                if "email" not in claims and described.userinfo_endpoint:
                    claims = {**claims, **await self._more(web, described.userinfo_endpoint, claims["sub"])}
                return Shown(
                    subject=_subject(claims["sub"]),
                    email=claims.get("email") or "",
                    email_verified=claims.get("email_verified") is True,
                )
        except (HTTPError, InvalidURL, TimeoutError) as error:
            raise self._silent(error) from error
        except UNREADABLE as error:
            logger.warning("the identity provider's answer was refused: %s", _kind(error))
            raise NotShown(f"What {self.provider.name} answered does not show who you are. Try once more.") from error

    def _open(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self.provider.client,
            client_secret=self.provider.secret.get_secret_value() or None,
            scope=SCOPE,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=self.provider.seconds,
            trust_env=not self.provider.local,
        )

    async def _describe(self, web: AsyncOAuth2Client) -> Description:
        """Give the provider's description of itself, read anew once in a while."""
        if self._described is not None and self._clock() - self._described[0] < KEPT_FOR:
            return self._described[1]
        url = get_well_known_url(self.provider.issuer, external=True)
        described = Description.model_validate(await _read(web, url))
        if described.issuer != self.provider.issuer:
            logger.error("the provider calls itself %s: set ATTUNE_OIDC_ISSUER to exactly that", described.issuer)
            raise ValueError("another issuer")
        asked = (described.authorization_endpoint, described.token_endpoint, described.jwks_uri)
        if not all(_safe(one, local=self.provider.local) for one in (*asked, described.userinfo_endpoint or asked[0])):
            raise ValueError("an address that is not https")
        self._described = (self._clock(), described)
        return described

    async def _claims(
        self, web: AsyncOAuth2Client, described: Description, token: dict[str, object], nonce: str
    ) -> dict[str, str | bool]:
        """Give what the identity token says, once signature, issuer, audience, times and nonce have been held."""
        signatures = sorted(SIGNATURES & set(described.id_token_signing_alg_values_supported))
        registry = JWSRegistry(algorithms=signatures, strict_check_header=False)
        published = await _read(web, described.jwks_uri)
        keys = KeySet.import_key_set(published)  # type: ignore[arg-type]  # it checks what it is given
        decoded = jwt.decode(str(token["id_token"]), keys, registry=registry)
        must = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client},
            "nonce": {"essential": True, "value": nonce},
        }
        known = {"nonce": nonce, "client_id": self.provider.client, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, must, known)
        claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        return dict(claims)

    async def _more(self, web: AsyncOAuth2Client, url: str, subject: object) -> dict[str, str | bool]:
        """Give the address of the person, where the provider tells it apart from who they are."""
        told = await _read(web, url, withhold_token=False)
        if told.get("sub") != subject:
            raise ValueError("of somebody else")
        return {name: told[name] for name in ("email", "email_verified") if name in told}

    def _silent(self, error: Exception) -> ProviderSilent:
        logger.warning("the identity provider could not be asked: %s", _kind(error))
        return ProviderSilent(f"{self.provider.name} cannot be reached just now. Nothing was changed; try again later.")


async def _read(web: AsyncOAuth2Client, url: str, *, withhold_token: bool = True) -> dict[str, str | bool]:
    answer = await web.request("GET", url, withhold_token=withhold_token)
    answer.raise_for_status()
    read = answer.json()
    if not isinstance(read, dict):
        raise ValueError("no object")
    return read


def _safe(url: str, *, local: bool) -> bool:
    """Tell whether what is sent to an address cannot be read on the way."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (local and parts.scheme == "http" and here))


def _subject(said: object) -> str:
    if not isinstance(said, str) or not 0 < len(said) <= 255:
        raise ValueError("a subject that cannot be kept")
    return said


def _kind(error: Exception) -> str:
    """Give what an error is, without anything that was in the answer."""
    claim = getattr(error, "claim", "")
    return f"{type(error).__name__} {claim}".strip()
