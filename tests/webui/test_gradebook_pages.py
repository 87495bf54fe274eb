"""The gradebook over HTTP: right to the cell, harmless in every file, and for nobody who does not teach the section."""

import csv
import io
import re
from datetime import UTC, datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from tests.webui.school_site import school_site
from tests.webui.small_course import PLAIN, SHOULD, SOUNDS, SmallCourse, table, words
from webui.downloads import attached, file_name

PAST, LATER = "2020-01-01T12:00", "2036-07-01T23:59"


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("books")) as running:
        yield running


@pytest.fixture(scope="module")
def course(school):
    """Give six assignments to Ana and Ben: see each test for what came of them."""
    made = SmallCourse(school)
    first, second = made.give("First"), made.give("Second", due=PAST)
    third, fourth = made.give("Third", due=LATER), made.give("Fourth", anonymous=True)
    fifth, sixth = made.give("Fifth", to="Ana"), made.give("Sixth", due=PAST)
    made.sessions = {"First": made.do("Ana", first, (SOUNDS, SHOULD, PLAIN))}
    made.change(made.sessions["First"], 2, "empathy", 4)
    made.change(made.sessions["First"], 1, "boundary_setting", 1)
    school.school.work.following.excuse(made.ira, first.id, made.people["Ben"], 0, excused=True, reason="Ill.")
    made.sessions["Second"] = made.do("Ana", second, (SHOULD,))
    made.do("Ben", third, (PLAIN,), hand_in=False)
    made.do("Ana", fourth)
    made.do("Ben", fourth, hand_in=False)
    made.do("Ana", sixth, (PLAIN,), hand_in=False)
    made.do("Ana", fifth, (SHOULD,))
    made.sessions["Fifth"] = made.do("Ana", fifth, ("You are stupid.",))
    made.fourth = fourth
    return made


def test_each_cell_says_in_words_and_figures_what_came_of_it(course):
    answer = course.look("gradebook")
    assert answer.status_code == 200
    rows = {name: {title: words(cell) for title, cell in cells.items()} for name, cells in table(answer.text).items()}
    assert rows["Ana"] == {
        "First": "3.0* 1.0*",
        "Second": "1.0 – late",
        "Third": "not due yet",
        "Fourth": "names hidden",
        "Fifth": "0.0 – gate, attempt 2 of 2",
        "Sixth": "under way, late",
    }
    assert rows["Ben"] == {
        "First": "excused",
        "Second": "missing",
        "Third": "under way",
        "Fourth": "names hidden",
        "Fifth": "– not given",
        "Sixth": "missing",
    }
    assert "2 trainees, 6 assignments; 2 missing, 1 late." in words(answer.text)


def test_what_is_finished_leads_to_its_transcript_and_says_the_figures_aloud(course):
    rows = table(course.look("gradebook").text)
    for title, session in course.sessions.items():
        assert f'href="transcript/{session}"' in rows["Ana"][title]
    said = re.search(r'aria-label="(.*?)"', rows["Ana"]["First"])[1]
    assert said == (
        "Ana, First: Empathy 3.0 with a level that an instructor changed, "
        "Boundary-setting 1.0 of only 1 turn with a level that an instructor changed"
    )
    assert 'class="fig few low">1.0*' in rows["Ana"]["First"]
    without = {(name, title) for name, cells in rows.items() for title, cell in cells.items() if "href" not in cell}
    assert without == {(name, title) for name in rows for title in rows[name]} - {
        ("Ana", title) for title in course.sessions
    }


def test_a_column_says_when_it_is_due_in_the_sections_zone_and_how_many_finished(course):
    page = course.look("gradebook").text
    heads = [words(one) for one in re.findall(r'<th scope="col">(.*?)</th>', page)]
    assert heads[0] == "First no due date 1 of 1 finished E B"
    assert heads[2] == "Third due 1 Jul 2036, 23:59 0 of 2 finished E B"
    assert heads[3] == "Fourth no due date names hidden E B"
    assert heads[4] == "Fifth no due date 1 of 1 finished E B"
    assert "Europe/Vienna; due dates are in the same zone" in page


