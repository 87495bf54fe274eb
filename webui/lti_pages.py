"""The plain pages between a course and Attune; some are shown inside the platform's own page."""

from collections.abc import Iterable, Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from classroom.lti_choose import Choice, Given
from webui.class_layout import root_of
from webui.headers import FRAMED_BY, POSTS_TO
from webui.plain_page import field, hidden, plain_page, sheet
from webui.present import shown

OWN_WINDOW = "attune_window"
"""Field of our own form that opens a window: the browser need not tell once more that it did."""
LOGIN_FIELDS = (
    "iss",
    "client_id",
    "login_hint",
    "lti_message_hint",
    "lti_deployment_id",
    "target_link_uri",
    OWN_WINDOW,
)
ANYWHERE = ("*",)
"""Pages that hold nothing of anybody's may be shown in any page: whose it is is not known yet."""
OFF = (
    "<p>No learning platform may launch here. An administrator of Attune can let one: sign in, open "
    '<a href="platforms" target="_blank" rel="noopener">Learning platforms</a>, and register it.</p>'
)


def framed(answer: Response, origins: Iterable[str]) -> Response:
    """Let a page be shown inside pages of these origins."""
    answer.headers[FRAMED_BY] = " ".join(origins)
    return answer


def off_page(request: Request) -> Response:
    """Say that launching is off, and how it is switched on."""
    return framed(plain_page("Learning platforms are off", OFF, status=404, base=root_of(request)), ANYWHERE)


def window_page(request: Request, sent: Mapping[str, str]) -> Response:
    """Ask for a window of its own: inside another site's page browsers keep no one signed in."""
    kept = "".join(hidden(name, sent[name]) for name in LOGIN_FIELDS if name in sent)
    body = (
        "<p>Attune opens in a window of its own, so that you stay signed in and have room to write.</p>"
        f'<form method="post" action="lti/login" target="_blank" rel="noopener">{kept}'
        '<button class="primary">Open Attune in a new window</button></form>'
        '<p class="quiet">If this page has been open for more than a few minutes, reload it in your course first.</p>'
    )
    return framed(plain_page("Open Attune", body, base=root_of(request)), ANYWHERE)


def not_let_in_page(request: Request, why: str, status: int) -> Response:
    """Say why somebody is not let in, in our words."""
    body = "<p>Nothing was changed. You can close this page and go back to your course.</p>"
    return framed(
        plain_page("Attune could not open this", body, wrong=why, status=status, base=root_of(request)), ANYWHERE
    )


def join_page(request: Request, ticket: str, email: str, wrong: str = "", status: int = 200) -> Response:
    """Ask for the password of the account that has the address which the platform tells."""
    body = (
        f"<p>There is an account for <strong>{shown(email)}</strong> here already. An address alone lets nobody in: "
        "show once, with your password, that it is yours. From then on your course opens it.</p>"
        + sheet(
            "lti/join",
            hidden("ticket", ticket)
            + hidden("email", email)
            + field("password", "Password in Attune", kind="password", autocomplete="current-password"),
            "Join them",
        )
        + '<p class="quiet">No password yet, or it is lost? Whoever gave you access can send you a link to set one.</p>'
    )
    return plain_page("Is this you?", body, wrong=wrong, status=status, base=root_of(request))


def joined_page(request: Request) -> Response:
    """Say that account and platform belong together from now on."""
    body = '<p>Open it from your course again, or <a href="./">go to Attune</a>.</p>'
    told = "Your account and your learning platform belong together from now on."
    return plain_page("Joined", body, told=told, base=root_of(request))


def choose_page(request: Request, choice: Choice, wrong: str = "", status: int = 200) -> Response:
    """Let an instructor choose what a link opens: an assignment of the section, or a new one."""
    known = "".join(
        f'<label class="pick"><input type="radio" name="assignment" value="{escape(one.id)}">'
        f"<span>{shown(one.terms.title)}</span></label>"
        for one in choice.assignments
    )
    options = "".join(f'<option value="{escape(id_)}">{shown(title)}</option>' for id_, title in choice.scenarios)
    new = (
        f'<label>Scenario<select name="scenario"><option value="">Choose one</option>{options}</select></label>'
        '<label>Title<span class="help">The scenario’s, if you leave it empty.</span>'
        '<input name="title" maxlength="200"></label>'
        '<p class="quiet">It is given to the whole section with the usual terms; dates and everything else can be '
        "changed in Attune.</p>"
    )
    legend = "<legend>An assignment of this section</legend>"
    picked = f'<fieldset class="picks">{legend}{known}</fieldset>' if known else ""
    also = f'<fieldset class="picks"><legend>{"Or a" if known else "A"} new one</legend>{new}</fieldset>'
    ready = sheet("lti/choose", hidden("ticket", choice.ticket) + picked + also, "Choose")
    lead = (
        f"<p>Choose what this link in {shown(choice.platform)} opens. The course is the section "
        f"<strong>{shown(choice.section.title)}</strong> in Attune.</p>"
    )
    answer = plain_page("Choose an assignment", lead + ready, wrong=wrong, status=status, base=root_of(request))
    return framed(answer, choice.framed_by)


def give_page(request: Request, given: Given) -> Response:
    """Show what was chosen, with the button that gives it to the course."""
    body = (
        f"<p><strong>{shown(given.title)}</strong> goes to {shown(given.platform)} as a link with a column in the "
        "gradebook: 0 to 4, the mean of empathy and boundary-setting, once you release the feedback.</p>"
        f'<form class="sheet" method="post" action="{escape(given.return_url)}">{hidden("JWT", given.signed)}'
        '<button class="primary">Give it to the course</button></form>'
    )
    answer = plain_page("Give it to the course", body, base=root_of(request))
    answer.headers[POSTS_TO] = given.framed_by[0]
    return framed(answer, given.framed_by)
