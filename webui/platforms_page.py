"""The administrator's page of learning platforms: register one, what to enter there, switch it off, what waits."""

from collections.abc import Callable, Iterable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.lti_outbox_store import Shown
from classroom.lti_records import NewPlatform, Platform
from classroom.open_school import School
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, answered, class_page, said
from webui.lti_scores import scores_table
from webui.plain_page import field, hidden, plain_page, sheet
from webui.present import shown
from webui.public_address import PublicAddress

DONE = {
    "registered": "Registered. Now enter the addresses below in the learning platform.",
    "kept": "Kept.",
    "again": "It is tried again within a minute.",
}
BACK = '<p><a href="people">People</a> · <a href="account">Your account</a> · <a href="./">Practice</a></p>'


def add_platforms_page(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the page, before `mount`."""
    page = PlatformsPage(school, address)
    app.add_api_route("/platforms", page.on_look, methods=["GET"], include_in_schema=False)
    for path, handler in (
        ("/platforms", page.on_register),
        ("/platforms-change", page.on_change),
        ("/platforms-access", page.on_access),
        ("/platforms-again", page.on_again),
    ):
        app.add_api_route(path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class PlatformsPage:
    """The page and its forms; the verbs ask each time whether this person manages the site."""

    def __init__(self, school: School, address: PublicAddress) -> None:
        self._lti = school.lti
        self._address = address

    def on_look(self, request: Request) -> Response:
        """Show the page."""
        return self._page(request, person_in(request), told=said(request, DONE))

    def on_register(
        self,
        request: Request,
        title: Text = "",
        issuer: Text = "",
        client_id: Text = "",
        deployments: Text = "",
        authorize_url: Text = "",
        token_url: Text = "",
        keys_url: Text = "",
    ) -> Response:
        """Let a platform launch here."""
        typed = _typed(title, issuer, client_id, deployments, authorize_url, token_url, keys_url)
        person = person_in(request)
        return self._answered(request, lambda: self._lti.platforms.register(person, typed), "registered", typed)

    def on_change(
        self,
        request: Request,
        platform: Text = "",
        mark: Text = "",
        title: Text = "",
        deployments: Text = "",
        authorize_url: Text = "",
        token_url: Text = "",
        keys_url: Text = "",
    ) -> Response:
        """Change what a platform is called, its deployments and its addresses."""
        typed = _typed(title, "", "", deployments, authorize_url, token_url, keys_url)
        person = person_in(request)
        return self._answered(request, lambda: self._lti.platforms.change(person, platform, mark, typed), "kept")

    def on_access(self, request: Request, platform: Text = "", mark: Text = "", disabled: Text = "") -> Response:
        """Keep a platform from launching here, or let it again."""
        person, off = person_in(request), disabled == "yes"
        verb = self._lti.platforms.set_disabled
        return self._answered(request, lambda: verb(person, platform, mark, disabled=off), "kept")

    def on_again(self, request: Request, score: Text = "") -> Response:
        """Try a score again."""
        person = person_in(request)
        return self._answered(request, lambda: self._lti.grades.retry_anywhere(person, score), "again")

    def _answered(
        self, request: Request, verb: Callable[[], object], done: str, typed: NewPlatform | None = None
    ) -> Response:
        def page(wrong: str, status: int) -> Response:
            return self._page(request, person_in(request), wrong=wrong, status=status, typed=typed)

        return answered(request, verb, "platforms", page, done)

    def _page(
        self,
        request: Request,
        person: str,
        *,
        told: str = "",
        wrong: str = "",
        status: int = 200,
        typed: NewPlatform | None = None,
    ) -> Response:
        try:
            platforms, scores = self._lti.platforms.platforms(person), self._lti.grades.every(person)
        except REFUSALS as error:
            return refused(lambda why, code: plain_page("Learning platforms", BACK, wrong=why, status=code), error)
        body = (
            f"{_known(platforms)}{self._to_enter()}<h2>Register a platform</h2>"
            f"{sheet('platforms', _fields(typed, new=True), 'Register it')}{_scores(scores)}{BACK}"
        )
        return class_page(request, "Learning platforms", body, told=told, wrong=wrong, status=status)

    def _to_enter(self) -> str:
        base = self._address.base
        rows = "".join(
            f"<tr><td>{words}</td><td><code>{escape(base + path)}</code></td></tr>"
            for words, path in (
                ("Login initiation (OpenID Connect initiation)", "/lti/login"),
                ("Redirect address, and target link", "/lti/launch"),
                ("Target link for deep linking (content selection)", "/lti/choose"),
                ("Public keys (JWKS)", "/lti/jwks.json"),
            )
        )
        warns = (
            "" if self._address.secure else "<p>This site is not https: only a platform on this machine will work.</p>"
        )
        return (
            f"<h2>What to enter in the learning platform</h2>{warns}<table><thead><tr><th scope=col>There it is called"
            f"</th><th scope=col>Address</th></tr></thead><tbody>{rows}</tbody></table>"
            "<p>Allow it names and e-mail addresses, names and roles, and assignments and grades (scores). How this is "
            "done in Canvas, Moodle and Blackboard is written in the documentation, <em>learning-platforms</em>.</p>"
        )


def _typed(
    title: str, issuer: str, client_id: str, deployments: str, authorize_url: str, token_url: str, keys_url: str
) -> NewPlatform:
    return NewPlatform(
        title=title,
        issuer=issuer,
        client_id=client_id,
        deployments=tuple(deployments.splitlines()),
        authorize_url=authorize_url,
        token_url=token_url,
        keys_url=keys_url,
    )


def _known(platforms: Iterable[Platform]) -> str:
    found = "".join(map(_one, platforms))
    lead = "<p>A course in Canvas, Moodle or Blackboard can open assignments here and get the grades back.</p>"
    none = (
        "<p>None is registered, so launching is off. First make Attune known in the learning platform; then register "
    )
    return lead + (found or f"{none}it here with what it tells you.</p>")


def _one(one: Platform) -> str:
    off = one.disabled_at is not None
    seen = hidden("platform", one.id) + hidden("mark", one.mark)
    missing = "" if one.deployments else '<p class="told wrong">No deployment id is entered: nobody can launch yet.</p>'
    switch = hidden("disabled", "no" if off else "yes")
    button = "Switch on" if off else "Switch off"
    return (
        f'<section><h2>{shown(one.title)}{" (off)" if off else ""}</h2><p class="quiet">{shown(one.issuer)} · client '
        f"{shown(one.client_id)}</p>{missing}<details><summary>Change it</summary>"
        f"{sheet('platforms-change', seen + _fields(one, new=False), 'Keep')}</details>"
        f'<form method="post" action="platforms-access">{seen}{switch}<button>{button}'
        f"<span class=unseen> {escape(one.title)}</span></button></form></section>"
    )


def _fields(typed: NewPlatform | None, *, new: bool) -> str:
    own = {"issuer": "Issuer", "client_id": "Client id"} if new else {}
    addresses = {
        "authorize_url": "Authentication address",
        "token_url": "Token address",
        "keys_url": "Key set address (JWKS)",
    }
    lines = "\n".join(typed.deployments) if typed else ""
    return (
        field("title", "Name", value=typed.title if typed else "", maxlength="200", says="As your people call it.")
        + "".join(
            field(name, words, value=getattr(typed, name) if typed else "", maxlength="512", autocomplete="off")
            for name, words in {**own, **addresses}.items()
        )
        + '<label>Deployment ids<span class="help">One a line. Some platforms tell them once the tool is added.</span>'
        f'<textarea name="deployments" rows="3">{escape(lines)}</textarea></label>'
    )


def _scores(scores: tuple[Shown, ...]) -> str:
    return f"<h2>Grades on their way</h2>{scores_table(scores, 'platforms-again', figures=False)}"
