from pathlib import Path

import pytest
import yaml

from dialogue.acts import Act
from dialogue.cues import Cue

MISREAD = {
    "shows": {"empathy_skilled-0", "empathy_skilled-1", "explores_meaning-1", "unclear_limit-0"},
    "lacks": {"violation-2", "asks_about_safety-0"},
}
"""Cases that the weights of today read wrongly; one that is read rightly again fails until it is taken out of here."""
CASES = yaml.safe_load(Path(__file__).with_name("acts.yaml").read_text(encoding="utf-8"))


def cases(side):
    return [
        pytest.param(name, words, id=f"{name}-{number}", marks=known(side, f"{name}-{number}"))
        for name, case in CASES.items()
        for number, words in enumerate(case[side])
    ]


def known(side, case):
    return [pytest.mark.xfail(reason="misread by the weights of today")] if case in MISREAD[side] else []


def acts_of(read, name, words):
    given = CASES[name].get("cues")
    reading = read(words, CASES[name]["client"], given and tuple(Cue(cue) for cue in given))
    return {spotted.act for spotted in reading.acts}


@pytest.mark.parametrize(("name", "words"), cases("shows"))
def test_an_act_is_found_where_the_words_show_it(read, name, words):
    assert Act(name) in acts_of(read, name, words)


@pytest.mark.parametrize(("name", "words"), cases("lacks"))
def test_an_act_is_not_found_where_the_words_lack_it(read, name, words):
    assert Act(name) not in acts_of(read, name, words)


def test_every_act_has_three_cases_on_each_side():
    assert set(CASES) == {act.value for act in Act}
    assert all(len(case["shows"]) >= 3 and len(case["lacks"]) >= 3 for case in CASES.values())
