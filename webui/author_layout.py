"""What the pages of authors share: their frame, the way back, and how they read a form of any fields."""

from collections.abc import Callable
from html import escape
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from classroom.content_text import decoded
from classroom.pack_file import MOST_BYTES
from webui.account_pages import refused
from webui.class_layout import REFUSALS, class_page
from webui.present import shown

MOST_FIELDS = 2_000
"""Fields of one form; the largest rubric has 400. Ours."""
BACK = '<p><a href="author">Back to content</a></p>'


async def read_form(request: Request) -> FormData:
    """Read the fields of a form."""
    return await request.form(max_files=2, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES + 50_000)


Fields = Annotated[FormData, Depends(read_form)]


def words(form: FormData, name: str) -> str:
    """Give one field of text; empty where it was not sent."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


async def uploaded(form: Fields) -> str:
    """Give what was sent as a file, or else what was pasted.

    Raises:
        ContentError: The file is no UTF-8 text.
    """
    file = form.get("file")
    if isinstance(file, UploadFile) and file.size:
        return decoded(await file.read(), "file")
    return words(form, "text")


def looked(request: Request, page: Callable[[], Response]) -> Response:
    """Show a page, or why this person may not see it."""
    try:
        return page()
    except REFUSALS as error:
        return refused(
            lambda wrong, status: class_page(request, "Content", BACK, wrong=wrong, status=status),
            error,
        )


def crumbs(*ways: tuple[str, str]) -> str:
    """Give the way back: addresses with their words, which somebody may have written."""
    between = ' <span aria-hidden="true">/</span> '
    links = between.join(f'<a href="{escape(to)}">{shown(said)}</a>' for to, said in ways)
    return f'<nav class="crumbs" aria-label="Where this is">In {links}</nav>'


def number_of(text: str) -> int:
    """Read a number that a page of ours put into a form or an address; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
