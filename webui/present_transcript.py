"""What a transcript under review shows around its turns: who and what, where to look, the charts, the whole session."""

from collections.abc import Sequence
from html import escape

from classroom.queue import QueueItem
from classroom.reviews import WHOLE_SESSION
from practice.report import HEADLINES
from webui.class_layout import section_path
from webui.plain_page import hidden
from webui.present import count, shown
from webui.present_comments import comment_fold, comments, done_here
from webui.present_level import whole_row
from webui.present_needs import needs_list, turn_anchor
from webui.present_report import conditions
from webui.present_turn import turn_section
from webui.report_charts import headlines_chart, pillars_chart, trust_chart
from webui.review_desk import Desk, counting_scores
from webui.words import MODES, STATUSES, mean_words


def transcript_body(desk: Desk, queue: Sequence[QueueItem]) -> str:
    """Give the whole page of a session under review.

    Args:
        desk: The session.
        queue: Of its assignment, for the way to the next one.
    """
    report = desk.read.report
    turns = "".join(turn_section(desk, exchange) for exchange in report.place.exchanges)
    spoken = turns or '<p class="empty">Nothing was said in this session.</p>'
    return (
        f'<div class="transcript">{head(desk, queue)}{where_to_look(desk)}{overview(desk)}'
        f'<h2>Turn by turn</h2>{spoken}<div class="closing">{whole_session(desk)}{reflections(desk)}</div>'
        f"{the_end(desk, queue)}</div>"
    )


def head(desk: Desk, queue: Sequence[QueueItem]) -> str:
    """Give what was done, when, how far the review is, and the way through the queue."""
    read, session = desk.read, desk.read.report.place.session
    scenario = desk.read.report.place.offer.scenario.title
    done = [f"attempt {read.attempt}"] if read.attempt > 1 else []
    done += ["handed in late"] if read.late else []
    when = desk.when(session.ended_at or session.started_at)
    words = (
        *(() if scenario == read.title else (scenario,)),
        f"with {desk.client}",
        MODES[session.mode].lower(),
        count(len(read.report.place.exchanges), "turn", "turns"),
        *done,
        f"{STATUSES[session.status].lower()} {when} ({desk.zone.replace('_', ' ')})",
    )
    return f'<p class="quiet">{shown(", ".join(words))}</p>{_told_when(desk)}{way(desk, queue)}'


def _told_when(desk: Desk) -> str:
    if desk.read.released:
        said = "Feedback is released: what you write here is read by the trainee at once."
    else:
        said = "The trainee reads comments and changed levels once the feedback is released."
    if not desk.read.report.place.session.status.over:
        said = f"The session still goes on: more may be said. {said}"
    hidden_names = " Names are hidden until then." if desk.read.nameless else ""
    return f'<p class="quiet">{said}{hidden_names}</p>'


def way(desk: Desk, queue: Sequence[QueueItem]) -> str:
    """Give the way back to the queue, and to the sessions before and after this one that wait."""
    before, after = neighbours(queue, desk.read.session)
    back = f"{section_path(desk.read.section, 'review')}?assignment={escape(desk.read.assignment)}"
    links = f'<a href="{back}">Queue of “{shown(desk.read.title)}”</a>'
    links += f'<a rel="prev" href="transcript/{escape(before)}">Previous</a>' if before else ""
    links += f'<a rel="next" href="transcript/{escape(after)}">Next</a>' if after else ""
    waiting = sum(one.waits for one in queue)
    left = (
        f"{count(waiting, 'session', 'sessions')} of this assignment wait{'s' if waiting == 1 else ''}"
        if waiting
        else "Nothing waits"
    )
    return f'<nav class="way" aria-label="Review queue">{links}<span class="quiet">{left}</span></nav>'


def neighbours(queue: Sequence[QueueItem], session: str) -> tuple[str, str]:
    """Give the sessions before and after one among those that wait; empty where there is none.

    From one that does not wait any more the way goes on to the first that does.
    """
    waiting = [one.session for one in queue if one.waits]
    if session not in waiting:
        return "", waiting[0] if waiting else ""
    place = waiting.index(session)
    return waiting[place - 1] if place else "", waiting[place + 1] if place + 1 < len(waiting) else ""


def where_to_look(desk: Desk) -> str:
    """Name the turns that need a person, each with a link to it."""
    found = needs_list(desk.read.reasons, desk.here or desk.path)
    if not found:
        return '<section class="look"><h2>Where to look</h2><p>Nothing stands out in this session.</p></section>'
    return f'<section class="look"><h2>Where to look</h2>{found}</section>'


