"""Addresses of views: what is written can be read again, and what is odd names no view."""

import pytest

from webui.views import View, Where, address, parse_address


@pytest.mark.parametrize(
    "where",
    [Where(), Where(view=View.PREBRIEF, scenario="S04"), Where(view=View.ANOTHER, session="01ABC", turn=3)],
)
def test_an_address_that_was_written_reads_back(where):
    assert parse_address(address(where)) == where


@pytest.mark.parametrize("text", ["", "?", "?view=", "?view=nowhere", "view=home2", "?scenario=S04"])
def test_an_address_without_a_view_is_none(text):
    assert parse_address(text) is None


def test_odd_parts_are_left_out():
    assert parse_address("?view=another&turn=-1&session=" + "x" * 65) == Where(view=View.ANOTHER)
    assert parse_address("?view=another&turn=99999") == Where(view=View.ANOTHER)
    assert parse_address("?view=home&n=123") == Where()
