"""Nobody gets an account, or somebody else's, by signing in elsewhere."""

import sqlite3

import pytest

from tests.webui.elsewhere.both import person_of, refused


def test_nobody_gets_an_account_by_signing_in_elsewhere(both):
    before = both.query("select count(*) from account")
    both.knows("stranger-1", "stranger@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "invite you under that address")
    assert both.query("select count(*) from account") == before
    assert both.query("select 1 from outside_identity where subject = 'stranger-1'") == []


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(both, verified):
    both.knows("intruder-1", "ada@example.edu", verified=verified)
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "does not vouch")
    assert both.query("select 1 from outside_identity where subject = 'intruder-1'") == []


@pytest.mark.parametrize("email", ["ａda@example.edu", "ada@example.edu\u2060", "\u212aim@example.edu", "ada", 7])
def test_an_address_that_only_looks_alike_is_nobodys(both, email):
    if not both.query("select 1 from account where email = 'kim@example.edu'"):
        both.invited("kim")
    both.knows("lookalike-1", email)
    with both.school.browser() as browser:
        answer = both.sign_in(browser)
        assert answer.status_code in (403, 422)
        assert person_of(browser) is None
    assert both.query("select 1 from outside_identity where subject = 'lookalike-1'") == []


def test_an_account_whose_address_only_a_learning_platform_named_is_not_taken_over(both):
    person, _ = both.invited("lti")
    with sqlite3.connect(f"{both.folder}/attune.db") as db:
        db.execute("delete from one_time_token where person_id = ?", (person,))
    both.knows("lti-1", "lti@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "invite you under that address")


def test_an_address_that_was_given_to_somebody_else_does_not_open_the_first_ones_account(both):
    both.invited("jo")
    both.knows("jo-of-last-year", "jo@example.edu")
    assert both.sign_in(both.school.browser()).status_code == 303
    both.knows("jo-of-this-year", "jo@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "belongs to another identity")


def test_a_disabled_account_stays_closed_whether_it_is_known_there_or_not(both):
    ada, person = both.school.people["ada"], both.invited("dis")[0]
    people = both.school.classroom.people
    people.set_disabled(ada, person, disabled=True)
    both.knows("dis-1", "dis@example.edu")
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "is disabled")
    people.set_disabled(ada, person, disabled=False)
    assert both.sign_in(both.school.browser()).status_code == 303
    people.set_disabled(ada, person, disabled=True)
    with both.school.browser() as browser:
        refused(browser, both.sign_in(browser), 403, "is disabled")
