"""What the pages show, without a page: every word is shown as it was typed, and what was not observed is said so."""

import re
from datetime import UTC, datetime

import pytest

from personas.persona import Family
from practice.progress import SessionSummary
from practice.report import RaisedGate
from practice.sessions import Mode, Prediction, Status
from tests.webui.fakes import open_quick_room
from webui import (
    present,
    present_another,
    present_feedback,
    present_history,
    present_home,
    present_report,
    present_session,
)
from webui.export import as_markdown, plain
from webui.export_page import as_html
from webui.words import UNUSUAL, event_words, level_name

HOSTILE = '<b onclick="x()">*bold*</b> & "quoted"\n[link](http://evil.example/) <script>1</script>'
TAG = re.compile(r"<(script|b |img|iframe)", re.IGNORECASE)
WORDS = ("That sounds frightening. What is it like?", "You should leave him.", HOSTILE)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return open_quick_room(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def report(room):
    """A finished session of three turns, in which the trainee wrote hostile markup everywhere."""
    session = room.begin("local", "S04", Mode.COACHING, seed=5).session.id
    for number, words in enumerate(WORDS, start=1):
        room.say("local", session, words, f"{number}-key")
    room.end("local", session)
    room.predict("local", session, Prediction(empathy=3.5, boundary=1))
    room.reflect("local", session, 0, HOSTILE)
    room.disagree("local", session, 1, "empathy", HOSTILE)
    return room.report("local", session)


@pytest.fixture(scope="module")
def rubric(room):
    return room.catalog.rubric


def summary(**changes):
    values = {
        "id": "01",
        "scenario": "S04",
        "title": HOSTILE,
        "client": HOSTILE,
        "mode": Mode.COACHING,
        "status": Status.ENDED,
        "started_at": datetime(2026, 11, 3, tzinfo=UTC),
        "turns": 4,
        "empathy": 2.4,
        "boundary": None,
        "gates": 1,
        "grades_told": True,
        "surprise": 0.5,
    }
    return SessionSummary(**(values | changes))


def test_the_chat_shows_markup_as_it_was_typed(report):
    messages = present.chat_messages(report.place)
    assert [message["role"] for message in messages] == ["assistant", *["user", "assistant"] * 3]
    said = messages[5]["content"]
    assert said.startswith("&lt;b onclick=")
    assert '"quoted"' in said
    assert "<" not in said


def test_everything_a_trainee_wrote_is_inert_in_every_part_of_the_report(report, rubric):
    newest = report.place.exchanges[-1]
    pages = [
        present_report.report_head(report.place),
        present_report.report_body(report, rubric),
        present_report.transcript(report, rubric),
        "".join(present_feedback.feedback_card(item, rubric) for item in newest.feedback.items()),
        present_another.another_head(newest, "01", HOSTILE),
        present_history.history([summary(), summary()]),
        as_html(report, rubric),
    ]
    for page in pages:
        assert not TAG.search(page)
    for page in (pages[2], pages[3], pages[4], pages[6]):
        assert "&lt;b onclick=" in page


def test_markdown_of_a_session_shows_exactly_what_was_written(report, rubric):
    text = as_markdown(report, rubric)
    assert "<script" not in text.replace("\\<", "")
    assert "\\[link\\]\\(http://evil\\.example/\\)" in text
    assert plain("a *b* <c>") == "a \\*b\\* \\<c\\>"
    assert all(line.startswith(">") for line in text.splitlines() if "evil" in line and "disagrees" not in line)


def test_an_export_holds_the_guess_the_disagreement_and_the_notes(report, rubric):
    text = as_markdown(report, rubric)
    assert "own guess 3.5" in text
    assert "Trainee disagrees with the grade, Empathy" in text
    assert "## Reflection" in text
    assert "evil" in text.split("## Reflection")[1]


def test_a_criterion_without_occasion_is_not_observed_and_never_zero(report, rubric):
    silent = report.of("cultural_competence")
    assert silent.graded == 0
    assert present_report.standing_words(silent, rubric).startswith("Not observed")
    assert level_name(None, rubric.level_names) == "Not observed"


def test_fewer_than_three_occasions_are_not_enough_for_a_mean(report, rubric):
    few = report.of("empathy").model_copy(update={"levels": (3, None, 4), "graded": 2, "mean": 3.5, "enough": False})
    said = present_report.standing_words(few, rubric)
    assert said == "Not enough yet: 2 occasions, and 3 are needed"
    changed = report.model_copy(update={"scores": (few, *report.scores[1:])})
    drawn = present_report.headlines(changed, rubric)
    assert "3.5" not in drawn.split("Boundary")[0].replace("Your guess: 3.5", "").replace("guess was 3.5", "")
    assert "higher than the grade" not in drawn.split('dial-name">Boundary')[0]


def test_the_guess_stands_beside_the_grade(report, rubric):
    drawn = present_report.headlines(report, rubric)
    mean = report.of("empathy").mean
    assert f"Your guess: 3.5, {3.5 - mean:.1f} higher than the grade." in drawn
    assert drawn.count("dial-guess") == 2


def test_gates_are_a_banner_with_the_words_and_no_banner_without_any(report):
    gate = RaisedGate(gate="F_SECRECY", name="Promise of secrecy", turn=2, quote=HOSTILE)
    banner = present_report.gates_banner((gate,))
    assert "Promise of secrecy" in banner
    assert "turn 2" in banner
    assert not TAG.search(banner)
    assert present_report.gates_banner(()) == ""


def test_conditions_are_met_not_met_or_without_occasion(report):
    verdict = report.success[0]
    said = [present_report.conditions((verdict.model_copy(update={"met": met}),)) for met in (True, False, None)]
    assert ["Not met" in line for line in said] == [False, True, False]
    assert "No occasion" in said[2]


def test_the_coach_waits_before_the_first_turn_and_says_when_it_is_unsure(report, rubric):
    assert "After your first turn" in present_session.coach(None, rubric)
    item = report.place.exchanges[0].feedback.change
    assert "not sure" in present_feedback.feedback_card(item.model_copy(update={"unsure": True}), rubric)
    assert "not sure" not in present_feedback.feedback_card(item.model_copy(update={"confidence": 0.9}), rubric)


def test_an_alternative_is_marked_as_one_of_several(report, rubric):
    item = report.place.exchanges[0].feedback.alternative
    assert "One of several" in present_feedback.feedback_card(item, rubric)


def test_the_turn_counter_counts_the_turn_that_is_to_come(room, report):
    limit = report.place.offer.scenario.turn_limit
    assert present.turn_counter(report.place) == f"3 of {limit} turns"
    place = room.begin("local", "S04", Mode.COACHING)
    assert present.turn_counter(place) == f"Turn 1 of {limit}"


def test_a_reply_grows_in_few_steps_and_ends_whole():
    text = "one two three four five six seven eight nine ten eleven twelve thirteen"
    steps = present.growing(text, 5)
    assert steps[-1] == text
    assert len(steps) <= 6
    assert all(text.startswith(step) for step in steps)
    assert present.growing("", 5) == [""]


def test_only_what_is_kept_is_said_to_be_kept(room, report):
    place = room.begin("local", "S04", Mode.COACHING)
    assert "Kept" not in present.kept_line(place)
    assert "Kept: 3 turns" in present.kept_line(report.place)


def test_filters_leave_what_fits_and_an_empty_choice_says_so(room, rubric):
    every = list(room.catalog.offers.values())
    found = present_home.fitting(every, Family.CULTURE.value, 0, "")
    assert found
    assert {offer.persona.family for offer in found} == {Family.CULTURE}
    assert present_home.fitting(every, "", 0, "") == every
    assert all(offer.scenario.difficulty == 2 for offer in present_home.fitting(every, "", 2, ""))
    assert "No scenario fits" in present_home.offers([], rubric)


def test_a_card_names_what_a_trainee_chooses_by(room, rubric):
    offer = room.catalog.offer("S04")
    card = present_home.offer_card(offer, rubric)
    for part in (offer.scenario.title, offer.persona.card.name, "Trauma", "Difficulty 2 of 5", "May come up"):
        assert present.shown(part) in card


def test_the_prebrief_holds_the_whole_contract_card(room):
    offer = room.catalog.offer("S04")
    text = present_home.prebrief(offer)
    card = offer.scenario.contract
    for part in (card.agency, card.records, card.emergencies, *card.confidentiality_limits):
        assert present.shown(part) in text
    assert "no reason needed" in text


def test_the_history_is_empty_in_words_and_hides_grades_of_an_open_practice_session():
    assert "No sessions yet" in present_history.history([])
    practice = {"mode": Mode.PRACTICE, "empathy": None, "grades_told": False}
    unguessed = present_history.history([summary(**practice)])
    assert "after your guess" in unguessed
    assert "1 gate" not in unguessed
    hidden = present_history.history([summary(status=Status.PAUSED, **practice)])
    assert "after the session" in hidden
    assert "1 gate" not in hidden
    assert "1 gate" in present_history.history([summary()])


def test_how_a_session_ended_is_said_without_blame(room, report):
    stopped = report.place.model_copy(
        update={"session": report.place.session.model_copy(update={"status": Status.STOPPED})}
    )
    assert "no penalty" in present_session.over(stopped)
    left = report.place.model_copy(
        update={"session": report.place.session.model_copy(update={"status": Status.CLIENT_LEFT})}
    )
    assert "has left the session" in present_session.over(left)


def test_the_plain_words_of_care_hold_the_operators_line_as_text():
    said = present_session.care("Call <b>000</b>")
    assert "Call &lt;b&gt;000&lt;/b&gt;" in said
    assert "not graded" in said


def test_no_event_reaches_a_trainee_as_an_id():
    assert event_words("secrecy_promise") == UNUSUAL["secrecy_promise"]
    assert "_" not in event_words("some_new_event")


def test_a_guess_says_so_and_names_no_level(report, rubric):
    item = report.place.exchanges[0].feedback.change
    guess = present_feedback.feedback_card(item.model_copy(update={"unsure": True}), rubric)
    assert "not sure: no level" in guess
    grades = report.place.exchanges[0].grades
    unsure = grades.of("empathy").model_copy(update={"confidence": 0.2})
    others = [one for one in grades.criteria if one.criterion != "empathy"]
    shaky = grades.model_copy(update={"criteria": (unsure, *others)})
    assert "Not sure enough for a level" in present_session.headline_dial("empathy", shaky, rubric)
    assert "Empathy: not sure" in present_report.level_chips(shaky, rubric)


def test_a_card_says_whose_words_it_quotes(report, rubric):
    item = report.place.exchanges[0].feedback.change
    assert "You said" in present_feedback.feedback_card(item, rubric)
    passed_by = item.model_copy(update={"quote": None, "client_quote": HOSTILE})
    card = present_feedback.feedback_card(passed_by, rubric)
    assert "The client said" in card
    assert not TAG.search(card)


def test_items_of_feedback_can_be_disagreed_with_before_the_grades(report, rubric):
    choices = present_feedback.disagree_choices(report.place.exchanges[0], rubric)
    assert [value.partition(":")[0] for _, value in choices[:4]] == ["strength", "change", "alternative", "grade"]
    assert present_feedback.disagree_choices(None, rubric) == []


def test_a_disagreement_is_shown_and_exported_with_what_it_is_about(room, rubric):
    session = room.begin("local", "S04", Mode.COACHING, seed=5).session.id
    room.say("local", session, "You should leave him.", "1-key")
    said = room.place("local", session).exchanges[0].feedback.change
    room.disagree("local", session, 1, said.criterion, "She asked for it.", "change")
    room.end("local", session)
    room.predict("local", session, Prediction(empathy=2, boundary=2))
    report = room.report("local", session)
    for page in (present_report.transcript(report, rubric), as_html(report, rubric)):
        assert "She asked for it." in page
        assert "the thing to change, Boundary-setting" in page
    assert plain(said.text[:40]) in as_markdown(report, rubric).split("Trainee disagrees")[1]


def test_the_report_gathers_themes_and_claims_no_trend_from_too_little(report, rubric):
    body = present_report.report_body(report, rubric)
    assert "What the feedback comes to" in body
    assert "3 times: turns 1, 2 and 3" in body
    assert body.index("What worked") < body.index("What to work on")
    assert "From 4 guesses in practice mode on" in body
    assert "this guess is not counted here" in body
    assert "No trend within this session yet" in body
    text = as_markdown(report, rubric)
    assert "## Themes" in text
    assert "## Own judgement" in text


def test_a_disagreement_with_a_level_that_was_not_told_names_none(report, rubric):
    (spoken,) = report.disagreements[report.place.exchanges[0].id]
    shown = spoken.shown.model_copy(update={"unsure": True, "level": None})
    words = present_feedback.disagreement_words(spoken.model_copy(update={"shown": shown}), rubric)
    assert words == "the grade, Empathy (Not sure)"
    assert "(Skilled)" in present_feedback.disagreement_words(spoken, rubric)
