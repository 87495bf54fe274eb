"""A roster over HTTP: looked at with its faults, then imported whole."""

import csv
import html
import io
import re

import pytest

from classroom.roster import MOST_BYTES
from tests.webui.people.rosters import HEAD, NAMES, alert, cells, enrolled, imported, links, looked, members
from tests.webui.school_site import PASSWORD


def test_looking_at_a_roster_tells_what_would_happen_and_changes_nothing(school, ira, section):
    people = enrolled(school, section, "Ron", "Sue")
    before = (members(school, section), school.classroom.operator.accounts())
    text = (
        f"{HEAD}{NAMES['arabic']},leila@example.edu,7\nAna,ana@example.edu,\nRon,ron.{section.lower()}@example.edu,\n"
    )
    page = looked(ira, section, text).text
    assert "<b>1 person is new</b>" in page
    assert "<b>1 person has an account</b>" in page
    assert "<b>1 person is in the section already</b>" in page
    assert "<b>1 trainee is not in the roster</b>" in page
    assert "<li><bdi>Sue</bdi></li>" in page
    assert "Import 2 people" in page
    rows = cells(page)
    assert rows[1][:4] == ["2", f"<bdi>{NAMES['arabic']}</bdi>", "leila@example.edu", "7"]
    assert "new account" in rows[1][4]
    assert "let in" in rows[2][4]
    assert (members(school, section), school.classroom.operator.accounts()) == before
    assert people.keys() == {"Ron", "Sue"}


FAULTY = (
    "name;email;number\n"
    f"{NAMES['greek']};socrates@example.edu;1\n"
    "Wrong;not an address;2\n"
    ";empty@example.edu;3\n"
    "Twice;SOCRATES@example.edu;4\n"
    "Same number;other@example.edu;1\n"
    "One cell too few;few@example.edu\n"
    "<script>;script;5\n"
)


def test_each_fault_is_shown_with_its_line_and_remedy_and_nothing_can_be_imported(school, ira, section):
    before = school.classroom.operator.accounts()
    page = looked(ira, section, FAULTY).text
    faults = {row[0]: re.sub("<.*?>", "", row[4]) for row in cells(page) if row and 'class="fault"' in row[-1]}
    assert faults.keys() == {"3", "4", "5", "6", "7", "8"}
    assert "write it like name@example.edu" in faults["3"]
    assert "The name is empty" in faults["4"]
    assert faults["5"] == faults["6"] == "Line 2 has the same e-mail address or number; take one of them out."
    assert "This row has 2 cells and the first line has 3" in faults["7"]
    assert "<bdi>One cell too few · few@example.edu</bdi>" in page
    assert "people/import/keep" not in page
    assert "6 rows have a fault, so nothing can be imported yet" in page
    assert "<script>" not in page
    assert "Twice;SOCRATES@example.edu;4" in page
    refused = imported(ira, section, FAULTY)
    assert refused.status_code == 422
    assert "Nothing was imported: 6 rows have faults" in alert(refused.text)
    assert school.classroom.operator.accounts() == before


def test_what_was_looked_at_is_imported_and_its_links_can_be_kept_once(school, ira, section):
    text = HEAD + "".join(f'"{name}",{key}.{section.lower()}@example.edu,\n' for key, name in NAMES.items())
    seen = looked(ira, section, text).text
    assert f"Import {len(NAMES)} people" in seen
    page = imported(ira, section, text).text
    assert "shown once" in page
    found, file = links(page)
    assert len(set(found)) == len(NAMES)
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "E-mail address", "One-time link"]
    assert {row[0] for row in rows[1:]} == {*NAMES.values(), "'=HYPERLINK(1)"} - {NAMES["formula"]}
    assert sorted(row[2] for row in rows[1:]) == sorted("http://127.0.0.1:7860" + link for link in found)
    assert "<b>Bo</b>" not in page
    assert {one.account.name for one in members(school, section)} == {*NAMES.values(), "Ira"}
    listed = ira.get(f"/class/{section}/people").text
    assert not [link for link in found if link in listed]
    with school.browser() as browser:
        token = found[0].split("token=")[1]
        assert browser.post("/invite", data={"token": token, "password": PASSWORD}).headers["location"] == "/"


