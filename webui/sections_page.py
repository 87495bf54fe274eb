"""The instructor's first page: the sections they teach, and a form for another one."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.accounts import Account, Role
from classroom.open_school import School
from classroom.sections import Section
from webui.account_pages import FORM, Text, person_in
from webui.class_layout import answered, class_page, said, section_path
from webui.plain_page import field, sheet, zone_field
from webui.present import shown
from webui.section_words import counted, named, roll, row, step, table

FOR_TRAINEES = (
    "<p>This page is for those who teach. What your instructors gave you to do is under Practise.</p>"
    f"<p>{step('./', 'Practise', primary=True)}</p>"
)
NONE_YET = (
    "<p>You teach no section yet. A section is a class that you teach together: make one, "
    "import its roster, then give it something to practise.</p>"
)
NONE_FOR_ADMINISTRATORS = (
    '<p>Nobody has made one yet. <a href="people">Invite instructors</a>; each makes their own.</p>'
)
HEADS = ("Section", "Course", "Trainees", "")
DONE = {"left": "You are no longer in the section."}


def add_sections_pages(app: FastAPI, school: School) -> None:
    """Add the pages, before `mount`."""
    page = SectionsPage(school)
    app.add_api_route("/class", page.on_look, methods=["GET"], include_in_schema=False)
    app.add_api_route("/class", page.on_make, methods=["POST"], include_in_schema=False, dependencies=FORM)


class SectionsPage:
    """The list of sections; the room asks each time what this person may do."""

    def __init__(self, school: School) -> None:
        self._people = school.classroom.people
        self._teaching = school.classroom.teaching

    def on_look(self, request: Request) -> Response:
        """Show the page."""
        return self._page(request, {})

    def on_make(self, request: Request, title: Text = "", zone: Text = "", course: Text = "") -> Response:
        """Make a section, and show it."""
        person = person_in(request)
        typed = {"title": title, "course": course, "zone": zone}
        made: list[str] = []
        answer = answered(
            request,
            lambda: made.append(self._teaching.make_section(person, title, zone, course).id),
            "class",
            lambda wrong, status: self._page(request, typed, wrong, status),
        )
        if made:
            answer.headers["location"] += f"/{made[0]}?done=made"
        return answer

    def _page(self, request: Request, typed: dict[str, str], wrong: str = "", status: int = 200) -> Response:
        person = person_in(request)
        me, mine = self._people.me(person), self._teaching.taught_by(person)
        if me.role is Role.TRAINEE and not mine:
            return class_page(request, "My sections", roll(FOR_TRAINEES), wrong=wrong, status=status)
        sizes = self._teaching.sizes(person)
        body = _mine(mine, sizes) if mine or me.role is not Role.ADMINISTRATOR else ""
        if me.role is Role.ADMINISTRATOR:
            body += _every(self._teaching.all_sections(person), mine, sizes)
        if me.role is not Role.TRAINEE:
            body += _new(me, typed, unfolded=bool(wrong) or not (mine or me.role is Role.ADMINISTRATOR))
        told = said(request, DONE)
        title = "My sections" if mine or me.role is not Role.ADMINISTRATOR else "Sections"
        return class_page(request, title, roll(body), told=told, wrong=wrong, status=status)


def _mine(mine: tuple[Section, ...], sizes: dict[str, int]) -> str:
    if not mine:
        return NONE_YET
    taught = [one for one in mine if one.archived_at is None]
    put_away = [one for one in mine if one.archived_at is not None]
    cards = "".join(_card(one, sizes[one.id]) for one in taught)
    body = f'<ul class="cards">{cards}</ul>' if taught else "<p>All your sections are put away.</p>"
    if put_away:
        cards = "".join(_card(one, sizes[one.id]) for one in put_away)
        body += f'<details><summary>Put away: {len(put_away)}</summary><ul class="cards">{cards}</ul></details>'
    return body


def _card(section: Section, trainees: int) -> str:
    course = f'<p class="quiet">{named(section.course)}</p>' if section.course else ""
    size = counted(trainees, "trainee") if trainees else "No trainees yet"
    return (
        f'<li><h2><a href="{section_path(section.id)}">{named(section.title)}</a></h2>{course}'
        f'<p class="quiet">{size} · {shown(section.zone)}</p></li>'
    )


def _every(sections: tuple[Section, ...], mine: tuple[Section, ...], sizes: dict[str, int]) -> str:
    """Give every section to whoever manages the site: who is in it, and nothing that was done in it."""
    own = {one.id for one in mine}
    rows = "".join(
        row(HEADS, _cells(one, sizes[one.id], own=one.id in own), "off" if one.archived_at else "") for one in sections
    )
    lead = (
        '<p class="quiet">You can say who teaches a section. What trainees do in one is seen only by those who '
        "teach it.</p>"
    )
    return f"<h2>All sections</h2>{lead + table(HEADS, rows) if sections else NONE_FOR_ADMINISTRATORS}"


def _cells(section: Section, trainees: int, *, own: bool) -> tuple[str, ...]:
    title = named(section.title)
    first = f'<a href="{section_path(section.id)}">{title}</a>' if own else title
    away = '<span class="help">put away</span>' if section.archived_at else ""
    who = f'<a href="{section_path(section.id, "people")}">People<span class=unseen> of {title}</span></a>'
    return first + away, named(section.course) if section.course else "", str(trainees), who


def _new(me: Account, typed: dict[str, str], *, unfolded: bool) -> str:
    inside = (
        field("title", "Name of the section", value=typed.get("title", ""), maxlength="200", autocomplete="off")
        + field(
            "course",
            "Course",
            value=typed.get("course", ""),
            says="May stay empty. Sections of a course are listed together.",
            needed=False,
            maxlength="200",
        )
        + zone_field(typed.get("zone", me.zone))
    )
    form = sheet("class", inside, "Make the section")
    return f"<details{' open' if unfolded else ''}><summary>Make a section</summary>{form}</details>"
