"""How an error is told to a person: in a message that closes by itself, as text, with nothing of the machinery."""

import html
import logging

import gradio as gr

from classroom.errors import ChangedMeanwhile
from practice.errors import SessionMoved

logger = logging.getLogger(__name__)

SECONDS = 8
"""For which a message stays, unless it is closed."""
EXPECTED = (ValueError, LookupError, SessionMoved, PermissionError, ChangedMeanwhile)
"""What a verb may refuse with; its message names the next step."""


def person_of(request: gr.Request) -> str:
    """Name the person who asks.

    Raises:
        PermissionError: Nobody is signed in; nothing was done.
    """
    person = request.username
    if not person:
        raise PermissionError("You are not signed in; reload the page.")
    return str(person)


def tell(error: Exception) -> str:
    """Show why something was refused; gives the words."""
    words = str(error.args[0]) if error.args else "That did not work; reload the page and try again."
    logger.info("refused: %s", type(error).__name__)
    gr.Warning(html.escape(words), duration=SECONDS)
    return words


def confirm(words: str) -> None:
    """Show that something was done; `words` are ours."""
    gr.Info(words, duration=SECONDS)
