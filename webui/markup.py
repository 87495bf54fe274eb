"""Two plain components that every page uses: our own markup, and a field that only the program reads and writes."""

from typing import Any

import gradio as gr


def markup(value: str = "", **settings: Any) -> gr.HTML:
    """Put our own markup on the page, without Gradio's styles and listeners.

    Whatever a person or a client wrote must have been escaped by `present.shown` before.
    """
    return gr.HTML(value, apply_default_css=False, padding=False, js_on_load=None, **settings)


def stowed(name: str, **settings: Any) -> gr.Textbox:
    """Put a field on the page that nobody sees; an id in it gives no right, the room checks each."""
    return gr.Textbox(label=name, elem_classes=["stowed"], **settings)
