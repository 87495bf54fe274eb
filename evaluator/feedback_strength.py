"""What worked in one turn: named only where the trainee's words carry it, and never words that are to change."""

from dialogue.acts import Act
from evaluator.criterion_rules import DEFERRED
from evaluator.feedback_wording import Told, fresh, pointer, said, same_words, turns_on
from evaluator.grades import CriterionGrade, ExchangeGrades, FeedbackItem
from evaluator.rubric import Criterion, Rubric

CARRIES: dict[str, frozenset[Act]] = {
    "empathy": frozenset({
        Act.VALIDATION, Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION, Act.SHORT_FOLLOWING, Act.VALIDATES_STRAIN,
        Act.VALIDATES_DISTRUST, Act.NAMES_STRAIN, Act.EXPLORES_STRAIN, Act.TAKES_RESPONSIBILITY, Act.NONDEFENSIVE,
        Act.REMEMBERS_DETAIL, Act.CULTURAL_HUMILITY, Act.GROUNDING, Act.PLATITUDE,
    }),
    "active_listening": frozenset({
        Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION, Act.REMEMBERS_DETAIL, Act.VALIDATION, Act.VALIDATES_STRAIN,
        Act.VALIDATES_DISTRUST, Act.SHORT_FOLLOWING,
    }),
    "boundary_setting": frozenset({
        Act.WARM_LIMIT, Act.LIMITS_OF_CONFIDENTIALITY, Act.TRAINEE_STATUS, Act.WARM_REFERRAL,
    }),
    "respect_autonomy": frozenset({Act.OFFERS_CHOICE, Act.ASKS_PERMISSION, Act.EXPLORES_MEANING}),
}  # fmt: skip
"""Acts of which one must stand in the words that are praised: an estimate alone says too little; ours."""
ALWAYS_CARRIED = frozenset({"boundary_setting"})
"""Where this holds for a skilled level too: the frame is praised only where something was said of it."""


def strength_for(
    grades: ExchangeGrades, rubric: Rubric, change: FeedbackItem | None, told: Told = ()
) -> FeedbackItem | None:
    """Name what worked best, with its words; nothing where a gate was raised or a criterion is at the lowest level.

    What is Skilled or above comes first, by weight; else the best thing that is Adequate is named modestly. Where its
    wordings were all said in this session, the next best thing is named.
    """
    if grades.gates or any(grade.level == 0 for grade in grades.criteria):
        return None
    fit = [grade for grade in grades.criteria if _is_fit(grade, grades, rubric, change)]
    for grade in sorted(fit, key=lambda one: _worth(one, rubric), reverse=True):
        criterion = rubric.criterion(grade.criterion)
        text = _text(grade, criterion, rubric, told, _is_earned(criterion, grades))
        if text is not None:
            return said("strength", grade, criterion, rubric, text)
    return None


def _text(grade: CriterionGrade, criterion: Criterion, rubric: Rubric, told: Told, is_earned: bool) -> str | None:
    high = is_earned and (grade.level or 0) >= 3 and grade.confidence >= rubric.unsure_below
    text = fresh(criterion.strength["high" if high else "middle"], told)
    if text is None and high:
        earlier = [turn for turn in turns_on("strength", criterion.id, told) if _was_high(told, turn)]
        text = pointer(rubric.still, earlier, told)
    return text


def _is_earned(criterion: Criterion, grades: ExchangeGrades) -> bool:
    """Tell whether what high praise of a pillar says was done was found: an estimate alone says too little."""
    skilled = {sign for rule in criterion.rules if (rule.at_least or 0) >= 3 for sign in rule.any_of}
    found = {spotted.act for spotted in grades.acts} | set(grades.flags)
    return criterion.block == "headline" or not skilled.isdisjoint(found)


def _was_high(told: Told, turn: int) -> bool:
    feedback = told[turn - 1]
    return bool(feedback and feedback.strength and (feedback.strength.level or 0) >= 3)


def _is_fit(grade: CriterionGrade, grades: ExchangeGrades, rubric: Rubric, change: FeedbackItem | None) -> bool:
    """Tell whether a grade can be praised: good enough, sure enough, carried by its words, and not to be changed."""
    if grade.level is None or grade.level < 2 or not grade.quote:
        return False
    if change and (grade.criterion == change.criterion or _clashes(change, grade, grades)):
        return False
    if grade.level >= 3:
        needs_act = grade.criterion in ALWAYS_CARRIED or _is_beside_a_slip(grade, grades)
        return not needs_act or _is_carried(grade, grades)
    criterion = rubric.criterion(grade.criterion)
    capped = {rule.says for rule in criterion.rules if rule.at_most is not None}
    return (
        grade.confidence >= rubric.unsure_below
        and grade.reason not in capped
        and grade.reason != DEFERRED
        and _is_carried(grade, grades)
    )


def _is_beside_a_slip(grade: CriterionGrade, grades: ExchangeGrades) -> bool:
    """Tell whether the frame gave way in this turn: warm words around it are then no strength by themselves."""
    frame = grades.of("boundary_setting").level
    return grade.criterion == "empathy" and frame is not None and frame <= 1


def _clashes(change: FeedbackItem, grade: CriterionGrade, grades: ExchangeGrades) -> bool:
    """Tell whether the words to be praised are those that took something away; words that can grow may be praised."""
    level = grades.of(change.criterion).level
    took_away = bool(grades.gates) or level is None or level <= 1
    return took_away and same_words(change.quote, grade.quote)


def _is_carried(grade: CriterionGrade, grades: ExchangeGrades) -> bool:
    acts = CARRIES.get(grade.criterion)
    found = {spotted.act for spotted in grades.acts if same_words(spotted.quote, grade.quote)}
    if (grade.quote or "").rstrip().endswith("?"):
        found.discard(Act.SHORT_FOLLOWING)
    return acts is None or bool(acts & found)


def _worth(grade: CriterionGrade, rubric: Rubric) -> tuple[bool, bool, float, float]:
    high = (grade.level or 0) >= 3
    sure = grade.confidence >= rubric.unsure_below
    return sure and high, sure, rubric.criterion(grade.criterion).weight, grade.confidence
