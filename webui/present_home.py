"""What is shown before a session and between sessions: the choice of scenarios, the prebrief, the history."""

from collections.abc import Iterable, Sequence
from html import escape

from evaluator.rubric import Rubric
from practice.calibration import self_awareness
from practice.catalog import Offer
from practice.progress import SessionSummary
from practice.sessions import Session
from scenarios.scenario import ContractCard
from webui.present import bullets, count, day, link, shown, tags
from webui.present_course import awareness
from webui.report_charts import history_chart
from webui.views import View, Where
from webui.words import FAMILIES, MODES, STATUSES, mean_words

NOTICE = (
    '<p class="notice"><strong>Fictional software.</strong> Not supervision, not therapy. '
    "Never enter anything about a real client.</p>"
)
WELCOME = (
    '<div class="hero"><h1>Practise building trust</h1>'
    "<p>Talk with a simulated client who opens up only as trust is earned. Each exchange is graded for empathy and "
    "boundary-setting, with the words it goes by.</p></div>" + NOTICE
)
STAYS, KEPT = "stays in its data folder and goes nowhere else", "is kept in its data folder"
LOCAL = (
    '<p class="quiet small">There are no accounts here: Attune runs on this machine for one local trainee. '
    f"What you write {STAYS}.</p>"
)
JUDGED = (
    '<p class="quiet small">There are no accounts here: Attune runs on this machine for one local trainee. '
    "What you write is kept in its data folder. For a second opinion on the grade, each of your turns is sent with the "
    "client’s words before it to {asks}, without a name; nothing else is sent, and no other turns.</p>"
)
VOICED = (
    '<p class="quiet small">The client’s words come from {voiced_by}: what you write in a session is sent there, with '
    "the turns before it and without a name.</p>"
)


def where_it_goes(asks: str | None, voiced_by: str | None = None) -> str:
    """Say where what a trainee writes is kept, and to whom it is sent: a judge, or the model that words the client."""
    local = LOCAL if voiced_by is None else LOCAL.replace(STAYS, KEPT)
    kept = local if asks is None else JUDGED.format(asks=shown(asks))
    return kept if voiced_by is None else kept + VOICED.format(voiced_by=shown(voiced_by))


def what_is_recorded(asks: str | None, voiced_by: str | None = None) -> str:
    """Say what is kept of a session, and who sees it."""
    sent = [f"each of your turns also goes to {shown(asks)}, without a name, for a second opinion"] if asks else []
    if voiced_by:
        sent.append(f"the conversation goes to {shown(voiced_by)}, without a name, for the client’s words")
    return RECORDED.format(others="; ".join(sent) or "nobody else does")


def offer_card(offer: Offer, rubric: Rubric) -> str:
    """Give one scenario to choose."""
    scenario, card = offer.scenario, offer.persona.card
    skills = [rubric.criterion(skill).name for skill in scenario.skills]
    return (
        f'<article class="card"><p class="eyebrow">{shown(FAMILIES[offer.persona.family])}'
        f'<span class="difficulty">{difficulty(scenario.difficulty)}</span></p>'
        f"<h3>{link(Where(view=View.PREBRIEF, scenario=scenario.id), shown(scenario.title), 'card-link')}</h3>"
        f'<p class="who"><strong>{shown(card.name)}</strong>, {card.age}. {shown(card.summary)}</p>'
        f"{tags(skills)}"
        f'<p class="meta">About {scenario.minutes} minutes · up to {scenario.turn_limit} turns</p>'
        f'<p class="content-note"><span>May come up:</span> {shown(scenario.prebrief.content_note)}</p></article>'
    )


def difficulty(level: int) -> str:
    """Show a difficulty 1–5 as marks with words."""
    marks = "".join(f'<i class="{"on" if step <= level else "off"}"></i>' for step in range(1, 6))
    return f'<span class="marks" role="img" aria-label="Difficulty {level} of 5">{marks}</span>'


def offers(found: Sequence[Offer], rubric: Rubric) -> str:
    """Give the scenarios to choose from; a plain sentence where none fits."""
    if not found:
        return '<p class="empty">No scenario fits these filters. Set one of them back to “Any”.</p>'
    return '<div class="cards">' + "".join(offer_card(offer, rubric) for offer in found) + "</div>"


def fitting(all_offers: Iterable[Offer], family: str, level: int, skill: str) -> list[Offer]:
    """Choose the scenarios of a family, a difficulty and a skill; "" and 0 mean any."""
    return [
        offer
        for offer in all_offers
        if family in ("", offer.persona.family.value)
        and level in (0, offer.scenario.difficulty)
        and (not skill or skill in offer.scenario.skills)
    ]


