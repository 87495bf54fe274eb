"""The people of a section over HTTP: who is there, links, colleagues, groups, and a roster looked at and imported."""

import csv
import html
import io
import re
from base64 import b64decode

import pytest

from classroom.roster import MOST_BYTES
from tests.webui.school_site import PASSWORD, school_site

HEAD = "name,email,number\n"
OUTSIDERS = [("ana", 403), ("cem", 404), ("uma", 404)]
NAMES = {
    "arabic": "ليلى حداد",
    "greek": "Σωκράτης Παπαδόπουλος",
    "formula": "=HYPERLINK(1)",
    "markup": "<b>Bo</b> & Co",
    "chinese": "王小明",
}


@pytest.fixture(scope="module")
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


def enrolled(school, section, *names):
    """Import people by verbs; gives their ids by first name."""
    lines = "".join(f"{name},{name.lower()}.{section.lower()}@example.edu\n" for name in names)
    done = school.classroom.teaching.import_roster(school.people["ira"], section, f"name,email\n{lines}".encode())
    return {one.account.name: one.account.id for one in done.invitations}


def members(school, section, *, gone=False):
    return school.classroom.teaching.members(school.people["ira"], section, gone=gone)


def looked(browser, section, text="", file=None):
    """Preview a roster as a browser's form does."""
    files = {"text": (None, text.encode()), "file": file or ("", b"")}
    return browser.post(f"/class/{section}/people/import", files=files)


def imported(browser, section, text):
    return browser.post(f"/class/{section}/people/import/keep", files={"text": (None, text.encode())})


def cells(page):
    """Give the cells of each row, as markup."""
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]


def alert(page):
    return re.search(r'role="alert">(.*?)</p>', page)[1]


# the table


def test_an_empty_section_says_what_to_do_first(ira, section):
    page = ira.get(f"/class/{section}/people").text
    assert "No trainee is here yet" in page
    assert f'<a class="step primary" href="class/{section}/people/import">Import a roster</a>' in page
    assert "Make a group" not in page


def test_the_table_says_who_is_invited_signs_in_or_left(school, ira, section):
    people = enrolled(school, section, "Åsa", "Bob", "Zed")
    teaching = school.classroom.teaching
    link = teaching.invite_again(school.people["ira"], section, people["Bob"])
    school.classroom.people.accept(link.kind, link.secret, PASSWORD)
    teaching.remove(school.people["ira"], section, people["Zed"])
    page = ira.get(f"/class/{section}/people").text
    states = {row[0]: re.sub("<.*?>", "", row[-1] if len(row) == 3 else row[3]) for row in cells(page) if len(row) > 2}
    assert states["<bdi>Åsa</bdi>"] == "invited"
    assert states["<bdi>Bob</bdi>"] == "signs in"
    assert states["<bdi>Zed</bdi>"] == "left"
    assert "2 trainees. 1 of them has not signed in yet." in page
    assert page.index("Åsa") < page.index("Bob")
    assert "<bdi>Ira</bdi> (you)" in page


def test_somebody_whose_access_is_off_is_shown_so_and_gets_no_link(school, ira, section):
    people = enrolled(school, section, "Off")
    school.classroom.people.set_disabled(school.people["ada"], people["Off"], disabled=True)
    row = next(row for row in cells(ira.get(f"/class/{section}/people").text) if "Off" in "".join(row))
    assert "disabled" in row[3]
    assert "New link" not in row[4]


@pytest.mark.parametrize("path", ["people", "people/import", "people/{person}/remove", "groups/none"])
@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_the_pages_are_for_those_who_teach_the_section(school, name, status, path):
    section, ben = school.sections["ira"], school.people["ben"]
    with school.signed_in(name) as other:
        answer = other.get(f"/class/{section}/{path.format(person=ben)}")
    assert answer.status_code == status
    assert "ben@example.edu" not in answer.text
    assert "Section of ira" not in answer.text


FORMS = {
    "people/instructor": {"email": "uma@example.edu"},
    "people/{person}/remove": {},
    "people/{person}/link": {},
    "people/import": {"text": "name,email\nEve,eve@example.edu\n"},
    "people/import/keep": {"text": "name,email\nEve,eve@example.edu\n"},
    "groups": {"title": "Mine"},
    "groups/{group}": {"title": "Mine", "people": []},
    "groups/{group}/drop": {},
}
"""Every form, with which somebody who may not send it would change something."""


@pytest.mark.parametrize("path", sorted(FORMS))
@pytest.mark.parametrize(("name", "status"), OUTSIDERS)
def test_no_form_changes_anything_for_anybody_else(school, section, name, status, path):
    teaching, me = school.classroom.teaching, school.people["ira"]
    teaching.import_roster(me, section, b"name,email\nAna,ana@example.edu\nBen,ben@example.edu\n")
    group = teaching.keep_group(me, section, "Pairs", [school.people["ben"]])
    before = (members(school, section, gone=True), teaching.groups(me, section), school.classroom.operator.accounts())
    with school.signed_in(name) as other:
        form = f"/class/{section}/{path.format(person=school.people['ben'], group=group.id)}"
        answer = other.post(form, data=FORMS[path])
    assert answer.status_code == status
    assert "ben@example.edu" not in answer.text
    assert (members(school, section, gone=True), teaching.groups(me, section)) == before[:2]
    assert school.classroom.operator.accounts() == before[2]


