"""The whole line on the rubric's own anchors: words to reading to grade to feedback, nothing made by hand."""

from collections.abc import Iterator

import pytest

from dialogue.cues import Cue
from dialogue.reader import Reader
from dialogue.turns import ExchangeText
from evaluator.agreement import spearman
from evaluator.exemplars import load_exemplars
from evaluator.exemplars_adaptable import load_adaptable
from evaluator.feedback import Coach
from evaluator.grades import ExchangeGrades
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from tests.evaluator.grading import local_grader

pytestmark = pytest.mark.slow

OFFERED = {
    "empathy": (Cue.FEELING, Cue.FEELING), "boundary_setting": (Cue.BOUNDARY_PHONE, Cue.BOUNDARY_TIME),
    "rupture_repair": (Cue.CONFRONTATION, Cue.WITHDRAWAL), "emotional_validation": (Cue.FEELING, Cue.FEELING),
    "trauma_sensitivity": (Cue.TRAUMA, Cue.AROUSAL), "cultural_competence": (Cue.CULTURE, Cue.CULTURE),
    "confidentiality": (Cue.BOUNDARY_SECRECY, Cue.PRIVACY), "respect_autonomy": (Cue.CHOICE, Cue.CHOICE),
    "active_listening": (Cue.STORY, Cue.STORY), "non_judgmental": (Cue.SHAME, Cue.SHAME),
    "authenticity": (Cue.REAL_QUESTION, Cue.BOUNDARY_PERSONAL), "consistency": (Cue.LEDGER, Cue.LEDGER),
    "self_awareness": (Cue.REACTION_NOTICED, Cue.REACTION_NOTICED),
    "risk_and_scope": (Cue.RISK_SELF, Cue.BOUNDARY_SCOPE),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(shared_encoder())


def anchors() -> Iterator[tuple[str, int, ExchangeText]]:
    """Every anchor line with its criterion and level, and the cue that its client turn was written to offer."""
    for criterion in load_rubric().criteria:
        for anchor, cue in zip(criterion.anchors, OFFERED[criterion.id], strict=True):
            for level, line in enumerate(anchor.trainee):
                yield criterion.id, level, ExchangeText(client=anchor.client, trainee=line, cues=(cue,))


def graded(reader: Reader, exchange: ExchangeText) -> ExchangeGrades:
    """Read and grade one exchange."""
    return local_grader().grade_exchange(exchange, reader.read_turn(exchange))


def test_grades_follow_the_order_of_the_anchors(reader: Reader):
    lines = [(level, graded(reader, exchange).of(criterion).level) for criterion, level, exchange in anchors()]
    given = [(level, found) for level, found in lines if found is not None]
    assert len(given) > 0.9 * len(lines)
    assert spearman([float(level) for level, _ in given], [float(found) for _, found in given]) > 0.5
    top = [found for level, found in given if level >= 3]
    low = [found for level, found in given if level <= 1]
    assert sum(top) / len(top) - sum(low) / len(low) > 1.0


def test_the_coach_speaks_on_every_anchor_in_the_words_of_the_turn(reader: Reader):
    encoder = shared_encoder()
    passages = Passages(encoder.encode)
    adaptable = load_adaptable(passages, encoder)
    coach = Coach(reader, local_grader(), load_exemplars(passages, encoder), adaptable=adaptable)
    shown = 0
    for _, _, exchange in anchors():
        feedback = coach.feedback(exchange, graded(reader, exchange), None)
        items = [item for item in (feedback.strength, feedback.change) if item]
        assert items
        assert all(item.quote is None or item.quote in exchange.trainee for item in items)
        shown += feedback.alternative is not None
    assert shown > 40
