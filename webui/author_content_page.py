"""Writing one scenario, client or rubric: as a form or as YAML, checked the same way."""

from collections.abc import Mapping
from html import escape

from fastapi import FastAPI
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from classroom.authoring import Authoring
from classroom.content_kinds import ContentKind
from classroom.content_text import Body, read_mapping, written
from classroom.errors import ChangedMeanwhile
from classroom.open_school import School
from classroom.shelved import Text
from dialogue.content import ContentError
from webui.account_pages import FORM, person_in
from webui.author_form import ContentForm, form_of
from webui.author_layout import Fields, crumbs, looked, number_of, words
from webui.class_layout import REFUSALS, class_page, said
from webui.content_fields import Typed
from webui.plain_page import hidden, sent_to
from webui.present import shown
from webui.present_authoring import KINDS, faults_by_field, faults_list
from webui.scenario_fields import BLANK

DONE = {
    "copied": "The copy is yours. Change it here; its first version is kept already.",
    "kept": "The new version is kept. Assignments that were given keep the version they have.",
}
CANNOT = {
    ContentKind.RUBRIC: "An assignment is graded by it where you choose it as its rubric; everything else goes by the "
    "rubric that ships.",
    ContentKind.CLIENT: "A client needs some 260 lines of their own; those are written as YAML. Who they are and what "
    "they remember can be changed here. Trainees meet a client in a scenario of the same pack.",
}


def add_content_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = ContentPages(school)
    for path, look, keep in (
        ("/author/{pack}/new", page.on_new, page.on_add),
        ("/author/{pack}/{content}", page.on_look, page.on_keep),
    ):
        app.add_api_route(path, look, methods=["GET"], include_in_schema=False)
        app.add_api_route(path, keep, methods=["POST"], include_in_schema=False, dependencies=FORM)


