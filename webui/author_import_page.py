"""Importing a file: what it brings is shown first, and only then kept."""

from collections.abc import Sequence
from html import escape

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.pack_file import MOST_BYTES
from classroom.shelved import Opened
from dialogue.content import ContentError
from webui.account_pages import FORM, person_in
from webui.author_layout import Fields, crumbs, looked, uploaded, words
from webui.class_layout import REFUSALS, class_page
from webui.plain_page import hidden, sent_to
from webui.present import shown
from webui.present_authoring import arrival_table, faults_list

SAYS = (
    f"A pack that was exported here or elsewhere, or one document of it: YAML, {MOST_BYTES // 1000} kB at most. "
    "You see what it brings before anything is kept."
)


def add_import_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = ImportPages(school)
    for path, handler in (("/author/import", page.on_preview), ("/author/keep-import", page.on_keep)):
        app.add_api_route(path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


def import_form(packs: Sequence[Opened], text: str = "", into: str = "") -> str:
    """Give the form; `packs` are those that it can go into."""
    options = "".join(
        f'<option value="{one.pack.id}"{" selected" if one.pack.id == into else ""}>{shown(one.pack.title)}</option>'
        for one in packs
        if one.pack.retired_at is None
    )
    return (
        '<form class="sheet" method="post" action="author/import" enctype="multipart/form-data">'
        f'<label>File<span class="help">{SAYS}</span><input type="file" name="file" accept=".yaml,.yml"></label>'
        f"<details{' open' if text else ''}><summary>Or paste it</summary><label>YAML"
        f'<textarea name="text" rows="10" class="code" spellcheck="false">\n{escape(text)}</textarea></label></details>'
        '<label>Into<span class="help">In a pack of yours, what has the same id becomes its next version.</span>'
        f'<select name="into"><option value="">A new pack</option>{options}</select></label>'
        '<button class="primary">Look at it</button></form>'
    )


class ImportPages:
    """Both steps of an import; no state is held between them but what the form carries."""

    def __init__(self, school: School) -> None:
        self._authors = school.authors

    async def on_preview(self, request: Request, form: Fields) -> Response:
        """Show what a file would bring."""
        person, into = person_in(request), words(form, "into") or None
        try:
            text = await uploaded(form)
        except ContentError as error:
            said = str(error)
            return await run_in_threadpool(looked, request, lambda: self._refused(request, person, "", into, said))
        return await run_in_threadpool(looked, request, lambda: self._preview(request, person, text, into))

    def on_keep(self, request: Request, form: Fields) -> Response:
        """Keep what was shown."""
        person, into, text = person_in(request), words(form, "into") or None, words(form, "text")
        try:
            pack = self._authors.packing.keep(person, text, into)
        except ContentError as error:
            said = str(error)
            return looked(request, lambda: self._refused(request, person, text, into, said))
        except REFUSALS as error:
            said = str(error)
            return looked(request, lambda: self._refused(request, person, text, into, f"file: {said}"))
        return sent_to(request, f"/author/{pack}?done=imported")

    def _preview(self, request: Request, person: str, text: str, into: str | None) -> Response:
        try:
            arrival = self._authors.packing.preview(person, text, into)
        except ContentError as error:
            return self._refused(request, person, text, into, str(error))
        stowed = f'<textarea name="text" hidden aria-hidden="true">\n{escape(text)}</textarea>'
        where = f"It goes into {shown(arrival.title)}." if into else f"It makes a new pack, {shown(arrival.title)}."
        new = any(not one.same for one in arrival.coming)
        keep = (
            '<form class="sheet" method="post" action="author/keep-import" enctype="multipart/form-data">'
            f"{stowed}{hidden('into', into or '')}<p>Nothing is kept yet. Comments in the file are not kept.</p>"
            '<button class="primary">Import it</button> <a href="author">Leave it</a></form>'
        )
        same = '<p class="told">Everything in this file is here already, word for word.</p>'
        body = f"{crumbs(('author', 'Content'))}<p>{where}</p>{arrival_table(arrival)}{keep if new else same}"
        return class_page(request, "What this file brings", body)

    def _refused(self, request: Request, person: str, text: str, into: str | None, said: str) -> Response:
        mine = [one for one in self._authors.authoring.packs(person) if one.mine]
        body = f"{crumbs(('author', 'Content'))}{faults_list(said, None)}<h2>Send it again</h2>"
        body += import_form(mine, text, into or "")
        wrong = "Nothing was imported. Mend this in the file, then send it again:"
        return class_page(request, "This file cannot be used", body, wrong=wrong, status=422)
