"""An identity provider for the tests: real keys and real HTTP on this computer, and faults that can be set."""

import asyncio
import base64
import contextlib
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlencode

from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

CLIENT, SECRET = "attune-client", "the secret/of: this site"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


@dataclass
class IdentityProvider:
    """Signs in whoever is named in `person`, without asking; each field is a fault or a choice of the test."""

    issuer: str = ""
    person: dict = field(default_factory=lambda: {"sub": "s-1", "email": "ana@example.edu", "email_verified": True})
    claims: dict = field(default_factory=dict)
    """Put over those of the identity token; None leaves one out."""
    alg: str = "RS256"
    key: object = field(default_factory=lambda: KEY)
    address_apart: bool = False
    """The e-mail address is told at the userinfo endpoint only."""
    userinfo: dict = field(default_factory=dict)
    described: dict = field(default_factory=dict)
    """Put over its description of itself."""
    seconds: float = 0.0
    """To wait before a token is given."""
    broken: str = ""
    """Path that answers 500."""
    token: dict | None = None
    """Given instead of the answer of the token endpoint."""
    asked: list = field(default_factory=list)
    """What came to the authorization and the token endpoint."""
    codes: dict = field(default_factory=dict)

    def app(self):
        """Give the application that uvicorn serves."""
        app = FastAPI()

        @app.middleware("http")
        async def break_down(request: Request, call_next):
            broken = self.broken and self.broken in request.url.path
            return Response("<h1>Oops</h1>", 500) if broken else await call_next(request)

        app.add_api_route("/.well-known/openid-configuration", self.describe)
        app.add_api_route("/jwks", lambda: JSONResponse({"keys": [KEY.as_dict(private=False)]}))
        app.add_api_route("/authorize", self.authorize)
        app.add_api_route("/token", self.exchange, methods=["POST"])
        app.add_api_route("/userinfo", self.tell)
        return app

    def describe(self):
        ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        found = {name: self.issuer + path for name, path in (*ends.items(), ("userinfo_endpoint", "/userinfo"))}
        fixed = {"issuer": self.issuer, "response_types_supported": ["code"], "subject_types_supported": ["public"]}
        return JSONResponse({**found, **fixed, **self.described})

    def authorize(self, request: Request):
        asked = dict(request.query_params)
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def exchange(self, request: Request):
        await asyncio.sleep(self.seconds)
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        self.asked.append(form)
        asked = self.codes.pop(form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        fits = (
            asked is not None
            and self._knows(request, form)
            and asked["code_challenge"] == proof.decode().rstrip("=")
            and asked["redirect_uri"] == form["redirect_uri"]
        )
        if not fits:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if self.token is not None:
            return JSONResponse(self.token)
        given = {"access_token": "for-userinfo", "token_type": "Bearer", "expires_in": 300}
        return JSONResponse({**given, "id_token": self.signed(asked["nonce"])})

    def tell(self, request: Request):
        assert request.headers["authorization"] == "Bearer for-userinfo"
        return JSONResponse({**self.person, **self.userinfo})

    def signed(self, nonce):
        now, person = int(time.time()), dict(self.person)
        if self.address_apart:
            person = {"sub": person["sub"]}
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **person}
        claims = {name: value for name, value in {**claims, **self.claims}.items() if value is not None}
        if self.alg == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
                for part in ({"alg": "none"}, claims)
            ]
            return ".".join(parts) + "."
        return jwt.encode({"alg": self.alg, "kid": "first"}, claims, self.key, algorithms=[self.alg])

    def _knows(self, request, form):
        """Tell whether this site showed its secret, in the header or in the form."""
        if "authorization" in request.headers:
            scheme, given = request.headers["authorization"].split()
            name, secret = base64.b64decode(given).decode().split(":", 1)
            return scheme == "Basic" and SECRET in (secret, unquote(secret)) and name == CLIENT
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)


def key_of_our_secret():
    """Give the key that this site's secret would be, for a token that anybody who knows it could sign."""
    return OctKey.import_key(SECRET)


@contextlib.contextmanager
def identity_provider(serve):
    """Serve a provider until the end of the block."""
    provider = IdentityProvider()
    with serve(provider.app()) as url:
        provider.issuer = url
        yield provider
