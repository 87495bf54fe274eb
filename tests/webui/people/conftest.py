"""A served school for all tests of the people of a section, and a section of its own for each."""

import pytest

from tests.webui.school_site import school_site


@pytest.fixture(scope="package")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("school")) as running:
        yield running


@pytest.fixture
def section(school, request):
    """Give a new section of Ira's, with nobody in it."""
    return school.classroom.teaching.make_section(school.people["ira"], request.node.name[:150], "Europe/Vienna").id


@pytest.fixture
def ira(school):
    with school.signed_in("ira") as browser:
        yield browser
