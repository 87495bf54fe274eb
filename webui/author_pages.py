"""The packs of an author: one's own and those that are shared, and what is in each."""

from collections.abc import Callable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.content_kinds import ContentKind
from classroom.open_school import School
from classroom.shelved import Opened
from webui.account_pages import FORM, Text, person_in, refused
from webui.author_content_page import add_content_pages
from webui.author_history_page import add_history_pages
from webui.author_import_page import add_import_pages, import_form
from webui.author_layout import crumbs, looked
from webui.class_layout import REFUSALS, answered, class_page, said
from webui.plain_page import field, hidden, sent_to, sheet
from webui.present import shown
from webui.present_authoring import KINDS, contents_table, packs_table
from webui.public_address import PublicAddress

DONE = {
    "made": "The pack is made. Now put something into it.",
    "changed": "The pack is changed.",
    "retired": "The pack is retired: nothing of it is given any more. What was given stays.",
    "back": "The pack is back.",
    "imported": "The file is imported.",
}
LEAD = (
    "<p>Scenarios, clients and rubrics of your own. Whatever you keep is checked as strictly as what ships, and every "
    "version stays: an assignment keeps the version that it was given with.</p>"
)
EMPTY = (
    "<p class=empty>You have no pack yet. A pack holds what belongs together, such as the scenarios of a course. Make "
    "one below, then copy a scenario that ships into it and change the copy.</p>"
)


