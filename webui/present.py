"""What a page shows of a session: the conversation as text, the turn counter, times, small pieces of markup.

Whatever a person or a client wrote goes through `shown` (for our own markup) or `bubble` (for the chat) exactly once.
"""

import html
from collections.abc import Iterable
from datetime import datetime

from practice.place import Place
from practice.sessions import Exchange
from webui.views import Where, address

WAITING = "…"


def shown(text: str) -> str:
    """Give words that somebody wrote as inert markup; line breaks stay."""
    return html.escape(text).replace("\n", "<br>")


def bubble(text: str) -> str:
    """Give words for the chat, which shows text and would still read tags."""
    return html.escape(text, quote=False)


def link(where: Where, words: str, kind: str = "", label: str = "") -> str:
    """Give a link to a view; `words` are markup, `label` is what a screen reader says instead."""
    to = html.escape(address(where))
    named = f' aria-label="{html.escape(label)}"' if label else ""
    return f'<a class="{kind}" href="{to}" data-go="{to}"{named}>{words}</a>'


def tags(words: Iterable[str], kind: str = "") -> str:
    """Give a row of small labels."""
    inside = "".join(f"<li>{shown(word)}</li>" for word in words)
    return f'<ul class="tags {kind}">{inside}</ul>' if inside else ""


def bullets(lines: Iterable[str]) -> str:
    """Give a list of sentences."""
    return "<ul>" + "".join(f"<li>{shown(line)}</li>" for line in lines) + "</ul>"


def chat_messages(place: Place, until: int | None = None) -> list[dict[str, str]]:
    """Give the conversation for the chat; with `until`, only so many exchanges."""
    messages = [_says("assistant", place.session.opening)]
    for exchange in place.exchanges[:until]:
        messages.append(_says("user", exchange.trainee))
        messages.append(_says("assistant", exchange.reply if exchange.reply is not None else WAITING))
    return messages


def chat_while_sending(place: Place, text: str) -> list[dict[str, str]]:
    """Give the conversation with words that are on their way."""
    return [*chat_messages(place), _says("user", text.strip()), _says("assistant", WAITING)]


def chat_partly(place: Place, exchange: Exchange, words: str) -> list[dict[str, str]]:
    """Give the conversation with the newest answer shown in part."""
    before = chat_messages(place, until=exchange.turn - 1)
    return [*before, _says("user", exchange.trainee), _says("assistant", words)]


def chat_hearing(place: Place, text: str, words: str) -> list[dict[str, str]]:
    """Give the conversation while the client is speaking: the words so far of an answer that is not kept yet."""
    return [*chat_messages(place), _says("user", text.strip()), _says("assistant", words)]


def _says(role: str, text: str) -> dict[str, str]:
    return {"role": role, "content": bubble(text)}


def growing(text: str, steps: int) -> list[str]:
    """Cut a reply into ever longer beginnings, at most `steps` of them; the last one is whole."""
    words = text.split(" ")
    size = max(3, -(-len(words) // max(1, steps)))
    return [" ".join(words[:end]) for end in range(size, len(words), size)] + [text]


def turn_counter(place: Place) -> str:
    """Say which turn the trainee is in."""
    limit = place.offer.scenario.turn_limit
    if place.session.status.over or place.turns_left == 0:
        return f"{len(place.exchanges)} of {limit} turns"
    return f"Turn {len(place.exchanges) + 1} of {limit}"


def day(moment: datetime) -> str:
    """Write a day: 3 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def day_and_time(moment: datetime) -> str:
    """Write a moment, in UTC."""
    return f"{day(moment)}, {moment:%H:%M} UTC"


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number} {one if number == 1 else many}"


def state_line(words: str, kept: bool = False) -> str:
    """Give the line that says what is kept; only what is kept is marked so."""
    return f'<p class="state{" kept" if kept else ""}" role="status">{shown(words)}</p>'


def kept_line(place: Place) -> str:
    """Say what of the conversation is kept."""
    if not place.exchanges:
        return state_line("Nothing sent yet.")
    turns, newest = count(len(place.exchanges), "turn", "turns"), place.exchanges[-1].outcome
    stood_in = (
        " The language model gave no fit answer, so the built-in voice spoke."
        if newest and newest.spoken.stood_in
        else ""
    )
    return state_line(f"Kept: {turns}, with the answers.{stood_in}", kept=True)