def unfinished_card(session: Session | None, offer: Offer | None, turns: int) -> str:
    """Offer to go on with a session that is open; empty where none is."""
    if session is None or offer is None:
        return ""
    where = Where(view=View.SESSION, session=session.id)
    said = f"after {count(turns, 'turn', 'turns')}" if turns else "before your first words"
    return (
        f'<section class="continue"><div><p class="eyebrow">Unfinished</p>'
        f"<h2>{shown(offer.scenario.title)}</h2>"
        f"<p>With {shown(offer.persona.card.name)}, {said}. Everything is kept.</p></div>"
        f"{link(where, 'Continue your session', 'button primary')}</section>"
    )


def prebrief_head(offer: Offer) -> str:
    """Give the head of the prebrief."""
    scenario, card = offer.scenario, offer.persona.card
    return (
        f'<p class="back">{link(Where(), "All scenarios")}</p>'
        f'<p class="eyebrow">{shown(FAMILIES[offer.persona.family])}{difficulty(scenario.difficulty)}</p>'
        f"<h1>{shown(scenario.title)}</h1>"
        f'<p class="lead"><strong>{shown(card.name)}</strong>, {card.age}, {shown(card.pronouns)} · '
        f"{shown(card.occupation)}</p>"
        f'<p class="quiet">About {scenario.minutes} minutes, up to {scenario.turn_limit} turns. Nothing is timed.</p>'
    )


def prebrief(offer: Offer) -> str:
    """Give what the trainee reads before the session."""
    brief = offer.scenario.prebrief
    success = bullets(condition.says for condition in offer.scenario.success)
    return (
        f'<section class="brief-note"><h2>May come up</h2><p>{shown(brief.content_note)}</p>'
        f"<p>{link(Where(), 'Choose another scenario')} – no reason needed, and nothing is noted.</p></section>"
        f"<section><h2>The situation</h2><p>{shown(brief.situation)}</p></section>"
        f'<section class="goal"><h2>Your learning goal</h2><p>{shown(brief.learning_goal)}</p></section>'
        f'<section class="two"><div><h2>Try this</h2>{bullets(brief.try_this)}</div>'
        f"<div><h2>It goes well when</h2>{success}</div></section>"
        "<section><h2>The agency’s rules</h2>"
        '<p class="quiet">Your limits are graded by this card; the agency is invented.</p>'
        f"{contract(offer.scenario.contract)}</section>"
    )


def contract(card: ContractCard) -> str:
    """Give the agency's rules."""
    rows = (
        ("Agency", card.agency),
        ("Your role", card.role),
        ("Sessions", card.session_length),
        ("Contact", card.contact),
        ("After hours", card.after_hours),
        ("Gifts and meetings", card.gifts_and_meetings),
        ("Records", card.records),
        ("Emergencies", card.emergencies),
    )
    lines = "".join(f"<div><dt>{name}</dt><dd>{shown(text)}</dd></div>" for name, text in rows)
    limits = f"<div><dt>Must leave the room</dt><dd>{bullets(card.confidentiality_limits)}</dd></div>"
    return f'<dl class="contract">{lines}{limits}</dl>'


RECORDED = (
    '<section class="recorded"><h2>What is recorded, and who sees it</h2>'
    "<p>Your words, the client’s words, the grades, and what you write in reflection are kept in the data folder "
    "on this machine. Whoever uses this account on this machine can see them; {others}. You can delete a "
    "session for good, from its report, at any time.</p><p>If you write of your own wish to die, the session stops, "
    "nothing of that message is kept, and nobody is told.</p></section>"
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
        + history_chart(summaries)
        + awareness(self_awareness([one.gaps for one in reversed(summaries) if one.status.over and one.gaps]))
        + '<div class="scroll"><table class="sessions"><thead><tr><th scope="col">Session</th><th scope="col">When</th>'
        + '<th scope="col">Turns</th><th scope="col">Empathy</th><th scope="col">Boundary-setting</th>'
        + f'<th scope="col">Status</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _session_row(summary: SessionSummary) -> str:
    over = summary.status.over
    where = Where(view=View.REPORT if over else View.SESSION, session=summary.id)
    name = link(where, shown(summary.title), label=f"{'Report on' if over else 'Continue'} {summary.title}")
    hidden = not summary.grades_told
    later = "after your guess" if over else "after the session"
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
        f'<td data-name="Status">{status}{gates}</td></tr>'
    )
