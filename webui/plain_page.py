"""A plain page of forms: our own markup, without scripts, in the site's look."""

from html import escape
from importlib.resources import files
from zoneinfo import available_timezones

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

BRAND = '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M4 20c4 0 4-10 8-10s4 14 8 14 4-8 8-8"/></svg>Attune'


def plain_page(
    title: str,
    body: str,
    *,
    told: str = "",
    wrong: str = "",
    status: int = 200,
    wide: bool = False,
    base: str = "./",
    nav: str = "",
    here: str = "",
    above: str = "",
    within: str = "",
    part: str = "",
) -> Response:
    """Give a page.

    Args:
        title: Of the page, ours.
        body: Markup, in which everything that anybody wrote has been escaped.
        told: What was done, as markup.
        wrong: Why something was not done, as text.
        status: Of HTTP.
        wide: Whether it holds a table.
        base: Where the site begins; every link of the page starts there.
        nav: Links to further pages, as markup.
        here: Address of this page, for the link that skips those.
        above: Links to the pages beside this one, as markup; they stand before the title.
        within: What the page is part of, as text, for the browser's tab.
        part: Whose rules of the style sheet hold here too, see `plain.css`.
    """
    style = (files("webui") / "plain.css").read_text(encoding="utf-8")
    said = f'<p class="told" role="status">{told}</p>' if told else ""
    said += f'<p class="told wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    tab = " · ".join(escape(one) for one in (title, within, "Attune") if one)
    kinds = ["wide"] * wide + [f"part-{part}"] * bool(part)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    skip = f'<a class="skip" href="{escape(here)}#main">Skip to the page</a>' if here else ""
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{tab}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<base href="{escape(base)}"><style>{style}</style></head><body{kind}>'
        f'{skip}<header><a class="brand" href="{escape(base)}">{BRAND}</a>{nav}</header>'
        f"<main id=main>{above}<h1>{escape(title)}</h1>{said}{body}</main></body></html>",
        status,
    )


def field(
    name: str, label: str, *, kind: str = "text", value: str = "", says: str = "", needed: bool = True, **more: str
) -> str:
    """Give a labelled field, which may stay empty unless `needed`; `more` are further attributes, `_` for `-`."""
    attributes = "".join(f' {key.replace("_", "-")}="{escape(text)}"' for key, text in more.items())
    must = " required" if needed else ""
    return (
        f"<label>{escape(label)}{f'<span class=help>{escape(says)}</span>' if says else ''}"
        f'<input name="{name}" type="{kind}" value="{escape(value)}"{must}{attributes}></label>'
    )


def hidden(name: str, value: str) -> str:
    """Give a field that is sent along unseen; it gives no right."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def sheet(action: str, inside: str, button: str) -> str:
    """Give a form on a sheet with one button."""
    return (
        f'<form class="sheet" method="post" action="{action}">{inside}'
        f'<button class="primary">{escape(button)}</button></form>'
    )


def zone_field(value: str) -> str:
    """Give a field for a time zone, with all there are to choose from."""
    options = "".join(f"<option>{escape(zone)}</option>" for zone in sorted(available_timezones()))
    says = "Times and due dates are shown in it. Type a city, such as Vienna or New_York."
    return field("zone", "Time zone", value=value, says=says, list="zones", autocomplete="off") + (
        f'<datalist id="zones">{options}</datalist>'
    )


def sent_to(request: Request, path: str) -> Response:
    """Send the browser to a page of ours after a form; `path` begins with one slash."""
    return RedirectResponse(request.scope.get("root_path", "") + path, 303)


def own_path(asked: str) -> str:
    """Give a path to go on to; the first page where it is not plainly one of ours."""
    fine = asked.startswith("/") and not asked.startswith(("//", "/\\")) and asked.isascii() and asked.isprintable()
    return asked if fine and len(asked) < 512 else "/"
