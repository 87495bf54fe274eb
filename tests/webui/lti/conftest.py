"""A campus for all tests of learning platforms, and a course of its own for each."""

import logging

import pytest

from tests.webui.learning_platform import (
    LearningPlatform,
    Somebody,
)
from tests.webui.lti.campus import COURSES, PEOPLE, TIDY, Campus, description, free_port
from tests.webui.school_site import school_site


@pytest.fixture(scope="package")
def grounds(quiet, serving, tmp_path_factory):
    """Serve both for all tests; the platform is registered."""
    folder = tmp_path_factory.mktemp("campus")
    platform, port = LearningPlatform(people={}), free_port()
    with serving[0](platform.app()) as theirs, school_site(serving[0], folder, port=port) as school:
        platform.url, platform.tool = theirs, school.url
        ready = Campus(school, platform, str(folder))
        ready.lti.platforms.register(school.people["ada"], description(platform))
        yield ready


@pytest.fixture
def campus(grounds, caplog):
    """Give a course with people of its own; what is logged is looked at in the end: no token stands there."""
    caplog.set_level(logging.DEBUG)
    for chatty in ("httpx", "httpcore", "asyncio", "python_multipart"):
        caplog.set_level(logging.WARNING, chatty)
    number, platform = next(COURSES), grounds.platform
    fresh = LearningPlatform(people={}, url=platform.url, tool=platform.tool, key=platform.key)
    vars(platform).update(vars(fresh))
    platform.context = {**fresh.context, "id": f"course-{number}"}
    for who, (subject, name, roles, email) in PEOPLE.items():
        own = email.replace("@uni", f"{number}@uni")
        platform.people[who] = Somebody(f"{subject}-{number}", name, roles, own)
    for query in TIDY:
        grounds.sql(query)
    grounds.sql("update lti_platform set disabled_at = null, token_url = ?", f"{platform.url}/token")
    grounds.lti.launching._check._keys._kept.clear()
    yield grounds
    ours = "\n".join(f"{one.name} {one.getMessage()} {one.exc_text}" for one in caplog.get_records("call"))
    assert "eyJ" not in ours
    assert "secrets" not in ours
    assert "uni.example" not in ours
