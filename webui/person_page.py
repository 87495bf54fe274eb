"""One person at one assignment: later dates, more attempts, an excuse, and taking in what was forgotten."""

from collections.abc import Callable
from html import escape

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.assigning import Given
from classroom.assignments import Extension
from classroom.due import Due
from classroom.errors import NOT_THERE
from classroom.open_school import School
from classroom.person_now import PersonNow
from classroom.stages import Stage
from practice.errors import RecordNotFound
from webui.account_pages import FORM, Text, person_in
from webui.assignment_pages import acted, seen_by_right
from webui.class_layout import class_page
from webui.form_parts import entry
from webui.plain_page import hidden, sheet
from webui.present import shown
from webui.present_assignments import due_words, stage_words
from webui.present_live import given_length
from webui.reading_terms import whole_number

PATH = "/assignment/{assignment}/person/{person}"
REASON = "Kept in the records; the trainee finds it in the export of all that is kept about them."


def add_person_page(app: FastAPI, school: School) -> None:
    """Add the page, before `mount`."""
    page = PersonPage(school)
    app.add_api_route(PATH, page.on_look, methods=["GET"], include_in_schema=False)
    for part, handler in (
        ("extend", page.on_extend),
        ("add-days", page.on_add_days),
        ("excuse", page.on_excuse),
        ("take-in", page.on_take_in),
    ):
        app.add_api_route(f"{PATH}/{part}", handler, methods=["POST"], include_in_schema=False, dependencies=FORM)


class Typed:
    """What was typed into the forms, to be shown again where it was refused."""

    def __init__(self, extension: Extension | None, **typed: str) -> None:
        """Start from what stands."""
        due, closes = (one.wall if one else "" for one in (extension and extension.due, extension and extension.closes))
        more, reason = (str(extension.more_attempts), extension.reason) if extension else ("0", "")
        stands = {"due": due, "closes": closes, "more_attempts": more, "reason": reason, "days": "7"}
        self.fields = {**stands, **typed}


