"""What the page of a section's people shows: tables of who is there, and its groups."""

from collections.abc import Iterable
from html import escape

from classroom.sections import Group, Member, Seat, Section
from webui.class_layout import section_path
from webui.plain_page import field, sheet
from webui.present import shown
from webui.section_words import STATES, away, by_name, counted, named, row, state_of, step, table, tag

INSTRUCTORS = ("Name", "E-mail address", "")
TRAINEES = ("Name", "E-mail address", "Number", "State", "")


def people_body(
    section: Section, members: Iterable[Member], groups: Iterable[Group], me: str, *, teaches: bool, email: str = ""
) -> str:
    """Give the body of the page.

    Args:
        section: Whose people they are.
        members: Also who left.
        groups: Of the section.
        me: Who looks.
        teaches: False for whoever manages the site and does not teach the section.
        email: What was typed into the form for a colleague, if it was refused.
    """
    people = sorted(members, key=lambda one: by_name(one.account))
    here = [one for one in people if one.left_at is None]
    trainees = [one for one in here if one.seat is Seat.TRAINEE]
    body = away(section) + _trainees(section, trainees, teaches=teaches)
    if teaches and trainees:
        body += _groups(section, groups, trainees)
    body += _instructors(section, [one for one in here if one.seat is Seat.INSTRUCTOR], me, email)
    if teaches:
        settings = f'<a href="{section_path(section.id, "settings")}">Settings of the section</a>'
        body += f"<p>{settings}: its name, course and time zone, and putting it away.</p>"
    return body + _gone([one for one in people if one.left_at is not None])


def _trainees(section: Section, trainees: list[Member], *, teaches: bool) -> str:
    import_it = step(section_path(section.id, "people/import"), "Import a roster", primary=not trainees)
    course = step(section_path(section.id, "course"), "From a course")
    ways = f'<p class="ways">{import_it}{course}</p>' if teaches and section.archived_at is None else ""
    if not trainees:
        empty = "<p>No trainee is here yet. A roster is a CSV with a name and an e-mail address a line.</p>"
        return f"<h2>Trainees</h2>{empty if teaches else '<p>No trainee is here yet.</p>'}{ways}"
    rows = "".join(row(TRAINEES, _trainee(section, one, teaches=teaches)) for one in trainees)
    asleep = sum(state_of(one) == "invited" for one in trainees)
    waits = f" {asleep:,} of them {'has' if asleep == 1 else 'have'} not signed in yet." if asleep else ""
    lead = f'<p class="quiet">{counted(len(trainees), "trainee")}.{waits}</p>'
    return f"<div class=lead><div><h2>Trainees</h2>{lead}</div>{ways}</div>{table(TRAINEES, rows)}"


def _trainee(section: Section, one: Member, *, teaches: bool) -> tuple[str, ...]:
    state, number = state_of(one), one.account.number
    link = _link_form(section, one) if teaches and state == "invited" else ""
    return (
        named(one.account.name),
        shown(one.account.email),
        shown(number) if number else "",
        tag(state, STATES[state]),
        f'<div class="acts">{link}{_out(section, one)}</div>',
    )


def _link_form(section: Section, one: Member) -> str:
    action = f"{section_path(section.id, 'people')}/{escape(one.account.id)}/link"
    words = f"New link<span class=unseen> for {named(one.account.name)}</span>"
    return f'<form method="post" action="{action}"><button>{words}</button></form>'


def _out(section: Section, one: Member) -> str:
    to = f"{section_path(section.id, 'people')}/{escape(one.account.id)}/remove"
    return f'<a href="{to}">Remove<span class=unseen> {named(one.account.name)}</span></a>'


def _groups(section: Section, groups: Iterable[Group], trainees: list[Member]) -> str:
    names = {one.account.id: one.account.name for one in trainees}
    cards = "".join(_group(section, one, names) for one in groups)
    listed = f'<ul class="cards">{cards}</ul>' if cards else ""
    lead = '<p class="quiet">Work can be given to a group instead of the whole section.</p>'
    inside = field("title", "Name of the group", maxlength="200", autocomplete="off")
    form = sheet(section_path(section.id, "groups"), inside, "Make the group and choose its people")
    return f"<h2>Groups</h2>{lead}{listed}<details><summary>Make a group</summary>{form}</details>"


def _group(section: Section, group: Group, names: dict[str, str]) -> str:
    inside = [names[one] for one in group.people if one in names]
    to = f"{section_path(section.id, 'groups')}/{escape(group.id)}"
    who = ", ".join(named(name) for name in inside) or "nobody yet"
    return f'<li><h3><a href="{to}">{named(group.title)}</a></h3><p class="quiet">{len(inside)}: {who}</p></li>'


def _instructors(section: Section, instructors: list[Member], me: str, email: str) -> str:
    rows = "".join(row(INSTRUCTORS, _instructor(section, one, me)) for one in instructors)
    says = "An instructor’s address who has an account here; an administrator invites new ones."
    inside = field("email", "E-mail address", kind="email", value=email[:254], says=says, autocomplete="off")
    form = sheet(section_path(section.id, "people/instructor"), inside, "Let them teach")
    opened = " open" if email else ""
    add = f"<details{opened}><summary>Add an instructor</summary>{form}</details>"
    return f"<h2>Instructors</h2>{table(INSTRUCTORS, rows)}{add}"


def _instructor(section: Section, one: Member, me: str) -> tuple[str, ...]:
    name = named(one.account.name) + (" (you)" if one.account.id == me else "")
    return name, shown(one.account.email), f'<div class="acts">{_out(section, one)}</div>'


def _gone(gone: list[Member]) -> str:
    if not gone:
        return ""
    heads = ("Name", "E-mail address", "State")
    rows = "".join(row(heads, (named(one.account.name), shown(one.account.email), tag("left", "off"))) for one in gone)
    lead = '<p class="quiet">Their work stays in the gradebook. A roster that names them lets them in again.</p>'
    return f"<details><summary>Who left: {len(gone)}</summary>{lead}{table(heads, rows)}</details>"


def farewell(member: Member, section: Section) -> str:
    """Give what is said before somebody is taken out."""
    who, where = named(member.account.name), named(section.title)
    if member.seat is Seat.INSTRUCTOR:
        stays = "What they wrote in reviews stays. Another instructor can add them again."
        return f"<p>{who} will no longer see {where}. {stays}</p>"
    return (
        f"<p>{who} will no longer see what is given in {where}. What they did for it stays, in the gradebook and in "
        "reviews. Importing a roster with their address lets them in again.</p>"
    )
