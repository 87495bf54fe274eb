"""No cell of a file is run by a spreadsheet, numbers stay numbers, and names of every script come back as they were."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.harmless import NOT_IN_A_SHEET, harmless, starts_formula

SIGNS = "=+-@\t\r＝＋－＠﹢﹣﹦﹫⁺⁻⁼"
ATTACKS = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0=1",
    "\u202e=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "|calc",
    "%0A=1",
)
NAMES = ("王小明", "Zoë Müller", "Oʼ'Brien", "محمد", "Ольга", "Ñandú", "ไทย", "🦊 Fox", "de la Cruz, Ana", 'the "one"')


@pytest.mark.parametrize("text", ATTACKS)
def test_what_a_spreadsheet_could_run_is_made_a_text(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", NAMES)
def test_names_stay_as_they_are(text):
    assert harmless(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(SIGNS + " \u200b'")))
def test_no_harmless_text_begins_like_a_formula_for_whoever_skips_what_cannot_be_seen(text):
    shown = harmless(text)
    assert not starts_formula(shown)
    seen = shown.lstrip("".join(letter for letter in shown if unicodedata.category(letter)[0] in "ZCM"))
    assert unicodedata.normalize("NFKC", seen)[:1] not in set("=+-@")
    assert shown.removeprefix("'") == NOT_IN_A_SHEET.sub("", text).removeprefix("'")


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8")), min_size=1))
def test_a_csv_line_of_harmless_texts_comes_back_whole(texts):
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow([harmless(one) for one in texts])
    back = next(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert back == [harmless(one) for one in texts]
