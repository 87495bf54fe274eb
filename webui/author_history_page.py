"""What came before: versions and what changed; a preview of a conversation; a copy into a pack of one's own."""

from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.previewing import MOST_LINES
from language_model.errors import LanguageModelError
from webui.account_pages import FORM, Text, person_in
from webui.author_content_page import top_of
from webui.author_layout import looked, number_of
from webui.class_layout import REFUSALS, class_page
from webui.plain_page import sent_to
from webui.present_authoring import conversation, difference, versions_table

SAYS = (
    f"One line for each thing that the trainee says, {MOST_LINES} at most. The client answers as in a session; nothing "
    "is kept, and nothing is graded."
)
EXAMPLE = "What brought you here today?\nThat sounds like a lot to carry alone.\nWould you rather start somewhere else?"


def add_history_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = HistoryPages(school)
    at = "/author/{pack}/{content}"
    app.add_api_route(f"{at}/history", page.on_history, methods=["GET"], include_in_schema=False)
    app.add_api_route(f"{at}/preview", page.on_preview, methods=["GET"], include_in_schema=False)
    for path, handler in (("preview", page.on_converse), ("copy", page.on_copy)):
        app.add_api_route(f"{at}/{path}", handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class HistoryPages:
    """The further pages of one thing."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._authors = school.authors

    def on_history(self, request: Request, pack: str, content: str) -> Response:
        """Show every version, and what changed between two."""
        return looked(request, lambda: self._history(request, person_in(request), pack, content))

    def on_preview(self, request: Request, pack: str, content: str) -> Response:
        """Show the form of a preview."""
        return looked(request, lambda: self._preview(request, person_in(request), pack, content, EXAMPLE))

    def on_converse(self, request: Request, pack: str, content: str, lines: Text = "") -> Response:
        """Show how the client would answer."""
        return looked(request, lambda: self._converse(request, person_in(request), pack, content, lines))

    def on_copy(self, request: Request, pack: str, content: str, into: Text = "") -> Response:
        """Copy it into a pack of one's own, and go there."""

        def copy() -> Response:
            made = self._authors.copying.copy(person_in(request), pack, content, into)
            return sent_to(request, f"/author/{into}/{made.content}?done=copied")

        return looked(request, copy)

    def _history(self, request: Request, person: str, pack: str, content: str) -> Response:
        authoring = self._authors.authoring
        text, versions = authoring.text(person, pack, content), authoring.history(person, pack, content)
        zone = self._school.classroom.people.me(person).zone
        at = f"author/{pack}/{content}"
        table = versions_table(versions, zone, at)
        body = top_of(text, "history")
        if len(versions) == 1:
            return class_page(request, text.title, f"{body}{table}<p>There is one version, so nothing to compare.</p>")
        body += f'<form method="get" action="{at}/history">{table}<p><button>Show what changed</button></p></form>'
        old, new = (number_of(request.query_params.get(name, "")) for name in ("old", "new"))
        if old and new:
            lines = authoring.compare(person, pack, content, old, new)
            body += f"<h2>From version {old} to version {new}</h2>{difference(lines)}"
        return class_page(request, text.title, body)

    def _converse(self, request: Request, person: str, pack: str, content: str, lines: str) -> Response:
        said = lines.replace("\r\n", "\n")
        try:
            preview = self._authors.previewing.converse(person, pack, content, said.split("\n"))
        except (LookupError, PermissionError):
            raise
        except (*REFUSALS, LanguageModelError) as error:
            return self._preview(request, person, pack, content, said, wrong=str(error))
        heard = f"<h2>The conversation</h2>{conversation(preview)}"
        return self._preview(request, person, pack, content, said, heard)

    def _preview(
        self, request: Request, person: str, pack: str, content: str, said: str, heard: str = "", wrong: str = ""
    ) -> Response:
        text = self._authors.authoring.text(person, pack, content)
        form = (
            f'<form class="sheet" method="post" action="author/{escape(pack)}/{escape(content)}/preview">'
            f'<label>What the trainee says<span class="help">{SAYS}</span>'
            f'<textarea name="lines" rows="6">\n{escape(said)}</textarea></label>'
            '<button class="primary">See how the client answers</button></form>'
        )
        status = 422 if wrong else 200
        return class_page(request, text.title, top_of(text, "preview") + form + heard, wrong=wrong, status=status)
