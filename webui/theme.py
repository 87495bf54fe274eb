"""The look: Gradio's plainest theme, bound to our own colours, with the fonts of the system."""

from importlib.resources import files
from typing import Any

FONT = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
BOUND = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--quiet)",
    "background_fill_primary": "var(--sheet)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_label_background_fill": "transparent",
    "block_label_text_color": "var(--ink)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--quiet)",
    "border_color_primary": "var(--rule)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--accent-soft)",
    "link_text_color": "var(--accent)",
    "input_background_fill": "var(--sheet)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--quiet)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-deep)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--sheet)",
    "button_secondary_background_fill_hover": "var(--accent-soft)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--edge)",
    "button_cancel_background_fill": "var(--sheet)",
    "button_cancel_text_color": "var(--alarm)",
    "button_cancel_border_color": "var(--alarm)",
    "slider_color": "var(--accent)",
    "checkbox_background_color_selected": "var(--accent)",
    "checkbox_label_background_fill": "var(--sheet)",
    "checkbox_label_background_fill_selected": "var(--accent-soft)",
    "checkbox_label_text_color_selected": "var(--ink)",
    "accordion_text_color": "var(--ink)",
}
"""Gradio's own variables, each with one of ours; dark mode changes ours."""


def own_theme() -> Any:
    """Give the Gradio theme."""
    import gradio as gr

    theme = gr.themes.Base(font=list(FONT), font_mono=list(MONO), text_size=gr.themes.sizes.text_md)
    known = set(dir(theme)) | set(vars(theme))
    dark = {f"{name}_dark": value for name, value in BOUND.items() if f"{name}_dark" in known}
    return theme.set(**BOUND, **dark)


def own_style() -> str:
    """Give the style sheet."""
    return (files("webui") / "theme.css").read_text(encoding="utf-8")