def overview(desk: Desk) -> str:
    """Draw the client's trust and the headlines over the turns; the pillars and the conditions are folded."""
    report, rubric = desk.read.report, desk.rubric
    if not report.place.exchanges:
        return ""
    scores = [counting_scores(desk, one) for one in rubric.criteria]
    first, second = (next(one for one in scores if one.criterion == key) for key in HEADLINES)
    pillars = pillars_chart(
        [one for one in scores if one.block != "headline"], rubric.level_names, rubric.fewest_for_session
    )
    return (
        f'<section class="charts"><div><h2>The client’s trust</h2>{trust_chart(report.trust)}</div>'
        f"<div><h2>Headlines, as they count</h2>{headlines_chart(first, second)}</div></section>"
        f'<details class="more"><summary>Pillars of trust, and what the trainee set out to do</summary>'
        f"{pillars}{conditions(report.success)}</details>"
    )


def whole_session(desk: Desk) -> str:
    """Give the levels of the session as a whole with a form for each, and the comments on it."""
    graded = [one for one in desk.read.levels.whole if one.automatic is not None or one.history]
    order = {criterion: place for place, criterion in enumerate(HEADLINES)}
    graded.sort(key=lambda one: order.get(one.criterion, len(order)))
    rows = "".join(whole_row(desk, one) for one in graded)
    return (
        f'<section class="whole" id="{turn_anchor(WHOLE_SESSION)}"><h2>The whole session</h2>'
        '<p class="quiet">A level here is the mean of the turns’ levels that count, unless you set another one.</p>'
        f'{done_here(desk, WHOLE_SESSION)}<ul class="levels">{rows}</ul>'
        f"{comments(desk, WHOLE_SESSION)}{comment_fold(desk, WHOLE_SESSION)}</section>"
    )


def reflections(desk: Desk) -> str:
    """Give what the trainee guessed and wrote after the session."""
    report = desk.read.report
    prompts = report.place.offer.scenario.reflection
    notes = [shown(report.reflections.get(number, "")) or "<i>Nothing written</i>" for number in range(len(prompts))]
    written = "".join(
        f'<dt>{shown(prompt)}</dt><dd dir="auto">{note}</dd>' for prompt, note in zip(prompts, notes, strict=True)
    )
    return f"<section><h2>What the trainee made of it</h2>{_guess(desk)}<dl class=notes>{written}</dl></section>"


def _guess(desk: Desk) -> str:
    """Set the trainee's guess beside the levels that count."""
    if not desk.read.report.calibration:
        return "<p>No guess was made.</p>"
    lines = ""
    for one in desk.read.report.calibration:
        level = desk.read.levels.of(WHOLE_SESSION, one.criterion).final
        counts = "no turn gave an occasion" if level is None else f"{mean_words(level)} counts"
        name = shown(desk.rubric.criterion(one.criterion).name)
        lines += f"<li>{name}: guessed {mean_words(one.predicted)}; {counts}</li>"
    return f"<ul>{lines}</ul>"


def the_end(desk: Desk, queue: Sequence[QueueItem]) -> str:
    """Give the mark that a session was looked through, or what stands, and the way on."""
    mark, after = desk.read.mark, neighbours(queue, desk.read.session)[1]
    sent = hidden("version", str(mark.version))
    waits = any(one.waits for one in queue if one.session == desk.read.session)
    said = "<p>When you have read what you want to read:</p>"
    if mark.done and mark.created_at:
        news = " Something came up since." if waits else ""
        said = f"<p><b>Looked through</b> by {shown(desk.who(mark.made_by))}, {desk.when(mark.created_at)}.{news}</p>"
    onward = (
        f'<button class="primary" name="goes" value="{escape(after)}">Looked through, on to the next</button>'
        if after
        else ""
    )
    plain = "<button{}>Looked through</button>".format("" if after else ' class="primary"')
    undo = '<button name="done" value="no">Not looked through after all</button>'
    buttons = undo if mark.done and not waits else onward + plain + (undo if mark.done else "")
    return (
        f'<section class="the-end"><h2>Your review</h2>{said}'
        f'<form method="post" action="{desk.path}/mark">{sent}<p class="buttons">{buttons}</p></form>'
        f"{_take_away(desk)}{way(desk, queue)}</section>"
    )


def _take_away(desk: Desk) -> str:
    """Give the ways to hand the session on as it stands now, with what instructors said."""
    forms = (("md", "Markdown"), ("html", "Page to print"))
    links = "".join(f'<a href="{desk.path}/export.{ending}">{words}</a>' for ending, words in forms)
    return f'<p class="ways"><b>Take away</b> {links}</p>'
