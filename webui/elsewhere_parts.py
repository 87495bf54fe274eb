"""What pages say of signing in elsewhere: the way there, and what signing out here does not do."""

from html import escape
from urllib.parse import urlencode

from webui.present import shown


def way_elsewhere(name: str, onward: str) -> str:
    """Give the button that leads to the identity provider; nothing without one."""
    if not name:
        return ""
    goes = escape("sign-in/elsewhere" + (f"?{urlencode({'next': onward})}" if onward != "/" else ""))
    words = f"Sign in with {shown(name)}"
    return (
        f'<p class="first-way"><a class="button primary" href="{goes}">{words}</a></p>'
        '<p class="or"><span>or with a password</span></p>'
    )


def signed_out(name: str) -> str:
    """Tell somebody who has signed out that the identity provider has not heard of it."""
    return (
        f"You are signed out of Attune. {shown(name)} may still know this browser: on a computer that others use, "
        "sign out there too."
    )


def leaving_part(elsewhere: str) -> str:
    """Give the last part of one's own page: signing out, and the way to erase everything."""
    only = f'<p class="quiet">This signs you out of Attune, and not of {shown(elsewhere)}.</p>' if elsewhere else ""
    return (
        f'<h2>Leave</h2><form method="post" action="sign-out"><button>Sign out</button></form>{only}'
        '<p class="leaving"><a href="account/erase">Erase your account…</a></p>'
    )