def test_hidden_names_leave_figures_out_until_the_release(course):
    for part, query in (("gradebook.csv", {"criteria": "every"}), ("gradebook.csv", {})):
        line = next(line for line in rows_of(course.look(part, **query)) if line["Name"] == "Ana")
        fourth = {name: value for name, value in line.items() if name.startswith("Fourth: ")}
        assert fourth.pop("Fourth: State") == "names hidden"
        assert set(fourth.values()) == {"", "no"}
    assert course.fourth.id in course.look("gradebook").text
    assert "3.0" not in table(course.look("gradebook").text)["Ana"]["Fourth"]
    other = SmallCourse(course.site, ("Ana",))
    given = other.give("Blind", anonymous=True)
    other.do("Ana", given)
    course.school.work.assigning.release_feedback(other.ira, given.id, given.version)
    assert words(table(other.look("gradebook").text)["Ana"]["Blind"]) == "3.0 –"


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_files_hold_the_same_levels_and_what_is_missing_stays_empty(course):
    ana, ben = rows_of(course.look("gradebook.csv"))
    assert (ana["First: Empathy"], ana["First: Boundary-setting"]) == ("3.0", "1.0")
    assert (ana["Second: Empathy"], ana["Second: Boundary-setting"], ana["Second: Late"]) == ("1.0", "", "yes")
    assert (ana["Fifth: Attempt"], ana["Fifth: Gates"], ana["Fifth: Empathy"]) == ("2", "1", "0.0")
    assert [ben[f"{title}: State"] for title in ("First", "Second", "Third", "Fifth")] == [
        "excused",
        "missing",
        "in progress",
        "not given",
    ]
    assert {ben[f"{title}: Empathy"] for title in ("First", "Second", "Third", "Fifth", "Sixth")} == {""}
    assert "First: Authenticity" not in ana
    assert rows_of(course.look("gradebook.csv", criteria="every"))[0]["First: Active listening"] == "2.33"
    book = load_workbook(io.BytesIO(course.look("gradebook.xlsx").content))
    head, ana, ben = book["Gradebook"].iter_rows(values_only=True)
    found = dict(zip(head, ana, strict=True))
    assert (found["First: Empathy"], found["First: Boundary-setting"], found["Second: Boundary-setting"]) == (
        3,
        1,
        None,
    )
    assert dict(zip(head, ben, strict=True))["Second: State"] == "missing"


