"""The cohort and the research export over HTTP: right figures, few people left out, and for nobody else."""

import json
import re
import sqlite3
from urllib.parse import unquote

import pytest

from tests.webui.school_site import school_site
from tests.webui.small_course import PLAIN, SHOULD, SOUNDS, SmallCourse, words

NAMES = ("Ana", "Ben", "Cem", "Dora", "Eva", "王小明", "<b>Fay")
SAID = "My name is Anastasia and I live in the blue house."


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    with school_site(serving[0], folder) as running:
        running.folder = folder
        yield running


@pytest.fixture(scope="module")
def course(school):
    """Six of seven practise S01; one a second time and S02, one level is changed, one session has hidden names."""
    made = SmallCourse(school, NAMES)
    first, second = made.give("First"), made.give("Second", content="S02")
    blind = made.give("Blind", anonymous=True)
    for name, said in zip(NAMES, (SOUNDS, SOUNDS, PLAIN, SHOULD, SHOULD, SOUNDS), strict=False):
        last = made.do(name, first, (said, PLAIN))
    made.change(last, 1, "empathy", 4)
    made.do("Ana", second, (SAID,))
    made.do("Ben", blind, ("You are stupid.",))
    return made


def part(page, title):
    """Give the part of a page under a heading."""
    return page.split(f"<h2>{title}</h2>")[1].split("<h2>")[0]


def test_levels_lie_as_they_were_given_with_the_changed_one(course):
    page = course.look("cohort").text
    lie = part(page, "How the levels lie")
    empathy = words(re.search(r'<tr><th scope="row">Empathy</th>.*?</tr>', lie)[0])
    assert empathy == "Empathy 0 (0%) 2 (15%) 8 (62%) 2 (15%) 1 (8%) 13 6"
    assert "Rupture repair (0)" in lie
    assert "fewer than five people" in lie
    assert '<th scope="row">Rupture repair' not in lie


def test_who_practised_what_and_who_did_not_yet(course):
    here = part(course.look("cohort").text, "Who practised what")
    assert "Six of 7 trainees have practised for this section: 7 sessions, 13 turns." in words(here)
    assert "One has not practised yet: &lt;b&gt;Fay." in here
    assert "<b>Fay" not in here
    assert "6 of 7 trainees" in here
    assert "1 of 7 trainees" in here
    titles = {one: course.site.room.catalog.offer(one).scenario.title for one in ("S01", "S02")}
    assert all(title in words(here) for title in titles.values())


def test_what_somebody_never_met_is_said_with_who(course):
    never = words(part(course.look("cohort").text, "What somebody never met"))
    assert "Everybody who practised had an occasion for: Empathy, Active listening." in never
    assert "a rupture;" in never
    assert "Four of 6 have never met a choice that is the client’s: Ana, Ben, Cem, 王小明." in never


def test_sessions_with_hidden_names_are_left_out_and_that_is_said(course):
    page = course.look("cohort").text
    assert "1 session is left out of everything on this page" in page
    assert "0 (0%)" in page
    research = course.look("research").text
    assert "1 session is left out" in research
    assert "stupid" not in export(course).text


def test_every_figure_has_a_title_words_and_a_table(course):
    page = course.look("cohort").text
    drawings, figures = page.count('<svg class="chart'), page.count("<figure")
    assert drawings == page.count("<desc ") == page.count('role="img"') > figures
    assert figures == page.count("The same as a table") == 3
    ids = re.findall(r' id="(chart\d+[td])"', page)
    assert len(ids) == len(set(ids)) == 2 * drawings


def test_two_trainees_get_sentences_and_no_figures_over_people(school):
    made = SmallCourse(school, ("Ana", "Ben"))
    given = made.give("First")
    for name in ("Ana", "Ben"):
        made.do(name, given)
    page = made.look("cohort").text
    assert "Figures over several people begin with five of them" in page
    assert "Two have practised here so far." in page
    assert "How the levels lie" not in page
    assert "Two of 2 trainees have practised" in words(page)
    assert f'href="class/{made.section}/agreement"' in page


