"""Pieces of a longer form: fields that keep what was typed and say beside them what is wrong with it."""

from collections.abc import Mapping
from html import escape

from webui.present import shown


def entry(
    name: str,
    label: str,
    value: str,
    *,
    kind: str = "text",
    says: str = "",
    fault: str = "",
    required: bool = False,
    **more: str,
) -> str:
    """Give a labelled field of one line.

    Args:
        name: Of the field.
        label: Above it, as text.
        value: What stands in it.
        kind: The type of the input.
        says: One sentence of help, as text.
        fault: What is wrong with what was typed; empty where nothing is.
        required: Whether the browser asks for it.
        more: Further attributes, `_` for `-`.
    """
    attributes = "".join(f' {key.replace("_", "-")}="{escape(text)}"' for key, text in more.items())
    must = " required" if required else ""
    return (
        f"<label>{escape(label)}{_help(says)}{wrong_with(name, fault)}"
        f'<input name="{name}" type="{kind}" value="{escape(value)}"{must}{_marked(name, fault)}'
        f"{attributes}></label>"
    )


def area(name: str, label: str, value: str, *, says: str = "", fault: str = "", longest: int, rows: int = 4) -> str:
    """Give a labelled field of several lines."""
    return (
        f"<label>{escape(label)}{_help(says)}{wrong_with(name, fault)}<textarea "
        f'name="{name}" rows="{rows}" maxlength="{longest}"{_marked(name, fault)}>\n{escape(value)}</textarea></label>'
    )


def choice(name: str, label: str, value: str, options: Mapping[str, str], *, says: str = "") -> str:
    """Give a labelled list to choose one from; `options` are words by value."""
    inside = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
        for key, words in options.items()
    )
    return f'<label>{escape(label)}{_help(says)}<select name="{name}">{inside}</select></label>'


def tick(name: str, value: str, label: str, *, on: bool, says: str = "", kind: str = "checkbox") -> str:
    """Give a box to tick, or with `kind="radio"` one of several."""
    return (
        f'<label class="tick"><input type="{kind}" name="{name}" value="{escape(value)}"{" checked" if on else ""}>'
        f"<span>{shown(label)}{_help(says)}</span></label>"
    )


def together(legend: str, inside: str, *, name: str = "", says: str = "", fault: str = "", kind: str = "") -> str:
    """Give fields that belong together under one heading; `inside` is markup."""
    marked = f' id="f-{name}" tabindex="-1"' if name else ""
    about = f' aria-describedby="w-{name}"' if fault else ""
    return (
        f'<fieldset class="{kind}"{marked}{about}><legend>{escape(legend)}</legend>'
        f"{_help(says)}{wrong_with(name, fault)}{inside}</fieldset>"
    )


def wrong_with(name: str, fault: str) -> str:
    """Say what is wrong with a field, where the field is."""
    return f'<span class="fault" id="w-{name}">{shown(fault)}</span>' if fault else ""


def faults_first(faults: Mapping[str, str], labels: Mapping[str, str], here: str) -> str:
    """Give what is wrong at the head of a form, each with a link to its field; empty where nothing is.

    Args:
        faults: What is wrong, by field.
        labels: What fields are called.
        here: Address of the page, which the links need beside its base.
    """
    if not faults:
        return ""
    rows = "".join(
        f'<li><a href="{escape(here)}#f-{name}">{escape(labels.get(name, name))}</a>: {shown(fault)}</li>'
        for name, fault in faults.items()
    )
    return f'<div class="told wrong" role="alert"><p>Nothing was kept yet. Look at:</p><ul>{rows}</ul></div>'


def _help(says: str) -> str:
    return f'<span class="help">{shown(says)}</span>' if says else ""


def _marked(name: str, fault: str) -> str:
    return f' id="f-{name}" aria-invalid="true" aria-describedby="w-{name}"' if fault else ""
