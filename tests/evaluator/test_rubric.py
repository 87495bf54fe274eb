"""The content of the shipped rubric: whole, sourced, and worded for a learner."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from dialogue.acts import Act
from dialogue.content import ContentError, load_content
from dialogue.cues import BOUNDARY_CUES
from dialogue.flags import Flag, Gate
from evaluator.rubric import Criterion, Rubric, load_rubric, rubrics_folder
from tests.evaluator.wording import BLAME

WEIGHTS = {
    "empathy": 20, "boundary_setting": 20, "rupture_repair": 8, "emotional_validation": 7, "trauma_sensitivity": 7,
    "cultural_competence": 7, "confidentiality": 6, "respect_autonomy": 6, "active_listening": 5, "non_judgmental": 5,
    "authenticity": 4, "consistency": 3, "self_awareness": 2, "risk_and_scope": 0,
}  # fmt: skip
RUBRIC = load_rubric()
CRITERIA = [pytest.param(criterion, id=criterion.id) for criterion in RUBRIC.criteria]


def texts_for_trainees() -> list[str]:
    """Every sentence of the rubric that a trainee may be shown as a judgement of their turn."""
    texts = [rule.says for criterion in RUBRIC.criteria for rule in criterion.rules]
    texts += [text for criterion in RUBRIC.criteria for kind in criterion.advice.values() for text in kind]
    texts += [text for criterion in RUBRIC.criteria for kind in criterion.strength.values() for text in kind]
    texts += [text for gate in RUBRIC.gates for text in gate.advice]
    return [*texts, *RUBRIC.again, *RUBRIC.still]


def test_the_fourteen_criteria_have_the_weights_of_the_design():
    assert {criterion.id: criterion.weight for criterion in RUBRIC.criteria} == WEIGHTS


def test_all_ten_gates_are_there_and_name_what_does_not_raise_them():
    assert [rule.gate for rule in RUBRIC.gates] == list(Gate)
    assert all(rule.not_a_trigger and rule.advice for rule in RUBRIC.gates)


def test_level_names_are_those_of_the_design():
    assert RUBRIC.level_names == ("Harmful", "Missed", "Adequate", "Skilled", "Exemplary")


@pytest.mark.parametrize("criterion", CRITERIA)
def test_both_anchors_have_five_different_lines(criterion: Criterion):
    assert len(criterion.anchors) == 2
    for anchor in criterion.anchors:
        assert len(set(anchor.trainee)) == 5
        assert anchor.client
        assert all(line.strip() == line and len(line) > 5 for line in anchor.trainee)


def test_an_anchor_line_is_the_one_of_the_design():
    anchor = RUBRIC.criterion("boundary_setting").anchors[1]
    assert anchor.client.startswith("Wait, I finally got to the real thing.")
    assert anchor.trainee[2] == "Time's up. See you next week."


@pytest.mark.parametrize("criterion", CRITERIA)
def test_sources_stand_in_the_ledger(criterion: Criterion):
    ledger = yaml.safe_load(Path("docs/sources.yaml").read_text("utf-8"))["sources"]
    assert criterion.sources
    assert set(criterion.sources) <= {source["key"] for source in ledger}


def test_every_source_was_seen_or_is_marked_unverified():
    ledger = yaml.safe_load(Path("docs/sources.yaml").read_text("utf-8"))["sources"]
    assert len({source["key"] for source in ledger}) == len(ledger)
    for source in ledger:
        assert source["work"]
        assert source["use"]
        assert bool(source.get("seen_at")) != bool(source.get("unverified")), source["key"]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_advice_is_about_35_words(criterion: Criterion):
    texts = [text for kind in criterion.advice.values() for text in kind]
    assert [text for text in texts if not 28 <= len(text.split()) <= 42] == []


def test_the_advice_of_a_gate_is_about_35_words():
    texts = [*RUBRIC.again, *(text for gate in RUBRIC.gates for text in gate.advice)]
    assert [text for text in texts if not 28 <= len(text.split()) <= 42] == []


def test_all_advice_together_has_about_35_words_on_the_average():
    texts = [text for one in RUBRIC.criteria for kind in one.advice.values() for text in kind]
    assert 33 <= sum(len(text.split()) for text in texts) / len(texts) <= 37


def test_no_wording_stands_twice_and_each_names_what_to_try():
    texts = texts_for_trainees()
    said = [text for one in RUBRIC.criteria for kind in (*one.advice.values(), *one.strength.values()) for text in kind]
    assert len(set(said)) == len(said)
    advice = [text for one in RUBRIC.criteria for kind in one.advice.values() for text in kind]
    assert [text for text in advice if "Try " not in text and "try " not in text] == []
    assert all(text.strip() == text for text in texts)


def test_fewer_than_three_wordings_are_refused():
    faulty = RUBRIC.model_dump()["criteria"][0]
    faulty["advice"]["low"] = faulty["advice"]["low"][:2]
    with pytest.raises(ValidationError, match="at least 3"):
        Criterion.model_validate(faulty)


def test_what_points_back_names_the_turn():
    assert all("{turn}" in text for text in (*RUBRIC.again, *RUBRIC.still))


def test_praise_is_short():
    texts = [text for one in RUBRIC.criteria for kind in one.strength.values() for text in kind]
    assert [text for text in texts if not 4 <= len(text.split()) <= 26] == []


def test_no_sentence_for_a_trainee_blames():
    for text in texts_for_trainees():
        assert not BLAME.search(text), text


def test_no_text_of_the_rubric_for_trainees_names_a_level_by_number():
    assert not [text for text in texts_for_trainees() if any(sign.isdigit() for sign in text)]


def test_every_boundary_cue_makes_boundary_setting_applicable():
    assert set(RUBRIC.criterion("boundary_setting").applies.cues) == BOUNDARY_CUES


def test_what_must_never_be_punished_is_in_no_ceiling():
    safe = {
        Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY, Act.LIMITS_OF_CONFIDENTIALITY, Act.TRAINEE_STATUS,
        Act.CULTURAL_HUMILITY, Act.WARM_LIMIT, Act.BRIEF_DISCLOSURE, Act.TAKES_RESPONSIBILITY, Act.NONDEFENSIVE,
        Act.SHORT_FOLLOWING, Act.OFFERS_CHOICE, Act.WARM_REFERRAL, Flag.RISK_INQUIRY, Flag.RESPONSIBILITY_TAKEN,
        Flag.CONFIDENTIALITY_LIMITS_STATED, Flag.CULTURAL_HUMILITY, Flag.REFERRAL_OFFERED,
    }  # fmt: skip
    for criterion in RUBRIC.criteria:
        for rule in criterion.rules:
            if rule.at_most is not None:
                assert not safe & {*rule.any_of, *(sign for group in rule.also for sign in group)}, rule.says


def test_weights_that_do_not_sum_to_100_are_refused():
    with pytest.raises(ValidationError, match="sum to 100"):
        Rubric.model_validate(RUBRIC.model_dump() | {"criteria": RUBRIC.model_dump()["criteria"][1:]})


def test_a_rule_with_neither_floor_nor_ceiling_is_refused():
    faulty = RUBRIC.model_dump()["criteria"][0]
    faulty["rules"] = [{"any_of": ["judgment"], "sure": 0.5, "says": "x"}]
    with pytest.raises(ValidationError, match="at_most or at_least"):
        Criterion.model_validate(faulty)


def test_an_unknown_act_in_a_rule_is_a_fault_with_its_field(tmp_path: Path):
    text = (rubrics_folder() / "trust.yaml").read_text("utf-8").replace("[claimed_sameness]", "[claims_sameness]", 1)
    (tmp_path / "trust.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError, match=r"criteria\.0\.rules"):
        load_content(tmp_path / "trust.yaml", Rubric)