def test_an_empty_cohort_says_what_to_do_first(school):
    nobody, nothing = SmallCourse(school, ()), SmallCourse(school, ("Ana",))
    assert f'href="class/{nobody.section}/people"' in nobody.look("cohort").text.split("<h1>")[1]
    page = nothing.look("cohort").text.split("<h1>")[1]
    assert f'href="class/{nothing.section}/assignments"' in page
    assert "<figure" not in page


def export(course, who="ira", **more):
    with course.site.signed_in(who) as browser:
        return browser.post(course.path("research.jsonl"), **more)


def test_the_export_holds_words_and_levels_under_pseudonyms(course):
    answer = export(course)
    assert answer.headers["content-type"] == "application/jsonl"
    name = unquote(answer.headers["content-disposition"].rpartition("''")[2])
    assert re.fullmatch(r"attune-research-Monday-\d{4}-\d\d-\d\d\.jsonl", name)
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [one["kind"] for one in lines].count("session") == 7
    assert [one["trainee"] for one in lines if one["kind"] == "exchange"].count(SAID) == 1
    assert len({one["trainee"] for one in lines if one["kind"] == "session"}) == 6
    real = [*course.people.values(), "course.example", "Monday", "王小明", "First"]
    assert not [one for one in real if one in answer.text.replace(SAID, "")]
    final = [level["final"] for one in lines if one["kind"] == "exchange" for level in one["levels"]]
    assert 4 in final


def test_the_page_says_what_the_export_holds_and_what_it_is_not_for(course):
    page = words(course.look("research").text)
    assert "Now it holds 13 exchanges in 7 sessions of 6 trainees." in page
    assert "It is not for grading" in page
    assert "What trainees typed is given as they typed it." in page
    assert "Days since the first session of this export." in page
    assert SAID not in page


def test_looking_notes_nothing_and_taking_away_notes_each(course):
    before = noted(course)
    course.look("research")
    assert noted(course) == before
    export(course)
    assert noted(course) == before + 6


def noted(course):
    with sqlite3.connect(course.site.folder / "attune.db") as db:
        query = "select count(*) from access_log where action = 'exported for research' and object_id = ?"
        return db.execute(query, (course.section,)).fetchone()[0]


def test_the_codebook_can_be_kept_as_markdown_and_as_json(course):
    written, kept = course.look("codebook.md"), course.look("codebook.json")
    assert written.text.startswith("# Codebook of the research export")
    assert written.headers["content-type"].startswith("text/markdown")
    book = kept.json()
    assert all(f"`{field['name']}`" in written.text for part in book["parts"] for field in part["fields"])
    assert len(book["criteria"]) == 14
    assert ".json" in kept.headers["content-disposition"]


def test_nothing_to_export_says_so_and_shows_no_button(school):
    page = SmallCourse(school, ("Ana",)).look("research").text
    assert "There is nothing to export yet" in page
    assert "<button" not in page.split("<h1>")[1]


@pytest.mark.parametrize("what", ["cohort", "research", "codebook.md", "codebook.json"])
def test_only_who_teaches_the_section_sees_it(course, what):
    for who, status in (("uma", 404), ("ana", 404), ("ada", 403)):
        answer = course.look(what, who)
        assert answer.status_code == status
        assert not [word for word in ("Monday", "王小明", SAID) if word in answer.text]
    with course.site.browser() as nobody:
        assert nobody.get(course.path(what)).status_code == 401


def test_only_who_teaches_the_section_takes_its_words_away(course):
    before = noted(course)
    for who, status in (("uma", 404), ("ana", 404), ("ada", 403)):
        answer = export(course, who)
        assert (answer.status_code, SAID in answer.text) == (status, False)
    with course.site.signed_in("ira") as ira:
        del ira.headers["origin"]
        assert ira.post(course.path("research.jsonl")).status_code == 403
        assert ira.get(course.path("research.jsonl")).status_code == 404
        assert ira.post(course.path("research.jsonl"), headers={"origin": "https://evil.example"}).status_code == 403
    assert noted(course) == before
