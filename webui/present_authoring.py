"""What the pages of authors show: packs and what is in them, faults, differences, a preview."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from classroom.content_kinds import ContentKind
from classroom.contents import Version
from classroom.packing import Arrival, Coming
from classroom.previewing import Preview, Said
from classroom.shelved import Opened, Shelved
from webui.content_fields import ContentField
from webui.present import count, day, shown
from webui.words import LAYERS, event_words

FAULT = re.compile(r"(?P<file>[^:]+):(?: field (?P<field>[^:]+):)? ?(?P<says>.*)", re.DOTALL)
KINDS = {ContentKind.SCENARIO: "Scenario", ContentKind.CLIENT: "Client", ContentKind.RUBRIC: "Rubric"}
MANY = {ContentKind.SCENARIO: "scenarios", ContentKind.CLIENT: "clients", ContentKind.RUBRIC: "rubrics"}
MOST_WORDS = 300
"""Characters of one fault; ours."""


def when(moment: datetime, zone: str) -> str:
    """Write a moment in somebody's time zone, with its name."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M} ({zone})"


def holds(versions: Sequence[Version]) -> str:
    """Say how much is in a pack."""
    numbers = {kind: sum(one.kind is kind for one in versions) for kind in ContentKind}
    words = [count(number, kind.word, MANY[kind]) for kind, number in numbers.items() if number]
    return ", ".join(words) or "nothing yet"


def packs_table(packs: Sequence[Opened], *, mine: bool) -> str:
    """Give a table of packs."""
    heads = ("Pack", "Holds", "Who sees it" if mine else "Shared by")
    rows = "".join(_pack_row(one, _seen(one) if mine else shown(one.pack.owner_name or "nobody")) for one in packs)
    return f"<table><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table>"


def _pack_row(one: Opened, seen: str) -> str:
    name = f'<a href="author/{one.pack.id}">{shown(one.pack.title)}</a>'
    off = " class=off" if one.pack.retired_at else ""
    return f"<tr{off}><td>{name}</td><td>{holds(one.versions)}</td><td>{seen}</td></tr>"


def _seen(one: Opened) -> str:
    seen = "every instructor here" if one.pack.shared else "only you"
    return f"{seen} · retired" if one.pack.retired_at else seen


def contents_table(opened: Opened, zone: str) -> str:
    """Give what is in a pack, with what can be done with each."""
    rows = "".join(_content_row(opened, one, zone) for one in opened.contents)
    heads = ("What", "Kind", "Newest version", "")
    return f'<table class="contents"><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table>'


def _content_row(opened: Opened, one: Shelved, zone: str) -> str:
    version = one.version
    at, name = f"author/{version.pack}/{version.content}", f'<span class="unseen"> {escape(one.title)}</span>'
    kept = f"Version {version.number}<span class=help>{escape(when(version.made_at, zone))}</span>"
    links = [(at, "Change" if opened.mine else "Read"), (f"{at}/history", "History")]
    links += [(f"{at}/preview", "Preview")] if version.kind is not ContentKind.RUBRIC else []
    ways = " ".join(f'<a href="{to}">{words}{name}</a>' for to, words in links)
    faults = f'<span class="fault">Cannot be practised now: {shown(one.faults)}</span>' if one.faults else ""
    what = f'<a href="{at}">{shown(one.title)}</a><span class="help">{shown(one.says)}</span>{faults}'
    return f'<tr><td>{what}</td><td>{KINDS[version.kind]}</td><td>{kept}</td><td class="ways">{ways}</td></tr>'


