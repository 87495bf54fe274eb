"""Importing a roster: given as text or file, looked at, then imported whole, with the links that came of it."""

from typing import Annotated

from fastapi import FastAPI, File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from classroom.open_school import School
from classroom.roster import MOST_BYTES, text_of
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, class_page, turned_away
from webui.present_roster import entry, imported_body, links_of, preview_body
from webui.public_address import PublicAddress
from webui.section_words import away, roll

Given = Annotated[UploadFile | None, File()]


def add_roster_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the pages, before `mount`."""
    page, start = RosterPage(school, address), "/class/{section}/people/import"
    app.add_api_route(start, page.on_look, methods=["GET"], include_in_schema=False)
    for path, handler in (("", page.on_preview), ("/keep", page.on_import)):
        app.add_api_route(start + path, handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class RosterPage:
    """The import in three steps; between them only the browser holds the text."""

    def __init__(self, school: School, address: PublicAddress) -> None:
        self._teaching = school.classroom.teaching
        self._address = address

    def on_look(self, request: Request, section: str) -> Response:
        """Ask for a roster."""
        return self._ask(request, section, "")

    def on_preview(self, request: Request, section: str, text: Text = "", file: Given = None) -> Response:
        """Tell what importing a roster would do; a file is taken before the text."""
        data = file.file.read(MOST_BYTES + 1) if file is not None and file.filename else text.encode()
        return self._preview(request, section, data, text)

    def on_import(self, request: Request, section: str, text: Text = "") -> Response:
        """Import the roster that was looked at, and show the links of the new people once."""
        person = person_in(request)
        try:
            done = self._teaching.import_roster(person, section, text.encode())
            kept = self._teaching.taught(person, section)
        except REFUSALS as error:
            return refused(
                lambda wrong, status: self._preview(request, section, text.encode(), text, wrong, status), error
            )
        body = imported_body(kept, done.roster, links_of(done.invitations, self._address))
        return class_page(request, "Imported", roll(body), section=kept, part="people")

    def _preview(
        self, request: Request, section: str, data: bytes, typed: str, wrong: str = "", status: int = 200
    ) -> Response:
        person = person_in(request)
        try:
            kept = self._teaching.taught(person, section)
        except REFUSALS as error:
            return turned_away(request, error)
        try:
            text = text_of(data)
            roster = self._teaching.preview_roster(person, section, text.encode())
        except ValueError as error:
            return self._ask(request, section, typed, wrong or str(error), 422)
        body = preview_body(kept, roster, text)
        return class_page(
            request, "Look before you import", roll(body), section=kept, part="people", wrong=wrong, status=status
        )

    def _ask(self, request: Request, section: str, typed: str, wrong: str = "", status: int = 200) -> Response:
        try:
            kept = self._teaching.taught(person_in(request), section)
        except REFUSALS as error:
            return turned_away(request, error)
        body = away(kept) + entry(kept, typed)
        return class_page(
            request, "Import a roster", roll(body), section=kept, part="people", wrong=wrong, status=status
        )
