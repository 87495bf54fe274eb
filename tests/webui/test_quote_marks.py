"""Quotes are marked in the words they are from, each with what for; nothing that was written becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.present import shown
from webui.quote_marks import Quoted, marked

TAG = re.compile(r'<bdi class="for".*?</bdi>|</?mark[^>]*>', re.DOTALL)


def pieces(markup):
    """Give what is marked, in order."""
    return re.findall(r"<mark[^>]*>(.*?)</mark>", markup)


def labels(markup):
    """Give the labels, in order."""
    return re.findall(r"\(quoted for </span>(.*?)<span", markup)


def quote(words, label="Empathy", **more):
    return Quoted(words=words, label=label, **more)


def test_a_quote_is_marked_and_labelled_where_it_ends():
    markup = marked("You sound tired. Tell me.", [quote("You sound tired.")])
    assert markup.startswith('<mark title="Empathy">You sound tired.</mark><bdi class="for" dir="ltr">')
    assert (pieces(markup), labels(markup)) == (["You sound tired."], ["Empathy"])
    assert markup.endswith("</bdi> Tell me.")


def test_quotes_that_overlap_are_cut_at_every_end_and_the_common_piece_names_both():
    markup = marked("one two three four", [quote("one two three", "First"), quote("two three four", "Second")])
    assert pieces(markup) == ["one ", "two three", " four"]
    assert '<mark class="twice" title="First, Second">two three</mark>' in markup
    assert labels(markup) == ["First", "Second"]
    assert "<mark" not in "".join(pieces(markup)), "no mark stands within another"


def test_a_quote_within_another_and_two_of_the_same_words():
    markup = marked(
        "one two three", [quote("one two three", "A"), quote("two", "B"), quote("two", "C"), quote("two", "B")]
    )
    assert pieces(markup) == ["one ", "two", " three"]
    assert labels(markup) == ["B, C", "A"]


def test_words_that_occur_twice_are_marked_the_first_time():
    assert marked("Yes. Yes.", [quote("Yes.")]).startswith('<mark title="Empathy">Yes.</mark>')
    assert pieces(marked("Yes. Yes.", [quote("Yes.")])) == ["Yes."]


def test_words_that_are_not_there_and_none_at_all_are_left_out():
    assert marked("Yes.", [quote("No."), quote("  "), quote("")]) == "Yes."
    assert marked("", [quote("No.")]) == ""


def test_markup_in_words_and_labels_is_inert():
    markup = marked("a <b>&</b> c", [quote("<b>&</b>", 'x" onclick="1<i>')])
    assert pieces(markup) == ["&lt;b&gt;&amp;&lt;/b&gt;"]
    assert "<b>" not in markup
    assert 'title="x&quot; onclick=&quot;1&lt;i&gt;"' in markup
    assert "<i>" not in markup


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("see 👩‍👩‍👧 there", "see 👩", "see 👩‍👩‍👧"),
        ("a 👍🏽 b", "a 👍", "a 👍🏽"),
        ("a 👍🏽 b", "🏽 b", "👍🏽 b"),
        ("cafe\u0301 here", "cafe", "cafe\u0301"),
        ("x🇦🇹🇩🇪y", "x🇦", "x🇦🇹"),
        ("x🇦🇹🇩🇪y", "x🇦🇹", "x🇦🇹"),
        ("I ❤️ it", "I ❤", "I ❤️"),
    ],
)
def test_nothing_is_cut_within_what_is_drawn_as_one_sign(text, words, whole):
    assert pieces(marked(text, [quote(words)])) == [whole]


def test_words_written_from_right_to_left_are_marked_whole_and_their_label_reads_from_left_to_right():
    text = "شكراً لأنك أتيت اليوم."
    markup = marked(text, [quote("لأنك أتيت")])
    assert pieces(markup) == ["لأنك أتيت"]
    assert '<bdi class="for" dir="ltr">' in markup


def test_a_serious_quote_stands_out_also_where_another_overlaps_it():
    markup = marked("one two", [quote("one two", "Level"), quote("two", "Gate", serious=True)])
    assert '<mark class="twice serious" title="Level, Gate">two</mark>' in markup
    assert '<mark title="Level">one </mark>' in markup


SIGNS = st.text(alphabet=st.sampled_from("ab <&\n\u0301\u200d👍🏽🇦🇹م"), max_size=20)


@given(SIGNS, st.lists(st.tuples(st.integers(0, 19), st.integers(1, 10)), max_size=4))
def test_however_quotes_lie_the_words_stay_as_they_were(text, cuts):
    quotes = [quote(text[start : start + length], str(n)) for n, (start, length) in enumerate(cuts)]
    markup = marked(text, quotes)
    assert TAG.sub("", markup) == shown(text)
    assert markup.count("<mark") == markup.count("</mark>")