def test_importing_again_changes_nothing_and_gives_no_links(school, ira, section):
    text = f"{HEAD}Tom,tom.{section.lower()}@example.edu,\n"
    imported(ira, section, text)
    before = members(school, section)
    again = imported(ira, section, text).text
    assert "Nothing has changed" in again
    assert "token=" not in again
    assert "Nothing would change" in looked(ira, section, text).text
    assert members(school, section) == before


def test_somebody_with_an_account_is_let_in_without_a_link(school, ira, section):
    page = imported(ira, section, "name,email\nSomebody,ana@example.edu\n").text
    assert "1 person is in the section now" in page
    assert "token=" not in page
    assert {one.account.id for one in members(school, section)} == {school.people["ira"], school.people["ana"]}


def test_the_text_of_a_preview_is_what_its_button_imports(ira, section):
    text = 'name,email\r\n"Multi ""quoted"", & <b>",multi@example.edu\r\n'
    page = looked(ira, section, file=("roster.csv", text.encode("utf-16"))).text
    held = re.search(r'<input type="hidden" name="text" value="(.*?)">', page, re.DOTALL)[1]
    assert html.unescape(held) == text


def test_a_file_is_taken_before_the_text(ira, section):
    page = looked(
        ira, section, "name,email\nTyped,typed@example.edu\n", ("a.csv", b"name,email\nFiled,f@example.edu\n")
    )
    assert "<bdi>Filed</bdi>" in page.text
    assert "<bdi>Typed</bdi>" not in page.text


BAD_FILES = {
    "in another encoding": ("Name;E-mail\nJosé;jose@example.edu\n".encode("latin-1"), "not in UTF-8"),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)), "not in UTF-8"),
    "with nulls": (b"name,email\n\x00,a@example.edu\n", "no text"),
    "too large": (b"name,email\n" + b"x" * MOST_BYTES, "too large"),
    "of no columns": (b"one,two\n1,2\n", "must name the columns"),
    "of nobody": (b"name,email\n", "nobody below"),
    "that is empty": (b"", "is empty"),
    "with an open quote": (b'name,email\n"Ana,ana@example.edu\n', "no CSV"),
    "too long": (b"name,email\n" + b"A,a@b.c\n" * 5_001, "5,000 are the most"),
}


@pytest.mark.parametrize("kind", sorted(BAD_FILES))
def test_a_file_that_cannot_be_used_is_told_with_the_remedy(ira, section, kind):
    data, why = BAD_FILES[kind]
    answer = looked(ira, section, "what was typed", ("roster.csv", data))
    assert answer.status_code == 422
    assert why in alert(answer.text)
    assert "what was typed" in answer.text
    assert "people/import/keep" not in answer.text


def test_a_roster_of_1_mb_can_be_sent_and_a_larger_one_is_told_of(ira, section):
    lines = [f"Una {place},una{place}@example.edu,{'x' * 99_000}\n" for place in range(10)]
    text = "name,email,notes\n" + "".join(lines)
    fits = looked(ira, section, file=("a.csv", text.encode() + b" " * (MOST_BYTES - len(text))))
    assert (fits.status_code, "Import 10 people" in fits.text) == (200, True)
    held = html.unescape(re.search(r'<input type="hidden" name="text" value="(.*?)">', fits.text, re.DOTALL)[1])
    assert imported(ira, section, held).status_code == 200
    ira.headers["accept"] = "text/html"
    much = looked(ira, section, file=("a.csv", b"x" * 3_000_000))
    assert (much.status_code, "can have at most" in alert(much.text)) == (413, True)


def test_nothing_is_imported_into_a_section_that_is_put_away(school, ira, section):
    school.classroom.teaching.change_section(
        school.people["ira"], section, 1, title="Away", course="", zone="UTC", archived=True
    )
    assert "put away" in ira.get(f"/class/{section}/people/import").text
    assert "Import a roster</a>" not in ira.get(f"/class/{section}/people").text.split("<h2>Trainees")[1]
    answer = imported(ira, section, "name,email\nVic,vic@example.edu\n")
    assert (answer.status_code, "bring it back first" in alert(answer.text)) == (422, True)
    assert len(members(school, section)) == 1
