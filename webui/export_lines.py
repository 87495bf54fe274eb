"""What both exports of a session say, line by line, as plain text that each escapes in its own way."""

from dataclasses import dataclass

from classroom.review_records import ChangedLevel, Feedback
from classroom.reviews import WHOLE_SESSION
from evaluator.grades import CriterionGrade, ExchangeGrades
from evaluator.rubric import Rubric
from practice.report import Scores, SessionReport
from practice.sessions import Exchange, Session
from webui.present import day_and_time
from webui.present_course import awareness_words, in_session_words, over_words, turns_words
from webui.present_feedback import disagreement_words
from webui.present_instructor import NOBODY, figure_words
from webui.present_second import second_lines
from webui.present_session import is_unsure
from webui.report_charts import standing
from webui.words import MODES, STATUSES, level_name, mean_words

NOTICE = (
    "Fictional client, simulated by software. Not supervision, not therapy. Formative: not for any summative decision."
)


@dataclass(frozen=True)
class HandedOn:
    """Who hands a session on, and what instructors said of it that they may read."""

    said: Feedback = NOBODY
    trainee: str = ""
    """The trainee's name, or what stands for it while names are hidden; empty where they hand it on themselves."""
    done_for: str = ""
    """Title of the assignment; empty as for the name."""

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose work it is and what for, where somebody else hands it on."""
        return tuple(one for one in (self.trainee, self.done_for) if one)

    @property
    def own(self) -> bool:
        """Whether the trainee hands it on."""
        return not self.trainee


OWN = HandedOn()
"""By the trainee, and no instructor has said anything."""


def circumstances(session: Session, rubric: Rubric) -> str:
    """Say when it was, in which mode, and by which rubric."""
    return (
        f"{day_and_time(session.started_at)} · {MODES[session.mode]} · {STATUSES[session.status]} · "
        f"rubric {rubric.id} version {rubric.version}"
    )


def course_lines(report: SessionReport) -> dict[str, list[str]]:
    """Give the themes, the trend and how well the trainee judged the session, as lines under their titles."""
    kinds = {"strength": "Worked", "change": "To work on"}
    quotes = [f" “{theme.quote}”" if theme.quote else "" for theme in report.themes]
    told = zip(report.themes, quotes, strict=True)
    return {
        "Themes": [
            f"{kinds[theme.kind]}: {theme.name} ({turns_words(theme)}). {theme.says}{quote}" for theme, quote in told
        ],
        "Trend": [f"{trend.name}. {in_session_words(trend)} {over_words(trend)}" for trend in report.trends],
        "Own judgement": awareness_words(report.awareness, report.place.session.mode) if report.awareness else [],
    }


def pillars_of(report: SessionReport) -> list[Scores]:
    """Give the criteria that are no headline."""
    return [scores for scores in report.scores if scores.block != "headline"]


def counting_words(report: SessionReport, criterion: str, rubric: Rubric, said: Feedback) -> str:
    """Say what a criterion comes to over the session: the level that counts first, where an instructor changed any."""
    words = standing(report.of(criterion), rubric.level_names, rubric.fewest_for_session)
    if criterion in said.finals:
        counts = figure_words(said.finals[criterion], rubric)
        words = f"{counts}, which counts since an instructor’s change; automatic: {words}"
    guess = next((c.predicted for c in report.calibration if c.criterion == criterion), None)
    return words + (f"; own guess {mean_words(guess)}" if guess is not None else "")


def graded(grades: ExchangeGrades | None, rubric: Rubric) -> list[str]:
    """Give the grades of one exchange in plain lines: name, level unless it is too unsure to be told, reason."""
    given = [grade for grade in grades.criteria if grade.level is not None] if grades else []
    return [f"{rubric.criterion(g.criterion).name}: {_level(g, rubric)}. {g.reason}" for g in given]


def _level(grade: CriterionGrade, rubric: Rubric) -> str:
    if is_unsure(grade, rubric):
        return "not sure, no level"
    return f"{grade.level} ({level_name(grade.level, rubric.level_names)})"


def turn_lines(exchange: Exchange, report: SessionReport, rubric: Rubric, said: Feedback, against_it: str) -> list[str]:
    """Give all that was said of a turn: by the grader, in a second opinion, by the trainee against it, by instructors.

    Args:
        exchange: The turn.
        report: Of the session.
        rubric: Which names the criteria.
        said: What instructors said.
        against_it: How the trainee's disagreement is told, as `You disagree`.
    """
    second = second_lines(report.panels.get(exchange.id), rubric)
    against = report.disagreements.get(exchange.id, ())
    return [
        *(graded(exchange.grades, rubric) or ["Not graded"]),
        *(f"Second opinion: {line}" for line in second),
        *(f"{against_it} with {disagreement_words(one, rubric)}: {one.reason}" for one in against),
        *instructor_lines(said, exchange.turn, rubric),
    ]


def instructor_lines(said: Feedback, turn: int, rubric: Rubric) -> list[str]:
    """Give what instructors said of a turn, 1 is the first, or of the whole session, 0, with what counts of it then."""
    changed = [_changed(one, rubric) for one in said.changed if one.turn == turn]
    if turn == WHOLE_SESSION:
        changed += [
            f"{rubric.criterion(criterion).name} over the session: {figure_words(level, rubric)} counts."
            for criterion, level in said.finals.items()
        ]
    spoken = [(said.names.get(one.made_by or "", "Instructor"), one.text) for one in said.comments if one.turn == turn]
    return changed + [f"Comment of {name}: {text}" for name, text in spoken]


def _changed(one: ChangedLevel, rubric: Rubric) -> str:
    name, final = rubric.criterion(one.criterion).name, figure_words(one.final, rubric)
    what = " of the whole session" if one.turn == WHOLE_SESSION else ""
    automatic = figure_words(one.automatic, rubric) if one.automatic is not None else "no level"
    return f"Changed by an instructor: {name}{what}: {final}, instead of the automatic {automatic}. {one.reason}"