class PersonPage:
    """The page and its forms; the room asks each time whether this person teaches the section."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._assigning = school.work.assigning
        self._following = school.work.following

    def on_look(self, request: Request, assignment: str, person: str) -> Response:
        """Show the page."""
        return seen_by_right(request, lambda: self._page(request, assignment, person))

    def on_extend(
        self,
        request: Request,
        assignment: str,
        person: str,
        version: Text = "",
        due: Text = "",
        closes: Text = "",
        more_attempts: Text = "",
        reason: Text = "",
    ) -> Response:
        """Keep later dates and more attempts; empty is as for all."""
        me = person_in(request)

        def extend() -> None:
            zone = self._assigning.given(me, assignment).assignment.terms.zone
            for wall in (due, closes):
                if wall.strip():
                    Due.typed(wall, zone)
            self._following.extend(
                me,
                assignment,
                person,
                _seen(version),
                due=due,
                closes=closes,
                more_attempts=whole_number(more_attempts or "0", 0, 100),
                reason=reason,
            )

        typed = {"due": due, "closes": closes, "more_attempts": more_attempts, "reason": reason}
        return self._acted(request, assignment, person, extend, "extended", typed)

    def on_add_days(
        self, request: Request, assignment: str, person: str, version: Text = "", days: Text = "", reason: Text = ""
    ) -> Response:
        """Give so many days more than they have."""
        me = person_in(request)

        def extend() -> None:
            self._following.extend_by(me, assignment, person, _seen(version), whole_number(days, 1, 1000), reason)

        return self._acted(request, assignment, person, extend, "extended", {"days": days, "reason": reason})

    def on_excuse(
        self, request: Request, assignment: str, person: str, version: Text = "", excused: Text = "", reason: Text = ""
    ) -> Response:
        """Excuse somebody, or take that back."""
        me, yes = person_in(request), excused == "yes"

        def excuse() -> None:
            self._following.excuse(me, assignment, person, _seen(version), excused=yes, reason=reason)

        done = "excused" if yes else "not-excused"
        return self._acted(request, assignment, person, excuse, done, {"reason": reason})

    def on_take_in(self, request: Request, assignment: str, person: str) -> Response:
        """Take in what they forgot to hand in."""
        me = person_in(request)
        return self._acted(
            request, assignment, person, lambda: self._following.take_in(me, assignment, person), "taken", {}
        )

    def _acted(
        self,
        request: Request,
        assignment: str,
        person: str,
        verb: Callable[[], object],
        done: str,
        typed: dict[str, str],
    ) -> Response:
        def act() -> str:
            verb()
            return f"assignment/{assignment}?done={done}"

        return acted(request, act, lambda wrong, status: self._page(request, assignment, person, typed, wrong, status))

    def _page(
        self,
        request: Request,
        assignment: str,
        person: str,
        typed: dict[str, str] | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        me = person_in(request)
        given, people = self._assigning.given(me, assignment), self._following.live(me, assignment)
        one = next((each for each in people if each.person == person), None)
        if one is None:
            raise RecordNotFound(NOT_THERE)
        kept = given.assignment
        section = self._school.classroom.teaching.section(me, kept.section)
        body = _body(given, one, Typed(given.extensions.get(person), **(typed or {})).fields)
        title = f"{one.name}: {kept.terms.title}"
        return class_page(request, title, body, section=section, part="assignments", wrong=wrong, status=status)


def _seen(version: str) -> int:
    return whole_number(version or "0", 0, 10**8 - 1)


def _body(given: Given, one: PersonNow, typed: dict[str, str]) -> str:
    kept, path = given.assignment, f"assignment/{given.assignment.id}/person/{one.person}"
    version = hidden("version", str(one.extension))
    dates = f"Due {due_words(one.own.due, 'at no date')}; closes {due_words(one.own.closes, 'at no date')}"
    reason = given.extensions[one.person].reason if one.person in given.extensions else ""
    noted = f"<p>Noted: {shown(reason)}</p>" if reason else ""
    far = escape(stage_words(one, given_length(given))) + (", late" if one.progress.late else "")
    return (
        f'<p><a href="assignment/{kept.id}">Back to the assignment</a></p>'
        f"<p><strong>{far}.</strong> {dates} ({escape(kept.terms.zone)}).</p>{noted}"
        + _take_in(one, path)
        + _more_time(given, one, typed, path, version)
        + _excuse(one, typed, path, version)
    )


def _take_in(one: PersonNow, path: str) -> str:
    if one.progress.stage not in (Stage.TO_HAND_IN, Stage.IN_SESSION):
        return ""
    says = "Counts from when they last said something. Where they may still go on, it is refused."
    button = "<button>Take in what they did</button>"
    return f'<h2>Not handed in</h2><p>{says}</p><form method="post" action="{path}/take-in">{button}</form>'


def _more_time(given: Given, one: PersonNow, typed: dict[str, str], path: str, version: str) -> str:
    terms, zone = given.assignment.terms, given.assignment.terms.zone
    quick, fields = "", ""
    if one.own.due or one.own.closes:
        inside = version + '<div class="columns">' + entry("days", "Days more", typed["days"], kind="number", min="1")
        inside += entry("reason", "Reason", typed["reason"], says=REASON) + "</div>"
        quick = sheet(f"{path}/add-days", inside, "Give these days")
    for name, words, date in (("due", "Due", terms.due), ("closes", "Closes", terms.closes)):
        if date is not None:
            says = f"For all: {due_words(date)}. Empty: as for all."
            fields += entry(name, f"{words} ({zone})", typed[name], kind="datetime-local", says=says)
    if terms.attempts is not None:
        says = f"Above the {terms.attempts} that all have."
        fields += entry("more_attempts", "More attempts", typed["more_attempts"], kind="number", says=says, min="0")
    if not fields:
        nothing = "There is no date and no number of attempts that could be extended: it stays open to everybody."
        return f"<h2>More time</h2><p>{nothing}</p>"
    inside = f'{version}<div class="columns">{fields}</div>' + entry("reason", "Reason", typed["reason"], says=REASON)
    return f"<h2>More time</h2>{quick}<h3>Or set it exactly</h3>{sheet(f'{path}/extend', inside, 'Keep these')}"


def _excuse(one: PersonNow, typed: dict[str, str], path: str, version: str) -> str:
    now = one.own.excused
    says = (
        "They are excused: nothing is expected, and the gradebook says so."
        if now
        else ("Nothing is expected of them then, and the gradebook says “excused” instead of “missing”.")
    )
    inside = version + hidden("excused", "no" if now else "yes")
    inside += entry("reason", "Reason", typed["reason"])
    button = "Expect it again" if now else "Excuse"
    return f"<h2>Excuse</h2><p>{says}</p>{sheet(f'{path}/excuse', inside, button)}"
