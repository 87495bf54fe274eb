"""What the pages of review show of a queue, a turn, a level and of agreement, without a browser."""

import re

import pytest

from classroom.agreement import CriterionAgreement
from classroom.levels import Level
from classroom.needs import Need, Reason
from evaluator.agreement import Interval
from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from evaluator.panel import hear_both
from practice.setup import now_utc
from tests.webui.reviewed_work import KIND, open_reviewed_work
from webui.level_form import TypedLevel, level_form, read_level, read_seen, read_turn
from webui.present_agreement import agreement_body, interval_bar
from webui.present_level import level_row
from webui.present_needs import need_labels, needs_list, turns_in_words
from webui.present_queue import QueueView, queue_body
from webui.present_transcript import neighbours, transcript_body
from webui.present_turn import turn_section
from webui.review_desk import Desk, counting_scores

LINES = (KIND, "You should <b>rest</b>, stupid.", "It is up to you.")


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return open_reviewed_work(tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def assignment(work):
    return work[0].give(attempts=None)


@pytest.fixture(scope="module")
def session(work, assignment):
    return work[0].do(work[1]["Ana"], assignment, LINES)


@pytest.fixture
def desk(work, session):
    return work[0].desk(session)


def reason(need, turn, about="", criterion=""):
    return Reason(need=need, turn=turn, about=about, criterion=criterion, since=now_utc())


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ([3], "turn 3"),
        ([1, 2, 3, 5, 3], "turns 1–3, 5"),
        ([0], "the whole session"),
        ([2, 0], "the whole session and turn 2"),
    ],
)
def test_turns_are_named_in_few_words(turns, words):
    assert turns_in_words(turns) == words


def test_a_label_names_few_things_and_counts_many():
    few = need_labels([reason(Need.UNSURE, 1, "Empathy"), reason(Need.UNSURE, 4, "Empathy")])
    assert "<b>Grader unsure</b> Empathy, turns 1, 4" in few
    many = need_labels([reason(Need.UNSURE, turn, f"C{turn}") for turn in (1, 2, 3)])
    assert "<b>Grader unsure</b> 3 levels, turns 1–3" in many
    gate = need_labels([reason(Need.GATE, 2, "<Secrecy>")])
    assert '<li class="pressing"><b>Gate</b> &lt;Secrecy&gt;, turn 2</li>' in gate
    assert "can raise" not in need_labels([reason(Need.SERIOUS_FLAG, 2, "romantic_or_touch")])
    assert "romantic or touch" in need_labels([reason(Need.SERIOUS_FLAG, 2, "romantic_or_touch")])
    assert need_labels([]) == ""


def test_every_need_has_a_label():
    for need in Need:
        assert "<b>" in need_labels([reason(need, 1)])


def test_links_to_turns_stay_on_the_page_and_the_whole_session_comes_last():
    found = needs_list(
        [reason(Need.CONFLICT, 0, "Empathy"), reason(Need.GATE, 2, "Secrecy")], "/transcript/x?done=level"
    )
    assert re.findall('href="(.*?)"', found) == [
        "/transcript/x?done=level#turn-2",
        "/transcript/x?done=level#whole-session",
    ]


def test_the_queue_says_who_what_when_why_and_what_is_done(work, session):
    rows = work[0].queue()
    page = queue_body(rows, QueueView("Europe/Vienna", lambda _: "Meeting Tomas", {}, ""))
    assert f'href="transcript/{session}">Ana</a>' in page
    for words in (
        "First talk",
        "Meeting Tomas",
        "3 turns",
        "<b>Gate</b>",
        "Demeaning words",
        "Nothing yet",
        "Europe/Vienna",
    ):
        assert words in page
    assert "Looked through" not in page


def test_what_was_looked_through_is_folded_below_and_an_end_is_said(work, session):
    (item,) = work[0].queue()
    done = item.mark.model_copy(update={"done": True, "created_at": now_utc(), "version": 1})
    looked = item.model_copy(update={"mark": done, "changed": 2})
    page = queue_body([looked], QueueView("UTC", str, {}, ""))
    assert "Nothing waits" in page
    assert page.index("<details") < page.index("Ana")
    assert "2 levels changed; looked through" in page
    late = item.reasons[0].model_copy(update={"since": now_utc()})
    again = queue_body([looked.model_copy(update={"reasons": (late,)})], QueueView("UTC", str, {}, ""))
    assert "something came up since" in again
    assert "<details" not in again


def test_a_long_queue_shows_its_beginning_and_a_way_to_the_rest(work, session):
    (item,) = work[0].queue()
    many = [item.model_copy(update={"session": f"s{n}"}) for n in range(70)]
    page = queue_body(many, QueueView("UTC", str, {}, "review?all=1"))
    assert page.count("<tr>") - 1 == 60
    assert '<a href="review?all=1">Show all 70 that wait</a>' in page
    assert queue_body(many, QueueView("UTC", str, {}, "")).count("<tr>") - 1 == 70


