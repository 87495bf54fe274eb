"""What is shown of all sessions of a trainee: how they followed one another, and a row for each."""

from collections.abc import Sequence
from html import escape

from practice.calibration import self_awareness
from practice.progress import SessionSummary
from webui.present import count, day, link, shown
from webui.present_course import awareness
from webui.report_charts import history_chart
from webui.views import View, Where
from webui.words import MODES, STATUSES, mean_words

STAY = (
    '<p class="quiet small">Sessions done for an assignment stay: your instructors read them and their grades. What '
    "you practise by yourself is yours to delete.</p>"
)


def history(summaries: Sequence[SessionSummary]) -> str:
    """Give all sessions of a trainee."""
    head = "<h1>My sessions</h1>"
    if not summaries:
        return (
            head
            + f'<div class="empty"><p>No sessions yet.</p>{link(Where(), "Choose a scenario", "button primary")}</div>'
        )
    rows = "".join(_session_row(summary) for summary in summaries)
    return (
        head
        + f"<p>{link(Where(view=View.PROGRESS), 'My progress, criterion by criterion')}</p>"
        + history_chart(summaries)
        + awareness(self_awareness([one.gaps for one in reversed(summaries) if one.status.over and one.gaps]))
        + '<div class="scroll"><table class="sessions"><thead><tr><th scope="col">Session</th><th scope="col">When</th>'
        + '<th scope="col">Turns</th><th scope="col">Empathy</th><th scope="col">Boundary-setting</th>'
        + '<th scope="col">Status</th><th scope="col"><span class="unseen">Delete</span></th></tr></thead>'
        + f"<tbody>{rows}</tbody></table></div>{STAY if any(one.assigned for one in summaries) else ''}"
    )


def _session_row(summary: SessionSummary) -> str:
    over = summary.status.over
    where = Where(view=View.REPORT if over else View.SESSION, session=summary.id)
    name = link(where, shown(summary.title), label=f"{'Report on' if over else 'Continue'} {summary.title}")
    hidden = not summary.grades_told
    later = "when released" if summary.withheld else "after your guess" if over else "after the session"
    scores = [later if hidden else mean_words(value) for value in (summary.empathy, summary.boundary)]
    gates = (
        f' <span class="badge warn">{count(summary.gates, "gate", "gates")}</span>'
        if summary.gates and not hidden
        else ""
    )
    status = f'<span class="badge {"" if over else "open"}">{STATUSES[summary.status]}</span>'
    return (
        f'<tr><th scope="row">{name}<span class="quiet">{shown(summary.client)} · {MODES[summary.mode]}</span></th>'
        f'<td data-name="When">{escape(day(summary.started_at))}</td><td data-name="Turns">{summary.turns}</td>'
        f'<td data-name="Empathy">{scores[0]}</td><td data-name="Boundary-setting">{scores[1]}</td>'
        f'<td data-name="Status">{status}{gates}</td><td class="last">{_delete(summary)}</td></tr>'
    )


def _delete(summary: SessionSummary) -> str:
    """Give the first step of deleting a session; one of an assignment stays."""
    if summary.assigned:
        return '<span class="quiet small">assigned</span>'
    label = f"Delete {summary.title}, {day(summary.started_at)}"
    return link(Where(view=View.SESSIONS, session=summary.id), "Delete…", "small", label=label)
