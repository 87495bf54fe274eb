"""The colours can be read: contrast of at least 4.5 for words and 3 for edges, in light and in dark."""

import re

import pytest

from webui.theme import own_style

STYLE = own_style()


def colours(selector):
    block = re.search(re.escape(selector) + r" \{(.*?)\}", STYLE, re.DOTALL)[1]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_words_can_be_read_on_every_ground(selector):
    found = colours(selector)
    for ground in ("paper", "sheet", "accent-soft"):
        for words in ("ink", "quiet", "accent", "second"):
            assert contrast(found[words], found[ground]) >= 4.5, (words, ground)
    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["alarm"], found["alarm-soft"]) >= 4.5


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_edges_of_what_can_be_filled_in_can_be_seen(selector):
    found = colours(selector)
    for ground in ("paper", "sheet"):
        assert contrast(found["edge"], found[ground]) >= 3, ground


def test_nothing_is_fetched_from_elsewhere():
    assert "url(" not in STYLE
    assert "@import" not in STYLE