@pytest.mark.parametrize("path", sorted(FORMS))
def test_a_form_that_no_page_of_ours_sends_is_refused(school, path):
    with school.signed_in("ira") as browser:
        del browser.headers["origin"]
        answer = browser.post(f"/class/{school.sections['ira']}/{path.format(person='x', group='x')}", data=FORMS[path])
    assert answer.status_code == 403


# the administrator, who staffs a section


def test_an_administrator_says_who_teaches_and_does_not_run_the_section(school, section):
    people = enrolled(school, section, "Kim")
    group = school.classroom.teaching.keep_group(school.people["ira"], section, "Secret pairs", [])
    with school.signed_in("ada") as ada:
        page = ada.get(f"/class/{section}/people").text
        assert "<bdi>Kim</bdi>" in page
        for absent in ("Import a roster", "Secret pairs", "New link", 'class="parts"'):
            assert absent not in page
        assert ada.post(f"/class/{section}/people/instructor", data={"email": "uma@example.edu"}).status_code == 303
        assert ada.post(f"/class/{section}/people/{school.people['ira']}/remove").status_code == 303
        statuses = {
            path: ada.post(
                f"/class/{section}/{path}", data={"title": "x", "text": "name,email\nE,e@x.edu\n"}
            ).status_code
            for path in (
                f"people/{people['Kim']}/link",
                "people/import",
                "people/import/keep",
                "groups",
                f"groups/{group.id}",
                f"groups/{group.id}/drop",
            )
        }
        assert set(statuses.values()) == {403}, statuses
    assert [one.id for one in school.classroom.teaching.taught_by(school.people["uma"]) if one.id == section]


# colleagues


def test_a_colleague_is_added_by_address(school, ira, section):
    answer = ira.post(f"/class/{section}/people/instructor", data={"email": " UMA@example.edu "})
    assert answer.headers["location"] == f"/class/{section}/people?done=added"
    assert "They teach this section now." in ira.get(answer.headers["location"]).text
    with school.signed_in("uma") as uma:
        assert uma.get(f"/class/{section}/people").status_code == 200


@pytest.mark.parametrize(("email", "why"), [("ana@example.edu", "No instructor"), ("nobody", "no e-mail address")])
def test_who_is_no_colleague_is_not_added_and_the_address_stays(school, ira, section, email, why):
    answer = ira.post(f"/class/{section}/people/instructor", data={"email": email})
    assert (answer.status_code, why in alert(answer.text)) == (422, True)
    assert f'value="{email}"' in answer.text
    assert "<details open><summary>Add an instructor" in answer.text
    assert [one.account.id for one in members(school, section)] == [school.people["ira"]]


# taking somebody out


def test_taking_somebody_out_asks_first_and_keeps_their_work(school, ira, section):
    person = enrolled(school, section, "Lea")["Lea"]
    asked = ira.get(f"/class/{section}/people/{person}/remove").text
    assert "Remove Lea?" in asked
    assert "What they did for it stays" in asked
    assert len(members(school, section)) == 2
    answer = ira.post(f"/class/{section}/people/{person}/remove")
    assert answer.headers["location"] == f"/class/{section}/people?done=out"
    page = ira.get(answer.headers["location"]).text
    assert "Their work stays." in page
    assert "Who left: 1" in page
    again = ira.post(f"/class/{section}/people/{person}/remove")
    assert (again.status_code, "is not in the section" in alert(again.text)) == (404, True)
    assert ira.get(f"/class/{section}/people/{person}/remove").status_code == 404


def test_the_last_instructor_stays(school, ira, section):
    answer = ira.post(f"/class/{section}/people/{school.people['ira']}/remove")
    assert (answer.status_code, "last instructor" in alert(answer.text)) == (422, True)
    assert len(members(school, section)) == 1


def test_an_instructor_who_takes_themselves_out_goes_to_their_sections(school, ira, section):
    school.classroom.teaching.add_instructor(school.people["ira"], section, "uma@example.edu")
    answer = ira.post(f"/class/{section}/people/{school.people['ira']}/remove")
    assert answer.headers["location"] == "/class?done=left"
    assert "You are no longer in the section." in ira.get(answer.headers["location"]).text
    assert ira.get(f"/class/{section}/people").status_code == 404


# links