def _heads(words: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{word or "<span class=unseen>What to do</span>"}</th>' for word in words)


def faults_by_field(said: str, fields: Iterable[ContentField], body: object) -> dict[str, str]:
    """Give what is to be mended by the field of the form in which it stands; what stands in none is left out."""
    paths = [one.path for one in fields]
    found: dict[str, str] = {}
    for line in said.splitlines():
        match = FAULT.fullmatch(line)
        path = form_path(match["field"], paths, body) if match and match["field"] else None
        if match and path:
            found[path] = f"{found[path]} {_capital(match['says'])}" if path in found else _capital(match["says"])
    return found


def form_path(field: str, paths: Sequence[str], body: object) -> str | None:
    """Give the field of a form in which a fault stands: the nearest there is; None where there is none."""
    parts = field.split(".")
    if len(parts) > 1 and isinstance(body, dict) and isinstance(body.get(parts[0]), list):
        ids = [one.get("id") if isinstance(one, dict) else None for one in body[parts[0]]]
        if parts[1] in ids:
            parts[1] = str(ids.index(parts[1]))
    for end in range(len(parts), 0, -1):
        start = ".".join(parts[:end])
        known = next((path for path in paths if path == start or path.startswith(f"{start}.")), None)
        if known:
            return known
    return None


def faults_list(said: str, links: Mapping[str, str] | None) -> str:
    """Give everything that is to be mended, each with its field and remedy.

    Args:
        said: A line a fault.
        links: By field, where it stands on the page. None for a file of several documents: each fault names its own.
    """
    rows = ""
    for line in said.splitlines():
        match = FAULT.fullmatch(line)
        file, field, says = (match["file"], match["field"], match["says"]) if match else ("", "", line)
        says = _capital(says)[:MOST_WORDS]
        where = _capital(f"{file}, {field}" if field else file) if links is None else field or file
        name = f"<b>{shown(where)}</b>: " if where else ""
        to = (links or {}).get(where)
        rows += f'<li><a href="{escape(to)}">{name}{shown(says)}</a></li>' if to else f"<li>{name}{shown(says)}</li>"
    return f'<ul class="faults">{rows}</ul>'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def versions_table(versions: Sequence[Version], zone: str, at: str) -> str:
    """Give all versions, with two columns to choose which are compared."""
    rows = ""
    for place, one in enumerate(versions):
        old = " checked" if place == min(1, len(versions) - 1) else ""
        new = " checked" if place == 0 else ""
        rows += (
            f'<tr><td><a href="{at}?number={one.number}">Version {one.number}</a></td>'
            f"<td>{escape(when(one.made_at, zone))}</td><td>{shown(one.maker_name or 'somebody who left')}</td>"
            f'<td><label class="pick"><input type="radio" name="old" value="{one.number}"{old}> from</label>'
            f'<label class="pick"><input type="radio" name="new" value="{one.number}"{new}> to</label></td></tr>'
        )
    heads = ("Version", "Kept", "By", "Compare")
    return f"<table><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table>"


SIGNS = {"+": ("ins", "added"), "-": ("del", "taken out")}


def difference(lines: Sequence[str]) -> str:
    """Give the lines of a unified diff, each marked by a sign and a word, not by colour alone."""
    if not lines:
        return '<p class="told">The two are the same, word for word.</p>'
    out = ""
    for line in lines[2:]:
        tag, word = SIGNS.get(line[:1], ("span", ""))
        if line.startswith("@@"):
            out += '<span class="gap">…</span>'
        else:
            unseen = f'<span class="unseen">{word}: </span>' if word else ""
            out += f"<{tag}>{unseen}<i aria-hidden=true>{escape(line[:1])}</i> {escape(line[1:])}</{tag}>"
    return f'<div class="diff" tabindex="0" role="region" aria-label="What changed">{out}</div>'


def conversation(preview: Preview) -> str:
    """Give a preview: who said what, and what it did to trust."""
    turns = "".join(_exchange(one, preview) for one in preview.said)
    return f'<ol class="preview" start="0">{turns}</ol>'


def _exchange(one: Said, preview: Preview) -> str:
    client = f'<p class="says"><b>{shown(preview.client)}</b>{shown(one.client)}</p>'
    if one.turn == 0:
        return f"<li>{client}<p class=help>Trust {one.trust:.0f} of 100 at the start.</p></li>"
    before = next(other.trust for other in preview.said if other.turn == one.turn - 1)
    parts = [f"Trust {one.trust:.0f} ({one.trust - before:+.1f})", f"open: {LAYERS[one.layer].split(':')[0].lower()}"]
    parts += ["read: " + ", ".join(event_words(act) for act in one.acts)] if one.acts else []
    parts += ["told for the first time: " + ", ".join(one.told)] if one.told else []
    trainee = f'<p class="says mine"><b>Trainee</b>{shown(one.trainee)}</p>'
    return f"<li>{trainee}{client}<p class=help>{shown(' · '.join(parts))}</p></li>"


def _happens(one: Coming) -> str:
    if one.same:
        return "stays as it is"
    return "new" if one.number == 1 else f"becomes version {one.number}"


def arrival_table(arrival: Arrival) -> str:
    """Give what importing would do."""
    rows = "".join(
        f"<tr><td>{shown(one.title)}<span class=help>{shown(one.says)}</span></td><td>{KINDS[one.kind]}</td>"
        f"<td>{_happens(one)}</td></tr>"
        for one in arrival.coming
    )
    heads = _heads(("What", "Kind", "What happens"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
