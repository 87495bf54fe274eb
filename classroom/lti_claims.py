"""What a launch says, read from a token that has been checked."""

import hashlib
from collections.abc import Mapping
from zoneinfo import available_timezones

from classroom.accounts import read_email, read_name
from classroom.lti_records import LONGEST_ID, LaunchRefused, Platform, address_of
from dialogue.record import Record

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINK = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
NAMES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
IN_COURSE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LONGEST_STATE = 64_000
"""Characters that a platform may want back with a deep link; ours."""


class Wanted(Record):
    """What a course asks for in a deep-linking launch."""

    return_url: str
    text: str | None = None
    """What it wants back as it is."""


class Visit(Record):
    """Somebody who comes from a course, as their platform says."""

    subject: str
    """What the platform calls them; means nothing elsewhere."""
    name: str = ""
    email: str = ""
    """Empty where the platform tells none."""
    teaches: bool
    learns: bool
    deployment: str
    context: str
    """Which course of the platform: its id is good within a deployment only, so both stand here."""
    title: str
    label: str = ""
    zone: str = ""
    """Empty where the platform tells none."""
    link: str = ""
    assignment: str = ""
    """Of ours, which a deep link was made for."""
    names_url: str = ""
    line_item_url: str = ""
    wanted: Wanted | None = None


def visit_of(claims: Mapping[str, object], platform: Platform) -> Visit:
    """Read a launch.

    Args:
        claims: Of a token whose signature, time, audience and deployment have been checked.
        platform: That signed it.

    Raises:
        LaunchRefused: Something is missing that is needed.
    """
    context, custom = _inside(claims, CLAIM + "context"), _inside(claims, CLAIM + "custom")
    grades, roles = _inside(claims, GRADES), claims.get(CLAIM + "roles")
    deep = claims.get(CLAIM + "message_type") == "LtiDeepLinkingRequest"
    teaches, learns = seats_of(roles)
    title, label = _said(context, "title"), _said(context, "label")
    deployment = _must_say(claims, CLAIM + "deployment_id", "its deployment")
    scopes = grades.get("scope")
    sends = isinstance(scopes, list) and SCORE in scopes
    zone = _said(custom, "zone")
    return Visit(
        subject=_must_say(claims, "sub", "who you are"),
        name=name_of(claims),
        email=email_of(claims),
        teaches=teaches,
        learns=learns,
        deployment=deployment,
        context=place_of(deployment, _must_say(context, "id", "which course this is")),
        title=_readable(title or label or "Course"),
        label=_readable(label) if label else "",
        zone=zone if zone in available_timezones() else "",
        link=_said(_inside(claims, CLAIM + "resource_link"), "id"),
        assignment=_said(custom, "assignment"),
        names_url=address_of(_inside(claims, NAMES).get("context_memberships_url"), "list of people", platform),
        line_item_url=address_of(grades.get("lineitem"), "gradebook column", platform) if sends else "",
        wanted=_wanted(_inside(claims, DEEP_LINK), platform) if deep else None,
    )


def seats_of(roles: object) -> tuple[bool, bool]:
    """Tell whether somebody teaches, and whether they learn, in the course itself.

    Roles in the institution or the system mean nothing here: who administers a platform teaches nobody by that.
    """
    said = {one.removeprefix(IN_COURSE) for one in roles if isinstance(one, str)} if isinstance(roles, list) else set()
    return "Instructor" in said, "Learner" in said


def name_of(said: Mapping[str, object]) -> str:
    """Give somebody's name; empty where the platform tells none."""
    parts = " ".join(part for part in (_said(said, "given_name"), _said(said, "family_name")) if part)
    return _readable(_said(said, "name") or parts)


def email_of(said: Mapping[str, object]) -> str:
    """Give somebody's address; empty where the platform tells none that can be used."""
    try:
        return read_email(_said(said, "email"))
    except ValueError:
        return ""


def place_of(deployment: str, context: str) -> str:
    """Give what a course is called here, of its deployment's id and its own."""
    whole = f"{deployment} {context}"
    return whole if len(whole) <= LONGEST_ID else hashlib.sha256(whole.encode()).hexdigest()


def _wanted(settings: Mapping[str, object], platform: Platform) -> Wanted:
    back, text = address_of(settings.get("deep_link_return_url"), "way back", platform), settings.get("data")
    if not back:
        raise LaunchRefused(f"{platform.title} did not say where the choice goes; nothing can be chosen.")
    if text is not None and (not isinstance(text, str) or len(text) > LONGEST_STATE):
        raise LaunchRefused(f"{platform.title} wants back more than can be given.")
    return Wanted(return_url=back, text=text)


def _inside(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _said(said: Mapping[str, object], name: str) -> str:
    found = said.get(name)
    return found.strip() if isinstance(found, str) and len(found) <= LONGEST_ID else ""


def _must_say(said: Mapping[str, object], name: str, what: str) -> str:
    found = _said(said, name)
    if not found:
        raise LaunchRefused(f"Your learning platform did not tell {what}; whoever administers it can let it do so.")
    return found


def _readable(text: str) -> str:
    try:
        return read_name(text[:200])
    except ValueError:
        return ""
