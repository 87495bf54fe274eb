"""A learning platform to try launches against, as the specifications describe one; it runs on this computer.

It has its own keys, says who somebody is, checks what a tool signs, holds gradebook columns, scores and who is in a
course. Tests can have it say something wrong (`says`) or fail (`fails`).
"""

import html
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, HTTPException, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
COURSE_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SCORE, NAMES = GRADES + "scope/score", NRPS + "scope/contextmembership.readonly"
CLIENT = "attune-client"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Somebody:
    """Somebody who is known to the platform."""

    subject: str
    name: str
    roles: tuple[str, ...]
    email: str = ""
    status: str = "Active"

    @property
    def role_names(self):
        return [role if "/" in role else COURSE_ROLE + role for role in self.roles]


@dataclass
class Link:
    """A link in a course, with its column in the gradebook."""

    id: str
    title: str
    custom: dict[str, str] = field(default_factory=dict)
    column: str | None = None


@dataclass
class LearningPlatform:
    """The platform; `url` is set once it is served."""

    people: dict[str, Somebody]
    url: str = ""
    tool: str = ""
    key: Any = field(default_factory=new_key)
    deployment: str = "dep-1"
    context: dict[str, Any] = field(
        default_factory=lambda: {"id": "course-1", "title": "Helping <b>skills", "label": "HS"}
    )
    links: dict[str, Link] = field(default_factory=dict)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: list[dict[str, Any]] = field(default_factory=list)
    results: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, set[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    says: Any = None
    """Changes the claims of a token, and may give another key and head."""
    fails: str = ""
    """How its services fail: `500`, `page`, `refuse`, `nothing`."""
    asked: list[str] = field(default_factory=list)
    page_size: int = 2
    strangers: set[str] = field(default_factory=set)
    """Subjects whose scores it refuses."""

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/jwks", self.on_keys)
        app.add_api_route("/authorize", self.on_authorize)
        app.add_api_route("/token", self.on_token, methods=["POST"])
        app.add_api_route("/return", self.on_return, methods=["POST"])
        app.add_api_route("/columns", self.on_columns, methods=["GET", "POST"])
        app.add_api_route("/columns/{column}/scores", self.on_score, methods=["POST"])
        app.add_api_route("/columns/{column}/results", self.on_results)
        app.add_api_route("/members", self.on_members)
        app.add_api_route("/slow", self.on_slow)
        app.add_api_route("/elsewhere", self.on_elsewhere)
        app.add_api_route("/drip", self.on_drip)
        return app

    def initiation(self, who, link="", **more):
        """Give what the platform's page sends along when somebody opens a link."""
        target = f"{self.tool}/lti/choose" if link == "deep" else f"{self.tool}/lti/launch"
        sent = {"iss": self.url, "client_id": CLIENT, "login_hint": who, "lti_message_hint": link}
        return {**sent, "target_link_uri": target, "lti_deployment_id": self.deployment, **more}

    # -- what it says

    def on_keys(self):
        self.asked.append("keys")
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return self._failed() or {"keys": [{**public, "kid": "platform-1", "alg": "RS256", "use": "sig"}]}

    def on_authorize(self, request: Request):
        asked = dict(request.query_params)
        fixed = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none"}
        if any(asked.get(name) != value for name, value in fixed.items()) or asked["client_id"] != CLIENT:
            raise HTTPException(400, "not as the specification says")
        if asked["redirect_uri"] != f"{self.tool}/lti/launch":
            raise HTTPException(400, "this redirect address is not registered")
        token = self.token_for(asked["login_hint"], asked.get("lti_message_hint", ""), asked["nonce"])
        return HTMLResponse(form_of(asked["redirect_uri"], {"id_token": token, "state": asked["state"]}))

    def token_for(self, who, link, nonce):
        """Sign who somebody is and what they open."""
        key, head, claims = self.key, {"kid": "platform-1"}, self.claims(who, link, nonce)
        algorithm = "RS256"
        if self.says is not None:
            changed = self.says(claims) or {}
            key, head = changed.get("key", key), changed.get("head", head)
            algorithm = changed.get("algorithm", algorithm)
        return jwt.PyJWS().encode(json.dumps(claims).encode(), key, algorithm=algorithm, headers=head)

    def claims(self, who, link, nonce):
        now, person = int(time.time()), self.people[who]
        claims = {"iss": self.url, "aud": CLIENT, "sub": person.subject, "nonce": nonce, "iat": now, "exp": now + 300}
        claims |= {"name": person.name} if person.name else {}
        claims |= {"email": person.email} if person.email else {}
        claims |= {
            LTI + "version": "1.3.0",
            LTI + "deployment_id": self.deployment,
            LTI + "roles": person.role_names,
            LTI + "context": self.context,
            LTI + "target_link_uri": f"{self.tool}/lti/launch",
            NRPS + "claim/namesroleservice": {
                "context_memberships_url": f"{self.url}/members?Course=One",
                "service_versions": ["2.0"],
            },
        }
        return claims | (self._deep() if link == "deep" else self._resource(self.links[link]))

    def _deep(self):
        settings = {
            "deep_link_return_url": f"{self.url}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "data": 'keep "this" <as it is>',
        }
        return {LTI + "message_type": "LtiDeepLinkingRequest", DEEP + "deep_linking_settings": settings}

    def _resource(self, link):
        endpoint = {"scope": [SCORE, GRADES + "scope/result.readonly"], "lineitems": f"{self.url}/columns"}
        if link.column:
            endpoint["lineitem"] = f"{self.url}/columns/{link.column}?type=line"
        return {
            LTI + "message_type": "LtiResourceLinkRequest",
            LTI + "resource_link": {"id": link.id, "title": link.title},
            LTI + "custom": link.custom,
            GRADES + "claim/endpoint": endpoint,
        }

    # -- what it checks

    async def on_return(self, request: Request):
        """Take what an instructor chose: a link for each, with a column where one is wanted."""
        said = self.signed_by_tool(dict(await request.form())["JWT"], self.url)
        if said["iss"] != CLIENT or said[LTI + "deployment_id"] != self.deployment or "exp" not in said:
            raise HTTPException(401, "who is this")
        if said[DEEP + "data"] != 'keep "this" <as it is>' or said[LTI + "message_type"] != "LtiDeepLinkingResponse":
            raise HTTPException(400, "not what was asked for")
        for one in said[DEEP + "content_items"]:
            made = f"link-{len(self.links) + 1}"
            column = self.add_column(one["lineItem"]) if "lineItem" in one else None
            self.links[made] = Link(id=made, title=one["title"], custom=one["custom"], column=column)
        return {"taken": len(said[DEEP + "content_items"])}

    async def on_token(self, request: Request):
        """Give access to whoever signs with the tool's key; each assertion is good once."""
        self.asked.append("token")
        if failed := self._failed():
            return failed
        sent = dict(await request.form())
        try:
            said = self.signed_by_tool(sent["client_assertion"], f"{self.url}/token")
        except (jwt.InvalidTokenError, KeyError) as error:
            raise HTTPException(401, "who is this") from error
        if said["iss"] != CLIENT or said["sub"] != CLIENT or said["jti"] in self.used:
            raise HTTPException(401, "who is this")
        self.used.add(said["jti"])
        token = uuid.uuid4().hex
        self.tokens[token] = set(sent["scope"].split())
        return {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": sent["scope"]}

    def signed_by_tool(self, text, audience):
        """Read what the tool signed, with the keys that it publishes."""
        keys = httpx.get(f"{self.tool}/lti/jwks.json").json()["keys"]
        kid = jwt.get_unverified_header(text)["kid"]
        key = next(jwt.PyJWK(one).key for one in keys if one["kid"] == kid)
        return jwt.decode(text, key, algorithms=["RS256"], audience=audience, options={"require": ["exp", "iat"]})

    def _allow(self, request, scope):
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if scope not in self.tokens.get(token, ()):
            raise HTTPException(401, "no access")

    def _failed(self):
        return {
            "500": Response("a trace with secrets", 500),
            "page": HTMLResponse("<h1>We are back soon</h1>"),
            "refuse": JSONResponse({"error": "no"}, 403),
        }.get(self.fails)

    # -- what it keeps

    async def on_columns(self, request: Request):
        if request.method == "GET":
            return list(self.columns.values())
        return self.add_column(await request.json())

    def add_column(self, column):
        made = f"c{len(self.columns) + 1}"
        self.columns[made] = {**column, "id": f"{self.url}/columns/{made}"}
        return made

    async def on_score(self, column: str, request: Request):
        """Keep a score; one that is not newer than what is kept changes nothing."""
        self._allow(request, SCORE)
        self.asked.append("score")
        if failed := self._failed():
            return failed
        if request.headers["content-type"] != "application/vnd.ims.lis.v1.score+json":
            raise HTTPException(415, "no score")
        score = await request.json()
        if score["userId"] in self.strangers:
            raise HTTPException(404, "nobody of this name")
        self.scores.append({"column": column, **score})
        kept = self.results.get((column, score["userId"]))
        if kept is None or kept["timestamp"] < score["timestamp"]:
            self.results[column, score["userId"]] = score
        return Response(status_code=204)

    def on_results(self, column: str):
        return [score for (place, _), score in self.results.items() if place == column]

    def on_members(self, request: Request, page: int = 0):
        """Tell who is in the course, a few at a time; the way on is case-sensitive."""
        self._allow(request, NAMES)
        if failed := self._failed():
            return failed
        people, start = list(self.people.values()), page * self.page_size
        members = [
            {
                "user_id": one.subject,
                "name": one.name,
                "email": one.email,
                "roles": one.role_names,
                "status": one.status,
            }
            for one in people[start : start + self.page_size]
        ]
        headers = {}
        if start + self.page_size < len(people):
            if request.query_params.get("Course") != "One":
                raise HTTPException(404, "no such course")
            headers["link"] = f'<{self.url}/members?Course=One&page={page + 1}>; rel="next"'
        return JSONResponse({"id": "x", "context": self.context, "members": members}, headers=headers)

    def on_slow(self):
        time.sleep(3)
        return {}

    def on_drip(self):
        def drops():
            for _ in range(60):
                time.sleep(0.05)
                yield b" "

        return StreamingResponse(drops())

    def on_elsewhere(self):
        return Response(status_code=302, headers={"location": f"{self.url}/jwks"})


def form_of(action, fields):
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in fields.items()
    )
    return f'<form method="post" action="{html.escape(action)}">{hidden}</form>'


def form_in(page):
    """Give where the first form of a page goes, and its hidden fields."""
    action = html.unescape(re.search(r'<form[^>]*action="([^"]*)"', page)[1])
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return action, {html.unescape(name): html.unescape(value) for name, value in found}
