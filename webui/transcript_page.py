"""A session under review: read it, change a level, comment, mark it as looked through."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.errors import ChangedMeanwhile
from classroom.open_school import School
from webui.account_pages import FORM, Text, person_in, refused
from webui.class_layout import REFUSALS, class_page
from webui.level_form import read_turn
from webui.plain_page import sent_to
from webui.present_comments import comment_form
from webui.present_needs import turn_anchor, turn_name
from webui.present_transcript import transcript_body
from webui.public_address import PublicAddress
from webui.review_desk import Desk
from webui.review_page import gone

TOLD = {
    "level": "The level is kept. The automatic one stays beside it.",
    "withdrawn": "The automatic level counts again.",
    "comment": "The comment is kept.",
    "taken-back": "The comment is taken back.",
    "looked": "Looked through.",
    "open": "It waits in the queue again.",
}
"""What a page says that was done, by the key in its address."""


def add_transcript_page(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the page and its forms, before `mount`."""
    page, path = TranscriptPage(school), "/transcript/{session}"
    app.add_api_route(path, page.on_look, methods=["GET"], include_in_schema=False)
    for verb, handler in (
        ("comment", page.on_comment),
        ("withdraw-comment", page.on_withdraw_comment),
        ("mark", page.on_mark),
    ):
        app.add_api_route(f"{path}/{verb}", handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class Desks:
    """Opens sessions for those who review them."""

    def __init__(self, school: School) -> None:
        self._school = school

    def open(self, request: Request, person: str, session: str, told: str = "", told_at: int = -1) -> Desk:
        """Open a session; that it was read is noted.

        Raises:
            LookupError: It is not there, or not theirs to review.
            PermissionError: It is their own.
        """
        read = self._school.review.reviewing.read(person, session)
        section = self._school.classroom.teaching.section(person, read.section)
        here = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
        return Desk(read, read.report.place.rubric, section.zone, person, here, told, told_at)

    def page(
        self, request: Request, desk: Desk, title: str, body: str, *, told: str = "", wrong: str = "", status: int = 200
    ) -> Response:
        """Show a page about a session that is open."""
        section = self._school.classroom.teaching.section(desk.me, desk.read.section)
        return class_page(request, title, body, section=section, part="review", told=told, wrong=wrong, status=status)


class TranscriptPage:
    """The page and its forms; the room asks each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._desks = Desks(school)
        self._reviewing = school.review.reviewing

    def on_look(self, request: Request, session: str, done: str = "", turn: str = "") -> Response:
        """Show the session."""
        return self._page(request, session, told=TOLD.get(done, ""), told_at=int(turn) if turn.isdecimal() else -1)

    def on_comment(self, request: Request, session: str, turn: Text = "", text: Text = "") -> Response:
        """Keep a comment."""
        person = person_in(request)
        return self._done(
            request,
            lambda: self._reviewing.comment(person, session, read_turn(turn), text),
            f"/transcript/{session}?done=comment&turn={turn}#{_anchor(turn)}",
            lambda wrong, status: self._comment_page(request, session, turn, text, wrong, status),
        )

    def on_withdraw_comment(self, request: Request, session: str, turn: Text = "", comment: Text = "") -> Response:
        """Take a comment of one's own back."""
        person = person_in(request)
        return self._done(
            request,
            lambda: self._reviewing.withdraw_comment(person, session, comment),
            f"/transcript/{session}?done=taken-back&turn={turn}#{_anchor(turn)}",
            lambda wrong, status: self._page(request, session, wrong=wrong, status=status),
        )

    def on_mark(
        self, request: Request, session: str, version: Text = "", done: Text = "yes", goes: Text = ""
    ) -> Response:
        """Keep that a session was looked through, or not after all, and go on to the next where that is wanted."""
        person, told = person_in(request), "looked" if done == "yes" else "open"
        try:
            self._reviewing.mark(person, session, read_turn(version), done=done == "yes")
        except REFUSALS as error:
            return _refused(lambda wrong, status: self._page(request, session, wrong=wrong, status=status), error)
        onward = goes if goes.isascii() and goes.isalnum() else f"{session}?done={told}"
        return sent_to(request, f"/transcript/{onward}")

    def _done(
        self, request: Request, verb: Callable[[], object], goes: str, page: Callable[[str, int], Response]
    ) -> Response:
        try:
            verb()
        except REFUSALS as error:
            return _refused(page, error)
        return sent_to(request, goes)

    def _page(
        self, request: Request, session: str, *, told: str = "", told_at: int = -1, wrong: str = "", status: int = 200
    ) -> Response:
        person = person_in(request)
        try:
            desk = self._desks.open(request, person, session, told, told_at)
            queue = self._reviewing.queue(person, desk.read.section, desk.read.assignment)
        except REFUSALS as error:
            return refused(lambda why, code: gone(request, why, code), error)
        above = told if told_at < 0 else ""
        title = f"{desk.read.who}: {desk.read.title}"
        return self._desks.page(
            request, desk, title, transcript_body(desk, queue), told=above, wrong=wrong, status=status
        )

    def _comment_page(self, request: Request, session: str, turn: str, text: str, wrong: str, status: int) -> Response:
        try:
            desk = self._desks.open(request, person_in(request), session)
            number = read_turn(turn)
        except REFUSALS as error:
            return refused(lambda why, code: gone(request, why, code), error)
        back = f'<p><a href="{desk.at(number)}">Back to the transcript</a></p>'
        title = f"Comment: {turn_name(number)}"
        return self._desks.page(
            request, desk, title, comment_form(desk, number, text) + back, wrong=wrong, status=status
        )


def _refused(page: Callable[[str, int], Response], error: Exception) -> Response:
    """Show a page with why; what somebody else changed meanwhile is a conflict."""
    if isinstance(error, ChangedMeanwhile):
        return page(str(error), 409)
    return refused(page, error)


def _anchor(turn: str) -> str:
    return turn_anchor(int(turn)) if turn.isdecimal() else ""