class ContentPages:
    """The page of one thing; the verbs ask each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._authoring: Authoring = school.authors.authoring

    def on_new(self, request: Request, pack: str) -> Response:
        """Show the form of a new scenario."""
        return looked(request, lambda: self._new(request, person_in(request), pack, BLANK))

    def on_add(self, request: Request, pack: str, form: Fields) -> Response:
        """Keep a new scenario as its first version."""
        return looked(request, lambda: self._add(request, person_in(request), pack, form))

    def on_look(self, request: Request, pack: str, content: str) -> Response:
        """Show the form, the YAML, or an older version to read."""
        return looked(request, lambda: self._look(request, person_in(request), pack, content))

    def on_keep(self, request: Request, pack: str, content: str, form: Fields) -> Response:
        """Keep the next version."""
        return looked(request, lambda: self._keep(request, person_in(request), pack, content, form))

    def _new(self, request: Request, person: str, pack: str, body: Body, wrong: str = "") -> Response:
        opened = self._authoring.pack(person, pack)
        if not opened.mine:
            raise PermissionError("You may read this pack and not change it; copy into one of your own.")
        form = self._form(person, pack, ContentKind.SCENARIO, body)
        at = f"author/{pack}/new"
        faults = faults_by_field(wrong, form.fields, body)
        inside = form.markup(faults) + '<button class="primary">Keep it as version 1</button>'
        sheet = f'<form class="sheet write" method="post" action="{at}">{inside}</form>'
        top = crumbs(("author", "Content"), (f"author/{pack}", opened.pack.title)) + _to_mend(wrong, form, at)
        return class_page(request, "A new scenario", top + sheet, wrong=_refusal(wrong), status=422 if wrong else 200)

    def _add(self, request: Request, person: str, pack: str, sent: FormData) -> Response:
        opened = self._authoring.pack(person, pack)
        if not opened.mine:
            raise PermissionError("You may read this pack and not change it; copy into one of your own.")
        form = self._form(person, pack, ContentKind.SCENARIO, {"persona": words(sent, "persona")})
        typed = form.read(sent, {})
        try:
            self._must_be_readable(person, pack, ContentKind.SCENARIO, typed)
            made = self._authoring.add(person, pack, ContentKind.SCENARIO, written(typed.body))
        except (ContentError, ValueError) as error:
            return self._new(request, person, pack, typed.body, str(error))
        return sent_to(request, f"/author/{pack}/{made.content}?done=kept")

    def _look(self, request: Request, person: str, pack: str, content: str) -> Response:
        number = number_of(request.query_params.get("number", ""))
        text = self._authoring.text(person, pack, content, number or None)
        if not text.mine or number:
            return self._read_only(request, person, text)
        if request.query_params.get("as") == "yaml":
            return self._yaml(request, text, text.body)
        return self._fields(request, person, text, read_mapping(text.body, text.version.kind.word))

    def _keep(self, request: Request, person: str, pack: str, content: str, sent: FormData) -> Response:
        text = self._authoring.text(person, pack, content)
        as_yaml, after = words(sent, "as") == "yaml", number_of(words(sent, "seen"))
        if as_yaml:
            wanted, typed = words(sent, "yaml"), Typed(body={})
        else:
            base = read_mapping(text.body, text.version.kind.word)
            form = self._form(person, pack, text.version.kind, {**base, "persona": words(sent, "persona")})
            typed = form.read(sent, base)
            wanted = written(typed.body)
        try:
            self._must_be_readable(person, pack, text.version.kind, typed)
            self._authoring.keep(person, pack, content, wanted, after or text.version.number)
        except PermissionError:
            raise
        except REFUSALS as error:
            wrong = str(error) if isinstance(error, ContentError) else f"{text.version.kind.word}: {error}"
            if isinstance(error, ChangedMeanwhile):
                text = self._authoring.text(person, pack, content)
            if as_yaml:
                return self._yaml(request, text, wanted, wrong)
            return self._fields(request, person, text, typed.body, wrong)
        return sent_to(request, f"/author/{pack}/{content}?done=kept{'&as=yaml' if as_yaml else ''}")

    def _must_be_readable(self, person: str, pack: str, kind: ContentKind, typed: Typed) -> None:
        """Refuse what holds a part that is no YAML, and say at once what else is to be mended."""
        if not typed.faults:
            return
        named = tuple(fault.split(": ")[1] for fault in typed.faults)
        others = self._authoring.faults(person, pack, kind, typed.body).splitlines()
        rest = [line for line in others if not line.partition(": ")[2].startswith(named)]
        raise ContentError("\n".join([*typed.faults, *rest]))

    def _form(self, person: str, pack: str, kind: ContentKind, body: Body) -> ContentForm:
        rubric = self._school.authors.shelf.rubric
        return form_of(kind, body, self._authoring.cast(person, pack), rubric)

    def _fields(self, request: Request, person: str, text: Text, body: Body, wrong: str = "") -> Response:
        form = self._form(person, text.version.pack, text.version.kind, body)
        faults = faults_by_field(wrong, form.fields, body)
        return self._page(request, text, "", form.markup(faults), wrong, _to_mend(wrong, form, _at(text)))

    def _yaml(self, request: Request, text: Text, yaml: str, wrong: str = "") -> Response:
        says = (
            "The whole of it, with what the form does not show. Texts stand in double quotes; no anchors, no tags, no "
            f"field twice; {text.version.kind.most_bytes // 1000} kB at most."
        )
        inside = (
            f'{hidden("as", "yaml")}<label>YAML<span class="help">{says}</span>'
            f'<textarea name="yaml" rows="32" class="code" spellcheck="false">\n{escape(yaml)}</textarea></label>'
        )
        return self._page(request, text, "yaml", inside, wrong, faults_list(wrong, {}) if wrong else "")

    def _page(self, request: Request, text: Text, part: str, inside: str, wrong: str, to_mend: str) -> Response:
        at, version = _at(text), text.version
        sheet = (
            f'<form class="sheet write" method="post" action="{at}">{hidden("seen", str(version.number))}{inside}'
            f'<button class="primary">Check it and keep version {version.number + 1}</button></form>'
        )
        note = f"<p class=quiet>{CANNOT[version.kind]}</p>" if version.kind in CANNOT and not part else ""
        body = top_of(text, part) + note + to_mend + sheet
        told = "" if wrong else said(request, DONE)
        status = 422 if wrong else 200
        return class_page(request, text.title, body, told=told, wrong=_refusal(wrong), status=status)

    def _read_only(self, request: Request, person: str, text: Text) -> Response:
        version = text.version
        mine = [one for one in self._authoring.packs(person) if one.mine and one.pack.retired_at is None]
        options = "".join(f'<option value="{one.pack.id}">{shown(one.pack.title)}</option>' for one in mine)
        copying = (
            f'<form class="sheet" method="post" action="{_at(text)}/copy"><label>Copy it into'
            f'<select name="into">{options}</select></label><button class="primary">Copy it</button></form>'
        )
        first = (
            '<p class="quiet">To change it, <a href="author">make a pack of your own</a>, then copy it into that.</p>'
        )
        why = f"Version {version.number}, to read." if text.mine else "Shared with you, to read."
        body = top_of(text, "") + f'<p class="quiet">{why}</p>'
        body += "" if text.mine else (copying if options else first)
        body += f'<pre class="code" tabindex="0">{escape(text.body)}</pre>'
        return class_page(request, text.title, body, told=said(request, DONE))


def _at(text: Text) -> str:
    return f"author/{text.version.pack}/{text.version.content}"


def top_of(text: Text, part: str) -> str:
    """Give what stands above every page of one thing: the way back, and its pages."""
    at, version = _at(text), text.version
    parts = {"": "Form" if text.mine else "Read", "history": "History"}
    if text.mine:
        parts = {"": "Form", "yaml": "As YAML", "history": "History"}
    if version.kind is not ContentKind.RUBRIC:
        parts["preview"] = "Preview"
    links = "".join(
        f'<a href="{at}{"?as=yaml" if key == "yaml" else f"/{key}" if key else ""}"'
        f"{' aria-current=page' if key == part else ''}>{said_as}</a>"
        for key, said_as in parts.items()
    )
    label = f"{KINDS[version.kind]} · version {version.number}"
    way = crumbs(("author", "Content"), (f"author/{version.pack}", text.pack.title))
    return f'{way}<nav class="parts" aria-label="This {version.kind.word}"><b>{label}</b>{links}</nav>'


def _to_mend(wrong: str, form: ContentForm, at: str) -> str:
    if not wrong:
        return ""
    links: Mapping[str, str] = {one: f"{at}#{mark}" for one, mark in form.marks(wrong).items()}
    return faults_list(wrong, links)


def _refusal(wrong: str) -> str:
    number = len(wrong.splitlines())
    things = "one thing" if number == 1 else f"{number} things"
    return f"Nothing was kept: {things} to mend. What you typed is still here." if wrong else ""