def test_a_new_link_is_shown_once_and_replaces_the_one_before(school, ira, section):
    person = enrolled(school, section, "Mia")["Mia"]
    links = []
    for _ in range(2):
        page = ira.post(f"/class/{section}/people/{person}/link").text
        links.append(re.search(r"<code>http://127.0.0.1:7860(/invite\?token=.*?)</code>", page)[1])
        assert "14 days" in page
        assert links[-1] not in ira.get(f"/class/{section}/people").text
    with school.browser() as browser:
        assert [browser.get(link).status_code for link in links] == [404, 200]


def test_no_link_is_given_for_somebody_who_signs_in_or_is_elsewhere_too(school, ira, section):
    teaching = school.classroom.teaching
    teaching.import_roster(school.people["ira"], section, b"name,email\nAna,ana@example.edu\n")
    page = ira.get(f"/class/{section}/people").text
    assert f"{school.people['ana']}/link" not in page
    answer = ira.post(f"/class/{section}/people/{school.people['ana']}/link")
    assert (answer.status_code, "ask an administrator" in alert(answer.text)) == (422, True)
    assert "token=" not in answer.text
    assert ira.post(f"/class/{section}/people/{school.people['cem']}/link").status_code == 404


# groups


def group_form(page):
    return re.search(r'name="version" value="(.*?)"', page)[1], re.findall(r'value="(\w+)" checked', page)


def test_a_group_is_made_filled_renamed_and_dropped(school, ira, section):
    people = enrolled(school, section, "Nia", "Oli")
    goes = ira.post(f"/class/{section}/groups", data={"title": "Pairs"}).headers["location"]
    page = ira.get(goes).text
    assert "Choose who is in it" in page
    version, chosen = group_form(page)
    assert chosen == []
    path = goes.split("?")[0]
    form = {"version": version, "title": "Duos", "people": [people["Nia"], people["Oli"]]}
    assert ira.post(path, data=form).headers["location"] == f"{path}?done=kept"
    assert sorted(group_form(ira.get(path).text)[1]) == sorted(people.values())
    shown = ira.get(f"/class/{section}/people").text
    assert "<bdi>Duos</bdi>" in shown
    assert "2: <bdi>Nia</bdi>, <bdi>Oli</bdi>" in shown
    version = group_form(ira.get(path).text)[0]
    assert ira.post(path, data={"version": version, "title": "Duos"}).status_code == 303
    assert school.classroom.teaching.groups(school.people["ira"], section)[0].people == ()
    assert ira.post(f"{path}/drop").headers["location"] == f"/class/{section}/people?done=dropped"
    assert school.classroom.teaching.groups(school.people["ira"], section) == ()
    assert len(members(school, section)) == 3
    assert ira.get(path).status_code == 404


def test_a_group_that_a_colleague_changed_is_a_conflict_and_what_was_chosen_stays(school, ira, section):
    people, teaching = enrolled(school, section, "Pia", "Quy"), school.classroom.teaching
    group = teaching.keep_group(school.people["ira"], section, "Pairs", [])
    path = f"/class/{section}/groups/{group.id}"
    form = {"version": group.version, "title": "Mine", "people": [people["Quy"]]}
    theirs = teaching.keep_group(school.people["ira"], section, "Theirs", [people["Pia"]], group.id)
    answer = ira.post(path, data=form)
    assert answer.status_code == 422
    assert "&#x27;Theirs&#x27; and has 1 people now" in alert(answer.text)
    assert 'value="Mine"' in answer.text
    version, chosen = group_form(answer.text)
    assert (version, chosen) == (theirs.version, [people["Quy"]])
    assert teaching.groups(school.people["ira"], section) == (theirs,)
    assert ira.post(path, data={**form, "version": version}).status_code == 303


@pytest.mark.parametrize(("title", "why"), [("Pairs", "already"), (" ", "empty")])
def test_a_group_needs_a_title_of_its_own(school, ira, section, title, why):
    school.classroom.teaching.keep_group(school.people["ira"], section, "Pairs", [])
    answer = ira.post(f"/class/{section}/groups", data={"title": title})
    assert (answer.status_code, why in alert(answer.text)) == (422, True)
    assert f'value="{title}"' in answer.text
    assert len(school.classroom.teaching.groups(school.people["ira"], section)) == 1


def test_only_trainees_of_the_section_are_in_its_groups(school, ira, section):
    group = school.classroom.teaching.keep_group(school.people["ira"], section, "Pairs", [])
    form = {"version": group.version, "title": "Pairs", "people": [school.people["cem"]]}
    assert ira.post(f"/class/{section}/groups/{group.id}", data=form).status_code == 404
    assert school.classroom.teaching.groups(school.people["ira"], section) == (group,)
    assert ira.post(f"/class/{school.sections['ira']}/groups/{group.id}/drop").status_code == 404


# the roster


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


def links(page):
    """Give the links of a page and its table as a file."""
    held = re.search(r'download="one-time-links.csv" href="data:text/csv;charset=utf-8;base64,(.*?)"', page)[1]
    return re.findall(r"<code>http://127.0.0.1:7860(.*?)</code>", page), b64decode(held)


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
