"""What the report shows of second opinions: beside each grade, and where a person should look."""

from evaluator.panel import Agreement, Panel, PanelGrade
from evaluator.rubric import Rubric
from practice.report import SessionReport
from webui.present import shown
from webui.words import level_name

STANDS = {
    Agreement.ALONE: "not held against the grade",
    Agreement.SAME: "the same level",
    Agreement.NEAR: "one level apart, as people who rate well often are",
    Agreement.APART: "far apart",
}
WHAT_IT_IS = (
    "A language model read this turn by the same rubric. Its word never changes a level; it changes how sure the grade "
    "is."
)
UNSURE = "the grade is not sure, so no level is told"
SET_ASIDE = "Set aside: the turn holds {signs}. That lowers no grade; a person should look."


def second_lines(panel: Panel | None, rubric: Rubric) -> list[str]:
    """Give the second opinion on one exchange in plain lines; empty where there is none."""
    if panel is None:
        return []
    aside = [SET_ASIDE.format(signs=", and ".join(panel.suspicious))] if panel.suspicious else []
    return aside + [_line(grade, rubric) for grade in panel.grades if grade.second is not None]


def _line(grade: PanelGrade, rubric: Rubric) -> str:
    name, second = rubric.criterion(grade.criterion).name, grade.second
    if second is None or second.level is None:
        return f"{name}: no second opinion. {second.reason if second else ''}".rstrip()
    quote = f" “{second.quote}”" if second.quote else ""
    look = " A person should look." if grade.needs_person else ""
    if grade.level is not None and grade.confidence < rubric.unsure_below:
        return f"{name}: {UNSURE}. {second.reason}{quote}{look}"
    level = f"{second.level} ({level_name(second.level, rubric.level_names)})"
    sure = "" if grade.agreement is Agreement.ALONE else f"; sure by {grade.confidence:.0%}"
    return f"{name}: {level}, {STANDS[grade.agreement]}{sure}. {second.reason}{quote}{look}"


def second_opinion(panel: Panel | None, rubric: Rubric) -> str:
    """Give the second opinion on one exchange for the fold with its grades; empty where there is none."""
    lines = second_lines(panel, rubric)
    if panel is None or not lines:
        return ""
    told = "".join(f"<li>{shown(line)}</li>" for line in lines)
    return (
        f'<div class="second"><h3>Second opinion</h3><p class="quiet">{WHAT_IT_IS}</p>'
        f'<ul class="grades">{told}</ul><p class="quiet">From {shown(panel.model)}.</p></div>'
    )


def doubts(report: SessionReport) -> str:
    """Name the turns at which a person should look, and why; empty where there are none."""
    if not report.doubts:
        return ""
    lines = "".join(f"<li>Turn {doubt.turn}: {shown('; '.join(doubt.reasons))}.</li>" for doubt in report.doubts)
    return (
        '<section class="doubts" role="note"><h2>Worth a person’s look</h2><p class="quiet">The grades stand.</p>'
        f"<ul>{lines}</ul></section>"
    )