def test_the_way_leads_along_what_waits(work, session):
    (item,) = work[0].queue()
    a, b, c = (item.model_copy(update={"session": name}) for name in "abc")
    looked = item.mark.model_copy(update={"done": True, "created_at": now_utc()})
    done = item.model_copy(update={"session": "d", "mark": looked, "reasons": ()})
    queue = [a, b, c, done]
    assert neighbours(queue, "a") == ("", "b")
    assert neighbours(queue, "b") == ("a", "c")
    assert neighbours(queue, "c") == ("b", "")
    assert neighbours(queue, "d") == ("", "a")
    assert neighbours([done], "d") == ("", "")


def test_a_turn_shows_both_words_the_marks_the_levels_the_gate_with_its_rule_and_the_feedback(desk):
    first, second, _ = (turn_section(desk, one) for one in desk.read.report.place.exchanges)
    assert '<mark title="Empathy, Emotional validation, Active listening">' in first
    assert '<span class="chip level3 ">3 Skilled</span>' in first
    assert "Quite sure." in first
    assert "Feedback: 3 items" in first
    assert "Gate: Demeaning words" in second
    assert "Raised by:" in second
    assert 'title="Demeaning words' in second
    assert "&lt;b&gt;rest&lt;/b&gt;" in second
    assert "<b>rest" not in second


def test_the_last_turn_is_followed_by_the_clients_answer(desk):
    exchanges = desk.read.report.place.exchanges
    assert turn_section(desk, exchanges[0]).count('class="says client"') == 1
    assert turn_section(desk, exchanges[-1]).count('class="says client"') == 2


def test_the_judges_level_stands_beside_the_automatic_one(work, desk):
    exchange, rubric = desk.read.report.place.exchanges[0], desk.rubric
    stamp = JudgeStamp(model="judge", prompt="1", rubric="trust", rubric_version=1, form="json", examples=())
    said = CriterionOpinion(criterion="empathy", level=1, quote=KIND, reason="<i>Formula.</i>")
    panel = hear_both(exchange.grades, SecondOpinion(opinions=(said,), suspicious=(), stamp=stamp), rubric)
    row = level_row(desk, desk.read.levels.of(1, "empathy"), exchange, panel)
    assert "Judge: 1 Missed, far apart" in row
    assert "Judge: &lt;i&gt;Formula.&lt;/i&gt;" in row
    assert "chip judge apart" in row
    assert "Judge" not in level_row(desk, desk.read.levels.of(1, "active_listening"), exchange, panel)


def test_a_changed_level_stands_first_and_the_automatic_one_stays_readable(work, assignment):
    session = work[0].do(work[1]["Ana"], assignment)
    work[0].change(session, 4, reason="Names <the> loss.")
    desk = work[0].desk(session)
    page = transcript_body(desk, ())
    assert '<span class="chip level4 by-hand">4 Exemplary</span>' in page
    assert "<s>3 Skilled</s>" in page
    assert "automatic <s>3 Skilled</s>" in page
    assert "<b>You</b> set 4 exemplary" in page
    assert "Names &lt;the&gt; loss." in page
    assert counting_scores(desk, desk.rubric.criterion("empathy")).levels == (4,)
    assert "Graded again since" not in page


def test_a_conflict_is_shown_on_the_turn_on_the_list_and_in_the_queue(work, assignment):
    session = work[0].do(work[1]["Ana"], assignment)
    work[0].change(session, 4)
    work[0].grade_again(session, level=0)
    page = transcript_body(work[0].desk(session), ())
    assert "When you set this level the automatic level was 3 skilled; it is 0 harmful now." in page
    row = next(one for one in work[0].queue() if one.session == session)
    labels = need_labels(row.reasons)
    assert '<li class="pressing"><b>Conflict</b> Empathy, turn 1</li>' in labels


def test_a_level_of_the_whole_session_is_in_conflict_once_the_mean_has_moved(work, assignment):
    session = work[0].do(work[1]["Ana"], assignment)
    work[0].change(session, 2.5, turn=0)
    work[0].change(session, 1)
    desk = work[0].desk(session)
    page = transcript_body(desk, ())
    assert "the mean of the turns was 3.0 skilled; it is 1.0 missed now" in page
    assert f'href="{desk.path}#whole-session">The whole session</a>' in page


def test_a_turn_that_needs_a_person_leads_to_the_next_one_that_does(desk):
    reasons = (reason(Need.UNSURE, 1, "Empathy"), reason(Need.GATE, 3, "Secrecy"))
    read = desk.read.model_copy(update={"reasons": reasons})
    shown = Desk(read, desk.rubric, desk.zone, desk.me)
    first, second, third = (turn_section(shown, one) for one in read.report.place.exchanges)
    assert f'<a class="onward" href="{desk.path}#turn-3">next: turn 3</a>' in first
    assert "onward" not in second
    assert '#whole-session">on to the whole session</a>' in third


def test_earlier_words_on_a_level_are_folded_and_none_is_lost(work, assignment):
    session = work[0].do(work[1]["Ana"], assignment)
    for level, reason in ((4, "First."), (1, "Second."), (2, "Third.")):
        work[0].change(session, level, reason=reason)
    page = transcript_body(work[0].desk(session), ())
    assert page.index("Third.") < page.index("Earlier: 2") < page.index("Second.") < page.index("First.")