def add_author_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add every page of authors, before `mount`."""
    page = AuthorPages(school)
    app.add_api_route("/author", page.on_packs, methods=["GET"], include_in_schema=False)
    app.add_api_route("/author", page.on_make, methods=["POST"], include_in_schema=False, dependencies=FORM)
    add_import_pages(app, school)
    app.add_api_route("/author/{pack}", page.on_pack, methods=["GET"], include_in_schema=False)
    for path, handler in (
        ("/author/{pack}", page.on_change),
        ("/author/{pack}/retire", page.on_retire),
        ("/author/{pack}/copy", page.on_copy),
    ):
        app.add_api_route(path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)
    app.add_api_route("/author/{pack}/export", page.on_export, methods=["GET"], include_in_schema=False)
    add_content_pages(app, school)
    add_history_pages(app, school)


class AuthorPages:
    """The pages of packs; the verbs ask each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._authors = school.authors

    def on_packs(self, request: Request) -> Response:
        """Show one's packs and those that are shared."""
        return looked(request, lambda: self._packs(request, person_in(request)))

    def on_make(self, request: Request, title: Text = "") -> Response:
        """Make a pack, and go to it."""
        person = person_in(request)
        try:
            pack = self._authors.authoring.make_pack(person, title)
        except REFUSALS as error:
            wrong = str(error)
            return looked(request, lambda: self._packs(request, person, wrong, title))
        return sent_to(request, f"/author/{pack}?done=made")

    def on_pack(self, request: Request, pack: str) -> Response:
        """Show one pack."""
        return looked(request, lambda: self._pack(request, person_in(request), pack))

    def on_change(self, request: Request, pack: str, title: Text = "", shared: Text = "") -> Response:
        """Give a pack another title, and share it or not."""
        person = person_in(request)
        change = self._authors.authoring.change_pack
        return self._done(request, pack, lambda: change(person, pack, title, shared=shared == "yes"), "changed")

    def on_retire(self, request: Request, pack: str, retired: Text = "") -> Response:
        """Retire a pack, or bring it back."""
        person, off = person_in(request), retired == "yes"
        verb = self._authors.authoring.retire
        return self._done(request, pack, lambda: verb(person, pack, retired=off), "retired" if off else "back")

    def on_copy(self, request: Request, pack: str, shipped: Text = "") -> Response:
        """Put a copy of something that ships into a pack, and go to it."""
        person = person_in(request)
        try:
            made = self._authors.copying.copy_shipped(person, pack, shipped)
        except REFUSALS as error:
            return refused(self._again(request, person, pack), error)
        return sent_to(request, f"/author/{pack}/{made.content}?done=copied")

    def on_export(self, request: Request, pack: str) -> Response:
        """Send a pack as one file."""

        def file() -> Response:
            text = self._authors.packing.export(person_in(request), pack)
            headers = {"content-disposition": f'attachment; filename="attune-pack-{pack}.yaml"'}
            return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)

        return looked(request, file)

    def _done(self, request: Request, pack: str, verb: Callable[[], object], done: str) -> Response:
        return answered(request, verb, f"author/{pack}", self._again(request, person_in(request), pack), done)

    def _again(self, request: Request, person: str, pack: str) -> Callable[[str, int], Response]:
        """Give what shows the pack again with why something was refused."""
        return lambda wrong, status: looked(request, lambda: self._pack(request, person, pack, wrong, status))

    def _packs(self, request: Request, person: str, wrong: str = "", title: str = "") -> Response:
        packs = self._authors.authoring.packs(person)
        mine, others = [one for one in packs if one.mine], [one for one in packs if not one.mine]
        shared = f"<h2>Shared by colleagues</h2>{packs_table(others, mine=False)}" if others else ""
        says = "Such as the name of a course. You can share it with every instructor here later."
        make = sheet("author", field("title", "Title", value=title, says=says, maxlength="120"), "Make the pack")
        body = (
            f"{LEAD}<h2>My packs</h2>{packs_table(mine, mine=True) if mine else EMPTY}{shared}"
            f'<div class="columns two"><div><h2>A new pack</h2>{make}</div>'
            f"<div><h2>Import a file</h2>{import_form(mine)}</div></div>"
        )
        return class_page(request, "Content", body, wrong=wrong, status=422 if wrong else 200)

    def _pack(self, request: Request, person: str, pack: str, wrong: str = "", status: int = 200) -> Response:
        opened = self._authors.authoring.pack(person, pack)
        zone = self._school.classroom.people.me(person).zone
        empty = '<p class="empty">Nothing is in this pack yet. Copy something that ships, or write a scenario.</p>'
        table = contents_table(opened, zone) if opened.contents else empty
        body = crumbs(("author", "Content")) + _state(opened) + table
        body += self._add(pack) + _settings(opened) if opened.mine else ""
        body += (
            f'<p><a href="author/{escape(pack)}/export">Export this pack as one file</a></p>' if opened.contents else ""
        )
        told = said(request, DONE) if not wrong else ""
        return class_page(request, opened.pack.title, body, told=told, wrong=wrong, status=status)

    def _add(self, pack: str) -> str:
        options = ""
        for kind in ContentKind:
            rows = "".join(
                f'<option value="{escape(key)}">{escape(title)} ({escape(key)})</option>'
                for each, key, title in self._authors.copying.shipped()
                if each is kind
            )
            options += f'<optgroup label="{KINDS[kind]}s">{rows}</optgroup>'
        says = "The copy is yours; the original stays as it is."
        choose = (
            f'<label>Copy what ships<span class=help>{says}</span><select name="shipped">{options}</select></label>'
        )
        return (
            f"<h2>Put something in</h2>{sheet(f'author/{pack}/copy', choose, 'Copy it into this pack')}"
            f'<p><a class="button" href="author/{pack}/new">Write a scenario from nothing</a></p>'
        )


def _state(opened: Opened) -> str:
    pack = opened.pack
    if not opened.mine:
        return f"<p class=quiet>Shared by {shown(pack.owner_name or 'a colleague')}: you can assign it and copy it.</p>"
    seen = "Every instructor here sees it." if pack.shared else "Only you see it."
    return f"<p class=quiet>{seen}{' It is retired: nothing of it is given any more.' if pack.retired_at else ''}</p>"


def _settings(opened: Opened) -> str:
    pack, on = opened.pack, " checked" if opened.pack.shared else ""
    inside = field("title", "Title", value=pack.title, maxlength="120") + (
        f'<label class="flag"><input type="checkbox" name="shared" value="yes"{on}><span>Share it'
        "<span class=help>Every instructor here can read it, assign it and copy it; only you change it.</span></span>"
        "</label>"
    )
    to, words = ("no", "Bring it back") if pack.retired_at else ("yes", "Retire this pack")
    retire = (
        "<details><summary>Retire</summary><p>Nothing of a retired pack is given any more. What was given stays, and "
        f'it can be brought back.</p><form method="post" action="author/{pack.id}/retire">{hidden("retired", to)}'
        f"<button>{words}</button></form></details>"
    )
    return f"<h2>This pack</h2>{sheet(f'author/{pack.id}', inside, 'Keep')}{retire}"
