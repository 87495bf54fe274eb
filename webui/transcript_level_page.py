"""Changing one level of a session under review, and what is shown where somebody else changed it meanwhile."""

from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Form
from pydantic import ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from classroom.levels import Level
from classroom.open_school import School
from classroom.review_records import LevelChangedMeanwhile, SeenLevel
from dialogue.record import Record
from webui.account_pages import FORM, person_in, refused
from webui.class_layout import REFUSALS
from webui.level_form import TypedLevel, read_level, read_seen, read_turn
from webui.plain_page import sent_to
from webui.present_level_page import level_page, level_title, lost_words
from webui.present_needs import turn_anchor
from webui.public_address import PublicAddress
from webui.review_page import gone
from webui.transcript_page import Desks


def add_level_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add the page of one level and its forms, before `mount`."""
    page, path = LevelPage(school), "/transcript/{session}"
    app.add_api_route(f"{path}/level", page.on_look, methods=["GET"], include_in_schema=False)
    for verb, handler in (("level", page.on_change), ("withdraw-level", page.on_withdraw)):
        app.add_api_route(f"{path}/{verb}", handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class SentLevel(Record):
    """What the form of a level sends; read by the verbs, so any text may come."""

    model_config = ConfigDict(extra="ignore")

    turn: str = ""
    criterion: str = ""
    level: str = ""
    reason: str = ""
    version: str = ""
    grade: str = ""
    automatic: str = ""


Sent = Annotated[SentLevel, Form()]


class LevelPage:
    """The page and its forms; the room asks each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._desks = Desks(school)
        self._overriding = school.review.overriding

    def on_look(self, request: Request, session: str, turn: str = "", criterion: str = "") -> Response:
        """Show one level with the form that changes it."""
        return self._page(request, session, turn, criterion)

    def on_change(self, request: Request, session: str, sent: Sent) -> Response:
        """Set a level."""
        person = person_in(request)

        def change(number: int, seen: SeenLevel) -> object:
            said = read_level(sent.level, number)
            return self._overriding.change_level(person, session, number, sent.criterion, said, sent.reason, seen)

        return self._said(request, session, sent, change, "level")

    def on_withdraw(self, request: Request, session: str, sent: Sent) -> Response:
        """Let the automatic level count again."""
        person = person_in(request)

        def withdraw(number: int, seen: SeenLevel) -> object:
            return self._overriding.withdraw_level(person, session, number, sent.criterion, sent.reason, seen)

        return self._said(request, session, sent, withdraw, "withdrawn")

    def _said(
        self,
        request: Request,
        session: str,
        sent: SentLevel,
        verb: Callable[[int, SeenLevel], object],
        told: str,
    ) -> Response:
        """Do what a form asks and go back to its turn; where it was refused, show both sides of it, or why."""
        typed = TypedLevel(sent.level, sent.reason)
        try:
            number, seen = read_turn(sent.turn), read_seen(sent.version, sent.grade, sent.automatic)
            try:
                verb(number, seen)
            except LevelChangedMeanwhile as lost:
                return self._conflict(request, session, lost, seen, typed, withdrawing=told == "withdrawn")
        except REFUSALS as error:
            return refused(
                lambda wrong, status: self._page(request, session, sent.turn, sent.criterion, typed, wrong, status),
                error,
            )
        return sent_to(request, f"/transcript/{session}?done={told}&turn={number}#{turn_anchor(number)}")

    def _page(
        self,
        request: Request,
        session: str,
        turn: str,
        criterion: str,
        typed: TypedLevel | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        try:
            desk = self._desks.open(request, person_in(request), session)
            now = _found(desk.read.levels.of(read_turn(turn), criterion), [one.id for one in desk.rubric.criteria])
        except REFUSALS as error:
            return refused(lambda why, code: gone(request, why, code), error)
        body = level_page(desk, now, typed)
        return self._desks.page(request, desk, level_title(desk, now), body, wrong=wrong, status=status)

    def _conflict(
        self,
        request: Request,
        session: str,
        lost: LevelChangedMeanwhile,
        seen: SeenLevel,
        typed: TypedLevel,
        *,
        withdrawing: bool,
    ) -> Response:
        desk = self._desks.open(request, person_in(request), session)
        said = lost_words(desk, lost, seen, withdrawing=withdrawing)
        body = level_page(desk, lost.stands, typed, said, "Keep mine all the same")
        wrong = "This level was changed since you opened it, so nothing was kept. Look at both, then decide."
        return self._desks.page(request, desk, level_title(desk, lost.stands), body, wrong=wrong, status=409)


def _found(level: Level, criteria: list[str]) -> Level:
    if level.criterion not in criteria:
        raise LookupError("There is no such criterion in the rubric; go back to the transcript.")
    return level