def test_the_form_holds_the_rubrics_words_and_what_was_shown(desk):
    level = desk.read.levels.of(1, "empathy")
    form = level_form(desk, level)
    for text in desk.rubric.criterion("empathy").levels:
        assert text.replace("'", "&#x27;") in form
    assert re.search(r'value="3" required checked', form)
    assert f'name="grade" value="{level.grade}"' in form
    assert 'name="version" value="0"' in form
    assert 'name="automatic" value="3.0"' in form
    assert "withdraw-level" not in form
    again = level_form(desk, level, TypedLevel("1", "Why <not>"))
    assert 'value="1" required checked' in again
    assert "Why &lt;not&gt;</textarea>" in again


def test_a_level_of_the_whole_session_is_typed_and_comes_back_as_it_was(desk):
    level = desk.read.levels.of(0, "empathy")
    form = level_form(desk, level)
    assert 'type="number"' in form
    sent = re.search(r'name="automatic" value="(.*?)"', form)[1]
    assert read_seen("0", "", sent).automatic == level.automatic


@pytest.mark.parametrize(
    ("text", "turn", "level"), [("3", 1, 3), ("none", 1, None), ("", 0, None), ("2,5", 0, 2.5), (" 2.5 ", 0, 2.5)]
)
def test_what_a_form_sends_is_read(text, turn, level):
    assert read_level(text, turn) == level


@pytest.mark.parametrize("text", ["", "four", "3; drop"])
def test_a_turn_needs_a_level_that_was_chosen(text):
    with pytest.raises(ValueError, match="Choose a level"):
        read_level(text, 1)


@pytest.mark.parametrize("sent", [("", "", ""), ("x", "", "1"), ("-1", "", ""), ("0", "", "9"), ("0", "", "x")])
def test_a_form_that_is_not_ours_is_refused_in_words(sent):
    with pytest.raises(ValueError, match="cannot be read any more"):
        read_seen(*sent)
    with pytest.raises(ValueError, match="cannot be read any more"):
        read_turn("x")


def test_the_page_of_a_session_in_which_nothing_stands_out_says_so(work, assignment, desk):
    calm = desk.read.model_copy(update={"reasons": ()})
    page = transcript_body(Desk(calm, desk.rubric, desk.zone, desk.me), ())
    assert "Nothing stands out in this session." in page


def test_a_session_that_goes_on_says_so_and_can_be_read(work, assignment):
    session = work[0].school.work.doing.begin(work[1]["Ben"], assignment.id).session.id
    desk = work[0].desk(session)
    assert "Nothing was said in this session." in transcript_body(desk, ())
    work[0].room.tell(work[1]["Ben"], session, KIND, "k")
    page = transcript_body(work[0].desk(session), ())
    assert "The session still goes on" in page
    assert "This turn was not graded." in page
    assert "<b>Not graded</b>" in page
    assert "No guess was made." in page


def test_the_trainees_guess_reflections_and_curve_are_there(work, desk, session):
    work[0].room.reflect(work[1]["Ana"], session, 0, "I was <nervous>.")
    page = transcript_body(work[0].desk(session), ())
    assert "Empathy: guessed 2.5; 2.0 counts" in page
    assert "I was &lt;nervous&gt;." in page
    assert "The client&#x27;s trust over the session" in page
    assert "Nothing written" in page


def agreed(**more):
    return CriterionAgreement(
        **{"criterion": "empathy", "name": "Empathy", "pairs": 30, "sessions": 6, "changed": 4, "one_alone": 1, **more}
    )


def test_agreement_is_told_with_its_interval_or_that_there_is_too_little():
    full = agreed(kappa=-0.125, interval=Interval(-0.6, 0.91), exact=0.8, lenient=-0.4)
    page = agreement_body([full, agreed(pairs=9), agreed(pairs=0, sessions=0)])
    for words in (
        "<b>−0.12</b>",
        "−0.60 to 0.91",
        "80%",
        "0.40 levels stricter",
        "too few",
        "none yet",
        "no better than chance",
    ):
        assert words in page
    assert page.count("<svg") == 1
    assert "Nothing to compare yet" in agreement_body([agreed(pairs=0, sessions=0)])


def test_the_bar_stays_inside_of_its_drawing():
    drawn = interval_bar(agreed(kappa=-0.9, interval=Interval(-1.0, 1.0), exact=0.1, lenient=0.0))
    ends = [float(x) for x in re.findall(r'(?:x1|x2|cx)="(.*?)"', drawn)]
    assert min(ends) >= 0
    assert max(ends) <= 220
    assert drawn.count('class="interval"') == 2, "the end that lies below the drawing is left open"
    assert interval_bar(agreed(kappa=0.5)).count("interval") == 1, "the class of the drawing alone"
    assert interval_bar(agreed()) == ""


def test_a_level_of_nobody_has_no_words_of_anybody(desk):
    assert "Stands" not in level_row(desk, Level(turn=1, criterion="consistency", automatic=None), None, None)