NAMES = ("王小明", "Zoë Müller", "محمد علي", '=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2", "＝1+1", "<b>Ana</b>")


def test_names_of_every_script_are_shown_and_no_form_holds_a_formula(school):
    made = SmallCourse(school, NAMES, title="=1+1 <i>")
    made.give("=2+2 <script>")
    page = made.look("gradebook").text
    assert sorted(table(page)) == sorted(NAMES)
    assert not [tag for tag in ("<b>Ana", "<i>", "<script>") if tag in page]
    for query in ({}, {"criteria": "every"}):
        lines = list(
            csv.reader(io.StringIO(made.look("gradebook.csv", **query).content.decode("utf-8-sig"), newline=""))
        )
        assert sorted(line[0].removeprefix("'") for line in lines[1:]) == sorted(NAMES)
        assert not [cell for line in lines for cell in line if cell[:1] in set("=+-@＝")]
    sheets = load_workbook(io.BytesIO(made.look("gradebook.xlsx").content))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert "=2+2 <script>: State" in {cell.value for cell in cells}


def named(answer):
    """Give the names of a file as old and as new browsers read them."""
    told = re.fullmatch(
        r"attachment; filename=\"(.+?)\"; filename\*=UTF-8''(\S+)", answer.headers["content-disposition"]
    )
    return told[1], unquote(told[2])


@pytest.mark.parametrize(
    ("title", "plain", "whole"),
    [
        ("Monday", "attune-gradebook-Monday-{day}", "attune-gradebook-Monday-{day}"),
        ("Übung 3", "attune-gradebook-Ubung-3-{day}", "attune-gradebook-Übung-3-{day}"),
        ("週一 / 第三組", "attune-gradebook-{day}", "attune-gradebook-週一-第三組-{day}"),
        ("الاثنين", "attune-gradebook-{day}", "attune-gradebook-الاثنين-{day}"),
        ('../a"; x="b', "attune-gradebook-a-x-b-{day}", "attune-gradebook-a-;-x=-b-{day}"),
    ],
)
def test_a_file_is_called_after_section_and_day_in_every_script(school, title, plain, whole):
    made = SmallCourse(school, (), title=title, zone="Pacific/Kiritimati")
    day = f"{datetime.now(UTC).astimezone(ZoneInfo('Pacific/Kiritimati')):%Y-%m-%d}"
    for part in ("gradebook.csv", "gradebook.xlsx"):
        ending, answer = part.rpartition(".")[2], made.look(part)
        assert answer.headers["content-type"].startswith("text/csv" if ending == "csv" else "application/vnd.openxml")
        old, new = named(answer)
        assert unquote(old).replace("--", "-") == f"{plain.format(day=day)}.{ending}".replace("--", "-")
        assert new == f"{whole.format(day=day)}.{ending}"


def test_nothing_in_a_title_can_end_the_header_or_leave_the_folder():
    for title in ("a\r\nset-cookie: x=1", "../../etc", "a\u202egpj.exe", "\x00", "x" * 400, '"', "\ud83d\ude00"):
        name = file_name("gradebook", title, "2026-11-22", "csv")
        assert len(name) < 120
        assert not re.search(r'[/\\"\r\n\x00\u202e]', name)
        assert name.startswith("attune-gradebook-")
        assert name.endswith("-2026-11-22.csv")
    told = attached(file_name("gradebook", "a\r\nset-cookie: x=1", "2026-11-22", "csv"), b"", "text/csv").headers
    assert "\n" not in told["content-disposition"]
    assert told["content-disposition"].isascii()


@pytest.mark.parametrize("part", ["gradebook", "gradebook.csv", "gradebook.xlsx"])
def test_only_who_teaches_the_section_gets_it(course, part):
    school, mine = course.site, SmallCourse(course.site, ("Ana",))
    for who, status in (("uma", 404), ("ana", 404), ("ada", 403)):
        answer = course.look(part, who)
        assert answer.status_code == status
        assert "content-disposition" not in answer.headers
        assert not [word for word in ("Monday", "course.example", "First") if word in answer.text]
    with school.browser() as nobody:
        assert nobody.get(course.path(part)).status_code == 401
    with school.signed_in("ira") as ira:
        assert ira.get(f"/class/01ARZ3NDEKTSV4RRFFQ69G5FAV/{part}").status_code == 404
    own = school.classroom.sign_in.open_for(mine.people["Ana"])
    with school.browser() as trainee:
        trainee.cookies.set("attune_in", own)
        refused = trainee.get(mine.path(part))
    assert (refused.status_code, 'role="alert"' in refused.text) == (403, True)


def test_an_empty_gradebook_says_what_to_do_first(school):
    nobody, nothing = SmallCourse(school, ()), SmallCourse(school, ("Ana",))
    assert f'href="class/{nobody.section}/people"' in nobody.look("gradebook").text.split("<h1>")[1]
    page = nothing.look("gradebook").text.split("<h1>")[1]
    assert f'href="class/{nothing.section}/assignments"' in page
    assert "Nothing has been given" in page
    assert "<table" not in page
    assert len(rows_of(nothing.look("gradebook.csv"))) == 1


def test_who_left_and_what_was_taken_back_stay_and_say_so(school):
    made = SmallCourse(school)
    given = made.give("First")
    made.do("Ana", given)
    school.classroom.teaching.remove(made.ira, made.section, made.people["Ana"])
    school.school.work.assigning.withdraw(made.ira, given.id, given.version)
    page = made.look("gradebook").text
    assert "left the section" in page
    assert "taken back" in page
    assert words(table(page)["Ana"]["First"]) == "3.0 –"
